// A programme of needs and sources for tests of financing plans, in money of some units.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/model/financing_plan.h"
#include "engine/portfolio/funding_figures.h"

namespace calanque::testing {

/// Parties of every sample.
enum SampleParty : std::size_t { kCity, kMetropole, kState, kBank };

/// Projects "p0", "p1", ... over years from 2025; the city spends on all of them unless more needs are added.
inline portfolio::FundingFigures SampleFunding(std::vector<std::vector<double>> city_needs) {
  portfolio::FundingFigures figures;
  figures.first_year = 2025;
  figures.year_count = city_needs.front().size();
  figures.party_ids = {"city", "metropole", "state", "bank"};
  figures.party_names = {"City", "Metropolis", "State", "Bank"};
  figures.city_operating_effect_amounts.assign(figures.year_count, 0.0);
  for (std::size_t p = 0; p < city_needs.size(); ++p) {
    figures.project_ids.push_back("p" + std::to_string(p));
    figures.needs.push_back({p, kCity, std::move(city_needs[p])});
  }
  return figures;
}

inline model::FinancingPlanTerms SampleTerms() {
  model::FinancingPlanTerms terms;
  terms.city_party_id = "city";
  terms.public_party_ids = {"city", "metropole", "state"};
  return terms;
}

inline model::FundingSource OwnFunds(const std::string& party, std::optional<double> per_year = {}) {
  return {.id = "own-" + party,
          .display_name = "Own funds " + party,
          .payer_party_id = party,
          .max_amount_per_year = per_year,
          .kind = model::OwnFundsTerms{}};
}

/// Bullet at the end of `tenor_years`.
inline model::FundingSource BankLoan(double rate, int tenor_years, std::optional<double> max_amount = {},
                                     model::RepaymentProfile profile = model::RepaymentProfile::kBullet) {
  const model::Loan loan{rate, static_cast<double>(tenor_years), 0.0, profile};
  return {.id = "loan",
          .display_name = "Loan",
          .payer_party_id = "bank",
          .payee_party_ids = {"city"},
          .max_amount = max_amount,
          .kind = model::LoanTerms{loan, 0.0}};
}

inline model::FundingSource StateGrant(double max_fraction, int lag_years = 0) {
  return {.id = "grant",
          .display_name = "Grant",
          .payer_party_id = "state",
          .payee_party_ids = {"city"},
          .max_fraction = max_fraction,
          .kind = model::GrantTerms{lag_years}};
}

/// The same amounts every year.
inline model::AccountsForecast SampleAccounts(double revenue, double expenditure, double debt) {
  model::AccountsForecast accounts;
  accounts.opening_debt_amount = debt;
  accounts.operating_revenue.amounts = {revenue};
  accounts.operating_expenditure.amounts = {expenditure};
  return accounts;
}

}  // namespace calanque::testing
