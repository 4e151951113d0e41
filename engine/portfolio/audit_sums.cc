#include <initializer_list>
#include <utility>

#include "engine/portfolio/audit_rules.h"

namespace calanque::portfolio {
namespace {

bool IsAdditive(ContractMeaning meaning) {
  switch (meaning) {
    case ContractMeaning::kCostPerTonne:
    case ContractMeaning::kCapitalPerTonne:
    case ContractMeaning::kCoveredFraction:
    case ContractMeaning::kAmountPerInhabitant:
      return false;
    default:
      return true;
  }
}

PrintedRange ColumnSum(const ContractTable& table, std::size_t column) {
  PrintedRange sum;
  for (const ContractRow& row : table.rows) {
    if (const auto cell = CellRange(table, row, column)) sum = sum + *cell;
  }
  return sum;
}

/// Says how a printed figure differs from what its parts add up to.
void Judge(ContractFinding finding, const PrintedRange& printed, const PrintedRange& sum, double scale,
           const std::string& parts, Findings& findings) {
  const int thousands = ThousandsBetween(printed.value, sum.value);
  finding.expected = sum.value / scale;
  const std::string shown = FigureText(*finding.printed, finding.unit);
  const std::string wanted = FigureText(*finding.expected, finding.unit);
  if (thousands != 0) {
    finding.rule = ContractRule::kUnit;
    finding.message = "The figure " + shown + " is about " +
                      (thousands == 1 || thousands == -1 ? "1,000" : "1,000,000") + " times too " +
                      (thousands > 0 ? "small" : "large") + "; compare " + parts + " " + wanted +
                      ". The unit printed with it is probably wrong.";
  } else {
    finding.message = "The figure " + shown + " does not agree with " + parts + " " + wanted +
                      "; rounding does not explain the difference.";
  }
  findings.push_back(std::move(finding));
}

void AuditTotals(const ContractTable& table, std::size_t column, Findings& findings) {
  const PrintedRange sum = ColumnSum(table, column);
  for (const ContractRow& total : table.totals) {
    const auto printed = CellRange(table, total, column);
    if (!printed || printed->Meets(sum)) continue;
    Judge(CellFinding(table, total, column, ContractRule::kSum, ContractSeverity::kError), *printed, sum,
          table.columns[column].scale, "the rows of the column, which add up to", findings);
  }
}

/// `total` column = sum of the columns of `parts`, in each row.
void AuditAcross(const ContractTable& table, ContractMeaning total, std::initializer_list<ContractMeaning> parts,
                 Findings& findings) {
  const auto column = FindColumn(table, total);
  if (!column) return;
  const auto audit = [&](const ContractRow& row) {
    const auto printed = CellRange(table, row, *column);
    PrintedRange sum;
    bool has_part = false;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      bool is_part = false;
      for (const ContractMeaning part : parts) is_part = is_part || table.columns[c].meaning == part;
      if (!is_part) continue;
      if (const auto cell = CellRange(table, row, c)) {
        sum = sum + *cell;
        has_part = true;
      }
    }
    if (!printed || !has_part || printed->Meets(sum)) return;
    Judge(CellFinding(table, row, *column, ContractRule::kSum, ContractSeverity::kError), *printed, sum,
          table.columns[*column].scale, "the parts in the same row, which add up to", findings);
  };
  for (const ContractRow& row : table.rows) audit(row);
  for (const ContractRow& row : table.totals) audit(row);
}

/// The printed total of the column, or the sum of its rows where none is printed.
PrintedRange TotalOf(const ContractTable& table, std::size_t column) {
  for (const ContractRow& total : table.totals) {
    if (const auto printed = CellRange(table, total, column)) return *printed;
  }
  return ColumnSum(table, column);
}

void AuditQuote(const ContractTable& table, const ContractQuote& quote, Findings& findings) {
  if (!quote.figure.value) return;
  const PrintedRange printed = RangeOf(quote.figure, quote.scale);
  const PrintedRange total = TotalOf(table, quote.column);
  if (printed.Meets(total) || (quote.is_whole_of_more && printed.value > total.value)) return;
  ContractFinding finding;
  finding.table_id = table.id;
  finding.row = quote.label;
  finding.column = table.columns[quote.column].heading;
  finding.printed = quote.figure.value;
  finding.unit = quote.unit;
  if (!quote.is_whole_of_more) {
    Judge(std::move(finding), printed, total, quote.scale, "the total of the table,", findings);
    return;
  }
  // A whole smaller than its part: by how much is not known, but far smaller and in thousands it may hold the part.
  const bool is_slip = printed.high > 0.0 && printed.high * 10.0 < total.low && printed.high * 1000.0 >= total.low;
  finding.rule = is_slip ? ContractRule::kUnit : ContractRule::kSum;
  finding.expected = is_slip ? *quote.figure.value * 1000.0 : total.value / quote.scale;
  finding.message = "The figure " + FigureText(*quote.figure.value, quote.unit) +
                    " is said to hold all of this table, whose total alone is " +
                    FigureText(total.value / quote.scale, quote.unit) + ": the whole is smaller than its part." +
                    (is_slip ? " It is probably in thousands of what is printed as its unit." : "");
  findings.push_back(std::move(finding));
}

}  // namespace

void AuditSums(const ContractTable& table, Findings& findings) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (IsAdditive(table.columns[c].meaning)) AuditTotals(table, c, findings);
  }
  AuditAcross(
      table, ContractMeaning::kPresentTotal,
      {ContractMeaning::kPresentCapital, ContractMeaning::kPresentOperation, ContractMeaning::kPresentCoBenefit},
      findings);
  AuditAcross(table, ContractMeaning::kTotalCost, {ContractMeaning::kStakeholderCost}, findings);
  for (const ContractQuote& quote : table.quotes) AuditQuote(table, quote, findings);
}

}  // namespace calanque::portfolio
