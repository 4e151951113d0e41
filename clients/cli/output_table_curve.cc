#include <algorithm>
#include <cmath>
#include <string_view>

#include "clients/cli/number_text.h"
#include "clients/cli/output_curve.h"
#include "clients/cli/page_text.h"
#include "clients/cli/text_bar.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kBarColumns = 16;

/// Lays out one answer.
class Page {
 public:
  Page(const v1::BuildAbatementCurveResponse& response, const TextStyle& style)
      : response_(response),
        style_(style),
        currency_(response.conventions().currency_code()),
        scale_(CostScaleOf(response)) {}

  std::string Render() {
    text_ += Bold("Abatement curve, cost seen by: " + Printable(response_.perspective_display_name()), style_) + "\n";
    text_ += Dim("Tonnes: " + WidthText(), style_) + "\n";
    Saving();
    Costing();
    Apart(v1::MEASURE_KIND_RAISES_EMISSIONS, "These raise emissions; they stand on no curve, whatever they earn");
    Apart(v1::MEASURE_KIND_NO_EFFECT, "Without effect on emissions");
    Totals();
    text_ += PlanTables(response_, style_);
    text_ += ClosingText(response_, style_);
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string WidthText() const {
    return response_.width() == v1::CURVE_WIDTH_TARGET_YEAR ? "avoided in the target year"
                                                            : "avoided over the whole horizon, undiscounted";
  }

  [[nodiscard]] std::string NameOf(const std::string& id) const { return Printable(ProjectNameOf(response_, id)); }

  void Add(const std::string& title, const TextTable& table) { text_ += Section(title, table, style_); }

  void Saving() {
    TextTable table({"Measure", "layer", "gain " + scale_.unit, "tCO2e"});
    for (const auto& measure : response_.measures()) {
      if (measure.kind() != v1::MEASURE_KIND_SAVES_MONEY) continue;
      table.AddRow({NameOf(measure.project_id()), std::to_string(measure.pareto_layer()),
                    scale_.Format(0.0 - measure.cost_present_amount()), FormatFixed(measure.abatement_t_co2e(), 0)});
    }
    Add("These save money: Pareto layers, 1 the best; no cost per tonne", table);
  }

  void Costing() {
    TextTable table({"Measure", currency_ + "/tCO2e", "", "cost " + scale_.unit, "tCO2e", "sum of tCO2e"}, {2});
    double dearest = 0.0;
    for (const auto& measure : response_.measures()) {
      dearest = std::max(dearest, measure.abatement_cost_amount_per_t_co2e());
    }
    for (const auto& measure : response_.measures()) {
      if (measure.kind() != v1::MEASURE_KIND_COSTS_MONEY) continue;
      table.AddRow({NameOf(measure.project_id()),
                    measure.has_abatement_cost_amount_per_t_co2e()
                        ? FormatFixed(measure.abatement_cost_amount_per_t_co2e(), 0)
                        : "none",
                    RangeBar(0.0, measure.abatement_cost_amount_per_t_co2e(), 0.0, 0.0, dearest, kBarColumns),
                    scale_.Format(measure.cost_present_amount()), FormatFixed(measure.abatement_t_co2e(), 0),
                    FormatFixed(measure.start_t_co2e() + measure.abatement_t_co2e(), 0)});
    }
    Add("These cost money: cheapest tonne first", table);
  }

  void Apart(v1::MeasureKind kind, const std::string& title) {
    TextTable table({"Measure", "cost " + scale_.unit, "tCO2e avoided"});
    for (const auto& measure : response_.measures()) {
      if (measure.kind() != kind) continue;
      table.AddRow({NameOf(measure.project_id()), scale_.Format(measure.cost_present_amount()),
                    FormatFixed(measure.abatement_t_co2e(), 0)});
    }
    Add(title, table);
  }

  void Totals() {
    TextTable table({"Together", "cost " + scale_.unit, "tCO2e avoided"});
    table.AddRow({"All measures", scale_.Format(response_.total_cost_present_amount()),
                  FormatFixed(response_.total_abatement_t_co2e(), 0)});
    if (!response_.measures().empty()) text_ += "\n" + table.Render(style_);
  }

  const v1::BuildAbatementCurveResponse& response_;
  TextStyle style_;
  std::string currency_;
  MoneyScale scale_;
  std::string text_;
};

}  // namespace

std::string MeasureKindText(v1::MeasureKind kind) {
  switch (kind) {
    case v1::MEASURE_KIND_SAVES_MONEY:
      return "saves money";
    case v1::MEASURE_KIND_COSTS_MONEY:
      return "costs money";
    case v1::MEASURE_KIND_RAISES_EMISSIONS:
      return "raises emissions";
    case v1::MEASURE_KIND_NO_EFFECT:
      return "no effect";
    default:
      return "unknown";
  }
}

std::string ProjectNameOf(const v1::BuildAbatementCurveResponse& response, const std::string& project_id) {
  for (const v1::DisplayName& name : response.project_names()) {
    if (name.id() == project_id) return name.display_name();
  }
  return project_id;
}

MoneyScale CostScaleOf(const v1::BuildAbatementCurveResponse& response) {
  double largest = 0.0;
  for (const auto& measure : response.measures()) largest = std::max(largest, std::abs(measure.cost_present_amount()));
  return ScaleFor(largest, response.conventions().currency_code());
}

std::string CurveTable(const v1::BuildAbatementCurveResponse& response, const TextStyle& style) {
  return Page(response, style).Render();
}

}  // namespace calanque::cli
