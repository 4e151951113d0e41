// Futures of one delivery mode, a block of paths at a time: what the city pays, what becomes of the company.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/company/path.h"
#include "engine/partnership/mode_exposure.h"

namespace calanque::partnership {

/// Deviations of the register's lines: by line, one row of paths per deviation.
using LineDeviations = std::vector<std::vector<std::span<const double>>>;

/// Memory of one thread for one mode. The built mode and its exposure must outlive it.
class ModePaths {
 public:
  ModePaths(const BuiltMode& built, const ModeExposure& exposure, std::size_t path_count);

  /// Evaluates paths [0, count) of the rows in `deviations`. No allocation.
  void Evaluate(const LineDeviations& deviations, std::size_t count);

  [[nodiscard]] std::span<const double> city_cost() const { return Row(city_cost_); }
  // Of a mode with a company; empty otherwise.
  [[nodiscard]] std::span<const double> equity_npv() const { return Row(equity_npv_); }
  /// Not-a-number where no debt service is due.
  [[nodiscard]] std::span<const double> minimum_dscr() const { return Row(minimum_dscr_); }
  [[nodiscard]] std::span<const double> is_locked_up() const { return Row(is_locked_up_); }
  [[nodiscard]] std::span<const double> is_in_default() const { return Row(is_in_default_); }
  /// By point of the company; not-a-number where no debt service is due.
  [[nodiscard]] std::span<const double> dscr(std::size_t point) const;
  // Of a mode whose users pay: what the public party pays the company for want of them.
  [[nodiscard]] std::span<const double> guarantee() const { return Row(guarantee_); }

 private:
  [[nodiscard]] std::span<const double> Row(const std::vector<double>& row) const {
    return std::span(row).first(row.empty() ? 0 : count_);
  }
  void AddCityCost(const LineDeviations& deviations);
  /// Present value of what the public party pays and takes.
  struct CityPart {
    double paid_amount = 0.0;
    double taken_amount = 0.0;
  };
  CityPart ShareRevenue();
  void ExpectRevenue();
  void MoveRevenue(const LineDeviations& deviations, std::size_t path);
  void RunCompany(const LineDeviations& deviations, std::size_t path);

  const ModeExposure* exposure_;
  std::size_t path_count_;
  std::size_t count_ = 0;
  std::optional<company::PathEvaluator> company_;
  std::vector<double> equity_discount_;
  std::vector<double> city_cost_, equity_npv_, minimum_dscr_, is_locked_up_, is_in_default_, guarantee_, dscr_;
  std::vector<double> revenue_, cost_, works_, maintenance_;                 ///< [point] of the path at hand.
  std::vector<double> users_, paid_, received_, company_revenue_, minimum_;  ///< [period] of the path at hand.
  std::vector<double> expected_company_revenue_;                             ///< [period]
  double expected_city_amount_ = 0.0;
};

}  // namespace calanque::partnership
