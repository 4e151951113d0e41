#include "engine/ppp/public_sector_comparator.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/kernel/discount.h"
#include "engine/kernel/series.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

using Line = std::span<const double> ComparisonFlows::*;

struct NamedLine {
  Line line;
  const char* name;
};

constexpr std::array<NamedLine, 6> kLines = {{
    {&ComparisonFlows::raw_amount, "flows.raw_amount"},
    {&ComparisonFlows::competitive_neutrality_amount, "flows.competitive_neutrality_amount"},
    {&ComparisonFlows::transferred_risk_amount, "flows.transferred_risk_amount"},
    {&ComparisonFlows::public_retained_risk_amount, "flows.public_retained_risk_amount"},
    {&ComparisonFlows::payments_amount, "flows.payments_amount"},
    {&ComparisonFlows::partnership_retained_risk_amount, "flows.partnership_retained_risk_amount"},
}};

std::optional<Failure> WhatIsWrong(const ComparisonFlows& flows, const ComparisonRates& rates) {
  InputCheck check;
  check.Finite(flows.times_years, "flows.times_years");
  for (const NamedLine& line : kLines) {
    const std::span<const double> amounts = flows.*line.line;
    CALANQUE_CHECK(amounts.empty() || amounts.size() == flows.times_years.size(), line.name);
    check.Finite(amounts, line.name);
  }
  check.Rate(rates.partnership_premium_per_year, "partnership_premium_per_year");
  return check.Take();
}

Result<double> Share(double amount, double whole_amount, const char* whole) {
  const double share = amount / whole_amount;
  if (whole_amount > 0.0 && std::isfinite(share)) return share;
  return Failure{Reason::kNotApplicable, "", std::string("there is no share of ") + whole + ": it is not above 0"};
}

Result<double> Multiple(double amount, double counted_amount) {
  const double multiple = amount / counted_amount;
  if (std::isfinite(multiple)) return multiple;
  return Failure{Reason::kNotApplicable, "", "no transferred risk is counted"};
}

double PresentValue(std::span<const double> amounts, std::span<const double> factors) {
  return amounts.empty() ? 0.0 : kernel::Dot(amounts, factors);
}

// Of finite costs.
ValueForMoney Compare(const PublicSectorCost& public_sector, const PartnershipCost& partnership) {
  const double before_risk_amount = public_sector.BeforeRisk() - partnership.payments_amount;
  const double amount = public_sector.Total() - partnership.Total();
  const double flip_amount = partnership.Total() - public_sector.BeforeRisk() - public_sector.retained_risk_amount;
  return ValueForMoney{
      .before_risk_amount = before_risk_amount,
      .before_risk_fraction = Share(before_risk_amount, public_sector.BeforeRisk(), "the cost before risk"),
      .amount = amount,
      .fraction = Share(amount, public_sector.Total(), "the public sector comparator"),
      .flip_transferred_risk_amount = flip_amount,
      .flip_transferred_risk_multiple = Multiple(flip_amount, public_sector.transferred_risk_amount)};
}

}  // namespace

Result<ValueForMoney> CompareCosts(const PublicSectorCost& public_sector, const PartnershipCost& partnership) {
  if (auto failure =
          InputCheck()
              .Finite(public_sector.raw_amount, "public_sector.raw_amount")
              .Finite(public_sector.competitive_neutrality_amount, "public_sector.competitive_neutrality_amount")
              .Finite(public_sector.transferred_risk_amount, "public_sector.transferred_risk_amount")
              .Finite(public_sector.retained_risk_amount, "public_sector.retained_risk_amount")
              .Finite(partnership.payments_amount, "partnership.payments_amount")
              .Finite(partnership.retained_risk_amount, "partnership.retained_risk_amount")
              .Finite(public_sector.Total() - partnership.Total(), "public_sector")
              .Take()) {
    return *std::move(failure);
  }
  return Compare(public_sector, partnership);
}

