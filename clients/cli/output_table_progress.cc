#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "clients/cli/number_text.h"
#include "clients/cli/output_progress.h"
#include "clients/cli/page_text.h"

namespace calanque::cli {
namespace {

template <typename Values>
double SumOf(const Values& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Up to the status date.
double PlannedSoFar(const v1::QuantityProgress& quantity) {
  const auto begin = quantity.planned_values().begin();
  return std::accumulate(begin, begin + quantity.price_variances_size(), 0.0);
}

std::string LongName(v1::ProgressQuantity quantity) {
  switch (quantity) {
    case v1::PROGRESS_QUANTITY_SPENT:
      return "Capital spent";
    case v1::PROGRESS_QUANTITY_RECEIVED:
      return "Received of committed sources";
    case v1::PROGRESS_QUANTITY_RECEIVED_PLANNED:
      return "Received of planned sources";
    case v1::PROGRESS_QUANTITY_RUNNING:
      return "Running cash without energy";
    case v1::PROGRESS_QUANTITY_ENERGY_MONEY:
      return "Energy bills saved, energy sold";
    case v1::PROGRESS_QUANTITY_ENERGY:
      return "Energy saved or produced";
    case v1::PROGRESS_QUANTITY_ABATEMENT:
      return "Emissions avoided";
    default:
      return "Unknown";
  }
}

/// Lays out one answer.
class Page {
 public:
  Page(const v1::TrackProgressResponse& response, const TextStyle& style)
      : response_(response), style_(style), currency_(response.conventions().currency_code()) {
    const v1::EarnedValue& earned = response.portfolio().earned_value();
    scale_ = ScaleFor(std::max(earned.budget_at_completion_amount(), earned.forecast_spending_amount()), currency_);
    for (const v1::DisplayName& name : response.project_names()) names_[name.id()] = Printable(name.display_name());
  }

  std::string Render() {
    text_ = Bold("Progress up to " + response_.status_date() +
                     ", seen by: " + Printable(response_.perspective_display_name()),
                 style_) +
            "\n";
    if (response_.has_portfolio()) {
      Summary();
      Earned();
      Differences();
      SpendingDifferences();
      Figures();
      GapByYear();
      Indicators(false, "Economic indicators (T10)");
      Indicators(true, "Financial indicators (T11)");
    } else {
      text_ += "Checked only.\n";
    }
    text_ += ClosingText(response_, style_);
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string Money(double amount) const { return scale_.Format(amount); }
  [[nodiscard]] std::string NameOf(const v1::ProjectProgress& project) const {
    const auto found = names_.find(project.project_id());
    return found == names_.end() ? "All projects" : found->second;
  }
  static bool IsRecorded(const v1::ProjectProgress& project) {
    return std::ranges::any_of(project.quantities(), &v1::QuantityProgress::is_recorded) ||
           std::abs(project.delivered_fraction() - project.planned_delivered_fraction()) > 1e-12;
  }
  void Add(const std::string& title, const TextTable& table) { text_ += Section(title, table, style_); }

  void Summary() {
    const auto count = std::ranges::count_if(response_.projects(), IsRecorded);
    const v1::EarnedValue& earned = response_.portfolio().earned_value();
    text_ += "Recorded: " + std::to_string(count) + " of " + std::to_string(response_.projects_size()) +
             " projects, the others count as planned. Spending at completion " +
             Money(earned.forecast_spending_amount()) + " " + scale_.unit + ", planned " +
             Money(earned.budget_at_completion_amount()) + ".\n";
  }

  static std::string FactorText(bool is_known, double factor) { return is_known ? FormatFixed(factor, 2) : ""; }

  void AddEarned(const v1::ProjectProgress& project, bool is_all, TextTable& table) const {
    const v1::EarnedValue& earned = project.earned_value();
    table.AddRow({NameOf(project), is_all ? "" : FormatPercent(project.delivered_fraction(), 0),
                  is_all ? "" : FormatPercent(project.planned_delivered_fraction(), 0),
                  is_all ? "" : FormatFixed(project.delay_years(), 1), Money(earned.planned_value_amount()),
                  Money(earned.earned_value_amount()), Money(earned.actual_cost_amount()),
                  FactorText(earned.has_cost_performance_factor(), earned.cost_performance_factor()),
                  FactorText(earned.has_schedule_performance_factor(), earned.schedule_performance_factor()),
                  Money(earned.budget_at_completion_amount()), Money(earned.forecast_spending_amount())});
  }

  void Earned() {
    TextTable table({"Project", "done", "planned", "years late", "planned " + scale_.unit, "earned", "spent", "CPI",
                     "SPI", "plan in all", "forecast"});
    for (const v1::ProjectProgress& project : response_.projects()) {
      if (IsRecorded(project)) AddEarned(project, false, table);
    }
    AddEarned(response_.portfolio(), true, table);
    Add("Work and spending (CPI below 1: dearer; SPI below 1: later)", table);
  }

  template <typename Format>
  static void AddParts(const std::string& name, const v1::QuantityProgress& in, const Format& format,
                       TextTable& table) {
    const double planned = PlannedSoFar(in);
    const double price = SumOf(in.price_variances());
    const double volume = SumOf(in.volume_variances());
    const double timing = SumOf(in.timing_variances());
    const double difference = price + volume + timing;
    table.AddRow({name, format(planned), format(planned + difference), format(difference), format(price),
                  format(volume), format(timing)});
  }

  void Differences() {
    TextTable table({"All projects", "planned", "now", "difference", "price, yield", "volume", "timing"});
    for (const v1::QuantityProgress& quantity : response_.portfolio().quantities()) {
      const bool is_money = quantity.unit() == currency_;
      const auto format = [&](double value) { return is_money ? Money(value) : FormatFixed(value, 0); };
      AddParts(LongName(quantity.quantity()) + ", " + (is_money ? scale_.unit : quantity.unit()), quantity, format,
               table);
    }
    Add("Differences from the plan, up to the status date", table);
  }

  void SpendingDifferences() {
    TextTable table({"Capital spent, " + scale_.unit, "planned", "now", "difference", "price", "volume", "timing"});
    for (const v1::ProjectProgress& project : response_.projects()) {
      if (!IsRecorded(project)) continue;
      AddParts(
          NameOf(project), project.quantities(0), [&](double value) { return Money(value); }, table);
    }
    Add("Of the projects that are recorded", table);
  }

  void AddFigures(const v1::ProjectProgress& project, TextTable& table) const {
    const v1::UpdatedFigures& in = project.figures();
    const auto money = [&](bool is_known, double amount) { return is_known ? Money(amount) : "not known"; };
    const auto tonnes = [](bool is_known, double t) { return is_known ? FormatFixed(t, 0) : "not known"; };
    table.AddRow({NameOf(project), money(in.has_planned_npv_amount(), in.planned_npv_amount()),
                  money(in.has_updated_npv_amount(), in.updated_npv_amount()),
                  tonnes(in.has_planned_abatement_t_co2e(), in.planned_abatement_t_co2e()),
                  tonnes(in.has_updated_abatement_t_co2e(), in.updated_abatement_t_co2e()),
                  money(in.has_planned_gap_amount(), in.planned_gap_amount()),
                  money(in.has_updated_gap_amount(), in.updated_gap_amount())});
  }

  void Figures() {
    TextTable table({"Project", "NPV " + scale_.unit, "now", "tCO2e", "now", "gap " + scale_.unit, "now"});
    for (const v1::ProjectProgress& project : response_.projects()) {
      if (IsRecorded(project)) AddFigures(project, table);
    }
    AddFigures(response_.portfolio(), table);
    Add("Value, tonnes over the horizon and financing gap: as planned, and now", table);
  }

  void GapByYear() {
    const v1::UpdatedFigures& in = response_.portfolio().figures();
    TextTable table({"Year", "gap " + scale_.unit, "now"});
    for (int y = 0; y < in.planned_gap_by_year_amounts_size(); ++y) {
      const double planned = in.planned_gap_by_year_amounts(y);
      const double updated = in.updated_gap_by_year_amounts(y);
      if (Money(planned) == Money(updated)) continue;
      table.AddRow({std::to_string(response_.first_year() + y), Money(planned), Money(updated)});
    }
    Add("Financing gap of all projects, in the years that change", table);
  }

  void Indicators(bool is_financial, const std::string& title) {
    TextTable table({"Indicator", "unit", "baseline", "target", "of", "latest", "of", "expected", "way gone"}, {1});
    for (const v1::IndicatorProgress& one : response_.indicators()) {
      if (one.is_financial() != is_financial) continue;
      const bool is_money = one.unit() == currency_;
      const auto format = [&](double value) {
        if (is_money) return Money(value);
        return one.unit() == "fraction" ? FormatFixed(value, 2) : FormatReadable(value);
      };
      const bool is_recorded = one.has_latest();
      table.AddRow({Printable(one.display_name()), is_money ? scale_.unit : Printable(one.unit()),
                    format(one.baseline()), format(one.target()), std::to_string(one.target_year()),
                    is_recorded ? format(one.latest()) : "none", is_recorded ? std::to_string(one.latest_year()) : "",
                    is_recorded ? format(one.expected()) : "",
                    one.has_progress_fraction() ? FormatPercent(one.progress_fraction(), 0) : ""});
    }
    Add(title, table);
  }

  const v1::TrackProgressResponse& response_;
  TextStyle style_;
  std::string currency_;
  MoneyScale scale_;
  std::map<std::string, std::string> names_;
  std::string text_;
};

}  // namespace

std::string ProgressTable(const v1::TrackProgressResponse& response, const TextStyle& style) {
  return Page(response, style).Render();
}

}  // namespace calanque::cli
