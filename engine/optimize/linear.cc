#include <ClpEventHandler.hpp>
#include <ClpSimplex.hpp>
#include <CoinError.hpp>
#include <CoinMessageHandler.hpp>
#include <CoinPackedMatrix.hpp>
#include <exception>

#include "engine/optimize/coin.h"

namespace calanque::optimize {
namespace {

/// Ends the simplex when the caller no longer wants an answer.
class StopOnPoll : public ClpEventHandler {
 public:
  explicit StopOnPoll(StopPoll stop) : stop_(stop) {}
  int event(Event which) override { return which == endOfFactorization && stop_() ? 0 : -1; }
  [[nodiscard]] ClpEventHandler* clone() const override { return new StopOnPoll(*this); }

 private:
  StopPoll stop_;
};

enum ClpStatus { kClpOptimal = 0, kClpInfeasible = 1, kClpUnbounded = 2, kClpLimit = 3, kClpFailed = 4, kClpEvent = 5 };

void Load(const CoinArrays& coin, ClpSimplex& clp) {
  const auto column_count = static_cast<int>(coin.cost.size());
  const auto row_count = static_cast<int>(coin.row_lower.size());
  const CoinPackedMatrix matrix(false, column_count, row_count, static_cast<int>(coin.entry_columns.size()),
                                coin.entry_coefficients.data(), coin.entry_columns.data(), coin.row_starts.data(),
                                nullptr);
  clp.loadProblem(matrix, coin.column_lower.data(), coin.column_upper.data(), coin.cost.data(), coin.row_lower.data(),
                  coin.row_upper.data());
}

void Read(const ClpSimplex& clp, const Programme& programme, double sign, Answer& answer) {
  const std::size_t column_count = programme.columns.size();
  const std::size_t row_count = programme.rows.size();
  answer.values.assign(clp.getColSolution(), clp.getColSolution() + column_count);
  answer.row_values.assign(clp.getRowActivity(), clp.getRowActivity() + row_count);
  answer.row_duals.assign(clp.getRowPrice(), clp.getRowPrice() + row_count);
  answer.reduced_costs.assign(clp.getReducedCost(), clp.getReducedCost() + column_count);
  for (double& dual : answer.row_duals) dual *= sign;
  for (double& cost : answer.reduced_costs) cost *= sign;
  answer.objective = 0;
  for (std::size_t i = 0; i < column_count; ++i) answer.objective += programme.columns[i].cost * answer.values[i];
  answer.best_bound = answer.objective;
}

bool IsSettled(const ClpSimplex& clp) {
  return clp.status() == kClpOptimal || clp.status() == kClpEvent || clp.status() == kClpLimit;
}

/// The dual simplex cannot always tell an unbounded programme from an infeasible one; the primal then decides. Where
/// both lose their digits, what presolve leaves is often easier; and where the dual had found no solution and finds
/// none from the start either, with the rows as they stand, the primal has nothing to decide.
int Run(ClpSimplex& clp) {
  clp.dual();
  const bool was_infeasible = clp.status() == kClpInfeasible;
  if (!IsSettled(clp)) clp.primal();
  if (clp.status() == kClpFailed) {
    clp.createStatus();
    clp.initialPrimalSolve();
  }
  if (clp.status() == kClpFailed) {
    clp.scaling(0);
    clp.createStatus();
    clp.dual();
    if (clp.status() == kClpInfeasible && was_infeasible) return kClpInfeasible;
    if (!IsSettled(clp)) clp.primal();
  }
  return clp.status();
}

Result<Answer> SolveByClp(const Programme& programme, const Limits& limits) {
  const CoinArrays coin = ToCoin(programme);
  ClpSimplex clp;
  clp.setLogLevel(0);
  Load(coin, clp);
  const StopOnPoll handler(limits.stop);
  clp.passInEventHandler(&handler);
  if (limits.time_seconds > 0) clp.setMaximumWallSeconds(limits.time_seconds);
  Answer answer;
  switch (Run(clp)) {
    case kClpOptimal:
      answer.status = Status::kOptimal;
      Read(clp, programme, coin.sign, answer);
      return answer;
    case kClpInfeasible:
      answer.status = Status::kInfeasible;
      return answer;
    case kClpUnbounded:
      answer.status = Status::kUnbounded;
      return answer;
    case kClpLimit:
      return answer;
    case kClpEvent:
      return Failure{Reason::kCancelled, {}, "stopped on request"};
    default:
      return Failure{Reason::kNotConverged, {}, "the linear programme could not be solved for numerical reasons"};
  }
}

}  // namespace

Result<Answer> SolveLinear(const Programme& programme, const Limits& limits) {
  try {
    return SolveByClp(programme, limits);
  } catch (const CoinError& error) {
    return Failure{Reason::kInternal, {}, "the solver of linear programmes failed: " + error.message()};
  }
}

}  // namespace calanque::optimize
