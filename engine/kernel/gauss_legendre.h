// Gauss-Legendre rules: exact integrals of polynomials over [0, 1].
#pragma once

#include <cstddef>
#include <vector>

namespace calanque::kernel {

/// A weighted sum over nodes that stands for an integral over [0, 1].
struct Quadrature {
  std::vector<double> nodes;    ///< Ascending, inside (0, 1).
  std::vector<double> weights;  ///< Positive, sum 1.
};

/// Exact (to rounding) for polynomials of degree up to 2 x node_count - 1.
///
/// Domain  node_count >= 1.
/// Cost    O(node_count^2).
/// Source  Legendre recurrence and Newton's method from Tricomi's start; Abramowitz and Stegun, 25.4.30.
Quadrature GaussLegendre(std::size_t node_count);

}  // namespace calanque::kernel
