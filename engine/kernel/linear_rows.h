// Linear steps over rows of paths, lane by lane: the same bits for any split of the paths and on any processor.
#pragma once

#include <cstddef>
#include <span>

#include "engine/kernel/rows.h"

namespace calanque::kernel {

// Sizes are equal (CHECK) where spans go in and out together. No allocation, no fused multiply-add.

/// out[i] = first_weight x first[i] + second_weight x second[i]; out may be either.
void Mix(std::span<const double> first, double first_weight, std::span<const double> second, double second_weight,
         std::span<double> out);

inline constexpr std::size_t kMostTriangleRows = 256;

/// Row r becomes the sum over c <= r of factor[r][c] x row c: independent normals become correlated ones.
///
/// Shapes  factor [row_count][row_count] row by row, a lower triangle; what stands above it is not read. At most
///         kMostTriangleRows rows.
/// Cost    O(rows^2 x paths) multiplications at most; zeros are skipped.
void MultiplyLowerTriangle(std::span<const double> factor, Rows<double> rows);

/// One step of a process and its integral, driven by the same number e of each path:
/// integral += weight x state + integral_gain x e, then state = decay x state + gain x e.
struct StateStep {
  double decay = 1.0;
  double gain = 0.0;
  double weight = 0.0;
  double integral_gain = 0.0;
};

/// e[i] = level[i] - before[i], then before = level: differences of neighbouring rows, one row behind.
void StepState(const StateStep& step, std::span<const double> level, std::span<double> before, std::span<double> state);
void StepStateAndIntegral(const StateStep& step, std::span<const double> level, std::span<double> before,
                          std::span<double> state, std::span<double> integral);

}  // namespace calanque::kernel
