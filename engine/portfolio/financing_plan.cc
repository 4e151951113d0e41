#include "engine/portfolio/financing_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/optimize/conflict.h"
#include "engine/optimize/solve.h"
#include "engine/portfolio/financing_programme.h"
#include "engine/portfolio/read_financing.h"

namespace calanque::portfolio {
namespace {

using optimize::Answer;
using optimize::Limits;
using optimize::Sense;
using optimize::Status;

/// Where rounding makes the best of one aim out of reach for the next, it may be missed by so much of the largest need.
constexpr double kSlacks[] = {1e-9, 1e-7, 1e-6};

/// Between used and limit, of the larger.
constexpr double kBinding = 1e-6;

struct Solved {
  Answer city_gap;
  Answer other_gap;
  Answer cost;
  std::vector<double> amounts;  ///< Empty where nothing meets the constraints.
};

Result<Answer, Failures> Minimise(const FinancingProgramme& made, const Expression& objective,
                                  const std::vector<FinancingProgramme::Kept>& kept, const Limits& limits) {
  auto answer = optimize::Solve(made.WithObjective(objective, Sense::kMinimise, kept), limits);
  for (const double slack : kSlacks) {
    if (!answer || answer->has_values() || kept.empty()) break;
    std::vector<FinancingProgramme::Kept> loose = kept;
    for (auto& keep : loose) keep.at_most += slack * made.money_unit();
    answer = optimize::Solve(made.WithObjective(objective, Sense::kMinimise, loose), limits);
  }
  if (answer && !answer->has_values() && answer->status != Status::kInfeasible) {
    return Failures{{Reason::kNotConverged, "", "the plan was not found within the limits of the solver"}};
  }
  return answer;
}

/// The best of an aim that those before it have left feasible.
Result<Answer, Failures> MinimiseNext(const FinancingProgramme& made, const Expression& objective,
                                      const std::vector<FinancingProgramme::Kept>& kept, const Limits& limits) {
  auto answer = Minimise(made, objective, kept, limits);
  if (answer && !answer->has_values()) {
    return Failures{{Reason::kNotConverged, "", "a plan was found, but none that is better and keeps what it reaches"}};
  }
  return answer;
}

/// One aim after the other; each keeps what the ones before reached, gaps party by party.
Result<Solved, Failures> SolveInOrder(const FinancingProgramme& made, std::size_t city, const Limits& limits) {
  Solved solved;
  std::vector<FinancingProgramme::Kept> kept;
  const auto keep = [&](const Expression& expression, const Answer& answer) {
    kept.push_back({&expression, expression.At(made.Amounts(answer.values))});
  };
  Expression others_gap;
  for (std::size_t party = 0; party < made.gaps().size(); ++party) {
    if (party != city) others_gap.Add(made.gaps()[party]);
  }
  auto city_gap = Minimise(made, made.gaps()[city], kept, limits);
  if (!city_gap) return city_gap.error();
  solved.city_gap = std::move(city_gap).value();
  if (!solved.city_gap.has_values()) return solved;
  keep(made.gaps()[city], solved.city_gap);
  auto other_gap = MinimiseNext(made, others_gap, kept, limits);
  if (!other_gap) return other_gap.error();
  solved.other_gap = std::move(other_gap).value();
  for (std::size_t party = 0; party < made.gaps().size(); ++party) {
    if (party != city && !made.gaps()[party].terms().empty()) keep(made.gaps()[party], solved.other_gap);
  }
  auto cost = MinimiseNext(made, made.city_cost(), kept, limits);
  if (!cost) return cost.error();
  solved.cost = std::move(cost).value();
  keep(made.city_cost(), solved.cost);
  const auto others = MinimiseNext(made, made.other_cost(), kept, limits);
  if (!others) return others.error();
  solved.amounts = made.Amounts(others->values);
  return solved;
}

void FillConstraints(const FinancingProgramme& made, const Solved& solved, FinancingAnswer& out) {
  for (std::size_t i = 0; i < made.constraints().size(); ++i) {
    const FundingConstraint& constraint = made.constraints()[i];
    FundingConstraintState state{.id = constraint.id, .name = constraint.name, .year = constraint.year};
    if (solved.amounts.empty()) {
      state.used_amount = constraint.used.constant();
      state.limit_amount = constraint.limit.constant();
    } else {
      state.used_amount = constraint.used.At(solved.amounts);
      state.limit_amount = constraint.limit.At(solved.amounts);
      const double size = std::max({std::abs(state.used_amount), std::abs(state.limit_amount), 1.0});
      state.is_binding = state.limit_amount - state.used_amount <= kBinding * size;
      state.gap_price = made.Price(i, solved.city_gap.row_duals) + made.Price(i, solved.other_gap.row_duals);
      state.cost_price = made.Price(i, solved.cost.row_duals);
    }
    out.constraints.push_back(std::move(state));
  }
}

Result<std::vector<std::size_t>, Failures> Conflict(const FinancingProgramme& made, const Limits& limits) {
  std::vector<optimize::RowGroup> groups;
  for (std::size_t i = 0; i < made.constraints().size(); ++i) groups.push_back({made.RowOf(i)});
  return optimize::FindConflict(made.WithObjective(Expression(), Sense::kMinimise), groups, limits);
}

Result<std::optional<LargestProgramme>, Failures> FindLargest(const FundingSetup& setup, const Limits& limits) {
  double city_need = 0;
  for (const FundingNeed& need : setup.figures->needs) {
    if (!setup.IsCity(need.party)) continue;
    for (const double amount : need.amounts) city_need += amount;
  }
  if (city_need == 0) return std::optional<LargestProgramme>();
  const FinancingProgramme made(setup, ProgrammeSize::kLargest);
  Expression spending;
  spending.Add(made.columns().scale, city_need);
  const auto answer = optimize::Solve(made.WithObjective(spending, Sense::kMaximise), limits);
  if (!answer) return answer.error();
  if (!answer->has_values()) return std::optional<LargestProgramme>();
  LargestProgramme largest;
  largest.scale_factor = made.Amounts(answer->values)[made.columns().scale];
  largest.is_unlimited = largest.scale_factor >= kLargestProgramme * (1 - kBinding);
  largest.city_need_amount = largest.scale_factor * city_need;
  for (std::size_t i = 0; i < made.constraints().size() && !largest.is_unlimited; ++i) {
    if (made.Price(i, answer->row_duals) > 0) largest.binding.push_back(i);
  }
  return std::optional(largest);
}

}  // namespace

Result<FinancingAnswer, Failures> PlanFinancing(const FundingFigures& figures, const model::FinancingPlanTerms& terms,
                                                const StopPoll& stop) {
  const FundingSetup setup = SetUpFunding(figures, terms);
  if (const std::size_t count = FinancingProgramme::CountColumns(setup); count > kMostFundingColumns) {
    return Failures{{Reason::kResourceLimit, "funding_sources",
                     "makes a programme of " + std::to_string(count) +
                         " columns (sources x needs x years); the limit is " + std::to_string(kMostFundingColumns)}};
  }
  const Limits limits{.stop = stop};
  const FinancingProgramme made(setup, ProgrammeSize::kAsItIs);
  FinancingAnswer out;
  if (terms.accounts) {
    auto without = CityYearsWithout(setup);
    if (!without) return without.error();
    out.city_without = std::move(without).value();
  }
  const auto solved = SolveInOrder(made, setup.city, limits);
  if (!solved) return solved.error();
  out.is_feasible = solved->city_gap.has_values();
  ReadFinancing(setup, made.columns(), solved->amounts, out);
  FillConstraints(made, *solved, out);
  if (!out.is_feasible) {
    auto conflict = Conflict(made, limits);
    if (!conflict) return conflict.error();
    out.conflict = std::move(conflict).value();
    return out;
  }
  if (terms.accounts) {
    auto with = CityYearsWith(setup, made.columns(), solved->amounts);
    if (!with) return with.error();
    out.city_with = std::move(with).value();
  }
  auto largest = FindLargest(setup, limits);
  if (!largest) return largest.error();
  out.largest = std::move(largest).value();
  return out;
}

}  // namespace calanque::portfolio
