// What tracking reads of a plan.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/progress.h"

namespace calanque::portfolio {

/// One quantity of a project as planned, by period.
struct PlannedRow {
  std::vector<double> amounts;       ///< In the quantity's unit.
  std::vector<double> cash_amounts;  ///< What of it crosses the border, money in positive; empty: MWh and tonnes.
};

struct ProjectPlan {
  std::string id;
  model::ByQuantity<PlannedRow> rows;
  std::vector<double> work_amounts;            ///< By period: capital spending of everybody, but for replacement.
  double npv_amount = 0.0;                     ///< As appraised.
  double residual_value_present_amount = 0.0;  ///< In it.
  bool has_npv = true;                         ///< False: part of the plan is not known.
  bool has_abatement = true;
  bool has_gap = true;
};

/// One border's view of a plan.
struct ProgressFigures {
  int first_year = 0;
  std::size_t year_count = 0;
  std::size_t periods_per_year = 1;
  std::vector<std::size_t> year_of_period;
  std::vector<double> discount_factors;  ///< By period, at the border's own rate.
  int target_year = 0;                   ///< 0: none.
  std::vector<ProjectPlan> projects;
  ProjectPlan programme;  ///< Money of the portfolio as a whole.
  bool has_npv = true;    ///< Of the portfolio.
  bool has_abatement = true;
  bool has_gap = true;

  [[nodiscard]] std::size_t period_count() const { return year_of_period.size(); }
};

}  // namespace calanque::portfolio
