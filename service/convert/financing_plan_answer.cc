#include <numeric>
#include <string>
#include <vector>

#include "engine/model/number_text.h"
#include "service/convert/financing_plan.h"
#include "service/convert/to_proto.h"

namespace calanque::service {
namespace {

v1::FundingKind Convert(portfolio::FundingKind kind) {
  switch (kind) {
    case portfolio::FundingKind::kOwnFunds:
      return v1::FUNDING_KIND_OWN_FUNDS;
    case portfolio::FundingKind::kVatRefund:
      return v1::FUNDING_KIND_VAT_REFUND;
    case portfolio::FundingKind::kGrant:
      return v1::FUNDING_KIND_GRANT;
    case portfolio::FundingKind::kCertificates:
      return v1::FUNDING_KIND_CERTIFICATES;
    case portfolio::FundingKind::kLoan:
      return v1::FUNDING_KIND_LOAN;
    case portfolio::FundingKind::kEquity:
      return v1::FUNDING_KIND_EQUITY;
    case portfolio::FundingKind::kPartnership:
      return v1::FUNDING_KIND_PARTNERSHIP;
  }
  return v1::FUNDING_KIND_UNSPECIFIED;
}

void Fill(const std::vector<double>& amounts, google::protobuf::RepeatedField<double>& out) {
  out.Add(amounts.begin(), amounts.end());
}

void Fill(const portfolio::FundedSource& source, const portfolio::FundingFigures& figures, v1::SourceResult& out) {
  out.set_id(source.id);
  out.set_display_name(source.display_name);
  out.set_kind(Convert(source.kind));
  out.set_payer_party_id(figures.party_ids[source.payer]);
  out.set_is_from_scenario(source.is_given);
  out.set_is_committed(source.is_committed);
  Fill(source.used_amounts, *out.mutable_used_amounts());
  Fill(source.paid_amounts, *out.mutable_paid_amounts());
  if (source.max_amount) out.set_max_amount(*source.max_amount);
  out.set_charge_amount(source.charge_amount);
  out.set_tenor_years(source.tenor_years);
  out.set_rate_nominal_per_year(source.rate_per_year);
  out.set_city_cost_present_amount(source.city_cost_present_amount);
}

void Fill(const portfolio::FundedNeed& need, const portfolio::FundingFigures& figures, v1::NeedResult& out) {
  out.set_project_id(figures.project_ids[need.project]);
  out.set_party_id(figures.party_ids[need.party]);
  Fill(need.need_amounts, *out.mutable_need_amounts());
  Fill(need.gap_before_amounts, *out.mutable_gap_before_amounts());
  Fill(need.gap_after_amounts, *out.mutable_gap_after_amounts());
  for (const portfolio::FundedUse& use : need.uses) {
    v1::SourceUse& made = *out.add_uses();
    made.set_source_index(static_cast<int>(use.source));
    Fill(use.amounts, *made.mutable_amounts());
  }
}

void Fill(const portfolio::OwnAccount& account, const portfolio::FundingFigures& figures, v1::OwnAccount& out) {
  out.set_party_id(figures.party_ids[account.party]);
  Fill(account.set_aside_amounts, *out.mutable_set_aside_amounts());
  Fill(account.received_amounts, *out.mutable_received_amounts());
  Fill(account.spent_amounts, *out.mutable_spent_amounts());
  Fill(account.released_amounts, *out.mutable_released_amounts());
  Fill(account.carried_amounts, *out.mutable_carried_amounts());
}

void Fill(const std::vector<portfolio::CityYear>& years, int first_year,
          google::protobuf::RepeatedPtrField<v1::CityYear>& out) {
  for (std::size_t t = 0; t < years.size(); ++t) {
    const portfolio::CityYear& year = years[t];
    v1::CityYear& made = *out.Add();
    made.set_year(first_year + static_cast<int>(t));
    made.set_operating_revenue_amount(year.operating_revenue_amount);
    made.set_operating_expenditure_amount(year.operating_expenditure_amount);
    made.set_gross_savings_amount(year.ratios.gross_savings_amount);
    made.set_net_savings_amount(year.ratios.net_savings_amount);
    made.set_debt_opening_amount(year.debt_opening_amount);
    made.set_borrowed_amount(year.borrowed_amount);
    made.set_principal_repaid_amount(year.principal_repaid_amount);
    made.set_debt_closing_amount(year.debt_closing_amount);
    if (year.ratios.debt_repayment_years) made.set_debt_repayment_years(*year.ratios.debt_repayment_years);
    made.set_is_within_ceiling(year.ratios.is_within_ceiling);
  }
}

void Fill(const portfolio::FundingConstraintState& constraint, v1::FinancingConstraint& out) {
  out.set_id(constraint.id);
  out.set_display_name(constraint.name);
  out.set_year(constraint.year);
  out.set_used_amount(constraint.used_amount);
  out.set_limit_amount(constraint.limit_amount);
  out.set_is_binding(constraint.is_binding);
  out.set_gap_price_amount_per_unit(constraint.gap_price);
  out.set_cost_price_amount_per_unit(constraint.cost_price);
}

void Fill(const portfolio::Leverage& leverage, v1::Leverage& out) {
  out.set_private_amount(leverage.private_amount);
  out.set_public_amount(leverage.public_amount);
  if (leverage.public_amount > 0) {
    out.set_private_per_public_factor(leverage.private_amount / leverage.public_amount);
  }
  out.set_private_advance_amount(leverage.private_advance_amount);
}

void Fill(const portfolio::LargestProgramme& largest, v1::LargestProgramme& out) {
  out.set_scale_factor(largest.scale_factor);
  out.set_is_unlimited(largest.is_unlimited);
  out.set_city_need_amount(largest.city_need_amount);
  for (const std::size_t i : largest.binding) out.add_binding_constraint_indices(static_cast<int>(i));
}

}  // namespace

void FillFinancingHead(const model::FinancingPlanTerms& terms, const plan::Plan& plan, v1::PlanFinancingResponse& out) {
  FillDisplayNames(plan.parties, *out.mutable_party_names());
  out.set_city_party_id(terms.city_party_id);
  out.set_first_year(plan.schema.axis.first_year);
  v1::Conventions& conventions = *out.mutable_conventions();
  conventions.add_statements(
      "Needs are investment, replacement and VAT on them with the projects, by calendar year. Gap before: what signed, "
      "voted "
      "or due money of the scenario leaves open when it comes; what comes after the spending pays the payer back and "
      "closes "
      "no gap of its year.");
  conventions.add_statements(
      "The plan first makes the city's gap as small as it can be, then the sum of the others', then the present cost "
      "to the city, then that of the others. Costs are discounted to the first year at " +
      model::NumberText(terms.discount_rate_nominal_per_year) +
      " a year (0.04 is 4 %); loans are counted to their last payment, beyond the grid too.");
  conventions.add_statements(
      "Own money of a party: what it sets aside, and grants and refunds that come back to it; unused money is carried "
      "or "
      "released. On works that a partner pays the scenario's refunds of VAT are not due: the partner's own come with "
      "the rents.");
  if (terms.discount_rate_nominal_per_year == 0.0) {
    FillWarnings({{Reason::kMissingData, "discount_rate_nominal_per_year",
                   "is 0 or missing: what is paid late weighs as much as what is paid now"}},
                 *out.mutable_warnings());
  }
  if (terms.accounts) {
    conventions.add_statements(
        "Accounts: the city's forecast without the programme, plus what its projects earn and save with minus without "
        "them, "
        "plus interest, rents and returns of the plan. Partnerships are debt from delivery on.");
  }
  conventions.add_statements(
      "Leverage counts money by who bears it in the end: loans and partnerships with who pays them back, grants and "
      "capital "
      "with who gives them.");
}

void FillFinancing(const portfolio::FundingFigures& figures, const portfolio::FinancingAnswer& answer,
                   v1::PlanFinancingResponse& out) {
  out.set_status(answer.is_feasible ? v1::FINANCING_STATUS_OPTIMAL : v1::FINANCING_STATUS_INFEASIBLE);
  for (const portfolio::FundedSource& source : answer.sources) Fill(source, figures, *out.add_funding_sources());
  for (const portfolio::FundedNeed& need : answer.needs) Fill(need, figures, *out.add_needs());
  out.set_need_amount(answer.need_amount);
  out.set_gap_before_amount(answer.gap_before_amount);
  out.set_gap_after_amount(answer.gap_after_amount);
  out.set_city_cost_present_amount(answer.is_feasible ? answer.city_cost_present_amount : 0.0);
  for (const portfolio::OwnAccount& account : answer.accounts) Fill(account, figures, *out.add_own_accounts());
  Fill(answer.city_without, figures.first_year, *out.mutable_accounts_without());
  Fill(answer.city_with, figures.first_year, *out.mutable_accounts_with());
  for (const auto& constraint : answer.constraints) Fill(constraint, *out.add_constraints());
  for (const std::size_t i : answer.conflict) out.add_conflict_constraint_indices(static_cast<int>(i));
  if (answer.largest) Fill(*answer.largest, *out.mutable_largest_programme());
  if (answer.is_feasible) Fill(answer.leverage, *out.mutable_leverage());
}

}  // namespace calanque::service
