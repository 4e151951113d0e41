#include "engine/run/longest_delay.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/base/check.h"

namespace calanque::run {

int LongestDelay(const model::RiskModel& risk, std::size_t driver, int horizon_years) {
  const model::RiskDriver& of = risk.drivers[driver];
  const auto* draw = std::get_if<model::Draw>(&of.shape);
  const auto* discrete = draw == nullptr ? nullptr : std::get_if<model::Discrete>(&draw->distribution);
  CALANQUE_CHECK(discrete != nullptr, "a delay that is no discrete draw");
  double longest = *std::max_element(discrete->values.begin(), discrete->values.end());
  for (const model::Stress& stress : risk.stresses) {
    for (const model::StressedDriver& held : stress.drivers) {
      if (held.driver_id == of.id) longest = std::max(longest, held.value);
    }
  }
  return static_cast<int>(std::min<double>(std::ceil(longest), horizon_years));
}

}  // namespace calanque::run
