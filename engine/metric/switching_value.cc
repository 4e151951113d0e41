// By which share one class of flows may change until the project is just worth it.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

Outcome SwitchingValue(const Input& input, ledger::Category category) {
  const double class_value = input.discounted->RowSum(category);
  if (class_value == 0.0) {
    return NotApplicable(Join(input, {"no ", ledger::CategoryName(category), " flows cross the border"}));
  }
  return 0.0 - PresentValue(input, kCash.Holds(category) ? kCash : kEconomic) / class_value;
}

}  // namespace

Outcome SwitchingInvestment(const Input& input) { return SwitchingValue(input, ledger::Category::kInvestment); }
Outcome SwitchingReplacement(const Input& input) { return SwitchingValue(input, ledger::Category::kReplacement); }
Outcome SwitchingResidualValue(const Input& input) { return SwitchingValue(input, ledger::Category::kResidualValue); }
Outcome SwitchingOperatingCost(const Input& input) { return SwitchingValue(input, ledger::Category::kOperatingCost); }
Outcome SwitchingEnergy(const Input& input) { return SwitchingValue(input, ledger::Category::kEnergy); }
Outcome SwitchingRevenue(const Input& input) { return SwitchingValue(input, ledger::Category::kRevenue); }
Outcome SwitchingGrant(const Input& input) { return SwitchingValue(input, ledger::Category::kGrant); }
Outcome SwitchingCertificate(const Input& input) { return SwitchingValue(input, ledger::Category::kCertificate); }
Outcome SwitchingCarbon(const Input& input) { return SwitchingValue(input, ledger::Category::kCarbon); }
Outcome SwitchingCoBenefit(const Input& input) { return SwitchingValue(input, ledger::Category::kCoBenefit); }

}  // namespace calanque::metric
