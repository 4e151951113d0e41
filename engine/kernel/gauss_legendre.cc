#include "engine/kernel/gauss_legendre.h"

#include <cmath>
#include <numbers>

#include "engine/base/check.h"

namespace calanque::kernel {
namespace {

struct Legendre {
  double value = 0.0;
  double slope = 0.0;
};

/// The polynomial of that degree inside (-1, 1).
Legendre Evaluate(std::size_t degree, double x) {
  double before = 0.0;
  double value = 1.0;
  for (std::size_t k = 1; k <= degree; ++k) {
    const auto order = static_cast<double>(k);
    const double next = ((2.0 * order - 1.0) * x * value - (order - 1.0) * before) / order;
    before = value;
    value = next;
  }
  return {value, static_cast<double>(degree) * (x * value - before) / (x * x - 1.0)};
}

}  // namespace

Quadrature GaussLegendre(std::size_t node_count) {
  CALANQUE_CHECK(node_count >= 1, "a rule has at least one node");
  constexpr int kMostSteps = 20;  // Four or five do from this start.
  const auto count = static_cast<double>(node_count);
  Quadrature rule;
  for (std::size_t i = node_count; i-- > 0;) {
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (count + 0.5));
    for (int step = 0; step < kMostSteps; ++step) {
      const Legendre at = Evaluate(node_count, x);
      const double change = at.value / at.slope;
      x -= change;
      if (std::abs(change) < 1e-16) break;
    }
    const double slope = Evaluate(node_count, x).slope;
    rule.nodes.push_back(0.5 * (1.0 + x));
    rule.weights.push_back(1.0 / ((1.0 - x * x) * slope * slope));
  }
  return rule;
}

}  // namespace calanque::kernel
