#include <algorithm>
#include <cmath>
#include <set>

#include "engine/kernel/discount.h"
#include "engine/model/number_text.h"
#include "engine/model/validate_risk.h"
#include "engine/partnership/checks.h"
#include "engine/partnership/company_terms.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/project_flows.h"
#include "engine/partnership/validate_company.h"

namespace calanque::partnership {
namespace {

/// The charge of a contract, and the field that holds it; null where there is none.
std::pair<const model::Charge*, std::string> ChargeOf(const model::Contract& contract) {
  if (const auto* mode = std::get_if<model::AvailabilityPartnership>(&contract)) {
    return {&mode->charge, "availability.charge"};
  }
  if (const auto* mode = std::get_if<model::DeferredPaymentContract>(&contract)) {
    return {&mode->charge, "deferred_payment.charge"};
  }
  if (const auto* mode = std::get_if<model::JointCompany>(&contract)) return {&mode->charge, "joint_company.charge"};
  if (const auto* mode = std::get_if<model::OperatingLease>(&contract)) return {&mode->rent, "lease.rent"};
  if (const auto* mode = std::get_if<model::Concession>(&contract); mode != nullptr && mode->subsidy) {
    return {&*mode->subsidy, "concession.subsidy"};
  }
  return {nullptr, ""};
}

bool NeedsCompany(const model::Contract& contract) {
  return ChargeOf(contract).first != nullptr || std::holds_alternative<model::SharedSavingsContract>(contract) ||
         std::holds_alternative<model::Concession>(contract);
}

struct ContractChecks {
  Checks& checks;

  void operator()(const model::DirectProcurement& mode) const {
    if (!mode.loan) return;
    const model::Loan& loan = *mode.loan;
    const double rate = loan.interest_rate_nominal_per_year;
    checks.Require(rate >= 0.0 && rate <= 1.0, "direct.loan.interest_rate_nominal_per_year",
                   "is " + model::NumberText(rate) + "; expected 0 to 1");
    checks.WholePeriods(loan.tenor_years, 1, "direct.loan.tenor_years");
    checks.Require(loan.tenor_years <= 60.0, "direct.loan.tenor_years", "is above 60 years");
    checks.WholePeriods(loan.grace_years, 0, "direct.loan.grace_years");
    checks.Require(loan.grace_years < loan.tenor_years, "direct.loan.grace_years", "is not below the tenor");
  }

