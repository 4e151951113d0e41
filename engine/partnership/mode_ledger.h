// The ledger of one mode: the project's columns with their payers and payees as the mode has them, and its own.
#pragma once

#include <vector>

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// What the mode multiplies the project's amounts of a category by.
double CostFactor(const model::DeliveryMode& mode, ledger::Category category);

/// Whether, until the contract ends, the operator stands in for the public party that pays (is paid) such amounts.
bool IsOperators(const Outline& outline, const model::DeliveryMode& mode, ledger::Category category, bool is_paid);

/// What the mode makes of the project, before any financing.
struct ModeLedger {
  OutlineInput input;
  Outline outline;
  std::vector<ContractColumn> columns;
  double lost_amount = 0.0;  ///< Delayed beyond the horizon.
};

/// Delays, scales and hands over the project's columns, then adds the mode's own.
///
/// Until the contract ends the operator stands in the public party's place for what the outline gives him: it is the
/// same column with another payer, never a copy of the project.
Result<ModeLedger> WriteModeLedger(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode);

/// The first party outside that works are paid to; costs of the contract that end outside have it as payee.
std::string SupplierOf(const std::vector<ContractColumn>& columns);

/// Sum of columns that `party` pays (+) and is paid (-), by period.
std::vector<double> NetPayments(const std::vector<ContractColumn>& columns, const std::string& party,
                                std::size_t period_count);

/// The part of the first of NetPayments that is paid on the first day of the grid.
double NetOpening(const std::vector<ContractColumn>& columns, const std::string& party);

/// Sum of the columns of one category that `payer` pays, by period; any payer or payee where empty.
std::vector<double> SumOf(const std::vector<ContractColumn>& columns, ledger::Category category,
                          const std::string& payer, const std::string& payee, std::size_t period_count);

}  // namespace calanque::partnership
