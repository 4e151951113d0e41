// Reads the tables of a Climate City Contract against themselves and one another.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/portfolio/contract_table.h"

namespace calanque::portfolio {

enum class ContractRule : std::uint8_t {
  kSum,             ///< A total is not the sum of its parts.
  kUnit,            ///< A figure is off by a power of 1,000.
  kCostPerTonne,    ///< Capital per tonne of one year calls itself a cost per tonne (conventions A1 and A2).
  kView,            ///< Total cost stands beside incremental cost.
  kPerimeter,       ///< Tables speak of different places or scopes, or do not say of which.
  kBaseYear,        ///< Tables count from different years, or do not say from which.
  kRepeatedRow,     ///< The same row is printed twice.
  kConstantRatio,   ///< Rows show one and the same cost per MWh: placeholders rather than estimates.
  kImpossibleShare  ///< A share below 0 or above 1.
};

enum class ContractSeverity : std::uint8_t { kNotice, kWarning, kError };

/// One thing that does not hold. Figures are in the unit given; there is none where the finding is not about a figure.
struct ContractFinding {
  ContractRule rule = ContractRule::kSum;
  ContractSeverity severity = ContractSeverity::kError;
  std::string table_id;
  std::string row;     ///< Its label; empty: the table or the column.
  std::string column;  ///< Its heading; empty: the row or the table.
  std::optional<double> printed;
  std::optional<double> expected;
  std::string unit;
  std::string message;  ///< A sentence for those who keep the table.
};

/// Everything that does not hold, table by table in their order, then between tables.
///
/// A figure is called wrong only where no numbers that round to the printed ones would make it right: rounding alone is
/// never a finding. Empty cells count as 0 in sums and keep ratios from being formed.
///
/// Domain  every row has one figure per column; a quote's column exists; scales above 0; finite figures.
/// Cost    O(figures log rows + tables x columns).
/// Source  template of the Investment Plan, tables T6 to T9, B-1.1, B-3.2 and C-3.2 (NetZeroCities); slips as found in
///         the contracts of Dijon, Marseille, Angers and Pecs.
std::vector<ContractFinding> AuditContract(std::span<const ContractTable> tables);

}  // namespace calanque::portfolio
