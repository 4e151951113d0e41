// What a refinancing brings the shareholders, and the public side's share of it.
#pragma once

#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// The contract's rule.
struct RefinancingTerms {
  double base_case_equity_irr_per_year = 0.0;  ///< Of the original base case, blended, after tax: the discount rate.
  double threshold_equity_irr_per_year = 0.0;  ///< Shareholders keep what brings them up to it; often the same.
  double authority_share_fraction = 0.5;       ///< [0, 1]: 0.3 by the Code of Conduct (contracts before 30 September
                                               ///< 2002), 0.5 after.
};

/// Flows of the shareholders. Times in years from the refinancing; contributions negative, distributions positive.
struct RefinancingFlows {
  std::span<const double> past_times_years;  ///< <= 0
  std::span<const double> past_amount;
  std::span<const double> future_times_years;  ///< >= 0
  std::span<const double> before_amount;       ///< [future] projected without the refinancing.
  std::span<const double> after_amount;        ///< [future] with it, its costs included.
};

/// gain = max(0, (A - B) - C), and who has it.
struct RefinancingGain {
  double after_present_amount = 0.0;   ///< A, at the refinancing.
  double before_present_amount = 0.0;  ///< B
  double catch_up_amount = 0.0;        ///< C: paid once at the refinancing it lifts the IRR to the threshold; >= 0.
  double gain_amount = 0.0;
  double authority_amount = 0.0;
  double investors_amount = 0.0;  ///< Of the gain; the catch-up is theirs besides.
};

/// The gain and its split, from the flows.
///
/// Units   currency; rates per year as fractions, > -1.
/// Errors  kInvalidInput naming the field; kNotApplicable where a present value is too large. Spans of different sizes
///         are a defect.
/// Cost    O(flows), no allocation while the input is sound.
/// Source  HM Treasury, Standardisation of PF2 Contracts, chapter on refinancing
///         (ppponline.affinitext.com/public/book?id=3307&toc_id=511886); catch-up: HM Treasury refinancing guidance,
///         section 1.4 (book id=1416&toc_id=855137); shares: Ministry of Defence guidance (book id=3332&toc_id=539386).
Result<RefinancingGain> ShareRefinancingGain(const RefinancingTerms& terms, const RefinancingFlows& flows);

/// Splits a gain that is known.
/// Errors  kInvalidInput: gain below 0, share outside [0, 1].
/// Source  case: tests/golden/ppp/norfolk_norwich.
Result<RefinancingGain> SplitRefinancingGain(double gain_amount, double authority_share_fraction);

/// Investors' IRR after / before. kNotApplicable where the IRR before is not above 0: a multiple of it says nothing.
/// Source  National Audit Office and Public Accounts Committee on refinancing; case: as above.
Result<double> IrrMultiple(double irr_before_per_year, double irr_after_per_year);

}  // namespace calanque::ppp
