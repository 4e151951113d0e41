// Published annuities, present values and screening figures.
#include <gtest/gtest.h>

#include <vector>

#include "engine/finance/cost_of_capital.h"
#include "engine/kernel/annuity.h"
#include "engine/kernel/discount.h"
#include "engine/kernel/series.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

TEST(NumpyFinancialGolden, Npv) {
  const Table table = ReadTable("numpy_financial/npv.csv");
  for (const Row& row : table.rows) {
    ExpectCell(table, row, "npv", kernel::NetPresentValue(Number(row, "rate"), Numbers(row, "amounts")));
  }
}

TEST(NumpyFinancialGolden, Payment) {
  const Table table = ReadTable("numpy_financial/payment.csv");
  for (const Row& row : table.rows) {
    ExpectCell(table, row, "payment",
               kernel::AnnuityPayment(Number(row, "rate"), Number(row, "period_count"), Number(row, "present_value")));
  }
}

TEST(NumpyFinancialGolden, InterestParts) {
  const Table table = ReadTable("numpy_financial/total_interest.csv");
  for (const Row& row : table.rows) {
    const int count = static_cast<int>(Number(row, "period_count"));
    double interest = 0.0;
    double principal = 0.0;
    for (int period = 1; period <= count; ++period) {
      interest += kernel::AnnuityInterestPart(Number(row, "rate"), period, count, Number(row, "present_value"));
      principal += kernel::AnnuityPrincipalPart(Number(row, "rate"), period, count, Number(row, "present_value"));
    }
    ExpectCell(table, row, "interest", interest);
    EXPECT_NEAR(principal, -Number(row, "present_value"), 1e-9);
  }
}

TEST(NumpyFinancialGolden, FutureValue) {
  const Table table = ReadTable("numpy_financial/future_value.csv");
  for (const Row& row : table.rows) {
    ExpectCell(table, row, "future_value",
               kernel::AnnuityFutureValue(Number(row, "rate"), Number(row, "period_count"), Number(row, "payment"),
                                          Number(row, "present_value")));
  }
}

TEST(NumpyFinancialGolden, PeriodCount) {
  const Table table = ReadTable("numpy_financial/period_count.csv");
  for (const Row& row : table.rows) {
    const auto count =
        kernel::AnnuityPeriodCount(Number(row, "rate"), Number(row, "payment"), Number(row, "present_value"));
    ASSERT_TRUE(count.has_value());
    ExpectCell(table, row, "period_count", *count);
  }
}

TEST(WaccGolden, CostOfCapitalAndRecoveryFactor) {
  const Table table = ReadTable("wacc_and_capital_recovery/case.csv");
  for (const Row& row : table.rows) {
    const double wacc = finance::WeightedAverageCostOfCapital(Number(row, "debt_to_equity"), Number(row, "debt_rate"),
                                                              Number(row, "equity_rate"), Number(row, "tax"));
    ExpectCell(table, row, "wacc", wacc);
    ExpectCell(table, row, "crf", kernel::CapitalRecoveryFactor(wacc, Number(row, "period_count")));
  }
}

TEST(LevelisedCostGolden, FixedChargeRate) {
  const Table table = ReadTable("levelised_cost/case.csv");
  for (const Row& row : table.rows) {
    ExpectCell(table, row, "lcoe",
               finance::LevelisedCostFixedChargeRate(Number(row, "capital"), Number(row, "fixed_charge_rate"),
                                                     Number(row, "fixed_operating"), Number(row, "energy"),
                                                     Number(row, "variable")));
  }
}

TEST(EuFundingGapGolden, DiscountedInvestmentAndNetRevenue) {
  const Table table = ReadTable("eu_funding_gap/case.csv");
  for (const Row& row : table.rows) {
    const double rate = Number(row, "rate");
    std::vector<double> net_revenue = Numbers(row, "net_revenue");
    net_revenue.at(static_cast<std::size_t>(Number(row, "residual_year"))) += Number(row, "residual_value");
    const double investment = kernel::NetPresentValue(rate, Numbers(row, "investment"));
    const double revenue = kernel::NetPresentValue(rate, net_revenue);
    ExpectCell(table, row, "discounted_investment", investment);
    ExpectCell(table, row, "discounted_net_revenue", revenue);
    ExpectCell(table, row, "funding_gap_rate", (investment - revenue) / investment);
  }
}

TEST(UkPfiCreditGolden, NominalAndRealDiscountingAgree) {
  const Table totals = ReadTable("uk_pfi_credit/case.csv");
  const Row& total = totals.rows.at(0);
  const Table years = ReadTable("uk_pfi_credit/expected.csv");
  std::vector<double> times;
  std::vector<double> differences;
  for (const Row& row : years.rows) {
    times.push_back(Number(row, "year"));
    differences.push_back(Number(row, "difference"));
  }
  std::vector<double> factors(times.size());
  kernel::CompoundDiscountFactors(Number(total, "nominal_rate"), times, factors);
  for (std::size_t i = 0; i < times.size(); ++i) {
    ExpectCell(years, years.rows[i], "factor", factors[i]);
    ExpectCell(years, years.rows[i], "present_value", differences[i] * factors[i]);
  }
  ExpectCell(totals, total, "npv", kernel::Dot(differences, factors));

  const double real_rate = kernel::RealRate(Number(total, "nominal_rate"), Number(total, "inflation"));
  EXPECT_NEAR(real_rate, 0.04, 1e-12);
  const std::vector<double> constant(differences.size(), differences[0]);
  ExpectCell(totals, total, "npv", kernel::NetPresentValue(real_rate, constant));
}

TEST(AndersenPfiGolden, AnnuityAndItsPresentValue) {
  const Table table = ReadTable("andersen_pfi/case.csv");
  for (const Row& row : table.rows) {
    const double life = Number(row, "life");
    const double payment = Number(row, "capital") * kernel::CapitalRecoveryFactor(Number(row, "rate"), life);
    ExpectCell(table, row, "payment", payment);
    ExpectCell(table, row, "present_value", payment * kernel::AnnuityFactor(Number(row, "discount_rate"), life));
  }
}

TEST(ExpectedCostOverrunGolden, MeanOfTheDistribution) {
  const Table table = ReadTable("expected_cost_overrun/case.csv");
  for (const Row& row : table.rows) {
    ExpectCell(table, row, "expected", kernel::Dot(Numbers(row, "probabilities"), Numbers(row, "overruns")));
  }
}

}  // namespace
}  // namespace calanque::golden
