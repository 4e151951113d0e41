// Pages on partnerships, from answers made by hand: what a reader must not miss.
#include "clients/cli/output_ppp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// 0.000 would read as a company that covers nothing.
TEST(ModesTable, AFigureOfNoFutureIsNone) {
  v1::CompareDeliveryModesResponse response;
  v1::ModeSimulation& simulation = *response.mutable_simulation();
  simulation.set_path_count(1000);
  v1::SimulatedModeFigure& figure = *simulation.add_figures();
  figure.set_mode_id("direct");
  figure.mutable_figure()->set_metric_name("minimum_dscr");
  figure.mutable_figure()->set_unit("1");
  figure.mutable_figure()->set_missing_path_count(1000);
  const std::string page = ModesTable(response, {});
  EXPECT_THAT(page, AllOf(HasSubstr("none"), Not(HasSubstr("0.000"))));
}

}  // namespace
}  // namespace calanque::cli