  void operator()(const model::DeferredPaymentContract& mode) const {
    checks.WholePeriods(mode.payment_years, 1, "deferred_payment.payment_years");
  }
  void operator()(const model::SharedSavingsContract& mode) const {
    checks.WholePeriods(mode.sharing_years, 1, "shared_savings.sharing_years");
  }
  void operator()(const model::OperatingLease& mode) const {
    checks.WholePeriods(mode.lease_years, 1, "lease.lease_years");
  }
  void operator()(const model::RevolvingFund& mode) const {
    checks.Party(mode.fund_party_id, "revolving_fund.fund_party_id");
  }
  void operator()(const model::Concession& mode) const {
    checks.Require(mode.upper_band_fraction == 0.0 || mode.upper_band_fraction >= mode.lower_band_fraction,
                   "concession.upper_band_fraction", "is below the lower band");
  }
  template <typename Other>
  void operator()(const Other& /*mode*/) const {}  // Nothing but ranges, which the service checks.
};

/// Shareholders stand behind lenders: nobody puts up equity for less than lenders earn. The cheapest loan decides. Of a
/// company found sound.
std::optional<std::string> WhyReturnIsTooLow(const Project& project, const model::OperatorCompany& company,
                                             const Window& window, double return_per_year) {
  const company::Terms terms = MakeCompanyTerms(project, company, window);
  const company::Tranche* cheapest = nullptr;
  const auto rate_of = [&](const company::Tranche& tranche) {
    return kernel::RatePerYear(tranche.rate_per_period[static_cast<std::size_t>(terms.construction_end) + 1],
                               terms.periods_per_year);
  };
  for (const company::Tranche& tranche : terms.tranches) {
    if (tranche.IsFromLender() && (cheapest == nullptr || rate_of(tranche) < rate_of(*cheapest))) cheapest = &tranche;
  }
  if (cheapest == nullptr || return_per_year >= rate_of(*cheapest)) return std::nullopt;
  return "is " + model::NumberText(return_per_year) + ", below the cost of debt: loan '" + cheapest->id + "' costs " +
         model::NumberText(rate_of(*cheapest));
}

/// The last day of the flows that a target counts.
void CheckTargetEnd(const Project& project, const model::DeliveryMode& mode, const SolveTermsOptions& options,
                    Failures& failures) {
  const auto fail = [&](std::string message) {
    failures.push_back({Reason::kInvalidInput, "target_end_date", std::move(message)});
  };
  if (options.target == SolveTarget::kMinimumDscr || options.target == SolveTarget::kAverageDscr) {
    fail("is given for a DSCR, which counts the periods of debt service; expected it with an IRR or NPV only");
    return;
  }
  const time::PeriodGrid& grid = project.request->options.grid;
  const Window window = ContractWindow(project, mode.delay_period_count);
  const time::Date day_after = *options.target_end_date + std::chrono::days{1};
  const bool is_within = IsBoundary(grid, day_after) && day_after > grid.StartOf(window.operation_start) &&
                         day_after <= grid.StartOf(window.contract_end);
  if (!is_within) fail("is not the last day of a period between the start of operation and the end of the contract");
}

/// A bias of its own, or rows of the table whose shares add up.
void CheckBias(const model::OptimismBias& bias, const std::set<std::string>& known_types, const std::string& line,
               Failures& failures) {
  if (bias.types.empty()) return;
  const std::string path = line + ".optimism_bias";
  const auto fail = [&](const std::string& field, std::string message) {
    failures.push_back({Reason::kInvalidInput, path + field, std::move(message)});
  };
  if (bias.upper_fraction != 0.0 || bias.lower_fraction != 0.0) {
    fail("", "has both types and bounds of its own; expected one");
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < bias.types.size(); ++i) {
    sum += bias.types[i].cost_fraction;
    if (known_types.count(bias.types[i].type_id) == 0) {
      fail(".types[" + std::to_string(i) + "].type_id",
           "unknown type '" + bias.types[i].type_id + "'; expected one of bias_types");
    }
  }
  if (std::abs(sum - 1.0) > 1e-9) {
    fail(".types", "shares add up to " + model::NumberText(sum) + "; expected 1");
  }
}

}  // namespace

Failures ValidateSetting(const Project& project) {
  Checks checks(project, "setting");
  const model::PppSetting& setting = *project.setting;
  const model::AppraisalRequest& request = *project.request;
  const auto& projects = request.portfolio.projects;
  const bool is_known =
      std::any_of(projects.begin(), projects.end(), [&](const auto& one) { return one.id == setting.project_id; });
  checks.Require(is_known, "project_id",
                 "unknown project '" + setting.project_id + "'; expected one of the portfolio's");
  checks.Party(setting.public_party_id, "public_party_id");
  checks.Party(setting.operator_party_id, "operator_party_id");
  checks.Party(setting.tax_party_id, "tax_party_id");
  checks.Party(setting.shareholder_party_id, "shareholder_party_id");
  const auto& grid = request.options.grid;
  checks.Require(IsBoundary(grid, setting.operation_start_date) && setting.operation_start_date < grid.Horizon(),
                 "operation_start_date", "is not the first day of a period of the grid");
  if (setting.contract_end_date) {
    checks.Require(IsBoundary(grid, *setting.contract_end_date + std::chrono::days{1}) &&
                       *setting.contract_end_date > setting.operation_start_date,
                   "contract_end_date", "is not the last day of a period of the grid after the start of operation");
  }
  Failures failures = std::move(checks).Take();
  if (request.options.price_basis != model::PriceBasis::kNominal) {
    failures.push_back({Reason::kInvalidInput, "appraisal.options.price_basis",
                        "partnerships are nominal: loans, taxes and charges are; expected PRICE_BASIS_NOMINAL"});
  }
  if (request.options.flow_timing != time::FlowTiming::kEnd) {
    failures.push_back({Reason::kInvalidInput, "appraisal.options.flow_timing",
                        "debt is served at the end of periods; expected FLOW_TIMING_END"});
  }
  return failures;
}

Failures ValidateMode(const Project& project, const model::DeliveryMode& mode, const std::string& path) {
  Checks checks(project, path);
  checks.Require(!mode.id.empty(), "id", "is missing");
  const Window window = ContractWindow(project, mode.delay_period_count);
  checks.Require(window.operation_start < window.contract_end, "delay_period_count",
                 "leaves no operation before the grid ends");
  std::visit(ContractChecks{checks}, mode.contract);
  const auto [charge, field] = ChargeOf(mode.contract);
  if (charge != nullptr && charge->indexed_fraction > 0.0)
    checks.Curve(charge->index_curve_id, field + ".index_curve_id");
  if (charge != nullptr && charge->index_base_date) {
    checks.Require(charge->indexed_fraction > 0.0, field + ".index_base_date",
                   "is given, but no part of the charge is indexed");
    const time::Date first_day = project.request->options.grid.StartOf(window.operation_start);
    checks.Require(*charge->index_base_date <= first_day, field + ".index_base_date",
                   "is after the first day of operation, " + time::FormatIsoDate(first_day));
  }
  if (NeedsCompany(mode.contract)) {
    checks.Require(mode.company.has_value(), "company", "is missing; a company finances this mode");
    if (mode.company) CheckCompany(checks, *mode.company, window, charge != nullptr && !charge->amount_per_year);
    if (mode.termination) CheckTermination(checks, *mode.termination);
    if (mode.company && mode.refinancing) {
      CheckRefinancing(checks, project, *mode.company, *mode.refinancing, window);
    }
  } else {
    checks.Require(!mode.termination, "termination",
                   "is given, but no company stands between the city and its lenders");
    checks.Require(!mode.refinancing, "refinancing", "is given, but no company borrows in this mode");
  }
  Failures failures = std::move(checks).Take();
  const bool is_solved = charge != nullptr && !charge->amount_per_year;
  if (!failures.empty() || !is_solved) return failures;
  if (auto why = WhyReturnIsTooLow(project, *mode.company, window, *mode.company->target_equity_irr_per_year)) {
    failures.push_back({Reason::kInvalidInput, path + ".company.target_equity_irr_per_year", std::move(*why)});
  }
  return failures;
}

Failures ValidateRisks(const std::vector<model::RiskLine>& risks, const std::vector<model::DeliveryMode>& modes,
                       const std::vector<model::BiasType>& bias_types) {
  Failures failures;
  std::set<std::string> known_types;
  for (std::size_t i = 0; i < bias_types.size(); ++i) {
    if (!bias_types[i].id.empty() && known_types.insert(bias_types[i].id).second) continue;
    failures.push_back(
        {Reason::kInvalidInput, "bias_types[" + std::to_string(i) + "].id", "is missing or stands twice"});
  }
  std::set<std::string> ids;
  const auto fail = [&](std::size_t i, const std::string& field, std::string message) {
    failures.push_back({Reason::kInvalidInput, "risks[" + std::to_string(i) + "]" + field, std::move(message)});
  };
  for (std::size_t i = 0; i < risks.size(); ++i) {
    const model::RiskLine& line = risks[i];
    if (line.id.empty() || !ids.insert(line.id).second) fail(i, ".id", "is missing or stands twice");
    const int ways =
        (line.outcomes.empty() ? 0 : 1) + (line.optimism_bias ? 1 : 0) + (line.factor_distribution ? 1 : 0);
    if (!line.outcomes.empty() && line.optimism_bias) {
      fail(i, "",
           "line '" + line.id +
               "' has both outcomes and an optimism bias; expected one: the bias already holds "
               "what the outcomes count");
    } else if (ways > 1) {
      fail(i, "",
           "line '" + line.id +
               "' counts its risk more than once; expected one of outcomes, optimism_bias and factor_distribution");
    }
    if (ways == 0) fail(i, "", "line '" + line.id + "' has no outcome, no bias and no distribution");
    if (line.factor_distribution) {
      for (Failure& wrong : model::ValidateDistribution(*line.factor_distribution)) {
        fail(i, ".factor_distribution." + wrong.field_path, std::move(wrong.message));
      }
    }
    double probability = 0.0;
    for (const model::RiskOutcome& outcome : line.outcomes) probability += outcome.probability_fraction;
    if (probability > 1.0 + 1e-9) fail(i, ".outcomes", "probabilities add up to more than 1");
    if (line.optimism_bias) CheckBias(*line.optimism_bias, known_types, "risks[" + std::to_string(i) + "]", failures);
    std::set<std::string> allocated;
    for (std::size_t a = 0; a < line.allocations.size(); ++a) {
      const std::string& id = line.allocations[a].mode_id;
      const std::string field = ".allocations[" + std::to_string(a) + "].mode_id";
      const auto mode = std::find_if(modes.begin(), modes.end(), [&](const auto& known) { return known.id == id; });
      if (mode == modes.end()) {
        fail(i, field, "unknown mode '" + id + "'");
      } else if (std::holds_alternative<model::DirectProcurement>(mode->contract)) {
        fail(i, field, "'" + id + "' is direct procurement, which has nobody to bear the risk; expected another mode");
      }
      if (!allocated.insert(id).second) fail(i, field, "'" + id + "' stands twice; expected one share for each mode");
    }
  }
  return failures;
}

Failures ValidateComparison(const Project& project, const ComparisonTerms& terms) {
  Failures failures;
  std::set<std::string> ids;
  const auto fail = [&](std::string path, std::string message) {
    failures.push_back({Reason::kInvalidInput, std::move(path), std::move(message)});
  };
  if (terms.modes.size() < 2)
    fail("modes", "has " + std::to_string(terms.modes.size()) + "; expected at least 2 modes");
  for (std::size_t i = 0; i < terms.modes.size(); ++i) {
    const std::string path = "modes[" + std::to_string(i) + "]";
    if (!terms.modes[i].id.empty() && !ids.insert(terms.modes[i].id).second) {
      fail(path + ".id", "'" + terms.modes[i].id + "' stands twice; expected distinct ids");
    }
    if (terms.modes[i].id == terms.reference_mode_id && terms.modes[i].risk_share_premium_per_year != 0.0) {
      fail(path + ".risk_share_premium_per_year",
           "is given for the reference; expected 0: the others are measured at it");
    }
    Failures more = ValidateMode(project, terms.modes[i], path);
    failures.insert(failures.end(), more.begin(), more.end());
  }
  if (ids.count(terms.reference_mode_id) == 0) {
    fail("reference_mode_id", "unknown mode '" + terms.reference_mode_id + "'; expected one of modes");
  }
  Failures more = ValidateRisks(terms.risks, terms.modes, terms.bias_types);
  failures.insert(failures.end(), more.begin(), more.end());
  return failures;
}

Failures ValidateSolve(const Project& project, const model::DeliveryMode& mode, const SolveTermsOptions& options) {
  Failures failures;
  if (!mode.company) {
    failures.push_back({Reason::kInvalidInput, "mode.company", "is missing; without a company nothing is solved"});
    return failures;
  }
  if (options.unknown == SolvedUnknown::kTariff) {
    const auto* concession = std::get_if<model::Concession>(&mode.contract);
    if (concession == nullptr) {
      failures.push_back({Reason::kInvalidInput, "unknown",
                          "is the tariff, but users do not pay the operator; expected a concession"});
    } else if (concession->subsidy && !concession->subsidy->amount_per_year) {
      failures.push_back({Reason::kInvalidInput, "mode.concession.subsidy.amount_per_year",
                          "is missing: the tariff and the subsidy cannot both be solved for"});
    }
  }
  if (options.unknown == SolvedUnknown::kCharge && ChargeOf(mode.contract).first == nullptr) {
    failures.push_back({Reason::kInvalidInput, "unknown",
                        "is the charge, but mode '" + mode.id +
                            "' pays none; expected a mode with a charge, rent or subsidy, or another unknown"});
  }
  const bool is_cover = options.target == SolveTarget::kMinimumDscr || options.target == SolveTarget::kAverageDscr;
  if (is_cover && options.target_value <= 0.0) {
    failures.push_back({Reason::kInvalidInput, "target_value",
                        "is " + model::NumberText(options.target_value) + "; expected a cover ratio above 0"});
  }
  const bool needs_tranche = options.unknown == SolvedUnknown::kDebt || options.unknown == SolvedUnknown::kTenor;
  const auto& tranches = mode.company->tranches;
  const bool is_known = std::any_of(tranches.begin(), tranches.end(),
                                    [&](const auto& tranche) { return tranche.id == options.tranche_id; });
  if (needs_tranche && tranches.empty()) {
    failures.push_back({Reason::kInvalidInput, "mode.company.tranches", "is empty; there is no debt to solve"});
  } else if (is_cover && std::none_of(tranches.begin(), tranches.end(), [](const model::Tranche& tranche) {
               return tranche.rank != model::TrancheRank::kShareholder;
             })) {
    failures.push_back(
        {Reason::kInvalidInput, "mode.company.tranches", "has no loan of a lender; a cover ratio needs debt to cover"});
  } else if (!options.tranche_id.empty() && !is_known) {
    failures.push_back({Reason::kInvalidInput, "tranche_id", "unknown tranche '" + options.tranche_id + "'"});
  }
  if (options.target_end_date) CheckTargetEnd(project, mode, options, failures);
  if (options.target != SolveTarget::kEquityIrr || !failures.empty()) return failures;
  if (!ValidateMode(project, mode, "mode").empty()) return failures;  // Said by who asks for it.
  const Window window = ContractWindow(project, mode.delay_period_count);
  if (auto why = WhyReturnIsTooLow(project, *mode.company, window, options.target_value)) {
    failures.push_back({Reason::kInvalidInput, "target_value", std::move(*why)});
  }
  return failures;
}

Failures ValidateAccounts(const Project& project, const model::CityAccounts& accounts) {
  Checks checks(project, "city_accounts");
  const auto years = static_cast<std::size_t>(project.plan->schema.axis.year_count);
  const auto check = [&](const std::vector<double>& values, const char* field, bool may_be_empty) {
    if (may_be_empty && values.empty()) return;
    checks.Require(
        values.size() == years, field,
        "has " + std::to_string(values.size()) + " years; expected the " + std::to_string(years) + " of the grid");
    const bool is_sound = std::all_of(values.begin(), values.end(), [](double value) { return value >= 0.0; });
    checks.Require(is_sound, field, "has a negative amount; expected 0 or more");
  };
  check(accounts.operating_revenue_amounts, "operating_revenue_amounts", false);
  check(accounts.operating_expenditure_amounts, "operating_expenditure_amounts", false);
  check(accounts.principal_repaid_amounts, "principal_repaid_amounts", false);
  check(accounts.debt_closing_amounts, "debt_closing_amounts", false);
  check(accounts.mandatory_spending_amounts, "mandatory_spending_amounts", true);
  checks.Require(accounts.debt_ceiling_years.value_or(1.0) > 0.0, "debt_ceiling_years", "is not above 0");
  return std::move(checks).Take();
}

std::vector<std::string> Conventions(const Project& project, const model::DeliveryMode* mode) {
  std::vector<std::string> said;
  said.emplace_back(
      "Amounts are nominal. Point 0 is financial close, the first day of the grid, with the flows dated that day; "
      "others "
      "stand at the end of periods.");
  said.emplace_back(
      "The city's cost is what crosses its border: payments less receipts, energy bill included, tax of the project's "
      "own items left out.");
  said.push_back("Present values are at " + time::FormatIsoDate(project.request->options.valuation_date) + ", at " +
                 model::NumberText(std::round(1e8 * project.setting->discount_rate_nominal_per_year) / 1e6) +
                 " % a year nominal.");
  said.emplace_back(
      "Interest per period is (1 + rate)^(1 / periods per year) - 1, or rate / periods per year of a loan that is "
      "quoted "
      "per period; draws bear interest for half of their period.");
  said.emplace_back(
      "The investment part of a charge repays lenders and, in level parts, shareholders' capital; running is operating "
      "cost and maintenance set aside; the rest is financing.");
  if (mode != nullptr && mode->company) {
    said.push_back(std::string("CFADS is ") + (mode->company->cfads_is_before_tax ? "before" : "after") + " tax, " +
                   (mode->company->cfads_excludes_reserve_interest ? "without" : "with") + " interest on reserves.");
  }
  return said;
}

}  // namespace calanque::partnership
