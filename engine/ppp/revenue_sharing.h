// Who bears it when users pay more or less than expected: bands and minimum guarantees.
//
// Spans are [point], all of one size (a defect otherwise). Functions answer what is wrong with their input, or nothing;
// the outputs are then untouched. No function allocates while its input is sound; cost O(points).
#pragma once

#include <limits>
#include <optional>
#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// Between the two ratios of actual to base revenue the operator bears all; outside, the grantor shares.
struct RevenueBands {
  double lower_ratio = 1.0;             ///< >= 0: below it the grantor pays.
  double upper_ratio = 1.0;             ///< >= lower_ratio: above it the grantor receives.
  double grantor_pays_fraction = 0.0;   ///< [0, 1] of what is missing below the lower ratio.
  double grantor_takes_fraction = 0.0;  ///< [0, 1] of what exceeds the upper ratio.
};

/// With x = actual / base: paid[t] = s_l (L - x)^+ base, received[t] = s_u (x - U)^+ base; both seen from the grantor.
/// Where the base is 0, x counts as infinite for actual > 0.
///
/// Units   currency; base and actual revenue >= 0, of the same price basis.
/// Source  U.S. Department of Transportation, FHWA, Revenue Risk Sharing for Highway Public-Private Partnership
///         Concessions (December 2016); the algebra is the standard form.
[[nodiscard]] std::optional<Failure> WriteRevenueSharing(const RevenueBands& bands,
                                                         std::span<const double> base_revenue_amount,
                                                         std::span<const double> actual_revenue_amount,
                                                         std::span<double> grantor_pays_amount,
                                                         std::span<double> grantor_receives_amount);

/// Limits on what a guarantor pays; infinite: none.
struct GuaranteeLimits {
  double amount_per_period = std::numeric_limits<double>::infinity();
  double total_amount = std::numeric_limits<double>::infinity();  ///< Over all periods, undiscounted.
};

/// out[t] = max(0, guaranteed[t] - actual[t]), within the limits.
///
/// Units   currency; guaranteed and actual revenue >= 0.
/// Source  ppp-infrastructure.com/minimum-revenue-guarantee; for a lognormal revenue of one period the mean call is
///         Black's put: tests/golden/ppp/lognormal_guarantee.
[[nodiscard]] std::optional<Failure> WriteMinimumRevenueGuarantee(const GuaranteeLimits& limits,
                                                                  std::span<const double> guaranteed_amount,
                                                                  std::span<const double> actual_revenue_amount,
                                                                  std::span<double> out_amount);

/// What the guarantor of a minimum pays on top of the bands, all told: the bands' payment, then what is still missing
/// to the minimum. One call of f(R) = s_l (L b - R)^+ + (G - R - s_l (L b - R)^+ + s_u (R - U b)^+)^+.
struct GuaranteedRevenue {
  RevenueBands bands;
  std::span<const double> base_amount;        ///< b, >= 0.
  std::span<const double> guaranteed_amount;  ///< G, >= 0; the same size.
};

/// out[t] = f(0): the most that the guarantor can have to pay.
[[nodiscard]] std::optional<Failure> WriteGuaranteeExposure(const GuaranteedRevenue& revenue,
                                                            std::span<double> out_amount);

/// out[t] = mean of f(R) with R lognormal of mean expected[t]; volatility: standard deviation of its logarithm, >= 0,
/// the same in every period. Without volatility f(expected[t]).
///
/// f is a sum of puts, so the mean is a sum of Black's formulas; exact. Dependence between periods does not matter to a
/// mean.
/// Source  F. Black, The pricing of commodity contracts, Journal of Financial Economics 3 (1976);
///         case: tests/golden/ppp/lognormal_guarantee.
[[nodiscard]] std::optional<Failure> WriteExpectedCalls(const GuaranteedRevenue& revenue,
                                                        std::span<const double> expected_amount,
                                                        double volatility_fraction, std::span<double> out_amount);

}  // namespace calanque::ppp
