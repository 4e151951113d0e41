#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "clients/cli/footnotes.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_table.h"
#include "clients/cli/page_text.h"
#include "clients/cli/view_name.h"

namespace calanque::cli {
namespace {

/// Heading of a case's column: its label where that is short, else its number in the list above the table.
std::string CaseHeading(const v1::ComparePortfoliosResponse& response, int index) {
  constexpr std::size_t kLongestLabel = 16;
  const std::string label = Printable(response.labels(index));
  return DisplayWidth(label) <= kLongestLabel ? label : "case " + std::to_string(index + 1);
}

/// More changes than these make a table that no screen shows; the CSV has them all.
bool ShowsChanges(const v1::ComparePortfoliosResponse& response) { return response.labels_size() <= 4; }

/// Among many cases, a figure that one or none has compares nothing; the CSV has it.
bool IsShown(const v1::ComparePortfoliosResponse& response, const v1::ComparisonRow& row) {
  if (ShowsChanges(response)) return true;
  int count = 0;
  for (int i = 0; i < response.labels_size(); ++i) {
    const bool is_given = i >= row.failures_size() || row.failures(i) == v1::FAILURE_REASON_UNSPECIFIED;
    if (is_given && i < row.values_size()) ++count;
  }
  return count > 1;
}

/// Money without a further unit is shown in millions where it is large.
bool IsMoney(std::string_view name) { return name.ends_with("_amount"); }

template <typename Row>
bool IsMissing(const Row& row, int i) {
  return i < row.failures_size() && row.failures(i) != v1::FAILURE_REASON_UNSPECIFIED;
}

/// Values of a row, case by case, then their changes; what a case has not is given by `missing`.
template <typename Row, typename Missing>
void AddValues(const v1::ComparePortfoliosResponse& response, const Row& row, std::string_view name,
               const Missing& missing, std::vector<std::string>& texts) {
  double largest = 0;
  for (const double value : row.values()) largest = std::max(largest, std::abs(value));
  const MoneyScale scale = ScaleFor(largest, row.unit());
  texts.push_back(IsMoney(name) ? scale.unit : row.unit());
  const auto number = [&](double value) {
    return IsMoney(name) ? scale.Format(value) : ReadableNumber(value, row.unit());
  };
  for (int i = 0; i < response.labels_size(); ++i) {
    texts.push_back(IsMissing(row, i) ? missing(row.failures(i)) : number(i < row.values_size() ? row.values(i) : 0.0));
  }
  for (int i = 1; ShowsChanges(response) && i < response.labels_size(); ++i) {
    const bool has_difference = !IsMissing(row, 0) && !IsMissing(row, i) && i < row.differences_size();
    texts.push_back(has_difference ? number(row.differences(i)) : "");
  }
}

std::vector<std::string> Headings(const v1::ComparePortfoliosResponse& response, std::vector<std::string> first) {
  std::vector<std::string> headings = std::move(first);
  for (int i = 0; i < response.labels_size(); ++i) headings.push_back(CaseHeading(response, i));
  for (int i = 1; ShowsChanges(response) && i < response.labels_size(); ++i) {
    headings.push_back(response.labels_size() == 2 ? "change" : "change, " + CaseHeading(response, i));
  }
  return headings;
}

/// Names of metrics are long and may be shortened: what else tells rows apart has a column of its own.
bool HasViews(const v1::ComparePortfoliosResponse& response) {
  return std::any_of(response.rows().begin(), response.rows().end(), [](const auto& row) {
    return row.view() == v1::FLOW_VIEW_WITH_PROJECT || row.view() == v1::FLOW_VIEW_WITHOUT_PROJECT;
  });
}

std::vector<std::string> MetricTexts(const v1::ComparePortfoliosResponse& response, const v1::ComparisonRow& row,
                                     bool has_views, Footnotes& notes) {
  std::vector<std::string> texts = {row.metric_name()};
  if (has_views) texts.push_back(ViewName(row.view()));
  const auto missing = [&](v1::FailureReason reason) { return notes.Mark(row.metric_name(), ReasonName(reason)); };
  AddValues(response, row, row.metric_name(), missing, texts);
  return texts;
}

/// One table a measure, one line a group: cities are compared measure by measure.
std::string GroupTables(const v1::ComparePortfoliosResponse& response,
                        const google::protobuf::RepeatedPtrField<v1::GroupComparisonRow>& rows,
                        std::string_view nameless, const TextStyle& style) {
  std::vector<std::string> measures;
  for (const v1::GroupComparisonRow& row : rows) {
    if (std::find(measures.begin(), measures.end(), row.measure_name()) == measures.end()) {
      measures.push_back(row.measure_name());
    }
  }
  const auto missing = [](v1::FailureReason reason) {
    return std::string(reason == v1::FAILURE_REASON_MISSING_DATA ? "not known" : "-");
  };
  std::string text;
  for (const std::string& measure : measures) {
    TextTable table(Headings(response, {measure, ""}), {1});
    for (const v1::GroupComparisonRow& row : rows) {
      if (row.measure_name() != measure) continue;
      const std::string name = Printable(row.display_name());
      std::vector<std::string> texts = {name.empty() ? std::string(nameless) : name};
      AddValues(response, row, measure, missing, texts);
      table.AddRow(texts);
    }
    text += table.Render(style) + (measure == measures.back() ? "" : "\n");
  }
  return text;
}

/// A warning and the cases that it is of, by their headings.
struct SharedWarning {
  std::string text;
  std::string cases;
  int case_count = 0;
};

/// Warnings in their order, once where several cases share one: cases are mostly variants of one another.
std::vector<std::string> WarningTexts(const v1::ComparePortfoliosResponse& response) {
  std::vector<SharedWarning> found;
  for (const v1::Violation& warning : response.warnings()) {
    std::string path = warning.field_path();
    std::string heading;
    for (int i = 0; i < response.labels_size(); ++i) {
      const std::string prefix = "cases[" + std::to_string(i) + "]";
      if (path != prefix && !path.starts_with(prefix + ".")) continue;
      heading = CaseHeading(response, i);
      path.erase(0, std::min(path.size(), prefix.size() + 1));
      break;
    }
    const std::string text = warning.message() + (path.empty() ? "" : " (" + path + ")");
    auto same = std::find_if(found.begin(), found.end(), [&](const SharedWarning& one) { return one.text == text; });
    if (same == found.end()) same = found.insert(found.end(), {text, "", 0});
    same->cases += (same->cases.empty() ? "" : ", ") + heading;
    ++same->case_count;
  }
  std::vector<std::string> texts;
  for (const SharedWarning& one : found) {
    const bool is_of_all = one.case_count == response.labels_size();
    texts.push_back((is_of_all ? "all cases" : one.cases) + ": " + one.text);
  }
  return texts;
}

}  // namespace

std::string ComparisonTable(const v1::ComparePortfoliosResponse& response, const TextStyle& style) {
  std::string text = Bold("Comparison of " + std::to_string(response.labels_size()) + " cases", style) + "\n";
  for (int i = 0; i < response.labels_size(); ++i) {
    const std::string hash = i < response.input_hashes_size() ? ShortHash(response.input_hashes(i)) : "";
    text += "  case " + std::to_string(i + 1) + ": " + Printable(response.labels(i)) +
            (i == 0 ? " (the reference)" : "") + ", input " + hash + "\n";
  }
  text += BulletSection("Before comparing", {response.cautions().begin(), response.cautions().end()}, style);
  text += BulletSection("Warnings", WarningTexts(response), style);
  Footnotes notes;
  // Rows come metric by metric; people read perspective by perspective.
  std::vector<std::string> perspectives;
  for (const v1::ComparisonRow& row : response.rows()) {
    if (std::find(perspectives.begin(), perspectives.end(), row.perspective_id()) == perspectives.end()) {
      perspectives.push_back(row.perspective_id());
    }
  }
  const auto hidden_count = std::count_if(response.rows().begin(), response.rows().end(),
                                          [&](const auto& row) { return !IsShown(response, row); });
  const bool has_views = HasViews(response);
  for (const std::string& perspective : perspectives) {
    TextTable table = has_views ? TextTable(Headings(response, {"", "view", ""}), {1, 2})
                                : TextTable(Headings(response, {"", ""}), {1});
    for (const v1::ComparisonRow& row : response.rows()) {
      if (row.perspective_id() == perspective && IsShown(response, row))
        table.AddRow(MetricTexts(response, row, has_views, notes));
    }
    text += "\n" + Bold(perspective.empty() ? "The same from everywhere" : "Seen by: " + Printable(perspective), style);
    text += "\n" + table.Render(style);
  }
  if (hidden_count > 0) {
    text += "\n" + std::to_string(hidden_count) +
            (hidden_count == 1 ? " figure that fewer than two cases have is"
                               : " figures that fewer than two cases have are") +
            " left out; --format csv has all\n";
  }
  if (response.sector_rows_size() > 0) {
    text +=
        "\n" + Bold("By sector", style) + "\n" + GroupTables(response, response.sector_rows(), "(no sector)", style);
  }
  if (response.source_rows_size() > 0) {
    text += "\n" + Bold("By source of the money", style) + "\n" +
            GroupTables(response, response.source_rows(), "(nobody)", style);
  }
  if (!notes.is_empty()) text += "\n" + Bold("Figures that do not exist (n/a)", style) + "\n" + notes.Render(style);
  return text;
}

}  // namespace calanque::cli
