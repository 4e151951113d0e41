#include "clients/cli/text_bar.h"

#include <gtest/gtest.h>

namespace calanque::cli {
namespace {

TEST(RangeBar, FillsBetweenItsEndsAndMarksTheBase) {
  EXPECT_EQ(RangeBar(2, 8, 5, 0, 10, 11), "  ███│███  ");
  EXPECT_EQ(RangeBar(8, 2, 5, 0, 10, 11), "  ███│███  ") << "whichever end is which";
  EXPECT_EQ(RangeBar(-5, 50, 0, 0, 10, 5), "│████") << "cut to the range";
  EXPECT_EQ(RangeBar(5, 5, 5, 0, 10, 11), "     │     ") << "nothing moves";
}

TEST(RangeBar, AnEmptyRangeHasNoBar) {
  EXPECT_EQ(RangeBar(1, 1, 1, 1, 1, 20), "");
  EXPECT_EQ(RangeBar(0, 1, 0, 0, 1, 1), "");
}

TEST(FractionBar, IsCutToItsWidth) {
  EXPECT_EQ(FractionBar(0.5, 6), "[###...]");
  EXPECT_EQ(FractionBar(-1, 3), "[...]");
  EXPECT_EQ(FractionBar(7, 3), "[###]");
  EXPECT_EQ(FractionBar(0.0 / 0.0, 3), "[...]");
}

}  // namespace
}  // namespace calanque::cli
