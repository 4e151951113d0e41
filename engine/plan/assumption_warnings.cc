#include "engine/plan/assumption_warnings.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "engine/model/number_text.h"

namespace calanque::plan {
namespace {

/// The points that a curve is made of, directly or through others; nullptr where it needs none.
const model::CurvePoints* PointsOf(const model::Assumptions& assumptions, std::string_view id) {
  for (;;) {
    const auto curve = std::find_if(assumptions.curves.begin(), assumptions.curves.end(),
                                    [&](const model::Curve& one) { return one.id == id; });
    if (const auto* points = std::get_if<model::CurvePoints>(&curve->shape)) return points;
    const auto* derived = std::get_if<model::CurveDerived>(&curve->shape);
    if (derived == nullptr) return nullptr;
    id = derived->base_curve_id;
  }
}

/// Calendar years of which an index is read, as decimal years.
struct YearSpan {
  double first = 0.0;
  double last = 0.0;
};

void WarnOfIndexEnd(CompileContext& context, const std::string& id, const YearSpan& needed) {
  const auto& curves = context.request.assumptions.curves;
  const model::CurvePoints* points = PointsOf(context.request.assumptions, id);
  if (points == nullptr) return;
  const auto place = std::find_if(curves.begin(), curves.end(), [&](const model::Curve& one) { return one.id == id; });
  const std::string path = "assumptions.curves[" + std::to_string(place - curves.begin()) + "]";
  constexpr double kSlackYears = 1e-6;
  if (needed.last > points->years.back() + 1.0 + kSlackYears) {
    context.Warn(path, "is an index that ends in " + std::to_string(points->years.back()) +
                           ", before the horizon: after it, nothing gets dearer");
  }
  if (needed.first < points->years.front() - kSlackYears) {
    context.Warn(path, "is an index that starts in " + std::to_string(points->years.front()) +
                           ", after the date from which it is read: before it, nothing gets dearer");
  }
}

}  // namespace

void WarnOfRates(CompileContext& context) {
  const auto& rates = context.request.assumptions.discount_rates;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const auto check = [&](double rate_per_year, const std::string& field) {
      if (rate_per_year <= 1.0) return;
      context.Warn("assumptions.discount_rates[" + std::to_string(i) + "]." + field,
                   "is " + model::NumberText(rate_per_year) + ", more than 100 % a year (4 % is 0.04)");
    };
    if (const auto* constant = std::get_if<model::ConstantRate>(&rates[i].kind)) {
      check(constant->rate_per_year, "constant_rate_per_year");
    } else if (const auto* stepped = std::get_if<model::SteppedRate>(&rates[i].kind)) {
      for (std::size_t k = 0; k < stepped->rates_per_year.size(); ++k) {
        check(stepped->rates_per_year[k], "stepped.rates_per_year[" + std::to_string(k) + "]");
      }
    }
  }
}

void WarnOfIndexEnds(CompileContext& context) {
  const auto& options = context.request.options;
  const auto& assumptions = context.request.assumptions;
  std::map<std::string, time::Date> first_read;  // Of each index, the earliest of its bases and the grid's start.
  const auto read = [&](const std::string& id, time::Date base_date) {
    const auto [known, is_new] = first_read.try_emplace(id, std::min(base_date, options.grid.start));
    if (!is_new) known->second = std::min(known->second, base_date);
  };
  for (const FactorName& name : context.plan.factor_names) {
    if (name.kind == FactorKind::kIndexRatio) read(name.curve_id, name.base_date);
  }
  const bool moves_rates = std::any_of(assumptions.discount_rates.begin(), assumptions.discount_rates.end(),
                                       [&](const auto& rate) { return rate.basis != options.price_basis; });
  const bool reads_general = moves_rates || options.price_basis == model::PriceBasis::kReal;
  if (reads_general && !assumptions.general_index_curve_id.empty()) {
    read(assumptions.general_index_curve_id, options.valuation_date);
  }
  const double last = time::DecimalYear(context.periods.Horizon());
  for (const auto& [id, first] : first_read) WarnOfIndexEnd(context, id, {time::DecimalYear(first), last});
}

}  // namespace calanque::plan
