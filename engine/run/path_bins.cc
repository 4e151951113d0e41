#include "engine/run/path_bins.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

#include "engine/base/check.h"
#include "engine/kernel/bin_positions.h"
#include "engine/kernel/sort_numbers.h"

namespace calanque::run {
namespace {

constexpr std::size_t kBeyond = 16;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Without the missing ones. `values` are finite otherwise.
std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](double v) { return !std::isnan(v); });
  kernel::SortNumbers(sorted);
  return sorted;
}

/// Whether bins of one width show too little of where most values stand, or blur values that stand often: a bell over
/// these bins has half a hundredth of its values in the fullest one.
bool IsBunched(const Bins& bins) {
  constexpr std::int64_t kFullestOfHundred = 2;
  std::int64_t total = 0;
  for (const std::int64_t count : bins.counts) total += count;
  return *std::max_element(bins.counts.begin(), bins.counts.end()) * 100 > kFullestOfHundred * total;
}

/// Edges beyond the values, ever farther apart, the nearest first: later paths go farther than the first.
std::vector<double> Beyond(double extreme, double median) {
  std::vector<double> edges;
  const double reach = extreme - median;
  for (std::size_t i = 1; i <= kBeyond; ++i)
    edges.push_back(extreme + reach * (std::pow(1.25, static_cast<double>(i)) - 1.0));
  return edges;
}

/// Values at even ranks as edges, every one of the outermost, and some beyond. A value that stands at two ranks or more
/// gets a bin of its own.
std::vector<double> EdgesByRank(std::span<const double> sorted) {
  constexpr std::size_t kOutermost = 32;
  constexpr std::size_t kRanks = Bins::kCount - 2 * (kOutermost + kBeyond);
  std::vector<double> edges;
  const auto add = [&](double value) {
    if (edges.empty() || value > edges.back()) {
      edges.push_back(value);
    } else if (value == edges.back() && std::isfinite(value)) {
      edges.push_back(std::nextafter(value, kInfinity));
    }
  };
  const std::size_t count = sorted.size();
  const double median = sorted[count / 2];
  std::vector<double> below = Beyond(sorted.front(), median);
  for (auto edge = below.rbegin(); edge != below.rend() && sorted.front() < median; ++edge) add(*edge);
  for (std::size_t i = 0; i < std::min(kOutermost, count); ++i) add(sorted[i]);
  for (std::size_t i = 1; i < kRanks; ++i) add(sorted[i * count / kRanks]);
  for (std::size_t i = std::min(kOutermost, count); i > 0; --i) add(sorted[count - i]);
  add(std::nextafter(sorted.back(), kInfinity));
  for (const double edge : Beyond(sorted.back(), median)) {
    if (sorted.back() > median) add(edge);
  }
  CALANQUE_CHECK(edges.size() <= Bins::kCount + 1, "more edges than bins");
  edges.resize(Bins::kCount + 1, edges.back());
  return edges;
}

}  // namespace

Bins::Bins(std::span<const double> first_values) : counts(kCount + 2, 0) {
  double lowest = kInfinity;
  double highest = -kInfinity;
  for (const double value : first_values) {
    lowest = value < lowest ? value : lowest;
    highest = value > highest ? value : highest;
  }
  if (lowest > highest) lowest = highest = 0.0;  // Nothing but missing values.
  const double margin = 0.25 * (highest - lowest);
  low = lowest - margin;
  high = highest + margin;
  Add(first_values);
  if (!(high > low) || !std::isfinite(high - low) || !IsBunched(*this)) return;
  edges = EdgesByRank(Sorted(first_values));
  low = edges.front();
  high = edges.back();
  std::fill(counts.begin(), counts.end(), 0);
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
    const auto places = std::span(positions).first(count);
    if (bins.edges.empty()) {
      kernel::BinPositions(kernel::EqualBins{bins.low, bins.high, Bins::kCount}, values.first(count), places);
    } else {
      kernel::BinPositions(std::span(bins.edges), values.first(count), places);
    }
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

}  // namespace calanque::run
