#include "engine/run/delayed_request.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "engine/finance/investment_profile.h"
#include "engine/metric/sums.h"
#include "engine/time/date.h"

namespace calanque::run {
namespace {

constexpr int kMonthsPerYear = 12;

/// Moves the dates of one kind of item. A kind without dates of its own follows what it is computed from.
class Delay {
 public:
  Delay(const time::PeriodGrid& grid, int years, double cost_growth)
      : grid_(grid), months_(kMonthsPerYear * years), cost_factor_(std::pow(1.0 + cost_growth, years)) {}

  void operator()(model::Investment& investment) const {
    investment.amount *= cost_factor_;
    Move(investment.spend_profile);
    CutResidual(investment);
  }
  void operator()(model::OperatingCost& cost) const { Move(cost.span); }
  void operator()(model::EnergyFlow& energy) const { Move(energy.span); }
  void operator()(model::Revenue& revenue) const { Move(revenue.span); }
  void operator()(model::Grant& grant) const {
    if (grant.payment_profile) Move(*grant.payment_profile);
  }
  void operator()(model::EnergySavingCertificate& certificate) const { Move(certificate.payment_profile); }
  void operator()(model::CoBenefit& benefit) const { Move(benefit.span); }
  void operator()(model::Emission& emission) const { Move(emission.span); }
  void operator()(model::ExplicitSeries& series) const {
    MoveStart(series.start_date);
    if (!metric::kInvestmentTaxed.Holds(series.category)) return;
    for (double& amount : series.amounts) amount *= cost_factor_;
  }
  void operator()(model::PhysicalSeries& series) const { MoveStart(series.start_date); }
  void operator()(model::DatedFlows& flows) const {
    const double factor = metric::kInvestmentTaxed.Holds(flows.category) ? cost_factor_ : 1.0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < flows.dates.size(); ++i) {
      const time::Date date = Later(flows.dates[i]);
      if (date >= grid_.Horizon()) continue;
      flows.dates[kept] = date;
      flows.amounts[kept++] = factor * flows.amounts[i];
    }
    flows.dates.resize(kept);
    flows.amounts.resize(kept);
  }
  void operator()(model::VatCompensation&) const {}
  void operator()(model::ResidualValue&) const {}

  void Move(model::YearlyProfile& profile) const { profile.start_date = Later(profile.start_date); }

 private:
  [[nodiscard]] time::Date Later(time::Date date) const { return time::AddMonths(date, months_); }
  void Move(model::ActiveSpan& span) const {
    span.start_date = Later(span.start_date);
    if (span.end_date) span.end_date = Later(*span.end_date);
  }
  /// What is not paid for before the horizon has no value there; the straight line knows that by itself.
  void CutResidual(model::Investment& investment) const {
    if (investment.residual_method != model::ResidualMethod::kExplicit) return;
    if (finance::CompletionDate(investment.spend_profile) <= grid_.Horizon()) return;
    double paid_fraction = 0.0;
    time::Date year = investment.spend_profile.start_date;
    for (const double fraction : investment.spend_profile.fractions) {
      if (year < grid_.Horizon()) paid_fraction += fraction;
      year = time::AddMonths(year, kMonthsPerYear);
    }
    investment.residual_value_amount *= paid_fraction;
  }
  void MoveStart(std::optional<time::Date>& start) const { start = Later(start.value_or(grid_.start)); }

  const time::PeriodGrid& grid_;
  int months_;
  double cost_factor_;
};

}  // namespace

model::AppraisalRequest DelayedRequest(const model::AppraisalRequest& request, std::size_t project, int years,
                                       double cost_growth_real_fraction_per_year) {
  model::AppraisalRequest alone;
  alone.assumptions = request.assumptions;
  alone.options = request.options;
  const model::Portfolio& all = request.portfolio;
  model::Portfolio& portfolio = alone.portfolio;
  portfolio.id = all.id;
  portfolio.currency_code = all.currency_code;
  portfolio.parties = all.parties;
  portfolio.perspectives = all.perspectives;
  portfolio.default_price_terms = all.default_price_terms;
  portfolio.baseline = all.baseline;
  portfolio.projects = {all.projects[project]};
  for (const model::FinancingSource& source : all.financing_sources) {
    if (source.project_id == all.projects[project].id) portfolio.financing_sources.push_back(source);
  }
  return DelayedPortfolio(std::move(alone), years, cost_growth_real_fraction_per_year);
}

model::AppraisalRequest DelayedPortfolio(model::AppraisalRequest request, int years,
                                         double cost_growth_real_fraction_per_year) {
  const Delay delay(request.options.grid, years, cost_growth_real_fraction_per_year);
  for (model::Project& project : request.portfolio.projects) {
    for (model::CashFlowItem& item : project.with_project) std::visit(delay, item.kind);
    for (model::CashFlowItem& item : project.without_project) std::visit(delay, item.kind);
  }
  for (model::FinancingSource& source : request.portfolio.financing_sources) {
    if (!source.project_id.empty()) delay.Move(source.payment_profile);
  }
  return request;
}

}  // namespace calanque::run
