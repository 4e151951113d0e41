#include "engine/partnership/modes/availability_partnership.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::AvailabilityPartnership& mode, const OutlineInput& input) {
  Outline outline;
  outline.operator_builds = outline.operator_operates = outline.needs_company = true;
  outline.charge = &mode.charge;
  outline.charge_name = "unitary charge";
  outline.charge_period_count = input.window.contract_end - input.window.operation_start;
  return outline;
}

}  // namespace calanque::partnership
