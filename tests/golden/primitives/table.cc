#include "tests/golden/primitives/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/time/date.h"

namespace calanque::golden {
namespace {

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

double ToNumber(const std::string& text) {
  std::size_t used = 0;
  const double number = std::stod(text, &used);
  if (used != text.size()) throw std::runtime_error("not a number: " + text);
  return number;
}

double ToDays(const std::string& text) {
  const auto date = time::ParseIsoDate(text);
  if (!date) throw std::runtime_error("not a date: " + text);
  return static_cast<double>(date->time_since_epoch().count());
}

}  // namespace

Table ReadTable(const std::string& path) {
  Table table{.path = path, .tolerances = {}, .rows = {}};
  std::ifstream file(std::string(CALANQUE_SOURCE_DIR "/tests/golden/primitives/") + path);
  std::string line;
  std::vector<std::string> header;
  while (std::getline(file, line)) {
    auto fields = Split(line, ',');
    if (header.empty()) {
      header = fields;
      continue;
    }
    if (fields.size() > header.size()) throw std::runtime_error(path + ": too many fields: " + line);
    fields.resize(header.size());
    Row row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = fields[i];
    if (table.tolerances.empty()) {
      if (fields[0] != "tolerance") throw std::runtime_error(path + ": the second line holds the tolerances");
      table.tolerances = row;
    } else {
      table.rows.push_back(row);
    }
  }
  if (table.rows.empty()) throw std::runtime_error(path + ": no rows");
  return table;
}

double Number(const Row& row, const std::string& column) { return ToNumber(row.at(column)); }

std::vector<double> Numbers(const Row& row, const std::string& column) {
  std::vector<double> numbers;
  for (const auto& part : Split(row.at(column), ' ')) numbers.push_back(ToNumber(part));
  return numbers;
}

std::vector<double> Days(const Row& row, const std::string& column) {
  std::vector<double> days;
  for (const auto& part : Split(row.at(column), ' ')) days.push_back(ToDays(part));
  return days;
}

void ExpectCell(const Table& table, const Row& row, const std::string& column, double actual) {
  SCOPED_TRACE(table.path + ", row " + row.begin()->first + " = " + row.begin()->second);
  ExpectWithin(table, column, Number(row, column), actual);
}

void ExpectWithin(const Table& table, const std::string& column, double expected, double actual) {
  const auto tolerance = Split(table.tolerances.at(column), ' ');
  ASSERT_EQ(tolerance.size(), 2U) << table.path << " states no tolerance for " << column;
  const double scale = tolerance[0] == "rel" ? std::max(1.0, std::abs(expected)) : 1.0;
  EXPECT_NEAR(actual, expected, ToNumber(tolerance[1]) * scale) << table.path << ": " << column;
}

}  // namespace calanque::golden
