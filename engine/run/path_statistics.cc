#include "engine/run/path_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// Edges of a bin of Bins::counts, the outer two ending at the extremes; no edge lies beyond these.
struct BinEdges {
  BinEdges(const Bins& bins, const Moments& moments) : bins_(bins), moments_(moments) {}
  /// Lower edge of bin i; i = kCount + 2 gives the upper edge of the last.
  double operator()(std::size_t i) const {
    if (i == 0) return moments_.minimum;
    if (i == Bins::kCount + 2) return moments_.maximum;
    const double edge = bins_.edges.empty()
                            ? bins_.low + (bins_.high - bins_.low) * static_cast<double>(i - 1) / Bins::kCount
                            : bins_.edges[i - 1];
    return std::clamp(edge, moments_.minimum, moments_.maximum);
  }

 private:
  const Bins& bins_;
  const Moments& moments_;
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

/// Mean of the worst share of the paths.
double TailMean(std::span<const double> sorted, BadTail bad_tail, double probability) {
  const std::size_t count = sorted.size();
  const double wanted = probability * static_cast<double>(count);
  const auto whole = std::min(static_cast<std::size_t>(wanted), count);
  const auto worst = [&](std::size_t i) { return sorted[bad_tail == BadTail::kLow ? i : count - 1 - i]; };
  double sum = 0.0;
  for (std::size_t i = 0; i < whole; ++i) sum += worst(i);
  if (whole < count) sum += (wanted - static_cast<double>(whole)) * worst(whole);
  return sum / wanted;
}

double TailMean(const Bins& bins, const Moments& moments, BadTail bad_tail, double probability) {
  const BinEdges edge(bins, moments);
  const double wanted = probability * static_cast<double>(moments.count);
  const std::size_t count = bins.counts.size();
  double seen = 0.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < count && seen < wanted; ++k) {
    const bool is_low = bad_tail == BadTail::kLow;
    const std::size_t i = is_low ? k : count - 1 - k;
    const auto here = static_cast<double>(bins.counts[i]);
    if (here == 0.0) continue;
    const double taken = std::min(here, wanted - seen);
    const double outer = is_low ? edge(i) : edge(i + 1);
    const double inner = is_low ? edge(i + 1) : edge(i);
    sum += taken * (outer + (inner - outer) * 0.5 * taken / here);
    seen += taken;
  }
  return sum / wanted;
}

/// Counts in equal parts of the range, each bin spread evenly over its width. Whole numbers that add up.
std::vector<std::int64_t> Spread(const Bins& bins, const Moments& moments, std::span<const double> reported_edges) {
  const BinEdges edge(bins, moments);
  std::vector<std::int64_t> counts;
  double seen = 0.0;  // below the lower edge of bin i
  std::int64_t told = 0;
  std::size_t i = 0;
  for (std::size_t k = 1; k < reported_edges.size(); ++k) {
    const bool is_last = k + 1 == reported_edges.size();
    while (i < bins.counts.size() && (is_last || edge(i + 1) <= reported_edges[k])) {
      seen += static_cast<double>(bins.counts[i++]);
    }
    double below = seen;
    if (i < bins.counts.size() && reported_edges[k] > edge(i)) {
      const double share = (reported_edges[k] - edge(i)) / (edge(i + 1) - edge(i));
      below += static_cast<double>(bins.counts[i]) * share;
    }
    counts.push_back(std::llround(below) - told);
    told += counts.back();
  }
  return counts;
}

void FillHistogram(const RowStatistics& row, std::span<const double> sorted, DistributionSummary& summary) {
  const Moments& moments = row.moments;
  const double width = moments.maximum - moments.minimum;
  const std::size_t bin_count = width > 0.0 ? kReportedBins : 1;
  for (std::size_t i = 0; i < bin_count; ++i) {
    summary.histogram_edges.push_back(moments.minimum +
                                      width * static_cast<double>(i) / static_cast<double>(bin_count));
  }
  summary.histogram_edges.push_back(moments.maximum);
  if (!row.bins.empty()) {
    summary.histogram_counts = Spread(row.bins.front(), moments, summary.histogram_edges);
    return;
  }
  summary.histogram_counts.assign(bin_count, 0);
  for (const double value : sorted) {
    const double position = width > 0.0 ? (value - moments.minimum) / width * static_cast<double>(bin_count) : 0.0;
    ++summary.histogram_counts[std::min(static_cast<std::size_t>(position), bin_count - 1)];
  }
}

}  // namespace

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

DistributionSummary Summarise(const RowStatistics& row, const model::SimulationOptions& options, BadTail bad_tail) {
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
  const double mean_of_tail =
      row.bins.empty() ? TailMean(sorted, bad_tail, tail) : TailMean(row.bins.front(), m, bad_tail, tail);
  const double sign = bad_tail == BadTail::kLow ? 1.0 : -1.0;
  summary.value_at_risk = sign * (summary.mean - quantile(bad_tail == BadTail::kLow ? tail : 1.0 - tail));
  summary.expected_shortfall = sign * (summary.mean - mean_of_tail);
  FillHistogram(row, sorted, summary);
  return summary;
}

}  // namespace calanque::run
