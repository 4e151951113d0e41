// The shipped records of progress, through the service, against expected-track.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

v1::TrackProgressResponse Track(const std::string& folder) {
  return PlanShipped(folder, "actuals.yaml", &v1::PlanningService::Stub::TrackProgress);
}

template <typename Values>
double SumOf(const Values& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

void AddProject(const v1::ProjectProgress& project, Figures& figures) {
  const std::string start = (project.project_id().empty() ? "portfolio" : project.project_id()) + ",";
  for (const v1::QuantityProgress& quantity : project.quantities()) {
    const std::string name = start + v1::ProgressQuantity_Name(quantity.quantity()) + "_";
    figures[name + "price"] = SumOf(quantity.price_variances());
    figures[name + "volume"] = SumOf(quantity.volume_variances());
    figures[name + "timing"] = SumOf(quantity.timing_variances());
    figures[name + "forecast_at_completion"] = quantity.forecast_at_completion();
  }
  const v1::EarnedValue& earned = project.earned_value();
  figures[start + "planned_value_amount"] = earned.planned_value_amount();
  figures[start + "earned_value_amount"] = earned.earned_value_amount();
  figures[start + "actual_cost_amount"] = earned.actual_cost_amount();
  figures[start + "forecast_planned_rates_amount"] = earned.forecast_planned_rates_amount();
  figures[start + "forecast_recorded_rates_amount"] = earned.forecast_recorded_rates_amount();
  figures[start + "delay_years"] = project.delay_years();
  const v1::UpdatedFigures& in = project.figures();
  figures[start + "planned_npv_amount"] = in.planned_npv_amount();
  figures[start + "updated_npv_amount"] = in.updated_npv_amount();
  figures[start + "updated_abatement_t_co2e"] = in.updated_abatement_t_co2e();
  figures[start + "updated_target_year_abatement_t_co2e"] = in.updated_target_year_abatement_t_co2e();
  figures[start + "planned_gap_amount"] = in.planned_gap_amount();
  figures[start + "updated_gap_amount"] = in.updated_gap_amount();
}

Figures FiguresOf(const v1::TrackProgressResponse& response) {
  Figures figures;
  AddProject(response.portfolio(), figures);
  for (const v1::ProjectProgress& project : response.projects()) {
    const bool is_recorded = std::ranges::any_of(project.quantities(), &v1::QuantityProgress::is_recorded);
    if (is_recorded) AddProject(project, figures);
  }
  for (const v1::IndicatorProgress& indicator : response.indicators()) {
    const std::string start = indicator.indicator_id() + ",indicator_";
    figures[start + "target"] = indicator.target();
    figures[start + "latest"] = indicator.latest();
    figures[start + "expected"] = indicator.expected();
    figures[start + "forecast"] = indicator.forecast();
  }
  return figures;
}

class ShippedRecord : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedRecord, GivesTheFiguresOfItsExpectedFile) {
  // Parts that are 0 but for rounding are compared as money: to a millionth of the unit.
  const std::string folder = ShippedFolder(GetParam());
  ExpectFigures(folder + "/expected-track.csv", "subject,figure,value", FiguresOf(Track(folder)),
                [](const std::string&, double value) { return std::max(1e-6, 1e-9 * std::abs(value)); });
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedRecord, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
