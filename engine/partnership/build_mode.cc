#include "engine/partnership/build_mode.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/company/evaluate.h"
#include "engine/company/solve.h"
#include "engine/kernel/discount.h"
#include "engine/kernel/series.h"
#include "engine/ppp/vat_compensation.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

/// The rate on each of the amounts, where there is anything to pay.
void PushVat(std::string name, Category category, std::vector<double> amounts, const model::DeliveryMode& mode,
             const model::PppSetting& setting, std::vector<ContractColumn>& columns) {
  for (double& amount : amounts) amount *= mode.vat_rate_fraction;
  if (std::all_of(amounts.begin(), amounts.end(), [](double amount) { return amount == 0.0; })) return;
  columns.push_back({std::move(name), setting.public_party_id, setting.tax_party_id, category, std::move(amounts)});
}

/// VAT that the public party pays on works, operation and the charge, and what the State gives back of it.
void AddVat(const Project& project, const model::DeliveryMode& mode, BuiltMode& built) {
  const model::PppSetting& setting = *project.setting;
  const auto periods = static_cast<std::size_t>(built.ledger.input.window.period_count);
  auto& columns = built.ledger.columns;
  const std::string& city = setting.public_party_id;
  std::vector<double> eligible = SumOf(columns, Category::kInvestment, city, "", periods);
  kernel::Accumulate(eligible, SumOf(columns, Category::kReplacement, city, "", periods));
  std::vector<double> subsidies = SumOf(columns, Category::kGrant, "", city, periods);
  std::vector<double> running = SumOf(columns, Category::kOperatingCost, city, "", periods);
  PushVat("VAT on works", Category::kInvestmentTax, eligible, mode, setting, columns);
  PushVat("VAT on operation", Category::kTax, std::move(running), mode, setting, columns);
  if (built.company) {
    kernel::Accumulate(eligible, built.payments.investment);
    std::fill(subsidies.begin(), subsidies.end(), 0.0);  // They reduce the charge, not its investment part as paid.
  }
  std::vector<double>& refund = built.vat_compensation_amounts;
  refund.assign(periods, 0.0);
  if (mode.vat_compensation_fraction == 0.0) return;
  for (double& amount : eligible) amount *= 1.0 + mode.vat_rate_fraction;
  ppp::VatCompensationTerms terms;
  terms.rate_fraction = mode.vat_compensation_fraction;
  terms.lag_points = static_cast<std::size_t>(mode.vat_compensation_lag_years) *
                     static_cast<std::size_t>(built.ledger.input.window.periods_per_year);
  // Refused where subsidies exceed what is eligible: then nothing is left to refund, and the row stays zero.
  const auto lost = ppp::WriteVatCompensation(terms, eligible, subsidies, refund);
  if (lost) built.ledger.lost_amount += *lost;
  columns.push_back({"VAT compensation", setting.tax_party_id, city, Category::kInvestmentTax, refund});
}

/// What the contract costs the public party: the charge, shares of savings or revenue, less what the operator pays it.
/// Share capital and grants are not payments for the contract.
std::vector<double> ContractPayments(const Project& project, const BuiltMode& built) {
  const std::string& city = project.setting->public_party_id;
  const std::string& company = project.setting->operator_party_id;
  std::vector<double> payments(static_cast<std::size_t>(built.ledger.input.window.period_count));
  for (const ContractColumn& column : built.ledger.columns) {
    if (column.category != Category::kOperatingCost && column.category != Category::kRevenue) continue;
    const bool is_paid = column.payer_party_id == city && column.payee_party_id == company;
    const bool is_received = column.payer_party_id == company && column.payee_party_id == city;
    if (is_paid || is_received) kernel::AccumulateScaled(payments, column.amounts, is_paid ? 1.0 : -1.0);
  }
  return payments;
}

/// The mode's field that a failure of its company is about.
std::string FieldOf(const std::string& path) {
  if (path.empty() || path == "grants") return "company";
  if (path == "target") return "company.target_equity_irr_per_year";
  return "company." + path;
}

}  // namespace

Failure InMode(const model::DeliveryMode& mode, Failure failure) {
  failure.field_path = FieldOf(failure.field_path);
  failure.message = "mode '" + mode.id + "': " + failure.message;
  if (failure.reason == Reason::kNotConverged) {
    failure.message +=
        "; fees (upfront_fee_fraction) or reserves (debt_service_months) may ask for more than a larger loan brings";
  }
  return failure;
}

