#include "tests/golden/appraisal/expected_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace calanque::golden {
namespace {

constexpr std::string_view kHeader = "metric,project,perspective,view,value,absolute_tolerance,relative_tolerance";
constexpr std::size_t kFieldCount = 7;

std::vector<std::string> Split(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

std::optional<double> ToNumber(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

bool IsReason(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

double ToTolerance(const std::string& text) {
  const auto number = ToNumber(text);
  if (!number || *number < 0) throw std::runtime_error("'" + text + "' is not a tolerance");
  return *number;
}

ExpectedRow ToRow(const std::string& line) {
  const std::vector<std::string> fields = Split(line);
  if (fields.size() != kFieldCount) throw std::runtime_error("expected " + std::to_string(kFieldCount) + " fields");
  ExpectedRow row;
  row.metric = fields[0];
  if (const std::size_t bracket = row.metric.find('['); bracket != std::string::npos) {
    const auto index = ToNumber(row.metric.substr(bracket + 1, row.metric.size() - bracket - 2));
    if (!index || *index < 0 || !row.metric.ends_with(']'))
      throw std::runtime_error("'" + row.metric + "' is no metric");
    row.index = static_cast<std::size_t>(*index);
    row.metric.resize(bracket);
  }
  row.project = fields[1];
  row.perspective = fields[2];
  row.view = fields[3];
  row.value = ToNumber(fields[4]);
  if (!row.value) {
    if (!IsReason(fields[4])) throw std::runtime_error("'" + fields[4] + "' is neither a number nor a reason");
    row.failure = fields[4];
  }
  row.absolute_tolerance = ToTolerance(fields[5]);
  row.relative_tolerance = ToTolerance(fields[6]);
  return row;
}

}  // namespace

std::vector<ExpectedRow> ReadExpectedRows(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<ExpectedRow> rows;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    const std::string place = path.string() + ":" + std::to_string(line) + ": ";
    if (text.ends_with('\r')) text.pop_back();
    if (line == 1) {
      if (text != kHeader) throw std::runtime_error(place + "expected the header " + std::string(kHeader));
      continue;
    }
    try {
      rows.push_back(ToRow(text));
      rows.back().line = line;
    } catch (const std::exception& error) {
      throw std::runtime_error(place + error.what());
    }
  }
  if (rows.empty()) throw std::runtime_error(path.string() + ": no rows");
  return rows;
}

}  // namespace calanque::golden
