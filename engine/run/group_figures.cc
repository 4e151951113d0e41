#include "engine/run/group_figures.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "engine/kernel/series.h"
#include "engine/ledger/ledger.h"

namespace calanque::run {
namespace {

enum SectorMeasure : std::size_t { kBaseline, kTrend, kPlannedReduction, kAbatement, kSectorInvestment };
enum SourceMeasure : std::size_t { kInvestment, kCommitted, kPlanned };

constexpr int kMissing = static_cast<int>(Reason::kMissingData);
constexpr int kNone = static_cast<int>(Reason::kNotApplicable);

/// Groups by id, in the order in which they were asked for.
class GroupList {
 public:
  explicit GroupList(std::size_t measure_count) : measure_count_(measure_count) {}

  GroupFigures& Of(std::string_view id) {
    const auto found = std::find_if(groups_.begin(), groups_.end(), [&](const auto& group) { return group.id == id; });
    if (found != groups_.end()) return *found;
    groups_.push_back({std::string(id), "", std::vector<GroupFigure>(measure_count_, {0.0, kNone})});
    return groups_.back();
  }

  /// The group of a member that is named in `members` for the first time.
  template <typename Member>
  GroupFigures& Join(const Member& member) {
    const bool is_first =
        std::none_of(groups_.begin(), groups_.end(), [&](const auto& group) { return group.id == GroupOf(member); });
    GroupFigures& group = Of(GroupOf(member));
    const std::string& name = member.display_name.empty() ? member.id : member.display_name;
    group.display_name = is_first && member.group_id.empty() ? name : "";
    return group;
  }

  template <typename Member>
  static const std::string& GroupOf(const Member& member) {
    return member.group_id.empty() ? member.id : member.group_id;
  }

  std::vector<GroupFigures> Take() && { return std::move(groups_); }

 private:
  std::size_t measure_count_;
  std::vector<GroupFigures> groups_;
};

/// Group of the sector that the project stands in; "" where it stands in none.
std::string_view GroupOfProject(const model::Portfolio& portfolio, const model::Project& project) {
  if (!portfolio.baseline || project.sector_id.empty()) return "";
  for (const auto& sector : portfolio.baseline->sectors) {
    if (sector.id == project.sector_id) return GroupList::GroupOf(sector);
  }
  return "";
}

double Total(std::span<const double> amounts) { return std::accumulate(amounts.begin(), amounts.end(), 0.0); }

/// Investment of the world with the project, whoever pays it.
double InvestmentOf(const plan::Plan& plan, const ledger::Block& block, std::size_t project) {
  double total = 0.0;
  const ledger::ColumnRange columns = plan.schema.money_of_project[project];
  for (std::uint32_t c = columns.begin; c < columns.end; ++c) {
    const ledger::MoneyColumn& column = plan.schema.money[c];
    const bool counts = column.side == ledger::Side::kWith && column.category == ledger::Category::kInvestment;
    if (counts) total += Total(block.Money(c));
  }
  return total;
}

bool IsEmission(ledger::PhysicalKind kind) {
  return kind == ledger::PhysicalKind::kEmissionScope1 || kind == ledger::PhysicalKind::kEmissionScope2 ||
         kind == ledger::PhysicalKind::kEmissionScope3;
}

/// Tonnes that the project avoids in the calendar year: emitted without it minus with it.
double AvoidedIn(int target_year, const plan::Plan& plan, const ledger::Block& block, std::size_t project) {
  const ledger::PointAxis& axis = plan.schema.axis;
  const int year = target_year - axis.first_year;
  double avoided = 0.0;
  const ledger::ColumnRange columns = plan.schema.physical_of_project[project];
  for (std::uint32_t c = columns.begin; c < columns.end; ++c) {
    const ledger::PhysicalColumn& column = plan.schema.physical[c];
    if (!IsEmission(column.kind)) continue;
    const double sign = column.side == ledger::Side::kWithout ? 1.0 : -1.0;
    const auto tonnes = block.Physical(c);
    for (std::size_t i = 0; i < tonnes.size(); ++i) {
      if (axis.year_indices[i] == year) avoided += sign * tonnes[i];
    }
  }
  return avoided;
}

/// Adds where the figure and all before it are known; the first one makes a figure of none.
void AddOrMiss(bool is_known, double value, GroupFigure& figure) {
  if (figure.failure == kNone) figure.failure = 0;
  if (!is_known) figure.failure = kMissing;
  figure.value = figure.failure != 0 ? 0.0 : figure.value + value;
}

void AddPublished(double t_co2e, GroupFigure& figure) { AddOrMiss(t_co2e != 0.0, t_co2e, figure); }

}  // namespace

std::vector<GroupFigures> SectorFigures(const Case& one) {
  const model::Portfolio& portfolio = one.request->portfolio;
  GroupList groups(kSectorMeasures.size());
  if (portfolio.baseline) {
    for (const auto& sector : portfolio.baseline->sectors) {
      GroupFigures& group = groups.Join(sector);
      AddPublished(sector.baseline_t_co2e, group.figures[kBaseline]);
      AddPublished(sector.trend_t_co2e, group.figures[kTrend]);
      AddPublished(sector.planned_reduction_t_co2e, group.figures[kPlannedReduction]);
    }
  }
  const ledger::Block block = FillLedger(*one.plan);
  const int target_year = one.plan->metric_options.target_year;
  for (std::size_t i = 0; i < portfolio.projects.size(); ++i) {
    const model::Project& project = portfolio.projects[i];
    GroupFigures& group = groups.Of(GroupOfProject(portfolio, project));
    const bool has_tonnes = target_year != 0 && !project.unknown_figures.Has(Figure::kAbatement);
    AddOrMiss(has_tonnes, has_tonnes ? AvoidedIn(target_year, *one.plan, block, i) : 0.0, group.figures[kAbatement]);
    AddOrMiss(!project.unknown_figures.Has(Figure::kInvestment), InvestmentOf(*one.plan, block, i),
              group.figures[kSectorInvestment]);
  }
  return std::move(groups).Take();
}

std::vector<GroupFigures> SourceFigures(const Case& one) {
  const model::Portfolio& portfolio = one.request->portfolio;
  GroupList groups(kSourceMeasures.size());
  for (const auto& party : portfolio.parties) {
    if (!party.is_outside) groups.Join(party);
  }
  const ledger::Block block = FillLedger(*one.plan);
  const plan::Plan& plan = *one.plan;
  for (std::uint32_t c = 0; c < plan.schema.money.size(); ++c) {
    const ledger::MoneyColumn& column = plan.schema.money[c];
    const auto& payer = portfolio.parties[column.payer.value];
    if (column.side != ledger::Side::kWith || payer.is_outside) continue;
    GroupFigures& group = groups.Of(GroupList::GroupOf(payer));
    const double total = Total(block.Money(c));
    const FigureSet unknown = plan.unknown_figures.back();
    const auto add = [&](SourceMeasure measure, Figure figure) {
      AddOrMiss(!unknown.Has(figure), total, group.figures[measure]);
    };
    if (column.category == ledger::Category::kInvestment) add(kInvestment, Figure::kInvestment);
    if (column.funding_role == ledger::FundingRole::kCommittedSource) add(kCommitted, Figure::kFunding);
    if (column.funding_role == ledger::FundingRole::kPlannedSource) add(kPlanned, Figure::kFunding);
  }
  return std::move(groups).Take();
}

}  // namespace calanque::run
