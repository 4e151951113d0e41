#include "engine/company/solve.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <string>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"

namespace calanque::company {
namespace {

constexpr int kSecantSteps = 12;
constexpr double kRoughTolerance = 1e-4;  // Of the passes of the first two looks.
constexpr int kFirstExactLine = 2;        // The secant step through two exact looks.

/// Where the passes of the next trial begin: on the line through the states of the last two.
class Trials {
 public:
  explicit Trials(Workspace& work) : work_(work) {}

  void Remember(double x) {
    std::swap(work_.trial_states[0], work_.trial_states[1]);
    last_x_ = x_;
    x_ = x;
    SaveState(work_, work_.trial_states[0]);
    ++count_;
  }
  void Forget() { count_ = 0; }

  /// Empty where no trial is remembered.
  std::span<const double> StateAt(double x) {
    if (count_ == 0) return {};
    constexpr double kFarthest = 3.0;  // Beyond it a line is no better than a point.
    const double ratio = count_ > 1 && x_ != last_x_ ? (x - x_) / (x_ - last_x_) : 0.0;
    if (!(std::abs(ratio) <= kFarthest)) return work_.trial_states[0];
    for (std::size_t i = 0; i < work_.state_size; ++i) {
      const double value = work_.trial_states[0][i];
      work_.start_state[i] = value + ratio * (value - work_.trial_states[1][i]);
    }
    return work_.start_state;
  }

 private:
  Workspace& work_;
  double x_ = 0.0;
  double last_x_ = 0.0;
  int count_ = 0;
};

/// The target measure as a function of the unknown.
class Problem {
 public:
  Problem(const Terms& terms, const Flows& flows, const SolveOptions& options, Decision& decision, Workspace& work)
      : terms_(terms), flows_(flows), options_(options), decision_(decision), work_(work), trials_(work) {
    if (options_.last_point < 0) options_.last_point = terms.point_count - 1;
  }

  /// Measure minus target at x; remembers the first failure. `tolerance` is that of the passes.
  double operator()(double x, double tolerance = Passes{}.tolerance) {
    ++evaluation_count_;
    Set(x);
    const auto run = Run(terms_, flows_, decision_, work_, {.state = trials_.StateAt(x), .tolerance = tolerance});
    if (!run) {
      if (!failure_) failure_ = run.error();
      return std::nan("");
    }
    if (!is_bracketing_) trials_.Remember(x);
    return Measure() - (options_.target == Target::kEquityRate ? 0.0 : options_.target_value);
  }

  /// From here on each evaluation stands alone: secant steps went astray, or failed.
  void StartBracketing() {
    is_bracketing_ = true;
    trials_.Forget();
    ForgetFailure();
  }
  void ForgetFailure() { failure_.reset(); }

  /// What a residual is compared with.
  [[nodiscard]] double Scale() const { return IsRatio() ? 1.0 : std::max(work_.uses_amount, 1e-300); }
  [[nodiscard]] bool IsMet(double residual) const {
    return std::abs(residual) <= options_.relative_tolerance * Scale();
  }
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
  [[nodiscard]] int evaluation_count() const { return evaluation_count_; }

  /// A first guess of the unknown's size: what pays the works and their operation back without interest.
  [[nodiscard]] double Guess() const {
    double cost = 0.0;
    double profile = 0.0;
    for (const double amount : flows_.works) cost += amount;
    if (options_.unknown != Unknown::kCharge) return std::max(0.5 * cost, 1.0);
    for (const double amount : flows_.operating_cost) cost += amount;
    for (const double amount : flows_.charge_profile) profile += amount;
    return profile > 0.0 ? std::max(1.5 * cost, 1.0) / profile : 0.0;
  }

 private:
  void Set(double x) {
    switch (options_.unknown) {
      case Unknown::kCharge:
        decision_.charge_amount = x;
        return;
      case Unknown::kGrant:
        decision_.extra_grant_amount = x;
        return;
      case Unknown::kDebt:
        decision_.debt_tranche = options_.tranche;
        decision_.debt_amount = std::max(x, 0.0);
    }
  }

  [[nodiscard]] bool IsRatio() const {
    return options_.target == Target::kMinimumDscr || options_.target == Target::kAverageDscr;
  }

  [[nodiscard]] double Measure() const {
    switch (options_.target) {
      case Target::kEquityRate:
        return NetPresentValueOf(terms_, work_.rows[Row::kEquityCashFlow], options_.target_value, options_.last_point);
      case Target::kEquityNpv:
        return NetPresentValueOf(terms_, work_.rows[Row::kEquityCashFlow], options_.discount_rate_per_year,
                                 options_.last_point);
      case Target::kProjectNpv:
        return NetPresentValueOf(terms_, work_.rows[Row::kProjectCashFlow], options_.discount_rate_per_year,
                                 options_.last_point);
      case Target::kMinimumDscr: {
        const auto ratios = FindCoverRatios(terms_, work_);
        return ratios.dscr ? ratios.dscr->value : 0.0;
      }
      case Target::kAverageDscr: {
        const auto ratios = FindCoverRatios(terms_, work_);
        return ratios.average_dscr.value_or(0.0);
      }
    }
    return 0.0;
  }

