#include "clients/cli/output_table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "clients/cli/cell_index.h"
#include "clients/cli/footnotes.h"
#include "clients/cli/number_text.h"
#include "clients/cli/other_figures.h"
#include "clients/cli/page_text.h"

namespace calanque::cli {
namespace {

/// How a headline figure is shown.
enum class Show { kMoney, kPercent, kYears, kRatio, kTonnes, kPerTonne, kPerEnergy };

struct Headline {
  std::string_view metric;
  std::string_view label;
  Show show;
};

// The page's choice and order; a metric that the answer does not hold is left out.
constexpr Headline kValueLines[] = {
    {"investment_amount", "Investment", Show::kMoney},
    {"npv_amount", "Net present value (NPV)", Show::kMoney},
    {"fnpv_c_amount", "NPV before grants and financing, FNPV(C)", Show::kMoney},
    {"fnpv_k_amount", "NPV on own capital, FNPV(K)", Show::kMoney},
    {"enpv_amount", "Economic NPV, with carbon and co-benefits", Show::kMoney},
    {"irr_per_year", "Internal rate of return (IRR)", Show::kPercent},
    {"mirr_per_year", "Modified IRR", Show::kPercent},
    {"benefit_cost_ratio", "Benefits / costs (B/C)", Show::kRatio},
    {"payback_years", "Payback", Show::kYears},
    {"discounted_payback_years", "Discounted payback", Show::kYears},
    {"equivalent_annual_cost_amount_per_year", "Equivalent annual cost, per year", Show::kMoney},
    {"grant_for_zero_npv_amount", "Grant that would bring NPV to 0", Show::kMoney},
    {"eu_funding_gap_fraction", "EU funding-gap rate", Show::kPercent},
};

constexpr Headline kCarbonLines[] = {
    {"abatement_target_year_t_co2e", "Avoided in the target year", Show::kTonnes},
    {"abatement_cumulative_t_co2e", "Avoided over the whole horizon", Show::kTonnes},
    {"abatement_target_year_share_of_planned_fraction", "Share of the planned reduction", Show::kPercent},
    {"abatement_cost_a4_amount_per_t_co2e", "Abatement cost A4, levelised (the default)", Show::kPerTonne},
    {"abatement_cost_a1_amount_per_t_co2e", "  A1, capital per tonne of one year (not a cost)", Show::kPerTonne},
    {"abatement_cost_a2_amount_per_t_co2e", "  A2, discounted capital per tonne of one year", Show::kPerTonne},
    {"abatement_cost_a3_amount_per_t_co2e", "  A3, discounted cost / undiscounted tonnes", Show::kPerTonne},
    {"abatement_cost_a5_amount_per_t_co2e", "  A5, annuity", Show::kPerTonne},
    {"abatement_cost_a6_amount_per_t_co2e", "  A6, tonnes weighted by the carbon value", Show::kPerTonne},
    {"break_even_carbon_price_amount_per_t_co2e", "Break-even carbon price", Show::kPerTonne},
};

struct FinancingLine {
  std::string_view total_metric;
  std::string_view series_metric;
  std::string_view label;
};

constexpr FinancingLine kFinancingLines[] = {
    {"financing_need_amount", "financing_need_by_year_amount", "Need: capital spending paid out"},
    {"committed_sources_amount", "committed_sources_by_year_amount", "Committed sources"},
    {"planned_sources_amount", "planned_sources_by_year_amount", "Planned sources (not counted)"},
    {"financing_gap_amount", "financing_gap_by_year_amount", "Gap: need not covered by committed"},
};

constexpr std::string_view kBudgetNote =
    "The budget's view: all flows with the projects. A year's surplus does not pay another year's gap. Years without "
    "need or source are left out.";
constexpr std::string_view kProjectsNote =
    "Need and gap: all flows with the projects; the rest: the difference that they make.";
constexpr std::string_view kCarbonNote =
    "Costs: what crosses this border. Tonnes: all that the projects avoid, whoever pays; a perspective that pays a "
    "part "
    "sees a low cost per tonne.";
constexpr double kLeastShown = 0.5;  // Currency units: below it a year is empty for a budget.

/// What all flows of one class would have to change, alone, for the net present value to be 0.
constexpr std::pair<std::string_view, std::string_view> kSwitchingLines[] = {
    {"switching_value_investment_fraction", "Investment"},
    {"switching_value_replacement_fraction", "Replacement"},
    {"switching_value_residual_value_fraction", "Residual value"},
    {"switching_value_operating_cost_fraction", "Operating cost"},
    {"switching_value_energy_fraction", "Energy bought and saved"},
    {"switching_value_revenue_fraction", "Revenue"},
    {"switching_value_grant_fraction", "Grants"},
    {"switching_value_certificate_fraction", "Energy-saving certificates"},
    {"switching_value_carbon_fraction", "Value of carbon (economic NPV)"},
    {"switching_value_co_benefit_fraction", "Co-benefits (economic NPV)"},
};
constexpr std::size_t kMostSwitchingLines = 6;
constexpr std::string_view kPartyMetric = "party_net_flow_by_year_amount";

/// Whether the page has a place of its own for the metric.
bool IsOnPage(std::string_view metric) {
  const auto is_metric = [metric](const auto& line) { return line.metric == metric; };
  return metric == kPartyMetric || std::any_of(std::begin(kValueLines), std::end(kValueLines), is_metric) ||
         std::any_of(std::begin(kCarbonLines), std::end(kCarbonLines), is_metric) ||
         std::any_of(std::begin(kSwitchingLines), std::end(kSwitchingLines),
                     [metric](const auto& line) { return line.first == metric; }) ||
         std::any_of(std::begin(kFinancingLines), std::end(kFinancingLines), [metric](const FinancingLine& line) {
           return line.total_metric == metric || line.series_metric == metric;
         });
}

/// Lays out one answer.
class Page {
 public:
  Page(const v1::AppraisePortfolioResponse& response, const AppraisalPage& page, const TextStyle& style)
      : response_(response), page_(page), style_(style), cells_(response.cells()), scale_(Scale()) {}

