#include "engine/run/moving_columns.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/base/check.h"
#include "engine/run/quantity_target.h"

namespace calanque::run {
namespace {

std::uint32_t LevelAbove(const LinearSum& sum, const SignatureTable& table) {
  std::uint32_t level = 0;
  for (const Part& part : sum) level = std::max(level, table.scalars()[part.signature.scalar].level);
  return level + 1;
}

/// Mirrors LedgerWriter of fill_ledger.cc.
class Expander {
 public:
  Expander(const model::AppraisalRequest& request, const plan::Plan& plan, const DriverBindings& bindings,
           const model::RiskModel& risk, ProjectPlace place, MovingFactors& factors, SignatureTable& table,
           ComputedRows& computed)
      : request_(request),
        plan_(plan),
        bindings_(bindings),
        risk_(risk),
        place_(place),
        factors_(factors),
        table_(table),
        computed_(computed),
        point_count_(static_cast<std::size_t>(plan.schema.axis.point_count())),
        money_(plan.schema.money_of_project[place.in_plan]),
        physical_(plan.schema.physical_of_project[place.in_plan]) {
    columns_.money.resize(money_.end - money_.begin);
    columns_.physical.resize(physical_.end - physical_.begin);
  }

  void Run(const plan::ScaleStep& step) {
    MovingRow& column = step.is_physical ? Physical(step.column) : Money(step.column);
    const Signature quantity =
        step.is_physical ? Quantity(plan_.schema.physical[step.column]) : Quantity(plan_.schema.money[step.column]);
    const auto coefficients = std::span(plan_.coefficients).subspan(step.coefficient_offset, step.count);
    for (const Part& factor : factors_.Row(step.factor)) {
      const Signature signature = table_.Product(factor.signature, quantity);
      for (std::uint32_t i = 0; i < step.count; ++i) {
        const std::uint32_t point = step.first_point + i;
        AddTo(column, signature, point_count_, point, coefficients[i] * factor.values[point]);
      }
    }
  }

  void Run(const plan::ShareStep& step) {
    const MovingRow base = Nominal(step.base, step.deflator);
    MovingRow out;
    if (!step.payment_profile.empty()) {
      PayAlongProfile(step, base, out);
    } else if (step.is_fixed_amount) {
      PayFixedWithBase(step, base, out);
    } else if (step.deductions.empty()) {
      PayWithBase(step, base, step.share, factors_.Row(step.deflator), {}, out);
    } else {
      PayNetShareWithBase(step, base, out);
    }
    if (step.has_cap) Cap(step, out);
    const Signature quantity = Quantity(plan_.schema.money[step.column]);
    for (Part& part : out) part.signature = table_.Product(part.signature, quantity);
    Money(step.column) = std::move(out);
  }

  void Run(const plan::ContinuationStep& step) {
    MovingRow& out = Money(step.column);
    for (const plan::ColumnTerm& term : step.terms) {
      for (const Part& part : Money(term.column)) {
        for (const std::uint32_t point : step.last_year_points) {
          AddTo(out, Later(part.signature, point, step.value_point), point_count_, step.value_point,
                step.annuity_years * term.weight * part.values[point]);
        }
      }
    }
  }

  void Run(const plan::PhysicalValueStep& step) {
    MovingRow& out = Money(step.column);
    for (const plan::ColumnTerm& term : step.terms) {
      for (const Part& quantity : Physical(term.column)) {
        for (const Part& price : factors_.Row(step.price_factor)) {
          const Signature signature = table_.Product(quantity.signature, price.signature);
          for (std::size_t i = 0; i < point_count_; ++i) {
            AddTo(out, signature, point_count_, i, term.weight * quantity.values[i] * price.values[i]);
          }
        }
      }
    }
  }

  MovingColumns Take() && { return std::move(columns_); }

 private:
  MovingRow& Money(std::uint32_t column) { return columns_.money[column - money_.begin]; }
  MovingRow& Physical(std::uint32_t column) { return columns_.physical[column - physical_.begin]; }

  [[nodiscard]] std::size_t YearOf(std::size_t point) const {
    return static_cast<std::size_t>(plan_.schema.axis.year_indices[point]);
  }
  [[nodiscard]] std::span<const double> Factor(plan::FactorIndex factor) const {
    return std::span(plan_.factors).subspan(factor * point_count_, point_count_);
  }
  /// What moved a flow at one point, seen from the point where it is paid.
  Signature Later(Signature signature, std::size_t from, std::size_t to) {
    return table_.Later(signature, static_cast<int>(YearOf(to)) - static_cast<int>(YearOf(from)));
  }

  template <typename Column>
  Signature Quantity(const Column& column) {
    Signature product;
    for (const std::uint32_t driver : bindings_.quantity_drivers) {
      if (place_.in_portfolio >= bindings_.reaches[driver].size()) continue;  // The programme.
      if (bindings_.reaches[driver][place_.in_portfolio] == 0) continue;
      const auto& target = std::get<model::QuantityTarget>(risk_.drivers[driver].target);
      if (MovesEverything(target) || !MovesColumn(target, column, request_, place_.in_plan)) continue;
      product = table_.Product(product, factors_.OfDriver(driver, place_.in_portfolio));
    }
    return product;
  }

