#include "engine/partnership/solve_tariff.h"

#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <limits>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/company/solve.h"
#include "engine/kernel/series.h"
#include "engine/model/number_text.h"

namespace calanque::partnership {
namespace {

constexpr double kHighestFactor = 1e6;
constexpr double kTolerance = 1e-12;  // Of the uses, or of 1 for ratios.

ProjectFlows AtTariff(const ProjectFlows& flows, const std::string& public_party, const plan::Plan& plan,
                      double factor) {
  ProjectFlows scaled = flows;
  for (ProjectColumn& column : scaled.columns) {
    const bool is_from_users = column.column.category == ledger::Category::kRevenue &&
                               plan.parties[column.column.payee.value].id == public_party;
    if (!is_from_users) continue;
    for (double& amount : column.amounts) amount *= factor;
    column.opening_amount *= factor;
  }
  for (double& amount : scaled.revenue_amounts) amount *= factor;
  return scaled;
}

/// Measure minus target; NaN where the company has no such measure.
double ExcessOf(const Project& project, const model::DeliveryMode& mode, const SolveTermsOptions& options,
                const ModeCompany& company) {
  const company::Terms& terms = company.terms;
  const company::Rows& rows = company.work->rows;
  const int last = LastPointOf(project, ContractWindow(project, mode.delay_period_count), options);
  const auto equity = rows[company::Row::kEquityCashFlow];
  const auto cover = [&] { return company::FindCoverRatios(terms, *company.work); };
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  switch (options.target) {
    case SolveTarget::kEquityIrr:
      return company::NetPresentValueOf(terms, equity, options.target_value, last);
    case SolveTarget::kEquityNpv:
      return company::NetPresentValueOf(terms, equity, mode.company->equity_discount_rate_per_year, last) -
             options.target_value;
    case SolveTarget::kProjectNpv:
      return company::NetPresentValueOf(terms, rows[company::Row::kProjectCashFlow],
                                        project.setting->discount_rate_nominal_per_year, last) -
             options.target_value;
    case SolveTarget::kMinimumDscr: {
      const auto dscr = cover().dscr;
      return dscr ? dscr->value - options.target_value : kNone;
    }
    case SolveTarget::kAverageDscr: {
      const auto dscr = cover().average_dscr;
      return dscr ? *dscr - options.target_value : kNone;
    }
  }
  return kNone;
}

/// Paths as in SolveTermsRequest.
Failure OfCompany(const model::DeliveryMode& mode, Failure failure) {
  failure = InMode(mode, std::move(failure));
  failure.field_path = "mode." + failure.field_path;
  return failure;
}

/// The mode at trial tariffs.
class Trial {
 public:
  Trial(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
        const SolveTermsOptions& options)
      : project_(project), flows_(flows), mode_(mode), options_(options) {}

  /// Excess over the target at `factor`; NaN where the company cannot be evaluated, with the reason kept.
  double operator()(double factor) {
    ++count_;
    last_.flows = AtTariff(flows_, project_.setting->public_party_id, *project_.plan, factor);
    auto opened = OpenMode(project_, last_.flows, mode_);
    if (!opened) {
      Failure failure = opened.error();
      failure.field_path = "mode." + failure.field_path;
      return Fail(std::move(failure));
    }
    last_.built = std::move(opened).value();
    ModeCompany& company = *last_.built.company;
    const auto run = company::Run(company.terms, company.flows(), company.decision, *company.work);
    if (!run) return Fail(OfCompany(mode_, run.error()));
    return ExcessOf(project_, mode_, options_, company);
  }
  [[nodiscard]] double tolerance() const {
    const bool is_ratio = options_.target == SolveTarget::kMinimumDscr || options_.target == SolveTarget::kAverageDscr;
    return kTolerance * (is_ratio ? 1.0 : std::max(last_.built.company->work->uses_amount, 1.0));
  }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
  TariffSolution Take() && { return std::move(last_); }

 private:
  double Fail(Failure failure) {
    failure_ = std::move(failure);
    return std::numeric_limits<double>::quiet_NaN();
  }

