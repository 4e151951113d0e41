#include "engine/curve/value_curve.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/time/date.h"

namespace calanque::curve {
namespace {

/// A yearly figure stands for the middle of its year.
constexpr double kMiddleOfYear = 0.5;

double PointsValue(const model::CurvePoints& points, double decimal_year) {
  const double position = decimal_year - kMiddleOfYear;
  const auto above = std::upper_bound(points.years.begin(), points.years.end(), position,
                                      [](double value, int year) { return value < year; });
  if (above == points.years.begin()) return points.values.front();
  const auto left = static_cast<std::size_t>(above - points.years.begin()) - 1;
  if (above == points.years.end() || points.interpolation == model::Interpolation::kStep) return points.values[left];
  const double share = (position - points.years[left]) / (points.years[left + 1] - points.years[left]);
  const double from = points.values[left];
  const double to = points.values[left + 1];
  if (points.interpolation == model::Interpolation::kLogLinear) return from * std::pow(to / from, share);
  return from + (to - from) * share;
}

}  // namespace

ValueCurves::ValueCurves(const model::Assumptions& assumptions) : curves_(&assumptions.curves) {
  for (std::uint32_t i = 0; i < curves_->size(); ++i) index_by_id_.emplace((*curves_)[i].id, i);
}

std::uint32_t ValueCurves::IndexOf(std::string_view id) const {
  const auto found = index_by_id_.find(id);
  CALANQUE_CHECK(found != index_by_id_.end(), "unknown curve after validation: " + std::string(id));
  return found->second;
}

double ValueCurves::Value(std::uint32_t curve, double decimal_year) const {
  const auto& shape = At(curve).shape;
  if (const auto* constant = std::get_if<model::CurveConstant>(&shape)) return constant->value;
  if (const auto* points = std::get_if<model::CurvePoints>(&shape)) return PointsValue(*points, decimal_year);
  if (const auto* growth = std::get_if<model::CurveGrowth>(&shape)) {
    return growth->base_value *
           std::pow(1.0 + growth->rate_per_year, decimal_year - time::DecimalYear(growth->base_date));
  }
  const auto& derived = std::get<model::CurveDerived>(shape);
  return derived.multiplier * Value(IndexOf(derived.base_curve_id), decimal_year) + derived.addend;
}

}  // namespace calanque::curve
