#include "engine/partnership/project_flows.h"

#include <algorithm>
#include <cmath>

#include "engine/kernel/series.h"
#include "engine/run/evaluate.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

std::vector<double> ByPeriod(const ledger::PointAxis& axis, std::span<const double> amounts) {
  std::vector<double> periods(static_cast<std::size_t>(axis.period_count));
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    periods[static_cast<std::size_t>(axis.period_indices[i])] += amounts[i];
  }
  return periods;
}

/// What is dated on the first day of the grid.
double OpeningOf(const ledger::PointAxis& axis, time::Date first_day, std::span<const double> amounts) {
  double opening = 0.0;
  for (auto i = static_cast<std::size_t>(axis.period_count); i < amounts.size(); ++i) {
    if (axis.dates[i] == first_day) opening += amounts[i];
  }
  return opening;
}

/// Every mode states what VAT it bears; what a bill says of taxes is part of its price.
bool IsTaxOfModes(Category category) { return category == Category::kTax || category == Category::kInvestmentTax; }

void AddMoney(const plan::Plan& plan, ProjectColumn read, std::string_view public_party, ProjectFlows& flows) {
  const ledger::MoneyColumn& column = read.column;
  const std::vector<double>& amounts = read.amounts;
  const bool is_with = column.side == ledger::Side::kWith;
  const bool is_paid = plan.parties[column.payer.value].id == public_party;
  const bool is_received = plan.parties[column.payee.value].id == public_party;
  if (column.category == Category::kEnergy && (is_paid || is_received)) {
    auto& bill = is_with ? flows.energy_with_amounts : flows.energy_without_amounts;
    kernel::AccumulateScaled(bill, amounts, is_paid ? 1.0 : -1.0);
  }
  if (!is_with && column.category == Category::kRevenue && is_received) {
    kernel::Accumulate(flows.revenue_without_amounts, amounts);
  }
  if (!is_with && column.category == Category::kOperatingCost && is_paid) {
    kernel::Accumulate(flows.operating_without_amounts, amounts);
  }
  if (!is_with) return;
  if (IsTaxOfModes(column.category)) flows.has_tax = true;
  if (column.category == Category::kRevenue && is_received) kernel::Accumulate(flows.revenue_amounts, amounts);
  if (FlowCategory(column.category)) flows.columns.push_back(std::move(read));
}

}  // namespace

std::size_t ProjectIndexOf(const Project& project) {
  const auto& projects = project.plan->projects;
  const auto found = std::find_if(projects.begin(), projects.end(),
                                  [&](const plan::Name& name) { return name.id == project.setting->project_id; });
  return static_cast<std::size_t>(found - projects.begin());
}

std::optional<Category> FlowCategory(Category category) {
  switch (category) {
    case Category::kInvestment:
    case Category::kReplacement:
    case Category::kResidualValue:
    case Category::kOperatingCost:
    case Category::kEnergy:
    case Category::kRevenue:
    case Category::kGrant:
    case Category::kCertificate:
      return category;
    case Category::kEnergyTax:
      return Category::kEnergy;
    case Category::kInvestmentTax:
    case Category::kTax:
    case Category::kFinancing:
    case Category::kDebtService:
    case Category::kCarbon:
    case Category::kCoBenefit:
      return std::nullopt;
  }
  return std::nullopt;
}

ProjectFlows ReadProjectFlows(const Project& project) {
  const plan::Plan& plan = *project.plan;
  const ledger::Block block = run::FillLedger(plan);
  const auto periods = static_cast<std::size_t>(plan.schema.axis.period_count);
  ProjectFlows flows;
  for (auto* row : {&flows.energy_with_amounts, &flows.energy_without_amounts, &flows.revenue_amounts,
                    &flows.revenue_without_amounts, &flows.operating_without_amounts, &flows.abated_t_co2e}) {
    row->resize(periods);
  }
  const std::size_t index = ProjectIndexOf(project);
  const ledger::ColumnRange money = plan.schema.money_of_project[index];
  for (std::uint32_t c = money.begin; c < money.end; ++c) {
    ledger::MoneyColumn column = plan.schema.money[c];
    column.category = FlowCategory(column.category).value_or(column.category);
    const auto amounts = block.Money(c);
    AddMoney(plan,
             {column, ByPeriod(plan.schema.axis, amounts),
              OpeningOf(plan.schema.axis, project.request->options.grid.start, amounts)},
             project.setting->public_party_id, flows);
  }
  const ledger::ColumnRange physical = plan.schema.physical_of_project[index];
  for (std::uint32_t c = physical.begin; c < physical.end; ++c) {
    const ledger::PhysicalColumn& column = plan.schema.physical[c];
    if (!ledger::IsEmission(column.kind)) continue;
    kernel::AccumulateScaled(flows.abated_t_co2e, ByPeriod(plan.schema.axis, block.Physical(c)),
                             0.0 - ledger::SideSign(column.side));
  }
  return flows;
}

Window ContractWindow(const Project& project, int delay_period_count) {
  const time::PeriodGrid& grid = project.request->options.grid;
  const time::PeriodDates dates(grid);
  Window window;
  window.period_count = grid.period_count;
  window.periods_per_year = grid.periods_per_year();
  window.operation_start =
      std::min(dates.IndexOf(project.setting->operation_start_date) + delay_period_count, grid.period_count);
  // The last day of the contract is given; a delay moves the end with the start, as far as the grid goes.
  const int end =
      project.setting->contract_end_date ? dates.IndexOf(*project.setting->contract_end_date) + 1 : grid.period_count;
  window.contract_end = std::min(end + delay_period_count, grid.period_count);
  return window;
}

std::vector<double> Delayed(const std::vector<double>& amounts, int count, double& lost_amount) {
  if (count == 0) return amounts;
  std::vector<double> moved(amounts.size());
  const auto shift = static_cast<std::size_t>(count);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (i + shift < moved.size()) {
      moved[i + shift] = amounts[i];
    } else {
      lost_amount += std::abs(amounts[i]);
    }
  }
  return moved;
}

std::vector<double> Delayed(const ProjectColumn& column, int count, double& lost_amount) {
  if (count == 0 || column.opening_amount == 0.0) return Delayed(column.amounts, count, lost_amount);
  std::vector<double> rest = column.amounts;
  rest[0] -= column.opening_amount;
  std::vector<double> moved = Delayed(rest, count, lost_amount);
  const auto day = static_cast<std::size_t>(count) - 1;
  if (day < moved.size()) {
    moved[day] += column.opening_amount;
  } else {
    lost_amount += std::abs(column.opening_amount);
  }
  return moved;
}

}  // namespace calanque::partnership
