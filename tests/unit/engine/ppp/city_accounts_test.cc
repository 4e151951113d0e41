#include "engine/ppp/city_accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct City {
  std::vector<double> revenue = {1000.0, 1000.0};
  std::vector<double> expenditure = {900.0, 960.0};
  std::vector<double> principal = {30.0, 30.0};
  std::vector<double> debt = {600.0, 570.0};

  [[nodiscard]] CityAccounts View() const { return {revenue, expenditure, principal, debt}; }
};

TEST(CityRatios, WithoutTheContract) {
  std::vector<CityRatios> out(2);
  ASSERT_EQ(Field(WriteCityRatios(City().View(), {.ceiling_years = 12.0}, out)), "nothing wrong");
  EXPECT_DOUBLE_EQ(out[0].gross_savings_amount, 100.0);
  EXPECT_DOUBLE_EQ(out[0].net_savings_amount, 70.0);
  EXPECT_DOUBLE_EQ(out[0].debt_repayment_years.value(), 6.0);
  EXPECT_TRUE(out[0].is_within_ceiling);
  EXPECT_DOUBLE_EQ(out[1].debt_repayment_years.value(), 14.25);
  EXPECT_FALSE(out[1].is_within_ceiling);
  ASSERT_EQ(Field(WriteCityRatios(City().View(), {}, out)), "nothing wrong");
  EXPECT_TRUE(out[1].is_within_ceiling) << "a ceiling is a country's rule: without one there is none";
}

TEST(CityRatios, PaymentsToComeAreDebt) {
  const std::vector<double> investment = {20.0, 20.0};
  const std::vector<double> financing = {6.0, 5.0};
  const std::vector<double> running = {10.0, 10.0};
  const std::vector<double> avoided = {4.0, 5.0};
  std::vector<CityRatios> out(2);
  ASSERT_EQ(Field(WriteCityRatiosWithContract(City().View(), {investment, financing, running, avoided, 0},
                                              {.payments_rate_per_year = 0.25}, out)),
            "nothing wrong");
  EXPECT_DOUBLE_EQ(out[0].gross_savings_amount, 88.0);
  EXPECT_DOUBLE_EQ(out[0].net_savings_amount, 88.0 - 30.0 - 20.0);
  EXPECT_DOUBLE_EQ(out[0].debt_amount, 600.0 + 16.0);
  EXPECT_DOUBLE_EQ(out[0].debt_repayment_years.value(), 7.0);
  EXPECT_DOUBLE_EQ(out[1].debt_amount, 570.0);
}

// Works under construction belong to the operator.
TEST(CityRatios, NothingIsOwedBeforeDelivery) {
  const std::vector<double> investment = {0.0, 20.0};
  std::vector<CityRatios> out(2);
  ContractPayments payments;
  payments.investment_amount = investment;
  ASSERT_EQ(Field(WriteCityRatiosWithContract(City().View(), payments, {}, out)), "nothing wrong");
  EXPECT_DOUBLE_EQ(out[0].debt_amount, 620.0);
  payments.delivery_year = 1;
  ASSERT_EQ(Field(WriteCityRatiosWithContract(City().View(), payments, {}, out)), "nothing wrong");
  EXPECT_DOUBLE_EQ(out[0].debt_amount, 600.0);
}

TEST(CityRatios, WithoutGrossSavingsThereIsNoNumberOfYears) {
  City city;
  city.expenditure = {1000.0, 1100.0};
  city.debt[0] = 0.0;
  std::vector<CityRatios> out(2);
  ASSERT_EQ(Field(WriteCityRatios(city.View(), {}, out)), "nothing wrong");
  EXPECT_EQ(out[0].debt_repayment_years.value(), 0.0);
  EXPECT_TRUE(out[0].is_within_ceiling);
  ASSERT_FALSE(out[1].debt_repayment_years.has_value());
  EXPECT_THAT(out[1].debt_repayment_years.error().message, HasSubstr("no gross savings"));
  EXPECT_FALSE(out[1].is_within_ceiling);
}

TEST(CityRatios, SayWhatIsWrong) {
  std::vector<CityRatios> out(2);
  City city;
  EXPECT_EQ(Field(WriteCityRatios(city.View(), {.ceiling_years = 0.0}, out)), "rule.ceiling_years");
  EXPECT_EQ(Field(WriteCityRatios(city.View(), {.payments_rate_per_year = -0.1}, out)), "rule.payments_rate_per_year");
  const std::vector<double> negative = {0.0, -1.0};
  ContractPayments payments;
  payments.investment_amount = negative;
  EXPECT_EQ(Field(WriteCityRatiosWithContract(city.View(), payments, {}, out)), "payments.investment_amount[1]");
  city.debt[1] = kNan;
  EXPECT_EQ(Field(WriteCityRatios(city.View(), {}, out)), "accounts.debt_closing_amount[1]");
}

TEST(Outstanding, IsWhatLaterYearsStillPay) {
  std::vector<double> out(3);
  ASSERT_EQ(Field(WriteOutstanding(std::vector{7.0, 11.0, 12.1}, 0.1, out)), "nothing wrong");
  EXPECT_THAT(out, ElementsAre(DoubleNear(20.0, 1e-12), DoubleNear(11.0, 1e-12), 0.0));
  EXPECT_EQ(Field(WriteOutstanding(std::vector{7.0, -1.0, 0.0}, 0.1, out)), "payment_amount[1]");
}

}  // namespace
}  // namespace calanque::ppp
