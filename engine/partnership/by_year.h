// Rows by period or point folded to calendar years.
#pragma once

#include <span>
#include <vector>

#include "engine/partnership/partnership.h"

namespace calanque::partnership {

class ByYear {
 public:
  explicit ByYear(const Project& project) : axis_(project.plan->schema.axis) {}

  [[nodiscard]] std::vector<double> Sum(std::span<const double> periods) const {
    std::vector<double> years(static_cast<std::size_t>(axis_.year_count));
    for (std::size_t p = 0; p < periods.size(); ++p)
      years[static_cast<std::size_t>(axis_.year_indices[p])] += periods[p];
    return years;
  }
  /// Of a company's row: point t is the end of period t - 1; point 0 counts in the first year.
  [[nodiscard]] std::vector<double> SumOfPoints(std::span<const double> points) const {
    std::vector<double> years = Sum(points.subspan(1));
    years[0] += points[0];
    return years;
  }
  /// The figure of the last period of each year.
  [[nodiscard]] std::vector<double> Last(std::span<const double> points) const {
    std::vector<double> years(static_cast<std::size_t>(axis_.year_count));
    for (std::size_t t = 1; t < points.size(); ++t)
      years[static_cast<std::size_t>(axis_.year_indices[t - 1])] = points[t];
    return years;
  }

 private:
  const ledger::PointAxis& axis_;
};

}  // namespace calanque::partnership