  std::string Render() {
    Header();
    for (const std::string& perspective : page_.perspective_ids) Headlines(perspective);
    for (const std::string& perspective : page_.perspective_ids) {
      Financing(perspective);
      Projects(perspective);
      Sensitivity(perspective);
    }
    Parties();
    for (const std::string& metric : response_.conventions().options().metric_names()) {
      if (!IsOnPage(metric)) text_ += OtherFigures(response_, metric, page_.perspective_ids, style_, notes_);
    }
    if (!notes_.is_empty()) {
      Title("Figures that do not exist (n/a)");
      text_ += notes_.Render(style_);
    }
    text_ += WarningSection(response_.warnings(), style_);
    text_ += ClosingText(response_, style_);
    return std::move(text_);
  }

 private:
  using Names = google::protobuf::RepeatedPtrField<v1::DisplayName>;

  static std::string NameOf(const Names& names, std::string_view id) {
    for (const v1::DisplayName& name : names) {
      if (name.id() == id && !name.display_name().empty()) return Printable(name.display_name());
    }
    return Printable(id);
  }

  [[nodiscard]] MoneyScale Scale() const {
    double largest = 0;
    for (const std::string& perspective : page_.perspective_ids) {
      for (const std::string_view metric :
           {"investment_amount", "npv_amount", "enpv_amount", "financing_need_amount", "committed_sources_amount"}) {
        for (const v1::FlowView view : {v1::FLOW_VIEW_INCREMENTAL, v1::FLOW_VIEW_WITH_PROJECT}) {
          largest = std::max(largest, std::abs(SingleValue(cells_.Find(metric, "", perspective, view)).value_or(0.0)));
        }
      }
    }
    return ScaleFor(largest, response_.conventions().currency_code());
  }

  void Title(std::string_view title) { text_ += TitleText(title, style_); }

  void Paragraph(std::string_view text, std::string_view indent = "  ") {
    for (const std::string& line : Wrapped(Printable(text), style_.width - indent.size())) {
      text_ += std::string(indent) + line + "\n";
    }
  }

