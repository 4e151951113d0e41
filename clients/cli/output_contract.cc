#include "clients/cli/output_contract.h"

#include <string>
#include <utility>
#include <vector>

#include "clients/cli/contract_words.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_csv.h"

namespace calanque::cli {
namespace {

std::string WhereText(const v1::ContractFinding& finding) {
  std::string text = "Table " + Printable(finding.table_id());
  if (!finding.row().empty()) text += ", row '" + Printable(finding.row()) + "'";
  if (!finding.column().empty()) text += ", column '" + Printable(finding.column()) + "'";
  return text;
}

void AddWrapped(const std::string& first, const std::string& indent, const std::string& sentence,
                const TextStyle& style, std::string& text) {
  const auto lines = Wrapped(sentence, style.width > indent.size() + 1 ? style.width - indent.size() : 1);
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? first : indent) + lines[i] + "\n";
}

std::string Summary(const v1::AuditContractTablesResponse& response) {
  if (response.findings().empty()) return "Nothing found in " + std::to_string(response.figures_count()) + " figures.";
  std::string text = std::to_string(response.findings_size()) + " findings in " +
                     std::to_string(response.figures_count()) + " figures";
  for (auto word = kFindingSeverities.rbegin(); word != kFindingSeverities.rend(); ++word) {
    int count = 0;
    for (const auto& finding : response.findings()) count += finding.severity() == word->second ? 1 : 0;
    text +=
        (word == kFindingSeverities.rbegin() ? ": " : ", ") + std::to_string(count) + " " + std::string(word->first);
  }
  return text + ".";
}

std::string OptionalText(bool is_there, double value) { return is_there ? FormatExact(value) : std::string(); }

}  // namespace

std::string ContractTablesPage(const v1::BuildContractTablesResponse& response, const TextStyle& style) {
  std::string text;
  for (const v1::ContractTable& table : response.tables()) {
    std::vector<std::string> headings = {"Action"};
    for (const auto& column : table.columns()) headings.push_back(Printable(column.heading() + " " + column.unit()));
    TextTable page(std::move(headings));
    for (const auto* rows : {&table.rows(), &table.totals()}) {
      for (const v1::ContractRow& row : *rows) {
        std::vector<std::string> cells = {Printable(row.label())};
        for (const auto& figure : row.figures()) {
          cells.push_back(figure.has_amount() ? FormatReadable(figure.amount()) : std::string());
        }
        page.AddRow(std::move(cells));
      }
    }
    text += Bold("Table " + Printable(table.id()), style) + "\n" + page.Render(style) + "\n";
  }
  return text;
}

std::string AuditTable(const v1::AuditContractTablesResponse& response, const TextStyle& style) {
  std::string text = Bold("Audit of contract tables", style) + "\n" + Summary(response) + "\n";
  for (const v1::ContractFinding& finding : response.findings()) {
    text += "\n" + Bold(WhereText(finding), style) + "\n  " + WordOf(kFindingSeverities, finding.severity()) + ", " +
            WordOf(kContractRules, finding.rule()) + "\n";
    AddWrapped("  ", "  ", Printable(finding.message()), style, text);
  }
  text += "\n" + Bold("How the audit reads figures", style) + "\n";
  for (const std::string& statement : response.statements())
    AddWrapped("  - ", "    ", Printable(statement), style, text);
  return text;
}

std::string AuditCsv(const v1::AuditContractTablesResponse& response) {
  std::string text = "table,row,column,severity,rule,printed,expected,unit,message\r\n";
  for (const v1::ContractFinding& finding : response.findings()) {
    text += CsvText(finding.table_id()) + "," + CsvText(finding.row()) + "," + CsvText(finding.column()) + "," +
            WordOf(kFindingSeverities, finding.severity()) + "," + WordOf(kContractRules, finding.rule()) + "," +
            OptionalText(finding.has_printed(), finding.printed()) + "," +
            OptionalText(finding.has_expected(), finding.expected()) + "," + CsvText(finding.unit()) + "," +
            CsvText(finding.message()) + "\r\n";
  }
  return text;
}

}  // namespace calanque::cli
