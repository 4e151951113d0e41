#include "engine/partnership/risk_cost.h"

#include <algorithm>

#include "engine/kernel/series.h"
#include "engine/ppp/optimism_bias.h"
#include "engine/ppp/quantified_risk.h"
#include "engine/risk/distribution.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

/// Bounds of a bias: its own, or those of its types by their shares.
Result<ppp::BiasRange> RangeOf(const model::OptimismBias& bias, const std::vector<model::BiasType>& table) {
  if (bias.types.empty()) return ppp::BiasRange{bias.upper_fraction, bias.lower_fraction};
  std::vector<ppp::BiasRange> ranges;
  std::vector<double> shares;
  for (const model::BiasTypeShare& share : bias.types) {
    const auto row =
        std::find_if(table.begin(), table.end(), [&](const auto& type) { return type.id == share.type_id; });
    ranges.push_back({row->upper_fraction, row->lower_fraction});  // Known by validation.
    shares.push_back(share.cost_fraction);
  }
  return ppp::CombineBias(ranges, shares);
}

}  // namespace

double TransferredIn(const model::RiskLine& line, const std::string& mode_id) {
  for (const model::RiskAllocation& allocation : line.allocations) {
    if (allocation.mode_id == mode_id) return allocation.transferred_fraction;
  }
  return 0.0;
}

bool IsBenefit(model::RiskBase base) { return base == model::RiskBase::kSavings || base == model::RiskBase::kRevenue; }

Result<double> ExpectedFraction(const model::RiskLine& line, const std::vector<model::BiasType>& table) {
  if (line.factor_distribution) {
    const double deviation = risk::MomentsOf(*line.factor_distribution).mean - 1.0;
    return IsBenefit(line.base) ? -deviation : deviation;
  }
  std::vector<ppp::RiskOutcome> outcomes;
  for (const model::RiskOutcome& outcome : line.outcomes) {
    outcomes.push_back({outcome.probability_fraction, outcome.impact_fraction});
  }
  ppp::QuantifiedRisk risk;
  risk.name = line.id;
  risk.outcomes = outcomes;
  ppp::CostLine cost;
  cost.name = line.id;
  cost.base_amount = 1.0;
  if (!outcomes.empty()) cost.risks = std::span(&risk, 1);
  if (line.optimism_bias) {
    const auto range = RangeOf(*line.optimism_bias, table);
    if (!range) return range.error();
    const auto residual = ppp::ResidualBias(*range, line.optimism_bias->mitigation_fraction);
    if (!residual) return residual.error();
    cost.optimism_bias = ppp::LineBias{*residual, 0.0};
  }
  const auto expected = ppp::RiskOfLine(cost);
  if (!expected) return expected.error();
  return expected->Total();
}

std::vector<double> BaseOf(const Project& project, const ProjectFlows& flows, model::RiskBase base, int delay) {
  const auto periods = static_cast<std::size_t>(project.plan->schema.axis.period_count);
  double lost = 0.0;
  if (base == model::RiskBase::kSavings) {
    std::vector<double> savings(periods);
    for (std::size_t p = 0; p < periods; ++p) {
      savings[p] = std::max(flows.energy_without_amounts[p] - flows.energy_with_amounts[p], 0.0);
    }
    return Delayed(savings, delay, lost);
  }
  if (base == model::RiskBase::kRevenue) return Delayed(flows.revenue_amounts, delay, lost);
  const Category category = base == model::RiskBase::kWorks           ? Category::kInvestment
                            : base == model::RiskBase::kOperatingCost ? Category::kOperatingCost
                                                                      : Category::kReplacement;
  std::vector<double> sum(periods);
  for (const ProjectColumn& column : flows.columns) {
    if (column.column.category == category) kernel::Accumulate(sum, column.amounts);
  }
  return Delayed(sum, delay, lost);
}

Result<RiskRows> ExpectedRisk(const Project& project, const ProjectFlows& flows, const ComparisonTerms& terms,
                              const model::DeliveryMode& mode) {
  const auto periods = static_cast<std::size_t>(project.plan->schema.axis.period_count);
  RiskRows rows{std::vector<double>(periods), std::vector<double>(periods)};
  for (std::size_t i = 0; i < terms.risks.size(); ++i) {
    const model::RiskLine& line = terms.risks[i];
    const auto fraction = ExpectedFraction(line, terms.bias_types);
    if (!fraction) {
      Failure failure = fraction.error();
      failure.field_path = "risks[" + std::to_string(i) + "]";
      return failure;
    }
    double always_retained = 1.0;
    for (const model::DeliveryMode& other : terms.modes) {
      always_retained = std::min(always_retained, 1.0 - TransferredIn(line, other.id));
    }
    const double borne = 1.0 - TransferredIn(line, mode.id);
    const auto base = BaseOf(project, flows, line.base, mode.delay_period_count);
    kernel::AccumulateScaled(rows.retained, base, *fraction * always_retained);
    kernel::AccumulateScaled(rows.transferable, base, *fraction * (borne - always_retained));
  }
  return rows;
}

}  // namespace calanque::partnership
