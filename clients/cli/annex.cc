#include "clients/cli/annex.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "clients/cli/number_text.h"
#include "clients/cli/output_ppp.h"
#include "clients/cli/ppp_words.h"

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

/// One column per name, one line per year, up to the last with a figure that is not zero.
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
  const auto is_nothing = [&](int y) {
    return std::all_of(rows.begin(), rows.end(), [y](const auto* row) {
      return y >= row->values_size() || (y < row->is_absent_size() && row->is_absent(y)) || row->values(y) == 0.0;
    });
  };
  while (years > 0 && is_nothing(years - 1)) --years;  // After the contract.
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

/// Figures whose names start with one of `prefixes`; all where there is none.
std::string FigureList(const google::protobuf::RepeatedPtrField<v1::Figure>& figures,
                       const std::vector<std::string>& prefixes) {
  std::string out;
  for (const auto& figure : figures) {
    const bool is_asked = prefixes.empty() || std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) {
                            return figure.name().rfind(prefix, 0) == 0;
                          });
    if (is_asked) out += "- " + FindingLabel(figure.name()) + ": " + FigureText(figure) + "\n";
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

/// The four items of R2212-9, or why the mode has none.
std::string FourItemsText(const v1::StructuredMode& mode) {
  const auto& findings = mode.findings();
  if (mode.company_rows().empty()) {
    return "### 1 to 4. The four items\n\nNone: no company finances this mode. The city pays works and operation "
           "itself when "
           "they fall due, so there is no contract whose average cost, commitments or early end could be stated. For "
           "comparison:\n\n" +
           FigureList(findings.figures(), {"city_cost_average"});
  }
  std::string out;
  out += "### 1. Cost of the contract as a yearly average\n\n" +
         FigureList(findings.figures(), {"contract_average_cost", "city_cost_average"});
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
  return out;
}

/// What the ratios with the project count, the same for every mode.
constexpr const char* kRatiosWith =
    "With the project means, in every mode: less what the city pays for the works over time (payments of the contract "
    "with VAT, or service of its loan), less operating cost that it pays itself, plus the energy that it no longer "
    "pays and what users pay it, each against the city without the project and from the start of operation. Renewal "
    "that the city pays itself is investment and stands in no savings.\n\n";

std::string RatiosText(const v1::StructuredMode& mode) {
  std::string out = "### Ratios of the city\n\n";
  if (FindRow(mode, "gross_savings_without_amount") == nullptr) return out + "The city's accounts were not given.\n\n";
  if (FindRow(mode, "debt_repayment_with_years") == nullptr) {
    out +=
        "The ratios below are those of the city without the project. With it they depend on how much of the works the "
        "city "
        "pays out of savings and how much it borrows, which this mode does not say: do not set them beside those of a "
        "mode "
        "whose payments are counted as debt.\n\n";
  } else {
    out += kRatiosWith + FigureList(mode.findings().figures(), {"city_loan", "debt_repayment", "years_above"});
  }
  out += YearTable(mode, {{"gross_savings_without_amount", "Gross savings without"},
                          {"gross_savings_with_amount", "Gross savings with"},
                          {"net_savings_with_amount", "Net savings with"},
                          {"debt_with_amount", "Debt with loan or payments"},
                          {"debt_repayment_without_years", "Debt capacity without"},
                          {"debt_repayment_with_years", "Debt capacity with"}});
  const auto is_zero = [&](const char* name) {
    const v1::YearRow* row = FindRow(mode, name);
    return row == nullptr || std::all_of(row->values().begin(), row->values().end(), [](double v) { return v == 0.0; });
  };
  if (is_zero("energy_saved_amount") && is_zero("own_running_cost_added_amount") &&
      is_zero("operating_receipts_added_amount")) {
    return out + "Besides payments of the contract, nothing changes in the running of the city.\n\n";
  }
  return out + "What changes in the running of the city, besides payments of the contract:\n\n" +
         YearTable(mode, {{"energy_saved_amount", "Energy no longer paid"},
                          {"own_running_cost_added_amount", "Operating cost paid by the city, added"},
                          {"operating_receipts_added_amount", "Receipts, added"}});
}

