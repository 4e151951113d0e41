#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "clients/cli/number_text.h"
#include "clients/cli/output_ppp.h"
#include "clients/cli/ppp_words.h"

namespace calanque::cli {
namespace {

/// Plain words for the figures that people ask for first, in the order of the page; others stand under their names.
const std::vector<std::pair<std::string, std::string>>& Labels() {
  static const std::vector<std::pair<std::string, std::string>> kLabels = {
      {"city_cost_present_amount", "Cost to the city, present value"},
      {"city_cost_amount", "Cost to the city, undiscounted"},
      {"contract_payments_amount", "Paid to the operator, undiscounted"},
      {"contract_payments_present_amount", "Paid to the operator, present value"},
      {"charge_amount_per_year", "Charge per year, at start"},
      {"abatement_t_co2e", "Tonnes avoided"},
      {"abatement_cost_amount_per_t_co2e", "Cost per tonne avoided"},
      {"uses_amount", "Uses of funds, net of grants"},
      {"debt_amount", "Debt"},
      {"equity_amount", "Equity"},
      {"gearing_fraction", "Gearing"},
      {"equity_irr_per_year", "Equity IRR"},
      {"project_irr_per_year", "Project IRR"},
      {"weighted_cost_of_capital_per_year", "Cost of capital after tax"},
      {"equity_npv_amount", "Equity NPV"},
      {"project_npv_amount", "Project NPV"},
      {"minimum_dscr", "DSCR, lowest"},
      {"average_dscr", "DSCR, average"},
      {"minimum_llcr", "LLCR, lowest"},
      {"llcr_at_operation_start", "LLCR at start of operation"},
      {"minimum_plcr", "PLCR, lowest"},
      {"average_life_years", "Average life of debt"},
      {"equity_payback_years", "Payback of equity"},
      {"locked_up_period_count", "Periods in lock-up"},
      {"vat_facility_peak_amount", "VAT facility, most that is owed"},
      {"default_period_count", "Periods below default cover"},
  };
  return kLabels;
}

const v1::Figure* Find(const google::protobuf::RepeatedPtrField<v1::Figure>& figures, const std::string& name) {
  for (const auto& figure : figures) {
    if (figure.name() == name) return &figure;
  }
  return nullptr;
}

std::string FiguresTable(const std::vector<const v1::StructuredMode*>& modes, const TextStyle& style) {
  std::vector<std::string> heads = {""};
  for (const auto* mode : modes) heads.push_back(Printable(mode->display_name()));
  TextTable table(heads);
  for (const auto& [name, label] : Labels()) {
    std::vector<std::string> cells = {label};
    bool has_any = false;
    for (const auto* mode : modes) {
      const v1::Figure* figure = Find(mode->figures(), name);
      has_any = has_any || (figure != nullptr && !figure->has_failure());
      cells.push_back(figure == nullptr ? "" : figure->has_failure() ? "none" : FigureText(*figure));
    }
    if (has_any) table.AddRow(std::move(cells));
  }
  return table.Render(style);
}

std::string TranchesTable(const v1::StructuredMode& mode, const std::string& currency, const TextStyle& style) {
  if (mode.tranches().empty()) return "";
  TextTable table({"Loan", "Amount", "Limit that binds", "Case"}, {2, 3});
  for (const auto& tranche : mode.tranches()) {
    const MoneyScale scale = ScaleFor(std::abs(tranche.amount()), currency);
    table.AddRow({Printable(tranche.tranche_id()), scale.Format(tranche.amount()) + " " + scale.unit,
                  tranche.binding_limit(),
                  tranche.binding_case() == 0 ? "base" : "downside " + std::to_string(tranche.binding_case())});
  }
  return "\n" + Bold("Loans of " + Printable(mode.display_name()), style) + "\n" + table.Render(style);
}

/// What moves VAT on the works, by date; nothing where no facility lends it.
std::string VatTable(const v1::StructuredMode& mode, const std::string& currency, const TextStyle& style) {
  static const std::vector<std::pair<std::string, std::string>> kRows = {{"vat_paid_amount", "Paid"},
                                                                         {"vat_refunded_amount", "Refunded"},
                                                                         {"vat_facility_draw_amount", "Drawn"},
                                                                         {"vat_facility_repayment_amount", "Repaid"},
                                                                         {"vat_facility_balance_amount", "Owed"},
                                                                         {"vat_facility_interest_amount", "Interest"}};
  std::vector<std::string> heads = {"At"};
  std::vector<const v1::PeriodRow*> found;
  double largest = 0.0;
  for (const auto& [name, label] : kRows) {
    for (const auto& row : mode.company_rows()) {
      if (row.name() != name) continue;
      found.push_back(&row);
      for (const double amount : row.amounts()) largest = std::max(largest, std::abs(amount));
    }
    heads.push_back(label);
  }
  if (found.size() != kRows.size()) return "";
  const MoneyScale scale = ScaleFor(largest, currency);
  TextTable table(heads);
  for (int t = 0; t < mode.point_dates_size(); ++t) {
    std::vector<std::string> cells = {mode.point_dates(t)};
    bool has_any = false;
    for (const auto* row : found) {
      has_any = has_any || row->amounts(t) != 0.0;
      cells.push_back(scale.Format(row->amounts(t)));
    }
    if (has_any) table.AddRow(std::move(cells));
  }
  if (table.is_empty()) return "";
  return "\n" + Bold("VAT on the works of " + Printable(mode.display_name()) + ", " + scale.unit, style) + "\n" +
         table.Render(style);
}

/// Sums of a row by calendar year of its dates' last day.
std::map<std::string, double> ByYear(const v1::StructuredMode& mode) {
  std::map<std::string, double> years;
  for (const auto& row : mode.findings().rows()) {
    if (row.name() != "city_cost_amount") continue;
    for (int y = 0; y < row.values_size(); ++y) {
      years[std::to_string(mode.findings().first_year() + y)] = row.values(y);
    }
  }
  return years;
}

std::string CostByYearTable(const std::vector<const v1::StructuredMode*>& modes, const std::string& currency,
                            const TextStyle& style) {
  double largest = 0.0;
  std::map<std::string, std::vector<double>> rows;
  for (std::size_t m = 0; m < modes.size(); ++m) {
    for (const auto& [year, amount] : ByYear(*modes[m])) {
      auto& row = rows[year];
      row.resize(modes.size());
      row[m] = amount;
      largest = std::max(largest, std::abs(amount));
    }
  }
  const MoneyScale scale = ScaleFor(largest, currency);
  std::vector<std::string> heads = {"Year"};
  for (const auto* mode : modes) heads.push_back(Printable(mode->display_name()));
  TextTable table(heads);
  for (const auto& [year, amounts] : rows) {
    std::vector<std::string> cells = {year};
    for (const double amount : amounts) cells.push_back(scale.Format(amount));
    table.AddRow(std::move(cells));
  }
  return "\n" + Bold("Cost to the city by year, " + scale.unit, style) + "\n" + table.Render(style);
}

std::string FindingsTable(const v1::StructuredMode& mode, const TextStyle& style) {
  if (mode.findings().figures().empty() && mode.findings().statistical_indicators().empty()) return "";
  TextTable table({"To be published: " + Printable(mode.display_name()), ""});
  for (const auto& figure : mode.findings().figures()) table.AddRow({FindingLabel(figure.name()), FigureText(figure)});
  for (const auto& figure : mode.findings().statistical_indicators()) {
    table.AddRow({"ESA 2010, a finding and no ruling: " + FindingLabel(figure.name()), FigureText(figure)});
  }
  return "\n" + table.Render(style);
}

std::string SolvedLine(const v1::SolvedTerm& solved) {
  v1::Figure figure;
  figure.set_name(solved.name());
  figure.set_unit(solved.unit());
  figure.set_value(solved.value());
  return solved.name() + " = " + FigureText(figure) + "  (residual " + FormatReadable(solved.residual()) + ", " +
         std::to_string(solved.evaluation_count()) + " evaluations" + (solved.is_affine() ? ", affine" : "") + ")\n";
}

std::string Foot(const std::string& engine_version, const std::string& hash,
                 const google::protobuf::RepeatedPtrField<std::string>& conventions, const TextStyle& style) {
  std::string out = "\n";
  for (const auto& said : conventions) {
    for (const auto& line : Wrapped(said, style.width)) out += Dim(line, style) + "\n";
  }
  return out + Dim("calanque " + engine_version + ", input " + hash.substr(0, 16), style) + "\n";
}

std::string ModePage(const v1::StructuredMode& mode, const std::string& currency, const TextStyle& style) {
  std::string out = FiguresTable({&mode}, style);
  out += TranchesTable(mode, currency, style);
  out += VatTable(mode, currency, style);
  out += CostByYearTable({&mode}, currency, style);
  return out + FindingsTable(mode, style);
}

std::string MoneyText(double amount, const std::string& currency) {
  const MoneyScale scale = ScaleFor(std::abs(amount), currency);
  return scale.Format(amount) + " " + scale.unit;
}

std::string ComparatorTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style) {
  double largest = 0.0;
  for (const auto& cost : response.costs()) largest = std::max(largest, std::abs(cost.total_present_amount()));
  const MoneyScale scale = ScaleFor(largest, response.currency_code());
  TextTable table({"Rate, mode", "Raw cost", "Neutrality", "Transferable risk", "Retained risk", "Total",
                   "VfM before risk", "%", "VfM after risk", "%"});
  std::vector<double> rates;
  for (const auto& cost : response.costs()) {
    if (std::find(rates.begin(), rates.end(), cost.discount_rate_per_year()) == rates.end()) {
      rates.push_back(cost.discount_rate_per_year());
    }
  }
  for (const double rate : rates) {
    for (const auto& cost : response.costs()) {
      if (cost.discount_rate_per_year() != rate) continue;
      const auto percent = [](const v1::Figure& figure) {
        return figure.has_failure() ? std::string("none") : FormatPercent(figure.value());
      };
      table.AddRow({FormatPercent(rate, 2) + "  " + Printable(cost.mode_id()), scale.Format(cost.raw_present_amount()),
                    scale.Format(cost.competitive_neutrality_present_amount()),
                    scale.Format(cost.transferable_risk_present_amount()),
                    scale.Format(cost.retained_risk_present_amount()), scale.Format(cost.total_present_amount()),
                    scale.Format(cost.value_for_money_before_risk_amount()),
                    percent(cost.value_for_money_before_risk()), scale.Format(cost.value_for_money_amount()),
                    percent(cost.value_for_money())});
    }
  }
  return "\n" +
         Bold("Against " + Printable(response.reference_mode_id()) + ": present values, " + scale.unit +
                  "; value for money above 0 means cheaper for the city",
              style) +
         "\n" + table.Render(style);
}

std::string SwitchTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style) {
  const bool has_premium = HasPremium(response);
  std::vector<std::string> heads = {"What turns it", "Break-even rates", "Transferable risk at which it flips",
                                    "Equity IRR at indifference"};
  if (has_premium) heads.insert(heads.begin() + 2, "with the premium");
  TextTable table(heads);
  for (const auto& one : response.switches()) {
    std::vector<std::string> cells = {Printable(one.mode_id()), RatesText(one.break_even_rates_per_year()),
                                      FigureText(one.break_even_risk_premium()),
                                      FigureText(one.indifference_equity_irr())};
    if (has_premium) cells.insert(cells.begin() + 2, RatesText(one.break_even_rates_with_premium_per_year()));
    table.AddRow(std::move(cells));
  }
  return table.is_empty() ? "" : "\n" + table.Render(style);
}

