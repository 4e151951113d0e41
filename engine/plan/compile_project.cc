#include "engine/plan/compile_project.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "engine/finance/investment_profile.h"
#include "engine/metric/sums.h"
#include "engine/plan/compile_financing.h"
#include "engine/plan/compile_item.h"

namespace calanque::plan {
namespace {

/// Dependent items, each after those it reads (none reads one that reads it).
std::vector<std::uint32_t> DependencyOrder(const SideItems& side) {
  std::vector<std::uint32_t> order;
  std::vector<bool> done(side.items.size(), false);
  const auto visit = [&](auto&& self, std::uint32_t item) -> void {
    if (done[item]) return;
    done[item] = true;
    for (const std::string_view id : ReadItemIds(side.items[item])) self(self, side.index_by_id.at(id));
    if (IsDependent(side.items[item])) order.push_back(item);
  };
  for (std::uint32_t item = 0; item < side.items.size(); ++item) visit(visit, item);
  return order;
}

/// An asset that is gone and not replaced, while what it makes possible goes on: figures without the cost of it.
void WarnOfEndedLives(CompileContext& context, std::span<const model::CashFlowItem> items, const ItemPlace& first) {
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const auto* investment = std::get_if<model::Investment>(&items[i].kind);
    const auto end = investment == nullptr ? std::nullopt : finance::FirstDayWithout(context.periods, *investment);
    if (!end) continue;
    const auto going_on = std::find_if(items.begin(), items.end(), [&](const model::CashFlowItem& item) {
      const model::ActiveSpan* span = SpanOf(item);
      return span != nullptr && (!span->end_date || *span->end_date > *end);
    });
    if (going_on == items.end()) continue;
    ItemPlace place = first;
    place.item.value += i;
    context.Warn(ItemPath(place, context.request) + ".investment.life_years",
                 "ends on " + time::FormatIsoDate(*end) + ", before the horizon, without replacement; '" +
                     going_on->id + "' goes on");
  }
}

/// Grants that promise more than all of an item: each is right by itself, so that only the sum shows it.
void WarnOfSharesAboveOne(CompileContext& context, std::span<const model::CashFlowItem> items, const ItemPlace& first) {
  std::map<std::string_view, double> share_of_item;
  for (const model::CashFlowItem& item : items) {
    const auto* grant = std::get_if<model::Grant>(&item.kind);
    if (grant == nullptr || !grant->share_of_eligible_fraction || grant->cap_amount) continue;
    for (const std::string& id : grant->eligible_item_ids) share_of_item[id] += *grant->share_of_eligible_fraction;
  }
  constexpr double kRounding = 1e-9;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const auto share = share_of_item.find(items[i].id);
    if (share == share_of_item.end() || share->second <= 1.0 + kRounding) continue;
    ItemPlace place = first;
    place.item.value += i;
    context.Warn(ItemPath(place, context.request), "is granted " + metric::Text(100.0 * share->second) +
                                                       " % of its cost: the shares of its grants " +
                                                       "add up to more than 1");
  }
}

/// Compiles one side. Item positions count the with side first.
void CompileSide(CompileContext& context, ledger::ProjectIndex project, ledger::Side side,
                 std::span<const model::CashFlowItem> items, std::uint32_t first_position) {
  const model::Project& owner = context.request.portfolio.projects[project.value];
  SideItems side_items{items, std::vector<ledger::ColumnRange>(items.size()), {}};
  bool has_dependents = false;
  for (std::uint32_t i = 0; i < items.size(); ++i) has_dependents = has_dependents || IsDependent(items[i]);
  const auto compile = [&](std::uint32_t i, auto&& write) {
    ItemWriter writer(context, {project, {first_position + i}, side, context.Stream(items[i].beta)});
    const auto begin = static_cast<std::uint32_t>(context.plan.schema.money.size());
    write(items[i], PriceTermsOf(items[i], owner, context.request.portfolio), writer);
    side_items.money_columns[i] = {begin, static_cast<std::uint32_t>(context.plan.schema.money.size())};
  };
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    if (IsDependent(items[i])) continue;
    const std::size_t step_count = context.plan.scale_steps.size();
    compile(i, CompileIndependentItem);
    if (context.plan.scale_steps.size() != step_count) continue;
    context.Warn(ItemPath({project, {first_position + i}, side, 0}, context.request), "has no flow in any period");
  }
  WarnOfEndedLives(context, items, {project, {first_position}, side, 0});
  if (has_dependents) WarnOfSharesAboveOne(context, items, {project, {first_position}, side, 0});
  if (!has_dependents) return;
  for (std::uint32_t i = 0; i < items.size(); ++i) side_items.index_by_id.emplace(items[i].id, i);
  for (const std::uint32_t i : DependencyOrder(side_items)) {
    compile(i, [&](const auto& item, const auto& terms, auto& writer) {
      CompileDependentItem(item, terms, side_items, writer);
    });
  }
}

