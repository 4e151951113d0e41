// Published rates of return, and those that break solvers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "engine/kernel/discount.h"
#include "engine/kernel/rates_of_return.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

struct Flows {
  std::vector<double> years, amounts;
};

std::vector<double> YearsFromEarliest(std::vector<double> days) {
  const double earliest = *std::min_element(days.begin(), days.end());
  for (double& day : days) day = (day - earliest) / 365.0;
  return days;
}

// Each case of xirr/flows.csv, Actual/365F from its earliest date.
std::map<std::string, Flows> ReadXirrFlows() {
  std::map<std::string, Flows> cases;
  for (const Row& row : ReadTable("xirr/flows.csv").rows) {
    Flows& flows = cases[row.at("case")];
    flows.years.push_back(Days(row, "date").at(0));
    flows.amounts.push_back(Number(row, "amount"));
  }
  for (auto& [name, flows] : cases) flows.years = YearsFromEarliest(flows.years);
  return cases;
}

void ExpectRates(const Table& table, const std::string& column, std::vector<double> expected,
                 const Result<kernel::Rates, NoFigure>& actual) {
  std::sort(expected.begin(), expected.end());
  if (expected.empty()) {
    ASSERT_FALSE(actual.has_value()) << "found " << actual->all().front() << " where there is none";
    EXPECT_EQ(actual.error().reason, Reason::kNotApplicable);
    return;
  }
  ASSERT_TRUE(actual.has_value()) << actual.error().message;
  ASSERT_EQ(actual->count, expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) ExpectWithin(table, column, expected[i], actual->all()[i]);
}

void ExpectNoResidual(const Flows& flows, const Result<kernel::Rates, NoFigure>& rates) {
  if (!rates) return;
  const auto [first, last] = std::minmax_element(flows.years.begin(), flows.years.end());
  for (const double rate : rates->all()) {
    // Near -1 the spacing of doubles alone moves the growth factor by this share.
    const double spacing = (*last - *first) * std::numeric_limits<double>::epsilon() / (1.0 + rate);
    double value = 0.0;
    double magnitude = 0.0;
    for (std::size_t i = 0; i < flows.years.size(); ++i) {
      const double present = flows.amounts[i] * std::exp(-flows.years[i] * std::log1p(rate));
      value += present;
      magnitude += std::abs(present);
    }
    EXPECT_LE(std::abs(value), (1e-9 + spacing) * magnitude) << "at the rate " << rate;
  }
}

TEST(XirrGolden, EveryPublishedRateAndNoOtherThanThoseOfTheScan) {
  const auto cases = ReadXirrFlows();
  const Table expected = ReadTable("xirr/expected.csv");
  ASSERT_EQ(expected.rows.size(), cases.size());
  for (const Row& row : expected.rows) {
    SCOPED_TRACE(row.at("case"));
    const Flows& flows = cases.at(row.at("case"));
    const auto rates = kernel::FindRates(flows.years, flows.amounts);
    std::vector<double> all = Numbers(row, "published_rates");
    for (const double rate : Numbers(row, "other_rates")) all.push_back(rate);
    ExpectRates(expected, "published_rates", all, rates);
    ExpectNoResidual(flows, rates);
    if (rates) {
      EXPECT_EQ(rates->sign_change_count, std::lround(Number(row, "sign_change_count")));
    }
  }
}

TEST(XirrGolden, PresentValuesOfDatedFlows) {
  const auto cases = ReadXirrFlows();
  const Table table = ReadTable("xirr/xnpv.csv");
  for (const Row& row : table.rows) {
    const Flows& flows = cases.at(row.at("case"));
    ExpectCell(table, row, "xnpv", kernel::NetPresentValue(Number(row, "rate"), flows.years, flows.amounts));
  }
}

