#include "engine/ppp/eurostat_indicators.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "engine/base/check.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

struct Ratio {
  double part_amount;
  double whole_amount;
  const char* whole_field;
};

Ratio RatioOf(StatisticalRatio ratio, const StatisticalFigures& figures) {
  switch (ratio) {
    case StatisticalRatio::kGovernmentFinance:
      return {figures.government_finance_amount, figures.capital_cost_amount, "figures.capital_cost_amount"};
    case StatisticalRatio::kGuaranteedRevenue:
      return {figures.guaranteed_revenue_amount, figures.capital_cost_amount, "figures.capital_cost_amount"};
    case StatisticalRatio::kMaximumDeduction:
      return {figures.maximum_deduction_amount, figures.charge_amount, "figures.charge_amount"};
  }
  CALANQUE_CHECK(false, "no such ratio");
}

Result<StatisticalMeasure> Measure(const StatisticalRule& rule, const StatisticalFigures& figures) {
  const Ratio ratio = RatioOf(rule.ratio, figures);
  const double value = ratio.part_amount / ratio.whole_amount;
  if (!(ratio.whole_amount > 0.0) || !std::isfinite(value)) {
    return Failure{Reason::kNotApplicable, ratio.whole_field, "is 0: there is no share of it"};
  }
  return StatisticalMeasure{value, value > rule.threshold_fraction};
}

}  // namespace

Result<std::vector<StatisticalFinding>> FindStatisticalRatios(const StatisticalFigures& figures,
                                                              std::span<const StatisticalRule> rules) {
  InputCheck check;
  check.NotNegative(figures.capital_cost_amount, "figures.capital_cost_amount")
      .NotNegative(figures.government_finance_amount, "figures.government_finance_amount")
      .NotNegative(figures.guaranteed_revenue_amount, "figures.guaranteed_revenue_amount")
      .NotNegative(figures.charge_amount, "figures.charge_amount")
      .NotNegative(figures.maximum_deduction_amount, "figures.maximum_deduction_amount")
      .Require(figures.maximum_deduction_amount <= figures.charge_amount, "figures.maximum_deduction_amount",
               "is above the charge it is deducted from");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    check.NotNegative(rules[i].threshold_fraction, "rules[" + std::to_string(i) + "].threshold_fraction");
  }
  if (auto failure = check.Take()) return *std::move(failure);
  std::vector<StatisticalFinding> findings;
  findings.reserve(rules.size());
  for (const StatisticalRule& rule : rules) {
    findings.push_back({rule.ratio, rule.theme, rule.threshold_fraction, Measure(rule, figures)});
  }
  return findings;
}

}  // namespace calanque::ppp
