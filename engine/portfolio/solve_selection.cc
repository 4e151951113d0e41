#include "engine/portfolio/solve_selection.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace calanque::portfolio {
namespace {

using optimize::Answer;
using optimize::Limits;
using optimize::Programme;
using optimize::Status;

/// From here on the relaxation decides most projects, and the exact search would not end in seconds.
constexpr std::size_t kMostExactStarts = 4'000;

/// A column that a linear programme leaves this near to a whole number is one.
constexpr double kWhole = 1e-7;

/// Projects that the relaxation decides keep its decision.
Programme WithWholeProjectsFixed(const Selection& selection, const SelectionProgramme& made,
                                 const std::vector<double>& values) {
  Programme programme = made.programme();
  for (std::size_t c = 0; c < selection.candidates.size(); ++c) {
    const std::size_t first = made.FirstStart(c);
    const std::size_t end = first + selection.candidates[c].starts.size();
    bool is_whole = true;
    for (std::size_t i = first; i < end; ++i) is_whole &= std::abs(values[i] - std::round(values[i])) <= kWhole;
    if (!is_whole) continue;
    for (std::size_t i = first; i < end; ++i) {
      programme.columns[i].lower = programme.columns[i].upper = std::round(values[i]);
    }
  }
  return programme;
}

/// One linear programme, then a search over what it leaves in parts; the bound is the relaxation's. Where its decisions
/// leave nothing feasible, the whole is searched.
Result<Answer, Failures> RelaxAndRound(const Selection& selection, const SelectionProgramme& made,
                                       const Limits& limits) {
  auto relaxed = optimize::Solve(Relaxed(made.programme()), limits);
  if (!relaxed || relaxed->status != Status::kOptimal) return relaxed;
  auto answer = optimize::Solve(WithWholeProjectsFixed(selection, made, relaxed->values), limits);
  if (!answer) return answer;
  if (answer->status == Status::kInfeasible) return optimize::Solve(made.programme(), limits);
  if (!answer->has_values()) return answer;
  Answer rounded = std::move(answer).value();
  rounded.best_bound = relaxed->objective;
  rounded.relative_gap = std::abs(rounded.best_bound - rounded.objective) / std::max(std::abs(rounded.objective), 1e-9);
  rounded.status = rounded.relative_gap <= limits.relative_gap ? Status::kOptimal : Status::kLimit;
  return rounded;
}

}  // namespace

bool IsRounded(const Selection& selection) {
  if (selection.method != Method::kAutomatic) return selection.method == Method::kRelaxAndRound;
  std::size_t count = 0;
  for (const Candidate& candidate : selection.candidates) count += candidate.starts.size();
  return count > kMostExactStarts;
}

Result<Answer, Failures> SolveSelection(const Selection& selection, const SelectionProgramme& made,
                                        const Limits& limits) {
  return IsRounded(selection) ? RelaxAndRound(selection, made, limits) : optimize::Solve(made.programme(), limits);
}

}  // namespace calanque::portfolio