std::string ModeText(const v1::StructuredMode& mode) {
  std::string out = "## " + Cell(mode.display_name()) + "\n\n" + FourItemsText(mode);
  const auto& findings = mode.findings();
  out += ContingentText(mode) + RefinancingText(mode);
  out += RatiosText(mode);
  out += "### Payments and compensation of VAT (FCTVA) by year\n\n";
  out += YearTable(mode, {{"city_cost_amount", "Cost to the city"},
                          {"payment_investment_part_amount", "Contract: investment"},
                          {"payment_financing_part_amount", "Contract: financing"},
                          {"payment_running_part_amount", "Contract: running"},
                          {"vat_compensation_amount", "FCTVA received"}});
  out += "### Statistical indicators (ESA 2010)\n\n";
  if (findings.statistical_indicators().empty()) {
    return out + "None: the asset is the city's own.\n\n";
  }
  out += FigureList(findings.statistical_indicators(), {});
  out +=
      "These are findings with their numbers. Whether the asset stands on the government's balance sheet is for the "
      "statistical office alone.\n\n";
  return out;
}

/// The mode at its own rate, where one has a premium.
std::string PremiumText(const v1::CompareDeliveryModesResponse& response) {
  if (!HasPremium(response)) return "";
  std::string out = "With a premium for the systematic risk moved to the operator, on that mode's rate alone:\n\n";
  out += Row({"Mode", "Common rate", "Rate of the mode", "Total at the common rate", "Total at its own rate",
              "VfM at the common rate", "VfM at its own rate"});
  out += Rule(7);
  for (const auto& cost : response.costs()) {
    const auto money = [](double amount) { return FormatFixed(amount / 1e6, 2); };
    out += Row({cost.mode_id(), FormatPercent(cost.discount_rate_per_year(), 2),
                FormatPercent(cost.rate_with_premium_per_year(), 2), money(cost.total_present_amount()),
                money(cost.total_with_premium_present_amount()), money(cost.value_for_money_amount()),
                money(cost.value_for_money_with_premium_amount())});
  }
  return out + "\n";
}

/// Figures that others published, each beside the figure of the model that measures the same.
std::string PublishedText(const v1::CompareDeliveryModesResponse& response) {
  if (response.published_totals().empty()) return "";
  std::string out = "Published totals, M" + response.currency_code() + ":\n\n";
  out += Row({"Published", "Mode", "Measure", "Published amount", "Model", "Difference"}) + Rule(6);
  for (const auto& total : response.published_totals()) {
    const PublishedComparison beside = BesidePublished(response, total);
    const bool has_model = beside.model_amount.has_value();
    out += Row({total.description(), total.mode_id(), beside.measure, FormatFixed(total.amount() / 1e6, 1),
                has_model ? FormatFixed(*beside.model_amount / 1e6, 1) : "none",
                has_model ? FormatFixed((*beside.model_amount - total.amount()) / 1e6, 1) : ""});
  }
  return out + "\n";
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
    out += RatesText(one.break_even_rates_per_year());
    if (HasPremium(response)) {
      out += ", with the premium " + RatesText(one.break_even_rates_with_premium_per_year());
    }
    out += "; sign flips at a transferable risk of " + FigureText(one.break_even_risk_premium()) +
           "; indifference equity IRR " + FigureText(one.indifference_equity_irr()) + "\n";
  }
  out += "\n" + PremiumText(response) + PublishedText(response);
  return out;
}

/// Name of the file that compares the modes; none of theirs, whose names are their ids.
std::string ComparatorName(const v1::CompareDeliveryModesResponse& response) {
  std::string name = "comparator";
  const auto is_taken = [&](const auto& mode) { return mode.mode_id() == name; };
  while (std::any_of(response.modes().begin(), response.modes().end(), is_taken)) name += "-of-modes";
  return name + ".csv";
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
  if (!response.costs().empty()) is_written = Write(root / ComparatorName(response), ModesCsv(response)) && is_written;
  return is_written ? "" : "cannot write into the folder '" + folder + "'";
}

}  // namespace calanque::cli
