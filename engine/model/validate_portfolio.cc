#include <algorithm>
#include <cmath>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr double kMaxTenorYears = 60.0;

bool IsCurrencyCode(std::string_view code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void ValidatePerspective(const Perspective& perspective, const std::string& path, ValidationContext& context) {
  for (std::size_t i = 0; i < perspective.party_ids.size(); ++i) {
    const std::string at = Join(path, "party_ids", i);
    context.parties.Require(perspective.party_ids[i], at, context.failures);
    if (context.IsOutside(perspective.party_ids[i])) {
      context.Fail(at, "'" + perspective.party_ids[i] + "' stands outside every border; expected parties inside");
    }
  }
  if (perspective.includes_all_parties && !perspective.party_ids.empty()) {
    context.Fail(Join(path, "party_ids"), "is set together with includes_all_parties; expected one of them");
  }
  if (!perspective.includes_all_parties && perspective.party_ids.empty()) {
    context.Fail(Join(path, "party_ids"), "is empty; expected parties, or includes_all_parties");
  }
  context.discount_rates.Require(perspective.discount_rate_id, Join(path, "discount_rate_id"), context.failures);
}

/// Whole periods of the grid, as far as the grid is sound.
bool IsWholePeriods(double years, const ValidationContext& context) {
  const double periods = years * context.request.options.grid.periods_per_year();
  return std::abs(periods - std::round(periods)) < 1e-9;
}

void ValidateLoan(const Loan& loan, const std::string& path, ValidationContext& context) {
  context.Fraction(loan.interest_rate_nominal_per_year, path, "interest_rate_nominal_per_year");
  if (loan.tenor_years <= 0.0 || loan.tenor_years > kMaxTenorYears || !IsWholePeriods(loan.tenor_years, context)) {
    context.Fail(Join(path, "tenor_years"),
                 "is " + NumberText(loan.tenor_years) + "; expected whole periods, above 0 and at most 60 years");
  }
  if (loan.grace_years < 0.0 || loan.grace_years >= loan.tenor_years || !IsWholePeriods(loan.grace_years, context)) {
    context.Fail(Join(path, "grace_years"),
                 "is " + NumberText(loan.grace_years) + "; expected whole periods, 0 or more and below the tenor");
  }
}

void ValidateSource(const FinancingSource& source, const std::string& path, ValidationContext& context) {
  context.projects.RequireIfSet(source.project_id, Join(path, "project_id"), context.failures);
  context.parties.Require(source.payer_party_id, Join(path, "payer_party_id"), context.failures);
  context.parties.Require(source.payee_party_id, Join(path, "payee_party_id"), context.failures);
  const bool is_own = std::holds_alternative<OwnFunds>(source.kind);
  if (!is_own && source.payer_party_id == source.payee_party_id && !source.payer_party_id.empty()) {
    context.Fail(Join(path, "payee_party_id"), "is the payer too; only own funds may stay with one party");
  }
  context.NotNegative(source.amount, path, "amount");
  context.Profile(source.payment_profile, Join(path, "payment_profile"));
  if (const auto* loan = std::get_if<Loan>(&source.kind)) ValidateLoan(*loan, Join(path, "loan"), context);
}

void ValidateBaseline(const EmissionBaseline& baseline, ValidationContext& context) {
  const std::string path = "portfolio.baseline";
  if (baseline.sectors.empty()) context.Fail(Join(path, "sectors"), "is empty; expected at least one sector");
  context.Range(baseline.base_year, 1900, 2300, path, "base_year", "a calendar year");
  for (std::size_t i = 0; i < baseline.sectors.size(); ++i) {
    context.NotNegative(baseline.sectors[i].baseline_t_co2e, Join(path, "sectors", i), "baseline_t_co2e");
  }
  if (!context.has_grid) return;
  const int first = time::YearOf(context.grid_start);
  const int last = time::YearOf(context.horizon - std::chrono::days(1));
  if (baseline.target_year < first || baseline.target_year > last) {
    context.Fail(Join(path, "target_year"), "is " + std::to_string(baseline.target_year) + "; expected a year of the grid, " +
                                                std::to_string(first) + " to " + std::to_string(last));
  }
}

void ValidateProject(const Project& project, const std::string& path, ValidationContext& context) {
  context.sectors.RequireIfSet(project.sector_id, Join(path, "sector_id"), context.failures);
  if (project.default_price_terms) context.Terms(*project.default_price_terms, Join(path, "default_price_terms"));
  if (project.with_project.empty()) context.Fail(Join(path, "with_project"), "is empty; expected at least one item");
  IdSet items("item");
  for (std::size_t i = 0; i < project.with_project.size(); ++i) {
    items.Add(project.with_project[i].id, i, Join(path, "with_project", i), context.failures);
  }
  for (std::size_t i = 0; i < project.without_project.size(); ++i) {
    items.Add(project.without_project[i].id, i, Join(path, "without_project", i), context.failures);
  }
  ValidateItems(context, project, project.with_project, Join(path, "with_project"));
  ValidateItems(context, project, project.without_project, Join(path, "without_project"));
}

}  // namespace

void ValidatePortfolio(ValidationContext& context) {
  const Portfolio& portfolio = context.request.portfolio;
  const std::string path = "portfolio";
  IdSet own("portfolio");
  own.Add(portfolio.id, 0, path, context.failures);
  if (!IsCurrencyCode(portfolio.currency_code)) {
    context.Fail("portfolio.currency_code",
                 "is '" + portfolio.currency_code + "'; expected three capital letters (ISO 4217), as in EUR");
  }
  if (portfolio.inhabitant_count < 0) context.Fail("portfolio.inhabitant_count", "is negative; expected 0 or more");
  if (portfolio.parties.empty()) context.Fail("portfolio.parties", "is empty; expected everybody who pays or is paid");
  if (portfolio.perspectives.empty()) {
    context.Fail("portfolio.perspectives", "is empty; expected whose cash flow is asked for");
  }
  IdSet perspectives("perspective");
  for (std::size_t i = 0; i < portfolio.perspectives.size(); ++i) {
    perspectives.Add(portfolio.perspectives[i].id, i, Join(path, "perspectives", i), context.failures);
    ValidatePerspective(portfolio.perspectives[i], Join(path, "perspectives", i), context);
  }
  if (portfolio.default_price_terms) context.Terms(*portfolio.default_price_terms, "portfolio.default_price_terms");
  if (portfolio.projects.empty()) context.Fail("portfolio.projects", "is empty; expected at least one project");
  for (std::size_t i = 0; i < portfolio.projects.size(); ++i) {
    ValidateProject(portfolio.projects[i], Join(path, "projects", i), context);
  }
  IdSet sources("financing source");
  for (std::size_t i = 0; i < portfolio.financing_sources.size(); ++i) {
    sources.Add(portfolio.financing_sources[i].id, i, Join(path, "financing_sources", i), context.failures);
    ValidateSource(portfolio.financing_sources[i], Join(path, "financing_sources", i), context);
  }
  if (portfolio.baseline) ValidateBaseline(*portfolio.baseline, context);
}

}  // namespace calanque::model
