#include "engine/run/subject_rows.h"

#include <algorithm>

#include "engine/kernel/series.h"

namespace calanque::run {
namespace {

using ledger::Category;
using ledger::FundingRole;
using metric::View;

void Zero(std::vector<double>& values) { std::fill(values.begin(), values.end(), 0.0); }

void Subtract(std::vector<double>& out, const std::vector<double>& left, const std::vector<double>& right) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = left[i] - right[i];
}

void AddRows(metric::CategoryRows& out, const metric::CategoryRows& other) {
  other.ForEachUsed([&](Category category) { kernel::Accumulate(out.Row(category), other.Row(category)); });
}

void SetRowDifference(metric::CategoryRows& out, const metric::CategoryRows& with,
                      const metric::CategoryRows& without) {
  out.Clear();
  AddRows(out, with);
  without.ForEachUsed(
      [&](Category category) { kernel::AccumulateScaled(out.Row(category), without.Row(category), -1.0); });
}

View ViewOf(ledger::Side side) { return side == ledger::Side::kWith ? View::kWith : View::kWithout; }

/// Money that reaches a party inside counts as a source when it crosses the border, or when it is a grant, certificate
/// or financing from somebody else inside (State money is a source of the city's need for the economy too).
bool IsSource(const ledger::MoneyColumn& column, int sign, const ledger::Border& border) {
  if (!border.Holds(column.payee)) return false;
  return sign > 0 || column.category == Category::kGrant || column.category == Category::kCertificate ||
         column.category == Category::kFinancing;
}

void FoldMoney(const ledger::MoneyColumn& column, std::span<const double> amounts, std::span<const double> factors,
               const ledger::Border& border, MoneyRows& rows) {
  const int sign = border.Sign(column);
  if (sign != 0) {
    const auto row = rows.amounts.Row(column.category);
    const auto discounted = rows.discounted.Row(column.category);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      const double amount = sign * amounts[i];
      row[i] += amount;
      discounted[i] += amount * factors[i];
    }
  }
  if (column.funding_role == FundingRole::kNone) return;
  if (column.funding_role == FundingRole::kNeed) {
    if (sign < 0) kernel::Accumulate(rows.need, amounts);
  } else if (IsSource(column, sign, border)) {
    kernel::Accumulate(column.funding_role == FundingRole::kCommittedSource ? rows.committed : rows.planned, amounts);
  }
}

}  // namespace

void MoneyRows::Clear() {
  amounts.Clear();
  discounted.Clear();
  Zero(need);
  Zero(committed);
  Zero(planned);
}

void MoneyRows::Add(const MoneyRows& other) {
  AddRows(amounts, other.amounts);
  AddRows(discounted, other.discounted);
  kernel::Accumulate(need, other.need);
  kernel::Accumulate(committed, other.committed);
  kernel::Accumulate(planned, other.planned);
}

void MoneyRows::SetDifference(const MoneyRows& with, const MoneyRows& without) {
  SetRowDifference(amounts, with.amounts, without.amounts);
  SetRowDifference(discounted, with.discounted, without.discounted);
  Subtract(need, with.need, without.need);
  Subtract(committed, with.committed, without.committed);
  Subtract(planned, with.planned, without.planned);
}

void CommonRows::Clear() {
  Zero(physical);
  Zero(party_net);
}

void CommonRows::Add(const CommonRows& other) {
  kernel::Accumulate(physical, other.physical);
  kernel::Accumulate(party_net, other.party_net);
}

void CommonRows::SetDifference(const CommonRows& with, const CommonRows& without) {
  Subtract(physical, with.physical, without.physical);
  Subtract(party_net, with.party_net, without.party_net);
}

SubjectRows::SubjectRows(const plan::Plan& plan)
    : point_count_(static_cast<std::size_t>(plan.schema.axis.point_count())),
      common_{CommonRows(point_count_, plan.schema.party_count), CommonRows(point_count_, plan.schema.party_count),
              CommonRows(point_count_, plan.schema.party_count)} {
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    money_.push_back({MoneyRows(point_count_), MoneyRows(point_count_), MoneyRows(point_count_)});
  }
}

