// The whole answer about abatement: measures told apart where they interact, the curve, speed, pathways, the carbon
// budget.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/portfolio/abatement_curve.h"
#include "engine/portfolio/implementation_speed.h"
#include "engine/portfolio/interaction.h"
#include "engine/portfolio/measure.h"
#include "engine/portfolio/pathway.h"

namespace calanque::portfolio {

/// What is asked. Positions of measures are those of the measure set; a measure stands in one group at most, a group
/// has at least one.
struct AbatementTerms {
  bool draws_target_year = false;  ///< The curve's width: tonnes of the target year, not of the horizon.
  int target_year = 0;             ///< Calendar year; 0: none. Inside the set's years where it is drawn.
  std::vector<InteractionGroup> groups;
  std::vector<std::optional<SpeedLimit>> limits;    ///< By measure; empty: no limits at all.
  std::optional<PathwayTerms> pathway;              ///< Its years hold the set's.
  std::vector<std::optional<std::size_t>> sectors;  ///< By measure, position in the pathway's sectors.
  std::optional<CarbonBudget> budget;               ///< With a pathway.
};

/// A measure of a group, told apart in the ways beside Shapley's.
struct GroupPart {
  std::size_t group = 0;
  CurveInput standalone;
  CurveInput last_in;
  CurveInput in_order;
};

/// What became of a measure.
struct MeasureOutcome {
  CurveInput counted;  ///< What the curve is drawn from: its own figures, or its Shapley shares in a group.
  std::optional<GroupPart> part;
  std::optional<SpeedOutcome> speed;
  std::vector<double> avoided_by_year;            ///< By calendar year of the set: counted, within the limit.
  std::vector<double> avoided_scheduled_by_year;  ///< The same without the limit; sums to the counted tonnes.
};

/// A group as a whole.
struct GroupOutcome {
  CurveInput together;        ///< What it brings: the sum of the Shapley shares.
  CurveInput standalone_sum;  ///< What adding up the measures would promise.
};

/// The carbon budget against every row of the total.
struct BudgetOutcome {
  BudgetUse business_as_usual;
  BudgetUse target;
  BudgetUse residual;
};

struct AbatementPlan {
  std::vector<CurveBar> bars;
  std::vector<MeasureOutcome> measures;  ///< In the set's order.
  CurveInput total;                      ///< Sum of what is counted; what raises emissions counts against it.
  std::vector<GroupOutcome> groups;
  std::optional<Pathways> pathways;
  std::optional<BudgetOutcome> budget;
};

/// The curve rests on the schedules of the projects; limits on speed act on tonnes by year, and so on pathways and
/// budget, before measures are told apart.
///
/// Cost  O(n log n + measures x years + members^2 x years per group).
AbatementPlan BuildAbatementPlan(const MeasureSet& set, const AbatementTerms& terms);

}  // namespace calanque::portfolio
