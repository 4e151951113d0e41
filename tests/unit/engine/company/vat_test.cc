// VAT on works, small enough to check by hand.
#include "engine/company/vat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::company {
namespace {

using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;

/// Works of 100 at close and of 50 and 250 after it, 20 % VAT, 10 % interest on a whole draw.
const std::vector<double> kWorks = {100.0, 50.0, 250.0, 0.0, 0.0, 0.0};

Terms WithLag(int lag) {
  Terms terms;
  terms.draw_weight = 0.5;
  terms.vat.vat_rate_fraction = 0.2;
  terms.vat.refund_lag_periods = lag;
  terms.vat.rate_per_period.assign(kWorks.size(), 0.1);
  return terms;
}

std::vector<double> InterestOf(const Terms& terms) {
  std::vector<double> interest(kWorks.size(), -1.0);
  FillVatInterest(terms, kWorks, interest);
  return interest;
}

TEST(VatAccount, IsLentFromPaymentToRefund) {
  const VatAccount account = FindVatAccount(WithLag(2).vat, kWorks);
  EXPECT_THAT(account.paid, ElementsAre(20.0, 10.0, 50.0, 0.0, 0.0, 0.0));
  EXPECT_THAT(account.refunded, ElementsAre(0.0, 0.0, 20.0, 10.0, 50.0, 0.0));
  EXPECT_EQ(account.drawn, account.paid);
  EXPECT_EQ(account.repaid, account.refunded);
  EXPECT_THAT(account.balance, ElementsAre(20.0, 30.0, 60.0, 50.0, 0.0, 0.0));
  EXPECT_EQ(account.peak_amount, 60.0);
}

// Half of the period's draw bears interest, and all that was owed before it.
TEST(VatAccount, BearsInterestOnWhatIsOwed) {
  const auto near = [](double value) { return DoubleNear(value, 1e-12); };
  EXPECT_THAT(InterestOf(WithLag(2)), ElementsAre(0.0, near(2.5), near(5.5), near(6.0), near(5.0), 0.0));
}

TEST(VatAccount, LendsNothingWhereTheRefundIsOfThePeriod) {
  const VatAccount account = FindVatAccount(WithLag(0).vat, kWorks);
  EXPECT_EQ(account.refunded, account.paid);
  EXPECT_EQ(account.paid[2], 50.0);
  for (const auto* row : {&account.drawn, &account.repaid, &account.balance}) EXPECT_THAT(*row, Each(0.0));
  EXPECT_EQ(account.peak_amount, 0.0);
  EXPECT_THAT(InterestOf(WithLag(0)), Each(0.0));
}

// 0.1 added ten times and taken off again one by one leaves a crumb; nothing may be left of a facility that is repaid.
TEST(VatAccount, EndsAtZeroExactly) {
  std::vector<double> works(40, 0.0);
  for (std::size_t t = 0; t < 20; ++t) works[t] = 0.1 * static_cast<double>(t + 1);
  VatFacility vat{.vat_rate_fraction = 0.2, .refund_lag_periods = 7, .rate_per_period = {}};
  const VatAccount account = FindVatAccount(vat, works);
  for (std::size_t t = 26; t < works.size(); ++t) EXPECT_EQ(account.balance[t], 0.0) << t;
  EXPECT_GT(account.balance[25], 0.0);
}

TEST(VatAccount, WithoutVatThereIsNothing) {
  Terms terms = WithLag(2);
  terms.vat.vat_rate_fraction = 0.0;
  EXPECT_THAT(InterestOf(terms), Each(0.0));
  EXPECT_EQ(FindVatAccount(terms.vat, kWorks).peak_amount, 0.0);
  terms = WithLag(2);
  terms.vat.rate_per_period.clear();
  EXPECT_THAT(InterestOf(terms), Each(0.0)) << "a facility free of interest";
}

}  // namespace
}  // namespace calanque::company
