#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr double kMaxTenorYears = 60.0;
constexpr double kWholePeriodTolerance = 1e-9;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2300;

bool IsCurrencyCode(std::string_view code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void ValidateParties(ValidationContext& context, const FieldPath& path) {
  const auto& parties = context.request.portfolio.parties;
  if (parties.empty()) context.Fail(path, "is empty; expected everybody who pays or is paid");
  for (std::size_t i = 0; i < parties.size(); ++i) context.CheckId(context.parties, parties[i].id, i, path[i]);
}

void ValidatePerspective(ValidationContext& context, const Perspective& perspective, const FieldPath& path) {
  const FieldPath party_ids = path / "party_ids";
  if (perspective.includes_all_parties && !perspective.party_ids.empty()) {
    context.Fail(party_ids, "is set together with includes_all_parties; expected one of them");
  } else if (!perspective.includes_all_parties && perspective.party_ids.empty()) {
    context.Fail(party_ids, "is empty; expected the parties inside, or includes_all_parties");
  }
  for (std::size_t i = 0; i < perspective.party_ids.size(); ++i) {
    context.Require(context.parties, perspective.party_ids[i], party_ids[i]);
    if (context.IsOutside(perspective.party_ids[i])) {
      context.Fail(party_ids[i],
                   "'" + perspective.party_ids[i] + "' stands outside every border; expected parties inside");
    }
  }
  context.Require(context.discount_rates, perspective.discount_rate_id, path / "discount_rate_id");
}

void ValidatePerspectives(ValidationContext& context, const FieldPath& path) {
  const auto& perspectives = context.request.portfolio.perspectives;
  if (perspectives.empty()) context.Fail(path, "is empty; expected at least one: whose cash flow is asked for");
  for (std::size_t i = 0; i < perspectives.size(); ++i) {
    const FieldPath perspective = path[i];
    context.CheckId(context.perspectives, perspectives[i].id, i, perspective);
    ValidatePerspective(context, perspectives[i], perspective);
  }
}

void ValidateProjects(ValidationContext& context, const FieldPath& path) {
  const auto& projects = context.request.portfolio.projects;
  if (projects.empty()) context.Fail(path, "is empty; expected at least one project");
  for (std::size_t i = 0; i < projects.size() && !context.is_stopped(); ++i) {
    const FieldPath project = path[i];
    context.CheckId(context.projects, projects[i].id, i, project);
    context.RequireIfSet(context.sectors, projects[i].sector_id, project / "sector_id");
    if (projects[i].default_price_terms)
      context.Terms(*projects[i].default_price_terms, project / "default_price_terms");
    ValidateItems(context, projects[i], project);
  }
}

bool IsWholePeriods(double years, const time::PeriodGrid& grid) {
  const double period_count = years * grid.periods_per_year();
  return std::abs(period_count - std::round(period_count)) < kWholePeriodTolerance;
}

void ValidateLoan(ValidationContext& context, const Loan& loan, const FieldPath& path) {
  const auto& grid = context.request.options.grid;
  context.Fraction(loan.interest_rate_nominal_per_year, path / "interest_rate_nominal_per_year");
  const bool is_tenor_good = loan.tenor_years > 0.0 && loan.tenor_years <= kMaxTenorYears;
  if (!is_tenor_good || !IsWholePeriods(loan.tenor_years, grid)) {
    context.Fail(path / "tenor_years",
                 "is " + NumberText(loan.tenor_years) + "; expected whole periods, above 0 and at most 60 years");
  }
  const bool is_grace_good = loan.grace_years >= 0.0 && (loan.grace_years < loan.tenor_years || !is_tenor_good);
  if (!is_grace_good || !IsWholePeriods(loan.grace_years, grid)) {
    context.Fail(path / "grace_years",
                 "is " + NumberText(loan.grace_years) + "; expected whole periods, 0 or more and below the tenor");
  } else if (loan.grace_years > 0.0 && loan.repayment_profile == RepaymentProfile::kBullet) {
    context.Fail(path / "grace_years", "is set; a bullet loan repays nothing before its tenor: expected none");
  }
}

void ValidateSource(ValidationContext& context, const FinancingSource& source, const FieldPath& path) {
  context.RequireIfSet(context.projects, source.project_id, path / "project_id");
  context.Require(context.parties, source.payer_party_id, path / "payer_party_id");
  context.Require(context.parties, source.payee_party_id, path / "payee_party_id");
  const bool is_own = std::holds_alternative<OwnFunds>(source.kind);
  if (!is_own && !source.payer_party_id.empty() && source.payer_party_id == source.payee_party_id) {
    context.Fail(path / "payee_party_id", "is the payer too; expected two parties: only own funds stay with one");
  }
  context.NotNegative(source.amount, path / "amount");
  context.Profile(source.payment_profile, path / "payment_profile");
  if (const auto* loan = std::get_if<Loan>(&source.kind)) ValidateLoan(context, *loan, path / "loan");
}

void ValidateSources(ValidationContext& context, const FieldPath& path) {
  const auto& sources = context.request.portfolio.financing_sources;
  for (std::size_t i = 0; i < sources.size() && !context.is_stopped(); ++i) {
    const FieldPath source = path[i];
    context.CheckId(context.financing_sources, sources[i].id, i, source);
    ValidateSource(context, sources[i], source);
  }
}

void ValidateTargetYear(ValidationContext& context, int target_year, const FieldPath& path) {
  if (!context.periods) return;
  const int first = time::YearOf(context.periods->StartOf(0));
  const int last = time::YearOf(context.periods->Horizon() - std::chrono::days(1));
  if (target_year >= first && target_year <= last) return;
  context.Fail(path, "is " + std::to_string(target_year) + "; expected a year of the grid, " + std::to_string(first) +
                         " to " + std::to_string(last));
}

void ValidateBaseline(ValidationContext& context, const EmissionBaseline& baseline, const FieldPath& path) {
  context.Range(baseline.base_year, kFirstYear, kLastYear, path / "base_year", "a calendar year, 1900 to 2300");
  ValidateTargetYear(context, baseline.target_year, path / "target_year");
  if (baseline.base_year > baseline.target_year) {
    context.Fail(path / "base_year", "is " + std::to_string(baseline.base_year) + ", after the target year " +
                                         std::to_string(baseline.target_year));
  }
  const FieldPath sectors = path / "sectors";
  if (baseline.sectors.empty()) context.Fail(sectors, "is empty; expected at least one sector");
  for (std::size_t i = 0; i < baseline.sectors.size(); ++i) {
    const FieldPath sector = sectors[i];
    context.CheckId(context.sectors, baseline.sectors[i].id, i, sector);
    context.NotNegative(baseline.sectors[i].baseline_t_co2e, sector / "baseline_t_co2e");
  }
}

}  // namespace

void ValidatePortfolio(ValidationContext& context, const FieldPath& path) {
  const Portfolio& portfolio = context.request.portfolio;
  IdSet own("portfolio");
  own.Fill(std::span(&portfolio, 1));
  context.CheckId(own, portfolio.id, 0, path);
  if (!IsCurrencyCode(portfolio.currency_code)) {
    context.Fail(path / "currency_code", portfolio.currency_code.empty()
                                             ? "is missing; expected three capital letters (ISO 4217), as in EUR"
                                             : "is no currency; expected three capital letters (ISO 4217), as in EUR");
  }
  ValidateParties(context, path / "parties");
  ValidatePerspectives(context, path / "perspectives");
  if (portfolio.default_price_terms) context.Terms(*portfolio.default_price_terms, path / "default_price_terms");
  ValidateProjects(context, path / "projects");
  ValidateSources(context, path / "financing_sources");
  if (portfolio.baseline) ValidateBaseline(context, *portfolio.baseline, path / "baseline");
  if (portfolio.inhabitant_count < 0)
    context.Fail(path / "inhabitant_count", "is negative; expected 0 (unknown) or more");
}

}  // namespace calanque::model
