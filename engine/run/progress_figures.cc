#include "engine/run/progress_figures.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/kernel/series.h"
#include "engine/ledger/ledger.h"
#include "engine/metric/sums.h"
#include "engine/run/evaluate.h"
#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

using ledger::Category;
using ledger::FundingRole;
using ledger::MoneyColumn;
using ledger::PhysicalColumn;
using ledger::PhysicalKind;
using ledger::Side;
using model::Of;
using model::ProgressQuantity;

bool IsKnown(std::string_view metric_name, FigureSet unknown) {
  return (metric::FindMetric(metric_name)->needs & unknown).is_empty();
}

/// Reads the columns of one project after another.
class Gatherer {
 public:
  Gatherer(const plan::Plan& plan, std::size_t perspective, const StopPoll& stop)
      : plan_(plan), perspective_(plan.perspectives[perspective]), block_(FillLedger(plan, stop)) {}

  portfolio::ProjectPlan Gather(std::size_t project) const {
    portfolio::ProjectPlan out;
    const auto period_count = static_cast<std::size_t>(plan_.schema.axis.period_count);
    out.work_amounts.resize(period_count);
    for (portfolio::PlannedRow& row : out.rows) row.amounts.resize(period_count);
    for (const auto quantity :
         {ProgressQuantity::kSpent, ProgressQuantity::kReceived, ProgressQuantity::kReceivedPlanned,
          ProgressQuantity::kRunning, ProgressQuantity::kEnergyMoney}) {
      Of(out.rows, quantity).cash_amounts.resize(period_count);
    }
    const ledger::ColumnRange physical = plan_.schema.physical_of_project[project];
    const EnergyItems energy = EnergyItemsOf(physical);
    const ledger::ColumnRange money = plan_.schema.money_of_project[project];
    for (std::uint32_t c = money.begin; c < money.end; ++c) ReadMoney(c, energy, out);
    for (std::uint32_t c = physical.begin; c < physical.end; ++c) ReadPhysical(c, energy, out);
    return out;
  }

  [[nodiscard]] const ledger::Block& block() const { return block_; }

 private:
  /// Items of a project that count energy: bought or no longer bought, and all of them.
  struct EnergyItems {
    std::set<std::uint32_t> bought;
    std::set<std::uint32_t> all;
  };

  [[nodiscard]] EnergyItems EnergyItemsOf(ledger::ColumnRange physical) const {
    EnergyItems items;
    for (std::uint32_t c = physical.begin; c < physical.end; ++c) {
      const PhysicalColumn& column = plan_.schema.physical[c];
      const bool is_bought = column.kind == PhysicalKind::kEnergyConsumed;
      if (is_bought) items.bought.insert(column.item.value);
      if (is_bought || column.kind == PhysicalKind::kEnergyProduced) items.all.insert(column.item.value);
    }
    return items;
  }

  void ReadMoney(std::uint32_t c, const EnergyItems& energy, portfolio::ProjectPlan& out) const {
    const MoneyColumn& column = plan_.schema.money[c];
    const int sign = perspective_.border.Sign(column);
    const bool is_work = column.side == Side::kWith && column.funding_role == FundingRole::kNeed &&
                         column.category != Category::kReplacement && column.payer != column.payee;
    if (is_work) AddByPeriod(block_.Money(c), 1.0, out.work_amounts);
    if (column.category == Category::kResidualValue && sign != 0) {
      out.residual_value_present_amount += sign * ledger::SideSign(column.side) * PresentValue(column, block_.Money(c));
    }
    const std::optional<ProgressQuantity> quantity = QuantityOf(column, sign, energy);
    if (!quantity) return;
    portfolio::PlannedRow& row = Of(out.rows, *quantity);
    const double cash_sign = sign * ledger::SideSign(column.side);
    const bool is_gross = column.funding_role != FundingRole::kNone && column.side == Side::kWith;
    AddByPeriod(block_.Money(c), is_gross ? 1.0 : cash_sign, row.amounts);
    AddByPeriod(block_.Money(c), cash_sign, row.cash_amounts);
  }

  /// What a column is part of; nothing where it stays as planned (residual value, debt service, and capital and sources
  /// of the case without the project).
  [[nodiscard]] std::optional<ProgressQuantity> QuantityOf(const MoneyColumn& column, int sign,
                                                           const EnergyItems& energy) const {
    if (column.funding_role == FundingRole::kNeed) {
      if (column.side == Side::kWith && sign < 0) return ProgressQuantity::kSpent;
      return std::nullopt;
    }
    if (column.funding_role != FundingRole::kNone) {
      if (column.side != Side::kWith || !IsFundingSource(column, sign, perspective_.border)) return std::nullopt;
      return column.funding_role == FundingRole::kCommittedSource ? ProgressQuantity::kReceived
                                                                  : ProgressQuantity::kReceivedPlanned;
    }
    switch (column.category) {
      case Category::kOperatingCost:
      case Category::kTax:
        return ProgressQuantity::kRunning;
      case Category::kRevenue:  // Of energy sold: goes with the MWh.
        return energy.all.contains(column.item.value) ? ProgressQuantity::kEnergyMoney : ProgressQuantity::kRunning;
      case Category::kEnergy:
      case Category::kEnergyTax:
        return ProgressQuantity::kEnergyMoney;
      case Category::kInvestment:
      case Category::kReplacement:
      case Category::kInvestmentTax:
      case Category::kResidualValue:
      case Category::kGrant:
      case Category::kCertificate:
      case Category::kFinancing:
      case Category::kDebtService:
      case Category::kCarbon:
      case Category::kCoBenefit:
        return std::nullopt;
    }
    return std::nullopt;
  }

