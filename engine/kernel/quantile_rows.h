// Functions that quantiles are made of, over rows of paths: the same bits for any split and on any processor.
#pragma once

#include <span>

namespace calanque::kernel {

// Sizes are equal (CHECK); out may be the input. No allocation, no fused multiply-add.

/// out[i] = F^-1(uniforms[i]) of the triangular distribution, from the nearer end, so that neither tail loses digits.
///
/// Domain  low <= mode <= high, low < high; uniforms in [0, 1].
void TriangularQuantile(std::span<const double> uniforms, double low, double mode, double high, std::span<double> out);

/// Straight pieces: from starts[k] on, values[k] + slopes[k] x (x - starts[k]). Steps have slope 0.
struct Pieces {
  std::span<const double> starts;  ///< Ascending; what lies before the first is read as on it.
  std::span<const double> values;
  std::span<const double> slopes;
};

/// Cost: O(pieces x paths), without a branch.
void PiecewiseLinear(std::span<const double> in, const Pieces& pieces, std::span<double> out);

/// A cubic between evenly spaced nodes from their values and slopes (Hermite).
struct CubicTable {
  double first = 0.0;  ///< Of the nodes.
  double nodes_per_unit = 0.0;
  std::span<const double> values;  ///< Two or more.
  std::span<const double> slopes;  ///< Per node, not per unit.
};

/// out[i] = shift + scale x the cubic at in[i]; beyond the ends the end's value.
void Interpolate(std::span<const double> in, const CubicTable& table, double shift, double scale,
                 std::span<double> out);

}  // namespace calanque::kernel