ComparedCosts PresentCosts(const ComparisonFlows& flows, std::span<const double> public_sector_factors,
                           std::span<const double> partnership_factors) {
  return {
      .public_sector = {.raw_amount = PresentValue(flows.raw_amount, public_sector_factors),
                        .competitive_neutrality_amount =
                            PresentValue(flows.competitive_neutrality_amount, public_sector_factors),
                        .transferred_risk_amount = PresentValue(flows.transferred_risk_amount, public_sector_factors),
                        .retained_risk_amount = PresentValue(flows.public_retained_risk_amount, public_sector_factors)},
      .partnership = {
          .payments_amount = PresentValue(flows.payments_amount, partnership_factors),
          .retained_risk_amount = PresentValue(flows.partnership_retained_risk_amount, partnership_factors)}};
}

double PartnershipRate(double discount_rate_per_year, const ComparisonRates& rates) {
  // Expanded, so that without a premium the rate is the same to the bit.
  const double premium = rates.partnership_premium_per_year;
  return discount_rate_per_year + premium + discount_rate_per_year * premium;
}

Result<std::vector<ComparisonAtRate>> CompareAtRates(const ComparisonFlows& flows,
                                                     std::span<const double> discount_rates_per_year,
                                                     const ComparisonRates& rates) {
  if (auto failure = WhatIsWrong(flows, rates)) return *std::move(failure);
  std::vector<ComparisonAtRate> comparisons;
  comparisons.reserve(discount_rates_per_year.size());
  std::vector<double> public_factors(flows.times_years.size());
  std::vector<double> partnership_factors(flows.times_years.size());
  for (std::size_t i = 0; i < discount_rates_per_year.size(); ++i) {
    const double rate = discount_rates_per_year[i];
    const std::string field = "discount_rates_per_year[" + std::to_string(i) + "]";
    if (auto failure = InputCheck().Rate(rate, field).Take()) return *std::move(failure);
    const double partnership_rate = PartnershipRate(rate, rates);
    kernel::CompoundDiscountFactors(rate, flows.times_years, public_factors);
    kernel::CompoundDiscountFactors(partnership_rate, flows.times_years, partnership_factors);
    const auto [public_sector, partnership] = PresentCosts(flows, public_factors, partnership_factors);
    if (!std::isfinite(public_sector.Total() - partnership.Total())) {
      return Failure{Reason::kNotApplicable, field, "present values at this rate are too large to be told"};
    }
    comparisons.push_back({rate, partnership_rate, public_sector, partnership, Compare(public_sector, partnership)});
  }
  return comparisons;
}

Result<kernel::Rates> BreakEvenRates(const ComparisonFlows& flows, RiskLines risk, const ComparisonRates& rates) {
  if (auto failure = WhatIsWrong(flows, rates)) return *std::move(failure);
  // With the premium compounded, what is left is one series of flows discounted at r alone.
  std::vector<double> premium_factors(flows.times_years.size());
  kernel::CompoundDiscountFactors(rates.partnership_premium_per_year, flows.times_years, premium_factors);
  std::vector<double> advantage(flows.times_years.size(), 0.0);
  const auto add = [&](std::span<const double> amounts, double sign, bool has_premium) {
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      advantage[i] += sign * amounts[i] * (has_premium ? premium_factors[i] : 1.0);
    }
  };
  add(flows.raw_amount, 1.0, false);
  add(flows.competitive_neutrality_amount, 1.0, false);
  add(flows.payments_amount, -1.0, true);
  if (risk == RiskLines::kCounted) {
    add(flows.transferred_risk_amount, 1.0, false);
    add(flows.public_retained_risk_amount, 1.0, false);
    add(flows.partnership_retained_risk_amount, -1.0, true);
  }
  if (auto failure = InputCheck().Finite(advantage, "flows").Take()) return *std::move(failure);
  auto found = kernel::FindRates(flows.times_years, advantage);
  if (!found && found.error().reason == Reason::kNotApplicable) {
    return Failure{Reason::kNotApplicable, "",
                   "no break-even rate: the same route is cheaper, or both cost the same, at every discount rate"};
  }
  if (!found) return found.error();
  return *found;
}

}  // namespace calanque::ppp
