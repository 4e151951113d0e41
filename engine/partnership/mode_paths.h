// Futures of one delivery mode, a block of paths at a time: what the city pays, what becomes of the company.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/company/path.h"
#include "engine/partnership/contract_paths.h"
#include "engine/partnership/mode_exposure.h"

namespace calanque::partnership {

/// Deviations of the register's lines: by line, one row of paths per deviation.
using LineDeviations = std::vector<std::vector<std::span<const double>>>;

/// Memory of one thread for one mode. The built mode and its exposure must outlive it.
class ModePaths {
 public:
  ModePaths(const BuiltMode& built, const ModeExposure& exposure, std::size_t path_count);

  /// Evaluates paths [0, count) of the rows in `deviations` and of the project's futures (null: as expected). No
  /// allocation.
  void Evaluate(const LineDeviations& deviations, const FuturePaths* futures, std::size_t count);

  [[nodiscard]] std::span<const double> city_cost() const { return Row(city_cost_); }
  // Of a mode with a company; empty otherwise.
  [[nodiscard]] std::span<const double> equity_npv() const { return Row(equity_npv_); }
  /// Not-a-number where no debt service is due.
  [[nodiscard]] std::span<const double> minimum_dscr() const { return Row(minimum_dscr_); }
  [[nodiscard]] std::span<const double> is_locked_up() const { return Row(is_locked_up_); }
  [[nodiscard]] std::span<const double> is_in_default() const { return Row(is_in_default_); }
  /// By point of the company; not-a-number where no debt service is due.
  [[nodiscard]] std::span<const double> dscr(std::size_t point) const { return AtPoint(dscr_, point); }
  /// By point, 1 or 0.
  [[nodiscard]] std::span<const double> is_locked_up_at(std::size_t point) const { return AtPoint(locked_, point); }
  [[nodiscard]] std::span<const double> is_in_default_at(std::size_t point) const { return AtPoint(defaulted_, point); }
  // Of a mode whose users pay: what the public party pays the company for want of them.
  [[nodiscard]] std::span<const double> guarantee() const { return Row(guarantee_); }
  /// By calendar year of the grid, as paid.
  [[nodiscard]] std::span<const double> guarantee_call(std::size_t year) const {
    return AtPoint(guarantee_calls_, year);
  }
  /// 1 where the public party pays anything in any year.
  [[nodiscard]] std::span<const double> is_guarantee_called() const { return Row(is_guarantee_called_); }
  // Present values; of a mode whose contract has them, empty otherwise.
  [[nodiscard]] std::span<const double> deduction() const { return Row(deduction_); }
  [[nodiscard]] std::span<const double> savings_guarantee() const { return Row(savings_guarantee_); }

 private:
  [[nodiscard]] std::span<const double> Row(const std::vector<double>& row) const {
    return std::span(row).first(row.empty() ? 0 : count_);
  }
  [[nodiscard]] std::span<const double> AtPoint(const std::vector<double>& rows, std::size_t point) const {
    return std::span(rows).subspan(point * path_count_, count_);
  }
  void AddCityCost(const LineDeviations& deviations, const FuturePaths* futures);
  void PayContract(const FuturePaths& futures, std::size_t path);
  /// Present value of what the public party pays and takes.
  struct CityPart {
    double paid_amount = 0.0;
    double taken_amount = 0.0;
  };
  CityPart ShareRevenue(int delay);
  void ExpectRevenue();
  void MoveRevenue(const LineDeviations& deviations, const FuturePaths* futures, std::size_t path);
  void MoveByLines(const LineDeviations& deviations, std::size_t path);
  void MoveByFutures(const FuturePaths& futures, std::size_t path);
  void MoveRates(const FuturePaths& futures, std::size_t path);
  [[nodiscard]] std::vector<double>& FlowRow(CompanyFlow flow);
  void RunCompany(const LineDeviations& deviations, const FuturePaths* futures, std::size_t path);
  void KeepPoints(std::size_t path);
  [[nodiscard]] double OwnersPayment(const company::Rows& rows, std::size_t point) const;

  const ModeExposure* exposure_;
  std::size_t path_count_;
  std::size_t count_ = 0;
  std::optional<company::PathEvaluator> company_;
  std::optional<ContractPaths> contract_;
  std::vector<double> equity_discount_;
  std::vector<double> city_cost_, equity_npv_, minimum_dscr_, is_locked_up_, is_in_default_, guarantee_, deduction_,
      savings_guarantee_, is_guarantee_called_;                      ///< [path]
  std::vector<double> dscr_, locked_, defaulted_, guarantee_calls_;  ///< [point][path], [year][path]
  std::vector<double> revenue_, cost_, works_, maintenance_;         ///< [point] of the path at hand.
  std::vector<double> rate_shift_;                                   ///< [tranche][point] likewise.
  std::vector<double> planned_, users_, paid_, received_, company_revenue_,
      minimum_;                                   ///< [period] of the path at hand.
  std::vector<double> expected_company_revenue_;  ///< [period]
  double expected_city_amount_ = 0.0;
};

}  // namespace calanque::partnership
