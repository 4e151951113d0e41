#include "engine/portfolio/audit_contract.h"

#include <charconv>
#include <cmath>

#include "engine/portfolio/audit_rules.h"

namespace calanque::portfolio {

std::optional<std::size_t> FindColumn(const ContractTable& table, ContractMeaning meaning) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].meaning == meaning) return c;
  }
  return std::nullopt;
}

std::optional<PrintedRange> CellRange(const ContractTable& table, const ContractRow& row, std::size_t column) {
  const PrintedFigure& figure = row.figures[column];
  if (!figure.value) return std::nullopt;
  return RangeOf(figure, table.columns[column].scale);
}

std::string FigureText(double value, const std::string& unit) {
  char buffer[32];
  const bool is_plain = std::abs(value) < 1e15 && (std::abs(value) >= 1e-3 || value == 0.0);
  // Whole numbers in full: 18595520 is what the reader looks for in the document.
  const int digits = is_plain && std::abs(value) >= 1e5 ? 0 : -1;
  const auto end = digits == 0 ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 0)
                               : std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
  std::string text(buffer, end.ptr);
  return unit.empty() ? text : text + " " + unit;
}

ContractFinding CellFinding(const ContractTable& table, const ContractRow& row, std::size_t column, ContractRule rule,
                            ContractSeverity severity) {
  ContractFinding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.table_id = table.id;
  finding.row = row.label;
  finding.column = table.columns[column].heading;
  finding.printed = row.figures[column].value;
  finding.unit = table.columns[column].unit;
  return finding;
}

std::vector<ContractFinding> AuditContract(std::span<const ContractTable> tables) {
  Findings findings;
  for (const ContractTable& table : tables) {
    AuditSums(table, findings);
    AuditRows(table, findings);
    AuditRatios(table, findings);
  }
  AuditScope(tables, findings);
  return findings;
}

}  // namespace calanque::portfolio
