// What planning knows of one project: figures of the incremental view from one perspective.
#pragma once

#include <vector>

namespace calanque::portfolio {

/// Money: cost is positive, savings negative. Tonnes: avoided is positive.
struct Measure {
  double cost_present_amount = 0.0;         ///< Discounted, net of savings and grants, without financing and carbon.
  double energy_cost_present_amount = 0.0;  ///< The part of it that is energy bought less saved, with its taxes.
  double cost_amount = 0.0;                 ///< The same as cost_present_amount, undiscounted.
  double avoided_t_co2e = 0.0;              ///< Over the horizon.
  double avoided_discounted_t_co2e = 0.0;   ///< The same, each tonne at the discount factor of its point.
  std::vector<double> costs_by_year;        ///< Undiscounted, by calendar year; sums to cost_amount.
  std::vector<double> investment_by_year;   ///< First investment alone, undiscounted, by calendar year.
  std::vector<double> avoided_by_year;      ///< tCO2e by calendar year; sums to avoided_t_co2e.
};

/// The measures of a portfolio, in its order, over the calendar years of its grid.
struct MeasureSet {
  int first_year = 0;
  int year_count = 0;
  std::vector<Measure> measures;
};

}  // namespace calanque::portfolio
