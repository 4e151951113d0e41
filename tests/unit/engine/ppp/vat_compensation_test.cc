#include "engine/ppp/vat_compensation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

// 70 of 350 are subsidised, a fifth of every year's spending; the year without spending gives nothing back.
TEST(VatCompensation, NetOfSubsidiesAfterTheLag) {
  std::vector<double> out(5);
  const auto beyond =
      WriteVatCompensation({.rate_fraction = 0.1, .lag_points = 2}, std::vector{100.0, 200.0, 0.0, 50.0, 0.0},
                           std::vector{0.0, 0.0, 70.0, 0.0, 0.0}, out);
  EXPECT_THAT(out, ElementsAre(0.0, 0.0, DoubleNear(8.0, 1e-12), DoubleNear(16.0, 1e-12), 0.0));
  EXPECT_NEAR(beyond.value(), 4.0, 1e-12);
}

// Catches an index that wraps around.
TEST(VatCompensation, ALagBeyondTheHorizonPaysNothingWithinIt) {
  std::vector<double> out(2, -1.0);
  const auto beyond = WriteVatCompensation({.rate_fraction = 0.5, .lag_points = static_cast<std::size_t>(-1)},
                                           std::vector{2.0, 4.0}, {}, out);
  EXPECT_EQ(beyond.value(), 3.0);
  EXPECT_THAT(out, ElementsAre(0.0, 0.0));
}

TEST(VatCompensation, SaysWhatIsWrong) {
  std::vector<double> out(1, -7.0);
  const std::vector<double> eligible = {10.0};
  EXPECT_EQ(Field(WriteVatCompensation({.rate_fraction = 16.404}, eligible, {}, out)), "terms.rate_fraction");
  EXPECT_EQ(Field(WriteVatCompensation({}, std::vector{-1.0}, {}, out)), "eligible_amount[0]");
  EXPECT_EQ(Field(WriteVatCompensation({}, eligible, std::vector{11.0}, out)), "subsidy_amount");
  EXPECT_THAT(out, ElementsAre(-7.0));
  EXPECT_THROW((void)WriteVatCompensation({}, eligible, std::vector{1.0, 2.0}, out), Defect);
}

}  // namespace
}  // namespace calanque::ppp
