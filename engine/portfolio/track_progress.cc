#include "engine/portfolio/track_progress.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/kernel/series.h"
#include "engine/portfolio/plan_clock.h"
#include "engine/portfolio/sound_ratio.h"

namespace calanque::portfolio {
namespace {

using model::ForecastMethod;
using model::Of;
using model::ProgressQuantity;

/// Of the planned amounts: less than this was earned, and no rate can be read off it.
constexpr double kNothingEarned = 1e-9;

using kernel::Sum;

bool IsSource(ProgressQuantity quantity) {
  return quantity == ProgressQuantity::kReceived || quantity == ProgressQuantity::kReceivedPlanned;
}

bool FollowsEnergy(ProgressQuantity quantity) {
  return quantity == ProgressQuantity::kEnergyMoney || quantity == ProgressQuantity::kAbatement;
}

/// What one more unit of the quantity is in cash over the border.
double CashPerUnit(const PlannedRow& row, ProgressQuantity quantity) {
  const double amounts = Sum(row.amounts);
  if (amounts == 0.0) return quantity == ProgressQuantity::kSpent ? -1.0 : 1.0;
  return std::clamp(Sum(row.cash_amounts) / amounts, -1.0, 1.0);
}

/// One project.
class Tracker {
 public:
  Tracker(const ProgressFigures& figures, const ProjectPlan& plan, const model::ProjectActuals& actuals,
          ForecastMethod method, std::size_t recorded_count)
      : figures_(figures), plan_(plan), actuals_(actuals), method_(method), recorded_count_(recorded_count) {
    const std::vector<double> clock =
        PlanClock(plan.work_amounts, actuals.delivered_fractions, actuals.scope_at_completion_fraction, recorded_count);
    clock_.reserve(figures.period_count() + 1);
    clock_.push_back(0.0);
    clock_.insert(clock_.end(), clock.begin(), clock.end());
    while (clock_.size() <= figures.period_count()) clock_.push_back(clock_.back() + 1.0);
  }

  ProjectProgress Track() && {
    out_.id = plan_.id;
    // MWh first: others follow them.
    Follow(ProgressQuantity::kEnergy);
    for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
      const auto quantity = static_cast<ProgressQuantity>(q);
      if (quantity != ProgressQuantity::kEnergy) Follow(quantity);
    }
    FillDelivery();
    FillForecasts();
    FillValue();
    return std::move(out_);
  }

 private:
  [[nodiscard]] double scope() const { return actuals_.scope_at_completion_fraction; }
  /// What the plan brings of a row in period t, at the stage that the project has reached.
  [[nodiscard]] double Earned(std::span<const double> row, std::size_t t) const {
    return scope() * Between(row, clock_[t], clock_[t + 1]);
  }

  void Follow(ProgressQuantity quantity) {
    const std::vector<double>& planned = Of(plan_.rows, quantity).amounts;
    QuantityProgress& out = Of(out_.quantities, quantity);
    out.is_recorded = !Of(actuals_.rows, quantity).empty();
    out.planned = planned;
    out.current.resize(planned.size());
    double earned_sum = 0.0;
    for (std::size_t t = 0; t < recorded_count_; ++t) {
      const double earned = Earned(planned, t);
      earned_sum += earned;
      out.current[t] = Recorded(quantity, t, earned);
      out.variances.push_back(SplitVariance(out.current[t], planned[t], earned, scope()));
    }
    const double recorded_sum = Sum(std::span(out.current).first(recorded_count_));
    if (quantity == ProgressQuantity::kSpent) FillEarned(planned, earned_sum, recorded_sum);
    out.rate_factor = RateFactor(quantity, planned, earned_sum, recorded_sum);
    for (std::size_t t = recorded_count_; t < planned.size(); ++t) {
      out.current[t] = out.rate_factor * Earned(planned, t);
    }
    out.planned_at_completion = Sum(planned);
    out.beyond_horizon =
        out.rate_factor * scope() * Between(planned, clock_.back(), static_cast<double>(planned.size()));
    out.forecast_at_completion = Sum(out.current) + out.beyond_horizon;
  }

  [[nodiscard]] double Recorded(ProgressQuantity quantity, std::size_t t, double earned) const {
    const std::vector<double>& recorded = Of(actuals_.rows, quantity);
    if (!recorded.empty()) return recorded[t];
    const QuantityProgress& energy = Of(out_.quantities, ProgressQuantity::kEnergy);
    if (!FollowsEnergy(quantity) || !energy.is_recorded) return earned;
    const double earned_mwh = energy.current[t] - energy.variances[t].price;
    // Nothing recorded where something was earned is a rate of 0; anything where nothing was earned is none.
    if (energy.current[t] == 0.0 && earned_mwh != 0.0) return 0.0;
    return earned * SoundRatio(energy.current[t], earned_mwh).value_or(1.0);
  }

