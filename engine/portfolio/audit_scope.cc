#include <utility>

#include "engine/portfolio/audit_rules.h"

namespace calanque::portfolio {
namespace {

/// Costs that a reader would add or compare.
bool IsCost(ContractMeaning meaning) {
  switch (meaning) {
    case ContractMeaning::kCapital:
    case ContractMeaning::kOperation:
    case ContractMeaning::kPresentCapital:
    case ContractMeaning::kPresentOperation:
    case ContractMeaning::kStakeholderCost:
    case ContractMeaning::kTotalCost:
      return true;
    default:
      return false;
  }
}

struct SeenColumn {
  const ContractTable* table = nullptr;
  const ContractColumn* column = nullptr;
};

/// One finding where total and incremental cost are both shown, at the first column that differs from the first seen.
void AuditViews(std::span<const ContractTable> tables, Findings& findings) {
  SeenColumn first;
  for (const ContractTable& table : tables) {
    for (const ContractColumn& column : table.columns) {
      if (!IsCost(column.meaning) || column.view == ContractView::kUnsaid) continue;
      if (first.column == nullptr) first = {&table, &column};
      if (column.view == first.column->view) continue;
      ContractFinding finding;
      finding.rule = ContractRule::kView;
      finding.severity = ContractSeverity::kWarning;
      finding.table_id = table.id;
      finding.column = column.heading;
      finding.message = std::string("This column shows ") +
                        (column.view == ContractView::kTotal ? "total" : "incremental") + " cost, but '" +
                        first.column->heading + "' in table " + first.table->id + " shows " +
                        (first.column->view == ContractView::kTotal ? "total" : "incremental") +
                        " cost. The two must not be added or compared: total cost includes what would be spent anyway.";
      findings.push_back(std::move(finding));
      return;
    }
  }
}

ContractFinding About(const ContractTable& table, ContractRule rule, ContractSeverity severity, std::string message) {
  ContractFinding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.table_id = table.id;
  finding.message = std::move(message);
  return finding;
}

void AuditPerimeters(std::span<const ContractTable> tables, Findings& findings) {
  const ContractTable* first = nullptr;
  for (const ContractTable& table : tables) {
    if (table.perimeter.empty()) {
      findings.push_back(About(table, ContractRule::kPerimeter, ContractSeverity::kNotice,
                               "The table does not say which place and which emission scopes it covers."));
    } else if (first == nullptr) {
      first = &table;
    } else if (table.perimeter != first->perimeter) {
      findings.push_back(About(table, ContractRule::kPerimeter, ContractSeverity::kWarning,
                               "The table covers '" + table.perimeter + "', table " + first->id + " covers '" +
                                   first->perimeter + "': their figures must not be compared as they stand."));
    }
  }
}

void AuditBaseYears(std::span<const ContractTable> tables, Findings& findings) {
  const ContractTable* first = nullptr;
  for (const ContractTable& table : tables) {
    if (table.base_year == 0) {
      findings.push_back(About(table, ContractRule::kBaseYear, ContractSeverity::kNotice,
                               "The table does not say from which year reductions are counted."));
    } else if (first == nullptr) {
      first = &table;
    } else if (table.base_year != first->base_year) {
      findings.push_back(About(table, ContractRule::kBaseYear, ContractSeverity::kWarning,
                               "The table counts from " + std::to_string(table.base_year) + ", table " + first->id +
                                   " from " + std::to_string(first->base_year) +
                                   ": a reduction in percent means something else in each."));
    }
  }
}

}  // namespace

void AuditScope(std::span<const ContractTable> tables, Findings& findings) {
  AuditViews(tables, findings);
  AuditPerimeters(tables, findings);
  AuditBaseYears(tables, findings);
}

}  // namespace calanque::portfolio
