#include "engine/portfolio/earned_value.h"

#include "engine/portfolio/sound_ratio.h"

namespace calanque::portfolio {
namespace {

/// Of two amounts above 0.
std::optional<double> Ratio(double numerator, double denominator) {
  return numerator > 0.0 ? SoundRatio(numerator, denominator) : std::nullopt;
}

}  // namespace

std::optional<double> EarnedValue::cost_performance_factor() const {
  return Ratio(earned_value_amount, actual_cost_amount);
}

std::optional<double> EarnedValue::schedule_performance_factor() const {
  return Ratio(earned_value_amount, planned_value_amount);
}

void EarnedValue::Add(const EarnedValue& other) {
  planned_value_amount += other.planned_value_amount;
  earned_value_amount += other.earned_value_amount;
  actual_cost_amount += other.actual_cost_amount;
  budget_at_completion_amount += other.budget_at_completion_amount;
  scope_budget_amount += other.scope_budget_amount;
}

}  // namespace calanque::portfolio
