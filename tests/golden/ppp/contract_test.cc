// Refinancing gains, guarantees and refunds of VAT: published or derived from law and closed forms.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "engine/ppp/refinancing_gain.h"
#include "engine/ppp/revenue_sharing.h"
#include "engine/ppp/vat_compensation.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

Table ReadPppTable(const std::string& path) { return ReadTable("../ppp/" + path); }

TEST(NorfolkNorwichGolden, SplitOfTheGain) {
  const Table table = ReadPppTable("norfolk_norwich/split.csv");
  for (const Row& row : table.rows) {
    const auto gain = ppp::SplitRefinancingGain(Number(row, "gain"), Number(row, "authority_share"));
    ASSERT_TRUE(gain.has_value());
    ExpectCell(table, row, "authority", gain->authority_amount);
    ExpectCell(table, row, "investors", gain->investors_amount);
  }
}

TEST(NorfolkNorwichGolden, MultiplesOfTheInvestorsReturn) {
  const Table table = ReadPppTable("norfolk_norwich/multiples.csv");
  for (const Row& row : table.rows) {
    ExpectCell(table, row, "multiple", ppp::IrrMultiple(Number(row, "irr_before"), Number(row, "irr_after")).value());
  }
}

TEST(FctvaByRouteGolden, RefundOfWhatIsEligibleAfterTheLag) {
  const Table table = ReadPppTable("fctva_by_route/case.csv");
  for (const Row& row : table.rows) {
    const auto lag = static_cast<std::size_t>(Number(row, "lag_years"));
    std::vector<double> eligible(lag + 2, 0.0);
    eligible[1] = Number(row, "eligible");
    std::vector<double> refund(lag + 2);
    const auto beyond =
        ppp::WriteVatCompensation({.rate_fraction = Number(row, "rate"), .lag_points = lag}, eligible, {}, refund);
    ASSERT_TRUE(beyond.has_value());
    EXPECT_EQ(*beyond, 0.0);
    ExpectCell(table, row, "refund", refund[lag + 1]);
    EXPECT_EQ(refund[0] + refund[1], 0.0);
  }
}

TEST(LognormalGuaranteeGolden, MeanCallIsBlacksPut) {
  const Table table = ReadPppTable("lognormal_guarantee/case.csv");
  constexpr int kSteps = 200000;
  constexpr double kBound = 9.0;
  constexpr double kStep = 2.0 * kBound / kSteps;
  for (const Row& row : table.rows) {
    const double volatility = Number(row, "volatility");
    std::vector<double> revenue;
    std::vector<double> weights;
    for (int i = 0; i <= kSteps; ++i) {
      const double z = -kBound + i * kStep;
      revenue.push_back(Number(row, "forward") * std::exp(volatility * z - volatility * volatility / 2.0));
      weights.push_back(kStep * std::exp(-z * z / 2.0) / std::sqrt(2.0 * std::numbers::pi));
    }
    const std::vector<double> guaranteed(revenue.size(), Number(row, "guaranteed"));
    std::vector<double> call(revenue.size());
    ASSERT_EQ(ppp::WriteMinimumRevenueGuarantee({}, guaranteed, revenue, call), std::nullopt);
    double mean = 0.0;
    for (std::size_t i = 0; i < call.size(); ++i) mean += weights[i] * call[i];
    ExpectCell(table, row, "mean_call", mean);
  }
}

}  // namespace
}  // namespace calanque::golden
