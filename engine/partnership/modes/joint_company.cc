#include "engine/partnership/modes/joint_company.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::JointCompany& mode, const OutlineInput& input) {
  Outline outline;
  outline.operator_builds = outline.operator_operates = outline.needs_company = true;
  outline.charge = &mode.charge;
  outline.charge_name = "charge to the joint company";
  outline.charge_period_count = input.window.contract_end - input.window.operation_start;
  outline.public_equity_fraction = mode.public_equity_fraction;
  return outline;
}

}  // namespace calanque::partnership
