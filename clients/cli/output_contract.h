// What an audit of contract tables found, as a page for people and as CSV.
#pragma once

#include <string>

#include "calanque/v1/contract_tables.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// The tables one below the other, figures to about four digits.
std::string ContractTablesPage(const v1::BuildContractTablesResponse& response, const TextStyle& style);

/// Findings one by one: where, how bad, printed and expected, and the sentence; then what the audit goes by.
std::string AuditTable(const v1::AuditContractTablesResponse& response, const TextStyle& style);

/// table,row,column,severity,rule,printed,expected,unit,message
std::string AuditCsv(const v1::AuditContractTablesResponse& response);

}  // namespace calanque::cli
