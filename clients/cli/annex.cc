#include "clients/cli/annex.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "clients/cli/number_text.h"
#include "clients/cli/output_ppp.h"

namespace calanque::cli {
namespace {

/// A cell of a Markdown table: no bar, no line end.
std::string Cell(std::string text) {
  for (char& c : text) {
    if (c == '|' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

std::string Row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + Cell(cell) + " |";
  return line + "\n";
}

std::string Rule(std::size_t columns) {
  std::string line = "|";
  for (std::size_t i = 0; i < columns; ++i) line += i == 0 ? " --- |" : " ---: |";
  return line + "\n";
}

const v1::YearRow* FindRow(const v1::StructuredMode& mode, const std::string& name) {
  for (const auto& row : mode.findings().rows()) {
    if (row.name() == name) return &row;
  }
  return nullptr;
}

/// One column per name, one line per year; years without any figure are left out.
std::string YearTable(const v1::StructuredMode& mode, const std::vector<std::pair<std::string, std::string>>& columns) {
  std::vector<std::string> heads = {"Year"};
  std::vector<const v1::YearRow*> rows;
  int years = 0;
  for (const auto& [name, head] : columns) {
    const v1::YearRow* row = FindRow(mode, name);
    if (row == nullptr) continue;
    rows.push_back(row);
    heads.push_back(head + (row->unit() == "years" ? ", years" : ", M" + row->unit()));
    years = std::max(years, row->values_size());
  }
  if (rows.empty()) return "Not stated for this mode.\n\n";
  std::string out = Row(heads) + Rule(heads.size());
  for (int y = 0; y < years; ++y) {
    std::vector<std::string> cells = {std::to_string(mode.findings().first_year() + y)};
    for (const auto* row : rows) {
      const bool is_absent = y >= row->values_size() || (y < row->is_absent_size() && row->is_absent(y));
      const double divisor = row->unit() == "years" ? 1.0 : 1e6;
      cells.push_back(is_absent ? "none" : FormatFixed(row->values(y) / divisor, row->unit() == "years" ? 1 : 2));
    }
    out += Row(cells);
  }
  return out + "\n";
}

/// What a figure is in words; commitments say their years.
std::string LabelOf(const std::string& name) {
  if (name == "contract_average_cost_amount_per_year") return "Average cost of the contract";
  if (name == "contract_share_of_gross_savings_fraction") return "Share of average gross savings (epargne brute)";
  if (name == "government_finance_of_capital_cost_fraction") return "Government finance of the capital cost";
  if (name == "guaranteed_revenue_of_capital_cost_fraction") return "Guaranteed revenue, of the capital cost";
  if (name == "maximum_deduction_of_charge_fraction") return "Most that can be deducted, of the charge";
  if (name == "debt_repayment_highest_years") return "Debt capacity with the contract, worst year";
  if (name == "debt_repayment_ceiling_years") return "Ceiling of debt capacity";
  if (name == "years_above_debt_ceiling_count") return "Years above the ceiling";
  if (name == "contingent_guarantee_expected_call_present_amount") return "Expected calls on guarantees, present value";
  if (name == "contingent_guarantee_highest_amount_per_year") return "Guarantees, most in a year (no user pays)";
  if (name == "contingent_termination_highest_amount") return "Early end, dearest cause and year";
  if (name == "refinancing_gain_amount") return "Gain of a refinancing, money of its day";
  if (name == "refinancing_catch_up_amount") return "Kept by shareholders up to the threshold return";
  if (name == "refinancing_public_share_amount") return "Public share of the gain";
  if (name == "refinancing_public_share_present_amount") return "Public share, present value at the setting's rate";
  if (name == "refinancing_equity_irr_before_sharing_per_year") return "Equity IRR after refinancing, before sharing";
  int from = 0;
  int to = 0;
  if (std::sscanf(name.c_str(), "commitments_years_%d_to_%d_amount", &from, &to) == 2) {
    return "Commitments of years " + std::to_string(from + 1) + " to " + std::to_string(to);
  }
  return name;
}

/// Figures whose names start with one of `prefixes`; all where there is none.
std::string FigureList(const google::protobuf::RepeatedPtrField<v1::Figure>& figures,
                       const std::vector<std::string>& prefixes) {
  std::string out;
  for (const auto& figure : figures) {
    const bool is_asked = prefixes.empty() || std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) {
                            return figure.name().rfind(prefix, 0) == 0;
                          });
    if (is_asked) out += "- " + LabelOf(figure.name()) + ": " + FigureText(figure) + "\n";
  }
  return out.empty() ? "Not stated for this mode.\n\n" : out + "\n";
}

/// Calls on guarantees and the dearest early end, by year.
std::string ContingentText(const v1::StructuredMode& mode) {
  std::string out = "### Contingent liabilities\n\n";
  const bool has_guarantee = FindRow(mode, "guarantee_exposure_amount") != nullptr;
  const bool has_end = FindRow(mode, "termination_exposure_amount") != nullptr;
  if (!has_guarantee) out += "The city guarantees no revenue in this mode.\n\n";
  if (!has_end) out += "No company is owed compensation for an early end.\n\n";
  if (!has_guarantee && !has_end) return out;
  out += FigureList(mode.findings().figures(), {"contingent_"});
  out += YearTable(mode, {{"guarantee_expected_call_amount", "Guarantees, expected calls"},
                          {"guarantee_exposure_amount", "Guarantees, most"},
                          {"termination_exposure_amount", "Early end, dearest cause"}});
  return out;
}

/// Nothing where the mode is not refinanced.
std::string RefinancingText(const v1::StructuredMode& mode) {
  const auto& figures = mode.findings().figures();
  const bool is_stated = std::any_of(figures.begin(), figures.end(),
                                     [](const auto& figure) { return figure.name() == "refinancing_gain_amount"; });
  if (!is_stated) return "";
  std::string out = "### Refinancing\n\n" + FigureList(figures, {"refinancing_"});
  if (FindRow(mode, "equity_cash_flow_amount") == nullptr) return out;
  return out + YearTable(mode, {{"equity_cash_flow_amount", "Shareholders, base case"},
                                {"equity_cash_flow_refinanced_amount", "Shareholders, refinanced, before sharing"}});
}

std::string ModeText(const v1::StructuredMode& mode) {
  std::string out = "## " + Cell(mode.display_name()) + "\n\n";
  const auto& findings = mode.findings();
  out +=
      "### 1. Cost of the contract as a yearly average\n\n" + FigureList(findings.figures(), {"contract_average_cost"});
  out += "### 2. Its share of the self-financing capacity\n\n" + FigureList(findings.figures(), {"contract_share_of"});
  out += "### 3. Effect on mandatory spending, debt and off-balance-sheet commitments\n\n";
  out += YearTable(mode, {{"mandatory_spending_added_amount", "Added mandatory spending"},
                          {"contract_debt_outstanding_amount", "Debt of the contract"},
                          {"off_balance_sheet_commitments_amount", "Off balance sheet"}});
  out += "Commitments by maturity, from signature:\n\n" + FigureList(findings.figures(), {"commitments_years"});
  out += "### 4. Cost of early termination by cause and year\n\n";
  out += YearTable(mode, {{"termination_authority_default_amount", "Authority's default or will"},
                          {"termination_operator_default_amount", "Operator's default"},
                          {"termination_force_majeure_amount", "Force majeure"}});
  out += ContingentText(mode) + RefinancingText(mode);
  out += "### Ratios of the city\n\n" + FigureList(findings.figures(), {"debt_repayment", "years_above"});
  out += YearTable(mode, {{"gross_savings_without_amount", "Gross savings without"},
                          {"gross_savings_with_amount", "Gross savings with"},
                          {"net_savings_with_amount", "Net savings with"},
                          {"debt_with_amount", "Debt with payments"},
                          {"debt_repayment_without_years", "Debt capacity without"},
                          {"debt_repayment_with_years", "Debt capacity with"}});
  out += "### Payments and compensation of VAT (FCTVA) by year\n\n";
  out += YearTable(mode, {{"city_cost_amount", "Cost to the city"},
                          {"payment_investment_part_amount", "Contract: investment"},
                          {"payment_financing_part_amount", "Contract: financing"},
                          {"payment_running_part_amount", "Contract: running"},
                          {"vat_compensation_amount", "FCTVA received"}});
  out += "### Statistical indicators (ESA 2010)\n\n" + FigureList(findings.statistical_indicators(), {});
  out +=
      "These are findings with their numbers. Whether the asset stands on the government's balance sheet is for the "
      "statistical office alone.\n\n";
  return out;
}

std::string ComparatorText(const v1::CompareDeliveryModesResponse& response) {
  if (response.costs().empty()) return "";
  std::string out = "## Comparison with " + Cell(response.reference_mode_id()) + "\n\n";
  out += Row({"Mode", "Rate", "Raw cost", "Neutrality", "Transferable risk", "Retained risk", "Total",
              "VfM before risk", "VfM after risk"});
  out += Rule(9);
  for (const auto& cost : response.costs()) {
    const auto money = [](double amount) { return FormatFixed(amount / 1e6, 2); };
    out += Row({cost.mode_id(), FormatPercent(cost.discount_rate_per_year(), 2), money(cost.raw_present_amount()),
                money(cost.competitive_neutrality_present_amount()), money(cost.transferable_risk_present_amount()),
                money(cost.retained_risk_present_amount()), money(cost.total_present_amount()),
                money(cost.value_for_money_before_risk_amount()), money(cost.value_for_money_amount())});
  }
  out += "\nPresent values, M" + response.currency_code() + "; value for money above 0 means cheaper for the city.\n\n";
  for (const auto& one : response.switches()) {
    out += "- " + one.mode_id() + ": break-even discount rate ";
    if (one.break_even_rates_per_year().empty()) out += "none";
    for (const double rate : one.break_even_rates_per_year()) out += FormatPercent(rate, 2) + " ";
    out += "; sign flips at a transferable risk of " + FigureText(one.break_even_risk_premium()) +
           "; indifference equity IRR " + FigureText(one.indifference_equity_irr()) + "\n";
  }
  return out + "\n";
}

bool Write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return !file.fail();
}

}  // namespace

std::string AnnexText(const v1::CompareDeliveryModesResponse& response) {
  std::string out = "# Quantitative annex" + (response.label().empty() ? "" : ": " + Cell(response.label())) + "\n\n";
  out += "Study of budgetary sustainability: Code de la commande publique, article R2212-9. Made by calanque " +
         response.engine_version() + " from input " + response.input_hash() + ".\n\n";
  for (const auto& said : response.conventions()) out += "- " + said + "\n";
  out += "\n" + ComparatorText(response);
  for (const auto& mode : response.modes()) out += ModeText(mode);
  return out;
}

std::string WriteAnnex(const v1::CompareDeliveryModesResponse& response, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::filesystem::path root(folder);
  if (error) return "cannot make the folder '" + folder + "': " + error.message();
  bool is_written = Write(root / "annex.md", AnnexText(response));
  for (const auto& mode : response.modes()) {
    is_written = Write(root / (mode.mode_id() + ".csv"), ModeCsv(mode, response.currency_code())) && is_written;
  }
  if (!response.costs().empty()) is_written = Write(root / "comparator.csv", ModesCsv(response)) && is_written;
  return is_written ? "" : "cannot write into the folder '" + folder + "'";
}

}  // namespace calanque::cli