/// Modes at their own rates, where one has a premium.
std::string PremiumTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style) {
  if (!HasPremium(response)) return "";
  TextTable table({"With a premium on the mode's own rate", "Its rate", "Total", "VfM after risk"});
  for (const auto& cost : response.costs()) {
    table.AddRow({FormatPercent(cost.discount_rate_per_year(), 2) + "  " + Printable(cost.mode_id()),
                  FormatPercent(cost.rate_with_premium_per_year(), 2),
                  MoneyText(cost.total_with_premium_present_amount(), response.currency_code()),
                  MoneyText(cost.value_for_money_with_premium_amount(), response.currency_code())});
  }
  return "\n" + table.Render(style);
}

std::string PublishedTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style) {
  TextTable table({"Published", "Mode", "Measure", "Amount", "Model", "Difference"}, {1, 2});
  for (const auto& total : response.published_totals()) {
    const PublishedComparison beside = BesidePublished(response, total);
    const bool has_model = beside.model_amount.has_value();
    table.AddRow({Printable(total.description()), Printable(total.mode_id()), beside.measure,
                  MoneyText(total.amount(), response.currency_code()),
                  has_model ? MoneyText(*beside.model_amount, response.currency_code()) : "none",
                  has_model ? MoneyText(*beside.model_amount - total.amount(), response.currency_code()) : ""});
  }
  return table.is_empty() ? "" : "\n" + table.Render(style);
}

