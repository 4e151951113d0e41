#include <algorithm>

#include "engine/kernel/net_fraction.h"
#include "engine/kernel/series.h"
#include "engine/run/evaluate.h"

namespace calanque::run {
namespace {

using plan::Plan;

constexpr std::size_t kStepsBetweenPolls = 256;

/// The recipe of one path: scale steps, then steps that read columns, in the plan's order.
class LedgerWriter {
 public:
  LedgerWriter(const Plan& plan, ledger::Block& block)
      : plan_(plan), block_(block), point_count_(static_cast<std::size_t>(plan.schema.axis.point_count())) {}

  void Write(const StopPoll& stop) {
    std::size_t step_count = 0;
    const auto is_stopped = [&] { return ++step_count % kStepsBetweenPolls == 0 && stop(); };
    for (const plan::ScaleStep& step : plan_.scale_steps) {
      if (is_stopped()) return;
      Run(step);
    }
    for (const plan::DependentStep& step : plan_.dependent_steps) {
      if (is_stopped()) return;
      switch (step.kind) {
        case plan::DependentKind::kShare:
          Run(plan_.share_steps[step.index]);
          break;
        case plan::DependentKind::kContinuation:
          Run(plan_.continuation_steps[step.index]);
          break;
        case plan::DependentKind::kPhysicalValue:
          Run(plan_.physical_value_steps[step.index]);
          break;
      }
    }
  }

 private:
  [[nodiscard]] std::span<const double> Factor(plan::FactorIndex factor) const {
    return std::span(plan_.factors).subspan(factor * point_count_, point_count_);
  }

  void Run(const plan::ScaleStep& step) {
    const auto column = step.is_physical ? block_.Physical(step.column) : block_.Money(step.column);
    kernel::MultiplyInto(column.subspan(step.first_point, step.count),
                         std::span(plan_.coefficients).subspan(step.coefficient_offset, step.count),
                         Factor(step.factor).subspan(step.first_point, step.count));
  }

  void Run(const plan::ShareStep& step) {
    double deducted = 0.0;
    if (!step.deductions.empty()) {
      FillNominal(step.deductions, step.deflator);
      deducted = kernel::Sum(base_);
    }
    FillNominal(step.base, step.deflator);
    const auto out = block_.Money(step.column);
    const double base_total = kernel::Sum(base_);
    if (!step.deductions.empty()) {
      for (double& amount : base_) amount *= kernel::NetFraction(base_total, deducted);
    }
    if (!step.payment_profile.empty()) {
      PayAlongProfile(step, base_total, out);
    } else {
      PayWithBase(step, base_total, out);
    }
    if (step.has_cap) Cap(step, out);
  }

  /// base_ = the columns in nominal money.
  void FillNominal(const std::vector<plan::ColumnTerm>& terms, plan::FactorIndex deflator) {
    base_.assign(point_count_, 0.0);
    for (const plan::ColumnTerm& term : terms) {
      kernel::AccumulateScaled(base_, block_.Money(term.column), term.weight);
    }
    const auto nominal_to_run = Factor(deflator);
    for (std::size_t i = 0; i < point_count_; ++i) base_[i] /= nominal_to_run[i];
  }

  void PayAlongProfile(const plan::ShareStep& step, double base_total, std::span<double> out) const {
    const auto factor = Factor(step.is_fixed_amount ? step.price_factor : step.deflator);
    const double total = step.is_fixed_amount ? step.fixed_amount : step.share * base_total;
    for (std::size_t i = 0; i < point_count_; ++i) out[i] = total * step.payment_profile[i] * factor[i];
  }

  void PayWithBase(const plan::ShareStep& step, double base_total, std::span<double> out) const {
    const auto factor = Factor(step.is_fixed_amount ? step.price_factor : step.deflator);
    if (base_total == 0.0) return;
    const double share = step.is_fixed_amount ? step.fixed_amount / base_total : step.share;
    for (std::size_t i = 0; i < point_count_; ++i) {
      const std::uint32_t target = step.target_points[i];
      if (target != plan::kLostPoint) out[target] += share * base_[i] * factor[target];
    }
  }

  /// The cap is nominal: the total as paid.
  void Cap(const plan::ShareStep& step, std::span<double> out) const {
    const auto deflator = Factor(step.deflator);
    double paid = 0.0;
    for (std::size_t i = 0; i < point_count_; ++i) paid += out[i] / deflator[i];
    if (paid <= step.cap_amount) return;
    for (double& amount : out) amount *= step.cap_amount / paid;
  }

  void Run(const plan::ContinuationStep& step) {
    double last_year = 0.0;
    for (const plan::ColumnTerm& term : step.terms) {
      const auto column = block_.Money(term.column);
      for (const std::uint32_t point : step.last_year_points) last_year += term.weight * column[point];
    }
    block_.Money(step.column)[step.value_point] = step.annuity_years * last_year;
  }

  void Run(const plan::PhysicalValueStep& step) {
    const auto out = block_.Money(step.column);
    for (const plan::ColumnTerm& term : step.terms) {
      kernel::AccumulateScaled(out, block_.Physical(term.column), term.weight);
    }
    kernel::MultiplyInto(out, out, Factor(step.price_factor));
  }

  const Plan& plan_;
  ledger::Block& block_;
  std::size_t point_count_;
  std::vector<double> base_;
};

}  // namespace

ledger::Block FillLedger(const plan::Plan& plan, const StopPoll& stop) {
  ledger::Block block(plan.schema, 1);
  LedgerWriter(plan, block).Write(stop);
  return block;
}

}  // namespace calanque::run
