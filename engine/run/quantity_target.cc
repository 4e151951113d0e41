#include "engine/run/quantity_target.h"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>

#include "engine/plan/plan.h"

namespace calanque::run {
namespace {

using ledger::Category;
using model::QuantityKind;

/// An explicit amount counts by its category.
std::optional<QuantityKind> KindOf(Category category) {
  switch (category) {
    case Category::kInvestment:
    case Category::kReplacement:
    case Category::kInvestmentTax:
      return QuantityKind::kInvestment;
    case Category::kOperatingCost:
      return QuantityKind::kOperatingCost;
    case Category::kRevenue:
      return QuantityKind::kRevenue;
    case Category::kGrant:
      return QuantityKind::kGrant;
    case Category::kCertificate:
      return QuantityKind::kCertificate;
    case Category::kCoBenefit:
      return QuantityKind::kCoBenefit;
    case Category::kResidualValue:
    case Category::kEnergy:
    case Category::kEnergyTax:
    case Category::kTax:
    case Category::kFinancing:
    case Category::kDebtService:
    case Category::kCarbon:
      return std::nullopt;
  }
  return std::nullopt;
}

/// Kind of a column, by the item that wrote it and, where that writes several kinds, by its category.
struct MoneyKind {
  Category category;
  std::optional<QuantityKind> operator()(const model::Investment&) const {
    if (category == Category::kResidualValue) return std::nullopt;
    return QuantityKind::kInvestment;
  }
  std::optional<QuantityKind> operator()(const model::OperatingCost&) const { return QuantityKind::kOperatingCost; }
  std::optional<QuantityKind> operator()(const model::EnergyFlow& energy) const {
    return energy.use == model::EnergyUse::kConsumed ? QuantityKind::kEnergyConsumed : QuantityKind::kEnergySaved;
  }
  std::optional<QuantityKind> operator()(const model::Revenue&) const { return QuantityKind::kRevenue; }
  std::optional<QuantityKind> operator()(const model::Grant&) const { return QuantityKind::kGrant; }
  std::optional<QuantityKind> operator()(const model::EnergySavingCertificate&) const {
    return QuantityKind::kCertificate;
  }
  std::optional<QuantityKind> operator()(const model::CoBenefit&) const { return QuantityKind::kCoBenefit; }
  std::optional<QuantityKind> operator()(const model::ExplicitSeries&) const { return KindOf(category); }
  std::optional<QuantityKind> operator()(const model::DatedFlows&) const { return KindOf(category); }
  template <typename Other>  // Refunds and residual values follow what they are computed from.
  std::optional<QuantityKind> operator()(const Other&) const {
    return std::nullopt;
  }
};

struct PhysicalKindOf {
  bool is_emission = false;
  std::optional<QuantityKind> operator()(const model::EnergyFlow& energy) const {
    return MoneyKind{Category::kEnergy}(energy);
  }
  std::optional<QuantityKind> operator()(const model::Emission&) const { return QuantityKind::kEmission; }
  std::optional<QuantityKind> operator()(const model::PhysicalSeries&) const {
    return is_emission ? std::optional(QuantityKind::kEmission) : std::nullopt;
  }
  template <typename Other>
  std::optional<QuantityKind> operator()(const Other&) const {
    return std::nullopt;
  }
};

bool Names(const model::QuantityTarget& target, const std::string& item_id, std::optional<QuantityKind> kind) {
  const auto& ids = target.item_ids;
  return kind && std::find(target.kinds.begin(), target.kinds.end(), *kind) != target.kinds.end() &&
         (ids.empty() || std::find(ids.begin(), ids.end(), item_id) != ids.end());
}

/// The item of the side with the project; nullptr where something else wrote the column.
const model::CashFlowItem* ItemWithProject(ledger::ItemIndex item, const model::AppraisalRequest& request,
                                           std::size_t project) {
  const auto& items = request.portfolio.projects[project].with_project;
  return item.value < items.size() ? &items[item.value] : nullptr;
}

}  // namespace

bool MovesEverything(const model::QuantityTarget& target) {
  return std::find(target.kinds.begin(), target.kinds.end(), QuantityKind::kEverything) != target.kinds.end();
}

bool MovesColumn(const model::QuantityTarget& target, const ledger::MoneyColumn& column,
                 const model::AppraisalRequest& request, std::size_t project) {
  if (project >= request.portfolio.projects.size() || column.side != ledger::Side::kWith) return false;
  if (column.item.value >= plan::kFirstFinancingItem) {
    if (column.category != Category::kGrant) return false;
    const auto& source = request.portfolio.financing_sources[column.item.value - plan::kFirstFinancingItem];
    return Names(target, source.id, QuantityKind::kGrant);
  }
  const model::CashFlowItem* item = ItemWithProject(column.item, request, project);
  return item != nullptr && Names(target, item->id, std::visit(MoneyKind{column.category}, item->kind));
}

bool MovesColumn(const model::QuantityTarget& target, const ledger::PhysicalColumn& column,
                 const model::AppraisalRequest& request, std::size_t project) {
  if (project >= request.portfolio.projects.size() || column.side != ledger::Side::kWith) return false;
  const model::CashFlowItem* item = ItemWithProject(column.item, request, project);
  return item != nullptr &&
         Names(target, item->id, std::visit(PhysicalKindOf{ledger::IsEmission(column.kind)}, item->kind));
}

}  // namespace calanque::run
