#include <algorithm>
#include <cmath>
#include <map>

#include "clients/cli/number_text.h"
#include "clients/cli/output_selection.h"
#include "clients/cli/page_text.h"

namespace calanque::cli {
namespace {

/// Lays out one answer.
class Page {
 public:
  Page(const v1::SelectPortfolioResponse& response, const TextStyle& style)
      : response_(response), style_(style), currency_(response.conventions().currency_code()), scale_(Scale()) {
    for (const v1::DisplayName& name : response.project_names()) names_[name.id()] = Printable(name.display_name());
  }

  std::string Render() {
    text_ += Bold("Choice of projects, values seen by: " + Printable(response_.perspective_display_name()), style_) +
             "\n" + StatusText() + "\n";
    Conflict();
    Chosen();
    LeftOut();
    Constraints();
    Frontier("Efficient frontier: least net present cost for tonnes", response_.cost_frontier());
    Frontier("Efficient frontier: least expected shortfall for value", response_.risk_frontier());
    text_ += ClosingText(response_, style_);
    return std::move(text_);
  }

 private:
  [[nodiscard]] MoneyScale Scale() const {
    double largest = std::max({std::abs(response_.totals().enpv_amount()), std::abs(response_.totals().npv_amount()),
                               response_.totals().investment_amount()});
    for (const auto& chosen : response_.chosen()) largest = std::max(largest, chosen.investment_amount());
    for (const int index : response_.conflict_constraint_indices()) {
      const v1::ConstraintResult& constraint = response_.constraints(index);
      if (constraint.unit() == currency_) largest = std::max(largest, constraint.upper_limit_value());
    }
    return ScaleFor(largest, currency_);
  }

  [[nodiscard]] std::string NameOf(const std::string& id) const {
    const auto found = names_.find(id);
    return found != names_.end() ? found->second : Printable(id);
  }

  /// Money in the page's scale, anything else as it is; what is counted without decimals.
  [[nodiscard]] std::string InUnit(double value, const std::string& unit) const {
    if (unit == currency_) return scale_.Format(value);
    return value == std::round(value) ? FormatFixed(value, 0) : FormatReadable(value);
  }
  [[nodiscard]] std::string UnitText(const std::string& unit) const {
    return unit == currency_ ? scale_.unit : Printable(unit);
  }

  [[nodiscard]] std::string Goal() const {
    switch (response_.objective()) {
      case v1::SELECTION_OBJECTIVE_MAXIMISE_NPV:
        return "Net present value";
      case v1::SELECTION_OBJECTIVE_MAXIMISE_ABATEMENT:
        return "Tonnes avoided";
      case v1::SELECTION_OBJECTIVE_MINIMISE_COST:
        return "Net present cost";
      default:
        return "Net present value with carbon and co-benefits";
    }
  }

  [[nodiscard]] std::string StatusText() const {
    switch (response_.status()) {
      case v1::SELECTION_STATUS_OPTIMAL:
      case v1::SELECTION_STATUS_LIMIT: {
        const std::string& unit = response_.objective_unit();
        std::string text = Goal() + ": " + InUnit(response_.objective_value(), unit) + " " + UnitText(unit) +
                           "; no choice is better than " + InUnit(response_.best_bound_value(), unit) + ", gap " +
                           FormatPercent(response_.relative_gap(), 2);
        if (response_.is_rounded()) text += ", by relaxation and rounding";
        if (response_.status() == v1::SELECTION_STATUS_LIMIT)
          text += "; a limit ended the search above the gap asked for";
        return text;
      }
      case v1::SELECTION_STATUS_INFEASIBLE:
        return response_.conflict_constraint_indices_size() == 1
                   ? "This constraint cannot be met, whatever the others:"
                   : "Nothing can meet these constraints together; without any one of them the others can be met:";
      case v1::SELECTION_STATUS_NOTHING_FOUND:
        return "A limit ended the search before anything was found that meets the constraints.";
      default:
        return "Checked only.";
    }
  }

  void Add(const std::string& title, const TextTable& table) { text_ += Section(title, table, style_); }

  void Conflict() {
    if (response_.status() == v1::SELECTION_STATUS_INFEASIBLE && response_.conflict_constraint_indices().empty()) {
      text_ += "  (the choice of one start per project alone)\n";
    }
    for (const int index : response_.conflict_constraint_indices()) {
      const v1::ConstraintResult& constraint = response_.constraints(index);
      text_ += "  - " + Printable(constraint.display_name()) + ": " + LimitText(constraint) + " " +
               UnitText(constraint.unit()) + "\n";
    }
  }

  [[nodiscard]] std::string LimitText(const v1::ConstraintResult& constraint) const {
    if (constraint.has_lower_limit_value())
      return "at least " + InUnit(constraint.lower_limit_value(), constraint.unit());
    return "at most " + InUnit(constraint.upper_limit_value(), constraint.unit());
  }

