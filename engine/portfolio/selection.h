// Choosing projects: which, how much of each, starting when. Candidates and constraints as plain figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/optimize/solve.h"

namespace calanque::portfolio {

/// When a search ends.
using SearchLimits = optimize::Limits;

/// One project, whole, started in one year. Every figure scales with the fraction that is chosen.
struct Start {
  int year = 0;
  int delay_years = 0;
  double npv_amount = 0;
  double enpv_amount = 0;
  double abatement_t_co2e = 0;  ///< Over the whole horizon.
  double investment_amount = 0;

  bool operator==(const Start&) const = default;
};

struct Candidate {
  std::string id = {};
  double minimum_fraction = 1;  ///< Of the project, if chosen at all; in (0, 1]; 1: all or nothing.
  std::vector<Start> starts = {};
  /// By future: NPV less its mean, of the whole project. All candidates have as many futures; none where risk is not
  /// asked about.
  std::vector<double> deviations = {};
};

/// What one start of one candidate uses of a constraint: proportional x fraction + fixed if chosen at all.
struct Use {
  std::size_t candidate = 0;
  std::size_t start = 0;
  double proportional = 0;
  double fixed = 0;
};

/// lower <= sum of uses <= upper. The name stands in answers: "City budget 2027".
struct Constraint {
  std::string id = {};
  std::string name = {};
  std::string unit = {};
  int year = 0;  ///< 0: of no year.
  double lower = -optimize::kInfinity;
  double upper = optimize::kInfinity;
  std::vector<Use> uses = {};
};

enum class Goal { kMaximiseEnpv, kMaximiseNpv, kMaximiseAbatement, kMinimiseCost, kMinimiseShortfall };

enum class Method { kAutomatic, kExact, kRelaxAndRound };

struct Selection {
  std::vector<Candidate> candidates;
  std::vector<Constraint> constraints;
  Goal goal = Goal::kMaximiseEnpv;
  double shortfall_weight = 0;     ///< Subtracted from a value in money: weight x expected shortfall.
  double tail_probability = 0.05;  ///< Of the expected shortfall; in (0, 1).
  Method method = Method::kAutomatic;
};

struct Picked {
  std::size_t candidate = 0;
  std::size_t start = 0;
  double fraction = 1;

  bool operator==(const Picked&) const = default;
};

struct Totals {
  double npv_amount = 0;
  double enpv_amount = 0;
  double abatement_t_co2e = 0;
  double investment_amount = 0;
  std::optional<double> expected_shortfall_amount;  ///< Mean less mean of the worst futures.
};

/// A constraint at the answer. Prices say what the objective gains (its unit, always as an improvement) per unit by
/// which the limit is relaxed.
struct ConstraintState {
  double used = 0;
  bool is_binding = false;
  double price_chosen = 0;                       ///< With the projects and years chosen: only fractions may move.
  double price_relaxed = 0;                      ///< Where every project could be done in part (linear relaxation).
  std::optional<double> price_abatement_t_co2e;  ///< As price_relaxed, where tonnes are what is maximised.
};

enum class LeftOutReason {
  kNoGain,         ///< At no start does it better the objective.
  kDoesNotFit,     ///< It would, but at its smallest size it breaks constraints beside what was chosen.
  kRiskOutweighs,  ///< It would, but the penalty on expected shortfall takes more than it brings.
  kWithinGap,      ///< It would, and it fits: the search ended within the gap before it was added.
};

struct LeftOut {
  std::size_t candidate = 0;
  std::size_t start = 0;  ///< The start that comes nearest.
  LeftOutReason reason = LeftOutReason::kNoGain;
  double gain = 0;  ///< In the objective, whole project at that start.
  struct Excess {
    std::size_t constraint = 0;
    double amount = 0;  ///< By how much the constraint would be missed.
  };
  std::vector<Excess> blocking = {};
};

struct SelectionAnswer {
  optimize::Status status = optimize::Status::kNoAnswer;
  bool is_rounded = false;  ///< By relaxation and rounding; best_bound is then the relaxation's.
  double objective = 0;
  double best_bound = 0;
  double relative_gap = 0;
  std::int64_t node_count = 0;
  std::vector<Picked> picked;
  Totals totals;
  std::vector<ConstraintState> constraints;  ///< As in the selection.
  std::vector<LeftOut> left_out;
  std::vector<std::size_t> conflict;  ///< Where infeasible: constraints that clash, minimal.
};

/// Chooses.
///
/// Domain  figures finite; every use in range; constraint bounds not crossed.
/// Errors  as optimize::Solve. A programme without a solution is an answer, with its conflict.
/// Cost    kExact: branch and cut. kRelaxAndRound: one linear programme, then a small search over the projects that it
///         leaves in parts. kAutomatic: exact up to 4,000 starts in all.
/// Promise choosing nothing is feasible unless a constraint has a lower bound above 0: then a gap is finite.
/// Source  H. M. Weingartner, Mathematical Programming and the Analysis of Capital Budgeting Problems (1963); expected
///         shortfall in linear form: R. T. Rockafellar, S. Uryasev, J. of Risk 2 (2000).
Result<SelectionAnswer, Failures> Select(const Selection& selection, const optimize::Limits& limits);

/// One point of a frontier: the cheapest choice with at least these tonnes, or the safest with at least this value.
struct FrontierPoint {
  double cost_amount = 0;  ///< - NPV.
  Totals totals;
  double relative_gap = 0;
  std::vector<Picked> picked;
};

/// Least cost (- NPV) for tonnes, from the tonnes of the cheapest choice up to the most that the constraints allow, in
/// equal steps; points that another one dominates are left out. Empty where the constraints cannot be met.
///
/// Cost    point_count + 1 times Select's.
/// Source  epsilon-constraint: Y. Haimes, L. Lasdon, D. Wismer, IEEE Trans. SMC 1 (1971).
Result<std::vector<FrontierPoint>, Failures> CostFrontier(const Selection& selection, int point_count,
                                                          const optimize::Limits& limits);

/// Least expected shortfall for ENPV, likewise. Empty where the candidates have no futures.
Result<std::vector<FrontierPoint>, Failures> RiskFrontier(const Selection& selection, int point_count,
                                                          const optimize::Limits& limits);

}  // namespace calanque::portfolio
