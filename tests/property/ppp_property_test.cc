// What holds for any contract between a public body and an operator.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "engine/kernel/series.h"
#include "engine/ppp/energy_savings.h"
#include "engine/ppp/payment_mechanism.h"
#include "engine/ppp/public_sector_comparator.h"
#include "engine/ppp/revenue_sharing.h"
#include "engine/ppp/termination.h"
#include "engine/ppp/vat_compensation.h"
#include "engine/run/evaluate.h"
#include "tests/support/sample_request.h"

namespace calanque::ppp {
namespace {

std::size_t AnyPointCount() { return *rc::gen::inRange<std::size_t>(1, 41); }

std::vector<double> AnyAmounts(std::size_t count, int low, int high) {
  std::vector<double> amounts(count);
  for (double& amount : amounts) amount = *rc::gen::inRange(low, high);
  return amounts;
}

double AnyFraction() { return *rc::gen::inRange(0, 1001) / 1000.0; }

RC_GTEST_PROP(RevenueBandsProperty, OperatorAndGrantorTogetherHaveTheActualRevenue, ()) {
  const std::size_t count = AnyPointCount();
  const double lower = AnyFraction();
  const RevenueBands bands = {.lower_ratio = lower,
                              .upper_ratio = lower + AnyFraction(),
                              .grantor_pays_fraction = AnyFraction(),
                              .grantor_takes_fraction = AnyFraction()};
  const std::vector<double> base = AnyAmounts(count, 0, 1000);
  const std::vector<double> actual = AnyAmounts(count, 0, 2000);
  std::vector<double> pays(count), receives(count);
  RC_ASSERT(!WriteRevenueSharing(bands, base, actual, pays, receives));
  for (std::size_t t = 0; t < count; ++t) {
    const double operator_revenue = actual[t] + pays[t] - receives[t];
    const double grantor = receives[t] - pays[t];
    RC_ASSERT(std::abs(operator_revenue + grantor - actual[t]) <= 1e-9);
    RC_ASSERT(pays[t] >= 0.0 && receives[t] >= 0.0);
    RC_ASSERT(pays[t] == 0.0 || receives[t] == 0.0);
    // Sharing draws revenue towards the band, never past it.
    RC_ASSERT(operator_revenue <= std::max(actual[t], bands.lower_ratio * base[t]) + 1e-9);
    RC_ASSERT(operator_revenue >= std::min(actual[t], bands.upper_ratio * base[t]) - 1e-9);
  }
}

RC_GTEST_PROP(DeductionsProperty, NeverExceedTheCap, ()) {
  const std::size_t count = AnyPointCount();
  const DeductionTerms terms = {.deduction_per_unavailability = *rc::gen::inRange(0, 5000) / 1000.0,
                                .cap_fraction = AnyFraction()};
  const std::vector<double> charge = AnyAmounts(count, 0, 1000);
  std::vector<double> missed(count);
  for (double& fraction : missed) fraction = AnyFraction();
  std::vector<double> deductions(count);
  RC_ASSERT(!WriteDeductions(terms, charge, missed, deductions));
  for (std::size_t t = 0; t < count; ++t) {
    RC_ASSERT(deductions[t] >= 0.0);
    RC_ASSERT(deductions[t] <= terms.cap_fraction * charge[t]);
  }
}

struct Comparison {
  std::vector<double> times, raw, neutrality, transferred, retained, payments, kept;

