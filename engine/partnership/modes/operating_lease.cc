#include "engine/partnership/modes/operating_lease.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::OperatingLease& mode, const OutlineInput& input) {
  Outline outline;
  outline.operator_builds = outline.needs_company = true;
  outline.charge = &mode.rent;
  outline.charge_name = "rent";
  outline.charge_period_count = ContractPeriods(input.window, mode.lease_years);
  outline.owner_residual_fraction = mode.owner_residual_fraction;
  return outline;
}

}  // namespace calanque::partnership
