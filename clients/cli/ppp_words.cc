#include "clients/cli/ppp_words.h"

#include <algorithm>
#include <cstdio>

#include "clients/cli/number_text.h"

namespace calanque::cli {
namespace {

const v1::StructuredMode* FindMode(const v1::CompareDeliveryModesResponse& response, const std::string& id) {
  for (const auto& mode : response.modes()) {
    if (mode.mode_id() == id) return &mode;
  }
  return nullptr;
}

std::optional<double> FigureOf(const v1::StructuredMode* mode, const std::string& name) {
  if (mode == nullptr) return std::nullopt;
  for (const auto& figure : mode->figures()) {
    if (figure.name() == name && !figure.has_failure()) return figure.value();
  }
  return std::nullopt;
}

/// At the setting's rate, which comes first.
const v1::ModeCost* CostOf(const v1::CompareDeliveryModesResponse& response, const std::string& id) {
  for (const auto& cost : response.costs()) {
    if (cost.mode_id() == id) return &cost;
  }
  return nullptr;
}

}  // namespace

std::string FindingLabel(const std::string& name) {
  if (name == "contract_average_cost_amount_per_year") return "Average cost of the contract";
  if (name == "city_cost_average_amount_per_year")
    return "Average net cost to the city, over the years of the contract";
  if (name == "contract_share_of_gross_savings_fraction") return "Share of average gross savings (epargne brute)";
  if (name == "government_finance_of_capital_cost_fraction") return "Government finance of the capital cost";
  if (name == "guaranteed_revenue_of_capital_cost_fraction") return "Guaranteed revenue, of the capital cost";
  if (name == "maximum_deduction_of_charge_fraction") return "Most that can be deducted, of the charge";
  if (name == "debt_repayment_highest_years") return "Debt capacity with the project, worst year";
  if (name == "city_loan_amount") return "Borrowed by the city for the works";
  if (name == "city_loan_settled_at_horizon_amount") return "Of it still owed at the horizon, settled there";
  if (name == "debt_repayment_ceiling_years") return "Ceiling of debt capacity";
  if (name == "years_above_debt_ceiling_count") return "Years above the ceiling";
  if (name == "contingent_guarantee_expected_call_present_amount") return "Expected calls on guarantees, present value";
  if (name == "contingent_guarantee_highest_amount_per_year") return "Guarantees, most in a year (no user pays)";
  if (name == "contingent_termination_highest_amount") return "Early end, dearest cause and year";
  if (name == "refinancing_gain_amount") return "Gain of a refinancing, money of its day";
  if (name == "refinancing_catch_up_amount") return "Kept by shareholders up to the threshold return";
  if (name == "refinancing_public_share_amount") return "Public share of the gain";
  if (name == "refinancing_public_share_present_amount") return "Public share, present value at the setting's rate";
  if (name == "refinancing_added_debt_amount") return "Debt that the refinancing adds, paid to shareholders";
  if (name == "refinancing_minimum_dscr") return "DSCR of the new loan, lowest";
  if (name == "refinancing_equity_irr_before_sharing_per_year") return "Equity IRR after refinancing, before sharing";
  int from = 0;
  int to = 0;
  if (std::sscanf(name.c_str(), "commitments_years_%d_to_%d_amount", &from, &to) == 2) {
    return "Commitments of years " + std::to_string(from + 1) + " to " + std::to_string(to);
  }
  return name;
}

PublishedComparison BesidePublished(const v1::CompareDeliveryModesResponse& response, const v1::PublishedTotal& total) {
  const v1::StructuredMode* mode = FindMode(response, total.mode_id());
  const v1::ModeCost* cost = CostOf(response, total.mode_id());
  switch (total.measure()) {
    case v1::PUBLISHED_MEASURE_CONTRACT_PAYMENTS:
      return {"paid to operator", FigureOf(mode, "contract_payments_amount")};
    case v1::PUBLISHED_MEASURE_NET_COST:
      return {"net cost", FigureOf(mode, "city_cost_amount")};
    case v1::PUBLISHED_MEASURE_PRESENT_COST_BEFORE_RISK:
      if (cost == nullptr) break;
      return {"PV before risk", cost->raw_present_amount() + cost->competitive_neutrality_present_amount()};
    default:
      break;
  }
  if (cost == nullptr) return {"PV after risk", std::nullopt};
  return {"PV after risk", cost->total_present_amount()};
}

bool HasPremium(const v1::CompareDeliveryModesResponse& response) {
  return std::any_of(response.costs().begin(), response.costs().end(), [](const auto& cost) {
    return cost.rate_with_premium_per_year() != cost.discount_rate_per_year();
  });
}

std::string RatesText(const google::protobuf::RepeatedField<double>& rates) {
  std::string text;
  for (const double rate : rates) text += (text.empty() ? "" : ", ") + FormatPercent(rate, 2);
  return text.empty() ? "none" : text;
}

}  // namespace calanque::cli
