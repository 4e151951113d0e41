// One way to deliver a project. Field meanings, units and ranges: proto/calanque/v1/delivery_mode.proto and
// ppp_service.proto.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/operator_company.h"
#include "engine/model/portfolio.h"
#include "engine/model/risk.h"
#include "engine/time/date.h"

namespace calanque::model {

struct Charge {
  std::optional<double> amount_per_year;
  double indexed_fraction = 0.0;
  std::string index_curve_id;
  double expected_deduction_fraction = 0.0;
  double maximum_deduction_fraction = 1.0;
  double escalation_per_year = 0.0;
  std::vector<double> volume_factors = {};         ///< By year of operation.
  std::optional<time::Date> index_base_date = {};  ///< Of amount_per_year. Absent: the first day of operation.
};

struct DirectProcurement {
  std::optional<Loan> loan = std::nullopt;
  double loan_share_fraction = 1.0;
};
struct GlobalPerformanceContract {
  double guaranteed_savings_fraction = 0.0;
  double expected_savings_fraction = 1.0;
};
struct AvailabilityPartnership {
  Charge charge;
};
struct DeferredPaymentContract {
  Charge charge;
  double payment_years = 0.0;
  double guaranteed_savings_fraction = 0.0;
  double expected_savings_fraction = 1.0;
};
struct GuaranteedSavingsContract {
  double guaranteed_savings_fraction = 0.0;
  double expected_savings_fraction = 1.0;
  double fee_amount_per_year = 0.0;
};
struct SharedSavingsContract {
  double company_fraction = 0.0;
  double sharing_years = 0.0;
  double expected_savings_fraction = 1.0;
};
struct RevolvingFund {
  std::string fund_party_id;
  double opening_amount = 0.0;
  double savings_repaid_fraction = 0.0;
  double interest_nominal_per_year = 0.0;
};
struct Concession {
  double expected_revenue_factor = 1.0;
  double lower_band_fraction = 0.0;
  double upper_band_fraction = 0.0;
  double city_pays_fraction = 0.0;
  double city_takes_fraction = 0.0;
  double minimum_revenue_amount_per_year = 0.0;
  std::optional<Charge> subsidy;
  double revenue_volatility_fraction = 0.0;
};
struct JointCompany {
  Charge charge;
  double public_equity_fraction = 0.0;
};
struct OperatingLease {
  Charge rent;
  double lease_years = 0.0;
  double owner_residual_fraction = 0.0;
};

/// In the order of the proto's oneof.
using Contract = std::variant<DirectProcurement, GlobalPerformanceContract, AvailabilityPartnership,
                              DeferredPaymentContract, GuaranteedSavingsContract, SharedSavingsContract, RevolvingFund,
                              Concession, JointCompany, OperatingLease>;

enum class EquityBasis { kBaseCase, kMarketValue, kReturnToDate };
struct TerminationTerms {
  EquityBasis authority_default_equity_basis = EquityBasis::kBaseCase;
  std::optional<double> market_equity_return_per_year;
  double breakage_debt_fraction = 0.0;
  double breakage_amount = 0.0;
  double completion_cost_factor = 1.0;
  double rebid_cost_amount = 0.0;
  std::optional<double> fair_value_discount_rate_per_year;
};

struct Refinancing {
  time::Date date{};
  std::string tranche_id;
  LoanRate rate;
  std::optional<double> tenor_years;
  std::optional<TrancheProfile> profile;
  double fee_fraction = 0.0;
  double breakage_amount = 0.0;
  double public_share_fraction = 0.5;
  std::optional<double> threshold_equity_irr_per_year;
  std::optional<double> dscr_factor;              ///< Present: debt is added up to what CFADS carries at it.
  std::optional<double> added_debt_limit_amount;  ///< At most so much; only with dscr_factor.
};

struct DeliveryMode {
  std::string id;
  std::string display_name;
  Contract contract;
  std::optional<OperatorCompany> company;
  double works_factor = 1.0;
  double operating_cost_factor = 1.0;
  double maintenance_factor = 1.0;
  double procurement_cost_amount = 0.0;
  int delay_period_count = 0;
  bool grants_reach_operator = false;
  double vat_compensation_fraction = 0.0;
  int vat_compensation_lag_years = 0;
  double vat_rate_fraction = 0.0;
  double competitive_neutrality_amount_per_year = 0.0;
  std::optional<TerminationTerms> termination;
  std::optional<Refinancing> refinancing;
  double risk_share_premium_per_year = 0.0;
};

enum class RiskBase { kWorks, kOperatingCost, kMaintenance, kSavings, kRevenue };
struct RiskOutcome {
  double probability_fraction = 0.0;
  double impact_fraction = 0.0;
};
struct BiasType {
  std::string id;
  double upper_fraction = 0.0;
  double lower_fraction = 0.0;
};
struct BiasTypeShare {
  std::string type_id;
  double cost_fraction = 1.0;
};
struct OptimismBias {
  double upper_fraction = 0.0;
  double lower_fraction = 0.0;
  double mitigation_fraction = 0.0;
  std::vector<BiasTypeShare> types;
};
struct RiskAllocation {
  std::string mode_id;
  double transferred_fraction = 0.0;
};
struct RiskLine {
  std::string id;
  std::string display_name;
  RiskBase base = RiskBase::kWorks;
  std::vector<RiskOutcome> outcomes;
  std::optional<OptimismBias> optimism_bias;
  std::optional<Distribution> factor_distribution;  ///< Of what comes over what was planned.
  bool is_redrawn_each_year = false;
  std::vector<RiskAllocation> allocations;
};

struct CityAccounts {
  std::vector<double> operating_revenue_amounts;
  std::vector<double> operating_expenditure_amounts;
  std::vector<double> principal_repaid_amounts;
  std::vector<double> debt_closing_amounts;
  std::vector<double> mandatory_spending_amounts;
  std::optional<double> debt_ceiling_years;
};

struct PppSetting {
  std::string project_id;
  std::string public_party_id;
  std::string operator_party_id;
  std::string tax_party_id;
  std::string shareholder_party_id;
  time::Date operation_start_date{};
  std::optional<time::Date> contract_end_date;
  double discount_rate_nominal_per_year = 0.0;
};

}  // namespace calanque::model
