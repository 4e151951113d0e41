// Tables of a Climate City Contract between proto and engine.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "calanque/v1/contract_tables.pb.h"
#include "engine/portfolio/audit_contract.h"
#include "engine/portfolio/contract_table.h"
#include "service/convert/reader.h"
#include "service/limits.h"

namespace calanque::service {

/// Lists that are too long (kResourceLimit); nothing else is looked at where one is.
Failures CheckContractSizes(const v1::AuditContractTablesRequest& request, const Limits& limits);

/// What one of `unit` is in base units (currency, tCO2e, MWh, currency per tCO2e, fraction), where a column of that
/// meaning may have it; none otherwise. "M EUR", "kt", "GWh", "k EUR/t", "percent".
std::optional<double> ContractUnitScale(portfolio::ContractMeaning meaning, std::string_view unit);

/// Syntax and what it means: units, columns per row, headings that quotes name. Usable where the reader has no failure.
std::vector<portfolio::ContractTable> ConvertContractTables(const v1::AuditContractTablesRequest& request,
                                                            Reader& reader);

void FillContractAudit(std::span<const portfolio::ContractTable> tables,
                       std::span<const portfolio::ContractFinding> findings, v1::AuditContractTablesResponse& out);

}  // namespace calanque::service