void SubjectRows::Clear() {
  for (auto& views : money_) {
    for (auto& rows : views) rows.Clear();
  }
  for (auto& rows : common_) rows.Clear();
}

void SubjectRows::AddProject(const plan::Plan& plan, const ledger::Block& block, std::size_t project) {
  const ledger::ColumnRange money = plan.schema.money_of_project[project];
  for (std::uint32_t c = money.begin; c < money.end; ++c) {
    const ledger::MoneyColumn& column = plan.schema.money[c];
    const auto view = static_cast<std::size_t>(ViewOf(column.side));
    const auto amounts = block.Money(c);
    for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
      const auto& perspective = plan.perspectives[p];
      const auto factors = std::span(perspective.discount_factors).subspan(column.stream * point_count_, point_count_);
      FoldMoney(column, amounts, factors, perspective.border, money_[p][view]);
    }
    const auto net = std::span(common_[view].party_net);
    kernel::AccumulateScaled(net.subspan(column.payee.value * point_count_, point_count_), amounts, 1.0);
    kernel::AccumulateScaled(net.subspan(column.payer.value * point_count_, point_count_), amounts, -1.0);
  }
  const ledger::ColumnRange physical = plan.schema.physical_of_project[project];
  for (std::uint32_t c = physical.begin; c < physical.end; ++c) {
    const ledger::PhysicalColumn& column = plan.schema.physical[c];
    auto& rows = common_[static_cast<std::size_t>(ViewOf(column.side))].physical;
    kernel::Accumulate(std::span(rows).subspan(static_cast<std::size_t>(column.kind) * point_count_, point_count_),
                       block.Physical(c));
  }
}

void SubjectRows::Add(const SubjectRows& other) {
  for (const View view : {View::kWith, View::kWithout}) {
    const auto v = static_cast<std::size_t>(view);
    for (std::size_t p = 0; p < money_.size(); ++p) money_[p][v].Add(other.money_[p][v]);
    common_[v].Add(other.common_[v]);
  }
}

void SubjectRows::Finish() {
  constexpr auto kWith = static_cast<std::size_t>(View::kWith);
  constexpr auto kWithout = static_cast<std::size_t>(View::kWithout);
  constexpr auto kIncremental = static_cast<std::size_t>(View::kIncremental);
  for (auto& views : money_) {
    views[kIncremental].SetDifference(views[kWith], views[kWithout]);
    for (auto& rows : views) rows.SumRows();
  }
  common_[kIncremental].SetDifference(common_[kWith], common_[kWithout]);
}

metric::Input SubjectRows::MakeInput(const plan::Plan& plan, std::size_t perspective, View view,
                                     double planned_reduction_t_co2e) const {
  const auto v = static_cast<std::size_t>(view);
  const MoneyRows& money = money_[perspective][v];
  const CommonRows& common = common_[v];
  const auto physical = [&](ledger::PhysicalKind kind) {
    return std::span(common.physical).subspan(static_cast<std::size_t>(kind) * point_count_, point_count_);
  };
  metric::Input input;
  input.axis = &plan.schema.axis;
  input.options = &plan.metric_options;
  input.view = view;
  input.amounts = &money.amounts;
  input.discounted = &money.discounted;
  input.discount_factors = std::span(plan.perspectives[perspective].discount_factors).first(point_count_);
  input.need_amounts = money.need;
  input.committed_amounts = money.committed;
  input.planned_amounts = money.planned;
  input.emissions_t_co2e = {physical(ledger::PhysicalKind::kEmissionScope1),
                            physical(ledger::PhysicalKind::kEmissionScope2),
                            physical(ledger::PhysicalKind::kEmissionScope3)};
  input.energy_consumed_mwh = physical(ledger::PhysicalKind::kEnergyConsumed);
  input.energy_produced_mwh = physical(ledger::PhysicalKind::kEnergyProduced);
  if (plan.has_carbon_value) {
    input.carbon_value_amount_per_t_co2e =
        std::span(plan.factors).subspan(plan.carbon_value_factor * point_count_, point_count_);
  }
  input.planned_reduction_t_co2e = planned_reduction_t_co2e;
  input.party_net_amounts = common.party_net;
  input.party_names = plan.party_ids;
  return input;
}

}  // namespace calanque::run
