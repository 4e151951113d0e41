#include "engine/run/moving_sums.h"

#include "engine/metric/sums.h"
#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

using ledger::Side;

/// What an amount adds to need less committed sources, in the budget's view: all flows with the project.
double FundingWeight(const ledger::MoneyColumn& column, int sign, const ledger::Border& border) {
  if (column.side != Side::kWith) return 0.0;
  if (column.funding_role == ledger::FundingRole::kNeed) return sign < 0 ? 1.0 : 0.0;
  const bool is_committed = column.funding_role == ledger::FundingRole::kCommittedSource;
  return is_committed && IsFundingSource(column, sign, border) ? -1.0 : 0.0;
}

}  // namespace

void AddTo(Sums& sums, Signature signature, std::size_t slot_count, std::size_t slot, double weight) {
  if (weight == 0.0) return;
  auto& weights = sums[signature];
  if (weights.empty()) weights.assign(slot_count, 0.0);
  weights[slot] += weight;
}

SumsFolder::SumsFolder(const plan::Plan& plan, MovingFactors& factors, SignatureTable& table, Signature whole,
                       int target_year)
    : plan_(plan), table_(table), whole_(whole), axis_(plan.schema.axis), target_year_(target_year) {
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) discounts_.push_back(factors.Discount(p));
}

void SumsFolder::Fold(const MovingColumns& columns, std::size_t project, SubjectSums& subject, YearSums& years) {
  const auto money = plan_.schema.money_of_project[project];
  for (std::uint32_t c = money.begin; c < money.end; ++c) {
    FoldMoney(plan_.schema.money[c], columns.money[c - money.begin], subject, years);
  }
  const auto physical = plan_.schema.physical_of_project[project];
  for (std::uint32_t c = physical.begin; c < physical.end; ++c) {
    FoldPhysical(plan_.schema.physical[c], columns.physical[c - physical.begin], subject, years);
  }
}

void SumsFolder::FoldMoney(const ledger::MoneyColumn& column, const MovingRow& row, SubjectSums& subject,
                           YearSums& years) {
  const double side = ledger::SideSign(column.side);
  const auto point_count = static_cast<std::size_t>(axis_.point_count());
  for (const Part& part : row) {
    const Signature moved = table_.Product(part.signature, whole_);
    for (std::size_t p = 0; p < plan_.perspectives.size(); ++p) {
      const auto& perspective = plan_.perspectives[p];
      const int sign = perspective.border.Sign(column);
      const double funding = FundingWeight(column, sign, perspective.border);
      const Signature discounted = table_.Product(moved, discounts_[p]);
      const double* factors = perspective.discount_factors.data() + column.stream * point_count;
      auto& sums = subject.money[p];
      for (std::size_t i = 0; i < point_count; ++i) {
        const double amount = side * part.values[i];
        if (amount == 0.0) continue;
        const auto year = static_cast<std::size_t>(axis_.year_indices[i]);
        const auto add = [&](Sums& to, Signature signature, double weight) {
          AddTo(to, signature, static_cast<std::size_t>(axis_.year_count), year, weight);
        };
        add(years.gap[p], moved, funding * amount);
        add(sums.gap, moved, funding * amount);
        if (sign == 0) continue;
        const double value = sign * amount * factors[i];
        if (metric::kCash.Holds(column.category)) {
          add(sums.cash, discounted, value);
          add(years.cash[p], moved, sign * amount);
          if (subject.keeps_years) add(sums.cash_by_year, moved, sign * amount);
        }
        if (metric::kEconomic.Holds(column.category)) add(sums.economic, discounted, value);
        if (metric::kProjectAndGrant.Holds(column.category)) add(sums.project_and_grant, discounted, value);
      }
    }
  }
}

void SumsFolder::FoldPhysical(const ledger::PhysicalColumn& column, const MovingRow& row, SubjectSums& subject,
                              YearSums& years) {
  if (!ledger::IsEmission(column.kind)) return;
  const double side = -ledger::SideSign(column.side);  // Avoided tonnes are positive.
  const auto point_count = static_cast<std::size_t>(axis_.point_count());
  const auto year_count = static_cast<std::size_t>(axis_.year_count);
  for (const Part& part : row) {
    const Signature moved = table_.Product(part.signature, whole_);
    for (std::size_t i = 0; i < point_count; ++i) {
      const double avoided = side * part.values[i];
      if (avoided == 0.0) continue;
      const auto year = static_cast<std::size_t>(axis_.year_indices[i]);
      AddTo(subject.tonnes, moved, year_count, year, avoided);
      AddTo(years.tonnes, moved, year_count, year, avoided);
      if (axis_.first_year + static_cast<int>(year) == target_year_) {
        AddTo(subject.target_tonnes, moved, year_count, year, avoided);
      }
      for (std::size_t p = 0; p < plan_.perspectives.size(); ++p) {
        AddTo(subject.money[p].discounted_tonnes, table_.Product(moved, discounts_[p]), year_count, year,
              avoided * plan_.perspectives[p].discount_factors[i]);
      }
    }
  }
}

}  // namespace calanque::run
