#include "engine/partnership/mode_paths.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"
#include "engine/kernel/series.h"
#include "engine/ppp/revenue_sharing.h"

namespace calanque::partnership {

using company::Row;

ModePaths::ModePaths(const BuiltMode& built, const ModeExposure& exposure, std::size_t path_count)
    : exposure_(&exposure), path_count_(path_count), city_cost_(path_count) {
  if (exposure.revenue) {
    guarantee_.resize(path_count);
    for (auto* row : {&users_, &paid_, &received_, &company_revenue_, &minimum_}) {
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
  dscr_.resize(points * path_count);
}

std::span<const double> ModePaths::dscr(std::size_t point) const {
  return std::span(dscr_).subspan(point * path_count_, count_);
}

void ModePaths::Evaluate(const LineDeviations& deviations, std::size_t count) {
  CALANQUE_CHECK(count <= path_count_, "more paths than memory");
  count_ = count;
  AddCityCost(deviations);
  for (std::size_t path = 0; path < count; ++path) {
    if (exposure_->revenue) MoveRevenue(deviations, path);
    if (company_) RunCompany(deviations, path);
  }
}

void ModePaths::AddCityCost(const LineDeviations& deviations) {
  std::fill_n(city_cost_.begin(), count_, exposure_->base_cost_present_amount);
  const auto row = std::span(city_cost_).first(count_);
  for (std::size_t l = 0; l < exposure_->lines.size(); ++l) {
    const LineExposure& line = exposure_->lines[l];
    for (std::size_t d = 0; d < line.city_present_amount.size(); ++d) {
      if (line.city_present_amount[d] == 0.0) continue;
      kernel::AccumulateScaled(row, deviations[l][d].first(count_), line.city_present_amount[d]);
    }
  }
}

/// What the contract makes of the users' money: fills the company's part, answers the city's.
ModePaths::CityPart ModePaths::ShareRevenue() {
  const RevenueExposure& revenue = *exposure_->revenue;
  const auto wrong = ppp::WriteRevenueSharing(revenue.bands, revenue.base_amounts, users_, paid_, received_);
  CALANQUE_CHECK(!wrong, "bands were good when the mode was built");
  for (std::size_t p = 0; p < users_.size(); ++p) company_revenue_[p] = users_[p] + paid_[p] - received_[p];
  const auto faulty = ppp::WriteMinimumRevenueGuarantee({}, revenue.guaranteed_amounts, company_revenue_, minimum_);
  CALANQUE_CHECK(!faulty, "the guarantee was good when the mode was built");
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
  const CityPart part = ShareRevenue();
  expected_city_amount_ = part.paid_amount - part.taken_amount;
  expected_company_revenue_ = company_revenue_;
}

void ModePaths::MoveRevenue(const LineDeviations& deviations, std::size_t path) {
  const RevenueExposure& revenue = *exposure_->revenue;
  std::copy(revenue.expected_amounts.begin(), revenue.expected_amounts.end(), users_.begin());
  for (std::size_t l = 0; l < exposure_->lines.size(); ++l) {
    const LineExposure& line = exposure_->lines[l];
    if (!line.moves_users) continue;
    for (std::size_t p = 0; p < users_.size(); ++p) {
      users_[p] -= deviations[l][line.deviation_of_period[p]][path] * revenue.expected_amounts[p];
    }
  }
  for (double& amount : users_) amount = std::max(amount, 0.0);
  const CityPart part = ShareRevenue();
  guarantee_[path] = part.paid_amount;
  city_cost_[path] += (part.paid_amount - part.taken_amount) - expected_city_amount_;
}

void ModePaths::RunCompany(const LineDeviations& deviations, std::size_t path) {
  const company::Rows& base = company_->base().rows;
  const auto base_revenue = base[Row::kRevenue];
  const auto base_cost = base[Row::kOperatingCost];
  std::copy(base_revenue.begin(), base_revenue.end(), revenue_.begin());
  std::copy(base_cost.begin(), base_cost.end(), cost_.begin());
  std::fill(works_.begin(), works_.end(), 0.0);
  std::fill(maintenance_.begin(), maintenance_.end(), 0.0);
  for (std::size_t l = 0; l < exposure_->lines.size(); ++l) {
    const LineExposure& line = exposure_->lines[l];
    if (line.company_amounts.empty()) continue;
    std::vector<double>& row = line.company_flow == CompanyFlow::kOperatingCost ? cost_
                               : line.company_flow == CompanyFlow::kMaintenance ? maintenance_
                                                                                : works_;
    for (std::size_t t = 1; t < row.size(); ++t) {
      row[t] += deviations[l][line.deviation_of_period[t - 1]][path] * line.company_amounts[t];
    }
  }
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
  company_->Evaluate(flows);
  const company::PathMeasures measures = company_->Measure(equity_discount_);
  equity_npv_[path] = measures.equity_npv_amount;
  minimum_dscr_[path] =
      std::isinf(measures.minimum_dscr) ? std::numeric_limits<double>::quiet_NaN() : measures.minimum_dscr;
  is_locked_up_[path] = measures.locked_count > 0 ? 1.0 : 0.0;
  is_in_default_[path] = measures.default_count > 0 ? 1.0 : 0.0;
  const company::Rows& rows = company_->work().rows;
  for (std::size_t t = 0; t < rows.point_count(); ++t) {
    const double due = rows[Row::kDebtServiceDue][t];
    dscr_[t * path_count_ + path] = due > 0.0 ? rows[Row::kCfads][t] / due : std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace calanque::partnership