  const Terms& terms_;
  const Flows& flows_;
  SolveOptions options_;
  Decision& decision_;
  Workspace& work_;
  Trials trials_;
  bool is_bracketing_ = false;
  std::optional<Failure> failure_;
  int evaluation_count_ = 0;
};

/// Two abscissas with residuals of opposite sign, or none within ten doublings each way.
std::optional<std::pair<double, double>> Bracket(Problem& problem, double x, double fx, bool may_be_negative) {
  double step = 0.1 * std::max(std::abs(x), 1e-6);
  double low = x;
  double high = x;
  for (int i = 0; i < 40; ++i, step *= 2.0) {
    high = x + step;
    const double f_high = problem(high);
    if (f_high * fx <= 0.0) return std::pair(std::min(low, high), high);
    const double next_low = may_be_negative ? x - step : std::max(x - step, 0.0);
    const double f_low = problem(next_low);
    if (f_low * fx <= 0.0) return std::pair(next_low, low);
    low = next_low;
  }
  return std::nullopt;
}

Failure NoSolution(const SolveOptions& options) {
  static constexpr const char* kUnknowns[] = {"charge", "grant", "debt"};
  static constexpr const char* kTargets[] = {"equity rate of return", "equity NPV", "project NPV", "minimum DSCR",
                                             "average DSCR"};
  return {Reason::kInvalidInput, "target",
          std::string("no ") + kUnknowns[static_cast<std::size_t>(options.unknown)] + " gives the " +
              kTargets[static_cast<std::size_t>(options.target)] + " asked for, " +
              std::to_string(options.target_value) +
              (options.unknown == Unknown::kDebt ? "; the loan's other limits hold while its amount is moved" : "")};
}

}  // namespace

Failure NoEquity() {
  return {
      Reason::kInvalidInput, "target",
      "shareholders pay nothing in: debt finances all uses, and there is no return to meet; expected limits on debt "
      "(gearing_fraction, dscr_factor) that leave them a part"};
}

Result<Solution> Solve(const Terms& terms, const Flows& flows, const SolveOptions& options, Decision& decision,
                       Workspace& work) {
  Problem problem(terms, flows, options, decision, work);
  const double guess = problem.Guess();
  if (guess == 0.0)
    return Failure{Reason::kInvalidInput, "charge_profile", "is zero throughout: no charge is ever paid"};
  // A rough look from afar says where to look closely.
  double x0 = guess;
  double f0 = problem(x0, kRoughTolerance);
  double x1 = 1.1 * guess;
  double f1 = problem(x1, kRoughTolerance);
  Solution solution;
  bool is_found = false;
  for (int step = 0; step < kSecantSteps && !is_found && f1 != f0 && std::isfinite(f1); ++step) {
    const double next = x1 - f1 * (x1 - x0) / (f1 - f0);
    x0 = x1;
    f0 = f1;
    x1 = next;
    f1 = problem(x1);
    is_found = problem.IsMet(f1);
    solution.is_affine = is_found && step <= kFirstExactLine;
  }
  if (!is_found) {
    problem.StartBracketing();
    const double f_guess = problem(guess);
    if (problem.failure()) return *problem.failure();
    const auto bracket = Bracket(problem, guess, f_guess, options.unknown == Unknown::kGrant);
    if (!bracket) return NoSolution(options);
    problem.ForgetFailure();  // What fails outside the bracket is of no matter.
    std::uintmax_t limit = 100;
    const auto root = boost::math::tools::toms748_solve(
        [&](double x) { return problem.failure() ? std::nan("") : problem(x); }, bracket->first, bracket->second,
        [](double a, double b) { return std::abs(b - a) <= 4e-16 * std::max(std::abs(a), std::abs(b)); }, limit);
    x1 = 0.5 * (root.first + root.second);
    f1 = problem(x1);
  }
  if (problem.failure()) return *problem.failure();
  if (options.unknown == Unknown::kCharge && x1 < 0.0) {
    Failure failure = NoSolution(options);
    failure.message += ": without any charge it is already more";
    return failure;
  }
  const auto checked = CheckDebt(terms, work);
  if (!checked) return checked.error();
  if (options.target == Target::kEquityRate && work.uses_amount > 0.0 && !HasEquityAtRisk(work)) return NoEquity();
  if (!problem.IsMet(f1) && std::abs(f1) > 1e-9 * problem.Scale()) return NoSolution(options);
  solution.value = x1;
  solution.residual = f1;
  solution.evaluation_count = problem.evaluation_count();
  return solution;
}

Result<int> SolveTenor(const Terms& terms, const Flows& flows, const Decision& decision, std::size_t tranche,
                       double minimum_dscr) {
  Terms trial = terms;
  Tranche& loan = trial.tranches[tranche];
  const int longest = terms.point_count - 1 - terms.construction_end;
  for (loan.tenor_periods = loan.grace_periods + 1; loan.tenor_periods <= longest; ++loan.tenor_periods) {
    Workspace work(trial);
    const auto run = Evaluate(trial, flows, decision, work);
    if (!run) continue;
    const auto ratios = FindCoverRatios(trial, work);
    if (ratios.dscr && ratios.dscr->value >= minimum_dscr) return loan.tenor_periods;
  }
  return Failure{Reason::kInvalidInput, "target",
                 "no tenor up to the " + std::to_string(longest) + " periods of operation leaves a DSCR of " +
                     std::to_string(minimum_dscr)};
}

void FillSubsidyToDscr(const Workspace& work, double dscr, std::span<double> subsidy) {
  const auto cfads = work.rows[Row::kCfads];
  const auto due = work.rows[Row::kDebtServiceDue];
  for (std::size_t t = 0; t < subsidy.size(); ++t) subsidy[t] = std::max(dscr * due[t] - cfads[t], 0.0);
}

}  // namespace calanque::company
