// The model-fed tables of a Climate City Contract's Investment Plan, from the figures of a portfolio.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/portfolio/contract_table.h"

namespace calanque::portfolio {

/// What the tables need of one project, incremental. Costs are positive, savings negative; co-benefits positive.
struct ContractProject {
  std::string label;
  std::string group;  ///< Field of action.
  // As the economy sees it: transfers between parties inside drop out.
  double capital_amount = 0.0;
  double operation_amount = 0.0;  ///< Over the horizon.
  double present_capital_amount = 0.0;
  double present_operation_amount = 0.0;
  double present_co_benefit_amount = 0.0;
  double avoided_in_target_year_t_co2e = 0.0;
  std::optional<double> cost_amount_per_t_co2e;  ///< Convention A4; none where nothing is avoided.
  // As the municipality sees it.
  double municipal_capital_amount = 0.0;
  double municipal_operation_amount = 0.0;
  // As payers see it: with taxes on investment.
  std::vector<double> paid_amounts;  ///< Capital paid, by party.
  double municipal_paid_amount = 0.0;
  std::optional<double>
      covered_fraction;  ///< Committed sources over capital spending, at most 1; none without spending.
};

/// A portfolio as the tables see it.
struct ContractPortfolio {
  std::string currency_code;
  std::string perimeter;
  int base_year = 0;
  double inhabitant_count = 0.0;
  double horizon_years = 0.0;             ///< Above 0.
  std::vector<std::string> party_labels;  ///< By party.
  std::vector<ContractProject> projects;
};

/// T6, T7, T8, T9, B-1.1a, B-1.1b, B-3.2 and C-3.2, named so; a row per project (C-3.2: per field of action) and a
/// total. Parties that pay nothing have no column. Money in units of the currency, with all digits. Cost per tonne is
/// convention A4; capital per yearly tonne, which table B-3.2 asks for, stands under that name.
///
/// Source  template of the Investment Plan (NetZeroCities), as filled in by Pecs and Differdange.
std::vector<ContractTable> BuildContractTables(const ContractPortfolio& portfolio);

}  // namespace calanque::portfolio
