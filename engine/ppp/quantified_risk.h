// Risk in money, line by line of the costs: an optimism bias, or risks counted one by one, never both.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/base/result.h"

namespace calanque::ppp {

/// One thing that may come of a risk.
struct RiskOutcome {
  double probability_fraction = 0.0;  ///< [0, 1]
  double consequence_amount = 0.0;    ///< Extra cost, currency; negative: a saving.
};

/// A risk with outcomes that exclude each other; what is missing to a probability of 1 is that nothing happens.
struct QuantifiedRisk {
  std::string_view name;
  std::span<const RiskOutcome> outcomes;
  double transferred_fraction = 0.0;  ///< [0, 1] of it that the operator would bear under the partnership.
};

/// Uplift of a whole line.
struct LineBias {
  double fraction = 0.0;              ///< >= 0 of the line's base cost: ResidualBias in optimism_bias.h.
  double transferred_fraction = 0.0;  ///< As above.
};

/// A line of cost and its risk: a bias, or quantified risks, or neither.
struct CostLine {
  std::string_view name;
  double base_amount = 0.0;  ///< >= 0, without any allowance for risk.
  std::optional<LineBias> optimism_bias;
  std::span<const QuantifiedRisk> risks;
};

/// Expected cost of risk, and who would bear it.
struct RiskCost {
  double transferred_amount = 0.0;
  double retained_amount = 0.0;

  [[nodiscard]] double Total() const { return transferred_amount + retained_amount; }
};

/// Sum of probability x consequence over the outcomes: the mean, not the most likely outcome.
///
/// Errors  kInvalidInput naming the risk: a probability outside [0, 1], or more than 1 in all.
/// Source  National Public Private Partnership Guidelines (Australia), volume 4: Public Sector Comparator Guidance;
///         case: tests/golden/primitives/expected_cost_overrun.
Result<double> ExpectedConsequence(const QuantifiedRisk& risk);

/// The risk of a line. Percentiles are never added here: that is the sampler's work.
///
/// Errors  kInvalidInput naming the line that has both an optimism bias and quantified risks, for the bias already
///         holds what the risks count.
/// Source  HM Treasury, Supplementary Green Book Guidance: Optimism Bias (as risks are valued, the allowance
///         for optimism bias is reduced).
Result<RiskCost> RiskOfLine(const CostLine& line);

}  // namespace calanque::ppp
