#include <utility>

#include "engine/portfolio/selection.h"
#include "engine/portfolio/selection_programme.h"
#include "engine/portfolio/solve_selection.h"
#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

using optimize::Limits;

/// Two figures of which one is traded for the other.
struct Trade {
  Goal least;                       ///< Minimised.
  Goal most;                        ///< What there must be enough of.
  double (*amount)(const Totals&);  ///< Of `most`.
  double (*price)(const Totals&);   ///< Of `least`.
};

using Point = Result<std::optional<FrontierPoint>, Failures>;

/// nullopt where the constraints cannot be met, or nothing was found within the limits.
Point SolveFor(const Selection& selection, Goal goal, const std::vector<Constraint>& extra, const Limits& limits) {
  const SelectionProgramme made(selection, goal, extra);
  const auto answer = SolveSelection(selection, made, limits);
  if (!answer) return answer.error();
  if (!answer->has_values()) return std::optional<FrontierPoint>();
  FrontierPoint point;
  point.picked = made.Read(answer->values);
  point.totals = TotalsOf(selection, point.picked);
  point.cost_amount = -point.totals.npv_amount;
  point.relative_gap = answer->relative_gap;
  return std::optional<FrontierPoint>(std::move(point));
}

/// At least so much of the goal.
Constraint AtLeast(const Selection& selection, Goal goal, double amount) {
  Constraint constraint{.lower = amount};
  for (std::size_t c = 0; c < selection.candidates.size(); ++c) {
    for (std::size_t s = 0; s < selection.candidates[c].starts.size(); ++s) {
      constraint.uses.push_back({c, s, GoalFigure(goal, selection.candidates[c].starts[s]), 0});
    }
  }
  return constraint;
}

/// Points come in ascending amount: one is dominated where a later one costs no more.
std::vector<FrontierPoint> WithoutDominated(std::vector<FrontierPoint> points, const Trade& trade) {
  std::vector<FrontierPoint> kept;
  for (FrontierPoint& point : points) {
    while (!kept.empty() && trade.price(kept.back().totals) >= trade.price(point.totals)) kept.pop_back();
    if (!kept.empty() && trade.amount(kept.back().totals) >= trade.amount(point.totals)) continue;
    kept.push_back(std::move(point));
  }
  return kept;
}

Result<std::vector<FrontierPoint>, Failures> Frontier(const Selection& selection, const Trade& trade, int point_count,
                                                      const Limits& limits) {
  std::vector<FrontierPoint> points;
  Point least = SolveFor(selection, trade.least, {}, limits);
  if (!least) return least.error();
  Point most = SolveFor(selection, trade.most, {}, limits);
  if (!most) return most.error();
  if (!*least || !*most) return points;
  const double low = trade.amount((*least)->totals);
  const double high = trade.amount((*most)->totals);
  points.push_back(**least);
  for (int i = 1; i < point_count; ++i) {
    // A hair below the most, so that rounding leaves the last point feasible.
    const double amount = low + (high - low) * (1 - 1e-9) * i / (point_count - 1);
    Point point = SolveFor(selection, trade.least, {AtLeast(selection, trade.most, amount)}, limits);
    if (!point) return point.error();
    if (*point) points.push_back(**point);
  }
  return WithoutDominated(std::move(points), trade);
}

}  // namespace

Result<std::vector<FrontierPoint>, Failures> CostFrontier(const Selection& selection, int point_count,
                                                          const Limits& limits) {
  const Trade trade = {Goal::kMinimiseCost, Goal::kMaximiseAbatement,
                       [](const Totals& totals) { return totals.abatement_t_co2e; },
                       [](const Totals& totals) { return -totals.npv_amount; }};
  return Frontier(selection, trade, point_count, limits);
}

Result<std::vector<FrontierPoint>, Failures> RiskFrontier(const Selection& selection, int point_count,
                                                          const Limits& limits) {
  if (selection.candidates.empty() || selection.candidates.front().deviations.empty()) {
    return std::vector<FrontierPoint>();
  }
  // The value alone: the penalty would count the same risk twice.
  Selection plain = selection;
  plain.shortfall_weight = 0;
  const Trade trade = {Goal::kMinimiseShortfall, Goal::kMaximiseEnpv,
                       [](const Totals& totals) { return totals.enpv_amount; },
                       [](const Totals& totals) { return *totals.expected_shortfall_amount; }};
  return Frontier(plain, trade, point_count, limits);
}

}  // namespace calanque::portfolio