  void FillEarned(std::span<const double> planned, double earned_sum, double recorded_sum) {
    EarnedValue& earned = out_.earned;
    earned.planned_value_amount = Sum(planned.first(recorded_count_));
    earned.earned_value_amount = earned_sum;
    earned.actual_cost_amount = recorded_sum;
    earned.budget_at_completion_amount = Sum(planned);
    earned.scope_budget_amount = scope() * earned.budget_at_completion_amount;
  }

  [[nodiscard]] double RateFactor(ProgressQuantity quantity, std::span<const double> planned, double earned_sum,
                                  double recorded_sum) const {
    if (method_ == ForecastMethod::kPlannedRates || IsSource(quantity)) return 1.0;
    double size = 0.0;
    for (const double amount : planned) size += std::abs(amount);
    if (std::abs(earned_sum) <= kNothingEarned * size) return 1.0;
    const double rate = SoundRatio(recorded_sum, earned_sum).value_or(1.0);
    if (quantity != ProgressQuantity::kSpent || method_ != ForecastMethod::kRecordedRatesAndPace) return rate;
    const auto pace = out_.earned.schedule_performance_factor();
    return pace ? rate / *pace : rate;
  }

  void FillDelivery() {
    const std::span<const double> work(plan_.work_amounts);
    const double total = Sum(work);
    if (total > 0.0) {
      out_.planned_delivered_fraction = Sum(work.first(recorded_count_)) / total;
      out_.delivered_fraction = actuals_.delivered_fractions.empty() ? scope() * out_.planned_delivered_fraction
                                                                     : Sum(actuals_.delivered_fractions);
    }
    out_.delay_years = (static_cast<double>(recorded_count_) - clock_[recorded_count_]) /
                       static_cast<double>(figures_.periods_per_year);
  }

  void FillForecasts() {
    out_.forecast_spending_amount = Of(out_.quantities, ProgressQuantity::kSpent).forecast_at_completion;
    out_.forecast_planned_rates_amount = out_.earned.AtCompletion(1.0);
    const auto cost = out_.earned.cost_performance_factor();
    const auto pace = out_.earned.schedule_performance_factor();
    if (cost) out_.forecast_recorded_rates_amount = out_.earned.AtCompletion(*cost);
    if (cost && pace) out_.forecast_recorded_rates_and_pace_amount = out_.earned.AtCompletion(*cost * *pace);
  }

  void FillValue() {
    if (!plan_.has_npv) return;
    double npv = plan_.npv_amount + (scope() - 1.0) * plan_.residual_value_present_amount;
    for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
      const PlannedRow& row = plan_.rows[q];
      if (row.cash_amounts.empty()) continue;
      const QuantityProgress& progress = out_.quantities[q];
      const double per_unit = CashPerUnit(row, static_cast<ProgressQuantity>(q));
      for (std::size_t t = 0; t < row.cash_amounts.size(); ++t) {
        const double earned = Earned(row.cash_amounts, t);
        const double cash =
            t < recorded_count_ ? earned + per_unit * progress.variances[t].price : progress.rate_factor * earned;
        npv += (cash - row.cash_amounts[t]) * figures_.discount_factors[t];
      }
    }
    out_.npv_amount = {plan_.npv_amount, npv};
  }

  const ProgressFigures& figures_;
  const ProjectPlan& plan_;
  const model::ProjectActuals& actuals_;
  ForecastMethod method_;
  std::size_t recorded_count_;
  std::vector<double> clock_;  ///< The plan's time at the start of every period, and at the horizon.
  ProjectProgress out_;
};

void AddQuantity(const QuantityProgress& one, QuantityProgress& sum) {
  sum.is_recorded = sum.is_recorded || one.is_recorded;
  sum.planned.resize(one.planned.size());
  sum.current.resize(one.current.size());
  kernel::Accumulate(sum.planned, one.planned);
  kernel::Accumulate(sum.current, one.current);
  sum.variances.resize(std::max(sum.variances.size(), one.variances.size()));
  for (std::size_t t = 0; t < one.variances.size(); ++t) {
    sum.variances[t].price += one.variances[t].price;
    sum.variances[t].volume += one.variances[t].volume;
    sum.variances[t].timing += one.variances[t].timing;
  }
  sum.planned_at_completion += one.planned_at_completion;
  sum.forecast_at_completion += one.forecast_at_completion;
  sum.beyond_horizon += one.beyond_horizon;
}

