// Uplift for what appraisals of works have underestimated. The table of a study is data, never a constant here.
#pragma once

#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// Bounds of the bias of one type of works: on capital cost, duration or operating cost, one struct each.
struct BiasRange {
  double upper_fraction = 0.0;  ///< Without any mitigation; 0.51 for the capital cost of non-standard buildings.
  double lower_fraction = 0.0;  ///< With best practice; >= 0, <= upper.
};

/// The range of a project of several types of works, weighted by their shares of the cost.
///
/// Errors  kInvalidInput: a share outside [0, 1], shares that do not add up to 1, a lower bound above the upper one.
/// Source  Mott MacDonald, Review of Large Public Procurement in the UK (2002), as used in HM Treasury, Supplementary
///         Green Book Guidance: Optimism Bias; case: tests/golden/ppp/optimism_bias.
Result<BiasRange> CombineBias(std::span<const BiasRange> ranges, std::span<const double> cost_fractions);

/// The bias left: upper x (1 - mitigation), never below the lower bound.
///
/// Units   mitigation: share of the contributory factors that is managed, in [0, 1]. Result: fraction of the base
///         estimate to add.
/// Source  as above.
Result<double> ResidualBias(const BiasRange& range, double mitigation_fraction);

}  // namespace calanque::ppp
