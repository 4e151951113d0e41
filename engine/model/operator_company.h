// The company that builds and operates a project. Field meanings, units and ranges:
// proto/calanque/v1/operator_company.proto.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace calanque::model {

enum class TrancheRank { kSenior, kMezzanine, kShareholder };
enum class TrancheProfile { kSculpted, kAnnuity, kEqualPrincipal, kBullet, kBalloon, kExplicit, kCashSweep };
enum class FundingOrder { kProRata, kEquityFirst, kEquityBridge };
enum class GearingBase { kUses, kUsesWithFirstFee };

struct LoanRate {
  double fixed_nominal_per_year = 0.0;
  double hedged_fraction = 1.0;
  std::string base_rate_curve_id;
  double margin_per_year = 0.0;
  bool is_quoted_per_period = false;  ///< Interest of a period = rate / periods per year; else the rate is effective.
};

struct SizingLimits {
  std::optional<double> amount;
  std::optional<double> gearing_fraction;
  std::optional<double> equity_fraction;
  std::optional<double> dscr_factor;
  std::optional<double> llcr_factor;
  std::optional<double> plcr_factor;
};

struct Tranche {
  std::string id;
  std::string display_name;
  std::string lender_party_id;
  TrancheRank rank = TrancheRank::kSenior;
  TrancheProfile profile = TrancheProfile::kAnnuity;
  LoanRate rate;
  double tenor_years = 0.0;
  double grace_years = 0.0;
  bool capitalises_interest_in_grace = false;
  double balloon_fraction = 0.0;
  std::vector<double> principal_fractions;
  double sweep_fraction = 0.0;
  bool bears_interest_on_average_balance = false;
  double upfront_fee_fraction = 0.0;
  double commitment_fee_per_year = 0.0;
  double running_fee_amount_per_year = 0.0;
  SizingLimits limits;
};

struct EquityBridge {
  LoanRate rate;
  double upfront_fee_fraction = 0.0;
};

struct VatFacility {
  double vat_rate_fraction = 0.0;
  double refund_lag_years = 0.0;
  LoanRate rate;
};

struct CompanyReserves {
  double debt_service_months = 0.0;
  double operating_cost_months = 0.0;
  double maintenance_look_ahead_years = 0.0;
  double interest_nominal_per_year = 0.0;
};

struct IncomeTax {
  double rate_fraction = 0.0;  ///< Until the first of change_years.
  bool is_deductible_later = false;
  std::vector<int> change_years = {};  ///< Calendar years, increasing.
  std::vector<double> changed_rate_fractions = {};
};

struct StraightLineDepreciation {
  double life_years = 0.0;
};
struct DecliningDepreciation {
  int life_years = 0;
  double coefficient_factor = 0.0;
};
struct Caducity {};
struct DepreciationSeries {
  std::vector<double> fractions;
};
struct DepreciationAmounts {
  std::vector<double> amounts;
};
using TaxDepreciation =
    std::variant<Caducity, StraightLineDepreciation, DecliningDepreciation, DepreciationSeries, DepreciationAmounts>;

enum class TaxLoss { kCarriedForward, kRefunded };

struct TaxRegime {
  std::vector<IncomeTax> taxes;
  TaxLoss loss = TaxLoss::kCarriedForward;
  double loss_floor_amount = 0.0;
  double loss_fraction = 1.0;
  std::optional<double> interest_floor_amount;
  std::optional<double> interest_ebitda_fraction;
  bool is_paid_next_year = false;
  TaxDepreciation depreciation;
  bool keeps_grants_in_cost = false;
  bool keeps_financing_out_of_cost = false;
  bool keeps_maintenance_out_of_expenses = false;
  std::vector<double> other_taxable_amounts = {};  ///< By fiscal year.
  std::vector<double> tax_credit_amounts = {};     ///< By fiscal year.
};

struct DistributionRules {
  double lock_up_dscr_factor = 0.0;
  double default_dscr_factor = 0.0;
  bool is_limited_by_retained_earnings = false;
  double legal_reserve_fraction = 0.0;
  double legal_reserve_capital_fraction = 0.0;
  double minimum_cash_amount = 0.0;
  bool shareholders_fund_shortfalls = false;
};

struct SizingCase {
  double revenue_factor = 1.0;
  double operating_cost_factor = 1.0;
  double dscr_factor = 1.0;
};

struct OperatorCompany {
  std::vector<Tranche> tranches;
  FundingOrder funding_order = FundingOrder::kProRata;
  GearingBase gearing_base = GearingBase::kUses;
  EquityBridge equity_bridge;
  std::optional<VatFacility> vat_facility;
  CompanyReserves reserves;
  double receivable_days = 0.0;
  double payable_days = 0.0;
  TaxRegime tax_regime;
  bool cfads_is_before_tax = false;
  bool cfads_excludes_reserve_interest = false;
  DistributionRules distribution;
  std::vector<SizingCase> downside_cases;
  double closing_cost_amount = 0.0;
  std::optional<double> target_equity_irr_per_year;
  double equity_discount_rate_per_year = 0.0;
};

}  // namespace calanque::model
