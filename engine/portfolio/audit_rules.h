// The rules of AuditContract, one function each; what they find is appended.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/portfolio/audit_contract.h"
#include "engine/portfolio/printed_range.h"

namespace calanque::portfolio {

using Findings = std::vector<ContractFinding>;

/// Totals against columns; total columns against their rows; what is quoted against both.
void AuditSums(const ContractTable& table, Findings& findings);
/// Rows printed twice, and shares that cannot be.
void AuditRows(const ContractTable& table, Findings& findings);
/// Cost per tonne, cost per MWh, cost per inhabitant.
void AuditRatios(const ContractTable& table, Findings& findings);
/// What tables say they are about, each alone and between them.
void AuditScope(std::span<const ContractTable> tables, Findings& findings);

/// The first column of that meaning; none where there is none.
std::optional<std::size_t> FindColumn(const ContractTable& table, ContractMeaning meaning);
/// What a cell stands for in base units; none where it is empty.
std::optional<PrintedRange> CellRange(const ContractTable& table, const ContractRow& row, std::size_t column);
/// "1234.5 M EUR": six digits at most.
std::string FigureText(double value, const std::string& unit);
/// A finding about one cell, without message.
ContractFinding CellFinding(const ContractTable& table, const ContractRow& row, std::size_t column, ContractRule rule,
                            ContractSeverity severity);

}  // namespace calanque::portfolio
