// A solved programme as a plan that people read.
#pragma once

#include <vector>

#include "engine/portfolio/financing_plan.h"
#include "engine/portfolio/financing_programme.h"

namespace calanque::portfolio {

/// Fills sources, needs, own accounts, sums, leverage and the accounts with the plan. `amounts` by column; empty where
/// there is no plan: every source is then at 0.
void ReadFinancing(const FundingSetup& setup, const FundingColumns& columns, const std::vector<double>& amounts,
                   FinancingAnswer& out);

/// The city's accounts: without the programme, or (columns and amounts given) with it. Ratios follow
/// ppp::WriteCityRatios.
/// Errors  kInvalidInput: debt below 0, at "accounts.principal_repaid".
Result<std::vector<CityYear>, Failures> CityYearsWithout(const FundingSetup& setup);
Result<std::vector<CityYear>, Failures> CityYearsWith(const FundingSetup& setup, const FundingColumns& columns,
                                                      const std::vector<double>& amounts);

}  // namespace calanque::portfolio
