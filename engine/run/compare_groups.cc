#include "engine/run/compare_groups.h"

#include <algorithm>
#include <cstddef>

namespace calanque::run {
namespace {

constexpr int kNone = static_cast<int>(Reason::kNotApplicable);

using Groups = std::vector<GroupFigures>;

const GroupFigures* Find(const Groups& groups, std::string_view id) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.id == id; });
  return found == groups.end() ? nullptr : &*found;
}

/// Ids of the groups of all cases, in the order in which they come up; "" last.
std::vector<std::string> GroupIds(std::span<const Groups> cases) {
  std::vector<std::string> ids;
  bool has_nameless = false;
  for (const Groups& groups : cases) {
    for (const GroupFigures& group : groups) {
      has_nameless = has_nameless || group.id.empty();
      const bool is_new = std::find(ids.begin(), ids.end(), group.id) == ids.end();
      if (is_new && !group.id.empty()) ids.push_back(group.id);
    }
  }
  if (has_nameless) ids.emplace_back();
  return ids;
}

std::string NameOf(std::span<const Groups> cases, const std::string& id) {
  for (const Groups& groups : cases) {
    const GroupFigures* group = Find(groups, id);
    if (group != nullptr && !group->display_name.empty()) return group->display_name;
  }
  return id;
}

class GroupComparer {
 public:
  explicit GroupComparer(std::span<const Case> cases) : cases_(cases) {
    const std::string& first = cases.front().plan->currency_code;
    same_currency_ =
        std::all_of(cases.begin(), cases.end(), [&](const Case& one) { return one.plan->currency_code == first; });
    all_state_inhabitants_ = AllStateInhabitants(cases);
  }

  [[nodiscard]] std::vector<GroupComparisonRow> Rows(std::span<const Groups> groups_of_case,
                                                     std::span<const GroupMeasure> measures) const {
    std::vector<GroupComparisonRow> rows;
    for (const std::string& id : GroupIds(groups_of_case)) {
      const std::string name = NameOf(groups_of_case, id);
      for (std::size_t m = 0; m < measures.size(); ++m) {
        GroupComparisonRow row{id, name, std::string(measures[m].name), UnitOf(measures[m]), {}, {}, {}};
        for (const Groups& groups : groups_of_case) {
          const GroupFigures* group = Find(groups, id);
          row.values.push_back(group == nullptr ? 0.0 : group->figures[m].value);
          row.failures.push_back(group == nullptr ? kNone : group->figures[m].failure);
        }
        AddWithShares(std::move(row), rows);
      }
    }
    return rows;
  }

 private:
  [[nodiscard]] std::string UnitOf(const GroupMeasure& measure) const {
    if (!measure.is_money) return "tCO2e";
    return same_currency_ ? cases_.front().plan->currency_code : "";
  }

  /// The row, and the same per inhabitant; neither where it says nothing of any case.
  void AddWithShares(GroupComparisonRow row, std::vector<GroupComparisonRow>& rows) const {
    if (std::all_of(row.values.begin(), row.values.end(), [](double value) { return value == 0.0; })) return;
    row.differences = Differences(row.values, row.failures);
    rows.push_back(row);
    if (!all_state_inhabitants_) return;
    row.measure_name += "_per_inhabitant";
    if (!row.unit.empty()) row.unit += "/inhabitant";
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      row.values[i] /= static_cast<double>(cases_[i].request->portfolio.inhabitant_count);
    }
    row.differences = Differences(row.values, row.failures);
    rows.push_back(std::move(row));
  }

  std::span<const Case> cases_;
  bool same_currency_ = true;
  bool all_state_inhabitants_ = true;
};

}  // namespace

GroupComparison CompareGroups(std::span<const Case> cases, std::span<const CaseGroups> groups) {
  CALANQUE_CHECK(!cases.empty() && groups.size() == cases.size(), "nothing to compare");
  std::vector<Groups> sectors;
  std::vector<Groups> sources;
  for (const CaseGroups& one : groups) {
    sectors.push_back(one.sectors);
    sources.push_back(one.sources);
  }
  const GroupComparer comparer(cases);
  return {comparer.Rows(sectors, kSectorMeasures), comparer.Rows(sources, kSourceMeasures)};
}

}  // namespace calanque::run
