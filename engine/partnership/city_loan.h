// The loan a city takes for works that it pays itself, and what its accounts then show.
#pragma once

#include <optional>
#include <vector>

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

/// By calendar year, nominal.
struct CityLoanYears {
  double amount = 0.0;                ///< Borrowed in all.
  double settled_early_amount = 0.0;  ///< Still owed at the horizon and settled there.
  std::vector<double> interest;
  std::vector<double> principal;
  std::vector<double> outstanding;  ///< At the end of the year.
};

/// Draws loan_share_fraction of works with VAT, less grants received, as they fall due; finance::AddLoanService repays.
/// Absent where the mode is no direct procurement or states no loan. The loan stands in findings only: the comparator's
/// cost is before financing.
std::optional<CityLoanYears> FindCityLoan(const Project& project, const model::DeliveryMode& mode,
                                          const BuiltMode& built);

}  // namespace calanque::partnership
