// What a mode's contract makes the parties pay on a path: charge, guarantee and shares of savings, a fund's advances.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/partnership/market_exposure.h"

namespace calanque::partnership {

/// Evaluates one path after another in memory of its own. The exposure must outlive it.
///
/// A charge follows its index from the start of operation as the contract dates it, whenever that comes; while the
/// project is delayed nothing is paid, and the contract ends when it was to end. Guarantees are of savings as promised,
/// at the prices of the path.
class ContractPaths {
 public:
  explicit ContractPaths(const MarketExposure& exposure);

  /// No allocation. Cost  O(periods).
  void Evaluate(const FuturePaths& futures, std::size_t path);

  // Of the path last evaluated, less the base case: exactly 0 where nothing deviates.
  /// What the operator is paid, [period].
  [[nodiscard]] std::span<const double> received() const { return received_; }
  /// What it pays for savings that did not come, [period].
  [[nodiscard]] std::span<const double> paid() const { return paid_; }
  /// Present cost to the public party.
  [[nodiscard]] double city_cost_amount() const { return city_cost_amount_; }
  // Of the path itself.
  /// Present value of what availability takes from the charge beyond what is expected.
  [[nodiscard]] double deduction_amount() const { return deduction_amount_; }
  /// Present value of what the operator pays for savings that did not come; where nothing deviates.
  [[nodiscard]] double expected_savings_guarantee_amount() const;
  /// The same on the path.
  [[nodiscard]] double savings_guarantee_amount() const { return savings_guarantee_amount_; }

 private:
  /// Rows of one case, [period].
  struct Payments {
    std::vector<double> charge, guarantee, share, fund;
    double deduction_amount = 0.0;
  };
  void Pay(const FuturePaths* futures, std::size_t path, Payments& out);
  void PayCharge(const FuturePaths* futures, std::size_t path, int delay, Payments& out);
  void PaySavings(const FuturePaths* futures, std::size_t path, int delay, Payments& out);
  void PayFund(const FuturePaths* futures, std::size_t path, Payments& out);
  /// `base` plus the row's deviations, later by the mode's delay.
  void Move(const std::vector<double>& base, FutureRow row, const FuturePaths* futures, std::size_t path, double factor,
            std::vector<double>& out) const;

  const MarketExposure* exposure_;
  Payments base_, path_;
  std::vector<double> received_, paid_;
  std::vector<double> index_, savings_, promised_, works_, advanced_, repaid_, owed_, cash_;
  double city_cost_amount_ = 0.0;
  double deduction_amount_ = 0.0;
  double savings_guarantee_amount_ = 0.0;
};

}  // namespace calanque::partnership
