// What a project changes in the running of the city itself, whoever delivers it: the same reading for every mode.
#pragma once

#include <vector>

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

/// By calendar year, nominal, from the start of operation; any sign. Payments to an operator who finances the works are
/// no part of it; renewal that the city pays itself is investment.
struct CityOperationYears {
  /// The city's energy bill without the project less the bill with it.
  std::vector<double> energy_saved;
  /// Operating cost that the city pays itself, less that without the project; with VAT.
  std::vector<double> own_running;
  /// What users pay the city, less that without the project, and what an operator's contract brings it in periods when
  /// it brings more than it costs.
  std::vector<double> added_receipts;

  /// What all of it adds to the city's gross savings.
  [[nodiscard]] std::vector<double> AddedToGrossSavings() const;
};

/// Read off the complete ledger of the mode and off the project without.
CityOperationYears FindCityOperation(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                                     const BuiltMode& built);

}  // namespace calanque::partnership
