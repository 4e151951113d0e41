#include <string>

#include "service/convert/check_values.h"
#include "service/convert/progress.h"

namespace calanque::service {
namespace {

using model::Of;
using model::ProgressQuantity;

model::ForecastMethod Method(v1::ForecastMethod method, const FieldPath& path, Reader& reader) {
  switch (method) {
    case v1::FORECAST_METHOD_UNSPECIFIED:
    case v1::FORECAST_METHOD_RECORDED_RATES:
      return model::ForecastMethod::kRecordedRates;
    case v1::FORECAST_METHOD_PLANNED_RATES:
      return model::ForecastMethod::kPlannedRates;
    case v1::FORECAST_METHOD_RECORDED_RATES_AND_PACE:
      return model::ForecastMethod::kRecordedRatesAndPace;
    default:
      reader.FailEnum(method, path);
      return model::ForecastMethod::kRecordedRates;
  }
}

model::ProjectActuals Actuals(const v1::ProjectActuals& in, const FieldPath& path, Reader& reader) {
  (void)reader.Sources(in.sources(), path / "sources");
  model::ProjectActuals out;
  out.project_id = in.project_id();
  out.delivered_fractions = ToVector(in.delivered_fractions());
  if (in.has_scope_at_completion_fraction()) out.scope_at_completion_fraction = in.scope_at_completion_fraction();
  Of(out.rows, ProgressQuantity::kSpent) = ToVector(in.spent_amounts());
  Of(out.rows, ProgressQuantity::kReceived) = ToVector(in.received_amounts());
  Of(out.rows, ProgressQuantity::kReceivedPlanned) = ToVector(in.received_planned_amounts());
  Of(out.rows, ProgressQuantity::kRunning) = ToVector(in.running_amounts());
  Of(out.rows, ProgressQuantity::kEnergyMoney) = ToVector(in.energy_amounts());
  Of(out.rows, ProgressQuantity::kEnergy) = ToVector(in.energy_mwh());
  Of(out.rows, ProgressQuantity::kAbatement) = ToVector(in.abatement_t_co2e());
  return out;
}

model::ProgressIndicator Indicator(const v1::ProgressIndicator& in, const FieldPath& path, Reader& reader) {
  (void)reader.Sources(in.sources(), path / "sources");
  model::ProgressIndicator out;
  out.id = in.id();
  out.display_name = in.display_name().empty() ? in.id() : in.display_name();
  out.unit = in.unit();
  out.is_financial = in.is_financial();
  out.baseline_year = in.baseline_year();
  out.baseline = in.baseline();
  out.target_year = in.target_year();
  out.target = in.target();
  out.recorded_years = ToVector(in.recorded_years());
  out.recorded = ToVector(in.recorded_values());
  return out;
}

}  // namespace

model::ProgressTerms ConvertProgressTerms(const v1::TrackProgressRequest& request, const Limits& limits,
                                          Reader& reader) {
  const FieldPath root;
  const FieldPath actuals = root / "actuals";
  const FieldPath indicators = root / "indicators";
  CheckSize(request.actuals_size(), limits.max_projects, actuals, "entries", reader);
  CheckSize(request.indicators_size(), limits.max_indicators, indicators, "entries", reader);
  if (reader.has(Reason::kResourceLimit)) return {};
  model::ProgressTerms terms;
  terms.perspective_id = request.perspective_id();
  const std::size_t failure_count = reader.failures().size();
  const time::Date date = reader.Date(request.status_date(), root / "status_date");
  if (reader.failures().size() == failure_count) terms.status_date = date;
  terms.method = Method(request.method(), root / "method", reader);
  for (int i = 0; i < request.actuals_size() && !reader.IsStopped(); ++i) {
    terms.actuals.push_back(Actuals(request.actuals(i), actuals[static_cast<std::size_t>(i)], reader));
  }
  for (int i = 0; i < request.indicators_size(); ++i) {
    terms.indicators.push_back(Indicator(request.indicators(i), indicators[static_cast<std::size_t>(i)], reader));
  }
  return terms;
}

Failures CheckProgressSize(const plan::Plan& plan, std::size_t recorded_count, const Limits& limits) {
  // Planned and current values by period, three variances by recorded one; two gaps by year.
  const auto periods = static_cast<std::size_t>(plan.schema.axis.period_count);
  const auto years = static_cast<std::size_t>(plan.schema.axis.year_count);
  const std::size_t per_project = model::kProgressQuantityCount * (2 * periods + 3 * recorded_count) + 2 * years;
  const std::size_t count = (plan.projects.size() + 1) * per_project;
  if (count <= limits.max_table_numbers) return {};
  return {{Reason::kResourceLimit, "appraisal.portfolio.projects",
           "ask for an answer of " + std::to_string(count) + " numbers; the server's limit is " +
               std::to_string(limits.max_table_numbers) + ": track fewer projects or periods at once"}};
}

}  // namespace calanque::service
