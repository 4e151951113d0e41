#include "engine/partnership/contract_paths.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/kernel/series.h"
#include "engine/ppp/energy_savings.h"
#include "engine/ppp/payment_mechanism.h"

namespace calanque::partnership {
namespace {

constexpr double kLeastIndex = 1e-9;  // An index stays above 0.

}  // namespace

ContractPaths::ContractPaths(const MarketExposure& exposure) : exposure_(&exposure) {
  const auto periods = static_cast<std::size_t>(exposure.window.period_count);
  for (auto* row :
       {&received_, &paid_, &index_, &savings_, &promised_, &works_, &advanced_, &repaid_, &owed_, &cash_}) {
    row->resize(periods);
  }
  for (Payments* payments : {&base_, &path_}) {
    for (auto* row : {&payments->charge, &payments->guarantee, &payments->share, &payments->fund}) row->resize(periods);
  }
  Pay(nullptr, 0, base_);
}

void ContractPaths::Move(const std::vector<double>& base, FutureRow row, const FuturePaths* futures, std::size_t path,
                         double factor, std::vector<double>& out) const {
  std::copy(base.begin(), base.end(), out.begin());
  if (futures == nullptr || !futures->futures().IsMoved(Position(row))) return;
  const auto shift = static_cast<std::size_t>(exposure_->delay_period_count);
  for (std::size_t p = shift; p < out.size(); ++p) out[p] += factor * futures->Row(Position(row), p - shift)[path];
}

void ContractPaths::PayCharge(const FuturePaths* futures, std::size_t path, int delay, Payments& out) {
  const ChargeExposure& charge = *exposure_->charge;
  const Window& window = exposure_->window;
  std::copy(charge.index.begin(), charge.index.end(), index_.begin());
  const auto start = static_cast<std::size_t>(window.operation_start);
  if (futures != nullptr && charge.curve_row && start < index_.size()) {
    const auto moved = [&](std::size_t p) {
      return 1.0 + futures->Row(*charge.curve_row, p)[path] / charge.curve_values[p];
    };
    const double at_base = charge.base_period ? moved(*charge.base_period) : 1.0;
    for (std::size_t p = start; p < index_.size(); ++p) {
      index_[p] = std::max(index_[p] * (moved(p) / at_base), kLeastIndex);
    }
  }
  const auto wrong = ppp::WriteIndexedCharge(1.0, charge.indexed_fraction, index_, out.charge);
  CALANQUE_CHECK(!wrong, "the charge was good when the mode was built");
  const int first = std::min(window.operation_start + delay, window.contract_end);
  const int end = std::min(first + charge.period_count, window.contract_end);
  out.deduction_amount = 0.0;
  for (int i = 0; i < window.period_count; ++i) {
    const auto p = static_cast<std::size_t>(i);
    double& payment = out.charge[p];
    if (i < first || i >= end) {
      payment = 0.0;
      continue;
    }
    payment *= charge.amount * charge.factors[p];
    if (futures == nullptr || !charge.is_earned_by_availability) continue;
    const double earned = std::clamp(1.0 + futures->Row(Position(FutureRow::kAvailability), p)[path],
                                     charge.least_earned_factor, charge.greatest_earned_factor);
    out.deduction_amount += payment * (1.0 - earned) * exposure_->discount_factors[p];
    payment *= earned;
  }
}

void ContractPaths::PaySavings(const FuturePaths* futures, std::size_t path, int delay, Payments& out) {
  const SavingsExposure& terms = *exposure_->savings;
  const Window& window = exposure_->window;
  Move(terms.savings, FutureRow::kSavings, futures, path, 1.0, savings_);
  Move(terms.savings, FutureRow::kPromisedSavings, futures, path, 1.0, promised_);
  const int first = std::min(window.operation_start + delay, window.contract_end);
  for (int i = 0; i < window.period_count; ++i) {
    const auto p = static_cast<std::size_t>(i);
    const bool is_within = i >= first && i < window.contract_end;
    savings_[p] = is_within ? terms.expected_fraction * savings_[p] : 0.0;
    promised_[p] = is_within ? terms.guaranteed_fraction * std::max(promised_[p], 0.0) : 0.0;
  }
  if (terms.guaranteed_fraction > 0.0) {
    const auto wrong = ppp::WriteGuaranteeShortfall(promised_, savings_, out.guarantee);
    CALANQUE_CHECK(!wrong, "the guarantee was good when the mode was built");
  }
  if (terms.company_fraction == 0.0) return;
  ppp::SharedSavings sharing;
  sharing.company_fraction = terms.company_fraction;
  sharing.first_point = static_cast<std::size_t>(first);
  sharing.point_count = static_cast<std::size_t>(std::min(terms.sharing_period_count, window.contract_end - first));
  const auto wrong = ppp::WriteSharedSavings(sharing, savings_, out.share);
  CALANQUE_CHECK(!wrong, "the share was good when the mode was built");
}

void ContractPaths::PayFund(const FuturePaths* futures, std::size_t path, Payments& out) {
  const FundExposure& fund = *exposure_->fund;
  Move(fund.works, FutureRow::kWorks, futures, path, 1.0, works_);
  Move(fund.savings, FutureRow::kSavings, futures, path, 1.0, savings_);
  for (double& amount : works_) amount = std::max(amount, 0.0);
  const auto wrong = ppp::WriteRevolvingFund(fund.terms, works_, savings_, {advanced_, repaid_, owed_, cash_});
  CALANQUE_CHECK(!wrong, "the fund was good when the mode was built");
  for (std::size_t p = 0; p < out.fund.size(); ++p) out.fund[p] = repaid_[p] - advanced_[p];
}

void ContractPaths::Pay(const FuturePaths* futures, std::size_t path, Payments& out) {
  const int delay = futures == nullptr ? 0 : futures->DelayPeriods(path);
  if (exposure_->charge) PayCharge(futures, path, delay, out);
  if (exposure_->savings) PaySavings(futures, path, delay, out);
  if (exposure_->fund) PayFund(futures, path, out);
}

double ContractPaths::expected_savings_guarantee_amount() const {
  return kernel::Dot(base_.guarantee, exposure_->discount_factors);
}

void ContractPaths::Evaluate(const FuturePaths& futures, std::size_t path) {
  Pay(&futures, path, path_);
  const double taxed = 1.0 + exposure_->vat_rate_fraction;
  city_cost_amount_ = 0.0;
  for (std::size_t p = 0; p < received_.size(); ++p) {
    received_[p] = (path_.charge[p] - base_.charge[p]) + (path_.share[p] - base_.share[p]);
    paid_[p] = path_.guarantee[p] - base_.guarantee[p];
    const double cost = taxed * received_[p] - paid_[p] + (path_.fund[p] - base_.fund[p]);
    city_cost_amount_ += cost * exposure_->discount_factors[p];
  }
  deduction_amount_ = path_.deduction_amount;
  savings_guarantee_amount_ = kernel::Dot(path_.guarantee, exposure_->discount_factors);
}

}  // namespace calanque::partnership