std::string MoneyAt(const v1::SimulatedFigure& figure, const v1::SimulationOptions& options, double probability) {
  for (int q = 0; q < options.quantile_probabilities_size() && q < figure.quantiles_size(); ++q) {
    if (options.quantile_probabilities(q) != probability) continue;
    return figure.unit() == "1" ? FormatFixed(figure.quantiles(q), 3) : MoneyText(figure.quantiles(q), figure.unit());
  }
  return "";
}

std::string PlainMeaning(const v1::ModeProbability& probability) {
  if (probability.name() == "cheaper") return "costs the city no more than " + Printable(probability.other_mode_id());
  if (probability.name() == "lock_up") return "keeps cash from shareholders at least once";
  if (probability.name() == "default") return "fails its lenders' test, or pays late, at least once";
  if (probability.name() == "guarantee_called") return "has the city pay for users who do not come, at least once";
  return "costs at most what was published: " + Printable(probability.published_description());
}

/// Money in the currency's usual scale, ratios with two digits.
std::string YearText(double value, const std::string& unit) {
  return unit == "1" ? FormatFixed(value, 2) : MoneyText(value, unit);
}

/// Each mode by calendar year: quantiles of cover and of calls, probabilities of lock-up and default.
std::string YearsTable(const v1::ModeSimulation& simulation, const TextStyle& style) {
  static const std::map<std::string, std::string> kNames = {{"dscr", "DSCR"},
                                                            {"guarantee_call_amount", "Bands and guarantee paid"},
                                                            {"lock_up", "Lock-up"},
                                                            {"default", "Default"}};
  TextTable table({"By year", "Mode", "Year", "Mean", "P10", "P50", "P90"}, {1, 2});
  for (const auto& row : simulation.years()) {
    const bool is_share = row.quantiles_size() == 0;
    const auto name = kNames.find(row.name());
    const auto at = [&](double probability, int y) -> std::string {
      for (int q = 0; q < simulation.options().quantile_probabilities_size(); ++q) {
        const int i = q * row.years_size() + y;
        if (simulation.options().quantile_probabilities(q) != probability || i >= row.quantiles_size()) continue;
        return YearText(row.quantiles(i), row.unit());
      }
      return "";
    };
    for (int y = 0; y < row.years_size() && y < row.means_size(); ++y) {
      if (is_share && row.means(y) == 0.0) continue;  // It never happens.
      table.AddRow({name == kNames.end() ? row.name() : name->second, Printable(row.mode_id()),
                    std::to_string(row.years(y)),
                    is_share ? FormatPercent(row.means(y), 1) : YearText(row.means(y), row.unit()), at(0.1, y),
                    at(0.5, y), at(0.9, y)});
    }
  }
  return table.is_empty() ? "" : "\n" + table.Render(style);
}

