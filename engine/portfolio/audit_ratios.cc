#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/portfolio/audit_rules.h"

namespace calanque::portfolio {
namespace {

constexpr std::size_t kRowsOfPlaceholders = 5;  // Fewer equal ratios may be chance.
constexpr std::size_t kRowsToCompare = 3;       // What is usual needs some rows.

/// Capital per tonne of one year under the name of a cost per tonne. The same rows with both kinds of capital
/// (discounted and not) are judged by the discounted one, which the template divides.
void AuditCostPerTonne(const ContractTable& table, Findings& findings) {
  const auto claimed = FindColumn(table, ContractMeaning::kCostPerTonne);
  const auto impact = FindColumn(table, ContractMeaning::kImpact);
  auto capital = FindColumn(table, ContractMeaning::kPresentCapital);
  const bool is_present = capital.has_value();
  if (!capital) capital = FindColumn(table, ContractMeaning::kCapital);
  if (!claimed || !impact || !capital) return;
  const auto audit = [&](const ContractRow& row) {
    const auto cost = CellRange(table, row, *claimed);
    const auto numerator = CellRange(table, row, *capital);
    const auto tonnes = CellRange(table, row, *impact);
    if (!cost || !numerator || !tonnes || *row.figures[*claimed].value == 0.0) return;
    auto ratio = Quotient(*numerator, *tonnes);
    // Costs are written with either sign.
    if (ratio && (ratio->value < 0.0) != (cost->value < 0.0))
      ratio = PrintedRange{-ratio->high, -ratio->low, -ratio->value};
    if (!ratio || !ratio->Meets(*cost)) return;
    ContractFinding finding = CellFinding(table, row, *claimed, ContractRule::kCostPerTonne, ContractSeverity::kError);
    finding.message =
        "The figure " + FigureText(*finding.printed, finding.unit) + " is " +
        (is_present ? "discounted capital" : "capital") + " divided by the tonnes of one year (convention " +
        (is_present ? "A2" : "A1") +
        "). It is not the cost of a tonne: the tonnes of the other years of life and the savings are left "
        "out. Divide discounted cost net of savings by discounted tonnes over the whole life.";
    findings.push_back(std::move(finding));
  };
  for (const ContractRow& row : table.rows) audit(row);
  for (const ContractRow& row : table.totals) audit(row);
}

/// Cost per MWh of the rows of one field of action.
struct Ratios {
  std::vector<const ContractRow*> rows;
  std::vector<double> amounts_per_mwh;
};

void AuditPlaceholders(const ContractTable& table, const std::string& group, const Ratios& ratios, std::size_t column,
                       Findings& findings) {
  if (ratios.rows.size() < kRowsOfPlaceholders) return;
  const auto [low, high] = std::minmax_element(ratios.amounts_per_mwh.begin(), ratios.amounts_per_mwh.end());
  const auto is_same_capital = [&](const ContractRow* row) {
    return row->figures[column].value == ratios.rows.front()->figures[column].value;
  };
  if (*high - *low > 1e-9 * *high || std::all_of(ratios.rows.begin(), ratios.rows.end(), is_same_capital)) return;
  ContractFinding finding;
  finding.rule = ContractRule::kConstantRatio;
  finding.severity = ContractSeverity::kWarning;
  finding.table_id = table.id;
  finding.row = group;
  finding.column = table.columns[column].heading;
  finding.message = "All " + std::to_string(ratios.rows.size()) + " rows" + (group.empty() ? "" : " of " + group) +
                    " with energy cost exactly " + FigureText(*low, "per MWh of one year") +
                    ", whatever their technology: these look like placeholders, not like estimates.";
  findings.push_back(std::move(finding));
}

void AuditEnergyUnits(const ContractTable& table, const Ratios& ratios, std::size_t energy, Findings& findings) {
  if (ratios.rows.size() < kRowsToCompare) return;
  std::vector<double> sorted = ratios.amounts_per_mwh;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
  const double usual = sorted[sorted.size() / 2];
  for (std::size_t i = 0; i < ratios.rows.size(); ++i) {
    const double times = ratios.amounts_per_mwh[i] / usual;
    if (times < 300.0 && times > 1.0 / 300.0) continue;
    ContractFinding finding =
        CellFinding(table, *ratios.rows[i], energy, ContractRule::kUnit, ContractSeverity::kWarning);
    const double factor = std::pow(1000.0, std::round(std::log10(times) / 3.0));
    finding.expected = *finding.printed * factor;
    finding.message =
        "The row costs " + FigureText(ratios.amounts_per_mwh[i], "per MWh of one year") +
        ", other rows of the same field usually " + FigureText(usual, "") +
        ". Energy may be in another unit than printed (kWh for MWh, MWh for GWh), or the cost in thousands.";
    findings.push_back(std::move(finding));
  }
}

void AuditEnergy(const ContractTable& table, Findings& findings) {
  const auto energy = FindColumn(table, ContractMeaning::kEnergy);
  const auto capital = FindColumn(table, ContractMeaning::kCapital);
  if (!energy || !capital) return;
  std::map<std::string, Ratios> by_group;
  for (const ContractRow& row : table.rows) {
    const auto mwh = row.figures[*energy].value;
    const auto amount = row.figures[*capital].value;
    if (!mwh || !amount || *mwh <= 0.0 || *amount <= 0.0) continue;
    Ratios& ratios = by_group[row.group];
    ratios.rows.push_back(&row);
    ratios.amounts_per_mwh.push_back(*amount * table.columns[*capital].scale / (*mwh * table.columns[*energy].scale));
  }
  for (const auto& [group, ratios] : by_group) {
    AuditPlaceholders(table, group, ratios, *capital, findings);
    AuditEnergyUnits(table, ratios, *energy, findings);
  }
}

void AuditPerInhabitant(const ContractTable& table, Findings& findings) {
  const auto column = FindColumn(table, ContractMeaning::kAmountPerInhabitant);
  if (!column || table.inhabitant_count <= 0.0) return;
  auto capital = FindColumn(table, ContractMeaning::kTotalCost);
  if (!capital) capital = FindColumn(table, ContractMeaning::kCapital);
  if (!capital) return;
  const auto audit = [&](const ContractRow& row) {
    const auto printed = CellRange(table, row, *column);
    const auto amount = CellRange(table, row, *capital);
    if (!printed || !amount) return;
    const PrintedRange ratio{amount->low / table.inhabitant_count, amount->high / table.inhabitant_count,
                             amount->value / table.inhabitant_count};
    if (printed->Meets(ratio)) return;
    ContractFinding finding = CellFinding(table, row, *column, ContractRule::kSum, ContractSeverity::kError);
    const bool is_slip = ThousandsBetween(printed->value, ratio.value) != 0;
    if (is_slip) finding.rule = ContractRule::kUnit;
    finding.expected = ratio.value / table.columns[*column].scale;
    finding.message = "The figure per inhabitant is " + FigureText(*finding.printed, finding.unit) +
                      ", but the row's cost over " + FigureText(table.inhabitant_count, "inhabitants") + " is " +
                      FigureText(*finding.expected, finding.unit) + "." +
                      (is_slip ? " A unit is probably wrong by a thousand." : "");
    findings.push_back(std::move(finding));
  };
  for (const ContractRow& row : table.rows) audit(row);
  for (const ContractRow& row : table.totals) audit(row);
}

}  // namespace

void AuditRatios(const ContractTable& table, Findings& findings) {
  AuditCostPerTonne(table, findings);
  AuditEnergy(table, findings);
  AuditPerInhabitant(table, findings);
}

}  // namespace calanque::portfolio
