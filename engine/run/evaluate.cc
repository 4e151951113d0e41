#include "engine/run/evaluate.h"

#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

using metric::View;

/// Where each figure stands in the answer: metric by metric, perspective, view, then portfolio and projects.
class CellLayout {
 public:
  explicit CellLayout(const plan::Plan& plan)
      : plan_(plan), subject_count_(plan.omits_projects ? 1 : plan.projects.size() + 1) {
    for (const metric::Definition* metric : plan.metrics) {
      offsets_.push_back(count_);
      count_ += PerspectiveCount(*metric) * ViewCount(*metric) * subject_count_;
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t PerspectiveCount(const metric::Definition& metric) const {
    return metric.depends_on_perspective ? plan_.perspectives.size() : 1;
  }
  [[nodiscard]] static std::size_t ViewCount(const metric::Definition& metric) {
    return metric.has_total_views ? kViewCount : 1;
  }
  [[nodiscard]] std::size_t Index(std::size_t metric, std::size_t perspective, std::size_t view,
                                  std::size_t subject) const {
    const auto& definition = *plan_.metrics[metric];
    return offsets_[metric] + (perspective * ViewCount(definition) + view) * subject_count_ + subject;
  }

 private:
  const plan::Plan& plan_;
  std::size_t subject_count_;
  std::size_t count_ = 0;
  std::vector<std::size_t> offsets_;
};

/// Computes every metric of one subject into its cells. subject 0 is the portfolio.
void ReduceSubject(const plan::Plan& plan, const SubjectRows& rows, const CellLayout& layout, std::size_t subject,
                   std::vector<Cell>& cells) {
  const double planned = subject == 0 ? plan.planned_reduction_t_co2e.back() : plan.planned_reduction_t_co2e[subject - 1];
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    for (std::size_t v = 0; v < kViewCount; ++v) {
      const auto view = static_cast<View>(v);
      const metric::Input input = rows.MakeInput(plan, p, view, planned);
      for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
        const metric::Definition& metric = *plan.metrics[m];
        if (p >= layout.PerspectiveCount(metric) || v >= CellLayout::ViewCount(metric)) continue;
        Cell& cell = cells[layout.Index(m, p, v, subject)];
        cell.metric = &metric;
        cell.project = subject == 0 ? kWholePortfolio : static_cast<std::int32_t>(subject) - 1;
        cell.perspective = metric.depends_on_perspective ? static_cast<std::int32_t>(p) : kNoPerspective;
        cell.view = view;
        cell.outcome = metric.compute(input);
      }
    }
  }
}

}  // namespace

std::size_t CellCount(const plan::Plan& plan) { return CellLayout(plan).count(); }

Result<std::vector<Cell>> Evaluate(const plan::Plan& plan, const StopPoll& stop) {
  const Failure cancelled{Reason::kCancelled, "", "the caller cancelled or its deadline passed"};
  if (stop()) return cancelled;
  const ledger::Block block = FillLedger(plan);
  const CellLayout layout(plan);
  std::vector<Cell> cells(layout.count());
  SubjectRows portfolio(plan);
  SubjectRows project_rows(plan);
  for (std::size_t project = 0; project < plan.schema.money_of_project.size(); ++project) {
    if (stop()) return cancelled;
    const bool is_programme = project == plan.projects.size();
    project_rows.Clear();
    project_rows.AddProject(plan, block, project);
    portfolio.Add(project_rows);
    if (is_programme || plan.omits_projects) continue;
    project_rows.Finish();
    ReduceSubject(plan, project_rows, layout, project + 1, cells);
  }
  portfolio.Finish();
  ReduceSubject(plan, portfolio, layout, 0, cells);
  return cells;
}

}  // namespace calanque::run