/// The modes on many futures.
std::string FuturesTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style) {
  const v1::ModeSimulation& simulation = response.simulation();
  if (simulation.path_count() == 0) return "";
  static const std::map<std::string, std::string> kNames = {
      {"city_cost_present_amount", "Cost to the city, present value"},
      {"value_for_money_amount", "Value for money"},
      {"equity_npv_amount", "Equity NPV at the return asked"},
      {"minimum_dscr", "DSCR, lowest"},
      {"guarantee_present_amount", "Bands and guarantee paid"},
      {"savings_guarantee_present_amount", "Guarantee of savings paid"},
      {"deduction_present_amount", "Deducted for availability"}};
  TextTable table({"On " + std::to_string(simulation.path_count()) + " futures", "Mode", "Mean", "P10", "P50", "P90"},
                  {1});
  for (const auto& row : simulation.figures()) {
    const v1::SimulatedFigure& figure = row.figure();
    const auto name = kNames.find(figure.metric_name());
    const std::string title = name == kNames.end() ? figure.metric_name() : name->second;
    if (figure.path_count() == 0) {
      table.AddRow({title, Printable(row.mode_id()), "none", "", "", ""});
      continue;
    }
    table.AddRow({title, Printable(row.mode_id()),
                  figure.unit() == "1" ? FormatFixed(figure.mean(), 3) : MoneyText(figure.mean(), figure.unit()),
                  MoneyAt(figure, simulation.options(), 0.1), MoneyAt(figure, simulation.options(), 0.5),
                  MoneyAt(figure, simulation.options(), 0.9)});
  }
  TextTable odds({"How likely", "that the mode", "Probability", "+-"}, {1});
  for (const auto& probability : simulation.probabilities()) {
    odds.AddRow({Printable(probability.mode_id()), PlainMeaning(probability),
                 FormatPercent(probability.probability(), 1),
                 FormatPercent(probability.standard_error_probability(), 1)});
  }
  return "\n" + table.Render(style) + "\n" + odds.Render(style) + YearsTable(simulation, style);
}

}  // namespace

