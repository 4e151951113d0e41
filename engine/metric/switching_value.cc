// By which share one class of flows may change until the project is just worth it.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

/// `moved` all change by the same share; `category` is the one that names them.
Outcome SwitchingValue(const Input& input, ledger::Category category, CategorySet moved, std::string_view no_flows) {
  const double class_value = PresentValue(input, moved);
  if (class_value == 0.0) return NotApplicable(no_flows);
  return 0.0 - PresentValue(input, kCash.Holds(category) ? kCash : kEconomic) / class_value;
}

Outcome SwitchingValue(const Input& input, ledger::Category category, std::string_view no_flows) {
  return SwitchingValue(input, category, {category}, no_flows);
}

}  // namespace

Outcome SwitchingInvestment(const Input& input) {
  return SwitchingValue(input, ledger::Category::kInvestment, kInvestmentTaxed, "no investment flows cross the border");
}
Outcome SwitchingReplacement(const Input& input) {
  return SwitchingValue(input, ledger::Category::kReplacement, "no replacement flows cross the border");
}
Outcome SwitchingResidualValue(const Input& input) {
  return SwitchingValue(input, ledger::Category::kResidualValue, "no residual_value flows cross the border");
}
Outcome SwitchingOperatingCost(const Input& input) {
  return SwitchingValue(input, ledger::Category::kOperatingCost, "no operating_cost flows cross the border");
}
Outcome SwitchingEnergy(const Input& input) {
  return SwitchingValue(input, ledger::Category::kEnergy, kEnergyTaxed, "no energy flows cross the border");
}
Outcome SwitchingRevenue(const Input& input) {
  return SwitchingValue(input, ledger::Category::kRevenue, "no revenue flows cross the border");
}
Outcome SwitchingGrant(const Input& input) {
  return SwitchingValue(input, ledger::Category::kGrant, "no grant flows cross the border");
}
Outcome SwitchingCertificate(const Input& input) {
  return SwitchingValue(input, ledger::Category::kCertificate, "no certificate flows cross the border");
}
Outcome SwitchingCarbon(const Input& input) {
  return SwitchingValue(input, ledger::Category::kCarbon, "no carbon flows cross the border");
}
Outcome SwitchingCoBenefit(const Input& input) {
  return SwitchingValue(input, ledger::Category::kCoBenefit, "no co_benefit flows cross the border");
}

}  // namespace calanque::metric
