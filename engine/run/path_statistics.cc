#include "engine/run/path_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/kernel/bin_positions.h"

namespace calanque::run {
namespace {

constexpr std::size_t kReportedBins = 64;

/// Kept values without the missing ones, ascending.
std::vector<double> Sorted(const RowStatistics& row) {
  std::vector<double> values;
  values.reserve(row.first_values.size());
  for (const double value : row.first_values) {
    if (!std::isnan(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  return values;
}

double QuantileOf(std::span<const double> sorted, double probability) {
  const double position = probability * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = position - static_cast<double>(below);
  return share == 0.0 ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

/// Edges of a bin of Bins::counts, the outer two ending at the extremes.
struct BinEdges {
  BinEdges(const Bins& bins, const Moments& moments)
      : low_(bins.low),
        high_(bins.high),
        minimum_(std::min(moments.minimum, bins.low)),
        maximum_(std::max(moments.maximum, bins.high)) {}
  /// Lower edge of bin i; i = kCount + 2 gives the upper edge of the last.
  double operator()(std::size_t i) const {
    if (i == 0) return minimum_;
    if (i == Bins::kCount + 2) return maximum_;
    return low_ + (high_ - low_) * static_cast<double>(i - 1) / Bins::kCount;
  }

 private:
  double low_, high_, minimum_, maximum_;
};

double QuantileOf(const Bins& bins, const Moments& moments, double probability) {
  const BinEdges edge(bins, moments);
  const double wanted = probability * static_cast<double>(moments.count);
  double seen = 0.0;
  for (std::size_t i = 0; i < bins.counts.size(); ++i) {
    const auto here = static_cast<double>(bins.counts[i]);
    if (here > 0.0 && seen + here >= wanted) {
      const double value = edge(i) + (edge(i + 1) - edge(i)) * (wanted - seen) / here;
      return std::clamp(value, moments.minimum, moments.maximum);
    }
    seen += here;
  }
  return moments.maximum;
}

/// Mean of the lowest share of the paths.
double TailMean(std::span<const double> sorted, double probability) {
  const double wanted = probability * static_cast<double>(sorted.size());
  const auto whole = std::min(static_cast<std::size_t>(wanted), sorted.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < whole; ++i) sum += sorted[i];
  if (whole < sorted.size()) sum += (wanted - static_cast<double>(whole)) * sorted[whole];
  return sum / wanted;
}

double TailMean(const Bins& bins, const Moments& moments, double probability) {
  const BinEdges edge(bins, moments);
  const double wanted = probability * static_cast<double>(moments.count);
  double seen = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < bins.counts.size() && seen < wanted; ++i) {
    const auto here = static_cast<double>(bins.counts[i]);
    if (here == 0.0) continue;
    const double taken = std::min(here, wanted - seen);
    const double upper = edge(i) + (edge(i + 1) - edge(i)) * taken / here;
    sum += taken * 0.5 * (edge(i) + upper);
    seen += taken;
  }
  return sum / wanted;
}

void FillHistogram(const RowStatistics& row, std::span<const double> sorted, DistributionSummary& summary) {
  const Moments& moments = row.moments;
  if (!row.bins.empty()) {
    const Bins& bins = row.bins.front();
    const BinEdges edge(bins, moments);
    constexpr std::size_t kMerged = Bins::kCount / kReportedBins;
    summary.histogram_counts.assign(kReportedBins, 0);
    for (std::size_t i = 0; i < kReportedBins; ++i) {
      summary.histogram_edges.push_back(i == 0 ? edge(0) : edge(i * kMerged + 1));
      for (std::size_t k = 0; k < kMerged; ++k) summary.histogram_counts[i] += bins.counts[1 + i * kMerged + k];
    }
    summary.histogram_edges.push_back(edge(Bins::kCount + 2));
    summary.histogram_counts.front() += bins.counts.front();
    summary.histogram_counts.back() += bins.counts.back();
    return;
  }
  const double width = moments.maximum - moments.minimum;
  const std::size_t bin_count = width > 0.0 ? kReportedBins : 1;
  summary.histogram_counts.assign(bin_count, 0);
  for (std::size_t i = 0; i < bin_count; ++i) {
    summary.histogram_edges.push_back(moments.minimum +
                                      width * static_cast<double>(i) / static_cast<double>(bin_count));
  }
  summary.histogram_edges.push_back(moments.maximum);
  for (const double value : sorted) {
    const double position = width > 0.0 ? (value - moments.minimum) / width * static_cast<double>(bin_count) : 0.0;
    ++summary.histogram_counts[std::min(static_cast<std::size_t>(position), bin_count - 1)];
  }
}

}  // namespace

Bins::Bins(std::span<const double> first_values) : counts(kCount + 2, 0) {
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -lowest;
  for (const double value : first_values) {
    lowest = value < lowest ? value : lowest;
    highest = value > highest ? value : highest;
  }
  if (lowest > highest) lowest = highest = 0.0;  // Nothing but missing values.
  const double margin = 0.25 * (highest - lowest);
  low = lowest - margin;
  high = highest + margin;
  Add(first_values);
}

void Bins::Add(std::span<const double> values) {
  constexpr std::size_t kMost = RoundCounts::kMostPaths;
  for (; !values.empty(); values = values.subspan(std::min(values.size(), kMost))) {
    RoundCounts round(1);
    round.Add(0, *this, values.first(std::min(values.size(), kMost)));
    Add(round.Row(0));
  }
}

void Bins::Add(std::span<const std::uint16_t> more) {
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += more[i];
}

void RoundCounts::Add(std::size_t row, const Bins& bins, std::span<const double> values) {
  std::uint16_t* counts = counts_.data() + row * kRowSize;
  if (!(bins.high > bins.low)) {  // A row that did not move has no width: what equals it stands in the first bin.
    for (const double value : values) {
      ++counts[std::isnan(value) ? Bins::kCount + 2 : value < bins.low ? 0 : value > bins.low ? Bins::kCount + 1 : 1];
    }
    return;
  }
  std::array<std::int32_t, 128> positions;
  while (!values.empty()) {
    const std::size_t count = std::min(values.size(), positions.size());
    kernel::BinPositions({bins.low, bins.high, Bins::kCount}, values.first(count), std::span(positions).first(count));
    for (std::size_t i = 0; i < count; ++i) ++counts[positions[i]];
    values = values.subspan(count);
  }
}

void RoundCounts::Add(const RoundCounts& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i] = static_cast<std::uint16_t>(counts_[i] + other.counts_[i]);
  }
}

void RoundCounts::Clear() { std::fill(counts_.begin(), counts_.end(), std::uint16_t{0}); }

double MeanOf(const RowStatistics& row) {
  const Moments& m = row.moments;
  if (m.count == 0) return std::numeric_limits<double>::quiet_NaN();
  return row.reference + m.sum / static_cast<double>(m.count);
}

namespace {

double VarianceOf(const Moments& m) {
  if (m.count < 2) return 0.0;
  const auto n = static_cast<double>(m.count);
  return std::max(0.0, (m.sum_squares - m.sum * m.sum / n) / (n - 1.0));
}

}  // namespace

double StandardErrorOf(const RowStatistics& row, bool is_antithetic) {
  const Moments& m = row.moments;
  const auto n = static_cast<double>(m.count);
  if (!is_antithetic || m.missing > 0) return m.count < 2 ? 0.0 : std::sqrt(VarianceOf(m) / n);
  const double pairs = std::floor(n / 2.0);
  if (pairs < 2.0) return 0.0;
  const double variance = std::max(0.0, (m.pair_sum_squares - m.sum * m.sum / pairs) / (pairs - 1.0));
  return 0.5 * std::sqrt(variance / pairs);
}

std::vector<double> Quantiles(const RowStatistics& row, std::span<const double> probabilities) {
  std::vector<double> quantiles;
  if (row.moments.count == 0) {
    quantiles.assign(probabilities.size(), std::numeric_limits<double>::quiet_NaN());
    return quantiles;
  }
  if (!row.bins.empty()) {
    for (const double p : probabilities) quantiles.push_back(QuantileOf(row.bins.front(), row.moments, p));
    return quantiles;
  }
  const std::vector<double> sorted = Sorted(row);
  for (const double p : probabilities) quantiles.push_back(QuantileOf(sorted, p));
  return quantiles;
}

DistributionSummary Summarise(const RowStatistics& row, const model::SimulationOptions& options) {
  DistributionSummary summary;
  const Moments& m = row.moments;
  summary.count = m.count;
  summary.missing_count = m.missing;
  if (m.count == 0) return summary;
  summary.mean = MeanOf(row);
  summary.standard_error = StandardErrorOf(row, options.is_antithetic);
  summary.standard_deviation = std::sqrt(VarianceOf(m));
  summary.minimum = m.minimum;
  summary.maximum = m.maximum;
  const std::vector<double> sorted = row.bins.empty() ? Sorted(row) : std::vector<double>();
  const auto quantile = [&](double p) {
    return row.bins.empty() ? QuantileOf(sorted, p) : QuantileOf(row.bins.front(), m, p);
  };
  for (const double p : options.quantile_probabilities) summary.quantiles.push_back(quantile(p));
  summary.probability_below_zero = static_cast<double>(m.below_zero) / static_cast<double>(m.count);
  const double tail = options.tail_probability;
  summary.value_at_risk = summary.mean - quantile(tail);
  summary.expected_shortfall =
      summary.mean - (row.bins.empty() ? TailMean(sorted, tail) : TailMean(row.bins.front(), m, tail));
  FillHistogram(row, sorted, summary);
  return summary;
}

}  // namespace calanque::run
