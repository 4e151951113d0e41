#include "engine/run/project_expansion.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "engine/finance/investment_profile.h"
#include "engine/metric/sums.h"
#include "engine/plan/compile.h"
#include "engine/plan/factor_table.h"
#include "engine/run/delayed_request.h"
#include "engine/run/longest_delay.h"
#include "engine/run/quantity_target.h"

namespace calanque::run {

ProjectExpansion::ProjectExpansion(const model::AppraisalRequest& request, const plan::Plan& plan,
                                   const model::RiskModel& risk, std::span<const risk::DriverRows> driver_rows,
                                   SimulationRows& rows)
    : request_(request),
      plan_(plan),
      risk_(risk),
      driver_rows_(driver_rows),
      rows_(rows),
      year_count_(static_cast<std::size_t>(plan.schema.axis.year_count)) {}

/// Product of the drivers that scale the project as a whole.
Signature ProjectExpansion::Everything(std::size_t project, const DriverBindings& bindings, MovingFactors& factors) {
  Signature product;
  for (const std::uint32_t driver : bindings.quantity_drivers) {
    if (project >= bindings.reaches[driver].size() || bindings.reaches[driver][project] == 0) continue;
    const auto& target = std::get<model::QuantityTarget>(risk_.drivers[driver].target);
    if (MovesEverything(target)) product = rows_.table().Product(product, factors.OfDriver(driver, project));
  }
  return product;
}

void ProjectExpansion::ForEachTiming(std::size_t project, const DriverBindings& bindings, const StepIndex& steps,
                                     MovingFactors& factors, const Take& take) {
  const Signature everything = Everything(project, bindings, factors);
  const std::uint32_t delay =
      project < bindings.delay_of_project.size() ? bindings.delay_of_project[project] : kNoDriver;
  const int longest = delay == kNoDriver ? 0 : LongestDelay(risk_, delay, static_cast<int>(year_count_));
  const auto mask = [&](int years) {
    if (longest == 0) return Signature{};
    ComputedRow row;
    row.kind = years == longest ? ComputedRow::Kind::kIsLongDelay : ComputedRow::Kind::kIsDelay;
    row.delay_row = driver_rows_[delay].row_of_project[project];
    row.delay_years = years;
    return rows_.computed().Add(std::move(row), rows_.table());
  };
  const auto expand = [&](const model::AppraisalRequest& request, const plan::Plan& plan, const StepIndex& its_steps,
                          std::size_t in_plan, MovingFactors& its_factors, Signature whole) {
    take(plan, in_plan, its_factors, whole,
         ExpandColumns(request, plan, its_steps, bindings, risk_, {in_plan, project}, its_factors, rows_.table(),
                       rows_.computed()));
  };
  expand(request_, plan_, steps, project, factors, rows_.table().Product(everything, mask(0)));
  for (int years = 1; years <= longest; ++years) {
    const double growth = std::get<model::DelayTarget>(risk_.drivers[delay].target).cost_growth_real_fraction_per_year;
    const model::AppraisalRequest delayed = DelayedRequest(request_, project, years, growth);
    if (years == longest) WarnOfCut(delay, years, request_.portfolio.projects[project], delayed.portfolio.projects[0]);
    const auto compiled = plan::Compile(delayed);
    CALANQUE_CHECK(compiled.has_value(), "a delayed project that does not compile");
    MovingFactors its_factors(delayed, *compiled, bindings, driver_rows_, rows_.table());
    expand(delayed, *compiled, StepIndex(*compiled), 0, its_factors, rows_.table().Product(everything, mask(years)));
  }
}

void ProjectExpansion::WarnOfCut(std::uint32_t driver, int years, const model::Project& planned,
                                 const model::Project& delayed) {
  const time::Date horizon = request_.options.grid.Horizon();
  const auto is_complete = [&](const model::CashFlowItem& item) {
    const auto* works = std::get_if<model::Investment>(&item.kind);
    return works == nullptr || finance::CompletionDate(works->spend_profile) <= horizon;
  };
  for (std::size_t i = 0; i < planned.with_project.size(); ++i) {
    if (!is_complete(planned.with_project[i]) || is_complete(delayed.with_project[i])) continue;
    if (!warned_.insert(driver).second) return;
    rows_.Warn({Reason::kInvalidInput, "drivers[" + std::to_string(driver) + "]",
                "delays of up to " + std::to_string(years) + " years move works past the horizon, of project '" +
                    planned.id +
                    "' first: what falls beyond it is neither paid nor worth anything; a longer grid counts it"});
  }
}

EventFlow ProjectExpansion::ExpandEvent(std::uint32_t driver, const DriverBindings& bindings,
                                        MovingFactors& main_factors) {
  const auto& target = std::get<model::EventTarget>(risk_.drivers[driver].target);
  const auto& projects = request_.portfolio.projects;
  const auto owner = std::find_if(projects.begin(), projects.end(),
                                  [&](const model::Project& candidate) { return candidate.id == target.project_id; });
  const auto project = static_cast<std::size_t>(owner - projects.begin());
  const model::PriceTerms terms = target.price_terms ? *target.price_terms
                                  : owner->default_price_terms
                                      ? *owner->default_price_terms
                                      : request_.portfolio.default_price_terms.value_or(model::PriceTerms{});
  plan::Plan prices;
  prices.schema.axis = plan_.schema.axis;
  plan::FactorTable rows(request_, plan_.schema.axis);
  const plan::FactorIndex factor = rows.Prices(terms);
  std::move(rows).MoveInto(prices);
  MovingFactors factors(request_, prices, bindings, driver_rows_, rows_.table());
  const Signature event = main_factors.OfDriver(driver, project);
  const auto& axis = plan_.schema.axis;
  std::vector<double> periods_in_year(year_count_, 0.0);
  for (int i = 0; i < axis.period_count; ++i) periods_in_year[static_cast<std::size_t>(axis.year_indices[i])] += 1.0;
  EventFlow flow;
  flow.project = project;
  for (const Part& part : factors.Row(factor)) {
    const Signature signature = rows_.table().Product(event, part.signature);
    for (int i = 0; i < axis.period_count; ++i) {
      const auto point = static_cast<std::size_t>(i);
      const auto year = static_cast<std::size_t>(axis.year_indices[point]);
      const int calendar_year = axis.first_year + axis.year_indices[point];
      if (target.first_year != 0 && calendar_year < target.first_year) continue;
      if (target.last_year != 0 && calendar_year > target.last_year) continue;
      run::AddTo(flow.row, signature, static_cast<std::size_t>(axis.point_count()), point,
                 part.values[point] / periods_in_year[year]);
    }
  }
  ledger::MoneyColumn& column = flow.column;
  column.item = {std::numeric_limits<std::uint32_t>::max()};  // None.
  column.payer = Party(target.payer_party_id);
  column.payee = Party(target.payee_party_id);
  column.category = target.category;
  column.funding_role =
      metric::kCapital.Holds(target.category) ? ledger::FundingRole::kNeed : ledger::FundingRole::kNone;
  return flow;
}

ledger::PartyIndex ProjectExpansion::Party(std::string_view id) const {
  const auto& parties = request_.portfolio.parties;
  const auto found = std::find_if(parties.begin(), parties.end(), [&](const auto& party) { return party.id == id; });
  return {static_cast<std::uint32_t>(found - parties.begin())};
}

}  // namespace calanque::run
