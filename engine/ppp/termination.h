// What ending the contract early costs the public side, by cause and point.
//
// Spans are [point], of one size; point t is the end of period t, after that period's payments. Amounts in currency;
// rates per period as fractions, > -1. Functions answer what is wrong, or nothing: wrong input leaves `out` as it was,
// a value too large to be told (kNotApplicable) leaves zeros. No allocation while the input is sound; cost O(points).
// `out` may not overlap the input.
#pragma once

#include <optional>
#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

enum class TerminationCause { kAuthorityDefault, kContractorDefault, kForceMajeure };

inline constexpr int kTerminationCauseCount = 3;

/// How shareholders are made whole; chosen once, in the bid.
enum class EquityBasis {
  kBaseCaseValue,  ///< Present value of what the base case still promised, at its IRR.
  kMarketValue,    ///< Present value of what is now forecast, at the market's return.
  kIrrToDate,      ///< What lifts the return on the flows so far to the IRR.
};

/// The shareholders' claim. Flows: contributions negative, distributions positive.
struct EquityClaim {
  EquityBasis basis = EquityBasis::kBaseCaseValue;
  std::span<const double> equity_flow_amount;  ///< By basis: base case; forecast; actual (or base case) so far.
  double rate_per_period = 0.0;                ///< By basis: base-case equity IRR; market return; base-case equity IRR.
};

/// The claim at each point, >= 0.
/// Source  HM Treasury, Standardisation of PF2 Contracts, section 23.1.3 (Authority default):
///         ppponline.affinitext.com/public/book?id=3307&toc_id=511804 and id=1532&toc_id=477267.
[[nodiscard]] std::optional<Failure> WriteEquityClaim(const EquityClaim& claim, std::span<double> out_amount);

/// Default of, or voluntary end by, the authority: senior debt + breakage + equity. Operator and lenders are no worse
/// off.
///
/// senior_debt_amount: owed at the point, >= 0. breakage_amount: of swaps, loans and subcontracts; a gain is negative;
/// empty: none. Source as above.
[[nodiscard]] std::optional<Failure> WriteAuthorityDefault(std::span<const double> senior_debt_amount,
                                                           std::span<const double> breakage_amount,
                                                           const EquityClaim& claim, std::span<double> out_amount);

/// Default of the operator: estimated fair value = present value of later charges without deductions, less that of the
/// cost to complete and operate, less the cost of finding another operator; not below 0.
///
/// charge_amount, cost_amount: >= 0, paid at the end of each period; those of later points count. The rate is the
/// contract's termination discount rate. rebid_cost_amount: >= 0, at each point, once.
/// Source  HM Treasury, Standardisation of PFI Contracts, version 4, no-retendering procedure
///         (ppponline.affinitext.com/public/book?id=1644&toc_id=503159).
[[nodiscard]] std::optional<Failure> WriteContractorDefault(std::span<const double> charge_amount,
                                                            std::span<const double> cost_amount, double rate_per_period,
                                                            double rebid_cost_amount, std::span<double> out_amount);

/// Force majeure: senior debt + equity contributed so far less distributions so far, not below 0: capital back, no
/// return. Breakage is added where given (empty: none).
///
/// Source  World Bank, Guidance on PPP Contractual Provisions, section on force majeure termination
///         (ppponline.affinitext.com/public/book?id=5828&toc_id=866502).
[[nodiscard]] std::optional<Failure> WriteForceMajeure(std::span<const double> senior_debt_amount,
                                                       std::span<const double> breakage_amount,
                                                       std::span<const double> equity_flow_amount,
                                                       std::span<double> out_amount);

}  // namespace calanque::ppp