  const Project& project_;
  const ProjectFlows& flows_;
  const model::DeliveryMode& mode_;
  const SolveTermsOptions& options_;
  TariffSolution last_;
  int count_ = 0;
  std::optional<Failure> failure_;
};

Failure OutOfReach(const model::DeliveryMode& mode, const SolveTermsOptions& options, const Trial& trial) {
  if (trial.failure()) return *trial.failure();
  return {Reason::kInvalidInput, "target_value",
          "no tariff of mode '" + mode.id + "' meets " + model::NumberText(options.target_value) +
              ": looked at 0 to 1,000,000 times what users pay"};
}

/// A factor from 0 to kHighestFactor; the measure rises with it.
Result<double> FindFactor(const model::DeliveryMode& mode, const SolveTermsOptions& options, Trial& excess) {
  double low = 1.0;
  double high = 1.0;
  double at_low = excess(1.0);
  double at_high = at_low;
  while (at_high < 0.0 && high < kHighestFactor) at_high = excess(high *= 2.0);
  if (high == 1.0) {
    while (at_low > 0.0 && low > 0.0) at_low = excess(low = low > 1e-6 ? low / 2.0 : 0.0);
  } else {
    low = high / 2.0;
    at_low = excess(low);
  }
  if (at_low == 0.0) return low;
  if (!(at_low * at_high <= 0.0)) return OutOfReach(mode, options, excess);
  std::uintmax_t limit = 200;
  const auto root = boost::math::tools::toms748_solve(
      [&](double factor) { return excess(factor); }, low, high, at_low, at_high,
      [](double a, double b) { return std::abs(b - a) <= 4.0 * std::numeric_limits<double>::epsilon() * std::abs(b); },
      limit);
  return std::abs(excess(root.first)) < std::abs(excess(root.second)) ? root.first : root.second;
}

}  // namespace

int LastPointOf(const Project& project, const Window& window, const SolveTermsOptions& options) {
  if (!options.target_end_date) return window.contract_end;
  return time::PeriodDates(project.request->options.grid).IndexOf(*options.target_end_date) + 1;
}

Result<TariffSolution> SolveTariff(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                                   const SolveTermsOptions& options) {
  if (kernel::Sum(flows.revenue_amounts) <= 0.0) {
    return Failure{Reason::kInvalidInput, "setting.project_id",
                   "users of the project pay nothing: there is no tariff to solve for"};
  }
  Trial excess(project, flows, mode, options);
  // The line through two tariffs, where nothing binds between; where something does at today's tariff, once more
  // nearby.
  double factor = 1.0;
  bool is_affine = false;
  for (int attempt = 0; attempt < 2 && !is_affine; ++attempt) {
    const double at_factor = excess(factor);
    const double slope = (excess(1.25 * factor) - at_factor) / (0.25 * factor);
    factor -= at_factor / slope;
    if (!(factor > 0.0 && factor <= kHighestFactor)) break;
    is_affine = std::abs(excess(factor)) <= excess.tolerance();
  }
  if (!is_affine) {
    const auto found = FindFactor(mode, options, excess);
    if (!found) return found.error();
    factor = *found;
  }
  company::Solution solution;
  solution.residual = excess(factor);
  solution.value = factor;
  solution.evaluation_count = excess.count();
  solution.is_affine = is_affine;
  TariffSolution solved = std::move(excess).Take();
  const auto sound = company::CheckDebt(solved.built.company->terms, *solved.built.company->work);
  if (!sound) return OfCompany(mode, sound.error());
  const company::Workspace& work = *solved.built.company->work;
  if (options.target == SolveTarget::kEquityIrr && work.uses_amount > 0.0 && !company::HasEquityAtRisk(work)) {
    Failure failure = company::NoEquity();
    failure.field_path = "target_value";
    return failure;
  }
  solved.built.solved = SolvedTerm{"tariff_factor", "1", solution};
  return solved;
}

}  // namespace calanque::partnership
