#include <utility>

#include "clients/cli/csv_rows.h"
#include "clients/cli/output_selection.h"

namespace calanque::cli {
namespace {

class SelectionRows {
 public:
  explicit SelectionRows(std::string currency) : currency_(std::move(currency)) {}

  /// A text or a number.
  template <typename Value>
  void Add(const std::string& section, const std::string& subject, const std::string& name, const std::string& unit,
           const Value& value, int year = 0) {
    rows_.Add(section, subject, name, unit, YearText(year), value);
  }

  void AddChosen(const v1::ChosenProject& one) {
    Add("chosen", one.project_id(), "start_year", "", one.start_year());
    Add("chosen", one.project_id(), "fraction", "1", one.fraction());
    Add("chosen", one.project_id(), "npv_amount", currency_, one.npv_amount());
    Add("chosen", one.project_id(), "enpv_amount", currency_, one.enpv_amount());
    Add("chosen", one.project_id(), "abatement_t_co2e", "tCO2e", one.abatement_t_co2e());
    Add("chosen", one.project_id(), "investment_amount", currency_, one.investment_amount());
  }

  void AddConstraint(const v1::ConstraintResult& one, const std::string& objective_unit) {
    const auto add = [&](const char* name, const std::string& unit, double value) {
      Add("constraint", one.id(), name, unit, value, one.year());
    };
    if (one.has_lower_limit_value()) add("lower_limit_value", one.unit(), one.lower_limit_value());
    if (one.has_upper_limit_value()) add("upper_limit_value", one.unit(), one.upper_limit_value());
    add("used_value", one.unit(), one.used_value());
    add("shadow_price_chosen", objective_unit + "/" + one.unit(), one.shadow_price_chosen());
    add("shadow_price_relaxed", objective_unit + "/" + one.unit(), one.shadow_price_relaxed());
    if (one.has_shadow_price_abatement_t_co2e()) {
      add("shadow_price_abatement_t_co2e", "tCO2e/" + one.unit(), one.shadow_price_abatement_t_co2e());
    }
  }

  template <typename Points>
  void AddFrontier(const std::string& section, const Points& points) {
    int number = 0;
    for (const v1::FrontierPoint& point : points) {
      const std::string subject = std::to_string(++number);
      Add(section, subject, "cost_present_amount", currency_, point.cost_present_amount());
      AddTotals(section, subject, point.totals());
    }
  }

  void AddTotals(const std::string& section, const std::string& subject, const v1::SelectionTotals& totals) {
    Add(section, subject, "npv_amount", currency_, totals.npv_amount());
    Add(section, subject, "enpv_amount", currency_, totals.enpv_amount());
    Add(section, subject, "abatement_t_co2e", "tCO2e", totals.abatement_t_co2e());
    Add(section, subject, "investment_amount", currency_, totals.investment_amount());
    if (totals.has_expected_shortfall_amount()) {
      Add(section, subject, "expected_shortfall_amount", currency_, totals.expected_shortfall_amount());
    }
  }

  [[nodiscard]] std::string Take() && { return std::move(rows_).Take(); }

 private:
  std::string currency_;
  CsvRows rows_{"section,subject,name,unit,year,value"};
};

}  // namespace

std::string SelectionCsv(const v1::SelectPortfolioResponse& response) {
  const std::string& unit = response.objective_unit();
  SelectionRows rows(response.conventions().currency_code());
  rows.Add("search", "", "status", "", v1::SelectionStatus_Name(response.status()));
  rows.Add("search", "", "objective_value", unit, response.objective_value());
  rows.Add("search", "", "best_bound_value", unit, response.best_bound_value());
  rows.Add("search", "", "relative_gap", "1", response.relative_gap());
  for (const v1::ChosenProject& one : response.chosen()) rows.AddChosen(one);
  for (const v1::LeftOutProject& one : response.left_out()) {
    rows.Add("left_out", one.project_id(), "reason", "", v1::LeftOutReason_Name(one.reason()));
    rows.Add("left_out", one.project_id(), "gain_value", unit, one.gain_value());
  }
  rows.AddTotals("total", "", response.totals());
  for (const v1::ConstraintResult& one : response.constraints()) rows.AddConstraint(one, unit);
  for (const int index : response.conflict_constraint_indices()) {
    const v1::ConstraintResult& one = response.constraints(index);
    rows.Add("conflict", one.id(), "display_name", "", one.display_name(), one.year());
  }
  rows.AddFrontier("cost_frontier", response.cost_frontier());
  rows.AddFrontier("risk_frontier", response.risk_frontier());
  return std::move(rows).Take();
}

}  // namespace calanque::cli
