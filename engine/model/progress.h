// What is recorded of a portfolio while it is carried out. Field meanings, units and ranges:
// proto/calanque/v1/progress.proto.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/common.h"

namespace calanque::model {

/// What is followed, period by period.
enum class ProgressQuantity : std::uint8_t {
  kSpent,            ///< Capital spending that leaves the border, with the project; positive.
  kReceived,         ///< From sources that the plan counts as committed; positive.
  kReceivedPlanned,  ///< From sources that the plan counts as planned; positive.
  kRunning,          ///< Running cash over the border without energy, with minus without; positive = money in.
  kEnergyMoney,      ///< Likewise, of energy: bills with their taxes, energy sold.
  kEnergy,           ///< MWh no longer bought, and MWh produced for sale.
  kAbatement,        ///< Tonnes avoided, all scopes.
};
inline constexpr std::size_t kProgressQuantityCount = 7;

/// One value per quantity.
template <typename T>
using ByQuantity = std::array<T, kProgressQuantityCount>;

template <typename T>
T& Of(ByQuantity<T>& all, ProgressQuantity quantity) {
  return all[static_cast<std::size_t>(quantity)];
}
template <typename T>
const T& Of(const ByQuantity<T>& all, ProgressQuantity quantity) {
  return all[static_cast<std::size_t>(quantity)];
}

/// Which rates hold after the status date.
enum class ForecastMethod : std::uint8_t { kRecordedRates, kPlannedRates, kRecordedRatesAndPace };

/// Rows have one value per period up to the status date, or none: not recorded.
struct ProjectActuals {
  std::string project_id;
  std::vector<double> delivered_fractions;
  double scope_at_completion_fraction = 1.0;
  ByQuantity<std::vector<double>> rows;
};

/// An indicator that no cash-flow model knows: jobs, people trained, buildings connected.
struct ProgressIndicator {
  std::string id;
  std::string display_name;
  std::string unit;
  bool is_financial = false;
  int baseline_year = 0;
  double baseline = 0.0;
  int target_year = 0;
  double target = 0.0;
  std::vector<int> recorded_years;  ///< Parallel lists.
  std::vector<double> recorded;
};

struct ProgressTerms {
  std::string perspective_id;
  std::optional<time::Date> status_date;
  ForecastMethod method = ForecastMethod::kRecordedRates;
  std::vector<ProjectActuals> actuals;
  std::vector<ProgressIndicator> indicators;
};

}  // namespace calanque::model
