// Present values of the flows that cross the border: cash, project, own capital, economy.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Outcome Npv(const Input& input) { return PresentValue(input, kCash); }
Outcome FnpvC(const Input& input) { return PresentValue(input, kProject); }
Outcome FnpvK(const Input& input) { return Npv(input); }
Outcome Enpv(const Input& input) { return PresentValue(input, kEconomic); }

}  // namespace calanque::metric
