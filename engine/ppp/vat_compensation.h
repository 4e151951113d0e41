// Refund of value-added tax to a public body on what it invests, by route of procurement. France: FCTVA.
//
// The same rule as the item VatCompensation of engine/model: rate x eligible spending net of subsidies, after a lag.
#pragma once

#include <cstddef>
#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// The rule. A country's figures are data.
struct VatCompensationTerms {
  double rate_fraction = 0.0;  ///< [0, 1] of spending including VAT; 0.16404 in France.
  std::size_t lag_points = 0;  ///< Between spending and refund; in France 0, 1 or 2 years by the regime of the body.
};

/// out[t + lag] = rate x eligible[t] x (1 - subsidies / eligible spending, in all): a subsidy reduces the spending that
/// it paid for, whenever it comes.
///
/// Direct procurement: eligible is the capital spending including VAT, in the years of construction. Partnership: only
/// the investment part, including VAT, of each payment, as paid; its interest and running parts are not eligible, and
/// the asset must be due to join the public patrimony.
///
/// Shapes  spans [point], of one size; subsidy empty: none.
/// Units   currency, nominal: the refund is a part of what was paid. eligible and subsidy >= 0.
/// Returns the refund that falls beyond the last point and is not in `out`.
/// Errors  kInvalidInput; also where subsidies exceed eligible spending in all, for nothing is left to refund. `out` is
///         then untouched.
/// Cost    O(points), no allocation while the input is sound. `out` may not overlap the input.
/// Source  CGCT, articles L1615-1, L1615-6 (rate) and L1615-12 (partnership); case: tests/golden/ppp/fctva_by_route.
Result<double> WriteVatCompensation(const VatCompensationTerms& terms, std::span<const double> eligible_amount,
                                    std::span<const double> subsidy_amount, std::span<double> out_amount);

}  // namespace calanque::ppp
