// Capital spending.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

// 0.0 - x: no spending is 0, not -0.
Outcome InvestmentAmount(const Input& input) { return 0.0 - Total(*input.amounts, kCapital); }
Outcome InvestmentPresentValue(const Input& input) { return 0.0 - PresentValue(input, kCapital); }

}  // namespace calanque::metric
