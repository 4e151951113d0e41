#include "engine/partnership/modes/global_performance.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::GlobalPerformanceContract& mode, const OutlineInput& input) {
  Outline outline;
  outline.expected_savings_fraction = mode.expected_savings_fraction;
  outline.columns = GuaranteeColumns(input, mode.guaranteed_savings_fraction, mode.expected_savings_fraction);
  return outline;
}

}  // namespace calanque::partnership