  MovingRow Nominal(const std::vector<plan::ColumnTerm>& terms, plan::FactorIndex nominal_to_run) {
    const auto deflator = Factor(nominal_to_run);
    const Signature nominal = table_.Reciprocal(factors_.Deflator());
    MovingRow base;
    for (const plan::ColumnTerm& term : terms) {
      for (const Part& part : Money(term.column)) {
        const Signature signature = table_.Product(part.signature, nominal);
        for (std::size_t i = 0; i < point_count_; ++i) {
          if (part.values[i] == 0.0) continue;
          AddTo(base, signature, point_count_, i, term.weight * part.values[i] / deflator[i]);
        }
      }
    }
    return base;
  }

  void PayAlongProfile(const plan::ShareStep& step, const MovingRow& base, MovingRow& out) {
    const auto pay = [&](Signature signature, double total, const MovingRow& factor) {
      for (const Part& part : factor) {
        const Signature paid = table_.Product(signature, part.signature);
        for (std::size_t i = 0; i < point_count_; ++i) {
          if (step.payment_profile[i] == 0.0) continue;
          AddTo(out, paid, point_count_, i, total * step.payment_profile[i] * part.values[i]);
        }
      }
    };
    if (step.is_fixed_amount) {
      pay({}, step.fixed_amount, factors_.Row(step.price_factor));
      return;
    }
    for (const Part& part : base) {
      std::vector<std::pair<Signature, double>> totals;  // A base that moves by year: one total per year.
      for (std::size_t i = 0; i < point_count_; ++i) {
        if (part.values[i] == 0.0) continue;
        const Signature pinned = table_.Pinned(part.signature, static_cast<int>(YearOf(i)));
        auto same = std::find_if(totals.begin(), totals.end(), [&](const auto& t) { return t.first == pinned; });
        if (same == totals.end()) same = totals.insert(totals.end(), {pinned, 0.0});
        same->second += part.values[i];
      }
      for (const auto& [signature, total] : totals) pay(signature, step.share * total, factors_.Row(step.deflator));
    }
  }

  void PayWithBase(const plan::ShareStep& step, const MovingRow& base, double share, const MovingRow& factor,
                   Signature also, MovingRow& out) {
    for (const Part& part : base) {
      for (const Part& price : factor) {
        for (std::size_t i = 0; i < point_count_; ++i) {
          const std::uint32_t target = step.target_points[i];
          if (target == plan::kLostPoint || part.values[i] == 0.0) continue;
          const Signature moved = table_.Product(Later(part.signature, i, target), price.signature);
          AddTo(out, table_.Product(moved, also), point_count_, target, share * part.values[i] * price.values[target]);
        }
      }
    }
  }

  /// share x base x max(0, rest) / total: what is left of the base's total after the deductions.
  void PayNetShareWithBase(const plan::ShareStep& step, const MovingRow& base, MovingRow& out) {
    MovingRow left = base;
    for (const Part& part : Nominal(step.deductions, step.deflator)) {
      for (std::size_t i = 0; i < point_count_; ++i) {
        if (part.values[i] != 0.0) AddTo(left, part.signature, point_count_, i, -part.values[i]);
      }
    }
    ComputedRow total;
    total.kind = ComputedRow::Kind::kShare;
    total.total = ByYear(base, {});
    total.expected_total = Total(total.total);
    if (total.expected_total <= 0.0) return;
    ComputedRow rest;
    rest.kind = ComputedRow::Kind::kAboveZero;
    rest.total = ByYear(left, {});
    rest.expected_total = Total(rest.total);
    rest.unit_amount = rest.expected_total > 0.0 ? rest.expected_total : total.expected_total;
    const bool is_rest_moved = IsMoved(left);
    if (!is_rest_moved && rest.expected_total <= 0.0) return;
    const double share = step.share * rest.unit_amount / total.expected_total;
    Signature also = IsMoved(base) ? computed_.Add(std::move(total), table_) : Signature{};
    if (is_rest_moved) also = table_.Product(also, computed_.Add(std::move(rest), table_));
    PayWithBase(step, base, share, factors_.Row(step.deflator), also, out);
  }

  void PayFixedWithBase(const plan::ShareStep& step, const MovingRow& base, MovingRow& out) {
    ComputedRow row;
    row.kind = ComputedRow::Kind::kShare;
    row.total = ByYear(base, {});
    row.expected_total = Total(row.total);
    if (row.expected_total == 0.0) return;
    const double share = step.fixed_amount / row.expected_total;
    const Signature in_step = IsMoved(base) ? computed_.Add(std::move(row), table_) : Signature{};
    PayWithBase(step, base, share, factors_.Row(step.price_factor), in_step, out);
  }

