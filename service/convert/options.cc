#include "engine/metric/metric.h"
#include "service/convert/from_proto.h"

namespace calanque::service {
namespace {

int MonthsPerPeriod(v1::Periodicity periodicity, const FieldPath& path, Reader& reader) {
  switch (periodicity) {
    case v1::PERIODICITY_ANNUAL:
      return 12;
    case v1::PERIODICITY_SEMI_ANNUAL:
      return 6;
    case v1::PERIODICITY_QUARTERLY:
      return 3;
    case v1::PERIODICITY_MONTHLY:
      return 1;
    default:
      reader.FailEnum(periodicity, path);
      return 12;
  }
}

time::FlowTiming ConvertTiming(v1::FlowTiming timing, const FieldPath& path, Reader& reader) {
  switch (timing) {
    case v1::FLOW_TIMING_START:
      return time::FlowTiming::kStart;
    case v1::FLOW_TIMING_MIDDLE:
      return time::FlowTiming::kMiddle;
    case v1::FLOW_TIMING_END:
      return time::FlowTiming::kEnd;
    default:
      reader.FailEnum(timing, path);
      return time::FlowTiming::kEnd;
  }
}

/// Metric names are an enumeration that grows without the contract.
void CheckMetricNames(const v1::AppraisalOptions& in, const FieldPath& path, Reader& reader) {
  for (int i = 0; i < in.metric_names_size(); ++i) {
    if (metric::FindMetric(in.metric_names(i)) == nullptr) {
      reader.Fail(path[i], "unknown metric '" + in.metric_names(i) + "'; expected a name that ListMetrics gives");
    }
  }
}

}  // namespace

model::AppraisalOptions ConvertOptions(const v1::AppraisalOptions& in, const FieldPath& path, Reader& reader) {
  model::AppraisalOptions out;
  const FieldPath grid = path / "grid";
  const std::size_t failures_before = reader.failures().size();
  out.grid.start = reader.Date(in.grid().start_date(), grid / "start_date");
  out.grid.months_per_period = MonthsPerPeriod(in.grid().periodicity(), grid / "periodicity", reader);
  // A grid that starts nowhere is no grid: dates must not be held against it.
  const bool is_grid_read = reader.failures().size() == failures_before;
  out.grid.period_count = is_grid_read ? in.grid().period_count() : 0;
  out.valuation_date = reader.Date(in.valuation_date(), path / "valuation_date");
  out.flow_timing = ConvertTiming(in.flow_timing(), path / "flow_timing", reader);
  out.price_basis = reader.PriceBasis(in.price_basis(), path / "price_basis");
  out.metric_names = ToVector(in.metric_names());
  CheckMetricNames(in, path / "metric_names", reader);
  out.perspective_ids = ToVector(in.perspective_ids());
  out.omits_projects = in.omits_projects();
  if (in.has_mirr_finance_rate_per_year()) out.mirr_finance_rate_per_year = in.mirr_finance_rate_per_year();
  if (in.has_mirr_reinvestment_rate_per_year()) {
    out.mirr_reinvestment_rate_per_year = in.mirr_reinvestment_rate_per_year();
  }
  if (in.has_target_irr_per_year()) out.target_irr_per_year = in.target_irr_per_year();
  if (in.has_eu_cofinancing_fraction()) out.eu_cofinancing_fraction = in.eu_cofinancing_fraction();
  return out;
}

model::AppraisalRequest ConvertRequest(const v1::AppraisePortfolioRequest& request, const FieldPath& path,
                                       Reader& reader) {
  if (!request.has_portfolio()) reader.Fail(path / "portfolio", "is missing");
  if (!request.has_assumptions()) reader.Fail(path / "assumptions", "is missing");
  if (!request.has_options()) reader.Fail(path / "options", "is missing; it says grid, dates and conventions");
  model::AppraisalRequest out;
  if (request.has_portfolio()) out.portfolio = ConvertPortfolio(request.portfolio(), path / "portfolio", reader);
  if (request.has_assumptions()) {
    out.assumptions = ConvertAssumptions(request.assumptions(), path / "assumptions", reader);
  }
  if (request.has_options()) out.options = ConvertOptions(request.options(), path / "options", reader);
  return out;
}

}  // namespace calanque::service
