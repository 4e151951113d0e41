#include "clients/cli/number_text.h"
#include "clients/cli/output_csv.h"
#include "clients/cli/output_curve.h"

namespace calanque::cli {
namespace {

constexpr const char* kHead = "section,subject,name,unit,year,value\r\n";

class Rows {
 public:
  explicit Rows(std::string currency) : currency_(std::move(currency)) {}

  void Add(const std::string& section, const std::string& subject, const std::string& name, const std::string& unit,
           const std::string& year, const std::string& value) {
    text_ += section + "," + CsvText(subject) + "," + name + "," + unit + "," + year + "," + value + "\r\n";
  }
  void AddMoney(const std::string& section, const std::string& subject, const std::string& name, double value) {
    Add(section, subject, name, currency_, "", FormatExact(value));
  }
  void AddTonnes(const std::string& section, const std::string& subject, const std::string& name, double value) {
    Add(section, subject, name, "tCO2e", "", FormatExact(value));
  }
  void AddMeasure(const v1::CurveMeasure& measure);

  [[nodiscard]] std::string Take() && { return std::move(text_); }

 private:
  std::string currency_;
  std::string text_ = kHead;
};

void Rows::AddMeasure(const v1::CurveMeasure& measure) {
  const std::string& id = measure.project_id();
  Add("measure", id, "kind", "", "", MeasureKindText(measure.kind()));
  AddMoney("measure", id, "cost_present_amount", measure.cost_present_amount());
  AddTonnes("measure", id, "abatement_t_co2e", measure.abatement_t_co2e());
  AddTonnes("measure", id, "abatement_discounted_t_co2e", measure.abatement_discounted_t_co2e());
  if (measure.kind() == v1::MEASURE_KIND_SAVES_MONEY) {
    Add("measure", id, "pareto_layer", "", "", std::to_string(measure.pareto_layer()));
  }
  if (measure.has_abatement_cost_amount_per_t_co2e()) {
    Add("measure", id, "abatement_cost_amount_per_t_co2e", currency_ + "/tCO2e", "",
        FormatExact(measure.abatement_cost_amount_per_t_co2e()));
  }
  AddTonnes("measure", id, "start_t_co2e", measure.start_t_co2e());
}

}  // namespace

std::string CurveCsv(const v1::BuildAbatementCurveResponse& response) {
  Rows rows(response.conventions().currency_code());
  for (const v1::CurveMeasure& measure : response.measures()) rows.AddMeasure(measure);
  rows.AddMoney("total", "", "cost_present_amount", response.total_cost_present_amount());
  rows.AddTonnes("total", "", "abatement_t_co2e", response.total_abatement_t_co2e());
  return std::move(rows).Take();
}

}  // namespace calanque::cli
