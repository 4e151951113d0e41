// What a delivery mode decides: who carries which flow of the project, and what the contract makes one party pay
// another.
#pragma once

#include <string>
#include <vector>

#include "engine/model/delivery_mode.h"
#include "engine/partnership/project_flows.h"
#include "engine/partnership/results.h"

namespace calanque::partnership {

/// What a mode is outlined from. All rows by period of the grid, delay and cost factors of the mode already in them.
struct OutlineInput {
  const model::PppSetting* setting = nullptr;
  Window window;
  std::vector<double> works_amounts;
  std::vector<double> savings_amounts;  ///< Of energy, promised by the project: bill without less bill with.
  std::vector<double> revenue_amounts;  ///< From users.
};

/// A mode in outline. Each mode's file fills one.
struct Outline {
  bool operator_builds = false;       ///< Investment is the operator's.
  bool operator_operates = false;     ///< Operating cost and replacement are the operator's, until the contract ends.
  bool operator_has_revenue = false;  ///< Users pay the operator.
  bool needs_company = false;
  const model::Charge* charge = nullptr;  ///< What the public party pays regularly; null: nothing.
  std::string charge_name = "charge";
  int charge_period_count = 0;  ///< From the start of operation.
  double public_equity_fraction = 0.0;
  double owner_residual_fraction = 0.0;             ///< Of the works: value that stays with the operator at the end.
  double expected_savings_fraction = 1.0;           ///< Of the promised savings that come.
  std::vector<double> revenue_beyond_base_amounts;  ///< What users pay more than the project says; empty: nothing.
  std::vector<ContractColumn> columns;  ///< Besides the charge; between the public party, operator and others.
  // Revenue that the public party guarantees; empty: none.
  std::vector<double> expected_call_amounts;       ///< [period] mean of what it pays.
  std::vector<double> guarantee_exposure_amounts;  ///< [period] the most it can have to pay.
};

/// Periods of `years`, no more than the contract has.
int ContractPeriods(const Window& window, double years);

/// A row of the contract's operation with the same amount per year in every period.
std::vector<double> LevelRow(const Window& window, double amount_per_year);

/// What the contractor pays because guaranteed savings did not come; empty where nothing is guaranteed.
std::vector<ContractColumn> GuaranteeColumns(const OutlineInput& input, double guaranteed_fraction,
                                             double expected_fraction);

/// The mode in outline: one call per kind of contract.
Result<Outline> OutlineOf(const model::Contract& contract, const OutlineInput& input);

}  // namespace calanque::partnership
