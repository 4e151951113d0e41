// What is kept of many paths: sums in a fixed order, the first paths whole, then counts in bins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/row_moments.h"
#include "engine/model/risk.h"
#include "engine/run/path_bins.h"
#include "engine/run/simulate.h"

namespace calanque::run {

using Moments = kernel::RowMoments;

/// One row of an answer: everything kept of it.
struct RowStatistics {
  double reference = 0.0;
  double threshold = 0.0;
  Moments moments;
  std::vector<double> first_values;  ///< Paths [0, exact count), by path; missing ones not-a-number.
  std::vector<Bins> bins;            ///< One where there are more paths than that, else none.
};

/// Quantiles of kept values (linear between order statistics), or of bins (linear within a bin: off by at most one of
/// 1024 widths, 0.15 % of the range of the first paths; where these bunch, by about 0.001 of probability).
std::vector<double> Quantiles(const RowStatistics& row, std::span<const double> probabilities);

/// Which end of a distribution is the bad one.
enum class BadTail : std::uint8_t { kLow, kHigh };

/// The summary of a row; value at risk and expected shortfall are those of its bad tail.
DistributionSummary Summarise(const RowStatistics& row, const model::SimulationOptions& options, BadTail bad_tail);

/// Mean, and standard error of the mean; 0 where there is one observation. `is_antithetic`: it counts pairs.
double MeanOf(const RowStatistics& row);
double StandardErrorOf(const RowStatistics& row, bool is_antithetic);

}  // namespace calanque::run
