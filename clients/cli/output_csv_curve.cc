#include "clients/cli/csv_rows.h"
#include "clients/cli/output_curve.h"

namespace calanque::cli {
namespace {

class CurveRows {
 public:
  explicit CurveRows(std::string currency) : currency_(std::move(currency)) {}

  /// A text or a number.
  template <typename Value>
  void Add(const std::string& section, const std::string& subject, const std::string& name, const std::string& unit,
           const Value& value, int year = 0) {
    rows_.Add(section, subject, name, unit, YearText(year), value);
  }
  void AddMoney(const std::string& section, const std::string& subject, const std::string& name, double value) {
    Add(section, subject, name, currency_, value);
  }
  void AddTonnes(const std::string& section, const std::string& subject, const std::string& name, double value) {
    Add(section, subject, name, "tCO2e", value);
  }
  /// One row per calendar year; an empty row adds nothing.
  template <typename Row>
  void AddYears(const std::string& section, const std::string& subject, const std::string& name, int first_year,
                const Row& row) {
    for (int y = 0; y < row.size(); ++y) {
      Add(section, subject, name, "tCO2e", row.Get(y), first_year + y);
    }
  }
  void AddYear(const std::string& section, const std::string& subject, const std::string& name, int year) {
    if (year != 0) Add(section, subject, name, "year", year);
  }
  void AddFigures(const std::string& section, const std::string& subject, const std::string& prefix,
                  const v1::MeasureFigures& figures) {
    AddMoney(section, subject, prefix + "cost_present_amount", figures.cost_present_amount());
    AddTonnes(section, subject, prefix + "abatement_t_co2e", figures.abatement_t_co2e());
    AddTonnes(section, subject, prefix + "abatement_discounted_t_co2e", figures.abatement_discounted_t_co2e());
  }
  void AddMeasure(const v1::CurveMeasure& measure);
  void AddPart(const v1::CurveMeasure& measure);
  void AddPathway(const v1::EmissionPathway& pathway, int first_year);

  [[nodiscard]] std::string Take() && { return std::move(rows_).Take(); }

 private:
  std::string currency_;
  CsvRows rows_{"section,subject,name,unit,year,value"};
};

void CurveRows::AddMeasure(const v1::CurveMeasure& measure) {
  const std::string& id = measure.project_id();
  Add("measure", id, "kind", "", MeasureKindText(measure.kind()));
  AddMoney("measure", id, "cost_present_amount", measure.cost_present_amount());
  AddTonnes("measure", id, "abatement_t_co2e", measure.abatement_t_co2e());
  AddTonnes("measure", id, "abatement_discounted_t_co2e", measure.abatement_discounted_t_co2e());
  if (measure.kind() == v1::MEASURE_KIND_SAVES_MONEY) {
    Add("measure", id, "pareto_layer", "", measure.pareto_layer());
  }
  if (measure.has_abatement_cost_amount_per_t_co2e()) {
    Add("measure", id, "abatement_cost_amount_per_t_co2e", currency_ + "/tCO2e",
        measure.abatement_cost_amount_per_t_co2e());
  }
  if (measure.kind() == v1::MEASURE_KIND_SAVES_MONEY || measure.kind() == v1::MEASURE_KIND_COSTS_MONEY) {
    AddTonnes("measure", id, "start_t_co2e", measure.start_t_co2e());
    AddTonnes("measure", id, "end_t_co2e", measure.start_t_co2e() + measure.abatement_t_co2e());
  }
  AddYear("measure", id, "full_year", measure.full_year());
  AddYear("measure", id, "latest_start_year", measure.latest_start_year());
}

void CurveRows::AddPart(const v1::CurveMeasure& measure) {
  if (measure.interaction_group_id().empty()) return;
  const std::string& id = measure.project_id();
  Add("interaction", id, "interaction_group_id", "", measure.interaction_group_id());
  AddFigures("interaction", id, "standalone_", measure.standalone());
  AddFigures("interaction", id, "last_in_", measure.last_in());
  AddFigures("interaction", id, "in_order_", measure.in_order());
}

void CurveRows::AddPathway(const v1::EmissionPathway& pathway, int first_year) {
  const std::string& id = pathway.sector_id();
  AddYears("pathway", id, "baseline_t_co2e", first_year, pathway.baseline_t_co2e());
  AddYears("pathway", id, "business_as_usual_t_co2e", first_year, pathway.business_as_usual_t_co2e());
  AddYears("pathway", id, "target_t_co2e", first_year, pathway.target_t_co2e());
  AddYears("pathway", id, "avoided_t_co2e", first_year, pathway.avoided_t_co2e());
  AddYears("pathway", id, "scheduled_t_co2e", first_year, pathway.scheduled_t_co2e());
  AddYears("pathway", id, "residual_t_co2e", first_year, pathway.residual_t_co2e());
}

}  // namespace

std::string CurveCsv(const v1::BuildAbatementCurveResponse& response) {
  CurveRows rows(response.conventions().currency_code());
  for (const v1::CurveMeasure& measure : response.measures()) rows.AddMeasure(measure);
  rows.AddMoney("total", "", "cost_present_amount", response.total_cost_present_amount());
  rows.AddTonnes("total", "", "abatement_t_co2e", response.total_abatement_t_co2e());
  for (const v1::CurveMeasure& measure : response.measures()) rows.AddPart(measure);
  for (const v1::InteractionGroupResult& group : response.groups()) {
    rows.AddFigures("interaction_group", group.group_id(), "together_", group.together());
    rows.AddFigures("interaction_group", group.group_id(), "standalone_sum_", group.standalone_sum());
  }
  for (const v1::CurveMeasure& measure : response.measures()) {
    const std::string& id = measure.project_id();
    rows.AddYears("measure_by_year", id, "avoided_t_co2e", response.first_year(), measure.avoided_by_year_t_co2e());
    rows.AddYears("measure_by_year", id, "scheduled_t_co2e", response.first_year(), measure.scheduled_by_year_t_co2e());
  }
  for (const v1::EmissionPathway& pathway : response.pathways()) {
    rows.AddPathway(pathway, response.pathway_first_year());
  }
  for (const v1::CarbonBudgetUse& use : response.carbon_budget_uses()) {
    rows.AddTonnes("carbon_budget", use.name(), "emission_t_co2e", use.emission_t_co2e());
    rows.AddYear("carbon_budget", use.name(), "exceeded_year", use.exceeded_year());
  }
  return std::move(rows).Take();
}

}  // namespace calanque::cli
