#include <utility>

#include "clients/cli/csv_rows.h"
#include "clients/cli/output_progress.h"

namespace calanque::cli {
namespace {

class ProgressRows {
 public:
  explicit ProgressRows(const v1::TrackProgressResponse& response)
      : response_(response), currency_(response.conventions().currency_code()) {}

  void AddProject(const v1::ProjectProgress& project) {
    section_ = project.project_id().empty() ? "portfolio" : "project";
    subject_ = project.project_id();
    for (const v1::QuantityProgress& quantity : project.quantities()) AddQuantity(quantity);
    AddEarned(project.earned_value());
    if (section_ == "project") {
      Add("", "delivered_fraction", "fraction", project.delivered_fraction());
      Add("", "planned_delivered_fraction", "fraction", project.planned_delivered_fraction());
      Add("", "delay_years", "years", project.delay_years());
    }
    AddFigures(project.figures());
  }

  void AddIndicator(const v1::IndicatorProgress& indicator) {
    section_ = indicator.is_financial() ? "indicator_t11" : "indicator_t10";
    subject_ = indicator.indicator_id();
    const std::string& unit = indicator.unit();
    AddAt("", "baseline", unit, std::to_string(indicator.baseline_year()), indicator.baseline());
    AddAt("", "target", unit, std::to_string(indicator.target_year()), indicator.target());
    const std::string latest = std::to_string(indicator.latest_year());
    if (indicator.has_latest()) AddAt("", "latest", unit, latest, indicator.latest());
    if (indicator.has_expected()) AddAt("", "expected", unit, latest, indicator.expected());
    if (indicator.has_forecast()) {
      AddAt("", "forecast", unit, std::to_string(indicator.target_year()), indicator.forecast());
    }
    if (indicator.has_progress_fraction()) {
      AddAt("", "progress_fraction", "fraction", latest, indicator.progress_fraction());
    }
  }

  [[nodiscard]] std::string Take() && { return std::move(rows_).Take(); }

 private:
  void AddAt(const std::string& quantity, const std::string& name, const std::string& unit, const std::string& period,
             double value) {
    rows_.Add(section_, subject_, quantity, name, unit, period, value);
  }
  void Add(const std::string& quantity, const std::string& name, const std::string& unit, double value) {
    AddAt(quantity, name, unit, "", value);
  }
  template <typename Values>
  void AddPeriods(const std::string& quantity, const std::string& name, const std::string& unit, const Values& values) {
    for (int t = 0; t < values.size(); ++t) {
      AddAt(quantity, name, unit, response_.period_start_dates(t), values.Get(t));
    }
  }

  void AddQuantity(const v1::QuantityProgress& in) {
    const std::string name = QuantityName(in.quantity());
    const std::string& unit = in.unit();
    AddPeriods(name, "planned", unit, in.planned_values());
    AddPeriods(name, "current", unit, in.current_values());
    AddPeriods(name, "price_variance", unit, in.price_variances());
    AddPeriods(name, "volume_variance", unit, in.volume_variances());
    AddPeriods(name, "timing_variance", unit, in.timing_variances());
    if (in.has_rate_factor()) Add(name, "rate_factor", "1", in.rate_factor());
    Add(name, "planned_at_completion", unit, in.planned_at_completion());
    Add(name, "forecast_at_completion", unit, in.forecast_at_completion());
    Add(name, "beyond_horizon", unit, in.beyond_horizon());
  }

