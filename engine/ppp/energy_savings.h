// Who pays whom when energy savings pay for the works: guaranteed and shared savings, and the internal revolving fund.
//
// Spans are [point], all of one size (a defect otherwise). Savings are measured quantities valued at the contract's
// prices, in currency; negative where more is used than without the works. Functions that return an optional Failure
// answer what is wrong with their input, or nothing; the outputs are then untouched. No allocation while the input is
// sound; cost O(points).
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// What the energy service company pays its client: out[t] = max(0, guaranteed[t] - savings[t]).
///
/// Units   currency; guaranteed >= 0.
/// Source  European Commission, JRC, European Energy Efficiency Platform, "Energy Performance Contracting"
///         (e3p.jrc.ec.europa.eu/articles/energy-performance-contracting).
[[nodiscard]] std::optional<Failure> WriteGuaranteeShortfall(std::span<const double> guaranteed_savings_amount,
                                                             std::span<const double> savings_amount,
                                                             std::span<double> out_amount);

/// The company's part under shared savings.
struct SharedSavings {
  double company_fraction = 0.0;  ///< [0, 1] of the savings.
  std::size_t first_point = 0;    ///< First point shared.
  std::size_t point_count = 0;    ///< Points shared.
};

/// What the client pays: out[t] = s x max(0, savings[t]) while shared, 0 outside. A loss is not shared.
///
/// Errors  kInvalidInput where the term runs beyond the last point.
/// Source  as above.
[[nodiscard]] std::optional<Failure> WriteSharedSavings(const SharedSavings& terms,
                                                        std::span<const double> savings_amount,
                                                        std::span<double> out_amount);

/// A year in which savings do not pay for the contract.
struct UncoveredPayment {
  std::size_t point = 0;
  double shortfall_amount = 0.0;  ///< Payment less savings, > 0.
  bool operator==(const UncoveredPayment&) const = default;
};

/// The first point with a payment above the savings of that point; none where savings cover every payment. A test year
/// by year: an average or a present value that holds does not pass it.
///
/// Units   currency; payments >= 0; one point per year, as the rule counts.
/// Source  42 U.S.C. 8287(a)(2)(B): payments may not exceed what utilities would have cost without the contract; U.S.
///         Department of Energy, FEMP,
///         energy.gov/eere/femp/types-energy-and-water-cost-savings-can-be-used-pay-project.
Result<std::optional<UncoveredPayment>> FindUncoveredPayment(std::span<const double> savings_amount,
                                                             std::span<const double> payment_amount);

/// Terms of a revolving fund inside the city (intracting).
struct RevolvingFund {
  double opening_amount = 0.0;            ///< Cash in the fund before the first point; >= 0.
  double savings_repaid_fraction = 1.0;   ///< [0, 1] of savings that go back to the fund while an advance is owed.
  double interest_rate_per_period = 0.0;  ///< On what is owed at the start of a period, [0, 10]; often 0.
};

/// Rows of the fund. advanced <= requested: a fund cannot lend what it does not hold.
struct RevolvingFundRows {
  std::span<double> advanced_amount;
  std::span<double> repaid_amount;
  std::span<double> owed_amount;  ///< At the end of the point.
  std::span<double> cash_amount;  ///< In the fund at the end of the point.
};

/// At each point: interest is added to what is owed; savings repay min(owed, share x savings); then the fund advances
/// what is asked, up to its cash.
///
/// Units   currency; requested >= 0.
/// Promise cash + owed grows by interest alone; neither is ever negative.
/// Source  Energy Cities, Infinite Solutions Guidebook: Financing the energy renovation of public buildings through
///         Internal Contracting (energy-cities.eu/Internal-contracting-intracting-3866): the fund of Stuttgart, since
///         1995, without interest.
[[nodiscard]] std::optional<Failure> WriteRevolvingFund(const RevolvingFund& fund,
                                                        std::span<const double> requested_amount,
                                                        std::span<const double> savings_amount,
                                                        const RevolvingFundRows& out);

}  // namespace calanque::ppp
