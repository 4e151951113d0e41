#include "engine/ppp/quantified_risk.h"

#include <cstddef>
#include <string>
#include <utility>

#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

constexpr double kSumTolerance = 1e-9;

// Says which risk or line a failure is about.
Failure Within(std::string_view kind, std::string_view name, Failure failure) {
  failure.message.insert(0, std::string(kind) + " '" + std::string(name) + "': ");
  return failure;
}

}  // namespace

Result<double> ExpectedConsequence(const QuantifiedRisk& risk) {
  InputCheck check;
  double probability = 0.0;
  double expected = 0.0;
  for (const RiskOutcome& outcome : risk.outcomes) {
    check.Fraction(outcome.probability_fraction, "probability_fraction")
        .Finite(outcome.consequence_amount, "consequence_amount");
    probability += outcome.probability_fraction;
    expected += outcome.probability_fraction * outcome.consequence_amount;
  }
  check.Require(probability <= 1.0 + kSumTolerance, "outcomes",
                "exclude each other, so their probabilities may not add up to more than 1");
  check.Fraction(risk.transferred_fraction, "transferred_fraction").Finite(expected, "outcomes");
  if (auto failure = check.Take()) return Within("risk", risk.name, *std::move(failure));
  return expected;
}

Result<RiskCost> RiskOfLine(const CostLine& line) {
  InputCheck check;
  check.NotNegative(line.base_amount, "base_amount")
      .Require(!line.optimism_bias || line.risks.empty(), "risks",
               "cannot stand beside optimism_bias, which already holds them: give one or the other");
  if (line.optimism_bias) {
    check.Range(line.optimism_bias->fraction, 0.0, 100.0, "optimism_bias.fraction", "a fraction from 0 to 100")
        .Fraction(line.optimism_bias->transferred_fraction, "optimism_bias.transferred_fraction")
        .Finite(line.base_amount * line.optimism_bias->fraction, "base_amount");
  }
  if (auto failure = check.Take()) return Within("line", line.name, *std::move(failure));

  RiskCost cost;
  const auto add = [&cost](double amount, double transferred_fraction) {
    cost.transferred_amount += amount * transferred_fraction;
    cost.retained_amount += amount * (1.0 - transferred_fraction);
  };
  if (line.optimism_bias) {
    add(line.base_amount * line.optimism_bias->fraction, line.optimism_bias->transferred_fraction);
  }
  for (const QuantifiedRisk& risk : line.risks) {
    auto expected = ExpectedConsequence(risk);
    if (!expected) return Within("line", line.name, expected.error());
    add(*expected, risk.transferred_fraction);
  }
  return cost;
}

}  // namespace calanque::ppp