/// Need less committed sources, by calendar year.
std::vector<double> GapByYear(const ProgressFigures& figures, std::span<const double> spent,
                              std::span<const double> received) {
  std::vector<double> years(figures.year_count);
  for (std::size_t t = 0; t < spent.size(); ++t) years[figures.year_of_period[t]] += spent[t] - received[t];
  return years;
}

/// Tonnes and gap, of rows that are complete.
void FillFromRows(const ProgressFigures& figures, bool has_abatement, bool has_gap, ProjectProgress& out) {
  const QuantityProgress& spent = Of(out.quantities, ProgressQuantity::kSpent);
  const QuantityProgress& received = Of(out.quantities, ProgressQuantity::kReceived);
  const QuantityProgress& avoided = Of(out.quantities, ProgressQuantity::kAbatement);
  if (has_gap) {
    out.planned_gap_amounts = GapByYear(figures, spent.planned, received.planned);
    out.updated_gap_amounts = GapByYear(figures, spent.current, received.current);
    out.gap_amount = {kernel::SumOfPositive(out.planned_gap_amounts), kernel::SumOfPositive(out.updated_gap_amounts)};
  }
  if (!has_abatement) return;
  out.abatement_t_co2e = {Sum(avoided.planned), Sum(avoided.current)};
  const int target = figures.target_year - figures.first_year;
  if (figures.target_year == 0 || target < 0 || static_cast<std::size_t>(target) >= figures.year_count) return;
  double planned = 0.0;
  double updated = 0.0;
  for (std::size_t t = 0; t < figures.period_count(); ++t) {
    if (figures.year_of_period[t] != static_cast<std::size_t>(target)) continue;
    planned += avoided.planned[t];
    updated += avoided.current[t];
  }
  out.abatement_target_year_t_co2e = {planned, updated};
}

class Portfolio {
 public:
  void Add(const ProjectProgress& one) {
    for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) AddQuantity(one.quantities[q], sum_.quantities[q]);
    sum_.earned.Add(one.earned);
    sum_.forecast_spending_amount += one.forecast_spending_amount;
    const double planned = one.forecast_planned_rates_amount;
    const double recorded = one.forecast_recorded_rates_amount.value_or(planned);
    planned_rates_ += planned;
    recorded_rates_ += recorded;
    recorded_pace_ += one.forecast_recorded_rates_and_pace_amount.value_or(recorded);
    planned_npv_ += one.npv_amount.planned.value_or(0.0);
    updated_npv_ += one.npv_amount.updated.value_or(0.0);
  }

  ProjectProgress Finish(const ProgressFigures& figures) && {
    sum_.forecast_planned_rates_amount = planned_rates_;
    sum_.forecast_recorded_rates_amount = recorded_rates_;
    sum_.forecast_recorded_rates_and_pace_amount = recorded_pace_;
    if (figures.has_npv) sum_.npv_amount = {planned_npv_, updated_npv_};
    FillFromRows(figures, figures.has_abatement, figures.has_gap, sum_);
    return std::move(sum_);
  }

 private:
  ProjectProgress sum_;
  double planned_rates_ = 0.0;
  double recorded_rates_ = 0.0;
  double recorded_pace_ = 0.0;
  double planned_npv_ = 0.0;
  double updated_npv_ = 0.0;
};

}  // namespace

Result<ProgressAnswer> TrackProgress(const ProgressFigures& figures, const model::ProgressTerms& terms,
                                     std::size_t recorded_count, const StopPoll& stop) {
  std::unordered_map<std::string, const model::ProjectActuals*> actuals;
  for (const model::ProjectActuals& one : terms.actuals) actuals.emplace(one.project_id, &one);
  const model::ProjectActuals nothing;
  ProgressAnswer answer;
  answer.recorded_count = recorded_count;
  Portfolio portfolio;
  for (const ProjectPlan& plan : figures.projects) {
    if (stop()) return Cancelled();
    const auto found = actuals.find(plan.id);
    ProjectProgress progress =
        Tracker(figures, plan, found == actuals.end() ? nothing : *found->second, terms.method, recorded_count).Track();
    portfolio.Add(progress);
    FillFromRows(figures, plan.has_abatement, plan.has_gap, progress);
    answer.projects.push_back(std::move(progress));
  }
  portfolio.Add(Tracker(figures, figures.programme, nothing, terms.method, recorded_count).Track());
  answer.portfolio = std::move(portfolio).Finish(figures);
  return answer;
}

}  // namespace calanque::portfolio