  void Header() {
    const v1::AppraisalOptions& options = response_.conventions().options();
    text_ += Bold(Printable(page_.title), style_) + "\n";
    const int count = response_.project_names_size();
    Paragraph(std::to_string(count) + (count == 1 ? " project, " : " projects, ") + PeriodText(options) +
              ". Present values at " + options.valuation_date() + ", " +
              (options.price_basis() == v1::PRICE_BASIS_REAL ? "in money of that date" : "in nominal money") + ", " +
              response_.conventions().currency_code() + ".");
    std::string others;
    for (const v1::DisplayName& name : response_.perspective_names()) {
      const auto& shown = page_.perspective_ids;
      if (std::find(shown.begin(), shown.end(), name.id()) != shown.end()) continue;
      others += (others.empty() ? "" : ", ") + name.id() + " (" + name.display_name() + ")";
    }
    if (!others.empty()) Paragraph("Other perspectives, with --perspective: " + others + ".");
  }

  static std::string PeriodText(const v1::AppraisalOptions& options) {
    const v1::PeriodGrid& grid = options.grid();
    std::string length = "periods";
    if (grid.periodicity() == v1::PERIODICITY_ANNUAL) length = "years";
    if (grid.periodicity() == v1::PERIODICITY_SEMI_ANNUAL) length = "half-years";
    if (grid.periodicity() == v1::PERIODICITY_QUARTERLY) length = "quarters";
    if (grid.periodicity() == v1::PERIODICITY_MONTHLY) length = "months";
    return std::to_string(grid.period_count()) + " " + length + " from " + grid.start_date();
  }

  std::string FormatShown(double value, Show show) const {
    switch (show) {
      case Show::kMoney:
        return scale_.Format(value);
      case Show::kPercent:
        return FormatPercent(value);
      case Show::kYears:
        return FormatFixed(value, 1);
      case Show::kRatio:
        return FormatFixed(value, 2);
      case Show::kTonnes:
        return FormatFixed(value, 0);
      case Show::kPerTonne:
      case Show::kPerEnergy:
        return FormatFixed(value, std::abs(value) < 10.0 ? 1 : 0);
    }
    return "";
  }

  std::string UnitOf(Show show) const {
    const std::string& currency = response_.conventions().currency_code();
    switch (show) {
      case Show::kMoney:
        return scale_.unit;
      case Show::kPercent:
      case Show::kRatio:
        return "";
      case Show::kYears:
        return "years";
      case Show::kTonnes:
        return "tCO2e";
      case Show::kPerTonne:
        return currency + "/tCO2e";
      case Show::kPerEnergy:
        return currency + "/MWh";
    }
    return "";
  }

  /// Empty where there is no such cell.
  std::string CellText(const v1::MetricCell* cell, std::string_view label, Show show) {
    if (cell == nullptr) return "";
    if (cell->has_failure()) {
      label.remove_prefix(std::min(label.find_first_not_of(' '), label.size()));
      return notes_.Mark(label, cell->failure().message());
    }
    if (cell->has_value()) return FormatShown(cell->value(), show);
    std::string text;
    for (const double value : cell->values().values()) text += (text.empty() ? "" : " or ") + FormatShown(value, show);
    return text;
  }

  void AddHeadline(const Headline& line, const std::string& perspective, TextTable& table) {
    const v1::MetricCell* incremental = cells_.Find(line.metric, "", perspective);
    const v1::MetricCell* total = cells_.Find(line.metric, "", perspective, v1::FLOW_VIEW_WITH_PROJECT);
    if (incremental == nullptr && total == nullptr) return;
    table.AddRow({std::string(line.label), UnitOf(line.show), CellText(incremental, line.label, line.show),
                  CellText(total, line.label, line.show)});
  }

  void Headlines(const std::string& perspective) {
    TextTable value({"", "", "with minus without", "with the projects"}, {1});
    for (const Headline& line : kValueLines) AddHeadline(line, perspective, value);
    TextTable carbon({"", "", ""}, {1});
    for (const Headline& line : kCarbonLines) {
      const v1::MetricCell* cell = cells_.Find(line.metric, "", perspective);
      if (cell == nullptr) continue;
      std::string label(line.label);
      if (page_.target_year > 0 && line.show == Show::kTonnes && label.ends_with("the target year")) {
        label += ", " + std::to_string(page_.target_year);
      }
      carbon.AddRow({label, UnitOf(line.show), CellText(cell, line.label, line.show)});
    }
    const std::string name = NameOf(response_.perspective_names(), perspective);
    if (!value.is_empty()) {
      Title("Value, seen by: " + name);
      text_ += value.Render(style_);
    }
    if (!carbon.is_empty()) {
      Title("Carbon and what a tonne costs, seen by: " + name);
      text_ += carbon.Render(style_);
      Paragraph(kCarbonNote);
    }
  }