  void AddEarned(const v1::EarnedValue& in) {
    const std::string quantity = QuantityName(v1::PROGRESS_QUANTITY_SPENT);
    const auto money = [&](const char* name, double amount) { Add(quantity, name, currency_, amount); };
    money("planned_value_amount", in.planned_value_amount());
    money("earned_value_amount", in.earned_value_amount());
    money("actual_cost_amount", in.actual_cost_amount());
    money("budget_at_completion_amount", in.budget_at_completion_amount());
    money("scope_budget_amount", in.scope_budget_amount());
    money("cost_variance_amount", in.cost_variance_amount());
    money("schedule_variance_amount", in.schedule_variance_amount());
    if (in.has_cost_performance_factor()) {
      Add(quantity, "cost_performance_factor", "1", in.cost_performance_factor());
    }
    if (in.has_schedule_performance_factor()) {
      Add(quantity, "schedule_performance_factor", "1", in.schedule_performance_factor());
    }
    money("forecast_spending_amount", in.forecast_spending_amount());
    money("forecast_planned_rates_amount", in.forecast_planned_rates_amount());
    if (in.has_forecast_recorded_rates_amount()) {
      money("forecast_recorded_rates_amount", in.forecast_recorded_rates_amount());
    }
    if (in.has_forecast_recorded_rates_and_pace_amount()) {
      money("forecast_recorded_rates_and_pace_amount", in.forecast_recorded_rates_and_pace_amount());
    }
    money("still_to_spend_amount", in.still_to_spend_amount());
    money("variance_at_completion_amount", in.variance_at_completion_amount());
  }

  void AddFigures(const v1::UpdatedFigures& in) {
    if (in.has_planned_npv_amount()) {
      Add("", "planned_npv_amount", currency_, in.planned_npv_amount());
      Add("", "updated_npv_amount", currency_, in.updated_npv_amount());
    }
    if (in.has_planned_abatement_t_co2e()) {
      Add("", "planned_abatement_t_co2e", "tCO2e", in.planned_abatement_t_co2e());
      Add("", "updated_abatement_t_co2e", "tCO2e", in.updated_abatement_t_co2e());
    }
    if (in.has_planned_target_year_abatement_t_co2e()) {
      Add("", "planned_target_year_abatement_t_co2e", "tCO2e", in.planned_target_year_abatement_t_co2e());
      Add("", "updated_target_year_abatement_t_co2e", "tCO2e", in.updated_target_year_abatement_t_co2e());
    }
    if (!in.has_planned_gap_amount()) return;
    Add("", "planned_gap_amount", currency_, in.planned_gap_amount());
    Add("", "updated_gap_amount", currency_, in.updated_gap_amount());
    for (int y = 0; y < in.planned_gap_by_year_amounts_size(); ++y) {
      const std::string year = std::to_string(response_.first_year() + y);
      AddAt("", "planned_gap_by_year_amount", currency_, year, in.planned_gap_by_year_amounts(y));
      AddAt("", "updated_gap_by_year_amount", currency_, year, in.updated_gap_by_year_amounts(y));
    }
  }

  const v1::TrackProgressResponse& response_;
  std::string currency_;
  std::string section_;
  std::string subject_;
  CsvRows rows_{"section,subject,quantity,name,unit,period,value"};
};

}  // namespace

std::string QuantityName(v1::ProgressQuantity quantity) {
  switch (quantity) {
    case v1::PROGRESS_QUANTITY_SPENT:
      return "spent";
    case v1::PROGRESS_QUANTITY_RECEIVED:
      return "received";
    case v1::PROGRESS_QUANTITY_RECEIVED_PLANNED:
      return "received_planned";
    case v1::PROGRESS_QUANTITY_RUNNING:
      return "running";
    case v1::PROGRESS_QUANTITY_ENERGY_MONEY:
      return "energy_money";
    case v1::PROGRESS_QUANTITY_ENERGY:
      return "energy";
    case v1::PROGRESS_QUANTITY_ABATEMENT:
      return "abatement";
    default:
      return "unknown";
  }
}

std::string ProgressCsv(const v1::TrackProgressResponse& response) {
  ProgressRows rows(response);
  if (response.has_portfolio()) rows.AddProject(response.portfolio());
  for (const v1::ProjectProgress& project : response.projects()) rows.AddProject(project);
  for (const v1::IndicatorProgress& indicator : response.indicators()) rows.AddIndicator(indicator);
  return std::move(rows).Take();
}

}  // namespace calanque::cli
