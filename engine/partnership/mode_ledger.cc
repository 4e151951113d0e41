#include "engine/partnership/mode_ledger.h"

#include <algorithm>

#include "engine/kernel/series.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

bool IsZero(const std::vector<double>& row) {
  return std::all_of(row.begin(), row.end(), [](double amount) { return amount == 0.0; });
}

void Push(std::vector<ContractColumn>& columns, ContractColumn column) {
  if (!IsZero(column.amounts)) columns.push_back(std::move(column));
}

/// One column of the project: what falls within the contract goes to the operator where it is his.
void HandOver(const Project& project, const ProjectColumn& from, const model::DeliveryMode& mode, ModeLedger& out) {
  const plan::Plan& plan = *project.plan;
  const model::PppSetting& setting = *project.setting;
  const Category category = from.column.category;
  ContractColumn column;
  column.name = std::string(ledger::CategoryName(category));
  column.payer_party_id = plan.parties[from.column.payer.value].id;
  column.payee_party_id = plan.parties[from.column.payee.value].id;
  column.category = category;
  column.amounts = Delayed(from, mode.delay_period_count, out.lost_amount);
  column.opening_amount = OpeningAfter(from.opening_amount, mode.delay_period_count) * CostFactor(mode, category);
  if (category == Category::kEnergy) {  // Buildings are heated while they wait.
    const auto delay = std::min(static_cast<std::size_t>(mode.delay_period_count), from.amounts.size());
    std::copy_n(from.amounts.begin(), delay, column.amounts.begin());
  }
  for (double& amount : column.amounts) amount *= CostFactor(mode, category);
  const bool is_paid = column.payer_party_id == setting.public_party_id;
  const bool is_received = column.payee_party_id == setting.public_party_id;
  if ((!is_paid && !is_received) || !IsOperators(out.outline, mode, category, is_paid)) {
    Push(out.columns, std::move(column));
    return;
  }
  ContractColumn handed = column;
  (is_paid ? handed.payer_party_id : handed.payee_party_id) = setting.operator_party_id;
  const auto end = static_cast<std::size_t>(out.input.window.contract_end);
  for (std::size_t p = 0; p < column.amounts.size(); ++p) (p < end ? column : handed).amounts[p] = 0.0;
  column.opening_amount = 0.0;
  Push(out.columns, std::move(handed));
  Push(out.columns, std::move(column));
}

OutlineInput MakeInput(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode) {
  OutlineInput input;
  input.setting = project.setting;
  input.window = ContractWindow(project, mode.delay_period_count);
  const auto periods = static_cast<std::size_t>(input.window.period_count);
  input.works_amounts.resize(periods);
  for (const ProjectColumn& column : flows.columns) {
    if (column.column.category != Category::kInvestment) continue;
    double ignored = 0.0;
    kernel::AccumulateScaled(input.works_amounts, Delayed(column, mode.delay_period_count, ignored), mode.works_factor);
  }
  input.savings_amounts.resize(periods);
  for (std::size_t p = 0; p < periods; ++p) {
    input.savings_amounts[p] = flows.energy_without_amounts[p] - flows.energy_with_amounts[p];
  }
  double ignored = 0.0;  // Of rows that stand in columns too.
  input.savings_amounts = Delayed(input.savings_amounts, mode.delay_period_count, ignored);
  input.revenue_amounts = Delayed(flows.revenue_amounts, mode.delay_period_count, ignored);
  return input;
}

std::string EnergySupplierOf(const ModeLedger& ledger, const std::string& public_party) {
  for (const ContractColumn& column : ledger.columns) {
    if (column.category == Category::kEnergy && column.payer_party_id == public_party) return column.payee_party_id;
  }
  return SupplierOf(ledger.columns);
}