Result<bool> EvaluateCompany(const model::DeliveryMode& mode, std::optional<double> equity_irr, BuiltMode& built) {
  ModeCompany& company = *built.company;
  const model::Charge* charge = built.ledger.outline.charge;
  const bool is_solved = charge != nullptr && (equity_irr || !charge->amount_per_year);
  if (!is_solved) {
    auto run = company::Evaluate(company.terms, company.flows(), company.decision, *company.work);
    if (!run) return InMode(mode, run.error());
    return true;
  }
  company::SolveOptions options;
  options.target_value = equity_irr.value_or(mode.company->target_equity_irr_per_year.value_or(0.0));
  auto solution = company::Solve(company.terms, company.flows(), options, company.decision, *company.work);
  if (!solution) return InMode(mode, solution.error());
  built.solved = SolvedTerm{"charge_amount_per_year", "CURRENCY/year", *solution};
  return true;
}

void CompleteLedger(const Project& project, const model::DeliveryMode& mode, BuiltMode& built) {
  const auto periods = static_cast<std::size_t>(built.ledger.input.window.period_count);
  if (built.company) AddCompanyColumns(project, mode, *built.company, built.ledger);
  built.contract_payments = ContractPayments(project, built);
  built.payments = {std::vector<double>(periods), std::vector<double>(periods), std::vector<double>(periods)};
  if (built.company) built.payments = SplitPayments(*built.company, built.contract_payments);
  AddVat(project, mode, built);
  built.city_cost_amounts = NetPayments(built.ledger.columns, project.setting->public_party_id, periods);
  built.city_cost_opening_amount = NetOpening(built.ledger.columns, project.setting->public_party_id);
}

namespace {

/// Works that are paid only once operation has begun leave nothing to finance: said, rather than what follows from it.
std::optional<Failure> WhyNothingIsFinanced(const Project& project, const model::DeliveryMode& mode,
                                            const BuiltMode& built) {
  const auto& works = built.company->works;
  if (!built.ledger.outline.operator_builds || kernel::Sum(built.ledger.input.works_amounts) <= 0.0) return {};
  if (std::any_of(works.begin(), works.end(), [](double amount) { return amount != 0.0; })) return {};
  return Failure{
      Reason::kInvalidInput, "company",
      "mode '" + mode.id + "': all works are paid after operation starts on " +
          time::FormatIsoDate(project.setting->operation_start_date) +
          ", so that the company has nothing to finance; expected works before it, or dated on the first day "
          "of the grid where there is no time of construction"};
}

}  // namespace

Result<BuiltMode> OpenMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode) {
  auto ledger = WriteModeLedger(project, flows, mode);
  if (!ledger) return ledger.error();
  BuiltMode built;
  built.ledger = std::move(ledger).value();
  if (!built.ledger.outline.needs_company) return built;
  built.company = MakeModeCompany(project, mode, built.ledger);
  if (auto wrong = WhyNothingIsFinanced(project, mode, built)) return std::move(*wrong);
  return built;
}

Result<BuiltMode> BuildMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                            std::optional<double> equity_irr) {
  auto built = OpenMode(project, flows, mode);
  if (!built) return built.error();
  BuiltMode complete = std::move(built).value();
  if (complete.company) {
    const auto evaluated = EvaluateCompany(mode, equity_irr, complete);
    if (!evaluated) return evaluated.error();
  }
  CompleteLedger(project, mode, complete);
  return complete;
}

double PresentValue(const Project& project, std::span<const double> periods, double rate_per_year) {
  return kernel::NetPresentValue(rate_per_year, std::span(project.plan->schema.axis.years).first(periods.size()),
                                 periods);
}

double PresentValue(const Project& project, std::span<const double> periods, double opening_amount,
                    double rate_per_year) {
  const double value = PresentValue(project, periods, rate_per_year);
  if (opening_amount == 0.0) return value;
  return value + opening_amount * (kernel::CompoundDiscountFactor(rate_per_year, OpeningYears(project)) -
                                   kernel::CompoundDiscountFactor(rate_per_year, project.plan->schema.axis.years[0]));
}

double OpeningYears(const Project& project) {
  const ledger::PointAxis& axis = project.plan->schema.axis;
  return axis.years[0] - 1.0 / project.request->options.grid.periods_per_year();
}

}  // namespace calanque::partnership
