// The four items a public buyer in France must publish before a partnership contract.
//
// Code de la commande publique, article R2212-9 (study of budgetary sustainability): 1. the cost of the contract as a
// yearly average; 2. its share of the yearly self-financing capacity; 3. its effect on mandatory spending, on debt and
// on off-balance-sheet commitments; 4. the cost of ending it early.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/ppp/city_accounts.h"
#include "engine/ppp/termination.h"

namespace calanque::ppp {

/// What the study reads. Spans are [year] from the first to the last year of the contract. Nominal currency.
struct SustainabilityInputs {
  ContractPayments payments;
  std::span<const double> gross_savings_amount;       ///< Of the authority, without the contract; any sign.
  std::span<const double> mandatory_spending_amount;  ///< Dépenses obligatoires, without the contract; >= 0.
  double payments_rate_per_year = 0.0;                ///< As in DebtRule.
  /// First year of each band of maturity after the first, counted from 0 at signature, ascending: {1, 5} gives year 0,
  /// years 1 to 4, the rest.
  std::span<const int> band_start_years;
  /// Compensation by cause and year, from termination.h; an empty span: not computed.
  std::array<std::span<const double>, kTerminationCauseCount> termination_amount;
};

/// Payments that fall due in the years [from, to).
struct MaturityBand {
  int from_year = 0;
  int to_year = 0;
  double debt_amount = 0.0;               ///< Investment parts.
  double off_balance_sheet_amount = 0.0;  ///< Financing and running parts.
  bool operator==(const MaturityBand&) const = default;
};

/// The four items.
struct BudgetSustainability {
  // 1.
  double average_cost_amount_per_year = 0.0;  ///< All payments / years of the contract.
  // 2.
  /// Average cost / average gross savings; none where those are not above 0.
  Result<double> share_of_self_financing_fraction = 0.0;
  // 3.
  std::vector<double> mandatory_spending_added_amount;  ///< [year] payments less avoided spending.
  std::vector<double> mandatory_spending_amount;        ///< [year] with the contract.
  std::vector<double> debt_outstanding_amount;          ///< [year] of works delivered: later investment parts.
  std::vector<double> off_balance_sheet_amount;         ///< [year] all other payments to come, undiscounted.
  std::vector<MaturityBand> commitments;                ///< As of signature, undiscounted; empty bands left out.
  // 4.
  std::array<std::vector<double>, kTerminationCauseCount> termination_amount;  ///< [cause][year]
};

/// Computes the four items.
///
/// Errors  kInvalidInput naming the field; kMissingData where the contract has no year. Sizes that differ are a defect.
/// Cost    O(years).
/// Source  Code de la commande publique, article R2212-9.
Result<BudgetSustainability> StudyBudgetSustainability(const SustainabilityInputs& inputs);

}  // namespace calanque::ppp
