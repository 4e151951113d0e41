// The shipped abatement curves, through the service: every measure's place, shares, pathways and budget against
// expected-curve.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

constexpr int kYearsApart = 5;  // Of the pathway's years in the file.

v1::BuildAbatementCurveResponse Build(const std::string& folder) {
  return PlanShipped(folder, "curve.yaml", &v1::PlanningService::Stub::BuildAbatementCurve);
}

void AddMeasure(const v1::CurveMeasure& measure, int position, Figures& figures) {
  const std::string start = measure.project_id() + ",";
  figures[start + "position"] = position;
  figures[start + "kind"] = measure.kind();
  figures[start + "pareto_layer"] = measure.pareto_layer();
  figures[start + "cost_present_amount"] = measure.cost_present_amount();
  figures[start + "abatement_t_co2e"] = measure.abatement_t_co2e();
  figures[start + "start_t_co2e"] = measure.start_t_co2e();
  if (measure.has_abatement_cost_amount_per_t_co2e()) {
    figures[start + "abatement_cost_amount_per_t_co2e"] = measure.abatement_cost_amount_per_t_co2e();
  }
  if (measure.has_standalone()) {
    figures[start + "standalone_abatement_t_co2e"] = measure.standalone().abatement_t_co2e();
    figures[start + "last_in_abatement_t_co2e"] = measure.last_in().abatement_t_co2e();
    figures[start + "in_order_abatement_t_co2e"] = measure.in_order().abatement_t_co2e();
    figures[start + "standalone_cost_present_amount"] = measure.standalone().cost_present_amount();
  }
  if (measure.full_year() != 0) figures[start + "full_year"] = measure.full_year();
}

Figures FiguresOf(const v1::BuildAbatementCurveResponse& response) {
  Figures figures;
  for (int i = 0; i < response.measures_size(); ++i) AddMeasure(response.measures(i), i + 1, figures);
  for (const v1::EmissionPathway& pathway : response.pathways()) {
    const std::string start = (pathway.sector_id().empty() ? "all-sectors" : pathway.sector_id()) + ",";
    for (int y = 0; y < pathway.residual_t_co2e_size(); ++y) {
      const int year = response.pathway_first_year() + y;
      if (year % kYearsApart != 0) continue;
      figures[start + "business_as_usual_" + std::to_string(year)] = pathway.business_as_usual_t_co2e(y);
      figures[start + "target_" + std::to_string(year)] = pathway.target_t_co2e(y);
      figures[start + "residual_" + std::to_string(year)] = pathway.residual_t_co2e(y);
    }
  }
  for (const v1::CarbonBudgetUse& use : response.carbon_budget_uses()) {
    figures["carbon-budget," + use.name() + "_emission_t_co2e"] = use.emission_t_co2e();
    figures["carbon-budget," + use.name() + "_exceeded_year"] = use.exceeded_year();
  }
  return figures;
}

class ShippedCurve : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedCurve, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = ShippedFolder(GetParam());
  ExpectFigures(folder + "/expected-curve.csv", "subject,figure,value", FiguresOf(Build(folder)),
                [](const std::string&, double value) { return 1e-9 * std::max(1.0, std::abs(value)); });
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedCurve, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
