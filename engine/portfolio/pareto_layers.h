// Which alternatives no other beats in both of two goals; then which, once those are taken away; and so on.
#pragma once

#include <span>
#include <vector>

namespace calanque::portfolio {

/// One alternative: more is better, in both.
struct Gains {
  double first = 0.0;
  double second = 0.0;
};

/// Whether `a` is at least as good in both goals and better in one.
bool Dominates(const Gains& a, const Gains& b);

/// Layer of each alternative, from 1. Layer 1 holds those that nothing dominates; layer k those that only alternatives
/// of layers below k dominate. Equal alternatives share a layer.
///
/// Domain  finite numbers.
/// Cost    O(n log n).
/// Source  S. Taylor, The ranking of negative-cost emissions reduction measures, Energy Policy 48 (2012) 430: cost per
///         tonne misranks measures that save money; dominance does not. Peeling by patience sorting: each layer keeps
///         the largest `second` seen so far, which falls from layer to layer.
std::vector<int> ParetoLayers(std::span<const Gains> alternatives);

}  // namespace calanque::portfolio
