#include "engine/portfolio/given_money.h"

#include <algorithm>
#include <cstddef>

#include "engine/kernel/series.h"

namespace calanque::portfolio {

void SpendReceipts(std::span<const double> receipt_amounts, std::span<double> open_amounts,
                   std::span<double> used_amounts, std::span<double> released_amounts) {
  double to_come = kernel::Sum(open_amounts);
  double received = 0;
  double needed = 0;
  double kept = 0;
  for (std::size_t t = 0; t < receipt_amounts.size(); ++t) {
    received += receipt_amounts[t];
    needed += open_amounts[t];
    to_come = t + 1 == receipt_amounts.size() ? 0.0 : std::max(0.0, to_come - open_amounts[t]);
    const double at_hand = kept + receipt_amounts[t];
    used_amounts[t] = std::min(at_hand, open_amounts[t]);
    open_amounts[t] -= used_amounts[t];
    const double left = at_hand - used_amounts[t];
    kept = std::min({left, std::max(0.0, received - needed), to_come});
    released_amounts[t] = left - kept;
  }
}

}  // namespace calanque::portfolio
