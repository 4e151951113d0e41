// What a choice of projects adds up to.
#pragma once

#include <span>
#include <vector>

#include "engine/portfolio/selection.h"

namespace calanque::portfolio {

Totals TotalsOf(const Selection& selection, std::span<const Picked> picked);

/// By constraint: the sum of uses.
std::vector<double> UsesOf(const Selection& selection, std::span<const Picked> picked);

/// By how much a use misses the constraint's nearer bound; negative: room that is left.
double Excess(const Constraint& constraint, double used);

/// The size of its figures: what a rounding error is measured against; at least 1e-9.
double ScaleOf(const Constraint& constraint);

/// What one start takes of one constraint.
struct Need {
  std::size_t constraint = 0;
  double amount = 0;
};

/// [candidate][start]: what it takes where so much of each candidate is done.
using Needs = std::vector<std::vector<std::vector<Need>>>;
Needs NeedsOf(const Selection& selection, std::span<const double> fractions);

/// By candidate: its smallest fraction.
std::vector<double> SmallestSize(const Selection& selection);

}  // namespace calanque::portfolio
