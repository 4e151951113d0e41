#include "clients/cli/number_text.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace calanque::cli {
namespace {

/// A misplaced separator would make a figure read a thousand times too large.
TEST(FormatFixed, GroupsThousandsWithANarrowSpace) {
  EXPECT_EQ(FormatFixed(0, 1), "0.0");
  EXPECT_EQ(FormatFixed(999, 0), "999");
  EXPECT_EQ(FormatFixed(1000, 0), "1\u202F000");
  EXPECT_EQ(FormatFixed(-1234567.891, 2), "-1\u202F234\u202F567.89");
  EXPECT_EQ(FormatFixed(-123456, 0), "-123\u202F456");
  EXPECT_EQ(FormatFixed(1e15, 0), "1\u202F000\u202F000\u202F000\u202F000\u202F000");
}

TEST(FormatFixed, HasNoMinusBeforeZero) {
  EXPECT_EQ(FormatFixed(-0.04, 1), "0.0");
  EXPECT_EQ(FormatFixed(-0.0, 0), "0");
  EXPECT_EQ(FormatFixed(-0.06, 1), "-0.1");
}

/// CSV must carry the very double: every text reads back to the same bits.
TEST(FormatExact, RoundTrips) {
  for (const double value : {0.1, 1.0 / 3.0, -1e-300, 123456789.125, std::numeric_limits<double>::max()}) {
    const std::string text = FormatExact(value);
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    EXPECT_EQ(back, value) << text;
  }
  EXPECT_EQ(FormatExact(0.1), "0.1");
}

TEST(MoneyScale, ShowsMillionsFromTenMillionOn) {
  EXPECT_EQ(ScaleFor(221'000, "EUR").Format(-221'000), "-221\u202F000");
  EXPECT_EQ(ScaleFor(47.619, "EUR").Format(47.619), "47.62");
  EXPECT_EQ(ScaleFor(9'999'999, "EUR").unit, "EUR");
  EXPECT_EQ(ScaleFor(-12'340'000, "CHF").unit, "MCHF");
  EXPECT_EQ(ScaleFor(12'340'000, "CHF").Format(12'340'000), "12.34");
  EXPECT_EQ(ScaleFor(15e9, "EUR").Format(15'088'500'000), "15\u202F088.5");
}

TEST(FormatReadable, KeepsAboutFourDigits) {
  EXPECT_EQ(FormatReadable(22223497.4), "22\u202F223\u202F497");
  EXPECT_EQ(FormatReadable(1.23456), "1.235");
  EXPECT_EQ(FormatReadable(0.00012345), "0.0001234");
}

}  // namespace
}  // namespace calanque::cli