  void Financing(const std::string& perspective) {
    struct Row {
      std::string label;
      const v1::MetricCell* total;
      const v1::MetricCell* series;
    };
    std::vector<Row> rows;
    std::set<int> years;
    for (const FinancingLine& line : kFinancingLines) {
      const Row row{std::string(line.label),
                    cells_.Find(line.total_metric, "", perspective, v1::FLOW_VIEW_WITH_PROJECT),
                    cells_.Find(line.series_metric, "", perspective, v1::FLOW_VIEW_WITH_PROJECT)};
      if (row.total == nullptr && row.series == nullptr) continue;
      rows.push_back(row);
      if (row.series == nullptr || !row.series->has_series()) continue;
      const v1::YearSeries& series = row.series->series();
      for (int y = 0; y < series.values_size(); ++y) {
        if (std::abs(series.values(y)) >= kLeastShown) years.insert(series.first_year() + y);
      }
    }
    if (rows.empty()) return;
    std::vector<std::string> headings = {"", "total"};
    for (const int year : years) headings.push_back(std::to_string(year));
    TextTable table(headings);
    for (const Row& row : rows) {
      std::vector<std::string> texts = {row.label, CellText(row.total, row.label, Show::kMoney)};
      for (const int year : years) texts.push_back(YearText(row.series, year));
      table.AddRow(std::move(texts));
    }
    Title("Financing per year, " + scale_.unit + ", seen by: " + NameOf(response_.perspective_names(), perspective));
    text_ += table.Render(style_);
    Paragraph(kBudgetNote);
  }

  [[nodiscard]] std::string YearText(const v1::MetricCell* cell, int year) const {
    if (cell == nullptr || !cell->has_series()) return "";
    const int y = year - cell->series().first_year();
    return y < 0 || y >= cell->series().values_size() ? "" : scale_.Format(cell->series().values(y));
  }

  void Projects(const std::string& perspective) {
    struct Column {
      std::string_view metric;
      std::string_view label;
      std::string heading;
      Show show;
      v1::FlowView view = v1::FLOW_VIEW_INCREMENTAL;
    };
    const Column columns[] = {
        {"investment_amount", "Investment", "invest.", Show::kMoney},
        {"npv_amount", "Net present value (NPV)", "NPV", Show::kMoney},
        {"irr_per_year", "Internal rate of return (IRR)", "IRR", Show::kPercent},
        {"abatement_target_year_t_co2e", "Avoided in the target year", TargetHeading(), Show::kTonnes},
        {"abatement_cost_a4_amount_per_t_co2e", "Abatement cost A4, levelised (the default)", UnitPerTonne(),
         Show::kPerTonne},
        {"financing_need_amount", "Financing need", "need", Show::kMoney, v1::FLOW_VIEW_WITH_PROJECT},
        {"financing_gap_amount", "Financing gap", "gap", Show::kMoney, v1::FLOW_VIEW_WITH_PROJECT},
    };
    std::vector<std::string> headings = {"project"};
    for (const Column& column : columns) headings.push_back(column.heading);
    TextTable table(headings);
    for (const v1::DisplayName& project : response_.project_names()) {
      std::vector<std::string> texts = {Printable(project.display_name())};
      bool has_any = false;
      for (const Column& column : columns) {
        const v1::MetricCell* cell = cells_.Find(column.metric, project.id(), perspective, column.view);
        has_any = has_any || cell != nullptr;
        texts.push_back(CellText(cell, column.label, column.show));
      }
      if (has_any) table.AddRow(std::move(texts));
    }
    if (table.is_empty()) return;
    // The engine's own portfolio figures: a rate, a cost per tonne or a gap is no sum of the rows.
    std::vector<std::string> totals = {"Portfolio"};
    for (const Column& column : columns) {
      totals.push_back(CellText(cells_.Find(column.metric, "", perspective, column.view), column.label, column.show));
    }
    table.AddRow(std::move(totals));
    Title("Projects, " + scale_.unit + ", seen by: " + NameOf(response_.perspective_names(), perspective));
    text_ += table.Render(style_);
    Paragraph(kProjectsNote);
  }

  [[nodiscard]] std::string UnitPerTonne() const { return response_.conventions().currency_code() + "/t A4"; }

