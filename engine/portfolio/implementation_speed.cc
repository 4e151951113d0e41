#include "engine/portfolio/implementation_speed.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/kernel/series.h"

namespace calanque::portfolio {

std::vector<double> ScheduledFractions(const Measure& measure) {
  const double total = kernel::Sum(measure.investment_by_year);
  std::vector<double> fractions(measure.investment_by_year.size(), 1.0);
  if (!(total > 0.0)) return fractions;
  double spent = 0.0;
  for (std::size_t y = 0; y < fractions.size(); ++y) {
    spent += measure.investment_by_year[y];
    fractions[y] = std::clamp(spent / total, 0.0, 1.0);
  }
  return fractions;
}

SpeedOutcome ApplySpeedLimit(const Measure& measure, const SpeedLimit& limit, int first_year, int target_year) {
  CALANQUE_CHECK(limit.fraction_per_year > 0.0 && limit.fraction_per_year <= 1.0, "a share of the measure per year");
  // 1 / 0.1 years are ten, though 0.1 is a little more than a tenth: no eleventh year for a rounding.
  const auto years_needed = static_cast<int>(std::ceil(1.0 / limit.fraction_per_year - 1e-9));
  SpeedOutcome out;
  out.full_year = limit.first_year + years_needed - 1;
  if (target_year != 0) out.latest_start_year = target_year - years_needed + 1;
  out.kept_fractions = ScheduledFractions(measure);
  for (std::size_t y = 0; y < out.kept_fractions.size(); ++y) {
    const int year = first_year + static_cast<int>(y);
    const double worked_years = std::max(0, year - limit.first_year + 1);
    const double permitted = year >= out.full_year ? 1.0 : std::min(1.0, worked_years * limit.fraction_per_year);
    const double scheduled = out.kept_fractions[y];
    out.kept_fractions[y] = scheduled > permitted && scheduled > 0.0 ? permitted / scheduled : 1.0;
    if (scheduled == 0.0) out.kept_fractions[y] = permitted;
  }
  return out;
}

}  // namespace calanque::portfolio
