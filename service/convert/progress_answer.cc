#include <string>

#include "service/convert/progress.h"

namespace calanque::service {
namespace {

using model::ProgressQuantity;

v1::ProgressQuantity Convert(ProgressQuantity quantity) {
  switch (quantity) {
    case ProgressQuantity::kSpent:
      return v1::PROGRESS_QUANTITY_SPENT;
    case ProgressQuantity::kReceived:
      return v1::PROGRESS_QUANTITY_RECEIVED;
    case ProgressQuantity::kReceivedPlanned:
      return v1::PROGRESS_QUANTITY_RECEIVED_PLANNED;
    case ProgressQuantity::kRunning:
      return v1::PROGRESS_QUANTITY_RUNNING;
    case ProgressQuantity::kEnergyMoney:
      return v1::PROGRESS_QUANTITY_ENERGY_MONEY;
    case ProgressQuantity::kEnergy:
      return v1::PROGRESS_QUANTITY_ENERGY;
    case ProgressQuantity::kAbatement:
      return v1::PROGRESS_QUANTITY_ABATEMENT;
  }
  return v1::PROGRESS_QUANTITY_UNSPECIFIED;
}

v1::ForecastMethod Convert(model::ForecastMethod method) {
  switch (method) {
    case model::ForecastMethod::kRecordedRates:
      return v1::FORECAST_METHOD_RECORDED_RATES;
    case model::ForecastMethod::kPlannedRates:
      return v1::FORECAST_METHOD_PLANNED_RATES;
    case model::ForecastMethod::kRecordedRatesAndPace:
      return v1::FORECAST_METHOD_RECORDED_RATES_AND_PACE;
  }
  return v1::FORECAST_METHOD_UNSPECIFIED;
}

std::string UnitOf(ProgressQuantity quantity, const std::string& currency_code) {
  if (quantity == ProgressQuantity::kEnergy) return "MWh";
  return quantity == ProgressQuantity::kAbatement ? "tCO2e" : currency_code;
}

void Fill(const std::vector<double>& values, google::protobuf::RepeatedField<double>& out) {
  out.Add(values.begin(), values.end());
}

void Fill(const portfolio::QuantityProgress& in, v1::QuantityProgress& out) {
  out.set_is_recorded(in.is_recorded);
  Fill(in.planned, *out.mutable_planned_values());
  Fill(in.current, *out.mutable_current_values());
  for (const portfolio::VarianceParts& parts : in.variances) {
    out.add_price_variances(parts.price);
    out.add_volume_variances(parts.volume);
    out.add_timing_variances(parts.timing);
  }
  out.set_planned_at_completion(in.planned_at_completion);
  out.set_forecast_at_completion(in.forecast_at_completion);
  out.set_beyond_horizon(in.beyond_horizon);
}

void FillEarned(const portfolio::ProjectProgress& in, v1::EarnedValue& out) {
  const portfolio::EarnedValue& earned = in.earned;
  out.set_planned_value_amount(earned.planned_value_amount);
  out.set_earned_value_amount(earned.earned_value_amount);
  out.set_actual_cost_amount(earned.actual_cost_amount);
  out.set_budget_at_completion_amount(earned.budget_at_completion_amount);
  out.set_scope_budget_amount(earned.scope_budget_amount);
  out.set_cost_variance_amount(earned.cost_variance_amount());
  out.set_schedule_variance_amount(earned.schedule_variance_amount());
  if (const auto cost = earned.cost_performance_factor()) out.set_cost_performance_factor(*cost);
  if (const auto pace = earned.schedule_performance_factor()) out.set_schedule_performance_factor(*pace);
  out.set_forecast_spending_amount(in.forecast_spending_amount);
  out.set_forecast_planned_rates_amount(in.forecast_planned_rates_amount);
  if (in.forecast_recorded_rates_amount) out.set_forecast_recorded_rates_amount(*in.forecast_recorded_rates_amount);
  if (in.forecast_recorded_rates_and_pace_amount) {
    out.set_forecast_recorded_rates_and_pace_amount(*in.forecast_recorded_rates_and_pace_amount);
  }
  out.set_still_to_spend_amount(in.forecast_spending_amount - earned.actual_cost_amount);
  out.set_variance_at_completion_amount(earned.budget_at_completion_amount - in.forecast_spending_amount);
}

void FillFigures(const portfolio::ProjectProgress& in, v1::UpdatedFigures& out) {
  if (in.npv_amount.planned) {
    out.set_planned_npv_amount(*in.npv_amount.planned);
    out.set_updated_npv_amount(*in.npv_amount.updated);
  }
  if (in.abatement_t_co2e.planned) {
    out.set_planned_abatement_t_co2e(*in.abatement_t_co2e.planned);
    out.set_updated_abatement_t_co2e(*in.abatement_t_co2e.updated);
  }
  if (in.abatement_target_year_t_co2e.planned) {
    out.set_planned_target_year_abatement_t_co2e(*in.abatement_target_year_t_co2e.planned);
    out.set_updated_target_year_abatement_t_co2e(*in.abatement_target_year_t_co2e.updated);
  }
  if (in.gap_amount.planned) {
    out.set_planned_gap_amount(*in.gap_amount.planned);
    out.set_updated_gap_amount(*in.gap_amount.updated);
  }
  Fill(in.planned_gap_amounts, *out.mutable_planned_gap_by_year_amounts());
  Fill(in.updated_gap_amounts, *out.mutable_updated_gap_by_year_amounts());
}

void Fill(const portfolio::ProjectProgress& in, bool is_portfolio, const plan::Plan& plan, v1::ProjectProgress& out) {
  out.set_project_id(in.id);
  for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
    v1::QuantityProgress& made = *out.add_quantities();
    const auto quantity = static_cast<ProgressQuantity>(q);
    made.set_quantity(Convert(quantity));
    made.set_unit(UnitOf(quantity, plan.currency_code));
    Fill(in.quantities[q], made);
    if (!is_portfolio) made.set_rate_factor(in.quantities[q].rate_factor);
  }
  FillEarned(in, *out.mutable_earned_value());
  out.set_delivered_fraction(in.delivered_fraction);
  out.set_planned_delivered_fraction(in.planned_delivered_fraction);
  out.set_delay_years(in.delay_years);
  FillFigures(in, *out.mutable_figures());
}

void Fill(const portfolio::Indicator& in, v1::IndicatorProgress& out) {
  out.set_indicator_id(in.id);
  out.set_display_name(in.display_name);
  out.set_unit(in.unit);
  out.set_is_financial(in.is_financial);
  out.set_is_from_plan(in.is_from_plan);
  out.set_baseline_year(in.baseline_year);
  out.set_baseline(in.baseline);
  out.set_target_year(in.target_year);
  out.set_target(in.target);
  out.set_latest_year(in.latest_year);
  if (in.latest) out.set_latest(*in.latest);
  if (in.expected) out.set_expected(*in.expected);
  if (in.forecast) out.set_forecast(*in.forecast);
  if (const auto fraction = in.progress_fraction()) out.set_progress_fraction(*fraction);
}

}  // namespace

