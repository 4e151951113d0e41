#include "engine/risk/geometric_brownian.h"

#include "engine/kernel/linear_rows.h"
#include "engine/kernel/vector_math.h"

namespace calanque::risk {

GeometricBrownianFactors::GeometricBrownianFactors(const model::GeometricBrownian& process,
                                                   std::span<const double> times)
    : volatility_per_sqrt_year_(process.volatility_per_sqrt_year) {
  const double variance_per_year = process.volatility_per_sqrt_year * process.volatility_per_sqrt_year;
  for (const double time : times) log_medians_.push_back((process.drift_per_year - 0.5 * variance_per_year) * time);
}

void GeometricBrownianFactors::Fill(kernel::Rows<double> rows) const {
  CALANQUE_CHECK(rows.row_count == log_medians_.size(), "rows differ from times");
  for (std::size_t k = 0; k < rows.row_count; ++k) {
    const std::span<double> row = rows.Row(k);
    kernel::ExpOfLine(row, volatility_per_sqrt_year_, log_medians_[k], row);
  }
}

}  // namespace calanque::risk