  void ReadPhysical(std::uint32_t c, const EnergyItems& energy, portfolio::ProjectPlan& out) const {
    const PhysicalColumn& column = plan_.schema.physical[c];
    const double sign = ledger::SideSign(column.side);
    const std::span<const double> quantities = block_.Physical(c);
    if (ledger::IsEmission(column.kind)) {
      AddByPeriod(quantities, -sign, Of(out.rows, ProgressQuantity::kAbatement).amounts);
    } else if (column.kind == PhysicalKind::kEnergyConsumed) {
      AddByPeriod(quantities, -sign, Of(out.rows, ProgressQuantity::kEnergy).amounts);
    } else if (!energy.bought.contains(column.item.value)) {  // What is used on site counts as no longer bought.
      AddByPeriod(quantities, sign, Of(out.rows, ProgressQuantity::kEnergy).amounts);
    }
  }

  void AddByPeriod(std::span<const double> points, double sign, std::vector<double>& periods) const {
    for (std::size_t i = 0; i < points.size(); ++i) {
      periods[static_cast<std::size_t>(plan_.schema.axis.period_indices[i])] += sign * points[i];
    }
  }

  [[nodiscard]] double PresentValue(const MoneyColumn& column, std::span<const double> amounts) const {
    const auto factors =
        std::span(perspective_.discount_factors).subspan(column.stream * amounts.size(), amounts.size());
    return kernel::Dot(amounts, factors);
  }

  const plan::Plan& plan_;
  const plan::PerspectivePlan& perspective_;
  ledger::Block block_;
};

/// The appraisal's value of every project and of the programme's money.
void FillValues(const plan::Plan& plan, std::size_t perspective, const ledger::Block& block,
                portfolio::ProgressFigures& figures) {
  const metric::Discounting discounting = DiscountingOf(plan, perspective);
  SubjectRows rows(plan);
  for (std::size_t p = 0; p <= figures.projects.size(); ++p) {
    rows.Clear();
    rows.AddProject(plan, block, p);
    rows.Finish();
    const metric::Input input = rows.MakeInput(plan, perspective, discounting, metric::View::kIncremental, 0.0);
    portfolio::ProjectPlan& out = p < figures.projects.size() ? figures.projects[p] : figures.programme;
    out.npv_amount = metric::PresentValue(input, metric::kCash);
  }
}

}  // namespace

Result<portfolio::ProgressFigures> GatherProgress(const plan::Plan& plan, const model::AppraisalRequest& request,
                                                  std::size_t perspective, const StopPoll& stop) {
  if (stop()) return Cancelled();
  const ledger::PointAxis& axis = plan.schema.axis;
  const auto period_count = static_cast<std::size_t>(axis.period_count);
  portfolio::ProgressFigures figures;
  figures.first_year = axis.first_year;
  figures.year_count = static_cast<std::size_t>(axis.year_count);
  figures.periods_per_year = static_cast<std::size_t>(request.options.grid.periods_per_year());
  figures.target_year = plan.metric_options.target_year;
  const std::vector<double>& factors = plan.perspectives[perspective].discount_factors;
  for (std::size_t t = 0; t < period_count; ++t) {
    figures.year_of_period.push_back(static_cast<std::size_t>(axis.year_indices[t]));
    figures.discount_factors.push_back(factors[t]);
  }
  const auto set_known = [&](FigureSet unknown, auto& out) {
    out.has_npv = IsKnown("npv_amount", unknown);
    out.has_abatement = IsKnown("abatement_cumulative_t_co2e", unknown);
    out.has_gap = IsKnown("financing_gap_amount", unknown);
  };
  const Gatherer gatherer(plan, perspective, stop);
  for (std::size_t p = 0; p < plan.projects.size(); ++p) {
    if (stop()) return Cancelled();
    portfolio::ProjectPlan project = gatherer.Gather(p);
    project.id = plan.projects[p].id;
    set_known(plan.unknown_figures[p], project);
    figures.projects.push_back(std::move(project));
  }
  figures.programme = gatherer.Gather(plan.projects.size());
  set_known(plan.unknown_figures.back(), figures);
  FillValues(plan, perspective, gatherer.block(), figures);
  return figures;
}

}  // namespace calanque::run
