// What an operator company (special purpose vehicle) agrees with its lenders, shareholders and the tax office, resolved
// to points in time.
//
// Points: 0 is financial close, t >= 1 the end of period t. Construction runs to point construction_end, operation from
// the point after it to the last. All amounts nominal, flows at the point. A vector "[point]" has one value per point.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/finance/interest_limit.h"
#include "engine/finance/loss_carry_forward.h"

namespace calanque::company {

/// How a tranche is repaid between the end of its grace and its tenor.
enum class Profile {
  kSculpted,        ///< Debt service in proportion to CFADS.
  kAnnuity,         ///< Level debt service.
  kEqualPrincipal,  ///< Level principal.
  kBullet,          ///< All at the end.
  kBalloon,         ///< Level debt service down to balloon_fraction, which is paid at the end.
  kExplicit,        ///< Principal by given fractions of the debt.
  kCashSweep,       ///< A fraction of what is left after debt service that ranks before; the rest at the end.
};

/// Who ranks before whom; within a rank the order of the list decides.
enum class Rank { kSenior, kMezzanine, kShareholder };

/// Limits on the size of a tranche; the smallest one binds. At least one must be given.
struct SizingLimits {
  std::optional<double> amount;            ///< At most so much.
  std::optional<double> gearing_fraction;  ///< This tranche and those before it, of the uses net of grants.
  std::optional<double> equity_fraction;   ///< Of what the tranches before it leave to shareholders.
  std::optional<double> dscr;              ///< CFADS / (debt service of this tranche and those before it).
  std::optional<double> llcr;              ///< Present value of CFADS over the loan's life / debt.
  std::optional<double> plcr;              ///< The same over the project's life.
  bool operator==(const SizingLimits&) const = default;
};

/// One loan.
struct Tranche {
  std::string id;
  Rank rank = Rank::kSenior;
  Profile profile = Profile::kAnnuity;
  std::vector<double> rate_per_period;         ///< [point] all in; of the period that ends there. > -1.
  int grace_periods = 0;                       ///< From construction_end without principal.
  int tenor_periods = 0;                       ///< From construction_end to the last repayment; grace included.
  bool capitalises_interest_in_grace = false;  ///< Else it is paid.
  double balloon_fraction = 0.0;               ///< [0, 1] of the debt; kBalloon.
  /// By repayment period, adding up to 1 and further_draw_fraction; kExplicit.
  std::vector<double> principal_fractions;
  /// Point from the end of grace on, at which the lender lends once more, and how much of the debt at the end of grace,
  /// >= 0. Paid past the waterfall: the caller books it. kExplicit.
  int further_draw_point = 0;
  double further_draw_fraction = 0.0;
  double sweep_fraction = 1.0;  ///< [0, 1]; kCashSweep.
  /// kCashSweep of a lender: interest on the mean of the balances at the start and the end of a period.
  bool bears_interest_on_average_balance = false;
  double upfront_fee_fraction = 0.0;        ///< Of the debt, paid at close.
  double commitment_fee_per_period = 0.0;   ///< Of the undrawn debt, per period of construction.
  std::vector<double> running_fee_amounts;  ///< [point] paid with debt service; empty: none.
  SizingLimits limits;

