// What holds for any plan and any record of it, zeros included.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/portfolio/plan_clock.h"
#include "engine/portfolio/track_progress.h"

namespace calanque::portfolio {
namespace {

using model::Of;
using model::ProgressQuantity;

/// Often 0, seldom round.
double AnyAmount(int low = -1000) {
  if (*rc::gen::inRange(0, 3) == 0) return 0.0;
  return *rc::gen::inRange(low, 1001) / 7.0;
}

std::vector<double> AnyRow(std::size_t count, int low = -1000) {
  std::vector<double> row(count);
  for (double& amount : row) amount = AnyAmount(low);
  return row;
}

ProjectPlan AnyPlan(const std::string& id, std::size_t count) {
  ProjectPlan plan;
  plan.id = id;
  plan.work_amounts = AnyRow(count, 0);
  for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
    plan.rows[q].amounts = AnyRow(count);
    if (q < 5) plan.rows[q].cash_amounts = plan.rows[q].amounts;
  }
  for (double& amount : Of(plan.rows, ProgressQuantity::kSpent).cash_amounts) amount = -amount;
  plan.npv_amount = AnyAmount();
  return plan;
}

ProgressFigures AnyFigures() {
  const auto count = *rc::gen::inRange<std::size_t>(1, 9);
  ProgressFigures figures;
  figures.first_year = 2025;
  figures.year_count = count;
  for (std::size_t t = 0; t < count; ++t) {
    figures.year_of_period.push_back(t);
    figures.discount_factors.push_back(std::pow(1.04, -static_cast<double>(t)));
  }
  const auto projects = *rc::gen::inRange<std::size_t>(1, 4);
  for (std::size_t p = 0; p < projects; ++p) figures.projects.push_back(AnyPlan("p" + std::to_string(p), count));
  figures.programme = AnyPlan("", count);
  return figures;
}

model::ProjectActuals AnyActuals(const ProjectPlan& plan, std::size_t count) {
  model::ProjectActuals actuals;
  actuals.project_id = plan.id;
  actuals.scope_at_completion_fraction = *rc::gen::element(0.0, 0.5, 0.9, 1.0, 1.3);
  if (*rc::gen::arbitrary<bool>()) {
    double left = actuals.scope_at_completion_fraction;
    for (std::size_t t = 0; t < count; ++t) {
      actuals.delivered_fractions.push_back(left * *rc::gen::inRange(0, 5) / 4.0);
      left -= actuals.delivered_fractions.back();
    }
  }
  for (auto& row : actuals.rows) {
    if (*rc::gen::inRange(0, 3) != 0) row = AnyRow(count);
  }
  return actuals;
}

struct Case {
  ProgressFigures figures;
  model::ProgressTerms terms;
  std::size_t count = 0;
  ProgressAnswer answer;
};

Case AnyCase() {
  Case one;
  one.figures = AnyFigures();
  one.count = *rc::gen::inRange<std::size_t>(1, one.figures.period_count() + 1);
  one.terms.method = *rc::gen::element(model::ForecastMethod::kRecordedRates, model::ForecastMethod::kPlannedRates,
                                       model::ForecastMethod::kRecordedRatesAndPace);
  for (const ProjectPlan& plan : one.figures.projects) {
    if (*rc::gen::inRange(0, 4) != 0) one.terms.actuals.push_back(AnyActuals(plan, one.count));
  }
  const auto answer = TrackProgress(one.figures, one.terms, one.count);
  RC_ASSERT(static_cast<bool>(answer));
  one.answer = *answer;
  return one;
}

void AssertNear(double value, double expected, double size) {
  RC_ASSERT(std::abs(value - expected) <= 1e-12 * (1.0 + size));
}

RC_GTEST_PROP(Progress, PricePlusVolumePlusTimingIsTheDifference, ()) {
  const Case one = AnyCase();
  std::vector<const ProjectProgress*> subjects = {&one.answer.portfolio};
  for (const ProjectProgress& project : one.answer.projects) subjects.push_back(&project);
  for (const ProjectProgress* subject : subjects) {
    for (const QuantityProgress& quantity : subject->quantities) {
      RC_ASSERT(quantity.variances.size() == one.count);
      for (std::size_t t = 0; t < one.count; ++t) {
        const VarianceParts& parts = quantity.variances[t];
        RC_ASSERT(std::isfinite(parts.price) && std::isfinite(parts.volume) && std::isfinite(parts.timing));
        const double size = std::abs(parts.price) + std::abs(parts.volume) + std::abs(parts.timing);
        AssertNear(parts.total(), quantity.current[t] - quantity.planned[t],
                   size + std::abs(quantity.current[t]) + std::abs(quantity.planned[t]));
      }
    }
  }
}

// What was recorded is what stands there, to the last bit.
RC_GTEST_PROP(Progress, RecordsAreKept, ()) {
  const Case one = AnyCase();
  for (const model::ProjectActuals& actuals : one.terms.actuals) {
    const auto project = std::ranges::find(one.answer.projects, actuals.project_id, &ProjectProgress::id);
    for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
      for (std::size_t t = 0; t < actuals.rows[q].size(); ++t) {
        RC_ASSERT(project->quantities[q].current[t] == actuals.rows[q][t]);
      }
    }
  }
}

