// What every check of a partnership shares: failures with paths, parties, curves, whole periods.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/base/result.h"
#include "engine/model/number_text.h"
#include "engine/partnership/partnership.h"

namespace calanque::partnership {

/// Collects what is wrong, with paths.
class Checks {
 public:
  Checks(const Project& project, std::string path) : project_(project), path_(std::move(path)) {}

  void Fail(const std::string& field, std::string message) {
    failures_.push_back({Reason::kInvalidInput, path_.empty() ? field : path_ + "." + field, std::move(message)});
  }
  void Require(bool holds, const std::string& field, std::string message) {
    if (!holds) Fail(field, std::move(message));
  }
  void Party(const std::string& id, const std::string& field) {
    const auto& parties = project_.request->portfolio.parties;
    const bool is_known =
        std::any_of(parties.begin(), parties.end(), [&](const auto& party) { return party.id == id; });
    Require(is_known, field,
            id.empty() ? "is missing; expected the id of a party of the portfolio"
                       : "unknown party '" + id + "'; expected one of the portfolio's");
  }
  void Curve(const std::string& id, const std::string& field) {
    const auto& curves = project_.request->assumptions.curves;
    const bool is_known = std::any_of(curves.begin(), curves.end(), [&](const auto& curve) { return curve.id == id; });
    Require(is_known, field,
            id.empty() ? "is missing; expected the id of a curve"
                       : "unknown curve '" + id + "'; expected one of the assumptions'");
  }
  /// Whole periods, from `low` up.
  void WholePeriods(double years, int low, const std::string& field) {
    const double periods = years * project_.request->options.grid.periods_per_year();
    Require(std::abs(periods - std::round(periods)) < 1e-9 && periods >= low, field,
            "is " + model::NumberText(years) + " years; expected whole periods, at least " + std::to_string(low));
  }
  [[nodiscard]] Failures Take() && { return std::move(failures_); }

 private:
  const Project& project_;
  std::string path_;
  Failures failures_;
};

/// The first day of a period, or the end of the last.
inline bool IsBoundary(const time::PeriodGrid& grid, time::Date date) {
  for (int i = 0; i <= grid.period_count; ++i) {
    if (grid.StartOf(i) == date) return true;
  }
  return false;
}

}  // namespace calanque::partnership
