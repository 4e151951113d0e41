// Solving a linear or mixed-integer programme. Which solver does it is private to this module.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/optimize/programme.h"

namespace calanque::optimize {

/// When to stop. Gap and node limit give the same answer everywhere; a time limit does not, and is for guarding.
struct Limits {
  double relative_gap = 1e-6;           ///< |best bound - objective| / |objective| that is good enough; >= 0.
  std::int64_t node_count = 1'000'000;  ///< Of the search tree; >= 1.
  double time_seconds = 0;              ///< Wall clock; 0: none.
  StopPoll stop = {};
};

enum class Status {
  kOptimal,     ///< Within the gap asked for.
  kLimit,       ///< A limit was reached; the best found so far, with its gap.
  kNoAnswer,    ///< A limit was reached before anything feasible was found.
  kInfeasible,  ///< No values meet all bounds; FindConflict says which clash.
  kUnbounded,   ///< The objective can be bettered without end (or there is no feasible point at all).
};

/// Values, when status is kOptimal or kLimit. A dual says what the objective gains per unit by which the row's binding
/// bound is raised, a reduced cost the same for a column's bound: positive in a minimisation is a cost. With integer
/// columns they are those of the linear programme in which these are fixed at the answer.
struct Answer {
  Status status = Status::kNoAnswer;
  std::vector<double> values;  ///< [column]; integer columns are whole.
  double objective = 0;
  double best_bound = 0;              ///< No solution is better than this.
  double relative_gap = 0;            ///< |best_bound - objective| / max(|objective|, 1e-9).
  std::vector<double> row_values;     ///< [row]
  std::vector<double> row_duals;      ///< [row]
  std::vector<double> reduced_costs;  ///< [column]
  std::int64_t node_count = 0;        ///< Of the search tree.

  [[nodiscard]] bool has_values() const { return status == Status::kOptimal || status == Status::kLimit; }
};

/// Solves a programme.
///
/// Errors  kInvalidInput: what ValidateProgramme finds. kCancelled: stop was requested. kNotConverged: the solver gave
///         up for numerical reasons. kInternal: the solver threw.
/// Cost    a linear programme runs beside others; of mixed-integer ones a process solves one at a time, because CBC
///         2.10 keeps random numbers and search state in variables of the process. A caller in the queue still stops.
/// Promise the same programme and limits (without time_seconds) give the same bits, whatever was solved before.
/// Source  COIN-OR Clp 1.17 (dual simplex) and Cbc 2.10 (branch and cut).
Result<Answer, Failures> Solve(const Programme& programme, const Limits& limits = {});

}  // namespace calanque::optimize
