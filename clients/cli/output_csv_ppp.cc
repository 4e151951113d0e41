#include "clients/cli/csv_rows.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_ppp.h"

namespace calanque::cli {
namespace {

/// The detail: which line of the accounts, tranche, discount rate, number of a distribution or other mode is meant.
constexpr const char* kHead = "section,mode,name,detail,party_from,party_to,unit,date,value,failure";

/// Rows of one mode.
class ModeRows {
 public:
  ModeRows(std::string mode_id, CsvRows& out) : mode_id_(std::move(mode_id)), out_(out) {}

  void Value(const char* section, const std::string& name, const std::string& detail, const std::string& unit,
             const std::string& date, double value) {
    out_.Add(section, mode_id_, name, detail, "", "", unit, date, value, "");
  }
  void Flow(const v1::ContractColumn& column, const std::string& unit, const std::string& date, double value) {
    out_.Add("column", mode_id_, column.name(), column.category_name(), column.payer_party_id(),
             column.payee_party_id(), unit, date, value, "");
  }
  void Figure(const char* section, const v1::Figure& figure) {
    if (figure.has_failure()) {
      out_.Add(section, mode_id_, figure.name(), "", "", "", figure.unit(), "", "", figure.failure().message());
    } else {
      Value(section, figure.name(), "", figure.unit(), "", figure.value());
    }
  }

 private:
  std::string mode_id_;
  CsvRows& out_;
};

void AppendMode(const v1::StructuredMode& mode, const std::string& currency, CsvRows& out) {
  ModeRows rows(mode.mode_id(), out);
  for (const auto& figure : mode.figures()) rows.Figure("figure", figure);
  for (const auto& figure : mode.findings().figures()) rows.Figure("finding", figure);
  for (const auto& figure : mode.findings().statistical_indicators()) rows.Figure("statistical_indicator", figure);
  if (mode.has_solved()) {
    rows.Value("solved", mode.solved().name(), "", mode.solved().unit(), "", mode.solved().value());
  }
  for (const auto& tranche : mode.tranches()) {
    rows.Value("tranche", tranche.binding_limit(), tranche.tranche_id(), currency, "", tranche.amount());
  }
  for (const auto& row : mode.findings().rows()) {
    for (int y = 0; y < row.values_size(); ++y) {
      if (y < row.is_absent_size() && row.is_absent(y)) continue;
      rows.Value("year", row.name(), "", row.unit(), std::to_string(mode.findings().first_year() + y), row.values(y));
    }
  }
  for (const auto& column : mode.columns()) {
    for (int p = 0; p < column.amounts_size(); ++p) {
      rows.Flow(column, currency, mode.period_dates(p), column.amounts(p));
    }
  }
  for (const auto& row : mode.company_rows()) {
    for (int t = 0; t < row.amounts_size(); ++t) {
      rows.Value("company", row.name(), row.tranche_id(), currency, mode.point_dates(t), row.amounts(t));
    }
  }
}

void AppendCost(const v1::ModeCost& cost, const std::string& currency, CsvRows& out) {
  ModeRows rows(cost.mode_id(), out);
  const std::string rate = FormatExact(cost.discount_rate_per_year());
  const auto add = [&](const char* name, double value) { rows.Value("comparator", name, rate, currency, "", value); };
  add("raw_present_amount", cost.raw_present_amount());
  add("competitive_neutrality_present_amount", cost.competitive_neutrality_present_amount());
  add("transferable_risk_present_amount", cost.transferable_risk_present_amount());
  add("retained_risk_present_amount", cost.retained_risk_present_amount());
  add("total_present_amount", cost.total_present_amount());
  add("value_for_money_before_risk_amount", cost.value_for_money_before_risk_amount());
  add("value_for_money_amount", cost.value_for_money_amount());
  add("total_with_premium_present_amount", cost.total_with_premium_present_amount());
  add("value_for_money_with_premium_amount", cost.value_for_money_with_premium_amount());
}

/// Distributions: the name says which number of it.
void AppendSimulation(const v1::ModeSimulation& simulation, CsvRows& out) {
  const auto& probabilities = simulation.options().quantile_probabilities();
  const auto quantile = [&](int q) { return "p" + FormatExact(100.0 * probabilities[q]); };
  for (const auto& row : simulation.figures()) {
    const v1::SimulatedFigure& figure = row.figure();
    ModeRows rows(row.mode_id(), out);
    const auto add = [&](const std::string& which, double value) {
      rows.Value("simulated", figure.metric_name(), which, figure.unit(), "", value);
    };
    if (figure.has_deterministic_value()) add("expected", figure.deterministic_value());
    if (figure.path_count() == 0) continue;
    add("mean", figure.mean());
    add("standard_error", figure.standard_error());
    add("standard_deviation", figure.standard_deviation());
    for (int q = 0; q < figure.quantiles_size() && q < probabilities.size(); ++q) add(quantile(q), figure.quantiles(q));
  }
  for (const auto& row : simulation.years()) {
    ModeRows rows(row.mode_id(), out);
    for (int y = 0; y < row.years_size() && y < row.means_size(); ++y) {
      const std::string year = std::to_string(row.years(y));
      rows.Value("simulated_year", row.name(), "mean", row.unit(), year, row.means(y));
      for (int i = y; i < row.quantiles_size(); i += row.years_size()) {
        rows.Value("simulated_year", row.name(), quantile(i / row.years_size()), row.unit(), year, row.quantiles(i));
      }
    }
  }
  for (const auto& one : simulation.probabilities()) {
    const std::string other = one.other_mode_id().empty() ? one.published_description() : one.other_mode_id();
    ModeRows rows(one.mode_id(), out);
    rows.Value("probability", one.name(), other, "1", "", one.probability());
    rows.Value("probability_standard_error", one.name(), other, "1", "", one.standard_error_probability());
  }
}

}  // namespace

std::string ModeCsv(const v1::StructuredMode& mode, const std::string& currency_code) {
  CsvRows out(kHead);
  AppendMode(mode, currency_code, out);
  return std::move(out).Take();
}

std::string ModesCsv(const v1::CompareDeliveryModesResponse& response) {
  CsvRows out(kHead);
  for (const auto& cost : response.costs()) AppendCost(cost, response.currency_code(), out);
  for (const auto& one : response.switches()) {
    ModeRows rows(one.mode_id(), out);
    for (const double rate : one.break_even_rates_per_year()) {
      rows.Value("switch", "break_even_rate_per_year", "", "1/year", "", rate);
    }
    for (const double rate : one.break_even_rates_with_premium_per_year()) {
      rows.Value("switch", "break_even_rate_with_premium_per_year", "", "1/year", "", rate);
    }
    rows.Figure("switch", one.break_even_risk_premium());
    rows.Figure("switch", one.indifference_equity_irr());
  }
  for (const auto& total : response.published_totals()) {
    ModeRows(total.mode_id(), out)
        .Value("published", total.description(), "", response.currency_code(), "", total.amount());
  }
  AppendSimulation(response.simulation(), out);
  for (const auto& mode : response.modes()) AppendMode(mode, response.currency_code(), out);
  return std::move(out).Take();
}

}  // namespace calanque::cli
