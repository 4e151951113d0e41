// Indicators of a Climate City Contract's Investment Plan under way: tables T10 (economic) and T11 (financial).
//
// Source  NetZeroCities, Climate City Contract, Investment Plan template, section IP-B3: indicator, unit, baseline,
//         target 2030.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/progress.h"
#include "engine/portfolio/track_progress.h"

namespace calanque::portfolio {

/// One line of the tables, in its unit.
struct Indicator {
  std::string id;
  std::string display_name;
  std::string unit;
  bool is_financial = false;
  bool is_from_plan = false;  ///< Baseline 0 and target are the plan's; else the record's.
  int baseline_year = 0;
  double baseline = 0.0;
  int target_year = 0;
  double target = 0.0;
  int latest_year = 0;  ///< 0: nothing is recorded.
  std::optional<double> latest;
  std::optional<double> expected;  ///< For the latest year: the plan's, or on the straight line to the target.
  std::optional<double> forecast;  ///< For the target year; only from the plan.

  /// Part of the way from baseline to target that is gone; none where nothing is recorded or they are the same.
  [[nodiscard]] std::optional<double> progress_fraction() const;
};

/// Those that the plan knows (tonnes, MWh and running cash of a year; spending, money received, and the part of
/// spending that it covers, since the start), for the portfolio's target year or the last one of the grid; then the
/// record's own. A year counts as recorded when all of its periods in the grid are.
std::vector<Indicator> ProgressIndicators(const ProgressFigures& figures, const ProgressAnswer& answer,
                                          const model::ProgressTerms& terms, const std::string& currency_code);

}  // namespace calanque::portfolio
