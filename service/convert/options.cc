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

}  // namespace

model::AppraisalOptions ConvertOptions(const v1::AppraisalOptions& in, const FieldPath& path, Reader& reader) {
  model::AppraisalOptions out;
  const FieldPath grid = path / "grid";
  out.grid.start = reader.Date(in.grid().start_date(), grid / "start_date");
  out.grid.months_per_period = MonthsPerPeriod(in.grid().periodicity(), grid / "periodicity", reader);
  out.grid.period_count = in.grid().period_count();
  out.valuation_date = reader.Date(in.valuation_date(), path / "valuation_date");
  out.flow_timing = ConvertTiming(in.flow_timing(), path / "flow_timing", reader);
  out.price_basis = reader.PriceBasis(in.price_basis(), path / "price_basis");
  out.metric_names = ToVector(in.metric_names());
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
