#include "engine/company/vat.h"

#include <algorithm>
#include <cstddef>

namespace calanque::company {
namespace {

/// VAT paid up to and with point t that the State has not yet refunded: that of the last `lag` points. Summed anew at
/// each point, so that nothing at all is left once the last refund has come.
double Outstanding(const VatFacility& vat, std::span<const double> works, std::size_t t) {
  const auto lag = static_cast<std::size_t>(vat.refund_lag_periods);
  double amount = 0.0;
  for (std::size_t i = t + 1 - std::min(lag, t + 1); i <= t; ++i) amount += vat.vat_rate_fraction * works[i];
  return amount;
}

}  // namespace

void FillVatInterest(const Terms& terms, std::span<const double> works, std::span<double> interest) {
  const VatFacility& vat = terms.vat;
  std::fill(interest.begin(), interest.end(), 0.0);
  if (vat.vat_rate_fraction == 0.0 || vat.rate_per_period.empty() || vat.refund_lag_periods == 0) return;
  for (std::size_t t = 1; t < works.size(); ++t) {
    const double draw = vat.vat_rate_fraction * works[t];
    interest[t] = vat.rate_per_period[t] * (Outstanding(vat, works, t - 1) + terms.draw_weight * draw);
  }
}

VatAccount FindVatAccount(const VatFacility& vat, std::span<const double> works) {
  const std::size_t points = works.size();
  const auto lag = static_cast<std::size_t>(vat.refund_lag_periods);
  VatAccount account;
  for (auto* row : {&account.paid, &account.refunded, &account.drawn, &account.repaid, &account.balance}) {
    row->resize(points);
  }
  for (std::size_t t = 0; t < points; ++t) {
    account.paid[t] = vat.vat_rate_fraction * works[t];
    if (t >= lag) account.refunded[t] = account.paid[t - lag];
    if (lag > 0) account.drawn[t] = account.paid[t];
    if (lag > 0) account.repaid[t] = account.refunded[t];
    account.balance[t] = Outstanding(vat, works, t);
    account.peak_amount = std::max(account.peak_amount, account.balance[t]);
  }
  return account;
}

}  // namespace calanque::company
