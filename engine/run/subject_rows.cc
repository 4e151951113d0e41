#include "engine/run/subject_rows.h"

#include "engine/kernel/series.h"

namespace calanque::run {
namespace {

using ledger::Category;
using ledger::FundingRole;
using metric::View;

View ViewOf(ledger::Side side) { return side == ledger::Side::kWith ? View::kWith : View::kWithout; }

/// Category of a column that crosses the border. A tax on capital that is spent outside is to who receives it, and pays
/// its refund, no spending of capital.
Category CategoryInside(const ledger::MoneyColumn& column, int sign) {
  const bool is_of_others =
      column.category == Category::kInvestmentTax && (column.funding_role == FundingRole::kNeed) == (sign > 0);
  return is_of_others ? Category::kTax : column.category;
}

void FoldMoney(const ledger::MoneyColumn& column, std::span<const double> amounts, std::span<const double> factors,
               const ledger::Border& border, MoneyRows& rows) {
  const int sign = border.Sign(column);
  if (sign != 0) {
    const Category category = CategoryInside(column, sign);
    const auto row = rows.amounts.Row(category);
    const auto discounted = rows.discounted.Row(category);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      const double amount = sign * amounts[i];
      row[i] += amount;
      discounted[i] += amount * factors[i];
    }
  }
  if (column.funding_role == FundingRole::kNone) return;
  const bool counts = column.funding_role == FundingRole::kNeed ? sign < 0 : IsFundingSource(column, sign, border);
  if (counts) kernel::Accumulate(rows.funding.Row(column.funding_role), amounts);
}

}  // namespace

MoneyRows::MoneyRows(std::size_t point_count)
    : amounts(ledger::kCategoryCount, point_count),
      discounted(ledger::kCategoryCount, point_count),
      funding(ledger::kFundingRoleCount, point_count),
      cash_flows(point_count) {}

bool IsFundingSource(const ledger::MoneyColumn& column, int sign, const ledger::Border& border) {
  if (!border.Holds(column.payee)) return false;
  return sign > 0 || column.category == Category::kGrant || column.category == Category::kCertificate ||
         column.category == Category::kFinancing;
}

void MoneyRows::Clear() {
  amounts.Clear();
  discounted.Clear();
  funding.Clear();
}

void MoneyRows::Add(const MoneyRows& other) {
  amounts.Add(other.amounts);
  discounted.Add(other.discounted);
  funding.Add(other.funding);
}

void MoneyRows::SetDifference(const MoneyRows& with, const MoneyRows& without) {
  amounts.SetDifference(with.amounts, without.amounts);
  discounted.SetDifference(with.discounted, without.discounted);
  funding.SetDifference(with.funding, without.funding);
}

void MoneyRows::Finish() {
  amounts.Finish();
  discounted.Finish();
  funding.Finish();
  metric::FillCashFlows(amounts, cash_flows);
}

CommonRows::CommonRows(std::size_t point_count, std::size_t party_count)
    : physical(ledger::kPhysicalKindCount, point_count),
      party_net(party_count, point_count),
      avoided_t_co2e(point_count) {}

void CommonRows::Clear() {
  physical.Clear();
  party_net.Clear();
}

void CommonRows::Add(const CommonRows& other) {
  physical.Add(other.physical);
  party_net.Add(other.party_net);
}

void CommonRows::SetDifference(const CommonRows& with, const CommonRows& without) {
  physical.SetDifference(with.physical, without.physical);
  party_net.SetDifference(with.party_net, without.party_net);
}

void CommonRows::Finish() {
  physical.Finish();
  party_net.Finish();
  metric::FillAvoided(physical, avoided_t_co2e);
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
    metric::PartyRows& net = common_[view].party_net;
    kernel::AccumulateScaled(net.Row(column.payee.value), amounts, 1.0);
    kernel::AccumulateScaled(net.Row(column.payer.value), amounts, -1.0);
  }
  const ledger::ColumnRange physical = plan.schema.physical_of_project[project];
  for (std::uint32_t c = physical.begin; c < physical.end; ++c) {
    const ledger::PhysicalColumn& column = plan.schema.physical[c];
    kernel::Accumulate(common_[static_cast<std::size_t>(ViewOf(column.side))].physical.Row(column.kind),
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
    for (auto& rows : views) rows.Finish();
  }
  common_[kIncremental].SetDifference(common_[kWith], common_[kWithout]);
  for (auto& rows : common_) rows.Finish();
}

metric::Input SubjectRows::MakeInput(const plan::Plan& plan, std::size_t perspective,
                                     const metric::Discounting& discounting, View view,
                                     double planned_reduction_t_co2e) const {
  const auto v = static_cast<std::size_t>(view);
  const MoneyRows& money = money_[perspective][v];
  const CommonRows& common = common_[v];
  metric::Input input;
  input.axis = &plan.schema.axis;
  input.options = &plan.metric_options;
  input.discounting = &discounting;
  input.view = view;
  input.amounts = &money.amounts;
  input.discounted = &money.discounted;
  input.cash_flow_amounts = money.cash_flows;
  input.funding_amounts = &money.funding;
  input.physical = &common.physical;
  input.avoided_t_co2e = common.avoided_t_co2e;
  if (plan.has_carbon_value) {
    input.carbon_value_amount_per_t_co2e =
        std::span(plan.factors).subspan(plan.carbon_value_factor * point_count_, point_count_);
  }
  input.planned_reduction_t_co2e = planned_reduction_t_co2e;
  input.party_net_amounts = &common.party_net;
  input.party_names = plan.party_ids;
  return input;
}

metric::Discounting DiscountingOf(const plan::Plan& plan, std::size_t perspective) {
  const auto point_count = static_cast<std::size_t>(plan.schema.axis.point_count());
  return metric::MakeDiscounting(plan.schema.axis, plan.metric_options,
                                 std::span(plan.perspectives[perspective].discount_factors).first(point_count));
}

}  // namespace calanque::run
