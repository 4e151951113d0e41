#include "engine/run/group_figures.h"

#include <algorithm>
#include <memory_resource>
#include <span>

#include "engine/base/result.h"
#include "engine/kernel/series.h"
#include "engine/metric/abatement.h"
#include "engine/run/subject_rows.h"

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

/// Investment of the world with the project, whoever pays it.
double InvestmentOf(const plan::Plan& plan, const ledger::Block& block, std::size_t project) {
  double total = 0.0;
  const ledger::ColumnRange columns = plan.schema.money_of_project[project];
  for (std::uint32_t c = columns.begin; c < columns.end; ++c) {
    const ledger::MoneyColumn& column = plan.schema.money[c];
    const bool counts = column.side == ledger::Side::kWith && column.category == ledger::Category::kInvestment;
    if (counts) total += kernel::Sum(block.Money(c));
  }
  return total;
}

/// Adds where the figure and all before it are known; the first one makes a figure of none.
void AddOrMiss(double value, int failure, GroupFigure& figure) {
  if (figure.failure == kNone) figure.failure = 0;
  if (failure != 0) figure.failure = failure;
  figure.value = figure.failure != 0 ? 0.0 : figure.value + value;
}

void AddPublished(double t_co2e, GroupFigure& figure) { AddOrMiss(t_co2e, t_co2e != 0.0 ? 0 : kMissing, figure); }

/// Tonnes that one project avoids in the target year; none where they are not known, or there is no such year.
void AddAvoided(const plan::Plan& plan, const SubjectRows& rows, const metric::Discounting& discounting,
                FigureSet unknown, GroupFigure& figure) {
  if (unknown.Has(Figure::kAbatement)) return AddOrMiss(0.0, kMissing, figure);
  std::pmr::monotonic_buffer_resource memory;  // Of the text that says why there is no figure.
  metric::Input input = rows.MakeInput(plan, 0, discounting, metric::View::kIncremental, 0.0);
  input.memory = &memory;
  const auto tonnes = metric::AvoidedInTargetYear(input);
  AddOrMiss(tonnes ? *tonnes : 0.0, tonnes ? 0 : static_cast<int>(tonnes.error().reason), figure);
}

std::vector<GroupFigures> SectorFigures(const model::Portfolio& portfolio, const plan::Plan& plan,
                                        const ledger::Block& block) {
  GroupList groups(kSectorMeasures.size());
  if (portfolio.baseline) {
    for (const auto& sector : portfolio.baseline->sectors) {
      GroupFigures& group = groups.Join(sector);
      AddPublished(sector.baseline_t_co2e, group.figures[kBaseline]);
      AddPublished(sector.trend_t_co2e, group.figures[kTrend]);
      AddPublished(sector.planned_reduction_t_co2e, group.figures[kPlannedReduction]);
    }
  }
  const metric::Discounting discounting = DiscountingOf(plan, 0);
  SubjectRows rows(plan);
  for (std::size_t i = 0; i < portfolio.projects.size(); ++i) {
    const FigureSet unknown = portfolio.projects[i].unknown_figures;
    GroupFigures& group = groups.Of(GroupOfProject(portfolio, portfolio.projects[i]));
    rows.Clear();
    rows.AddProject(plan, block, i);
    rows.Finish();
    AddAvoided(plan, rows, discounting, unknown, group.figures[kAbatement]);
    AddOrMiss(InvestmentOf(plan, block, i), unknown.Has(Figure::kInvestment) ? kMissing : 0,
              group.figures[kSectorInvestment]);
  }
  return std::move(groups).Take();
}

std::vector<GroupFigures> SourceFigures(const model::Portfolio& portfolio, const plan::Plan& plan,
                                        const ledger::Block& block) {
  GroupList groups(kSourceMeasures.size());
  for (const auto& party : portfolio.parties) {
    if (!party.is_outside) groups.Join(party);
  }
  const FigureSet unknown = plan.unknown_figures.back();
  for (std::uint32_t c = 0; c < plan.schema.money.size(); ++c) {
    const ledger::MoneyColumn& column = plan.schema.money[c];
    const auto& payer = portfolio.parties[column.payer.value];
    if (column.side != ledger::Side::kWith || payer.is_outside) continue;
    GroupFigures& group = groups.Of(GroupList::GroupOf(payer));
    const double total = kernel::Sum(block.Money(c));
    const auto add = [&](SourceMeasure measure, Figure figure) {
      AddOrMiss(total, unknown.Has(figure) ? kMissing : 0, group.figures[measure]);
    };
    if (column.category == ledger::Category::kInvestment) add(kInvestment, Figure::kInvestment);
    if (column.funding_role == ledger::FundingRole::kCommittedSource) add(kCommitted, Figure::kFunding);
    if (column.funding_role == ledger::FundingRole::kPlannedSource) add(kPlanned, Figure::kFunding);
  }
  return std::move(groups).Take();
}

}  // namespace

CaseGroups GroupFiguresOf(const model::AppraisalRequest& request, const plan::Plan& plan, const ledger::Block& block) {
  return {SectorFigures(request.portfolio, plan, block), SourceFigures(request.portfolio, plan, block)};
}

}  // namespace calanque::run
