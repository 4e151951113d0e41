// A request as a person would rewrite it for one path: the slow way to what the path evaluator does.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/request.h"
#include "engine/model/risk.h"
#include "engine/time/date.h"

namespace calanque::testing {

/// A constant curve times a factor per calendar year, from first_year on.
inline void MultiplyCurve(model::AppraisalRequest& request, const std::string& id, int first_year,
                          const std::vector<double>& factors) {
  for (model::Curve& curve : request.assumptions.curves) {
    if (curve.id != id) continue;
    const double value = std::get<model::CurveConstant>(curve.shape).value;
    model::CurvePoints points;
    points.interpolation = model::Interpolation::kStep;
    for (std::size_t year = 0; year < factors.size(); ++year) {
      points.years.push_back(first_year + static_cast<int>(year));
      points.values.push_back(value * factors[year]);
    }
    curve.shape = points;
  }
}

/// An index that grows from the valuation date, as it stands at the end of each year, times a factor per year. For
/// annual grids with flows at the end: read half a year after the middle of "its" year, so on a step.
inline void MultiplyIndex(model::AppraisalRequest& request, const std::string& id, int first_year,
                          const std::vector<double>& factors) {
  for (model::Curve& curve : request.assumptions.curves) {
    if (curve.id != id) continue;
    const auto growth = std::get<model::CurveGrowth>(curve.shape);
    model::CurvePoints points;
    points.interpolation = model::Interpolation::kStep;
    points.years.push_back(first_year - 1);
    points.values.push_back(growth.base_value);
    for (std::size_t year = 0; year < factors.size(); ++year) {
      points.years.push_back(first_year + static_cast<int>(year));
      points.values.push_back(growth.base_value *
                              std::pow(1.0 + growth.rate_per_year, static_cast<double>(year) + 1.0) * factors[year]);
    }
    curve.shape = points;
  }
}

/// Scales the items of one kind on the side with the project.
inline void ScaleItems(model::Project& project, model::QuantityKind kind, double factor) {
  for (model::CashFlowItem& item : project.with_project) {
    if (auto* investment = std::get_if<model::Investment>(&item.kind)) {
      if (kind != model::QuantityKind::kInvestment) continue;
      // The residual value is no purchase: it stays.
      investment->amount *= factor;
      if (investment->residual_method == model::ResidualMethod::kStraightLine) throw std::logic_error("moves residual");
    } else if (auto* cost = std::get_if<model::OperatingCost>(&item.kind)) {
      if (kind != model::QuantityKind::kOperatingCost) continue;
      cost->fixed_amount_per_year *= factor;
      cost->variable_amount_per_unit *= factor;
    } else if (auto* energy = std::get_if<model::EnergyFlow>(&item.kind)) {
      const bool is_bought = energy->use == model::EnergyUse::kConsumed;
      const auto wanted = is_bought ? model::QuantityKind::kEnergyConsumed : model::QuantityKind::kEnergySaved;
      if (kind == wanted) energy->quantity_mwh_per_year *= factor;
    } else if (auto* revenue = std::get_if<model::Revenue>(&item.kind)) {
      if (kind == model::QuantityKind::kRevenue) revenue->volume_per_year *= factor;
    } else if (auto* grant = std::get_if<model::Grant>(&item.kind)) {
      if (kind != model::QuantityKind::kGrant) continue;
      if (grant->amount) *grant->amount *= factor;
      if (grant->share_of_eligible_fraction) *grant->share_of_eligible_fraction *= factor;
      if (grant->cap_amount) *grant->cap_amount *= factor;
    } else if (auto* benefit = std::get_if<model::CoBenefit>(&item.kind)) {
      if (kind == model::QuantityKind::kCoBenefit) benefit->quantity_per_year *= factor;
    } else if (auto* emission = std::get_if<model::Emission>(&item.kind)) {
      if (kind == model::QuantityKind::kEmission) emission->quantity_t_co2e_per_year *= factor;
    }
  }
}

/// Moves every date of both sides by whole years; investments grow, and those beyond the horizon leave nothing behind.
inline void DelayItems(std::vector<model::CashFlowItem>& items, int years, double growth, time::Date horizon) {
  const auto later = [years](time::Date date) { return time::AddMonths(date, 12 * years); };
  for (model::CashFlowItem& item : items) {
    if (auto* investment = std::get_if<model::Investment>(&item.kind)) {
      investment->amount *= std::pow(1.0 + growth, years);
      investment->spend_profile.start_date = later(investment->spend_profile.start_date);
      if (investment->spend_profile.start_date >= horizon) investment->residual_method = model::ResidualMethod::kNone;
    } else if (auto* cost = std::get_if<model::OperatingCost>(&item.kind)) {
      cost->span.start_date = later(cost->span.start_date);
    } else if (auto* energy = std::get_if<model::EnergyFlow>(&item.kind)) {
      energy->span.start_date = later(energy->span.start_date);
    } else if (auto* revenue = std::get_if<model::Revenue>(&item.kind)) {
      revenue->span.start_date = later(revenue->span.start_date);
    } else if (auto* benefit = std::get_if<model::CoBenefit>(&item.kind)) {
      benefit->span.start_date = later(benefit->span.start_date);
    } else if (auto* emission = std::get_if<model::Emission>(&item.kind)) {
      emission->span.start_date = later(emission->span.start_date);
    }
  }
}

}  // namespace calanque::testing
