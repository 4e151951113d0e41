#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "clients/cli/page_text.h"
#include "clients/cli/risk_page.h"

namespace calanque::cli {
namespace {

constexpr double kLeastShown = 0.5;  // Currency units: below it a year is empty for a budget.

constexpr std::string_view kGapName = "financing_gap_amount";

constexpr std::pair<std::string_view, std::string_view> kTonneLines[] = {
    {"abatement_target_year_t_co2e", "Avoided in the target year"},
    {"abatement_cumulative_t_co2e", "Avoided over the whole horizon"},
};

constexpr std::pair<std::string_view, std::string_view> kProbabilityNames[] = {
    {"loss", "Loss: NPV below 0"},
    {"missing_target_year_abatement", "Fewer tonnes in the target year than planned"},
};

/// "P10"
std::string QuantileHeading(double probability) {
  const double percent = 100.0 * probability;
  return "P" + FormatFixed(percent, std::abs(percent - std::round(percent)) < 1e-9 ? 0 : 1);
}

class ValuePage : RiskPage {
 public:
  ValuePage(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style)
      : RiskPage(result, page, style) {}

  std::string Render() && {
    Header();
    for (const std::string& perspective : page_.perspective_ids) Values(perspective);
    for (const std::string& perspective : page_.perspective_ids) CostOfTonne(perspective);
    Tonnes();
    Probabilities();
    for (const std::string& perspective : page_.perspective_ids) Gaps(perspective);
    for (const std::string& perspective : page_.perspective_ids) ProjectGaps(perspective);
    return std::move(text_);
  }

 private:
  void Header() {
    text_ += Bold(Printable(page_.title) + ": " + FormatFixed(static_cast<double>(result_.path_count()), 0) +
                      " futures of " + FormatFixed(result_.project_names_size(), 0) +
                      (result_.project_names_size() == 1 ? " project" : " projects"),
                  style_) +
             "\n";
    const v1::AppraisalOptions& options = result_.conventions().options();
    std::string text = "Present values at " + options.valuation_date() + ", " +
                       (options.price_basis() == v1::PRICE_BASIS_REAL ? "in money of that date" : "in nominal money") +
                       ", " + result_.conventions().currency_code() +
                       ". P10, P50, P90: 10, 50, 90 % of the futures lie below.";
    if (result_.options().has_target_standard_error_fraction()) {
      text += " Target error of " + FormatPercent(result_.options().target_standard_error_fraction(), 2) +
              (result_.is_target_error_met() ? " of the mean NPV: met." : " of the mean NPV: not met.");
    }
    Paragraph(text);
    std::string others;
    for (const v1::DisplayName& name : result_.perspective_names()) {
      const auto& shown = page_.perspective_ids;
      if (std::find(shown.begin(), shown.end(), name.id()) != shown.end()) continue;
      others += (others.empty() ? "" : ", ") + name.id() + " (" + name.display_name() + ")";
    }
    if (!others.empty()) Paragraph("Other perspectives, with --perspective: " + others + ".");
  }

  [[nodiscard]] std::string Tail() const { return FormatPercent(result_.options().tail_probability(), 0); }

  /// Rows by project, the portfolio last, of one figure from one perspective.
  template <typename Row>
  void AddSubjects(std::string_view metric, std::string_view perspective, TextTable& table, const Row& row) const {
    for (const v1::DisplayName& project : result_.project_names()) {
      const v1::SimulatedFigure* figure = Find(metric, project.id(), perspective);
      if (figure != nullptr) table.AddRow(row(Printable(project.display_name()), *figure));
    }
    const v1::SimulatedFigure* portfolio = Find(metric, "", perspective);
    if (portfolio != nullptr) table.AddRow(row("Portfolio", *portfolio));
  }

  [[nodiscard]] std::vector<std::string> QuantileHeadings() const {
    std::vector<std::string> headings;
    for (const int i : quantiles_) headings.push_back(QuantileHeading(result_.options().quantile_probabilities(i)));
    return headings;
  }