  /// The cap is nominal: the total as paid.
  void Cap(const plan::ShareStep& step, MovingRow& out) {
    ComputedRow row;
    row.kind = ComputedRow::Kind::kCap;
    row.total = ByYear(out, Factor(step.deflator));
    const Signature nominal = table_.Reciprocal(factors_.Deflator());
    for (Part& part : row.total) part.signature = table_.Product(part.signature, nominal);
    row.expected_total = Total(row.total);
    row.cap_amount = step.cap_amount;
    const double expected = row.expected_total <= row.cap_amount ? 1.0 : row.cap_amount / row.expected_total;
    const bool is_moved = IsMoved(row.total);
    const Signature capped = is_moved && expected != 0.0 ? computed_.Add(std::move(row), table_) : Signature{};
    for (Part& part : out) {
      part.signature = table_.Product(part.signature, capped);
      for (double& value : part.values) value *= expected;
    }
  }

  /// Sums by calendar year, each amount divided by its deflator where one is given.
  LinearSum ByYear(const MovingRow& row, std::span<const double> deflator) {
    const auto year_count = static_cast<std::size_t>(plan_.schema.axis.year_count);
    LinearSum sum;
    for (const Part& part : row) {
      for (std::size_t i = 0; i < point_count_; ++i) {
        if (part.values[i] == 0.0) continue;
        const double value = deflator.empty() ? part.values[i] : part.values[i] / deflator[i];
        AddTo(sum, part.signature, year_count, YearOf(i), value);
      }
    }
    return sum;
  }

  static double Total(const LinearSum& sum) {
    double total = 0.0;
    for (const Part& part : sum) {
      for (const double value : part.values) total += value;
    }
    return total;
  }

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const DriverBindings& bindings_;
  const model::RiskModel& risk_;
  ProjectPlace place_;
  MovingFactors& factors_;
  SignatureTable& table_;
  ComputedRows& computed_;
  std::size_t point_count_;
  ledger::ColumnRange money_;
  ledger::ColumnRange physical_;
  MovingColumns columns_;
};

}  // namespace

Signature ComputedRows::Add(ComputedRow row, SignatureTable& table) {
  const bool is_delay = row.kind == ComputedRow::Kind::kIsDelay || row.kind == ComputedRow::Kind::kIsLongDelay;
  row.level = is_delay ? 0 : LevelAbove(row.total, table);
  const bool is_rest_unexpected = row.kind == ComputedRow::Kind::kAboveZero && row.expected_total <= 0.0;
  const double expected = (is_delay && row.delay_years > 0.0) || is_rest_unexpected ? 0.0 : 1.0;
  rows.push_back(std::move(row));
  return table.OfScalar(first_row + static_cast<std::uint32_t>(rows.size() - 1), expected, rows.back().level);
}

StepIndex::StepIndex(const plan::Plan& plan)
    : scale_steps(plan.schema.money_of_project.size()), dependent_steps(plan.schema.money_of_project.size()) {
  for (std::uint32_t i = 0; i < plan.scale_steps.size(); ++i) {
    const plan::ScaleStep& step = plan.scale_steps[i];
    const auto project =
        step.is_physical ? plan.schema.physical[step.column].project : plan.schema.money[step.column].project;
    scale_steps[project.value].push_back(i);
  }
  const auto column_of = [&](const plan::DependentStep& step) {
    switch (step.kind) {
      case plan::DependentKind::kShare:
        return plan.share_steps[step.index].column;
      case plan::DependentKind::kContinuation:
        return plan.continuation_steps[step.index].column;
      case plan::DependentKind::kPhysicalValue:
        break;
    }
    return plan.physical_value_steps[step.index].column;
  };
  for (std::uint32_t i = 0; i < plan.dependent_steps.size(); ++i) {
    dependent_steps[plan.schema.money[column_of(plan.dependent_steps[i])].project.value].push_back(i);
  }
}

MovingColumns ExpandColumns(const model::AppraisalRequest& request, const plan::Plan& plan, const StepIndex& steps,
                            const DriverBindings& bindings, const model::RiskModel& risk, ProjectPlace place,
                            MovingFactors& factors, SignatureTable& table, ComputedRows& computed) {
  Expander expander(request, plan, bindings, risk, place, factors, table, computed);
  for (const std::uint32_t i : steps.scale_steps[place.in_plan]) expander.Run(plan.scale_steps[i]);
  for (const std::uint32_t i : steps.dependent_steps[place.in_plan]) {
    const plan::DependentStep& step = plan.dependent_steps[i];
    switch (step.kind) {
      case plan::DependentKind::kShare:
        expander.Run(plan.share_steps[step.index]);
        break;
      case plan::DependentKind::kContinuation:
        expander.Run(plan.continuation_steps[step.index]);
        break;
      case plan::DependentKind::kPhysicalValue:
        expander.Run(plan.physical_value_steps[step.index]);
        break;
    }
  }
  return std::move(expander).Take();
}

}  // namespace calanque::run
