#include <algorithm>

#include "engine/company/evaluate.h"
#include "engine/company/solve.h"
#include "engine/kernel/series.h"
#include "engine/partnership/company_terms.h"
#include "engine/partnership/describe_mode.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/solve_tariff.h"

namespace calanque::partnership {
namespace {

/// Of a solver of the company: paths as in SolveTermsRequest.
Failure AtRequest(const model::DeliveryMode& mode, Failure failure) {
  const std::string path = failure.field_path;
  failure = InMode(mode, std::move(failure));
  failure.field_path = path == "target"           ? "target_value"
                       : path == "charge_profile" ? "unknown"
                                                  : "mode." + failure.field_path;
  return failure;
}

Failure UnderMode(Failure failure) {
  failure.field_path = failure.field_path.empty() ? "mode" : "mode." + failure.field_path;
  return failure;
}

/// A charge, a grant or a debt.
Result<bool> SolveContinuous(const Project& project, const model::DeliveryMode& mode, const SolveTermsOptions& options,
                             BuiltMode& built) {
  static constexpr company::Unknown kUnknowns[] = {company::Unknown::kCharge, company::Unknown::kGrant,
                                                   company::Unknown::kDebt};
  static constexpr const char* kNames[] = {"charge_amount_per_year", "grant_amount", "debt_amount"};
  static constexpr const char* kUnits[] = {"CURRENCY/year", "CURRENCY", "CURRENCY"};
  ModeCompany& company = *built.company;
  const auto index = static_cast<std::size_t>(options.unknown);
  company::SolveOptions solve;
  solve.unknown = kUnknowns[index];
  solve.target = static_cast<company::Target>(options.target);
  solve.target_value = options.target_value;
  solve.discount_rate_per_year = options.target == SolveTarget::kEquityNpv
                                     ? mode.company->equity_discount_rate_per_year
                                     : project.setting->discount_rate_nominal_per_year;
  solve.last_point = LastPointOf(project, built.ledger.input.window, options);
  if (options.unknown == SolvedUnknown::kDebt) solve.tranche = TrancheIndex(*mode.company, options.tranche_id);
  const auto solution = company::Solve(company.terms, company.flows(), solve, company.decision, *company.work);
  if (!solution) return solution.error();
  built.solved = SolvedTerm{kNames[index], kUnits[index], *solution};
  return true;
}

/// The shortest tenor for the same debt; the company is then rebuilt with it.
Result<bool> SolveTenor(const model::DeliveryMode& mode, const SolveTermsOptions& options, BuiltMode& built) {
  ModeCompany& company = *built.company;
  HoldDebts(company.work->debt_amounts, company.terms);
  const std::size_t tranche = TrancheIndex(*mode.company, options.tranche_id);
  const auto tenor =
      company::SolveTenor(company.terms, company.flows(), company.decision, tranche, options.target_value);
  if (!tenor) return tenor.error();
  company.terms.tranches[tranche].tenor_periods = *tenor;
  company.work = std::make_unique<company::Workspace>(company.terms);
  const auto run = company::Evaluate(company.terms, company.flows(), company.decision, *company.work);
  if (!run) return run.error();
  company::Solution solution;
  solution.value = static_cast<double>(*tenor) / company.terms.periods_per_year;
  built.solved = SolvedTerm{"tenor_years", "years", solution};
  return true;
}

/// A subsidy per period up to the DSCR, with the debt as it stands; one more evaluation counts it as revenue.
Result<bool> SolveSubsidy(const Project& project, const SolveTermsOptions& options, BuiltMode& built) {
  ModeCompany& company = *built.company;
  HoldDebts(company.work->debt_amounts, company.terms);
  std::vector<double> subsidy(company.works.size());
  std::vector<double> total(company.works.size());
  double residual = 0.0;
  int evaluations = 0;
  for (; evaluations < 60; ++evaluations) {
    company::FillSubsidyToDscr(*company.work, options.target_value, subsidy);
    residual = 0.0;
    for (std::size_t t = 0; t < subsidy.size(); ++t) {
      total[t] += subsidy[t];
      company.other_revenue[t] += subsidy[t];
      residual += subsidy[t];
    }
    if (residual <= 1e-9 * std::max(company.work->uses_amount, 1.0)) break;
    const auto run = company::Run(company.terms, company.flows(), company.decision, *company.work);
    if (!run) return run.error();
  }
  company::Solution solution;
  solution.value = kernel::Sum(total);
  solution.residual = residual;
  solution.evaluation_count = evaluations;
  built.solved = SolvedTerm{"operating_subsidy", "CURRENCY", solution};
  std::vector<double> by_period(static_cast<std::size_t>(built.ledger.input.window.period_count));
  for (std::size_t t = 1; t < total.size(); ++t) by_period[t - 1] = total[t];
  built.ledger.columns.push_back({"operating subsidy", project.setting->public_party_id,
                                  project.setting->operator_party_id, ledger::Category::kGrant, std::move(by_period)});
  return true;
}

}  // namespace

Result<StructuredMode> SolveTerms(const Project& project, const model::DeliveryMode& mode,
                                  const SolveTermsOptions& options) {
  const ProjectFlows flows = ReadProjectFlows(project);
  if (options.unknown == SolvedUnknown::kTariff) {
    auto solved = SolveTariff(project, flows, mode, options);
    if (!solved) return solved.error();
    TariffSolution at_tariff = std::move(solved).value();
    CompleteLedger(project, mode, at_tariff.built);
    return DescribeMode(project, at_tariff.flows, mode, "mode", nullptr, at_tariff.built);
  }
  auto open = OpenMode(project, flows, mode);
  if (!open) return UnderMode(open.error());
  BuiltMode built = std::move(open).value();
  if (!built.company) {
    return Failure{Reason::kInvalidInput, "mode",
                   "no company finances mode '" + mode.id + "': there is nothing to solve"};
  }
  if (options.unknown != SolvedUnknown::kCharge) {
    // Everything but the unknown is as the mode has it: its own charge is solved first where it has no amount.
    const auto evaluated = EvaluateCompany(mode, std::nullopt, built);
    if (!evaluated) return UnderMode(evaluated.error());
  }
  const auto solved = options.unknown == SolvedUnknown::kTenor ? SolveTenor(mode, options, built)
                      : options.unknown == SolvedUnknown::kOperatingSubsidy
                          ? SolveSubsidy(project, options, built)
                          : SolveContinuous(project, mode, options, built);
  if (!solved) return AtRequest(mode, solved.error());
  if (options.unknown == SolvedUnknown::kGrant) {
    std::vector<double> grant(static_cast<std::size_t>(built.ledger.input.window.period_count));
    const double amount = grant[0] = built.company->decision.extra_grant_amount;
    built.ledger.columns.push_back({"grant at financial close", project.setting->public_party_id,
                                    project.setting->operator_party_id, ledger::Category::kGrant, std::move(grant),
                                    amount});
  }
  CompleteLedger(project, mode, built);
  return DescribeMode(project, flows, mode, "mode", nullptr, built);
}

}  // namespace calanque::partnership