  [[nodiscard]] ComparisonFlows View() const { return {times, raw, neutrality, transferred, retained, payments, kept}; }
};

// Works first, payments later: public procurement costs early, the partnership late.
Comparison AnyComparison() {
  const std::size_t count = 2 + AnyPointCount();
  Comparison c;
  c.times.resize(count);
  std::iota(c.times.begin(), c.times.end(), 0.0);
  c.raw = AnyAmounts(count, 0, 100);
  c.raw[0] += 1000.0;
  c.neutrality = AnyAmounts(count, 0, 10);
  c.transferred = AnyAmounts(count, 0, 30);
  c.transferred[0] += 1.0;
  c.retained = AnyAmounts(count, 0, 10);
  c.payments = AnyAmounts(count, 0, 300);
  c.kept = AnyAmounts(count, 0, 10);
  return c;
}

double ValueAt(const Comparison& c, double rate, const ComparisonRates& rates = {}) {
  return CompareAtRates(c.View(), std::vector{rate}, rates).value().front().value.amount;
}

RC_GTEST_PROP(ComparatorProperty, TheSignFlipsExactlyAtTheFlipPremium, ()) {
  Comparison c = AnyComparison();
  const double rate = *rc::gen::inRange(0, 150) / 1000.0;
  const ComparisonRates rates = {.partnership_premium_per_year = *rc::gen::inRange(0, 30) / 1000.0};
  const ComparisonAtRate at = CompareAtRates(c.View(), std::vector{rate}, rates).value().front();
  const double multiple = at.value.flip_transferred_risk_multiple.value();
  const double scale = at.public_sector.Total() + at.partnership.Total();
  const std::vector<double> counted = c.transferred;
  for (const double shift : {-0.01, 0.0, 0.01}) {
    for (std::size_t i = 0; i < counted.size(); ++i) c.transferred[i] = (multiple + shift) * counted[i];
    const double value = ValueAt(c, rate, rates);
    if (shift == 0.0) RC_ASSERT(std::abs(value) <= 1e-9 * (scale + std::abs(at.value.flip_transferred_risk_amount)));
    if (shift < 0.0) RC_ASSERT(value < 0.0);
    if (shift > 0.0) RC_ASSERT(value > 0.0);
  }
}

RC_GTEST_PROP(ComparatorProperty, AtABreakEvenRateBothRoutesCostTheSame, ()) {
  const Comparison c = AnyComparison();
  const ComparisonRates rates = {.partnership_premium_per_year = *rc::gen::inRange(0, 30) / 1000.0};
  const auto found = BreakEvenRates(c.View(), RiskLines::kCounted, rates);
  RC_PRE(found.has_value());
  for (const double rate : found->all()) {
    const ComparisonAtRate at = CompareAtRates(c.View(), std::vector{rate}, rates).value().front();
    RC_ASSERT(std::abs(at.value.amount) <= 1e-8 * (at.public_sector.Total() + at.partnership.Total()));
  }
}

// All public cost first and all payments after: one rate, above it the partnership is cheaper, below it dearer.
RC_GTEST_PROP(ComparatorProperty, TheSignFlipsAtTheBreakEvenRate, ()) {
  Comparison c = AnyComparison();
  for (std::vector<double>* row : {&c.raw, &c.neutrality, &c.transferred, &c.retained}) {
    std::fill(row->begin() + 1, row->end(), 0.0);
  }
  c.payments[0] = c.kept[0] = 0.0;
  c.payments.back() += 1.0;
  const auto found = BreakEvenRates(c.View(), RiskLines::kCounted);
  RC_ASSERT(found.has_value());
  RC_ASSERT(found->count == 1U);
  const double rate = found->values[0];
  const double step = 1e-6 * (1.0 + rate);
  RC_ASSERT(ValueAt(c, rate - step) < 0.0);
  RC_ASSERT(ValueAt(c, rate + step) > 0.0);
}

RC_GTEST_PROP(RevolvingFundProperty, CashAndClaimsGrowByInterestAlone, ()) {
  const std::size_t count = AnyPointCount();
  const RevolvingFund terms = {.opening_amount = static_cast<double>(*rc::gen::inRange(0, 1000)),
                               .savings_repaid_fraction = AnyFraction(),
                               .interest_rate_per_period = *rc::gen::inRange(0, 100) / 1000.0};
  const std::vector<double> requested = AnyAmounts(count, 0, 300);
  const std::vector<double> savings = AnyAmounts(count, -50, 200);
  std::vector<double> advanced(count), repaid(count), owed(count), cash(count);
  RC_ASSERT(!WriteRevolvingFund(terms, requested, savings, {advanced, repaid, owed, cash}));
  double last_owed = 0.0;
  double last_total = terms.opening_amount;
  for (std::size_t t = 0; t < count; ++t) {
    const double interest = last_owed * terms.interest_rate_per_period;
    RC_ASSERT(std::abs(cash[t] + owed[t] - last_total - interest) <= 1e-9 * (1.0 + last_total));
    RC_ASSERT(cash[t] >= 0.0 && owed[t] >= 0.0 && advanced[t] >= 0.0 && repaid[t] >= 0.0);
    RC_ASSERT(advanced[t] <= requested[t]);
    last_owed = owed[t];
    last_total = cash[t] + owed[t];
  }
}

RC_GTEST_PROP(TerminationProperty, TheAuthorityNeverPaysLessForItsOwnDefaultThanForForceMajeure, ()) {
  const std::size_t count = 1 + AnyPointCount();
  const std::vector<double> debt = AnyAmounts(count, 0, 1000);
  std::vector<double> equity = AnyAmounts(count, 0, 100);
  equity[0] = -*rc::gen::inRange(1, 500);
  std::vector<double> own(count), force_majeure(count);
  const EquityClaim claim = {EquityBasis::kIrrToDate, equity, AnyFraction()};
  RC_ASSERT(!WriteAuthorityDefault(debt, {}, claim, own));
  RC_ASSERT(!WriteForceMajeure(debt, {}, equity, force_majeure));
  // Equal where the shareholders have had capital and return back.
  for (std::size_t t = 0; t < count; ++t) RC_ASSERT(own[t] >= force_majeure[t] - 1e-6);
}

RC_GTEST_PROP(VatCompensationProperty, NothingIsLost, ()) {
  const std::size_t count = AnyPointCount();
  const VatCompensationTerms terms = {.rate_fraction = AnyFraction(),
                                      .lag_points = *rc::gen::inRange<std::size_t>(0, 5)};
  const std::vector<double> eligible = AnyAmounts(count, 100, 1000);
  const std::vector<double> subsidy = AnyAmounts(count, 0, 100);
  std::vector<double> refund(count);
  const auto beyond = WriteVatCompensation(terms, eligible, subsidy, refund);
  RC_ASSERT(beyond.has_value());
  const double due = terms.rate_fraction * (kernel::Sum(eligible) - kernel::Sum(subsidy));
  RC_ASSERT(std::abs(kernel::Sum(refund) + *beyond - due) <= 1e-9 * (1.0 + due));
}

// The rule lives twice, as an item of a project and as a formula over payments: both must say the same.
RC_GTEST_PROP(VatCompensationProperty, AgreesWithTheItemOfTheLedger, ()) {
  const std::size_t count = AnyPointCount();
  const std::size_t lag = *rc::gen::inRange<std::size_t>(0, 4);
  const std::vector<double> spending = AnyAmounts(count, 100, 1000);
  const double grant_share = AnyFraction();
  model::VatCompensation item;
  item.rate_fraction = AnyFraction();
  item.eligible_item_ids = {"works"};
  item.deducted_item_ids = {"grant"};
  item.payment_lag_years = static_cast<int>(lag);
  model::Grant grant;
  grant.share_of_eligible_fraction = grant_share;
  grant.eligible_item_ids = {"works"};
  model::AppraisalRequest request = testing::EmptyRequest(static_cast<int>(count));
  testing::AddProject(request, "school").with_project = {
      testing::Item("works", "city", "supplier", testing::SeriesOf(ledger::Category::kInvestment, spending)),
      testing::Item("grant", "state", "city", grant), testing::Item("refund", "state", "city", item)};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const ledger::Block block = run::FillLedger(plan);

  std::vector<double> subsidy = spending;
  for (double& amount : subsidy) amount *= grant_share;
  std::vector<double> refund(count);
  RC_ASSERT(WriteVatCompensation({.rate_fraction = item.rate_fraction, .lag_points = lag}, spending, subsidy, refund)
                .has_value());
  std::size_t columns_found = 0;
  for (std::uint32_t column = 0; column < plan.schema.money.size(); ++column) {
    if (plan.schema.money[column].category != ledger::Category::kInvestmentTax) continue;
    ++columns_found;
    const auto amounts = block.Money(column);
    for (std::size_t t = 0; t < count; ++t) RC_ASSERT(std::abs(amounts[t] - refund[t]) <= 1e-9);
  }
  RC_ASSERT(columns_found == 1U);
}

}  // namespace
}  // namespace calanque::ppp
