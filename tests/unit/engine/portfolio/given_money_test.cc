#include "engine/portfolio/given_money.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace calanque::portfolio {
namespace {

using ::testing::ElementsAre;

struct Spent {
  std::vector<double> open;
  std::vector<double> used;
  std::vector<double> released;
};

Spent Spend(const std::vector<double>& receipts, std::vector<double> needs) {
  Spent out{std::move(needs), std::vector<double>(receipts.size()), std::vector<double>(receipts.size())};
  SpendReceipts(receipts, out.open, out.used, out.released);
  return out;
}

TEST(SpendReceipts, PayTheNeedOfTheirYear) {
  const Spent spent = Spend({30, 40}, {100, 100});
  EXPECT_THAT(spent.used, ElementsAre(30, 40));
  EXPECT_THAT(spent.open, ElementsAre(70, 60));
  EXPECT_THAT(spent.released, ElementsAre(0, 0));
}

// A refund a year late must not wait for replacement decades later: it pays back what was advanced.
TEST(SpendReceipts, WhatComesLatePaysBackWhatWasAdvanced) {
  const Spent spent = Spend({0, 16, 0, 0}, {100, 0, 0, 50});
  EXPECT_THAT(spent.used, ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(spent.released, ElementsAre(0, 16, 0, 0));
}

// Money paid in advance must not leave its project while that has needs to come.
TEST(SpendReceipts, WhatComesEarlyStaysWithItsProject) {
  const Spent spent = Spend({80, 0, 0}, {20, 30, 40});
  EXPECT_THAT(spent.used, ElementsAre(20, 30, 30));
  EXPECT_THAT(spent.open, ElementsAre(0, 0, 10));
  EXPECT_THAT(spent.released, ElementsAre(0, 0, 0));
}

TEST(SpendReceipts, OnlyTheAdvancedPartStays) {
  const Spent spent = Spend({0, 150, 0}, {100, 0, 70});
  EXPECT_THAT(spent.used, ElementsAre(0, 0, 50));
  EXPECT_THAT(spent.released, ElementsAre(0, 100, 0));
  EXPECT_THAT(spent.open, ElementsAre(100, 0, 20));
}

TEST(SpendReceipts, WhatNoNeedTakesIsReleased) {
  const Spent spent = Spend({50, 50}, {20, 0});
  EXPECT_THAT(spent.used, ElementsAre(20, 0));
  EXPECT_THAT(spent.released, ElementsAre(30, 50));
}

TEST(SpendReceipts, LoseAndInventNothing) {
  std::uint64_t state = 1;
  const auto next = [&state] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>((state >> 33U) % 5U) * 25.0;
  };
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<double> receipts(6);
    std::vector<double> needs(6);
    for (double& amount : receipts) amount = next();
    for (double& amount : needs) amount = next();
    const Spent spent = Spend(receipts, needs);
    double paid = 0;
    for (std::size_t t = 0; t < 6; ++t) {
      EXPECT_GE(spent.released[t], 0);
      EXPECT_DOUBLE_EQ(spent.open[t] + spent.used[t], needs[t]);
      paid += spent.used[t] + spent.released[t];
    }
    EXPECT_DOUBLE_EQ(paid, std::accumulate(receipts.begin(), receipts.end(), 0.0));
  }
}

}  // namespace
}  // namespace calanque::portfolio