std::string FigureText(const v1::Figure& figure) {
  if (figure.has_failure()) return figure.failure().message();
  const std::string& unit = figure.unit();
  if (unit == "1/year" || figure.name().find("fraction") != std::string::npos) return FormatPercent(figure.value(), 2);
  if (unit == "1") return FormatFixed(figure.value(), 3);
  if (unit == "years" || unit == "periods") return FormatFixed(figure.value(), unit == "years" ? 1 : 0) + " " + unit;
  const auto slash = unit.find('/');
  if (unit.substr(slash == std::string::npos ? unit.size() : slash + 1) == "tCO2e" || unit == "tCO2e") {
    return FormatReadable(figure.value()) + " " + unit;
  }
  const MoneyScale scale = ScaleFor(std::abs(figure.value()), unit.substr(0, slash));
  return scale.Format(figure.value()) + " " + scale.unit + (slash == std::string::npos ? "" : unit.substr(slash));
}

std::string StructureTable(const v1::StructureProjectResponse& response, const TextStyle& style) {
  return ModePage(response.mode(), response.currency_code(), style) +
         Foot(response.engine_version(), response.input_hash(), response.conventions(), style);
}

std::string SolveTable(const v1::SolveTermsResponse& response, const TextStyle& style) {
  return Bold(SolvedLine(response.solved()), style) + "\n" +
         ModePage(response.mode(), response.currency_code(), style) +
         Foot(response.engine_version(), response.input_hash(), response.conventions(), style);
}

std::string ModesTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style) {
  std::vector<const v1::StructuredMode*> modes;
  for (const auto& mode : response.modes()) modes.push_back(&mode);
  std::string out = FiguresTable(modes, style) + ComparatorTable(response, style) + SwitchTable(response, style) +
                    PremiumTable(response, style) + PublishedTable(response, style) + FuturesTable(response, style);
  for (const auto* mode : modes) out += TranchesTable(*mode, response.currency_code(), style);
  out += CostByYearTable(modes, response.currency_code(), style);
  return out + Foot(response.engine_version(), response.input_hash(), response.conventions(), style);
}

}  // namespace calanque::cli
