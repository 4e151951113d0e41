// Who pays for a programme: a linear programme fills every need, first with as small a gap as can be (the city's, then
// the others'), then at least cost to the city, then at least cost to the others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/financing_plan.h"
#include "engine/portfolio/funding_figures.h"
#include "engine/ppp/city_accounts.h"

namespace calanque::portfolio {

/// A source in the plan: of the scenario, of the request, or what came back to a party without own funds. Amounts are
/// nominal, lists by year.
struct FundedSource {
  std::string id = {};
  std::string display_name = {};
  FundingKind kind = FundingKind::kGrant;
  std::size_t payer = 0;
  bool is_given = false;
  bool is_committed = false;
  std::vector<double> paid_amounts = {};  ///< When it is paid; own funds: set aside less released.
  std::vector<double> used_amounts =
      {};  ///< What it pays of needs, in their years; what comes later is used as own money.
  std::optional<double> max_amount = {};
  double charge_amount = 0;  ///< Interest, fees and returns, after the grid too.
  int tenor_years = 0;
  double rate_per_year = 0;
  double city_cost_present_amount = 0;  ///< Sums over sources to the plan's.
};

struct FundedUse {
  std::size_t source = 0;
  std::vector<double> amounts = {};
};

/// In every year: need = sum of uses + gap after.
struct FundedNeed {
  std::size_t project = 0;
  std::size_t party = 0;
  std::vector<double> need_amounts = {};
  std::vector<double> gap_before_amounts = {};
  std::vector<double> gap_after_amounts = {};
  std::vector<FundedUse> uses = {};
};

/// carried[t] = carried[t - 1] + set_aside[t] + received[t] - spent[t] - released[t]
struct OwnAccount {
  std::size_t party = 0;
  std::vector<double> set_aside_amounts = {};
  std::vector<double> received_amounts = {};
  std::vector<double> spent_amounts = {};
  std::vector<double> released_amounts = {};
  std::vector<double> carried_amounts = {};
};

/// One year of the city's accounts: debt_opening + borrowed - principal_repaid = debt_closing.
struct CityYear {
  double operating_revenue_amount = 0;
  double operating_expenditure_amount = 0;
  double debt_opening_amount = 0;
  double borrowed_amount = 0;
  double principal_repaid_amount = 0;
  double debt_closing_amount = 0;
  ppp::CityRatios ratios;
};

/// A constraint at the plan. Prices per unit of money by which the limit is raised.
struct FundingConstraintState {
  std::string id = {};
  std::string name = {};
  int year = 0;
  double used_amount = 0;
  double limit_amount = 0;
  bool is_binding = false;
  double gap_price = 0;   ///< Gap closed.
  double cost_price = 0;  ///< Present cost to the city saved, the gap being what it is.
};

struct LargestProgramme {
  double scale_factor = 0;
  bool is_unlimited = false;
  double city_need_amount = 0;
  std::vector<std::size_t> binding;  ///< Positions of constraints.
};

/// By who bears money in the end: loans and partnerships count with who pays them back.
struct Leverage {
  double private_amount = 0;
  double public_amount = 0;
  double private_advance_amount = 0;  ///< From private lenders and partners to public parties.
};

struct FinancingAnswer {
  bool is_feasible = true;
  std::vector<FundedSource> sources = {};
  std::vector<FundedNeed> needs = {};
  double need_amount = 0;
  double gap_before_amount = 0;
  double gap_after_amount = 0;
  double city_cost_present_amount = 0;
  std::vector<OwnAccount> accounts = {};
  std::vector<CityYear> city_without = {};  ///< Empty where no accounts were given.
  std::vector<CityYear> city_with = {};
  std::vector<FundingConstraintState> constraints = {};
  std::vector<std::size_t> conflict;  ///< Where infeasible: cannot be met together, any one less can.
  std::optional<LargestProgramme> largest = {};
  Leverage leverage;
};

/// Most columns of the programme.
inline constexpr std::size_t kMostFundingColumns = 500'000;

/// Plans the money.
///
/// Domain  terms that model::ValidateFinancingPlan found good, figures of the same portfolio.
/// Errors  kInvalidInput: accounts that repay more than is owed ("accounts.principal_repaid"). kResourceLimit: too many
///         sources x needs x years. kCancelled, kNotConverged, kInternal as optimize::Solve.
/// Cost    five linear programmes of about sources x needs x years columns; one per constraint where it cannot be met.
Result<FinancingAnswer, Failures> PlanFinancing(const FundingFigures& figures, const model::FinancingPlanTerms& terms,
                                                const StopPoll& stop = {});

}  // namespace calanque::portfolio
