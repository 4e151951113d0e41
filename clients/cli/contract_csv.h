// Tables of a Climate City Contract as CSV that a spreadsheet shows as it is: the first cell of a line says what the
// line is.
#pragma once

#include <string>
#include <string_view>

#include "calanque/v1/contract_tables.pb.h"
#include "clients/cli/problem.h"
#include "service/limits.h"

namespace calanque::cli {

/// Reads any number of tables:
///
///   table,B-3.2,B-3.2          id, and which table of the template (T6 T7 T8 T9 B-1.1a B-1.1b B-3.2 C-3.2), if any
///   perimeter,City of Pecs     also: base_year, inhabitants, source
///   heading,Lever,Field,NPV capex,Reduction
///   meaning,,,present_capital,impact
///   view,,,incremental,        total, incremental or nothing
///   unit,,,M EUR,kt
///   row,Building renovation,buildings,-171,4
///   total,Total,,-645,306
///   quote,Executive summary,NPV capex,-0.6,bn EUR      text, heading, figure, unit; quote_of_more: of more
///                                                      than the table
///
/// Figures: 1234.5, 1,234.5 in quotes, 1 234.5, or nothing; digits after the point are kept as the figure's precision.
/// Problems are appended at their line and column (counted in bytes from 1), as many as limits.max_violations: text
/// that is not UTF-8, cells beyond limits.max_yaml_nodes, and whatever does not fit the form.
void ReadContractCsv(const std::string& file, std::string_view text, v1::AuditContractTablesRequest& request,
                     Problems& problems, const service::Limits& limits = {});

/// The tables in the same form, figures with all their digits: reading it gives the same tables.
std::string WriteContractCsv(const google::protobuf::RepeatedPtrField<v1::ContractTable>& tables);

}  // namespace calanque::cli
