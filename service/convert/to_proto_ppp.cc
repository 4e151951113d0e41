#include "service/convert/to_proto_ppp.h"

#include <cmath>

#include "engine/metric/metric.h"
#include "service/convert/to_proto.h"
#include "service/convert/to_proto_risk.h"

namespace calanque::service {
namespace {

template <typename Values>
void Append(const Values& values, google::protobuf::RepeatedField<double>& out) {
  out.Add(values.begin(), values.end());
}

void FillFigure(const partnership::Figure& figure, const std::string& currency_code, v1::Figure& out) {
  out.set_name(figure.name);
  out.set_unit(metric::UnitText(figure.unit, currency_code));
  if (figure.value) {
    out.set_value(*figure.value);
  } else {
    out.mutable_failure()->set_reason(ConvertReason(figure.value.error().reason));
    out.mutable_failure()->set_message(figure.value.error().message);
  }
}

const char* LimitName(company::Binding binding) {
  switch (binding) {
    case company::Binding::kAmount:
      return "amount";
    case company::Binding::kGearing:
      return "gearing";
    case company::Binding::kEquityShare:
      return "equity_share";
    case company::Binding::kDscr:
      return "dscr";
    case company::Binding::kLlcr:
      return "llcr";
    case company::Binding::kPlcr:
      return "plcr";
    case company::Binding::kUses:
      return "uses";
    case company::Binding::kNone:
      break;
  }
  return "";
}

void FillFindings(const partnership::PublicFindings& findings, const std::string& currency_code,
                  v1::PublicFindings& out) {
  for (const auto& figure : findings.figures) FillFigure(figure, currency_code, *out.add_figures());
  out.set_first_year(findings.first_year);
  for (const partnership::YearRow& row : findings.rows) {
    v1::YearRow& made = *out.add_rows();
    made.set_name(row.name);
    made.set_unit(metric::UnitText(row.unit, currency_code));
    Append(row.values, *made.mutable_values());
    for (const bool is_absent : row.is_absent) made.add_is_absent(is_absent);
  }
  for (const auto& figure : findings.statistical_indicators) {
    FillFigure(figure, currency_code, *out.add_statistical_indicators());
  }
}

void FillCompanyRows(const partnership::StructuredMode& mode, v1::StructuredMode& out) {
  for (const partnership::SizedTranche& tranche : mode.tranches) {
    v1::SizedTranche& made = *out.add_tranches();
    made.set_tranche_id(tranche.tranche_id);
    made.set_amount(tranche.amount);
    made.set_binding_limit(LimitName(tranche.binding));
    made.set_binding_case(tranche.binding_case);
  }
  for (const partnership::PeriodRow& row : mode.company_rows) {
    v1::PeriodRow& made = *out.add_company_rows();
    made.set_name(row.name);
    made.set_tranche_id(row.tranche_id);
    Append(row.amounts, *made.mutable_amounts());
  }
}

void FillCost(const partnership::ModeCost& cost, const std::string& currency_code, v1::ModeCost& out) {
  out.set_mode_id(cost.mode_id);
  out.set_discount_rate_per_year(cost.discount_rate_per_year);
  out.set_raw_present_amount(cost.raw_present_amount);
  out.set_competitive_neutrality_present_amount(cost.competitive_neutrality_present_amount);
  out.set_transferable_risk_present_amount(cost.transferable_risk_present_amount);
  out.set_retained_risk_present_amount(cost.retained_risk_present_amount);
  out.set_total_present_amount(cost.total_present_amount);
  out.set_value_for_money_before_risk_amount(cost.value_for_money_before_risk_amount);
  FillFigure(cost.value_for_money_before_risk, currency_code, *out.mutable_value_for_money_before_risk());
  out.set_value_for_money_amount(cost.value_for_money_amount);
  FillFigure(cost.value_for_money, currency_code, *out.mutable_value_for_money());
  out.set_rate_with_premium_per_year(cost.rate_with_premium_per_year);
  out.set_total_with_premium_present_amount(cost.total_with_premium_present_amount);
  out.set_value_for_money_with_premium_amount(cost.value_for_money_with_premium_amount);
  FillFigure(cost.value_for_money_with_premium, currency_code, *out.mutable_value_for_money_with_premium());
}

}  // namespace

void FillSolved(const partnership::SolvedTerm& term, const std::string& currency_code, v1::SolvedTerm& out) {
  out.set_name(term.name);
  out.set_unit(metric::UnitText(term.unit, currency_code));
  out.set_value(term.solution.value);
  out.set_residual(term.solution.residual);
  out.set_evaluation_count(term.solution.evaluation_count);
  out.set_is_affine(term.solution.is_affine);
}

void FillMode(const partnership::StructuredMode& mode, const std::string& currency_code, v1::StructuredMode& out) {
  out.set_mode_id(mode.mode_id);
  out.set_display_name(mode.display_name);
  for (const auto& figure : mode.figures) FillFigure(figure, currency_code, *out.add_figures());
  if (mode.solved) FillSolved(*mode.solved, currency_code, *out.mutable_solved());
  FillCompanyRows(mode, out);
  for (const partnership::ContractColumn& column : mode.columns) {
    v1::ContractColumn& made = *out.add_columns();
    made.set_name(column.name);
    made.set_payer_party_id(column.payer_party_id);
    made.set_payee_party_id(column.payee_party_id);
    made.set_category_name(std::string(ledger::CategoryName(column.category)));
    Append(column.amounts, *made.mutable_amounts());
    made.set_opening_amount(column.opening_amount);
  }
  Append(mode.city_cost_amounts, *out.mutable_city_cost_amounts());
  FillFindings(mode.findings, currency_code, *out.mutable_findings());
  FillWarnings(mode.warnings, *out.mutable_warnings());
  for (const time::Date date : mode.point_dates) out.add_point_dates(time::FormatIsoDate(date));
  for (const time::Date date : mode.period_dates) out.add_period_dates(time::FormatIsoDate(date));
}

void FillComparison(const partnership::Comparison& comparison, const std::string& currency_code,
                    v1::CompareDeliveryModesResponse& out) {
  for (const auto& mode : comparison.modes) FillMode(mode, currency_code, *out.add_modes());
  for (const auto& cost : comparison.costs) FillCost(cost, currency_code, *out.add_costs());
  for (const partnership::ModeSwitch& one : comparison.switches) {
    v1::ModeSwitch& made = *out.add_switches();
    made.set_mode_id(one.mode_id);
    Append(one.break_even_rates_per_year, *made.mutable_break_even_rates_per_year());
    Append(one.break_even_rates_with_premium_per_year, *made.mutable_break_even_rates_with_premium_per_year());
    FillFigure(one.break_even_risk_premium, currency_code, *made.mutable_break_even_risk_premium());
    FillFigure(one.indifference_equity_irr, currency_code, *made.mutable_indifference_equity_irr());
  }
}

void FillModeSimulation(const partnership::ModeSimulation& simulation, const model::SimulationOptions& options,
                        const std::string& currency_code, v1::ModeSimulation& out) {
  out.set_path_count(simulation.path_count);
  out.set_is_target_error_met(simulation.is_target_error_met);
  FillOptions(options, *out.mutable_options());
  for (const partnership::SimulatedModeFigure& figure : simulation.figures) {
    v1::SimulatedModeFigure& made = *out.add_figures();
    made.set_mode_id(figure.mode_id);
    made.mutable_figure()->set_metric_name(figure.name);
    made.mutable_figure()->set_unit(metric::UnitText(figure.unit, currency_code));
    if (std::isfinite(figure.expected)) made.mutable_figure()->set_deterministic_value(figure.expected);
    FillDistribution(figure.distribution, *made.mutable_figure());
  }
  for (const partnership::SimulatedModeYears& years : simulation.years) {
    v1::SimulatedModeYears& made = *out.add_years();
    made.set_mode_id(years.mode_id);
    made.set_name(years.name);
    made.set_unit(metric::UnitText(years.unit, currency_code));
    made.mutable_years()->Add(years.years.begin(), years.years.end());
    made.mutable_means()->Add(years.mean.begin(), years.mean.end());
    for (const auto& row : years.quantiles) made.mutable_quantiles()->Add(row.begin(), row.end());
  }
  for (const partnership::ModeProbability& probability : simulation.probabilities) {
    v1::ModeProbability& made = *out.add_probabilities();
    made.set_name(probability.name);
    made.set_mode_id(probability.mode_id);
    made.set_other_mode_id(probability.other_mode_id);
    made.set_published_description(probability.mark_label);
    made.set_probability(probability.probability);
    made.set_standard_error_probability(probability.standard_error);
  }
  FillWarnings(simulation.warnings, *out.mutable_warnings());
}

}  // namespace calanque::service
