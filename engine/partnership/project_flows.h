// The project's money with it, read off its ledger and put on the periods of the grid.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/ledger/column.h"
#include "engine/partnership/partnership.h"

namespace calanque::partnership {

/// A column of the project by period.
struct ProjectColumn {
  ledger::MoneyColumn column;
  std::vector<double> amounts;
  double opening_amount = 0.0;  ///< Part of the first amount, dated on the first day of the grid.
};

/// What every mode starts from.
struct ProjectFlows {
  std::vector<ProjectColumn> columns;             ///< With the project; what FlowCategory lets through.
  std::vector<double> energy_with_amounts;        ///< The public party's energy bill, [period].
  std::vector<double> energy_without_amounts;     ///< The same without the project.
  std::vector<double> revenue_amounts;            ///< From users, to the public party.
  std::vector<double> revenue_without_amounts;    ///< The same without the project.
  std::vector<double> operating_without_amounts;  ///< Operating cost of the public party without the project, no VAT.
  std::vector<double> abated_t_co2e;              ///< [period] emitted without less with, all scopes.
  bool has_tax = false;  ///< VAT or its compensation stood in the project: modes state their own.
};

/// Reads the flows of setting.project_id. Dated flows count in the period that holds them; those of the first day of
/// the grid are told apart.
ProjectFlows ReadProjectFlows(const Project& project);

/// Position of setting.project_id among the plan's projects.
std::size_t ProjectIndexOf(const Project& project);

/// What a category is to delivery modes: the tax part of an energy bill is energy. nullopt: none of their flows (other
/// taxes, carbon value, co-benefits, financing).
std::optional<ledger::Category> FlowCategory(ledger::Category category);

/// Contract window in periods.
struct Window {
  int period_count = 0;     ///< Of the grid.
  int operation_start = 0;  ///< First period of operation.
  int contract_end = 0;     ///< First period after the contract.
  int periods_per_year = 1;
};
Window ContractWindow(const Project& project, int delay_period_count);

/// What is left of an opening amount on the first day when all is moved later by `count` periods.
inline double OpeningAfter(double opening_amount, int count) { return count == 0 ? opening_amount : 0.0; }

/// `amounts` moved later by `count` periods; the size of what would stand beyond the horizon is added
/// to `lost_amount`.
std::vector<double> Delayed(const std::vector<double>& amounts, int count, double& lost_amount);

/// The same of a column: its opening amount then stands at the end of period `count` - 1, which is the same day.
std::vector<double> Delayed(const ProjectColumn& column, int count, double& lost_amount);

}  // namespace calanque::partnership
