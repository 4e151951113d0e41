// The functions behind the list in standard_metrics.cc, by file. What each computes stands in the list.
#pragma once

#include "engine/metric/metric.h"

namespace calanque::metric {

// net_present_value.cc
Outcome Npv(const Input& input);
Outcome FnpvC(const Input& input);
Outcome FnpvK(const Input& input);
Outcome Enpv(const Input& input);

// rate_of_return.cc
Outcome Irr(const Input& input);
Outcome FrrC(const Input& input);
Outcome Err(const Input& input);
Outcome Mirr(const Input& input);

// profitability.cc
Outcome BenefitCostRatio(const Input& input);
Outcome ProfitabilityIndex(const Input& input);

// payback.cc
Outcome PaybackYears(const Input& input);
Outcome DiscountedPaybackYears(const Input& input);

// unit_cost.cc
Outcome EquivalentAnnualCost(const Input& input);
Outcome LevelisedCostPerMwh(const Input& input);

// investment.cc
Outcome InvestmentAmount(const Input& input);
Outcome InvestmentPresentValue(const Input& input);

// abatement.cc
Outcome AbatementInTargetYear(const Input& input);
Outcome AbatementCumulative(const Input& input);
Outcome AbatementByYear(const Input& input);
Outcome AbatementByScope(const Input& input);
Outcome AbatementCumulativeByScope(const Input& input);
Outcome AbatementShareOfPlanned(const Input& input);

// abatement_cost.cc
Outcome AbatementCostA1(const Input& input);
Outcome AbatementCostA2(const Input& input);
Outcome AbatementCostA3(const Input& input);
Outcome AbatementCostA4(const Input& input);
Outcome AbatementCostA5(const Input& input);
Outcome AbatementCostA6(const Input& input);
Outcome BreakEvenCarbonPrice(const Input& input);

// switching_value.cc
Outcome SwitchingInvestment(const Input& input);
Outcome SwitchingReplacement(const Input& input);
Outcome SwitchingResidualValue(const Input& input);
Outcome SwitchingOperatingCost(const Input& input);
Outcome SwitchingEnergy(const Input& input);
Outcome SwitchingRevenue(const Input& input);
Outcome SwitchingGrant(const Input& input);
Outcome SwitchingCertificate(const Input& input);
Outcome SwitchingCarbon(const Input& input);
Outcome SwitchingCoBenefit(const Input& input);

// financing_gap.cc
Outcome FinancingNeedByYear(const Input& input);
Outcome CommittedSourcesByYear(const Input& input);
Outcome PlannedSourcesByYear(const Input& input);
Outcome FinancingGapByYear(const Input& input);
Outcome FinancingNeed(const Input& input);
Outcome CommittedSources(const Input& input);
Outcome PlannedSources(const Input& input);
Outcome FinancingGap(const Input& input);
Outcome FinancingGapNet(const Input& input);

// eu_funding_gap.cc
Outcome EuFundingGap(const Input& input);
Outcome EuGrant(const Input& input);

// required_grant.cc
Outcome GrantForZeroNpv(const Input& input);
Outcome GrantForTargetIrr(const Input& input);

// tables.cc
Outcome NetCashFlowByYear(const Input& input);
Outcome CashFlowByCategory(const Input& input);
Outcome PartyNetFlowByYear(const Input& input);
Outcome EnergyConsumedByYear(const Input& input);
Outcome EnergyProducedByYear(const Input& input);

}  // namespace calanque::metric