/// What differs from the project's own figures: tendering, savings that do not come, users who pay more or less.
void AddDifferences(const Project& project, const model::DeliveryMode& mode, ModeLedger& ledger) {
  const model::PppSetting& setting = *project.setting;
  const auto periods = static_cast<std::size_t>(ledger.input.window.period_count);
  if (mode.procurement_cost_amount != 0.0) {
    std::vector<double> cost(periods);
    cost[0] = mode.procurement_cost_amount;
    ledger.columns.push_back({"procurement", setting.public_party_id, SupplierOf(ledger.columns),
                              Category::kOperatingCost, std::move(cost)});
  }
  if (ledger.outline.expected_savings_fraction != 1.0) {
    std::vector<double> missing = ledger.input.savings_amounts;
    for (double& amount : missing) amount *= 1.0 - ledger.outline.expected_savings_fraction;
    Push(ledger.columns, {"energy savings that do not come", setting.public_party_id,
                          EnergySupplierOf(ledger, setting.public_party_id), Category::kEnergy, std::move(missing)});
  }
  if (ledger.outline.owner_residual_fraction > 0.0) {
    std::vector<double> value(periods);
    value[static_cast<std::size_t>(ledger.input.window.contract_end - 1)] =
        ledger.outline.owner_residual_fraction * kernel::Sum(ledger.input.works_amounts);
    Push(ledger.columns, {"value of the asset that its owner keeps", SupplierOf(ledger.columns),
                          setting.operator_party_id, Category::kResidualValue, std::move(value)});
  }
  if (!ledger.outline.revenue_beyond_base_amounts.empty()) {
    for (const ContractColumn& column : ledger.columns) {
      if (column.category != Category::kRevenue || column.payee_party_id != setting.operator_party_id) continue;
      Push(ledger.columns, {"revenue beyond the base case", column.payer_party_id, column.payee_party_id,
                            Category::kRevenue, ledger.outline.revenue_beyond_base_amounts});
      break;
    }
  }
}

}  // namespace

double CostFactor(const model::DeliveryMode& mode, Category category) {
  switch (category) {
    case Category::kInvestment:
      return mode.works_factor;
    case Category::kReplacement:
      return mode.maintenance_factor;
    case Category::kOperatingCost:
      return mode.operating_cost_factor;
    default:
      return 1.0;
  }
}

bool IsOperators(const Outline& outline, const model::DeliveryMode& mode, Category category, bool is_paid) {
  if (category == Category::kInvestment) return is_paid && outline.operator_builds;
  if (category == Category::kOperatingCost || category == Category::kReplacement) {
    return is_paid && outline.operator_operates;
  }
  if (category == Category::kRevenue) return !is_paid && outline.operator_has_revenue;
  if (category == Category::kGrant) return !is_paid && mode.grants_reach_operator && outline.needs_company;
  return false;
}

Result<ModeLedger> WriteModeLedger(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode) {
  ModeLedger ledger;
  ledger.input = MakeInput(project, flows, mode);
  auto outline = OutlineOf(mode.contract, ledger.input);
  if (!outline) return outline.error();
  ledger.outline = std::move(outline).value();
  for (const ProjectColumn& column : flows.columns) HandOver(project, column, mode, ledger);
  AddDifferences(project, mode, ledger);
  for (ContractColumn& column : ledger.outline.columns) Push(ledger.columns, std::move(column));
  ledger.outline.columns.clear();
  return ledger;
}

std::string SupplierOf(const std::vector<ContractColumn>& columns) {
  for (const ContractColumn& column : columns) {
    if (column.category == Category::kInvestment) return column.payee_party_id;
  }
  return columns.empty() ? std::string() : columns.front().payee_party_id;
}

std::vector<double> NetPayments(const std::vector<ContractColumn>& columns, const std::string& party,
                                std::size_t period_count) {
  std::vector<double> net(period_count);
  for (const ContractColumn& column : columns) {
    if (column.payer_party_id == party) kernel::AccumulateScaled(net, column.amounts, 1.0);
    if (column.payee_party_id == party) kernel::AccumulateScaled(net, column.amounts, -1.0);
  }
  return net;
}

double NetOpening(const std::vector<ContractColumn>& columns, const std::string& party) {
  double net = 0.0;
  for (const ContractColumn& column : columns) {
    if (column.payer_party_id == party) net += column.opening_amount;
    if (column.payee_party_id == party) net -= column.opening_amount;
  }
  return net;
}

std::vector<double> SumOf(const std::vector<ContractColumn>& columns, Category category, const std::string& payer,
                          const std::string& payee, std::size_t period_count) {
  std::vector<double> sum(period_count);
  for (const ContractColumn& column : columns) {
    if (column.category != category) continue;
    if (!payer.empty() && column.payer_party_id != payer) continue;
    if (!payee.empty() && column.payee_party_id != payee) continue;
    kernel::Accumulate(sum, column.amounts);
  }
  return sum;
}

}  // namespace calanque::partnership
