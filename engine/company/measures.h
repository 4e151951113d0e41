// What lenders and shareholders read off an operator company.
#pragma once

#include <optional>

#include "engine/base/result.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// A minimum and where it stands.
struct Minimum {
  double value = 0.0;
  int point = 0;
};

/// Cover ratios over the periods with debt service due or debt outstanding; empty where there is no such period.
struct CoverRatios {
  std::optional<Minimum> dscr;          ///< CFADS / debt service due.
  std::optional<double> average_dscr;   ///< Mean of the yearly or period ratios.
  std::optional<Minimum> llcr;          ///< PV of CFADS over the loans' life / debt, at each point.
  std::optional<Minimum> plcr;          ///< The same to the end of the project.
  std::optional<double> llcr_at_start;  ///< At construction_end.
  std::optional<double> plcr_at_start;
  /// Sum of time x principal / sum of principal, as scheduled, from construction_end; interest added in grace is
  /// principal.
  std::optional<double> average_life_years;
};

/// Present values for LLCR and PLCR at the balance-weighted rate that lenders earn in each period.
/// Source  E. R. Yescombe, Principles of Project Finance, chapter on cover ratios; fees: E. Bodmer, "Sculpting and debt
///         fees" (LLCR = PV(CFADS) / (debt + PV(fees))).
/// Cost    O(points x tranches), no allocation.
CoverRatios FindCoverRatios(const Terms& terms, const Workspace& work);

/// Net present value at point 0 of a row up to `last_point`, at a rate per year compounded per period.
double NetPresentValueOf(const Terms& terms, std::span<const double> row, double rate_per_year, int last_point);

/// The one rate of return per year of a row up to `last_point`. Errors: kNotApplicable where none or several exist.
Result<double> RateOfReturn(const Terms& terms, std::span<const double> row, int last_point);

/// Whether shareholders pay anything in at any point: without it their flows have no rate of return.
bool HasEquityAtRisk(const Workspace& work);

/// Amounts of the sources, and what they cost.
struct Funding {
  double uses_amount = 0.0;    ///< Net of grants.
  double debt_amount = 0.0;    ///< Senior and mezzanine.
  double equity_amount = 0.0;  ///< Share capital and shareholder loans, at construction_end.
  double gearing_fraction = 0.0;
};
Funding FindFunding(const Terms& terms, const Workspace& work);

}  // namespace calanque::company
