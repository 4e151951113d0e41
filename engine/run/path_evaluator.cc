#include "engine/run/path_evaluator.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/base/check.h"

namespace calanque::run {
namespace {

constexpr std::size_t kVector = 8;   ///< Numbers per 64 bytes.
constexpr double kRounding = 1e-12;  ///< Of what is expected.

std::size_t PaddedCount(std::size_t count) { return (count + kVector - 1) / kVector * kVector; }

/// An odd number of cache lines: rows a power of two apart would fight for the same places of the cache.
std::size_t StrideOf(std::size_t count) { return (PaddedCount(count) / kVector | 1U) * kVector; }

}  // namespace

PathRows::PathRows(std::size_t row_count, std::size_t path_count)
    : stride_(StrideOf(path_count)), memory_(row_count * stride_ + kVector) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  constexpr std::uintptr_t kAlignment = kVector * sizeof(double);
  data_ = memory_.data() + ((kAlignment - address % kAlignment) % kAlignment) / sizeof(double);
}

std::size_t PathEvaluator::NumbersPerPath(const SimulationPlan& plan) {
  return 2 * plan.scalar_products.size() + plan.computed.size() + plan.basis.size() + plan.combined.out_row_count() +
         plan.sums.out_row_count() + plan.functionals.size() + plan.scaled_year_sums.out_row_count() +
         plan.year_figures.size() * plan.slot_years.size() + plan.figures.size() + 2;
}

PathEvaluator::PathEvaluator(const SimulationPlan& plan, std::size_t max_path_count)
    : plan_(plan),
      scalars_(plan.scalar_products.size(), max_path_count),
      scalar_deviations_(plan.scalar_products.size(), max_path_count),
      computed_(plan.computed.size(), max_path_count),
      basis_(plan.basis.size() + plan.combined.out_row_count(), max_path_count),
      sums_(plan.sums.out_row_count(), max_path_count),
      functionals_(plan.functionals.size(), max_path_count),
      scaled_(plan.scaled_year_sums.out_row_count(), max_path_count),
      years_(plan.year_figures.size() * plan.slot_years.size(), max_path_count),
      figures_(plan.figures.size(), max_path_count),
      scratch_(1, max_path_count),
      zeros_(1, max_path_count) {}

void PathEvaluator::FillScalarProduct(const risk::FactorBlock& block, std::uint32_t id) {
  const ScalarProduct& product = plan_.scalar_products[id];
  powers_.clear();
  for (const ScalarElement& element : product.elements) {
    const bool is_drawn = element.row < plan_.driver_row_count;
    powers_.push_back({is_drawn ? block.Row(element.row).data() : computed_.Row(element.row - plan_.driver_row_count),
                       element.exponent});
  }
  kernel::PowerProduct(powers_, 0.0, scalars_.Row(id), path_count_);
  const kernel::RowPower whole[] = {{scalars_.Row(id), 1}};
  kernel::PowerProduct(whole, product.expected, scalar_deviations_.Row(id), path_count_);
}

void PathEvaluator::FillComputedRow(const risk::FactorBlock& block, std::uint32_t id) {
  const SimulationPlan::Computed& computed = plan_.computed[id];
  const ComputedRow& row = computed.row;
  double* out = computed_.Row(id);
  double* total = scratch_.Row(0);
  if (row.level > 0) {
    std::fill_n(total, padded_count_, 0.0);
    if (computed.functional != SimulationPlan::kNone) {
      FillFunctional(plan_.functionals[computed.functional], total);
    }
    for (std::size_t i = 0; i < padded_count_; ++i) total[i] += row.expected_total;
  }
  switch (row.kind) {
    case ComputedRow::Kind::kCap: {
      const auto capped = [&](double paid) { return paid <= row.cap_amount ? 1.0 : row.cap_amount / paid; };
      const double expected = capped(row.expected_total);
      for (std::size_t i = 0; i < padded_count_; ++i) out[i] = capped(total[i]) / expected;
      break;
    }
    case ComputedRow::Kind::kShare:
      for (std::size_t i = 0; i < padded_count_; ++i) out[i] = total[i] == 0.0 ? 0.0 : row.expected_total / total[i];
      break;
    case ComputedRow::Kind::kAboveZero:
      for (std::size_t i = 0; i < padded_count_; ++i) out[i] = std::max(0.0, total[i]) / row.unit_amount;
      break;
    case ComputedRow::Kind::kIsDelay: {
      const auto delays = block.Row(row.delay_row);
      for (std::size_t i = 0; i < path_count_; ++i) out[i] = delays[i] == row.delay_years ? 1.0 : 0.0;
      break;
    }
    case ComputedRow::Kind::kIsLongDelay: {
      const auto delays = block.Row(row.delay_row);
      for (std::size_t i = 0; i < path_count_; ++i) out[i] = delays[i] >= row.delay_years ? 1.0 : 0.0;
      break;
    }
  }
}