TEST(NumpyFinancialGolden, Irr) {
  const Table table = ReadTable("numpy_financial/irr.csv");
  for (const Row& row : table.rows) {
    SCOPED_TRACE(row.at("case"));
    const auto rates = kernel::FindRatesEquallySpaced(1.0, Numbers(row, "amounts"));
    ASSERT_TRUE(rates.has_value());
    const double published = Number(row, "published_rate");
    const std::vector<double> others = Numbers(row, "other_rates");
    ASSERT_EQ(rates->count, 1 + others.size());
    std::size_t next_other = 0;
    for (const double rate : rates->all()) {
      if (std::abs(rate - published) < 1e-3) {
        ExpectWithin(table, "published_rate", published, rate);
      } else {
        ExpectWithin(table, "other_rates", others.at(next_other++), rate);
      }
    }
  }
}

TEST(NumpyFinancialGolden, Mirr) {
  const Table table = ReadTable("numpy_financial/mirr.csv");
  for (const Row& row : table.rows) {
    const std::vector<double> amounts = Numbers(row, "amounts");
    std::vector<double> years;
    for (std::size_t i = 0; i < amounts.size(); ++i) years.push_back(static_cast<double>(i));
    const auto rate =
        kernel::ModifiedRate(years, amounts, Number(row, "finance_rate"), Number(row, "reinvestment_rate"));
    ASSERT_TRUE(rate.has_value());
    ExpectCell(table, row, "rate", *rate);
  }
}

TEST(HardRatesGolden, EquallySpacedFlowsOnBothPaths) {
  const Table table = ReadTable("hard_rates/equally_spaced.csv");
  for (const Row& row : table.rows) {
    SCOPED_TRACE(row.at("case"));
    Flows flows{.years = {}, .amounts = Numbers(row, "amounts")};
    const double spacing = Number(row, "spacing_years");
    for (std::size_t i = 0; i < flows.amounts.size(); ++i) flows.years.push_back(spacing * static_cast<double>(i));
    const auto equal = kernel::FindRatesEquallySpaced(spacing, flows.amounts);
    ExpectRates(table, "rates", Numbers(row, "rates"), equal);
    ExpectNoResidual(flows, equal);
    ExpectRates(table, "rates", Numbers(row, "rates"), kernel::FindRates(flows.years, flows.amounts));
  }
}

TEST(HardRatesGolden, DatesAcrossLeapDays) {
  const Table table = ReadTable("hard_rates/dated.csv");
  for (const Row& row : table.rows) {
    SCOPED_TRACE(row.at("case"));
    ExpectRates(table, "rates", Numbers(row, "rates"),
                kernel::FindRates(YearsFromEarliest(Days(row, "dates")), Numbers(row, "amounts")));
  }
}

TEST(IfrsEffectiveInterestGolden, RateAndAmortisedCost) {
  const Row bond = ReadTable("ifrs_effective_interest/case.csv").rows.at(0);
  const auto years = static_cast<std::size_t>(Number(bond, "years"));
  std::vector<double> flows(years + 1, Number(bond, "coupon"));
  flows.front() = -Number(bond, "carrying_amount");
  flows.back() += Number(bond, "redemption");
  const auto rates = kernel::FindRatesEquallySpaced(1.0, flows);
  ASSERT_TRUE(rates.has_value());
  ASSERT_EQ(rates->count, 1U);
  const double rate = rates->all()[0];
  ExpectCell(ReadTable("ifrs_effective_interest/case.csv"), bond, "effective_rate", rate);

  const Table expected = ReadTable("ifrs_effective_interest/expected.csv");
  ASSERT_EQ(expected.rows.size(), years);
  double balance = Number(bond, "carrying_amount");
  for (const Row& row : expected.rows) {
    ExpectCell(expected, row, "opening", balance);
    ExpectCell(expected, row, "interest", balance * rate);
    balance += balance * rate - Number(bond, "coupon");
    ExpectCell(expected, row, "closing_before_redemption", balance);
  }
}

}  // namespace
}  // namespace calanque::golden
