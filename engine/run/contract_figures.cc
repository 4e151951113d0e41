#include "engine/run/contract_figures.h"

#include <algorithm>
#include <memory_resource>
#include <utility>
#include <variant>

#include "engine/kernel/series.h"
#include "engine/metric/abatement.h"
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"
#include "engine/run/evaluate.h"
#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

void ReadEconomy(const metric::Input& input, portfolio::ContractProject& out) {
  out.capital_amount = 0.0 - metric::Total(*input.amounts, metric::kCapital);
  out.operation_amount = 0.0 - metric::Total(*input.amounts, metric::kRunning);
  out.present_capital_amount = 0.0 - metric::PresentValue(input, metric::kCapital);
  out.present_operation_amount = 0.0 - metric::PresentValue(input, metric::kRunning);
  out.present_co_benefit_amount = metric::PresentValue(input, {ledger::Category::kCoBenefit});
  const metric::Outcome cost = metric::AbatementCostA4(input);
  if (const auto* per_tonne = std::get_if<double>(&cost)) out.cost_amount_per_t_co2e = *per_tonne;
  if (const auto tonnes = metric::AvoidedInTargetYear(input)) out.avoided_in_target_year_t_co2e = *tonnes;
  const double need = input.funding_amounts->RowSum(ledger::FundingRole::kNeed);
  if (need > 0.0) {
    out.covered_fraction =
        std::clamp(input.funding_amounts->RowSum(ledger::FundingRole::kCommittedSource) / need, 0.0, 1.0);
  }
}

/// Capital that parties pay, whoever is paid.
void ReadPaid(const plan::Plan& plan, const ledger::Block& block, std::size_t project,
              const ledger::Border& municipality, portfolio::ContractProject& out) {
  out.paid_amounts.assign(plan.parties.size(), 0.0);
  const ledger::ColumnRange range = plan.schema.money_of_project[project];
  for (std::uint32_t c = range.begin; c < range.end; ++c) {
    const ledger::MoneyColumn& column = plan.schema.money[c];
    if (column.funding_role != ledger::FundingRole::kNeed) continue;
    const double sum = 0.0 + ledger::SideSign(column.side) * kernel::Sum(block.Money(c));
    out.paid_amounts[column.payer.value] += sum;
    if (municipality.Holds(column.payer)) out.municipal_paid_amount += sum;
  }
}

}  // namespace

Result<std::vector<portfolio::ContractProject>> GatherContractProjects(const plan::Plan& plan, std::size_t municipality,
                                                                       std::size_t economy, const StopPoll& stop) {
  if (stop()) return Cancelled();
  const ledger::Block block = FillLedger(plan, stop);
  const metric::Discounting of_economy = DiscountingOf(plan, economy);
  const metric::Discounting of_municipality = DiscountingOf(plan, municipality);
  std::pmr::monotonic_buffer_resource memory;  // Of texts that say why a figure is none.
  std::vector<portfolio::ContractProject> projects(plan.projects.size());
  SubjectRows rows(plan);
  for (std::size_t p = 0; p < projects.size(); ++p) {
    if (stop()) return Cancelled();
    rows.Clear();
    rows.AddProject(plan, block, p);
    rows.Finish();
    const plan::Name& name = plan.projects[p];
    projects[p].label = name.display_name.empty() ? name.id : name.display_name;
    metric::Input whole = rows.MakeInput(plan, economy, of_economy, metric::View::kIncremental, 0.0);
    whole.memory = &memory;
    ReadEconomy(whole, projects[p]);
    const metric::Input city = rows.MakeInput(plan, municipality, of_municipality, metric::View::kIncremental, 0.0);
    projects[p].municipal_capital_amount = 0.0 - metric::Total(*city.amounts, metric::kCapital);
    projects[p].municipal_operation_amount = 0.0 - metric::Total(*city.amounts, metric::kRunning);
    ReadPaid(plan, block, p, plan.perspectives[municipality].border, projects[p]);
  }
  return projects;
}

}  // namespace calanque::run