  /// Shareholders who lend are paid out of what is left; everybody else is a lender.
  [[nodiscard]] bool IsFromLender() const { return rank != Rank::kShareholder; }
  [[nodiscard]] double RunningFeeAt(std::size_t point) const {
    return running_fee_amounts.empty() ? 0.0 : running_fee_amounts[point];
  }
};

/// Where each euro of the uses comes from while the works go on.
enum class FundingOrder {
  kProRata,       ///< Equity and debt in the same proportion at every point.
  kEquityFirst,   ///< Shareholders first, then lenders.
  kEquityBridge,  ///< Pro rata, but a bridge loan stands in for equity until construction_end.
};

/// What the gearing limit is a fraction of.
enum class GearingBase {
  kUses,              ///< All uses net of grants.
  kUsesWithFirstFee,  ///< Uses without the upfront fee, plus the fee on that share of them alone, not on itself
                      ///< (NREL SSC: no circularity, a little less debt).
};

/// A bridge loan to the shareholders; its interest and fee are uses.
struct EquityBridge {
  std::vector<double> rate_per_period;  ///< [point].
  double upfront_fee_fraction = 0.0;
};

/// Value-added tax on the works, paid with them and refunded later; a facility lends it meanwhile.
struct VatFacility {
  double vat_rate_fraction = 0.0;  ///< 0: no VAT. 0.2 in France.
  int refund_lag_periods = 0;  ///< 0: refunded within the period, nothing is lent. At most the periods of operation.
  std::vector<double> rate_per_period;  ///< [point] of the facility; empty: it lends free of interest.
};

/// Cash set aside.
struct Reserves {
  double debt_service_months = 0.0;        ///< DSRA: senior and mezzanine debt service ahead; full at construction_end.
  double operating_cost_months = 0.0;      ///< Operating cost ahead; full at construction_end.
  int maintenance_look_ahead_periods = 0;  ///< MRA: level build-up before each major maintenance; 0: no reserve.
  std::vector<double> interest_per_period;  ///< [point] on the balance at the start of the period; empty: none.
};

/// Days between an invoice and its payment.
struct WorkingCapital {
  double receivable_days = 0.0;
  double payable_days = 0.0;
};

enum class LossRule {
  kCarriedForward,  ///< By loss_carry_forward.
  kRefunded,        ///< A loss brings tax back at once (or saves it in the shareholders' group).
};

enum class TaxTiming { kInYear, kNextYear };

/// One tax on profits. Several stack: an earlier one may be deductible from the base of the later ones.
struct IncomeTax {
  std::vector<double> rate_fraction;  ///< [fiscal year]
  bool is_deductible_later = false;   ///< From the base of the taxes after it in the list.
};

/// Taxes on the company's profit. A country's rules are data.
struct TaxRegime {
  std::vector<IncomeTax> taxes;
  LossRule losses = LossRule::kCarriedForward;
  finance::LossCarryForwardRule loss_carry_forward;
  std::optional<finance::InterestLimitRule> interest_limit;  ///< Absent: interest is deductible in full.
  TaxTiming timing = TaxTiming::kInYear;
  std::vector<double> depreciation_fraction;  ///< [fiscal year] of the depreciable cost; empty: flows give amounts.
  bool deducts_grants_from_cost = true;       ///< Depreciable cost net of grants.
  bool includes_financing_in_cost = true;     ///< Fees and interest during construction are depreciable.
  bool expenses_maintenance = true;  ///< Else major maintenance reaches the base by explicit depreciation only.
};

/// What CFADS counts.
struct CfadsDefinition {
  bool is_after_tax = true;
  bool includes_reserve_interest = true;
};

/// Limits on what shareholders may take.
struct Distribution {
  double lock_up_dscr = 0.0;  ///< Below it cash stays in the company.
  double default_dscr = 0.0;  ///< Below it the period counts as a default.
  bool is_limited_by_retained_earnings = false;
  double legal_reserve_fraction = 0.0;          ///< Of profit, each year; 0.05 in France.
  double legal_reserve_capital_fraction = 0.0;  ///< Until the reserve is this part of share capital; 0.1 in France.
  double minimum_cash_amount = 0.0;
  bool shareholders_fund_shortfalls = false;  ///< Else a shortfall is taken from reserves, then stays unpaid.
};

/// A case lenders size on: the base case's flows scaled.
struct SizingCase {
  double revenue_factor = 1.0;
  double operating_cost_factor = 1.0;
  double dscr_factor = 1.0;  ///< Target in this case / target in the base case, e.g. 1.10 / 1.25.
};

/// The whole agreement. Immutable after compilation; shared by threads.
struct Terms {
  int point_count = 0;       ///< Periods + 1.
  int construction_end = 0;  ///< Point; 0: the works are paid at close.
  int periods_per_year = 1;
  double draw_weight = 0.0;       ///< Part of the period for which a draw bears interest: 0 end, 0.5 middle, 1 start.
  std::vector<Tranche> tranches;  ///< In order of rank, then of payment.
  std::vector<SizingCase> downside_cases;
  FundingOrder funding_order = FundingOrder::kProRata;
  GearingBase gearing_base = GearingBase::kUses;
  EquityBridge equity_bridge;
  VatFacility vat;
  Reserves reserves;
  WorkingCapital working_capital;
  TaxRegime tax;
  CfadsDefinition cfads;
  Distribution distribution;

  [[nodiscard]] bool HasShareholderLoans() const {
    return std::any_of(tranches.begin(), tranches.end(),
                       [](const Tranche& tranche) { return !tranche.IsFromLender(); });
  }
};

}  // namespace calanque::company
