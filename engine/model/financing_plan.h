// What a financing plan is asked for: who could pay, on which terms, and the accounts and rules of the city. Field
// meanings, units and ranges: proto/calanque/v1/financing_plan.proto.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/portfolio.h"

namespace calanque::model {

/// What the payer sets aside for its own needs; kind of FundingSource.
struct OwnFundsTerms {};

/// Paid on spending, `lag_years` after it.
struct VatRefundTerms {
  double rate_fraction = 0.0;
  int lag_years = 0;
};

struct GrantTerms {
  int lag_years = 0;
};

struct LoanTerms {
  Loan loan = {};
  double fee_fraction = 0.0;  ///< Of the draw, paid with it.
};

/// A return every year, the capital back at the end.
struct EquityTerms {
  double return_nominal_per_year = 0.0;
  int tenor_years = 0;
};

/// A partner pays the works; the payee pays rents from delivery on.
struct PartnershipTerms {
  double rate_nominal_per_year = 0.0;
  int delivery_lag_years = 0;
  int tenor_years = 0;
  double vat_refund_fraction = 0.0;  ///< Of the part of each rent that repays the works.
};

struct FundingSource {
  std::string id = {};
  std::string display_name = {};
  std::string payer_party_id = {};
  std::vector<std::string> payee_party_ids = {};       ///< Empty for own funds.
  std::vector<std::string> eligible_project_ids = {};  ///< Empty: all.
  int first_year = 0;                                  ///< 0: the grid's.
  int last_year = 0;                                   ///< 0: the grid's.
  std::optional<double> max_amount = {};
  std::optional<double> max_amount_per_year = {};
  std::optional<double> max_amount_per_project = {};
  double max_fraction = 1.0;        ///< Of the spending of each project, party and year.
  double min_project_amount = 0.0;  ///< Projects that spend less in all are not eligible.
  std::variant<OwnFundsTerms, VatRefundTerms, GrantTerms, LoanTerms, EquityTerms, PartnershipTerms> kind = {};
};

/// Sources that together pay at most a share of a project.
struct StackingCap {
  std::string id = {};
  std::string display_name = {};
  std::vector<std::string> funding_source_ids = {};
  double max_fraction = 1.0;
  bool counts_scenario_grants = false;
};

/// From the grid's first year on; after the last amount it grows.
struct YearForecast {
  std::vector<double> amounts = {};
  double growth_nominal_per_year = 0.0;
};

/// The city without the programme.
struct AccountsForecast {
  double opening_debt_amount = 0.0;
  YearForecast operating_revenue = {};
  YearForecast operating_expenditure = {};  ///< Interest included.
  YearForecast principal_repaid = {};
  YearForecast borrowed = {};
  YearForecast own_capital_receipts = {};  ///< Refunds of VAT, sales.
  YearForecast capital_grants = {};
  YearForecast other_investment = {};
};

struct AccountRules {
  std::optional<double> debt_ceiling_years = {};
  std::optional<double> minimum_gross_savings_fraction = {};
  bool ignores_balance_rule = false;
};

struct FinancingPlanTerms {
  std::string city_party_id = {};
  double discount_rate_nominal_per_year = 0.0;
  std::vector<FundingSource> funding_sources = {};
  std::vector<StackingCap> stacking_caps = {};
  std::optional<AccountsForecast> accounts = {};
  AccountRules rules = {};
  std::vector<std::string> closed_gap_party_ids = {};
  std::vector<std::string> public_party_ids = {};
  bool uses_planned_grants = false;
};

}  // namespace calanque::model