ledger::PartyIndex CarbonSource(const CompileContext& context) {
  const auto& carbon = *context.request.assumptions.carbon_value;
  if (!carbon.source_party_id.empty()) return context.Party(carbon.source_party_id);
  const auto& parties = context.request.portfolio.parties;
  const auto outside =
      std::find_if(parties.rbegin(), parties.rend(), [](const auto& party) { return party.is_outside; });
  CALANQUE_CHECK(outside != parties.rend(), "carbon value without an outside party after validation");
  return context.Party(outside->id);
}

/// The stream of what a physical column's carbon is worth: that of an item that has no money of its own.
std::uint32_t CarbonStream(CompileContext& context, const ledger::PhysicalColumn& column) {
  const model::Project& project = context.request.portfolio.projects[column.project.value];
  const std::size_t with_count = project.with_project.size();
  const model::CashFlowItem& item = column.item.value < with_count
                                        ? project.with_project[column.item.value]
                                        : project.without_project[column.item.value - with_count];
  const bool has_money =
      !std::holds_alternative<model::Emission>(item.kind) && !std::holds_alternative<model::PhysicalSeries>(item.kind);
  return has_money ? 0 : context.Stream(item.beta);
}

/// One column per side and stream: what the avoided (or caused) tonnes are worth to whom the damage would hit.
void CompileCarbon(CompileContext& context, ledger::ProjectIndex project, ledger::Side side,
                   std::uint32_t first_physical) {
  const auto& physical = context.plan.schema.physical;
  std::map<std::uint32_t, std::vector<ColumnTerm>> terms_by_stream;
  for (std::uint32_t column = first_physical; column < physical.size(); ++column) {
    const bool is_emission = physical[column].kind <= ledger::PhysicalKind::kEmissionScope3;
    if (!is_emission || physical[column].side != side) continue;
    terms_by_stream[CarbonStream(context, physical[column])].push_back({column, -1.0});
  }
  for (auto& [stream, terms] : terms_by_stream) {
    ItemWriter writer(context, {project, {kCarbonItem}, side, stream});
    PhysicalValueStep step;
    step.column = writer.AddEmptyMoney(CarbonSource(context),
                                       context.Party(context.request.assumptions.carbon_value->beneficiary_party_id),
                                       ledger::Category::kCarbon, ledger::FundingRole::kNone);
    step.terms = std::move(terms);
    step.price_factor = context.plan.carbon_value_factor;
    context.plan.dependent_steps.push_back(
        {DependentKind::kPhysicalValue, static_cast<std::uint32_t>(context.plan.physical_value_steps.size())});
    context.plan.physical_value_steps.push_back(std::move(step));
  }
}

/// Compiles `write` as the columns of the next project.
template <typename Write>
void AsProject(ledger::Schema& schema, Write&& write) {
  const auto money_begin = static_cast<std::uint32_t>(schema.money.size());
  const auto physical_begin = static_cast<std::uint32_t>(schema.physical.size());
  write();
  schema.money_of_project.push_back({money_begin, static_cast<std::uint32_t>(schema.money.size())});
  schema.physical_of_project.push_back({physical_begin, static_cast<std::uint32_t>(schema.physical.size())});
}

}  // namespace

void CompileProject(CompileContext& context, ledger::ProjectIndex project) {
  const model::Project& model = context.request.portfolio.projects[project.value];
  AsProject(context.plan.schema, [&] {
    const auto first_physical = static_cast<std::uint32_t>(context.plan.schema.physical.size());
    const auto with_count = static_cast<std::uint32_t>(model.with_project.size());
    CompileSide(context, project, ledger::Side::kWith, model.with_project, 0);
    CompileSide(context, project, ledger::Side::kWithout, model.without_project, with_count);
    if (context.plan.has_carbon_value) {
      CompileCarbon(context, project, ledger::Side::kWith, first_physical);
      CompileCarbon(context, project, ledger::Side::kWithout, first_physical);
    }
    CompileFinancingSources(context, project, model.id);
  });
}

void CompileProgramme(CompileContext& context) {
  AsProject(context.plan.schema, [&] {
    const auto programme = static_cast<std::uint32_t>(context.request.portfolio.projects.size());
    CompileFinancingSources(context, {programme}, "");
  });
}

}  // namespace calanque::plan