// What is late comes: over a plan that is recorded to its end, timing is what did not fit into the horizon.
RC_GTEST_PROP(Progress, TimingAddsUpToNothing, ()) {
  ProgressFigures figures = AnyFigures();
  const std::size_t count = figures.period_count();
  const ProjectPlan& plan = figures.projects.front();
  model::ProgressTerms terms;
  terms.actuals = {AnyActuals(plan, count)};
  const auto answer = TrackProgress(figures, terms, count);
  RC_ASSERT(static_cast<bool>(answer));
  const std::vector<double> clock = PlanClock(plan.work_amounts, terms.actuals[0].delivered_fractions,
                                              terms.actuals[0].scope_at_completion_fraction, count);
  for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
    double timing = 0.0;
    double size = 0.0;
    for (const VarianceParts& parts : answer->projects[0].quantities[q].variances) {
      timing += parts.timing;
      size += std::abs(parts.timing);
    }
    const double late = terms.actuals[0].scope_at_completion_fraction *
                        Between(plan.rows[q].amounts, clock.back(), static_cast<double>(count));
    AssertNear(timing, -late, size + std::abs(late) + 1000);
  }
}

// Time on the plan never runs backwards, and never past its end faster than the calendar.
RC_GTEST_PROP(Progress, ThePlansClockNeverRunsBackwards, ()) {
  const Case one = AnyCase();
  for (const model::ProjectActuals& actuals : one.terms.actuals) {
    const auto plan = std::ranges::find(one.figures.projects, actuals.project_id, &ProjectPlan::id);
    const std::vector<double> clock =
        PlanClock(plan->work_amounts, actuals.delivered_fractions, actuals.scope_at_completion_fraction, one.count);
    double before = 0.0;
    for (const double now : clock) {
      RC_ASSERT(now >= before);
      RC_ASSERT(now <= static_cast<double>(one.figures.period_count()));
      before = now;
    }
  }
}

RC_GTEST_PROP(Progress, ForecastOfSpendingIsEarnedValues, ()) {
  const Case one = AnyCase();
  for (const ProjectProgress& project : one.answer.projects) {
    const EarnedValue& earned = project.earned;
    if (!earned.cost_performance_factor() || !earned.schedule_performance_factor()) continue;
    const double expected =
        one.terms.method == model::ForecastMethod::kPlannedRates    ? project.forecast_planned_rates_amount
        : one.terms.method == model::ForecastMethod::kRecordedRates ? *project.forecast_recorded_rates_amount
                                                                    : *project.forecast_recorded_rates_and_pace_amount;
    const double rate = Of(project.quantities, ProgressQuantity::kSpent).rate_factor;
    const double size = std::abs(earned.actual_cost_amount) + rate * 5000.0;
    RC_ASSERT(std::abs(project.forecast_spending_amount - expected) <= 1e-9 * (1.0 + size));
  }
}

RC_GTEST_PROP(Progress, PortfolioIsTheSumOfItsProjects, ()) {
  const Case one = AnyCase();
  double npv = one.figures.programme.npv_amount;
  for (const ProjectProgress& project : one.answer.projects) npv += *project.npv_amount.updated;
  AssertNear(*one.answer.portfolio.npv_amount.updated, npv, 1e3 + std::abs(npv));
  for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
    for (std::size_t t = 0; t < one.figures.period_count(); ++t) {
      double sum = one.figures.programme.rows[q].amounts[t];
      double size = std::abs(sum);
      for (const ProjectProgress& project : one.answer.projects) {
        sum += project.quantities[q].current[t];
        size += std::abs(project.quantities[q].current[t]);
      }
      AssertNear(one.answer.portfolio.quantities[q].current[t], sum, size);
    }
  }
}

}  // namespace
}  // namespace calanque::portfolio
