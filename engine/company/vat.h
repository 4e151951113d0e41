// Value-added tax on the works: paid with them, refunded by the State after a lag, lent meanwhile by a facility.
#pragma once

#include <span>
#include <vector>

#include "engine/company/terms.h"

namespace calanque::company {

/// interest[t] = the period's rate on what the facility is owed at its start and on the part of the draw at t that
/// bears interest (terms.draw_weight). Zero where the State refunds within the period.
/// Cost  O(points x lag), without VAT O(points); no allocation.
void FillVatInterest(const Terms& terms, std::span<const double> works, std::span<double> interest);

/// VAT from payment to refund, nominal, [point]. At every point paid + repaid = drawn + refunded: the company itself
/// neither gains nor loses cash, but for the facility's interest, which is a row of the company.
struct VatAccount {
  std::vector<double> paid;      ///< With the works, to the State.
  std::vector<double> refunded;  ///< By the State, the lag later.
  std::vector<double> drawn;     ///< On the facility: what is paid, where the refund is not of the same period.
  std::vector<double> repaid;    ///< Out of the refunds.
  std::vector<double> balance;   ///< At the point, after draw and repayment. >= 0 where works are.
  double peak_amount = 0.0;      ///< Largest balance: the facility that must be agreed.
};

/// The account of what works cost, [point]. Refunds after the last point are left out.
/// Cost  O(points x lag); allocates: for answers, not for passes.
VatAccount FindVatAccount(const VatFacility& vat, std::span<const double> works);

}  // namespace calanque::company
