// clang-format off: the headers of its parts do not compile alone
#include <CbcModel.hpp>
#include <CbcNode.hpp>
// clang-format on

#include <CbcCutGenerator.hpp>
#include <CbcEventHandler.hpp>
#include <CbcHeuristic.hpp>
#include <CbcHeuristicDiveCoefficient.hpp>
#include <CbcHeuristicFPump.hpp>
#include <CbcHeuristicRINS.hpp>
#include <CglFlowCover.hpp>
#include <CglGomory.hpp>
#include <CglKnapsackCover.hpp>
#include <CglMixedIntegerRounding2.hpp>
#include <CglProbing.hpp>
#include <ClpSimplex.hpp>
#include <CoinError.hpp>
#include <CoinHelperFunctions.hpp>
#include <CoinPackedMatrix.hpp>
#include <OsiClpSolverInterface.hpp>
#include <algorithm>
#include <chrono>
#include <mutex>

#include "engine/optimize/coin.h"

namespace calanque::optimize {
namespace {

/// Cbc and Cgl keep a random number and flags of the search in variables of the process.
std::timed_mutex& CbcLock() {
  static std::timed_mutex lock;
  return lock;
}

Failure Cancelled() { return {Reason::kCancelled, {}, "stopped on request"}; }

class StopOnPoll : public CbcEventHandler {
 public:
  explicit StopOnPoll(StopPoll poll) : poll_(poll) {}
  CbcAction event(CbcEvent) override { return poll_() ? stop : noAction; }
  [[nodiscard]] CbcEventHandler* clone() const override { return new StopOnPoll(*this); }

 private:
  StopPoll poll_;
};

/// Clp otherwise takes the process's interrupt for itself while it solves.
constexpr int kKeepsSignals = 2;

void Load(const Programme& programme, OsiClpSolverInterface& solver) {
  const CoinArrays coin = ToCoin(programme);
  solver.messageHandler()->setLogLevel(0);
  solver.setHintParam(OsiDoReducePrint, true, OsiHintTry);
  ClpSolve options;
  options.setSpecialOption(kKeepsSignals, 1);
  solver.setSolveOptions(options);
  const CoinPackedMatrix matrix(false, static_cast<int>(coin.cost.size()), static_cast<int>(coin.row_lower.size()),
                                static_cast<int>(coin.entry_columns.size()), coin.entry_coefficients.data(),
                                coin.entry_columns.data(), coin.row_starts.data(), nullptr);
  solver.loadProblem(matrix, coin.column_lower.data(), coin.column_upper.data(), coin.cost.data(),
                     coin.row_lower.data(), coin.row_upper.data());
  for (std::size_t i = 0; i < programme.columns.size(); ++i) {
    if (programme.columns[i].is_integer) solver.setInteger(static_cast<int>(i));
  }
}

/// Cuts at the root and every tenth node where they help (-10: Cbc decides at the root).
void AddCuts(CbcModel& model) {
  CglProbing probing;
  probing.setUsingObjective(1);
  probing.setMaxPass(3);
  probing.setMaxProbe(20);
  probing.setMaxLook(20);
  CglGomory gomory;
  gomory.setLimit(100);
  CglKnapsackCover knapsack;
  CglMixedIntegerRounding2 rounding;
  CglFlowCover flow;
  model.addCutGenerator(&probing, -10, "Probing");
  model.addCutGenerator(&gomory, -10, "Gomory");
  model.addCutGenerator(&knapsack, -10, "Knapsack");
  model.addCutGenerator(&rounding, -10, "Rounding");
  model.addCutGenerator(&flow, -10, "FlowCover");
}

void AddHeuristics(CbcModel& model) {
  CbcRounding rounding(model);
  CbcHeuristicDiveCoefficient dive(model);
  CbcHeuristicFPump pump(model);
  pump.setMaximumPasses(20);
  CbcHeuristicRINS neighbourhood(model);
  model.addHeuristic(&rounding);
  model.addHeuristic(&dive);
  model.addHeuristic(&pump);
  model.addHeuristic(&neighbourhood);
}

void Configure(CbcModel& model, const Limits& limits) {
  model.setLogLevel(0);
  model.setNumberThreads(0);
  model.setRandomSeed(1);
  model.setUseElapsedTime(true);
  if (limits.time_seconds > 0) model.setMaximumSeconds(limits.time_seconds);
  model.setMaximumNodes(static_cast<int>(std::min<std::int64_t>(limits.node_count, 1'000'000'000)));
  model.setAllowableGap(1e-10);
  model.setAllowableFractionGap(limits.relative_gap);
  model.setNumberStrong(10);
  model.setNumberBeforeTrust(10);
  const StopOnPoll handler(limits.stop);
  model.passInEventHandler(&handler);
  AddCuts(model);
  AddHeuristics(model);
}

Answer ReadAnswer(const CbcModel& model, const Programme& programme) {
  Answer answer;
  answer.node_count = model.getNodeCount();
  const double* best = model.bestSolution();
  if (best == nullptr) {
    answer.status = model.isProvenInfeasible() ? Status::kInfeasible : Status::kNoAnswer;
    return answer;
  }
  answer.values.assign(best, best + programme.columns.size());
  const double sign = programme.sense == Sense::kMinimise ? 1.0 : -1.0;
  answer.best_bound = sign * model.getBestPossibleObjValue();
  answer.status = model.isProvenOptimal() ? Status::kOptimal : Status::kLimit;
  return answer;
}

Result<Answer> SolveByCbc(const Programme& programme, const Limits& limits) {
  CoinDrand48(true, 1);  // what was solved before must not matter
  OsiClpSolverInterface solver;
  Load(programme, solver);
  CbcModel model(solver);
  Configure(model, limits);
  model.initialSolve();
  model.branchAndBound();
  if (limits.stop()) return Cancelled();
  if (model.isAbandoned()) {
    return Failure{Reason::kNotConverged, {}, "the mixed-integer programme could not be solved for numerical reasons"};
  }
  return ReadAnswer(model, programme);
}

}  // namespace

Result<Answer> SolveMixedInteger(const Programme& programme, const Limits& limits) {
  std::unique_lock lock(CbcLock(), std::defer_lock);
  while (!lock.try_lock_for(std::chrono::milliseconds(20))) {
    if (limits.stop()) return Cancelled();
  }
  try {
    return SolveByCbc(programme, limits);
  } catch (const CoinError& error) {
    return Failure{Reason::kInternal, {}, "the solver of mixed-integer programmes failed: " + error.message()};
  }
}

}  // namespace calanque::optimize
