#include "engine/partnership/modes/deferred_payment.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::DeferredPaymentContract& mode, const OutlineInput& input) {
  Outline outline;
  outline.operator_builds = outline.operator_operates = outline.needs_company = true;
  outline.charge = &mode.charge;
  outline.charge_name = "deferred payment";
  outline.charge_period_count = ContractPeriods(input.window, mode.payment_years);
  outline.expected_savings_fraction = mode.expected_savings_fraction;
  outline.columns = GuaranteeColumns(input, mode.guaranteed_savings_fraction, mode.expected_savings_fraction);
  return outline;
}

}  // namespace calanque::partnership
