#include "clients/cli/scalar_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace calanque::cli {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();

std::string WhyNoDouble(const std::string& text) {
  std::string wrong;
  EXPECT_FALSE(ParseDouble(text, wrong)) << text;
  return wrong;
}

std::string WhyNoInteger(const std::string& text) {
  std::string wrong;
  EXPECT_FALSE(ParseInteger(text, kLeast, kMost, wrong)) << text;
  return wrong;
}

TEST(ParseDouble, ReadsDecimalNotation) {
  std::string wrong;
  EXPECT_EQ(ParseDouble("0.1", wrong), 0.1);
  EXPECT_EQ(ParseDouble("-1.5e3", wrong), -1500.0);
  EXPECT_EQ(ParseDouble("+7", wrong), 7.0);
  EXPECT_EQ(ParseDouble("4.9406564584124654e-324", wrong), std::numeric_limits<double>::denorm_min());
}

/// from_chars alone takes "inf" and "nan" for numbers; one of them would poison every figure.
TEST(ParseDouble, RefusesWhatIsNotFinite) {
  for (const char* text : {".inf", "-.inf", ".INF", "inf", "+Infinity", ".nan", "NaN", "1e400", "-1e400"}) {
    EXPECT_NE(WhyNoDouble(text).find("expected a finite number"), std::string::npos) << WhyNoDouble(text);
  }
}

TEST(ParseDouble, SaysHowToWriteTheNumber) {
  EXPECT_EQ(WhyNoDouble("abc"), "is 'abc'; expected a number");
  EXPECT_EQ(WhyNoDouble("5 %"), "is '5 %'; expected a number, as a fraction (0.05 for 5 %)");
  EXPECT_EQ(WhyNoDouble("1,5"), "is '1,5'; expected a number with a decimal point and no separators (1234.5)");
  EXPECT_EQ(WhyNoDouble("1 000"), "is '1 000'; expected a number without separators (1234.5)");
}

/// Half a number is no number.
TEST(ParseDouble, RefusesWhatIsLeftOver) {
  for (const char* text : {"", "+", "-", "+-1", "++1", "1.2.3", "0x10", "1e", "12abc"}) WhyNoDouble(text);
}

TEST(ParseInteger, ReadsWholeNumbersHoweverWritten) {
  std::string wrong;
  EXPECT_EQ(ParseInteger("-12", kLeast, kMost, wrong), -12);
  EXPECT_EQ(ParseInteger("5.0", kLeast, kMost, wrong), 5);
  EXPECT_EQ(ParseInteger("1e3", kLeast, kMost, wrong), 1000);
  EXPECT_EQ(ParseInteger("2147483647", kLeast, kMost, wrong), kMost);
  EXPECT_EQ(ParseInteger("9223372036854775807", std::numeric_limits<std::int64_t>::min(),
                         std::numeric_limits<std::int64_t>::max(), wrong),
            std::numeric_limits<std::int64_t>::max());
}

/// A cast would wrap silently, or be undefined.
TEST(ParseInteger, RefusesWhatDoesNotFit) {
  const std::string range = "expected a whole number from -2147483648 to 2147483647";
  for (const char* text : {"2147483648", "-2147483649", "99999999999999999999", "1e300", "3e9"}) {
    EXPECT_EQ(WhyNoInteger(text), "is '" + std::string(text) + "'; " + range);
  }
  EXPECT_EQ(WhyNoInteger("1.5"), "is '1.5'; expected a whole number");
  WhyNoInteger(".nan");
}

/// YAML 1.1 readers take "no" (Norway) for false, and "1" for neither.
TEST(ParseBool, TakesTrueAndFalseOnly) {
  std::string wrong;
  EXPECT_EQ(ParseBool("true", wrong), true);
  EXPECT_EQ(ParseBool("false", wrong), false);
  for (const char* text : {"yes", "no", "on", "True", "FALSE", "1", "0", ""}) {
    EXPECT_FALSE(ParseBool(text, wrong)) << text;
    EXPECT_EQ(wrong, "is '" + std::string(text) + "'; expected true or false");
  }
}

/// A cut in the middle of a character would make the message itself invalid UTF-8.
TEST(Quoted, CutsBetweenCharacters) {
  EXPECT_EQ(Quoted("short"), "'short'");
  EXPECT_EQ(Quoted(std::string(59, 'a') + "\xC3\xA9" + std::string(40, 'b')), "'" + std::string(59, 'a') + "...'");
}

}  // namespace
}  // namespace calanque::cli
