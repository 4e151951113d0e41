#include <algorithm>
#include <string_view>

#include "clients/cli/number_text.h"
#include "clients/cli/output_curve.h"
#include "clients/cli/page_text.h"

namespace calanque::cli {
namespace {

constexpr int kYearsApart = 5;  // Of the years shown after the target year.

std::string Tonnes(double t_co2e) { return FormatFixed(t_co2e, 0); }

/// Lays out what stands beside the curve.
class Tables {
 public:
  Tables(const v1::BuildAbatementCurveResponse& response, const TextStyle& style)
      : response_(response), style_(style), scale_(CostScaleOf(response)) {}

  std::string Render() {
    Groups();
    Speed();
    if (response_.pathways_size() > 0) {
      Sectors();
      Years(response_.pathways(0));
    }
    Budget();
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string NameOf(const v1::CurveMeasure& measure) const {
    return Printable(ProjectNameOf(response_, measure.project_id()));
  }

  /// The year that single figures are shown of: the target year, or the grid's first.
  [[nodiscard]] int ShownYear() const {
    return response_.target_year() != 0 ? response_.target_year() : response_.first_year();
  }

  /// Of a row that begins in `first_year`; 0 outside it.
  template <typename Row>
  [[nodiscard]] static double At(const Row& row, int first_year, int year) {
    const int position = year - first_year;
    return position >= 0 && position < row.size() ? row.Get(position) : 0.0;
  }

  void Add(const std::string& title, const TextTable& table) { text_ += Section(title, table, style_); }

  void Groups() {
    for (const v1::InteractionGroupResult& group : response_.groups()) {
      TextTable table({"Measure", "alone tCO2e", "last in", "in order", "counted", "alone " + scale_.unit, "counted"});
      for (const v1::CurveMeasure& measure : response_.measures()) {
        if (measure.interaction_group_id() != group.group_id()) continue;
        table.AddRow({NameOf(measure), Tonnes(measure.standalone().abatement_t_co2e()),
                      Tonnes(measure.last_in().abatement_t_co2e()), Tonnes(measure.in_order().abatement_t_co2e()),
                      Tonnes(measure.abatement_t_co2e()), scale_.Format(measure.standalone().cost_present_amount()),
                      scale_.Format(measure.cost_present_amount())});
      }
      const std::string together = Tonnes(group.together().abatement_t_co2e());
      table.AddRow({"Together", Tonnes(group.standalone_sum().abatement_t_co2e()), "", together, together,
                    scale_.Format(group.standalone_sum().cost_present_amount()),
                    scale_.Format(group.together().cost_present_amount())});
      Add("They act on the same demand: " + Printable(group.display_name()) + " (counted: Shapley shares)", table);
    }
  }

  void Speed() {
    const std::string year = std::to_string(ShownYear());
    TextTable table({"Measure", "t in " + year + " planned", "within limit", "whole in", "start by"});
    for (const v1::CurveMeasure& measure : response_.measures()) {
      if (measure.full_year() == 0) continue;
      const auto& within = measure.avoided_by_year_t_co2e();
      const auto& planned = measure.scheduled_by_year_t_co2e_size() > 0 ? measure.scheduled_by_year_t_co2e() : within;
      table.AddRow({NameOf(measure), Tonnes(At(planned, response_.first_year(), ShownYear())),
                    Tonnes(At(within, response_.first_year(), ShownYear())), std::to_string(measure.full_year()),
                    measure.latest_start_year() == 0 ? "" : std::to_string(measure.latest_start_year())});
    }
    Add("Limits of speed (start by: to be whole in the target year)", table);
  }

  void Sectors() {
    const int year = ShownYear();
    const int first = response_.pathway_first_year();
    TextTable table({"Sector", "baseline", "no measures", "avoided", "left", "target", "left - target"});
    const auto add = [&](const v1::EmissionPathway& pathway) {
      const double left = At(pathway.residual_t_co2e(), first, year);
      const double target = At(pathway.target_t_co2e(), first, year);
      table.AddRow({Printable(pathway.display_name()), Tonnes(At(pathway.baseline_t_co2e(), first, year)),
                    Tonnes(At(pathway.business_as_usual_t_co2e(), first, year)),
                    Tonnes(At(pathway.avoided_t_co2e(), first, year)), Tonnes(left), Tonnes(target),
                    Tonnes(left - target)});
    };
    for (int i = 1; i < response_.pathways_size(); ++i) add(response_.pathways(i));
    add(response_.pathways(0));
    Add("Emissions of " + std::to_string(year) + ", tCO2e (no measures: business as usual)", table);
  }

  void Years(const v1::EmissionPathway& all) {
    TextTable table({"Year", "baseline", "no measures", "as planned", "left", "target", "left - target"});
    const int first = response_.pathway_first_year();
    for (int y = 0; y < all.residual_t_co2e_size(); ++y) {
      const int year = first + y;
      if (year > ShownYear() && (year - ShownYear()) % kYearsApart != 0) continue;
      const double left = all.residual_t_co2e(y);
      table.AddRow({std::to_string(year), Tonnes(all.baseline_t_co2e(y)), Tonnes(all.business_as_usual_t_co2e(y)),
                    Tonnes(all.business_as_usual_t_co2e(y) - all.scheduled_t_co2e(y)), Tonnes(left),
                    Tonnes(all.target_t_co2e(y)), Tonnes(left - all.target_t_co2e(y))});
    }
    Add("All sectors by year, tCO2e (as planned: were there no limits of speed)", table);
  }

  static std::string UseText(std::string_view name) {
    if (name == "business_as_usual") return "No measures";
    return name == "target" ? "As wanted" : "With the measures";
  }

  void Budget() {
    if (response_.carbon_budget_uses_size() == 0) return;
    const v1::CarbonBudget& budget = response_.carbon_budget();
    TextTable table({"Pathway", "tCO2e", "of the budget", "used up in"});
    for (const v1::CarbonBudgetUse& use : response_.carbon_budget_uses()) {
      table.AddRow({UseText(use.name()), Tonnes(use.emission_t_co2e()),
                    FormatPercent(use.emission_t_co2e() / budget.emission_t_co2e(), 0),
                    use.exceeded_year() == 0 ? "not" : std::to_string(use.exceeded_year())});
    }
    Add("Carbon budget " + std::to_string(budget.first_year()) + " to " + std::to_string(budget.last_year()) + ": " +
            Tonnes(budget.emission_t_co2e()) + " tCO2e",
        table);
  }

  const v1::BuildAbatementCurveResponse& response_;
  TextStyle style_;
  MoneyScale scale_;
  std::string text_;
};

}  // namespace

std::string PlanTables(const v1::BuildAbatementCurveResponse& response, const TextStyle& style) {
  return Tables(response, style).Render();
}

}  // namespace calanque::cli