  [[nodiscard]] std::string TargetHeading() const {
    return page_.target_year > 0 ? "t in " + std::to_string(page_.target_year) : "t/target yr";
  }

  /// The inputs whose smallest relative change turns the verdict. A class without flows has no switching value: that is
  /// no missing figure, and gets no footnote.
  void Sensitivity(const std::string& perspective) {
    std::vector<std::pair<double, std::string_view>> inputs;
    for (const auto& [metric, label] : kSwitchingLines) {
      if (const auto value = SingleValue(cells_.Find(metric, "", perspective))) inputs.emplace_back(*value, label);
    }
    if (inputs.empty()) return;
    std::stable_sort(inputs.begin(), inputs.end(),
                     [](const auto& a, const auto& b) { return std::abs(a.first) < std::abs(b.first); });
    inputs.resize(std::min(inputs.size(), kMostSwitchingLines));
    TextTable table({"", ""});
    for (const auto& [value, label] : inputs) {
      table.AddRow({std::string(label), (value > 0 ? "+" : "") + FormatPercent(value)});
    }
    Title("Change of one input alone that brings NPV to 0, the most sensitive first, seen by: " +
          NameOf(response_.perspective_names(), perspective));
    text_ += table.Render(style_);
  }

  void Parties() {
    const v1::MetricCell* cell = cells_.Find(kPartyMetric, "", "");
    if (cell == nullptr || !cell->has_table() || cell->table().year_count() == 0) return;
    const v1::YearTable& flows = cell->table();
    const std::vector<int> years = ChosenYears(flows.first_year(), flows.year_count());
    std::vector<std::string> headings = {"", "all years"};
    for (const int year : years) headings.push_back(std::to_string(year));
    TextTable table(headings);
    for (int r = 0; r < flows.row_labels_size(); ++r) {
      const int start = r * flows.year_count();
      if (start + flows.year_count() > flows.values_size()) break;
      double sum = 0;
      bool has_any = false;
      for (int y = 0; y < flows.year_count(); ++y) {
        sum += flows.values(start + y);
        has_any = has_any || flows.values(start + y) != 0.0;
      }
      if (!has_any) continue;
      std::vector<std::string> texts = {NameOf(response_.party_names(), flows.row_labels(r)), scale_.Format(sum)};
      for (const int year : years) texts.push_back(scale_.Format(flows.values(start + year - flows.first_year())));
      table.AddRow(std::move(texts));
    }
    if (table.is_empty()) return;
    Title("Who pays (-) and who benefits, " + scale_.unit + ", with minus without, undiscounted");
    text_ += table.Render(style_);
  }

  const v1::AppraisePortfolioResponse& response_;
  const AppraisalPage& page_;
  const TextStyle& style_;
  CellIndex cells_;
  MoneyScale scale_;
  Footnotes notes_;
  std::string text_;
};

}  // namespace

std::string AppraisalTable(const v1::AppraisePortfolioResponse& response, const AppraisalPage& page,
                           const TextStyle& style) {
  return Page(response, page, style).Render();
}

std::string ReadableNumber(double value, std::string_view unit) {
  if (unit == "1/year" || unit == "fraction") return FormatPercent(value, 2);
  return FormatReadable(value);
}

std::string ReadableValue(const v1::MetricCell& cell) {
  if (cell.has_failure()) return "n/a";
  if (cell.has_value()) return ReadableNumber(cell.value(), cell.unit());
  std::string text;
  for (const double value : cell.values().values()) {
    text += (text.empty() ? "" : " or ") + ReadableNumber(value, cell.unit());
  }
  return text;
}

std::string MetricsTable(const v1::ListMetricsResponse& response, const TextStyle& style) {
  std::string text;
  for (const v1::MetricDefinition& metric : response.metrics()) {
    text += Bold(metric.name(), style) + "  " + Dim("[" + metric.unit() + "]", style) + "\n";
    for (const std::string& line : Wrapped(Printable(metric.description()), style.width - 4))
      text += "    " + line + "\n";
    if (!metric.source().empty()) {
      for (const std::string& line : Wrapped("Source: " + Printable(metric.source()), style.width - 4)) {
        text += "    " + Dim(line, style) + "\n";
      }
    }
  }
  return text;
}

}  // namespace calanque::cli
