#include "engine/run/evaluate.h"

#include <vector>

#include "engine/base/check.h"
#include "engine/run/finite_outcome.h"
#include "engine/run/subject_rows.h"
#include "engine/run/unknown_figures.h"

namespace calanque::run {
namespace {

using metric::View;

bool IsGiven(const metric::Definition& metric, std::size_t perspective, View view) {
  const bool is_asked_of_perspective = metric.depends_on_perspective || perspective == 0;
  return is_asked_of_perspective && (view == View::kIncremental || metric.has_total_views);
}

/// Cells of one subject: every metric, of every view, of every perspective that gives it.
std::size_t CellsPerSubject(const plan::Plan& plan) {
  std::size_t count = 0;
  for (const metric::Definition* metric : plan.metrics) {
    count +=
        (metric->depends_on_perspective ? plan.perspectives.size() : 1) * (metric->has_total_views ? kViewCount : 1);
  }
  return count;
}

/// Computes every metric of one subject, one cell after another.
class Reducer {
 public:
  Reducer(const plan::Plan& plan, std::pmr::memory_resource* memory) : plan_(plan), memory_(memory) {
    for (std::size_t p = 0; p < plan.perspectives.size(); ++p) discounting_.push_back(DiscountingOf(plan, p));
  }

  /// Fills the cells from `cell` on; returns the one after the last.
  Cell* Reduce(const SubjectRows& rows, std::int32_t project, Cell* cell) const {
    const bool is_portfolio = project == kWholePortfolio;
    const FigureSet unknown =
        is_portfolio ? plan_.unknown_figures.back() : plan_.unknown_figures[static_cast<std::size_t>(project)];
    const double planned = is_portfolio ? plan_.planned_reduction_t_co2e.back()
                                        : plan_.planned_reduction_t_co2e[static_cast<std::size_t>(project)];
    for (std::size_t p = 0; p < plan_.perspectives.size(); ++p) {
      for (const View view : {View::kIncremental, View::kWith, View::kWithout}) {
        metric::RateMemo rates;
        metric::Input input = rows.MakeInput(plan_, p, discounting_[p], view, planned);
        input.memory = memory_;
        input.rates = &rates;
        for (const metric::Definition* metric : plan_.metrics) {
          if (!IsGiven(*metric, p, view)) continue;
          const auto perspective = metric->depends_on_perspective ? static_cast<std::int32_t>(p) : kNoPerspective;
          const auto why = WhyUnknown(*metric, unknown, is_portfolio);
          *cell++ = {metric, project, perspective, view, why ? metric::Outcome(*why) : ComputeFinite(*metric, input)};
        }
      }
    }
    return cell;
  }

 private:
  const plan::Plan& plan_;
  std::pmr::memory_resource* memory_;
  std::vector<metric::Discounting> discounting_;  // By perspective.
};

}  // namespace

std::size_t CellCount(const plan::Plan& plan) {
  return CellsPerSubject(plan) * (plan.omits_projects ? 1 : plan.projects.size() + 1);
}

Result<Cells> Evaluate(const plan::Plan& plan, const StopPoll& stop) {
  if (stop()) return Cancelled();
  return Evaluate(plan, FillLedger(plan, stop), stop);
}

Result<Cells> Evaluate(const plan::Plan& plan, const ledger::Block& block, const StopPoll& stop) {
  Cells answer(CellCount(plan));
  const Reducer reducer(plan, answer.memory());
  const std::size_t per_subject = CellsPerSubject(plan);
  Cell* cell = answer.list().data() + per_subject;  // The portfolio comes first and is known last.
  SubjectRows portfolio(plan);
  SubjectRows project_rows(plan);
  for (std::size_t project = 0; project < plan.schema.money_of_project.size(); ++project) {
    if (stop()) return Cancelled();
    const bool is_programme = project == plan.projects.size();
    project_rows.Clear();
    project_rows.AddProject(plan, block, project);
    portfolio.Add(project_rows);
    if (is_programme || plan.omits_projects) continue;
    project_rows.Finish();
    cell = reducer.Reduce(project_rows, static_cast<std::int32_t>(project), cell);
  }
  portfolio.Finish();
  const Cell* portfolio_end = reducer.Reduce(portfolio, kWholePortfolio, answer.list().data());
  CALANQUE_CHECK(cell == answer.end() && portfolio_end == answer.begin() + per_subject, "every cell is filled");
  return answer;
}

}  // namespace calanque::run
