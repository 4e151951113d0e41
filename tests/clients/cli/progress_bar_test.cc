#include "clients/cli/progress_bar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/text_table.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(DurationText, RoundsUpInTheUnitThatFits) {
  EXPECT_EQ(DurationText(0.2), "1 s");
  EXPECT_EQ(DurationText(119.0), "119 s");
  EXPECT_EQ(DurationText(121.0), "3 min");
  EXPECT_EQ(DurationText(7201.0), "3 h");
}

TEST(ProgressText, SaysHowFarHowLongAndWhat) {
  v1::SimulationProgress progress;
  progress.set_path_count(2500);
  progress.set_total_path_count(10000);
  progress.set_time_left_seconds(12.3);
  progress.set_mean_npv_amount(-8.9e9);
  progress.set_standard_error_amount(4e6);
  const std::string text = ProgressText(progress, "EUR", 200);
  EXPECT_THAT(text, AllOf(StartsWith("[######.................."), HasSubstr("] 25 %"), HasSubstr("13 s left"),
                          HasSubstr("MEUR, ± 4.0")));
  EXPECT_LE(DisplayWidth(ProgressText(progress, "EUR", 40)), 40U);
  EXPECT_THAT(ProgressText(progress, "EUR", 79), AllOf(StartsWith("[#"), HasSubstr("± 4.0"))) << "figures come first";
  progress.set_sensitivity_path_count(500);
  progress.set_total_sensitivity_path_count(1000);
  EXPECT_THAT(ProgressLine(progress, "EUR"),
              AllOf(StartsWith("50 %  500 of "), HasSubstr(" paths of Sobol' indices, 13 s left; ")));
}

}  // namespace
}  // namespace calanque::cli