  /// The shown quantiles of a figure; a dash where it exists in no future.
  template <typename Format>
  void AppendQuantiles(const v1::SimulatedFigure& figure, const Format& format, std::vector<std::string>& cells) const {
    for (const int i : quantiles_) cells.push_back(i < figure.quantiles_size() ? format(figure.quantiles(i)) : "-");
  }

  void Values(std::string_view perspective) {
    std::vector<std::string> headings = {"project", "appraisal", "mean"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    headings.insert(headings.end(), {"P(loss)", "VaR " + Tail()});
    TextTable table(headings);
    const auto money = [this](double amount) { return scale_.Format(amount); };
    const auto row = [&](const std::string& name, const v1::SimulatedFigure& figure) {
      std::vector<std::string> cells = {
          name, figure.has_deterministic_value() ? money(figure.deterministic_value()) : "-", money(figure.mean())};
      AppendQuantiles(figure, money, cells);
      cells.insert(cells.end(), {FormatPercent(figure.below_zero_probability(), 0), money(figure.value_at_risk())});
      return cells;
    };
    AddSubjects(kNpvMetric, perspective, table, row);
    if (const auto* economic = Find(kEconomicNpvMetric, "", perspective)) {
      table.AddRow(row("  with carbon and co-benefits", *economic));
    }
    if (table.is_empty()) return;
    Add("Net present value, " + scale_.unit + ", seen by: " + PerspectiveName(perspective), table);
    const v1::SimulatedFigure* portfolio = Find(kNpvMetric, "", perspective);
    std::string note = "VaR: how far the " + Tail() + " quantile lies below the mean.";
    if (portfolio != nullptr) {
      note += " Portfolio: the worst " + Tail() + " of the futures lie " + money(portfolio->expected_shortfall()) +
              " " + scale_.unit + " below the mean on average; standard error of the mean " +
              money(portfolio->standard_error()) + " " + scale_.unit + ".";
    }
    Paragraph(note);
  }

  void CostOfTonne(std::string_view perspective) {
    std::vector<std::string> headings = {"project", "appraisal"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    headings.emplace_back("no tonnes");
    TextTable table(headings);
    AddSubjects(kCostOfTonneMetric, perspective, table,
                [&](const std::string& name, const v1::SimulatedFigure& figure) {
                  std::vector<std::string> cells = {
                      name, figure.has_deterministic_value() ? CostOfTonneText(figure.deterministic_value()) : "-"};
                  AppendQuantiles(figure, CostOfTonneText, cells);
                  const auto missing = static_cast<double>(figure.missing_path_count());
                  const double all = missing + static_cast<double>(figure.path_count());
                  cells.push_back(missing > 0 ? FormatPercent(missing / all, 0) : "");
                  return cells;
                });
    if (table.is_empty()) return;
    Add("Cost of a tonne (A4), " + result_.conventions().currency_code() +
            "/tCO2e, seen by: " + PerspectiveName(perspective),
        table);
    Paragraph("Below 0: the tonne pays for itself. No tonnes: share of futures in which none is avoided.");
  }

  void Tonnes() {
    std::vector<std::string> headings = {"", "", "appraisal"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    TextTable table(headings, {1});
    const auto tonnes = [](double value) { return FormatFixed(value, 0); };
    for (const auto& [metric, label] : kTonneLines) {
      const v1::SimulatedFigure* figure =
          Find(metric, "", page_.perspective_ids.empty() ? "" : page_.perspective_ids.front());
      if (figure == nullptr) continue;
      std::string text(label);
      if (page_.target_year > 0 && text.ends_with("target year")) text += ", " + std::to_string(page_.target_year);
      std::vector<std::string> cells = {
          text, "tCO2e", figure->has_deterministic_value() ? tonnes(figure->deterministic_value()) : "-"};
      AppendQuantiles(*figure, tonnes, cells);
      table.AddRow(std::move(cells));
    }
    if (table.is_empty()) return;
    Add("Tonnes avoided by the portfolio", table);
  }

  void Probabilities() {
    TextTable table({"", "seen by", "probability", "standard error"}, {1});
    for (const v1::SimulatedProbability& one : result_.probabilities()) {
      const auto& shown = page_.perspective_ids;
      const bool is_shown =
          one.perspective_id().empty() || std::find(shown.begin(), shown.end(), one.perspective_id()) != shown.end();
      if (!is_shown) continue;
      std::string label = one.name();
      for (const auto& [name, text] : kProbabilityNames) {
        if (name == one.name()) label = text;
      }
      table.AddRow({Printable(label), one.perspective_id().empty() ? "" : PerspectiveName(one.perspective_id()),
                    FormatPercent(one.probability()), FormatPercent(one.standard_error_probability(), 2)});
    }
    if (table.is_empty()) return;
    Add("Probabilities, portfolio", table);
  }

  /// Quantile by quantile, the years side by side; a project's name before them where there are projects.
  void Gaps(std::string_view perspective) {
    TextTable portfolio(GapHeadings({"year"}));
    TextTable projects(GapHeadings({"project", "year"}));
    for (const v1::SimulatedYears& years : result_.years()) {
      if (years.name() != kGapName || years.perspective_id() != perspective) continue;
      if (years.project_id().empty()) {
        AddGapYears(years, {}, portfolio);
      } else {
        AddGapYears(years, {DisplayNameOf(result_.project_names(), years.project_id())}, projects);
      }
    }
    if (!portfolio.is_empty()) {
      Add("Financing gap per year, " + scale_.unit + ", seen by: " + PerspectiveName(perspective), portfolio);
      Paragraph(
          "Need not covered by committed sources: all spending with the projects, as in the appraisal's table, each "
          "year by itself: quantiles of years do not add up. Years without a gap are left out.");
    }
    if (projects.is_empty()) return;
    Add("Financing gap of every project per year, " + scale_.unit + ", seen by: " + PerspectiveName(perspective),
        projects);
  }

  [[nodiscard]] std::vector<std::string> GapHeadings(std::vector<std::string> headings) const {
    headings.push_back("appraisal");
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    return headings;
  }

  void AddGapYears(const v1::SimulatedYears& years, const std::vector<std::string>& first_cells,
                   TextTable& table) const {
    const int count = years.means_size();
    for (int y = 0; y < count; ++y) {
      const auto value = [&](int i) {
        return i * count + y < years.quantiles_size() ? years.quantiles(i * count + y) : 0.0;
      };
      if (std::none_of(quantiles_.begin(), quantiles_.end(),
                       [&](int i) { return std::abs(value(i)) >= kLeastShown; })) {
        continue;
      }
      std::vector<std::string> cells = first_cells;
      cells.push_back(std::to_string(years.first_year() + y));
      cells.push_back(y < years.deterministic_values_size() ? scale_.Format(years.deterministic_values(y)) : "");
      for (const int i : quantiles_) cells.push_back(scale_.Format(value(i)));
      table.AddRow(std::move(cells));
    }
  }

  /// Projects that miss money in any future.
  void ProjectGaps(std::string_view perspective) {
    std::vector<std::string> headings = {"project", "appraisal", "mean"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    TextTable table(headings);
    const auto money = [this](double amount) { return scale_.Format(amount); };
    for (const v1::DisplayName& project : result_.project_names()) {
      const v1::SimulatedFigure* figure = Find(kGapName, project.id(), perspective);
      if (figure == nullptr || figure->maximum() < kLeastShown) continue;
      std::vector<std::string> cells = {Printable(project.display_name()), money(figure->deterministic_value()),
                                        money(figure->mean())};
      AppendQuantiles(*figure, money, cells);
      table.AddRow(std::move(cells));
    }
    if (table.is_empty()) return;
    Add("Financing gap of projects, " + scale_.unit + ", seen by: " + PerspectiveName(perspective), table);
    Paragraph(
        "The gaps of all years together. A project's committed money covers its own needs only: what one has too much "
        "closes no gap of another. Projects without a gap are left out.");
  }
};

}  // namespace

std::string SimulationTable(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style) {
  return ValuePage(result, page, style).Render() + DriverSections(result, page, style) +
         WarningSection(result.warnings(), style) + StatementSection(result.conventions(), style) +
         OriginLine(result.engine_version(), result.input_hash(),
                    ", seed " + std::to_string(result.options().seed()) + ": same input and seed, same figures", style);
}

}  // namespace calanque::cli
