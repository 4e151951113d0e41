// A selection as a mixed-integer programme, and back.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/optimize/programme.h"
#include "engine/portfolio/selection.h"

namespace calanque::portfolio {

/// Columns: per start whether it is chosen (whole number), per start of a divisible candidate how much of it; then,
/// where risk counts, the tail's threshold and one excess per future. Rows: the constraints, in order and first; then
/// what holds the columns together. Rows and objective are scaled to coefficients of at most 1.
class SelectionProgramme {
 public:
  /// `goal` and `extra` may differ from the selection's own: frontiers ask so.
  SelectionProgramme(const Selection& selection, Goal goal, const std::vector<Constraint>& extra = {});

  [[nodiscard]] const optimize::Programme& programme() const { return programme_; }
  /// Column of "chosen" of a candidate's first start; the other starts follow.
  [[nodiscard]] std::size_t FirstStart(std::size_t candidate) const { return first_start_[candidate]; }
  [[nodiscard]] std::vector<Picked> Read(const std::vector<double>& values) const;
  /// The columns of "chosen" as a choice has them, the others 0.
  [[nodiscard]] std::vector<double> Write(const std::vector<Picked>& picked) const;
  [[nodiscard]] double Objective(double scaled) const { return scaled * objective_scale_; }
  /// What the objective gains, as an improvement, per unit by which the constraint is relaxed.
  [[nodiscard]] double Price(std::size_t constraint, const std::vector<double>& row_duals) const;

 private:
  void AddCandidate(std::size_t candidate);
  void AddConstraint(const Constraint& constraint);
  void AddFutures(double weight);
  void ScaleObjective();
  [[nodiscard]] std::size_t AmountColumn(std::size_t candidate, std::size_t start) const;

  const Selection& selection_;
  Goal goal_;
  optimize::Programme programme_;
  std::vector<std::size_t> first_start_;   ///< [candidate]
  std::vector<std::size_t> first_amount_;  ///< [candidate]; first_start_ where all or nothing.
  std::vector<double> row_scales_;         ///< [constraint]
  double objective_scale_ = 1;
};

/// What a whole project adds to the goal; a cost is what makes the NPV smaller.
double GoalFigure(Goal goal, const Start& start);
/// Whether more of the goal's figure is better.
bool IsMaximised(Goal goal);

}  // namespace calanque::portfolio
