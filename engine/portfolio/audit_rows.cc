#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/portfolio/audit_rules.h"

namespace calanque::portfolio {
namespace {

bool HasFigure(const ContractRow& row) {
  return std::any_of(row.figures.begin(), row.figures.end(),
                     [](const PrintedFigure& figure) { return figure.value && *figure.value != 0.0; });
}

/// Order in which equal rows stand side by side.
bool IsBefore(const ContractRow& a, const ContractRow& b) {
  if (std::tie(a.label, a.group) != std::tie(b.label, b.group)) {
    return std::tie(a.label, a.group) < std::tie(b.label, b.group);
  }
  return std::lexicographical_compare(a.figures.begin(), a.figures.end(), b.figures.begin(), b.figures.end(),
                                      [](const PrintedFigure& x, const PrintedFigure& y) { return x.value < y.value; });
}

void AuditRepeats(const ContractTable& table, Findings& findings) {
  std::vector<std::size_t> order(table.rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return IsBefore(table.rows[a], table.rows[b]); });
  for (std::size_t i = 1; i < order.size(); ++i) {
    const ContractRow& row = table.rows[order[i]];
    if (IsBefore(table.rows[order[i - 1]], row) || !HasFigure(row)) continue;
    ContractFinding finding;
    finding.rule = ContractRule::kRepeatedRow;
    finding.severity = ContractSeverity::kError;
    finding.table_id = table.id;
    finding.row = row.label;
    finding.message = "Rows " + std::to_string(order[i - 1] + 1) + " and " + std::to_string(order[i] + 1) +
                      " have the same name and the same figures: the action is counted twice.";
    findings.push_back(std::move(finding));
  }
}

void AuditShares(const ContractTable& table, Findings& findings) {
  const auto column = FindColumn(table, ContractMeaning::kCoveredFraction);
  if (!column) return;
  const auto audit = [&](const ContractRow& row) {
    const auto share = CellRange(table, row, *column);
    if (!share || (share->high >= 0.0 && share->low <= 1.0)) return;
    ContractFinding finding =
        CellFinding(table, row, *column, ContractRule::kImpossibleShare, ContractSeverity::kError);
    finding.message =
        "The covered share " + FigureText(*finding.printed, finding.unit) +
        " is not between none and all of the cost. A percentage may have been written where a fraction is "
        "stated as unit.";
    findings.push_back(std::move(finding));
  };
  for (const ContractRow& row : table.rows) audit(row);
  for (const ContractRow& row : table.totals) audit(row);
}

}  // namespace

void AuditRows(const ContractTable& table, Findings& findings) {
  AuditRepeats(table, findings);
  AuditShares(table, findings);
}

}  // namespace calanque::portfolio