  void Chosen() {
    TextTable table({"Chosen", "start", "delay", "size", "investment " + scale_.unit, "NPV " + scale_.unit,
                     "with carbon " + scale_.unit, "tCO2e"});
    for (const auto& one : response_.chosen()) {
      table.AddRow({NameOf(one.project_id()), std::to_string(one.start_year()), std::to_string(one.delay_years()),
                    FormatPercent(one.fraction(), 0), scale_.Format(one.investment_amount()),
                    scale_.Format(one.npv_amount()), scale_.Format(one.enpv_amount()),
                    FormatFixed(one.abatement_t_co2e(), 0)});
    }
    const v1::SelectionTotals& totals = response_.totals();
    if (!table.is_empty()) {
      table.AddRow({"All chosen", "", "", "", scale_.Format(totals.investment_amount()),
                    scale_.Format(totals.npv_amount()), scale_.Format(totals.enpv_amount()),
                    FormatFixed(totals.abatement_t_co2e(), 0)});
    }
    Add("What to do, and when", table);
    if (totals.has_expected_shortfall_amount()) {
      text_ += "  Expected shortfall: " + scale_.Format(totals.expected_shortfall_amount()) + " " + scale_.unit + "\n";
    }
  }

  [[nodiscard]] std::string NoGain() const {
    switch (response_.objective()) {
      case v1::SELECTION_OBJECTIVE_MINIMISE_COST:
        return "costs money that no constraint asks for";
      case v1::SELECTION_OBJECTIVE_MAXIMISE_ABATEMENT:
        return "avoids no tonnes, whenever it starts";
      default:
        return "value not above 0, whenever it starts";
    }
  }

  [[nodiscard]] std::string Why(const v1::LeftOutProject& one) const {
    switch (one.reason()) {
      case v1::LEFT_OUT_REASON_NO_GAIN:
        return NoGain();
      case v1::LEFT_OUT_REASON_DOES_NOT_FIT: {
        std::string text = "does not fit in " + std::to_string(one.start_year()) + ": ";
        const v1::BlockingConstraint& first = one.blocking(0);
        const v1::ConstraintResult& constraint = response_.constraints(first.constraint_index());
        text += Printable(constraint.display_name()) + " by " + InUnit(first.excess_value(), constraint.unit()) + " " +
                UnitText(constraint.unit());
        if (one.blocking_size() > 1) text += ", and " + std::to_string(one.blocking_size() - 1) + " more";
        return text;
      }
      case v1::LEFT_OUT_REASON_RISK_OUTWEIGHS:
        return "its risk takes more than it brings";
      case v1::LEFT_OUT_REASON_WITHIN_GAP:
        return "fits: the search ended within the gap before it was added";
      default:
        return "unknown";
    }
  }

  void LeftOut() {
    const std::string unit = UnitText(response_.objective_unit());
    TextTable table({"Left out", "would add " + unit, "why"}, {2});
    for (const auto& one : response_.left_out()) {
      table.AddRow({NameOf(one.project_id()), InUnit(one.gain_value(), response_.objective_unit()), Why(one)});
    }
    Add("What is left out, and why", table);
  }

  /// Gain in the page's unit of the objective per unit of the limit.
  [[nodiscard]] std::string PriceText(const v1::ConstraintResult& constraint, double price,
                                      const std::string& gain_unit) const {
    const double limit_scale = constraint.unit() == currency_ ? scale_.divisor : 1.0;
    const double gain_scale = gain_unit == currency_ ? scale_.divisor : 1.0;
    return FormatReadable(price * limit_scale / gain_scale);
  }

  void Constraints() {
    if (response_.chosen().empty() && response_.left_out().empty()) return;
    TextTable table(
        {"Constraint", "year", "limit", "used", "unit", "price, chosen", "price, relaxed", "tCO2e per unit"}, {4});
    for (const auto& one : response_.constraints()) {
      // An order of projects that has room on neither side is no news.
      const bool is_full = one.is_binding() && (one.has_lower_limit_value() || one.upper_limit_value() > 0);
      const bool matters = is_full || one.shadow_price_relaxed() > 0 || one.shadow_price_chosen() > 0;
      if (!matters) continue;
      table.AddRow({Printable(one.display_name()), one.year() == 0 ? "" : std::to_string(one.year()), LimitText(one),
                    InUnit(one.used_value(), one.unit()), UnitText(one.unit()),
                    PriceText(one, one.shadow_price_chosen(), response_.objective_unit()),
                    PriceText(one, one.shadow_price_relaxed(), response_.objective_unit()),
                    one.has_shadow_price_abatement_t_co2e()
                        ? PriceText(one, one.shadow_price_abatement_t_co2e(), "tCO2e")
                        : "none"});
    }
    Add("Constraints that bind or have a price: " + UnitText(response_.objective_unit()) +
            " gained per unit by which the limit is relaxed",
        table);
  }

  template <typename Points>
  void Frontier(const std::string& title, const Points& points) {
    TextTable table({"Point", "net present cost " + scale_.unit, "with carbon " + scale_.unit, "tCO2e",
                     "shortfall " + scale_.unit, "projects", "gap"});
    int number = 0;
    for (const v1::FrontierPoint& point : points) {
      const v1::SelectionTotals& totals = point.totals();
      table.AddRow({std::to_string(++number), scale_.Format(point.cost_present_amount()),
                    scale_.Format(totals.enpv_amount()), FormatFixed(totals.abatement_t_co2e(), 0),
                    totals.has_expected_shortfall_amount() ? scale_.Format(totals.expected_shortfall_amount()) : "none",
                    std::to_string(point.project_ids_size()), FormatPercent(point.relative_gap(), 2)});
    }
    Add(title, table);
  }

  const v1::SelectPortfolioResponse& response_;
  TextStyle style_;
  std::string currency_;
  MoneyScale scale_;
  std::map<std::string, std::string> names_;
  std::string text_;
};

}  // namespace

std::string SelectionTable(const v1::SelectPortfolioResponse& response, const TextStyle& style) {
  return Page(response, style).Render();
}

}  // namespace calanque::cli
