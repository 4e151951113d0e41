#include "engine/risk/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "engine/base/check.h"
#include "engine/kernel/linear_rows.h"
#include "engine/kernel/quantile_rows.h"
#include "engine/kernel/vector_math.h"
#include "engine/risk/scalar_math.h"

namespace calanque::risk {
namespace {

Moments Of(const model::Lognormal& law) {
  const double variance = law.log_standard_deviation * law.log_standard_deviation;
  const double mean = law.median * ExpOf(0.5 * variance);
  return {mean, mean * mean * std::expm1(variance)};
}

Moments Of(const model::Triangular& law) {
  const double a = law.mode - law.low;
  const double b = law.high - law.low;
  return {(law.low + law.mode + law.high) / 3.0, (a * a - a * b + b * b) / 18.0};
}

Moments Of(const model::Pert& law) {
  const auto [a, b] = ShapeOf(law);
  const double width = law.high - law.low;
  const double sum = a + b;
  return {law.low + width * a / sum, width * width * a * b / (sum * sum * (sum + 1.0))};
}

Moments Of(const model::Uniform& law) {
  const double width = law.high - law.low;
  return {0.5 * (law.low + law.high), width * width / 12.0};
}

/// Sums of deviations from the mean: no difference of large numbers.
Moments Of(const model::QuantileTable& law) {
  Moments moments;
  const auto for_each_piece = [&law](auto&& visit) {
    for (std::size_t i = 1; i < law.values.size(); ++i) {
      visit(law.cumulative_probabilities[i] - law.cumulative_probabilities[i - 1], law.values[i - 1], law.values[i]);
    }
  };
  for_each_piece([&](double weight, double from, double to) { moments.mean += weight * 0.5 * (from + to); });
  for_each_piece([&](double weight, double from, double to) {
    const double left = from - moments.mean;
    const double right = to - moments.mean;
    moments.variance += weight * (left * left + left * right + right * right) / 3.0;
  });
  return moments;
}

Moments Of(const model::Discrete& law) {
  Moments moments;
  for (std::size_t i = 0; i < law.values.size(); ++i) moments.mean += law.probabilities[i] * law.values[i];
  for (std::size_t i = 0; i < law.values.size(); ++i) {
    const double deviation = law.values[i] - moments.mean;
    moments.variance += law.probabilities[i] * deviation * deviation;
  }
  return moments;
}

/// Positions of values, ascending: a quantile function ascends in whatever order people wrote.
std::vector<std::size_t> AscendingOrder(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

}  // namespace

Moments MomentsOf(const model::Distribution& distribution) {
  return std::visit([](const auto& law) { return Of(law); }, distribution);
}

BetaShape ShapeOf(const model::Pert& pert) {
  const double width = pert.high - pert.low;
  if (!(width > 0.0)) return {};
  return {1.0 + pert.mode_weight * (pert.mode - pert.low) / width,
          1.0 + pert.mode_weight * (pert.high - pert.mode) / width};
}

QuantileFunction::QuantileFunction(const model::Distribution& distribution) : kind_(Prepare(distribution)) {}

QuantileFunction::Kind QuantileFunction::Prepare(const model::Distribution& distribution) {
  if (const auto* law = std::get_if<model::Lognormal>(&distribution)) {
    if (law->log_standard_deviation == 0.0) return Constant{law->median};
    return Lognormal{LogOf(law->median), law->log_standard_deviation};
  }
  if (const auto* law = std::get_if<model::Triangular>(&distribution)) {
    if (law->high == law->low) return Constant{law->low};
    return *law;
  }
  if (const auto* law = std::get_if<model::Pert>(&distribution)) {
    if (law->high == law->low) return Constant{law->low};
    const auto [a, b] = ShapeOf(*law);
    return Pert{law->low, law->high - law->low, BetaQuantile(a, b)};
  }
  if (const auto* law = std::get_if<model::Uniform>(&distribution)) {
    return Pieces{{0.0}, {law->low}, {law->high - law->low}};
  }
  Pieces pieces;
  if (const auto* law = std::get_if<model::QuantileTable>(&distribution)) {
    for (std::size_t i = 0; i + 1 < law->values.size(); ++i) {
      const double width = law->cumulative_probabilities[i + 1] - law->cumulative_probabilities[i];
      pieces.starts.push_back(law->cumulative_probabilities[i]);
      pieces.values.push_back(law->values[i]);
      pieces.slopes.push_back((law->values[i + 1] - law->values[i]) / width);
    }
    return pieces;
  }
  const auto& law = std::get<model::Discrete>(distribution);
  double below = 0.0;
  for (const std::size_t i : AscendingOrder(law.values)) {
    if (law.probabilities[i] == 0.0) continue;
    pieces.starts.push_back(below);
    pieces.values.push_back(law.values[i]);
    pieces.slopes.push_back(0.0);
    below += law.probabilities[i];
  }
  return pieces;
}

void QuantileFunction::FromNormals(std::span<const double> normals, std::span<double> out) const {
  CALANQUE_CHECK(normals.size() == out.size(), "sizes differ");
  if (const auto* constant = std::get_if<Constant>(&kind_)) {
    std::fill(out.begin(), out.end(), constant->value);
  } else if (const auto* law = std::get_if<Lognormal>(&kind_)) {
    kernel::ExpOfLine(normals, law->log_standard_deviation, law->log_median, out);
  } else if (const auto* pert = std::get_if<Pert>(&kind_)) {
    pert->beta.Fill(normals, pert->low, pert->width, out);
  } else {
    kernel::NormalProbability(normals, out);
    FromUniforms(out, out);
  }
}

void QuantileFunction::FromUniforms(std::span<const double> uniforms, std::span<double> out) const {
  if (const auto* law = std::get_if<model::Triangular>(&kind_)) {
    kernel::TriangularQuantile(uniforms, law->low, law->mode, law->high, out);
  } else if (const auto* pieces = std::get_if<Pieces>(&kind_)) {
    kernel::PiecewiseLinear(uniforms, {pieces->starts, pieces->values, pieces->slopes}, out);
  } else {
    kernel::InverseNormal(uniforms, out);
    FromNormals(out, out);
  }
}

}  // namespace calanque::risk
