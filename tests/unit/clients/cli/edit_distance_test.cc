#include "clients/cli/edit_distance.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace calanque::cli {
namespace {

/// Each edit costs one; a swap of neighbours is one slip, not two.
TEST(EditDistance, CountsSlips) {
  EXPECT_EQ(EditDistance("", ""), 0U);
  EXPECT_EQ(EditDistance("", "abc"), 3U);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3U);
  EXPECT_EQ(EditDistance("amuont", "amount"), 1U);
}

TEST(NearestWord, IgnoresCaseAndAMissingPrefix) {
  EXPECT_EQ(NearestWord("LifeYears", {"amount", "life_years"}), "life_years");
  EXPECT_EQ(NearestWord("saved", {"ENERGY_USE_CONSUMED", "ENERGY_USE_SAVED"}), "ENERGY_USE_SAVED");
}

/// A word unlike any field must not be answered with a wild guess.
TEST(NearestWord, IsEmptyWhereNothingIsNear) {
  EXPECT_EQ(NearestWord("budget", {"amount", "life_years"}), "");
  EXPECT_EQ(NearestWord("", {"amount"}), "");
}

/// A megabyte as a key must not fill a quadratic table.
TEST(NearestWord, GivesUpOnLongWords) { EXPECT_EQ(NearestWord(std::string(1 << 20, 'a'), {"amount"}), ""); }

}  // namespace
}  // namespace calanque::cli
