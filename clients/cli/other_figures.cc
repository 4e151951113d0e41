#include "clients/cli/other_figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "clients/cli/number_text.h"
#include "clients/cli/output_table.h"
#include "clients/cli/view_name.h"

namespace calanque::cli {
namespace {

using Cells = std::vector<const v1::MetricCell*>;

double LargestIn(const Cells& cells) {
  double largest = 0;
  const auto look = [&](double value) { largest = std::max(largest, std::abs(value)); };
  for (const v1::MetricCell* cell : cells) {
    if (cell->has_value()) look(cell->value());
    for (const double value : cell->series().values()) look(value);
    for (const double value : cell->table().values()) look(value);
  }
  return largest;
}

/// One metric seen from one perspective.
/// One metric seen from one perspective.
class Block {
 public:
  Block(const v1::AppraisePortfolioResponse& response, const Cells& cells, Footnotes& notes)
      : response_(response),
        scale_(ScaleFor(LargestIn(cells), response.conventions().currency_code())),
        notes_(notes),
        is_money_(!cells.empty() && cells.front()->unit() == response.conventions().currency_code()),
        unit_(cells.empty() ? "" : cells.front()->unit()) {
    for (const v1::MetricCell* cell : cells) Add(*cell);
  }

  [[nodiscard]] std::string unit() const { return is_money_ ? scale_.unit : Printable(unit_); }

  [[nodiscard]] std::string Render(const TextStyle& style) const {
    std::string text;
    if (!figures_.empty()) {
      TextTable table({"", ""});
      for (const auto& row : figures_) table.AddRow(row);
      text += table.Render(style);
    }
    if (!years_.empty()) {
      std::vector<std::string> headings = {"", "all years"};
      for (const int year : chosen_) headings.push_back(std::to_string(year));
      TextTable table(headings);
      for (const auto& row : years_) table.AddRow(row);
      text += table.Render(style);
    }
    return text;
  }

 private:
  void Add(const v1::MetricCell& cell) {
    if (cell.has_series()) {
      AddYears(Label(cell), cell.series().first_year(), cell.series().values());
    } else if (cell.has_table()) {
      const v1::YearTable& table = cell.table();
      for (int r = 0; r < table.row_labels_size() && (r + 1) * table.year_count() <= table.values_size(); ++r) {
        const std::span row(table.values().data() + static_cast<std::ptrdiff_t>(r) * table.year_count(),
                            static_cast<std::size_t>(table.year_count()));
        AddYears(Printable(table.row_labels(r)) + ViewNote(cell), table.first_year(), row);
      }
    } else {
      figures_.push_back({Label(cell), cell.has_failure() ? notes_.Mark(cell.metric_name(), cell.failure().message())
                                                          : Numbers(cell)});
    }
  }

  [[nodiscard]] std::string Label(const v1::MetricCell& cell) const {
    std::string label = cell.project_id().empty() ? "all projects" : Printable(cell.project_id());
    for (const v1::DisplayName& name : response_.project_names()) {
      if (name.id() == cell.project_id()) label = Printable(name.display_name());
    }
    return label + ViewNote(cell);
  }

  static std::string ViewNote(const v1::MetricCell& cell) {
    return cell.view() == v1::FLOW_VIEW_INCREMENTAL ? "" : " (" + ViewName(cell.view()) + ")";
  }

  [[nodiscard]] std::string Number(double value) const {
    return is_money_ ? scale_.Format(value) : ReadableNumber(value, unit_);
  }

  [[nodiscard]] std::string Numbers(const v1::MetricCell& cell) const {
    if (cell.has_value()) return Number(cell.value());
    std::string text;
    for (const double value : cell.values().values()) text += (text.empty() ? "" : " or ") + Number(value);
    return text;
  }

  template <typename Values>
  void AddYears(std::string label, int first_year, const Values& values) {
    const int count = static_cast<int>(values.size());
    if (chosen_.empty()) chosen_ = ChosenYears(first_year, count);
    double sum = 0;
    for (const double value : values) sum += value;
    std::vector<std::string> row = {std::move(label), Number(sum)};
    for (const int year : chosen_) {
      const int y = year - first_year;
      row.push_back(y < 0 || y >= count ? "" : Number(values[y]));
    }
    years_.push_back(std::move(row));
  }

  const v1::AppraisePortfolioResponse& response_;
  MoneyScale scale_;
  Footnotes& notes_;
  bool is_money_;
  std::string unit_;
  std::vector<int> chosen_;
  std::vector<std::vector<std::string>> figures_;
  std::vector<std::vector<std::string>> years_;
};

std::string NameOf(const google::protobuf::RepeatedPtrField<v1::DisplayName>& names, const std::string& id) {
  for (const v1::DisplayName& name : names) {
    if (name.id() == id) return Printable(name.display_name());
  }
  return Printable(id);
}

}  // namespace

std::vector<int> ChosenYears(int first_year, int count) {
  std::vector<int> years;
  for (int year = first_year; year < first_year + count; ++year) {
    if (year == first_year || year == first_year + count - 1 || year % 5 == 0) years.push_back(year);
  }
  return years;
}

std::string OtherFigures(const v1::AppraisePortfolioResponse& response, const std::string& metric_name,
                         const std::vector<std::string>& perspective_ids, const TextStyle& style, Footnotes& notes) {
  std::vector<std::string> perspectives = {""};
  perspectives.insert(perspectives.end(), perspective_ids.begin(), perspective_ids.end());
  std::string text;
  for (const std::string& perspective : perspectives) {
    Cells cells;
    for (const v1::MetricCell& cell : response.cells()) {
      const bool is_wanted = cell.metric_name() == metric_name && cell.perspective_id() == perspective;
      if (is_wanted && (cell.project_id().empty() || !cell.has_table())) cells.push_back(&cell);
    }
    if (cells.empty()) continue;
    const Block block(response, cells, notes);
    const std::string seen =
        perspective.empty() ? "" : ", seen by: " + NameOf(response.perspective_names(), perspective);
    text += "\n" + Bold(Printable(metric_name) + ", " + block.unit() + seen, style) + "\n" + block.Render(style);
  }
  return text;
}

}  // namespace calanque::cli
