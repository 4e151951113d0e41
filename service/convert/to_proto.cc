#include "service/convert/to_proto.h"

#include <variant>

namespace calanque::service {
namespace {

v1::FlowView ConvertView(metric::View view) {
  switch (view) {
    case metric::View::kIncremental:
      return v1::FLOW_VIEW_INCREMENTAL;
    case metric::View::kWith:
      return v1::FLOW_VIEW_WITH_PROJECT;
    case metric::View::kWithout:
      return v1::FLOW_VIEW_WITHOUT_PROJECT;
  }
  return v1::FLOW_VIEW_UNSPECIFIED;
}

v1::FlowView ConvertSide(ledger::Side side) {
  return side == ledger::Side::kWith ? v1::FLOW_VIEW_WITH_PROJECT : v1::FLOW_VIEW_WITHOUT_PROJECT;
}

template <typename Values>
void Append(const Values& values, google::protobuf::RepeatedField<double>& out) {
  out.Add(values.begin(), values.end());
}

struct OutcomeWriter {
  const plan::Plan& plan;
  v1::MetricCell& out;

  void operator()(double value) const { out.set_value(value); }
  void operator()(const metric::YearSeries& series) const {
    out.mutable_series()->set_first_year(plan.schema.axis.first_year);
    Append(series.values, *out.mutable_series()->mutable_values());
  }
  void operator()(const metric::YearTable& table) const {
    auto& made = *out.mutable_table();
    made.set_first_year(plan.schema.axis.first_year);
    made.set_year_count(plan.schema.axis.year_count);
    for (const std::string_view label : table.row_labels) made.add_row_labels(label.data(), label.size());
    Append(table.values, *made.mutable_values());
  }
  void operator()(const metric::ValueList& list) const { Append(list.values, *out.mutable_values()->mutable_values()); }
  void operator()(const NoFigure& none) const {
    out.mutable_failure()->set_reason(ConvertReason(none.reason));
    out.mutable_failure()->set_message(none.message.data(), none.message.size());
  }
};

void FillInputs(const std::vector<run::ExplainedInput>& inputs,
                google::protobuf::RepeatedPtrField<v1::ExplainInput>& out) {
  for (const run::ExplainedInput& input : inputs) {
    auto& made = *out.Add();
    made.set_name(input.name);
    made.set_value(input.value);
    made.set_source(input.source);
    Append(input.values, *made.mutable_values());
  }
}

void FillMoney(const run::ExplainedMoney& money, const plan::Plan& plan, v1::MoneyColumn& out) {
  out.set_item_id(money.item_id);
  out.set_display_name(money.display_name);
  out.set_side(ConvertSide(money.column.side));
  out.set_payer_party_id(plan.parties[money.column.payer.value].id);
  out.set_payee_party_id(plan.parties[money.column.payee.value].id);
  out.set_category(std::string(ledger::CategoryName(money.column.category)));
  out.set_formula(money.formula);
  FillInputs(money.inputs, *out.mutable_inputs());
  Append(money.amounts, *out.mutable_amounts());
  Append(money.discount_factors, *out.mutable_discount_factors());
  out.set_sign(money.sign);
  out.set_present_value_amount(money.present_value_amount);
}

void FillPhysical(const run::ExplainedPhysical& physical, v1::PhysicalColumn& out) {
  out.set_item_id(physical.item_id);
  out.set_display_name(physical.display_name);
  out.set_side(ConvertSide(physical.column.side));
  out.set_unit(physical.unit);
  out.set_kind(physical.kind);
  out.set_formula(physical.formula);
  FillInputs(physical.inputs, *out.mutable_inputs());
  Append(physical.quantities, *out.mutable_quantities());
}

void FillGroupRow(const run::GroupComparisonRow& row, v1::GroupComparisonRow& out) {
  out.set_group_id(row.group_id);
  out.set_display_name(row.display_name);
  out.set_measure_name(row.measure_name);
  out.set_unit(row.unit);
  Append(row.values, *out.mutable_values());
  for (const int failure : row.failures) out.add_failures(static_cast<v1::FailureReason>(failure));
  Append(row.differences, *out.mutable_differences());
}

}  // namespace

v1::FailureReason ConvertReason(Reason reason) { return static_cast<v1::FailureReason>(reason); }

void FillWarnings(const Failures& warnings, google::protobuf::RepeatedPtrField<v1::Violation>& out) {
  for (const Failure& warning : warnings) {
    v1::Violation& made = *out.Add();
    made.set_field_path(warning.field_path);
    made.set_message(warning.message);
    made.set_reason(ConvertReason(warning.reason));
  }
}

void FillCell(const run::Cell& cell, const plan::Plan& plan, v1::MetricCell& out) {
  out.set_metric_name(cell.metric->name.data(), cell.metric->name.size());
  if (cell.project != run::kWholePortfolio)
    out.set_project_id(plan.projects[static_cast<std::size_t>(cell.project)].id);
  if (cell.perspective != run::kNoPerspective) {
    out.set_perspective_id(plan.perspectives[static_cast<std::size_t>(cell.perspective)].id);
  }
  out.set_view(ConvertView(cell.view));
  out.set_unit(metric::UnitText(cell.metric->unit, plan.currency_code));
  std::visit(OutcomeWriter{plan, out}, cell.outcome);
}

void FillConventions(const plan::Plan& plan, const v1::AppraisalOptions& options, v1::Conventions& out) {
  *out.mutable_options() = options;
  out.set_currency_code(plan.currency_code);
  for (const std::string& statement : plan.statements) out.add_statements(statement);
}

void FillDefinition(const metric::Definition& metric, v1::MetricDefinition& out) {
  out.set_name(std::string(metric.name));
  out.set_unit(std::string(metric.unit));
  out.set_description(std::string(metric.description));
  out.set_source(std::string(metric.source));
  out.add_views(v1::FLOW_VIEW_INCREMENTAL);
  if (!metric.has_total_views) return;
  out.add_views(v1::FLOW_VIEW_WITH_PROJECT);
  out.add_views(v1::FLOW_VIEW_WITHOUT_PROJECT);
}

void FillNames(const plan::Plan& plan, v1::AppraisePortfolioResponse& out) {
  FillDisplayNames(plan.projects, *out.mutable_project_names());
  FillDisplayNames(plan.perspectives, *out.mutable_perspective_names());
  FillDisplayNames(plan.parties, *out.mutable_party_names());
  FillWarnings(plan.warnings, *out.mutable_warnings());
}

bool FillAppraisal(const plan::Plan& plan, std::span<const run::Cell> cells, v1::AppraisePortfolioResponse& out,
                   const StopPoll& stop) {
  constexpr std::size_t kCellsBetweenPolls = 1024;
  out.mutable_cells()->Reserve(static_cast<int>(cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i % kCellsBetweenPolls == 0 && stop()) return false;
    FillCell(cells[i], plan, *out.add_cells());
  }
  return true;
}

void FillComparison(const run::Comparison& comparison, const run::GroupComparison& groups,
                    v1::ComparePortfoliosResponse& out) {
  for (const run::ComparisonRow& row : comparison.rows) {
    auto& made = *out.add_rows();
    made.set_metric_name(row.metric_name);
    made.set_perspective_id(row.perspective_id);
    made.set_view(ConvertView(row.view));
    made.set_unit(row.unit);
    Append(row.values, *made.mutable_values());
    for (const int failure : row.failures) made.add_failures(static_cast<v1::FailureReason>(failure));
    Append(row.differences, *made.mutable_differences());
  }
  for (const std::string& caution : comparison.cautions) out.add_cautions(caution);
  for (const run::GroupComparisonRow& row : groups.sector_rows) FillGroupRow(row, *out.add_sector_rows());
  for (const run::GroupComparisonRow& row : groups.source_rows) FillGroupRow(row, *out.add_source_rows());
}

void FillExplanation(const run::Explanation& explanation, const plan::Plan& plan, v1::ExplainResponse& out) {
  for (const run::Cell& cell : explanation.cells) FillCell(cell, plan, *out.add_cells());
  for (const auto& money : explanation.money) FillMoney(money, plan, *out.add_money_columns());
  for (const auto& physical : explanation.physical) FillPhysical(physical, *out.add_physical_columns());
  for (const time::Date date : plan.schema.axis.dates) out.add_point_dates(time::FormatIsoDate(date));
  Append(plan.schema.axis.years, *out.mutable_point_years());
  for (const metric::Definition* metric : plan.metrics) FillDefinition(*metric, *out.add_metrics());
}

}  // namespace calanque::service
