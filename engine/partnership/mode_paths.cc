#include "engine/partnership/mode_paths.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"
#include "engine/company/waterfall.h"
#include "engine/kernel/series.h"
#include "engine/ppp/revenue_sharing.h"

namespace calanque::partnership {

using company::Row;

ModePaths::ModePaths(const BuiltMode& built, const ModeExposure& exposure, std::size_t path_count)
    : exposure_(&exposure), path_count_(path_count), city_cost_(path_count) {
  if (exposure.market) {
    contract_.emplace(*exposure.market);
    if (exposure.market->charge && exposure.market->charge->is_earned_by_availability) deduction_.resize(path_count);
    if (exposure.market->savings && exposure.market->savings->guaranteed_fraction > 0.0) {
      savings_guarantee_.resize(path_count);
    }
  }
  if (exposure.revenue) {
    guarantee_.resize(path_count);
    is_guarantee_called_.resize(path_count);
    guarantee_calls_.resize(exposure.revenue->year_count * path_count);
    for (auto* row : {&planned_, &users_, &paid_, &received_, &company_revenue_, &minimum_}) {
      row->resize(exposure.revenue->expected_amounts.size());
    }
  }
  if (exposure.revenue) ExpectRevenue();
  if (!built.company) return;
  company_.emplace(built.company->terms, exposure.company_flows, *built.company->work, exposure.floating_fractions);
  const std::size_t points = built.company->work->rows.point_count();
  equity_discount_ = exposure.equity_discount_factors;
  for (auto* row : {&equity_npv_, &minimum_dscr_, &is_locked_up_, &is_in_default_}) row->resize(path_count);
  for (auto* row : {&revenue_, &cost_, &works_, &maintenance_}) row->resize(points);
  for (auto* rows : {&dscr_, &locked_, &defaulted_}) rows->resize(points * path_count);
  rate_shift_.resize(points * built.company->terms.tranches.size());
}

void ModePaths::Evaluate(const LineDeviations& deviations, const FuturePaths* futures, std::size_t count) {
  CALANQUE_CHECK(count <= path_count_, "more paths than memory");
  CALANQUE_CHECK(futures == nullptr || exposure_->market, "the mode was compiled without futures");
  count_ = count;
  AddCityCost(deviations, futures);
  for (std::size_t path = 0; path < count; ++path) {
    if (futures != nullptr) PayContract(*futures, path);
    if (exposure_->revenue) MoveRevenue(deviations, futures, path);
    if (company_) RunCompany(deviations, futures, path);
  }
}

void ModePaths::PayContract(const FuturePaths& futures, std::size_t path) {
  contract_->Evaluate(futures, path);
  city_cost_[path] += contract_->city_cost_amount();
  if (!deduction_.empty()) deduction_[path] = contract_->deduction_amount();
  if (!savings_guarantee_.empty()) savings_guarantee_[path] = contract_->savings_guarantee_amount();
}

void ModePaths::AddCityCost(const LineDeviations& deviations, const FuturePaths* futures) {
  std::fill_n(city_cost_.begin(), count_, exposure_->base_cost_present_amount);
  const auto row = std::span(city_cost_).first(count_);
  for (std::size_t l = 0; l < exposure_->lines.size(); ++l) {
    const LineExposure& line = exposure_->lines[l];
    for (std::size_t d = 0; d < line.city_present_amount.size(); ++d) {
      if (line.city_present_amount[d] == 0.0) continue;
      kernel::AccumulateScaled(row, deviations[l][d].first(count_), line.city_present_amount[d]);
    }
  }
  if (futures == nullptr) return;
  for (const CityShare& share : exposure_->market->city) {
    kernel::AccumulateScaled(row, futures->Row(share.row, share.period).first(count_), share.present_amount);
  }
}

/// What the contract makes of the users' money: fills the company's part, answers the city's.
ModePaths::CityPart ModePaths::ShareRevenue(int delay) {
  const RevenueExposure& revenue = *exposure_->revenue;
  const auto wrong = ppp::WriteRevenueSharing(revenue.bands, revenue.base_amounts, users_, paid_, received_);
  CALANQUE_CHECK(!wrong, "bands were good when the mode was built");
  for (std::size_t p = 0; p < users_.size(); ++p) company_revenue_[p] = users_[p] + paid_[p] - received_[p];
  const auto faulty = ppp::WriteMinimumRevenueGuarantee({}, revenue.guaranteed_amounts, company_revenue_, minimum_);
  CALANQUE_CHECK(!faulty, "the guarantee was good when the mode was built");
  const auto late = static_cast<std::size_t>(std::min(revenue.operation_start + delay, revenue.contract_end));
  for (auto p = static_cast<std::size_t>(revenue.operation_start); p < late; ++p) {
    paid_[p] = received_[p] = minimum_[p] = company_revenue_[p] = 0.0;  // Nothing is shared before there is a service.
  }
  CityPart part;
  for (std::size_t p = 0; p < users_.size(); ++p) {
    company_revenue_[p] += minimum_[p];
    part.paid_amount += (paid_[p] + minimum_[p]) * revenue.discount_factors[p];
    part.taken_amount += received_[p] * revenue.discount_factors[p];
  }
  return part;
}

void ModePaths::ExpectRevenue() {
  users_ = exposure_->revenue->expected_amounts;
  const CityPart part = ShareRevenue(0);
  expected_city_amount_ = part.paid_amount - part.taken_amount;
  expected_company_revenue_ = company_revenue_;
}

void ModePaths::MoveRevenue(const LineDeviations& deviations, const FuturePaths* futures, std::size_t path) {
  const RevenueExposure& revenue = *exposure_->revenue;
  std::copy(revenue.expected_amounts.begin(), revenue.expected_amounts.end(), planned_.begin());
  constexpr std::size_t kRow = Position(FutureRow::kRevenue);
  if (futures != nullptr && futures->futures().IsMoved(kRow)) {
    const auto shift = static_cast<std::size_t>(exposure_->market->delay_period_count);
    for (std::size_t p = shift; p < static_cast<std::size_t>(revenue.contract_end); ++p) {
      planned_[p] += revenue.expected_factor * futures->Row(kRow, p - shift)[path];
    }
  }
  std::copy(planned_.begin(), planned_.end(), users_.begin());
  for (std::size_t l = 0; l < exposure_->lines.size(); ++l) {
    const LineExposure& line = exposure_->lines[l];
    if (!line.moves_users) continue;
    for (std::size_t p = 0; p < users_.size(); ++p) {
      users_[p] -= deviations[l][line.deviation_of_period[p]][path] * planned_[p];
    }
  }
  for (double& amount : users_) amount = std::max(amount, 0.0);
  const CityPart part = ShareRevenue(futures == nullptr ? 0 : futures->DelayPeriods(path));
  guarantee_[path] = part.paid_amount;
  is_guarantee_called_[path] = part.paid_amount > 0.0 ? 1.0 : 0.0;
  for (std::size_t year = 0; year < revenue.year_count; ++year) guarantee_calls_[year * path_count_ + path] = 0.0;
  for (std::size_t p = 0; p < paid_.size(); ++p) {
    guarantee_calls_[revenue.year_of_period[p] * path_count_ + path] += paid_[p] + minimum_[p];
  }
  city_cost_[path] += (part.paid_amount - part.taken_amount) - expected_city_amount_;
}

std::vector<double>& ModePaths::FlowRow(CompanyFlow flow) {
  switch (flow) {
    case CompanyFlow::kOperatingCost:
      return cost_;
    case CompanyFlow::kMaintenance:
      return maintenance_;
    case CompanyFlow::kRevenue:
      return revenue_;
    case CompanyFlow::kWorks:
      break;
  }
  return works_;
}

void ModePaths::MoveByLines(const LineDeviations& deviations, std::size_t path) {
  for (std::size_t l = 0; l < exposure_->lines.size(); ++l) {
    const LineExposure& line = exposure_->lines[l];
    if (line.company_amounts.empty()) continue;
    std::vector<double>& row = FlowRow(line.company_flow);
    for (std::size_t t = 1; t < row.size(); ++t) {
      row[t] += deviations[l][line.deviation_of_period[t - 1]][path] * line.company_amounts[t];
    }
  }
}

/// Works of a delayed project are paid as they were funded; what they cost more falls due when they are finished.
void ModePaths::MoveByFutures(const FuturePaths& futures, std::size_t path) {
  const bool is_delayed = futures.DelayPeriods(path) > 0;
  for (const CompanyShare& share : exposure_->market->company) {
    const bool is_works = share.row == Position(FutureRow::kWorks);
    const double amount = share.factor * futures.Row(share.row, share.period)[path];
    if (is_delayed && is_works) {
      works_[exposure_->construction_end] += amount;
    } else {
      FlowRow(share.flow)[share.point] += amount;
    }
  }
  for (std::size_t t = exposure_->construction_end + 1; t < revenue_.size(); ++t) {
    revenue_[t] += contract_->received()[t - 1];
    cost_[t] += contract_->paid()[t - 1];
  }
  if (!exposure_->market->rates.empty()) MoveRates(futures, path);
}

/// During construction interest is funded as agreed; what it costs more, shareholders pay in.
void ModePaths::MoveRates(const FuturePaths& futures, std::size_t path) {
  const company::Rows& base = company_->base().rows;
  const std::size_t points = base.point_count();
  for (const RateExposure& rate : exposure_->market->rates) {
    const auto balance = base.Of(rate.tranche, company::TrancheRow::kBalance);
    const auto shift = std::span(rate_shift_).subspan(rate.tranche * points, points);
    for (std::size_t t = 1; t < points; ++t) shift[t] = rate.slope[t] * futures.Row(rate.curve_row, t - 1)[path];
    for (std::size_t t = 1; t <= exposure_->construction_end; ++t) {
      works_[t] += rate.floating_fraction * shift[t] * balance[t - 1];
    }
  }
}

void ModePaths::RunCompany(const LineDeviations& deviations, const FuturePaths* futures, std::size_t path) {
  const company::Rows& base = company_->base().rows;
  const auto base_revenue = base[Row::kRevenue];
  const auto base_cost = base[Row::kOperatingCost];
  std::copy(base_revenue.begin(), base_revenue.end(), revenue_.begin());
  std::copy(base_cost.begin(), base_cost.end(), cost_.begin());
  std::fill(works_.begin(), works_.end(), 0.0);
  std::fill(maintenance_.begin(), maintenance_.end(), 0.0);
  MoveByLines(deviations, path);
  if (futures != nullptr) MoveByFutures(*futures, path);
  for (std::size_t t = exposure_->construction_end + 1; t < works_.size(); ++t) {
    maintenance_[t] += works_[t];  // Works after the start of operation are paid out of it.
    works_[t] = 0.0;
    if (exposure_->revenue) revenue_[t] += company_revenue_[t - 1] - expected_company_revenue_[t - 1];
  }
  company::PathFlows flows;
  flows.revenue = revenue_;
  flows.operating_cost = cost_;
  flows.extra_works = works_;
  flows.extra_maintenance = maintenance_;
  if (futures != nullptr && !exposure_->market->rates.empty()) flows.rate_shift = rate_shift_;
  company_->Evaluate(flows);
  const company::PathMeasures measures = company_->Measure(equity_discount_);
  equity_npv_[path] = measures.equity_npv_amount;
  minimum_dscr_[path] =
      std::isinf(measures.minimum_dscr) ? std::numeric_limits<double>::quiet_NaN() : measures.minimum_dscr;
  is_locked_up_[path] = measures.locked_count > 0 ? 1.0 : 0.0;
  is_in_default_[path] = measures.default_count > 0 ? 1.0 : 0.0;
  KeepPoints(path);
}

/// What a unit of share pays in, less what it is paid.
double ModePaths::OwnersPayment(const company::Rows& rows, std::size_t point) const {
  return rows[Row::kEquityDraws][point] + rows[Row::kShareholderFunding][point] - rows[Row::kDividends][point] -
         rows[Row::kCapitalRepaid][point];
}

void ModePaths::KeepPoints(std::size_t path) {
  const company::Rows& rows = company_->work().rows;
  const company::Rows& base = company_->base().rows;
  double owners = 0.0;  // More than in the base case, at the public party's rate.
  for (std::size_t t = 0; t < rows.point_count(); ++t) {
    const double due = rows[Row::kDebtServiceDue][t];
    const bool is_running = t > exposure_->construction_end;
    dscr_[t * path_count_ + path] = due > 0.0 ? rows[Row::kCfads][t] / due : std::numeric_limits<double>::quiet_NaN();
    locked_[t * path_count_ + path] = is_running && company::IsLockedUp(company_->terms(), rows, t) ? 1.0 : 0.0;
    defaulted_[t * path_count_ + path] = is_running && company::IsInDefault(company_->terms(), rows, t) ? 1.0 : 0.0;
    if (exposure_->public_equity_fraction == 0.0) continue;
    owners += (OwnersPayment(rows, t) - OwnersPayment(base, t)) * exposure_->discount_factors[t == 0 ? 0 : t - 1];
  }
  city_cost_[path] += exposure_->public_equity_fraction * owners;
}

}  // namespace calanque::partnership
