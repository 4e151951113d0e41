// One mode, built and solved: what structure, comparison and solver share.
#pragma once

#include <optional>

#include "engine/partnership/mode_company.h"

namespace calanque::partnership {

/// A mode's ledger, complete, and its company where it has one.
struct BuiltMode {
  ModeLedger ledger;
  std::optional<ModeCompany> company;
  std::optional<SolvedTerm> solved;
  std::vector<double> contract_payments;         ///< Public party to operator less what comes back, [period].
  PaymentParts payments;                         ///< Of a mode with a company; else rows of zeros.
  std::vector<double> vat_compensation_amounts;  ///< What the State gives back, [period].
  std::vector<double> city_cost_amounts;         ///< Net payments of the public party, [period].
  double city_cost_opening_amount = 0.0;         ///< Part of the first that is paid on the first day of the grid.
};

/// The mode's ledger before any financing, and its company, not yet evaluated.
Result<BuiltMode> OpenMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode);

/// What is wrong with a company, said of its mode; paths as in DeliveryMode.
Failure InMode(const model::DeliveryMode& mode, Failure failure);

/// Evaluates the company of an open mode: its charge where one is given, else the charge that gives shareholders
/// `equity_irr`, or their target.
Result<bool> EvaluateCompany(const model::DeliveryMode& mode, std::optional<double> equity_irr, BuiltMode& built);

/// Opens, evaluates and completes the mode. A charge without an amount is solved for the company's target equity IRR;
/// `equity_irr` stands in its place where given, for the question which return makes the mode as dear as another.
Result<BuiltMode> BuildMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                            std::optional<double> equity_irr = std::nullopt);

/// Writes loans, tax, shareholders, the charge, VAT and its compensation into the ledger, then reads the public party's
/// cost off it. For a company that has been evaluated.
void CompleteLedger(const Project& project, const model::DeliveryMode& mode, BuiltMode& built);

/// Present value at the valuation date of a row by period.
double PresentValue(const Project& project, std::span<const double> periods, double rate_per_year);

/// The same of a row of which `opening_amount` is paid on the first day of the grid.
double PresentValue(const Project& project, std::span<const double> periods, double opening_amount,
                    double rate_per_year);

/// Years from the valuation date to the first day of the grid.
double OpeningYears(const Project& project);

}  // namespace calanque::partnership
