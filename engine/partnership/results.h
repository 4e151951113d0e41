// What a delivery mode comes to. Meanings: proto/calanque/v1/ppp_service.proto.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/company/solve.h"
#include "engine/company/workspace.h"
#include "engine/ledger/column.h"
#include "engine/time/date.h"

namespace calanque::partnership {

/// A figure that may not exist.
struct Figure {
  std::string name;
  std::string unit;  ///< "CURRENCY" stands for the portfolio's currency.
  Result<double> value = 0.0;
};

struct PeriodRow {
  std::string name;
  std::string tranche_id;
  std::vector<double> amounts;  ///< [point] 0 is financial close.
};

struct SizedTranche {
  std::string tranche_id;
  double amount = 0.0;
  company::Binding binding = company::Binding::kNone;
  int binding_case = 0;
};

struct SolvedTerm {
  std::string name;
  std::string unit;
  company::Solution solution;
};

/// What the mode writes into the ledger: payer to payee, by period of the grid.
struct ContractColumn {
  std::string name;
  std::string payer_party_id;
  std::string payee_party_id;
  ledger::Category category = ledger::Category::kOperatingCost;
  std::vector<double> amounts;
  double opening_amount = 0.0;  ///< Part of the first amount, paid on the first day of the grid: financial close.
};

/// One row by calendar year; a value may not exist.
struct YearRow {
  std::string name;
  std::string unit;
  std::vector<double> values;
  std::vector<bool> is_absent;  ///< Empty: all there.
};

/// What the public side must publish.
struct PublicFindings {
  std::vector<Figure> figures;
  int first_year = 0;
  std::vector<YearRow> rows;
  std::vector<Figure> statistical_indicators;
};

struct StructuredMode {
  std::string mode_id;
  std::string display_name;
  std::vector<Figure> figures;
  std::vector<SizedTranche> tranches;
  std::optional<SolvedTerm> solved;
  std::vector<PeriodRow> company_rows;
  std::vector<ContractColumn> columns;
  std::vector<double> city_cost_amounts;  ///< [period]
  PublicFindings findings;
  Failures warnings;
  std::vector<time::Date> point_dates;
  std::vector<time::Date> period_dates;
};

struct ModeCost {
  std::string mode_id;
  double discount_rate_per_year = 0.0;
  double raw_present_amount = 0.0;
  double competitive_neutrality_present_amount = 0.0;
  double transferable_risk_present_amount = 0.0;
  double retained_risk_present_amount = 0.0;
  double total_present_amount = 0.0;
  double value_for_money_before_risk_amount = 0.0;
  Figure value_for_money_before_risk;
  double value_for_money_amount = 0.0;
  Figure value_for_money;
  // At the mode's own rate, its risk-share premium compounded on top.
  double rate_with_premium_per_year = 0.0;
  double total_with_premium_present_amount = 0.0;
  double value_for_money_with_premium_amount = 0.0;
  Figure value_for_money_with_premium;
};

struct ModeSwitch {
  std::string mode_id;
  std::vector<double> break_even_rates_per_year;
  std::vector<double> break_even_rates_with_premium_per_year;
  Figure break_even_risk_premium;
  Figure indifference_equity_irr;
};

struct Comparison {
  std::vector<StructuredMode> modes;
  std::vector<ModeCost> costs;
  std::vector<ModeSwitch> switches;
};

}  // namespace calanque::partnership
