// Earned value: spending against the work that was to be done, and the work that was done.
//
// Source  ISO 21508:2018, Earned value management in project and programme management; Project Management Institute,
//         The Standard for Earned Value Management, 2019 (names and formulas).
#pragma once

#include <optional>

namespace calanque::portfolio {

/// Sums up to the status date, in currency units, undiscounted.
struct EarnedValue {
  double planned_value_amount = 0.0;         ///< PV: planned spending up to the status date.
  double earned_value_amount = 0.0;          ///< EV: what the plan would have spent on the work that was done.
  double actual_cost_amount = 0.0;           ///< AC: what was spent.
  double budget_at_completion_amount = 0.0;  ///< BAC: planned spending in all.
  double scope_budget_amount = 0.0;          ///< BAC of the scope that will be delivered: scope x BAC.

  [[nodiscard]] double cost_variance_amount() const { return earned_value_amount - actual_cost_amount; }
  [[nodiscard]] double schedule_variance_amount() const { return earned_value_amount - planned_value_amount; }
  /// CPI = EV / AC; none where one of them is not above 0.
  [[nodiscard]] std::optional<double> cost_performance_factor() const;
  /// SPI = EV / PV; likewise.
  [[nodiscard]] std::optional<double> schedule_performance_factor() const;
  /// AC + work left / rate, work left being the scope's budget - EV.
  [[nodiscard]] double AtCompletion(double rate_factor) const {
    return actual_cost_amount + (scope_budget_amount - earned_value_amount) / rate_factor;
  }

  void Add(const EarnedValue& other);
};

}  // namespace calanque::portfolio