void PathEvaluator::FillBasis(const risk::FactorBlock& block) {
  for (std::size_t b = 0; b < plan_.basis.size(); ++b) {
    const BasisRow& basis = plan_.basis[b];
    const YearProduct& product = plan_.year_products[basis.year_product];
    powers_.clear();
    for (const YearElement& element : product.elements) {
      const auto year = element.is_absolute ? element.year : static_cast<std::int32_t>(basis.year) - element.year;
      const auto clamped = std::clamp(year, 0, static_cast<std::int32_t>(plan_.year_count) - 1);
      powers_.push_back({block.Row(element.first_row + static_cast<std::uint32_t>(clamped)).data(), element.exponent});
    }
    kernel::PowerProduct(powers_, product.is_event ? 0.0 : 1.0, basis_.Row(b), path_count_);
  }
}

void PathEvaluator::FillFunctional(const Functional& functional, double* out) const {
  std::fill_n(out, padded_count_, 0.0);
  for (const Functional::Term& term : functional.terms) {
    const double* sum = term.sum == Functional::kNoSum ? nullptr : sums_.Row(term.sum);
    if (term.scalar == 0) {  // Moved amounts that cancel leave neither a scalar nor a sum.
      if (sum != nullptr) kernel::AddRow(sum, out, padded_count_);
      continue;
    }
    // Where no year moves it, the sum is 0: any row of finite numbers times it is too.
    kernel::AddScaledRow(scalars_.Row(term.scalar), sum == nullptr ? zeros_.Row(0) : sum,
                         scalar_deviations_.Row(term.scalar), term.mean, out, padded_count_);
  }
}

void PathEvaluator::FillYears() {
  const std::size_t stride = basis_.stride();
  plan_.direct_year_sums.Compute(basis_.Row(0), years_.Row(0), stride, padded_count_);
  plan_.scaled_year_sums.Compute(scalar_deviations_.Row(0), scaled_.Row(0), stride, padded_count_);
  for (const CoupledTerm& term : plan_.coupled) {
    double* out = years_.Row(YearRow(term.year_row));
    const double* scaled = scaled_.Row(term.scaled_sum);
    if (term.basis == CoupledTerm::kNoBasis) {
      kernel::AddRow(scaled, out, padded_count_);
    } else {
      kernel::AddCoupledRow(term.is_event ? 0.0 : 1.0, basis_.Row(term.basis), scaled, out, padded_count_);
    }
  }
  for (std::size_t f = 0; f < plan_.year_figures.size(); ++f) {
    const std::size_t slot_count = plan_.slot_years.size();
    for (std::size_t slot = 0; slot < slot_count; ++slot) {
      kernel::AddConstant(plan_.year_figures[f].deterministic[slot], years_.Row(YearRow(f * slot_count + slot)),
                          padded_count_);
    }
  }
}

void PathEvaluator::FillFigure(const FigureSpec& figure, double* out) {
  if (figure.kind == FigureSpec::Kind::kGap) {
    std::fill_n(out, padded_count_, 0.0);
    for (std::size_t year = 0; year < plan_.year_count; ++year) {
      kernel::AddPositivePart(years_.Row(YearRow(figure.year_figure * plan_.year_count + year)), out, padded_count_);
    }
    return;
  }
  const auto add_up = [&](double expected, const std::vector<std::uint32_t>& functionals, double* sum) {
    std::fill_n(sum, padded_count_, 0.0);
    for (const std::uint32_t f : functionals) kernel::AddRow(functionals_.Row(f), sum, padded_count_);
    kernel::AddConstant(expected, sum, padded_count_);
  };
  add_up(figure.expected, figure.functionals, out);
  if (figure.kind == FigureSpec::Kind::kValue) return;
  double* tonnes = scratch_.Row(0);
  add_up(figure.expected_denominator, figure.denominator_functionals, tonnes);
  // Tonnes that cancel leave rounding, by which nothing is divided.
  const double smallest = kRounding * std::abs(figure.expected_denominator);
  for (std::size_t i = 0; i < padded_count_; ++i) tonnes[i] = std::abs(tonnes[i]) <= smallest ? 0.0 : tonnes[i];
  kernel::DivideNegated(tonnes, out, padded_count_);
}

void PathEvaluator::Evaluate(const risk::FactorBlock& block) {
  path_count_ = block.path_count();
  padded_count_ = PaddedCount(path_count_);
  CALANQUE_CHECK(padded_count_ <= basis_.stride(), "more paths than the evaluator has room for");
  FillBasis(block);
  plan_.combined.Compute(basis_.Row(0), basis_.Row(plan_.basis.size()), basis_.stride(), padded_count_);
  plan_.sums.Compute(basis_.Row(0), sums_.Row(0), basis_.stride(), padded_count_);
  std::size_t computed = 0;
  for (const std::uint32_t id : plan_.scalars_by_level) {
    // Rows of a level come before the products that read them.
    for (; computed < plan_.computed.size(); ++computed) {
      const std::uint32_t row = plan_.computed_by_level[computed];
      if (plan_.computed[row].row.level > plan_.scalar_products[id].level) break;
      FillComputedRow(block, row);
    }
    FillScalarProduct(block, id);
  }
  for (const std::uint32_t f : plan_.figure_functionals) FillFunctional(plan_.functionals[f], functionals_.Row(f));
  FillYears();
  for (std::size_t f = 0; f < plan_.figures.size(); ++f) FillFigure(plan_.figures[f], figures_.Row(f));
}

}  // namespace calanque::run
