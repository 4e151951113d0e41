#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/risk/sampler.h"
#include "engine/risk/sampler_plan.h"
#include "engine/risk/scalar_math.h"

namespace calanque::risk {
namespace {

void FillRow(std::span<double> row, double value) { std::fill(row.begin(), row.end(), value); }

double ExpectedOf(RowKind kind) { return kind == RowKind::kYearFactor || kind == RowKind::kProjectFactor ? 1.0 : 0.0; }

template <typename Parts>
auto FindPart(const Parts& parts, std::size_t driver) {
  return std::find_if(parts.begin(), parts.end(), [driver](const auto& part) { return part.driver == driver; });
}

/// The least number of successes in `trials` that is not exceeded with this probability.
std::size_t BinomialQuantile(std::size_t trials, double success_probability, double probability) {
  if (success_probability >= 1.0) return trials;
  double term = std::pow(1.0 - success_probability, static_cast<double>(trials));
  double below = term;
  std::size_t count = 0;
  while (count < trials && below < probability) {
    term *= static_cast<double>(trials - count) / static_cast<double>(count + 1) * success_probability /
            (1.0 - success_probability);
    below += term;
    ++count;
  }
  return count;
}

void ForceProcess(const SamplerPlan& plan, const ProcessPlan& process, double normal, FactorBlock& block) {
  const std::size_t year_count = plan.future_year_count();
  if (year_count == 0) return;
  FactorBlock path(year_count, 1);
  FactorBlock scratch(kProcessScratchRows, 1);
  const double last = plan.year_times.back();
  for (std::size_t k = 0; k < year_count; ++k) {
    path.Row(k)[0] = normal * std::sqrt(last) * (plan.year_times[plan.past_year_count + k] / last);
  }
  FillProcess(process.process, path.RowsFrom(0, year_count), scratch.RowsFrom(0, kProcessScratchRows));
  const std::size_t first_row = plan.drivers[process.driver].first_row + plan.past_year_count;
  for (std::size_t k = 0; k < year_count; ++k) FillRow(block.Row(first_row + k), path.Row(k)[0]);
}

void HoldProcess(const SamplerPlan& plan, const ProcessPlan& process, double value, FactorBlock& block) {
  const bool is_rate = std::holds_alternative<MeanRevertingRateFactors>(process.process);
  const std::size_t first_row = plan.drivers[process.driver].first_row + plan.past_year_count;
  for (std::size_t k = 0; k < process.times.size(); ++k) {
    FillRow(block.Row(first_row + k), is_rate ? ExpOf(process.sign * value * process.times[k]) : value);
  }
}

}  // namespace

void Sampler::FillExpected(FactorBlock& block) const {
  CALANQUE_CHECK(block.row_count() == plan_->row_count, "block of another sampler");
  for (const DriverRows& rows : plan_->drivers) {
    for (std::size_t i = 0; i < rows.row_count; ++i) FillRow(block.Row(rows.first_row + i), ExpectedOf(rows.kind));
  }
}

void Sampler::FillForced(std::size_t driver, double normal, FactorBlock& block) const {
  CALANQUE_CHECK(driver < plan_->drivers.size(), "no such driver");
  FillExpected(block);
  const DriverRows& rows = plan_->drivers[driver];
  if (rows.kind == RowKind::kYearFactor) {
    ForceProcess(*plan_, *FindPart(plan_->processes, driver), normal, block);
  } else if (rows.kind == RowKind::kEventAmount) {
    const EventPlan& event = *FindPart(plan_->events, driver);
    const std::size_t year_count = event.numbers.size();
    const std::size_t count = BinomialQuantile(year_count, event.probability_per_year, NormalProbabilityOf(normal));
    for (std::size_t i = 0; i < year_count; ++i) {
      FillRow(block.Row(rows.first_row + event.first_year + i),
              event.mean_impact * static_cast<double>(count) / static_cast<double>(year_count));
    }
  } else {
    double value = normal;
    FindPart(plan_->draws, driver)->quantile.FromNormals({&value, 1}, {&value, 1});
    for (std::size_t i = 0; i < rows.row_count; ++i) FillRow(block.Row(rows.first_row + i), value);
  }
}

void Sampler::FillHeld(std::span<const HeldDriver> held, FactorBlock& block) const {
  FillExpected(block);
  for (const auto& [driver, value] : held) {
    CALANQUE_CHECK(driver < plan_->drivers.size(), "no such driver");
    const DriverRows& rows = plan_->drivers[driver];
    if (rows.kind == RowKind::kYearFactor) {
      HoldProcess(*plan_, *FindPart(plan_->processes, driver), value, block);
    } else if (rows.kind == RowKind::kEventAmount) {
      const EventPlan& event = *FindPart(plan_->events, driver);
      for (std::size_t i = 0; i < event.numbers.size(); ++i) {
        FillRow(block.Row(rows.first_row + event.first_year + i), value);
      }
    } else {
      for (std::size_t i = 0; i < rows.row_count; ++i) FillRow(block.Row(rows.first_row + i), value);
    }
  }
}

}  // namespace calanque::risk
