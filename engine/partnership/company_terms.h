// The company's agreements in years and rates, resolved to the points of its own axis.
#pragma once

#include <span>
#include <string>

#include "engine/company/terms.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/project_flows.h"

namespace calanque::partnership {

/// Point t of the company is the end of period t - 1 of the grid; its last point ends the contract.
///
/// Interest per period = (1 + rate)^(1 / periods per year) - 1, as for all loans of the engine, or rate / periods per
/// year where the loan is quoted so. A floating rate is its curve's value at the middle of the period.
company::Terms MakeCompanyTerms(const Project& project, const model::OperatorCompany& company, const Window& window);

/// Position of the loan `id`, or of the first where it is empty. Known by validation.
std::size_t TrancheIndex(const model::OperatorCompany& company, const std::string& id);

/// Loans keep `debt_amounts`, by tranche: what is solved or changed next must not resize them.
void HoldDebts(std::span<const double> debt_amounts, company::Terms& terms);

/// The charge's index by period over its value on the day of its base; 1 outside the contract's operation.
std::vector<double> ChargeIndex(const Project& project, const model::Charge& charge, const Window& window);

/// Escalation x volume of the charge by period; 1 outside the contract's operation.
std::vector<double> ChargeFactors(const model::Charge& charge, const Window& window);

/// What a charge of 1 a year pays in a period, after expected deductions, before its index.
double UnitCharge(const model::Charge& charge, const Window& window);

/// Unit of charge by period: 1 / periods per year, indexed, escalated, by volume, less expected deductions, for
/// `charge_periods` periods from the start of operation.
std::vector<double> ChargeProfile(const Project& project, const model::Charge& charge, const Window& window,
                                  int charge_periods);

}  // namespace calanque::partnership
