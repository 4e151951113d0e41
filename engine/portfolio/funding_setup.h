// Needs, sources and accounts of a financing plan with every name resolved: what the programme is built from.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "engine/model/financing_plan.h"
#include "engine/portfolio/funding_figures.h"
#include "engine/portfolio/repayment.h"

namespace calanque::portfolio {

inline constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// Amounts by year.
using Years = std::vector<double>;

/// A source of the request.
struct Offer {
  const model::FundingSource* terms = nullptr;
  FundingKind kind = FundingKind::kGrant;
  std::size_t payer = 0;
  std::vector<bool> pays_party = {};    ///< [party]; own funds: the payer.
  std::vector<bool> pays_project = {};  ///< [project]; those that spend enough.
  std::size_t first_year = 0;           ///< From the grid's first.
  std::size_t last_year = 0;
  int lag_years = 0;  ///< Of grants and refunds; those with a lag, and all refunds, come to the payee's own account.
  Repayment repayment = {};  ///< Empty where nothing is paid back.

  [[nodiscard]] bool IsOpen(const FundingNeed& need, std::size_t year) const {
    return pays_party[need.party] && pays_project[need.project] && year >= first_year && year <= last_year;
  }
  [[nodiscard]] bool is_own_funds() const { return kind == FundingKind::kOwnFunds; }
  /// Paid to the own account of who has spent, not for the need itself.
  [[nodiscard]] bool is_award() const {
    return kind == FundingKind::kVatRefund || (kind == FundingKind::kGrant && lag_years > 0);
  }
};

/// What a source of the scenario pays.
struct GivenUse {
  std::size_t need = kNone;  ///< None: all is released.
  Years used;
  Years released;  ///< To the payee's own account.
};

/// A refund of the scenario that is due only on works that no partner pays.
struct RefundShare {
  std::size_t need = 0;
  std::size_t lag_years = 0;
  double share = 0;  ///< Refund per unit of the need.
};

/// The own money of one party: what it sets aside, and what comes back to it.
struct OwnAccountSetup {
  std::size_t party = 0;
  std::size_t offer = kNone;  ///< Its own funds, where it has any.
  Years contract_receipts;    ///< Of signed contracts.
  Years item_receipts;        ///< In step with the programme.
};

/// The city by year; the programme's part is of what the scenario holds, not of the plan.
struct CitySetup {
  Years operating_revenue, operating_expenditure, principal_repaid, borrowed;
  Years own_capital_receipts, capital_grants, other_investment;
  Years given_borrowed, given_interest, given_principal;  ///< Of the scenario's signed loans.
  Years given_contract_payments, given_item_payments;     ///< What the city pays as a source of the scenario.
  Years given_item_vat_refunds;                           ///< Released to the city.
  double given_service_present_amount = 0;                ///< Of the scenario's loans, the years after the grid too.
};

struct FundingSetup {
  const FundingFigures* figures = nullptr;
  const model::FinancingPlanTerms* terms = nullptr;
  std::size_t city = 0;
  std::vector<Offer> offers;             ///< As in the terms.
  std::vector<const GivenMoney*> given;  ///< Those that count, in the figures' order.
  std::vector<GivenUse> given_uses;      ///< As given.
  std::vector<Years> contract_uses;      ///< [need]: what signed contracts pay.
  std::vector<Years> item_uses;          ///< [need]: what items of the projects pay.
  std::vector<Years> gaps_before;        ///< [need]: what committed money leaves open.
  std::vector<RefundShare> refund_shares;
  std::vector<double> given_grants;     ///< [project]: of given_uses, grants of projects' items.
  std::vector<double> contract_grants;  ///< [project]: of given_uses, signed grants.
  std::vector<OwnAccountSetup> accounts;
  CitySetup city_years;

  [[nodiscard]] std::size_t year_count() const { return figures->year_count; }
  [[nodiscard]] bool IsCity(std::size_t party) const { return party == city; }
  /// Position of a party's own account, or kNone.
  [[nodiscard]] std::size_t AccountOf(std::size_t party) const;
  [[nodiscard]] double Discount(std::size_t year) const;
};

/// Domain  terms that model::ValidateFinancingPlan found good, figures of the same portfolio. Both must outlive the
///         setup. Signed money pays first, then committed items, then (where asked for) planned grants, certificates
///         and refunds.
FundingSetup SetUpFunding(const FundingFigures& figures, const model::FinancingPlanTerms& terms);

}  // namespace calanque::portfolio
