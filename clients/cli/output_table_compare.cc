#include <algorithm>
#include <cmath>
#include <cstddef>

#include "clients/cli/footnotes.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_table.h"
#include "clients/cli/view_name.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kHashLength = 12;

/// Heading of a case's column: its label where that is short, else its number in the list above the table.
std::string CaseHeading(const v1::ComparePortfoliosResponse& response, int index) {
  constexpr std::size_t kLongestLabel = 16;
  const std::string label = Printable(response.labels(index));
  return DisplayWidth(label) <= kLongestLabel ? label : "case " + std::to_string(index + 1);
}

/// Money without a further unit is shown in millions where it is large.
bool IsMoney(const v1::ComparisonRow& row) { return row.metric_name().ends_with("_amount"); }

MoneyScale ScaleOf(const v1::ComparisonRow& row) {
  double largest = 0;
  for (const double value : row.values()) largest = std::max(largest, std::abs(value));
  return ScaleFor(largest, row.unit());
}

class ComparisonRows {
 public:
  ComparisonRows(const v1::ComparePortfoliosResponse& response, Footnotes& notes)
      : response_(response), notes_(notes) {}

  [[nodiscard]] std::vector<std::string> Texts(const v1::ComparisonRow& row) {
    const MoneyScale scale = ScaleOf(row);
    std::string name = row.metric_name();
    if (row.view() != v1::FLOW_VIEW_INCREMENTAL) name += " (" + ViewName(row.view()) + ")";
    std::vector<std::string> texts = {name, IsMoney(row) ? scale.unit : row.unit()};
    const auto number = [&](double value) {
      return IsMoney(row) ? scale.Format(value) : ReadableNumber(value, row.unit());
    };
    for (int i = 0; i < response_.labels_size(); ++i) {
      texts.push_back(IsMissing(row, i) ? notes_.Mark(row.metric_name(), ReasonName(row.failures(i)))
                                        : number(i < row.values_size() ? row.values(i) : 0.0));
    }
    for (int i = 1; i < response_.labels_size(); ++i) {
      const bool has_difference = !IsMissing(row, 0) && !IsMissing(row, i) && i < row.differences_size();
      texts.push_back(has_difference ? number(row.differences(i)) : "");
    }
    return texts;
  }

 private:
  static bool IsMissing(const v1::ComparisonRow& row, int i) {
    return i < row.failures_size() && row.failures(i) != v1::FAILURE_REASON_UNSPECIFIED;
  }

  const v1::ComparePortfoliosResponse& response_;
  Footnotes& notes_;
};

}  // namespace

std::string ComparisonTable(const v1::ComparePortfoliosResponse& response, const TextStyle& style) {
  std::string text = Bold("Comparison of " + std::to_string(response.labels_size()) + " cases", style) + "\n";
  for (int i = 0; i < response.labels_size(); ++i) {
    const std::string hash = i < response.input_hashes_size() ? response.input_hashes(i).substr(0, kHashLength) : "";
    text += "  case " + std::to_string(i + 1) + ": " + Printable(response.labels(i)) +
            (i == 0 ? " (the reference)" : "") + ", input " + hash + "\n";
  }
  if (response.cautions_size() > 0) {
    text += "\n" + Bold("Before comparing", style) + "\n";
    for (const std::string& caution : response.cautions()) {
      const std::vector<std::string> lines = Wrapped(Printable(caution), style.width - 4);
      for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "  - " : "    ") + lines[i] + "\n";
    }
  }
  std::vector<std::string> headings = {"", ""};
  for (int i = 0; i < response.labels_size(); ++i) headings.push_back(CaseHeading(response, i));
  for (int i = 1; i < response.labels_size(); ++i) {
    headings.push_back(response.labels_size() == 2 ? "change" : "change, " + CaseHeading(response, i));
  }

  Footnotes notes;
  ComparisonRows rows(response, notes);
  // Rows come metric by metric; people read perspective by perspective.
  std::vector<std::string> perspectives;
  for (const v1::ComparisonRow& row : response.rows()) {
    if (std::find(perspectives.begin(), perspectives.end(), row.perspective_id()) == perspectives.end()) {
      perspectives.push_back(row.perspective_id());
    }
  }
  for (const std::string& perspective : perspectives) {
    TextTable table(headings, {1});
    for (const v1::ComparisonRow& row : response.rows()) {
      if (row.perspective_id() == perspective) table.AddRow(rows.Texts(row));
    }
    text += "\n" + Bold(perspective.empty() ? "The same from everywhere" : "Seen by: " + Printable(perspective), style);
    text += "\n" + table.Render(style);
  }
  if (!notes.is_empty()) text += "\n" + Bold("Figures that do not exist (n/a)", style) + "\n" + notes.Render(style);
  return text;
}

}  // namespace calanque::cli
