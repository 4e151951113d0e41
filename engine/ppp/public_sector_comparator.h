// Whether a partnership costs the public side less than doing the same itself, before and after risk is counted.
#pragma once

#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/kernel/rates_of_return.h"

namespace calanque::ppp {

/// Present cost of public procurement (the public sector comparator). Cost is positive.
struct PublicSectorCost {
  double raw_amount = 0.0;                     ///< Building and running, net of third-party revenue.
  double competitive_neutrality_amount = 0.0;  ///< Taxes and the like that only a private party would pay.
  double transferred_risk_amount = 0.0;        ///< Expected cost of risks the partnership would move to the operator.
  double retained_risk_amount = 0.0;           ///< Of risks the public side bears either way.

  [[nodiscard]] double BeforeRisk() const { return raw_amount + competitive_neutrality_amount; }
  [[nodiscard]] double Total() const { return BeforeRisk() + transferred_risk_amount + retained_risk_amount; }
  bool operator==(const PublicSectorCost&) const = default;
};

/// Present cost of the partnership to the public side. Cost is positive.
struct PartnershipCost {
  double payments_amount = 0.0;       ///< To the operator, net of what comes back.
  double retained_risk_amount = 0.0;  ///< Of risks the public side keeps.

  [[nodiscard]] double Total() const { return payments_amount + retained_risk_amount; }
  bool operator==(const PartnershipCost&) const = default;
};

/// Value for money: cost of public procurement less cost of the partnership; positive: the partnership costs less.
struct ValueForMoney {
  double before_risk_amount = 0.0;      ///< Raw cost and neutrality against payments.
  Result<double> before_risk_fraction;  ///< Of the public sector cost before risk; none where that is not above 0.
  double amount = 0.0;                  ///< With all risk.
  Result<double> fraction;              ///< Of the whole public sector comparator; none where that is not above 0.
  /// Transferred risk at which `amount` is 0: the premium on risk that tips the balance. Below 0: it holds without any.
  double flip_transferred_risk_amount = 0.0;
  Result<double> flip_transferred_risk_multiple;  ///< Of the transferred risk counted; none where that is 0.
};

/// PSC = raw + competitive neutrality + transferred + retained; VfM = PSC - (payments + retained), in money and as a
/// fraction of the PSC.
///
/// Errors  kInvalidInput: an amount that is not finite. A fraction that does not exist is a Failure in its cell.
/// Cost    O(1), no allocation while every cell exists.
/// Source  National Public Private Partnership Guidelines (Australia), volume 4: Public Sector Comparator Guidance;
///         Infrastructure Ontario, value for money assessments; cases: tests/golden/ppp/{comparator_parts,
///         hospital_schemes, highway_427}.
Result<ValueForMoney> CompareCosts(const PublicSectorCost& public_sector, const PartnershipCost& partnership);

/// The flows of both routes. Spans are [flow], of the size of times_years or empty (all zeros). Cost is positive.
struct ComparisonFlows {
  std::span<const double> times_years;  ///< From the valuation date, in any order: the timing convention is in them.
  std::span<const double> raw_amount;
  std::span<const double> competitive_neutrality_amount;
  std::span<const double> transferred_risk_amount;
  std::span<const double> public_retained_risk_amount;
  std::span<const double> payments_amount;
  std::span<const double> partnership_retained_risk_amount;
};

/// Present costs of both routes.
struct ComparedCosts {
  PublicSectorCost public_sector;
  PartnershipCost partnership;
};

/// Each line of the flows times the factors of its route: what runs once per path of a simulation, before CompareCosts.
///
/// Shapes  factors [flow]; times_years is not read. Sizes that differ are a defect.
/// Cost    O(flows), no allocation. Nothing is checked: CompareCosts finds what is not finite.
ComparedCosts PresentCosts(const ComparisonFlows& flows, std::span<const double> public_sector_factors,
                           std::span<const double> partnership_factors);

/// How the two routes are discounted.
struct ComparisonRates {
  /// Added to the rate of the partnership alone, by compounding: its rate is (1 + r)(1 + premium) - 1. 0: one rate for
  /// both (United Kingdom, Canada); above 0: the share of systematic risk moved to the operator (Australia). > -1.
  double partnership_premium_per_year = 0.0;
};

/// The partnership's rate beside `discount_rate_per_year`; the same to the bit without a premium.
double PartnershipRate(double discount_rate_per_year, const ComparisonRates& rates);

/// A comparison at one discount rate.
struct ComparisonAtRate {
  double discount_rate_per_year = 0.0;
  double partnership_rate_per_year = 0.0;  ///< Echoed: with the premium.
  PublicSectorCost public_sector;
  PartnershipCost partnership;
  ValueForMoney value;
};

/// Discounts both routes at each rate and compares them.
///
/// Units   currency; rates per year as fractions, > -1.
/// Errors  kInvalidInput naming the field. Spans of different sizes are a defect.
/// Cost    O(rates x flows).
/// Source  HM Treasury, Value for Money Assessment Guidance (one rate); Australian guidelines, volume 5: Discount Rate
///         Methodology Guidance (premium).
Result<std::vector<ComparisonAtRate>> CompareAtRates(const ComparisonFlows& flows,
                                                     std::span<const double> discount_rates_per_year,
                                                     const ComparisonRates& rates = {});

/// Which lines a break-even rate counts.
enum class RiskLines { kCounted, kLeftOut };

/// Every discount rate at which both routes cost the same.
///
/// Errors  kInvalidInput as above; kNotApplicable where one route is cheaper at every rate (the message says so), and
///         the other reasons of kernel::FindRates.
Result<kernel::Rates> BreakEvenRates(const ComparisonFlows& flows, RiskLines risk, const ComparisonRates& rates = {});

}  // namespace calanque::ppp
