// Whatever moves once a year, as one type.
#pragma once

#include <cstddef>
#include <span>
#include <variant>

#include "engine/kernel/rows.h"
#include "engine/model/risk.h"
#include "engine/risk/geometric_brownian.h"
#include "engine/risk/mean_reverting_log.h"
#include "engine/risk/mean_reverting_rate.h"

namespace calanque::risk {

using Process = std::variant<GeometricBrownianFactors, MeanRevertingLogFactors, MeanRevertingRateFactors>;

inline bool IsProcess(const model::DriverShape& shape) {
  return std::holds_alternative<model::GeometricBrownian>(shape) ||
         std::holds_alternative<model::MeanRevertingLog>(shape) ||
         std::holds_alternative<model::MeanRevertingRate>(shape);
}

/// 1, or -1 where the integral of a rate lowers what it moves: a discount factor.
inline double SignOf(const model::DriverTarget& target) {
  return std::holds_alternative<model::DiscountTarget>(target) ? -1.0 : 1.0;
}

/// Domain  driver with a process; times as of the processes. `read_at` matters to rates alone.
Process MakeProcess(const model::RiskDriver& driver, std::span<const double> times, std::span<const double> read_at);

inline constexpr std::size_t kProcessScratchRows = 3;

/// rows [time][path]: W(t) in, factors out. `scratch` has kProcessScratchRows rows of as many paths.
void FillProcess(const Process& process, kernel::Rows<double> rows, kernel::Rows<double> scratch);

}  // namespace calanque::risk
