#include "engine/run/measure_figures.h"

#include <utility>
#include <vector>

#include "engine/metric/sums.h"
#include "engine/run/evaluate.h"
#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

/// What is asked of the same rows for every project.
class MeasureReader {
 public:
  explicit MeasureReader(const ledger::PointAxis& axis) : points_(static_cast<std::size_t>(axis.point_count())) {}

  portfolio::Measure Read(const metric::Input& input) {
    portfolio::Measure out;
    out.cost_present_amount = 0.0 - metric::PresentValue(input, metric::kProjectAndGrant);
    out.energy_cost_present_amount = 0.0 - metric::PresentValue(input, metric::kEnergyTaxed);
    out.cost_amount = 0.0 - metric::Total(*input.amounts, metric::kProjectAndGrant);
    out.avoided_t_co2e = metric::AvoidedTotal(input);
    out.avoided_discounted_t_co2e = metric::AvoidedDiscounted(input);
    out.costs_by_year = CostByYear(input, metric::kProjectAndGrant);
    out.investment_by_year = CostByYear(input, {ledger::Category::kInvestment});
    out.avoided_by_year.resize(metric::YearCount(input));
    metric::FoldIntoYears(input, input.avoided_t_co2e, out.avoided_by_year);
    return out;
  }

 private:
  std::vector<double> CostByYear(const metric::Input& input, metric::CategorySet categories) {
    std::vector<double> years(metric::YearCount(input));
    metric::AddUp(*input.amounts, categories, points_);
    metric::FoldIntoYears(input, points_, years, -1.0);
    return years;
  }

  std::vector<double> points_;
};

}  // namespace

Result<portfolio::MeasureSet> GatherMeasures(const plan::Plan& plan, std::size_t perspective, const StopPoll& stop) {
  if (stop()) return Cancelled();
  const ledger::Block block = FillLedger(plan, stop);
  const metric::Discounting discounting = DiscountingOf(plan, perspective);
  portfolio::MeasureSet set{plan.schema.axis.first_year, plan.schema.axis.year_count, {}};
  set.measures.reserve(plan.projects.size());
  MeasureReader reader(plan.schema.axis);
  SubjectRows rows(plan);
  for (std::size_t project = 0; project < plan.projects.size(); ++project) {
    if (stop()) return Cancelled();
    rows.Clear();
    rows.AddProject(plan, block, project);
    rows.Finish();
    set.measures.push_back(
        reader.Read(rows.MakeInput(plan, perspective, discounting, metric::View::kIncremental, 0.0)));
  }
  return set;
}

}  // namespace calanque::run