void FillProgressHead(const model::ProgressTerms& terms, const model::AppraisalRequest& request,
                      std::size_t perspective, const plan::Plan& plan, v1::TrackProgressResponse& out) {
  const time::PeriodGrid& grid = request.options.grid;
  out.set_perspective_id(plan.perspectives[perspective].id);
  const std::string& name = plan.perspectives[perspective].display_name;
  out.set_perspective_display_name(name.empty() ? plan.perspectives[perspective].id : name);
  out.set_status_date(time::FormatIsoDate(*terms.status_date));
  out.set_method(Convert(terms.method));
  out.set_first_year(plan.schema.axis.first_year);
  for (int i = 0; i < grid.period_count; ++i) {
    out.add_period_start_dates(time::FormatIsoDate(grid.StartOf(i)));
    if (grid.StartOf(i + 1) == *terms.status_date) out.set_recorded_periods_count(i + 1);
  }
  v1::Conventions& conventions = *out.mutable_conventions();
  conventions.add_statements(
      "Earned value (ISO 21508, PMI): PV planned spending to the status date, EV planned spending for the work done, "
      "AC "
      "spent; CV = EV - AC, SV = EV - PV, CPI = EV / AC, SPI = EV / PV");
  conventions.add_statements(
      "Difference from the plan = price (recorded less earned) + volume (scope at completion less planned scope) + "
      "timing "
      "(earned less planned at that scope), for every period");
  conventions.add_statements(
      "Earned: what the plan brings at the stage reached; after the status date the plan goes on from there, at the "
      "planned "
      "pace and in the plan's prices, scaled to the scope and to recorded rates as the method says");
  conventions.add_statements(
      "Updated NPV: recorded flows to the status date, then the forecast; differences from the plan at the "
      "perspective's "
      "rate. Residual values follow the scope; debt service and flows without the projects stay");
}

void FillProgress(const portfolio::ProgressAnswer& answer, const std::vector<portfolio::Indicator>& indicators,
                  const plan::Plan& plan, v1::TrackProgressResponse& out) {
  for (const portfolio::ProjectProgress& project : answer.projects) Fill(project, false, plan, *out.add_projects());
  Fill(answer.portfolio, true, plan, *out.mutable_portfolio());
  for (const portfolio::Indicator& indicator : indicators) Fill(indicator, *out.add_indicators());
}

}  // namespace calanque::service
