#include "engine/company/rows.h"

#include <array>

#include "engine/base/check.h"

namespace calanque::company {

std::string_view RowName(Row row) {
  static constexpr std::array<std::string_view, kRowCount> kNames = {
      "works_amount",
      "other_uses_amount",
      "upfront_fees_amount",
      "commitment_fees_amount",
      "construction_interest_amount",
      "reserve_prefunding_amount",
      "grants_amount",
      "equity_draws_amount",
      "revenue_amount",
      "operating_cost_amount",
      "working_capital_increase_amount",
      "tax_amount",
      "maintenance_spending_amount",
      "maintenance_funding_amount",
      "reserve_interest_amount",
      "vat_facility_interest_amount",
      "cfads_amount",
      "running_fees_amount",
      "interest_paid_amount",
      "principal_paid_amount",
      "reserve_funding_amount",
      "shareholder_funding_amount",
      "cash_available_amount",
      "trapped_cash_amount",
      "shareholder_interest_amount",
      "shareholder_principal_amount",
      "dividends_amount",
      "capital_repaid_amount",
      "shortfall_amount",
      "debt_service_reserve_amount",
      "operating_reserve_amount",
      "maintenance_reserve_amount",
      "debt_balance_amount",
      "depreciation_amount",
      "taxable_income_amount",
      "net_income_amount",
      "retained_earnings_amount",
      "debt_service_due_amount",
      "project_cash_flow_amount",
      "equity_cash_flow_amount",
  };
  const auto index = static_cast<std::size_t>(row);
  CALANQUE_CHECK(index < kRowCount, "no such row");
  return kNames[index];
}

}  // namespace calanque::company
