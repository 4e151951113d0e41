#include <algorithm>
#include <string_view>

#include "clients/cli/csv_rows.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_risk.h"

namespace calanque::cli {
namespace {

/// What the rows of one figure share.
struct Subject {
  std::string section;
  std::string name{};
  std::string project_id{};
  std::string perspective_id{};
  std::string driver_id{};
  std::string unit{};
};

class RiskRows {
 public:
  explicit RiskRows(const v1::SimulationOptions& options) : options_(options) {}

  /// `at` is a text or a number.
  template <typename At>
  void Add(const Subject& subject, const std::string& statistic, const At& at, double value) {
    rows_.Add(subject.section, subject.name, subject.project_id, subject.perspective_id, subject.driver_id,
              subject.unit, statistic, at, value);
  }

  void AddFigure(const v1::SimulatedFigure& figure);
  void AddYears(const v1::SimulatedYears& years);

  [[nodiscard]] std::string Take() && { return std::move(rows_).Take(); }

 private:
  /// "quantile_0.1"
  [[nodiscard]] std::string QuantileName(int i) const {
    return "quantile_" + FormatExact(options_.quantile_probabilities(i));
  }

  const v1::SimulationOptions& options_;
  CsvRows rows_{"section,name,project,perspective,driver,unit,statistic,at,value"};
};

void RiskRows::AddFigure(const v1::SimulatedFigure& figure) {
  Subject subject{"figure", figure.metric_name(), figure.project_id(), figure.perspective_id(), "", figure.unit()};
  if (figure.has_deterministic_value()) Add(subject, "deterministic", "", figure.deterministic_value());
  Add(subject, "path_count", "", static_cast<double>(figure.path_count()));
  Add(subject, "missing_path_count", "", static_cast<double>(figure.missing_path_count()));
  if (figure.path_count() == 0) return;
  Add(subject, "mean", "", figure.mean());
  Add(subject, "standard_error", "", figure.standard_error());
  Add(subject, "standard_deviation", "", figure.standard_deviation());
  Add(subject, "minimum", "", figure.minimum());
  for (int i = 0; i < figure.quantiles_size(); ++i) Add(subject, QuantileName(i), "", figure.quantiles(i));
  Add(subject, "maximum", "", figure.maximum());
  Add(subject, "below_zero_probability", "", figure.below_zero_probability());
  Add(subject, "value_at_risk", "", figure.value_at_risk());
  Add(subject, "expected_shortfall", "", figure.expected_shortfall());
  subject.section = "histogram";
  for (int i = 0; i < figure.histogram_counts_size(); ++i) {
    Add(subject, "path_count", figure.histogram_edges(i), static_cast<double>(figure.histogram_counts(i)));
  }
}

void RiskRows::AddYears(const v1::SimulatedYears& years) {
  const Subject subject{"year", years.name(), years.project_id(), years.perspective_id(), "", years.unit()};
  const int count = years.means_size();
  for (int y = 0; y < count; ++y) {
    const std::string year = std::to_string(years.first_year() + y);
    if (y < years.deterministic_values_size()) Add(subject, "deterministic", year, years.deterministic_values(y));
    Add(subject, "mean", year, years.means(y));
    for (int i = 0; i < options_.quantile_probabilities_size() && i * count + y < years.quantiles_size(); ++i) {
      Add(subject, QuantileName(i), year, years.quantiles(i * count + y));
    }
  }
}

/// Figures that a stress names one by one.
bool IsNamedByItself(std::string_view metric) {
  return metric == "npv_amount" || metric == "enpv_amount" || metric == "financing_gap_amount" ||
         metric == "abatement_cumulative_t_co2e";
}

void AddStress(const v1::SimulatedStress& stress, const v1::SimulationResult& result, RiskRows& rows) {
  const std::string& currency = result.conventions().currency_code();
  const int count = std::min(stress.npv_amounts_size(), result.perspective_names_size());
  for (int p = 0; p < count; ++p) {
    const Subject subject{"stress", stress.stress_id(), "", result.perspective_names(p).id(), "", currency};
    rows.Add(subject, "npv_amount", "", stress.npv_amounts(p));
    if (p < stress.enpv_amounts_size()) rows.Add(subject, "enpv_amount", "", stress.enpv_amounts(p));
    if (p < stress.financing_gap_amounts_size()) {
      rows.Add(subject, "financing_gap_amount", "", stress.financing_gap_amounts(p));
    }
  }
  rows.Add({"stress", stress.stress_id(), "", "", "", "tCO2e"}, "abatement_cumulative_t_co2e", "",
           stress.abatement_cumulative_t_co2e());
  for (const v1::StressedFigure& figure : stress.figures()) {
    if (!figure.has_value() || IsNamedByItself(figure.metric_name())) continue;
    rows.Add({"stress", stress.stress_id(), "", figure.perspective_id(), "", figure.unit()}, figure.metric_name(), "",
             figure.value());
  }
}

void AddTornadoFigure(const v1::TornadoFigure& bar, RiskRows& rows) {
  if (bar.metric_name() == "npv_amount" || bar.metric_name() == "enpv_amount") return;  // Bars of their own.
  const Subject subject{"tornado", bar.metric_name(), "", bar.perspective_id(), bar.driver_id(), bar.unit()};
  if (bar.has_low_value()) rows.Add(subject, "at_quantile_0.1", "", bar.low_value());
  if (bar.has_high_value()) rows.Add(subject, "at_quantile_0.9", "", bar.high_value());
}

void AddReverseStress(const v1::SimulatedReverseStress& reverse, RiskRows& rows) {
  if (!reverse.has_move()) return;
  const v1::BreakingMove& move = reverse.move();
  const Subject subject{"reverse_stress", reverse.reverse_stress_id(), "", "", "", reverse.unit()};
  rows.Add({"reverse_stress", reverse.reverse_stress_id()}, "multiple", "", move.multiple_factor());
  rows.Add(subject, "value", "", move.value());
  rows.Add(subject, "residual", "", move.residual_value());
  for (const v1::StressedDriver& driver : move.drivers()) {
    rows.Add({"reverse_stress", reverse.reverse_stress_id(), "", "", driver.driver_id()}, "held_at", "",
             driver.value());
  }
}

/// Of a group, the drivers by '+'.
void AddSensitivity(const v1::FigureSensitivity& one, const v1::SimulationResult& result, RiskRows& rows) {
  for (int g = 0; g < std::min(one.first_order_fractions_size(), result.sensitivity_groups_size()); ++g) {
    std::string drivers;
    for (const std::string& id : result.sensitivity_groups(g).driver_ids())
      drivers += (drivers.empty() ? "" : "+") + id;
    const Subject subject{"sobol_index", one.metric_name(), "", one.perspective_id(), drivers, "fraction"};
    rows.Add(subject, "first_order", "", one.first_order_fractions(g));
    rows.Add(subject, "first_order_standard_error", "", one.first_order_standard_error_fractions(g));
    rows.Add(subject, "total", "", one.total_fractions(g));
    rows.Add(subject, "total_standard_error", "", one.total_standard_error_fractions(g));
  }
}

}  // namespace

std::string SimulationCsv(const v1::SimulationResult& result) {
  RiskRows rows(result.options());
  const std::string& currency = result.conventions().currency_code();
  for (const auto& figure : result.figures()) rows.AddFigure(figure);
  for (const auto& years : result.years()) rows.AddYears(years);
  for (const auto& one : result.probabilities()) {
    const Subject subject{"probability", one.name(), "", one.perspective_id()};
    rows.Add(subject, "probability", "", one.probability());
    rows.Add(subject, "standard_error", "", one.standard_error_probability());
  }
  for (const auto& bar : result.tornado()) {
    const Subject subject{"tornado", "npv_amount", "", bar.perspective_id(), bar.driver_id(), currency};
    rows.Add(subject, "at_quantile_0.1", "", bar.low_npv_amount());
    rows.Add(subject, "at_quantile_0.9", "", bar.high_npv_amount());
    if (!bar.has_low_enpv_amount()) continue;
    const Subject economic{"tornado", "enpv_amount", "", bar.perspective_id(), bar.driver_id(), currency};
    rows.Add(economic, "at_quantile_0.1", "", bar.low_enpv_amount());
    rows.Add(economic, "at_quantile_0.9", "", bar.high_enpv_amount());
  }
  for (const auto& one : result.contributions()) {
    rows.Add({"contribution", "npv_amount", one.project_id(), one.perspective_id(), "", "fraction"}, "share", "",
             one.share_fraction());
  }
  for (const auto& futures : result.project_futures()) {
    const Subject subject{"future", "npv_amount", futures.project_id(), futures.perspective_id(), "", currency};
    for (int i = 0; i < futures.npv_amounts_size(); ++i) rows.Add(subject, "value", i, futures.npv_amounts(i));
  }
  for (const auto& bar : result.tornado_figures()) AddTornadoFigure(bar, rows);
  for (const auto& stress : result.stresses()) AddStress(stress, result, rows);
  for (const auto& reverse : result.reverse_stresses()) AddReverseStress(reverse, rows);
  for (const auto& one : result.sensitivities()) AddSensitivity(one, result, rows);
  return std::move(rows).Take();
}

}  // namespace calanque::cli
