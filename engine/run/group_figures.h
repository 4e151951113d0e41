// What one case says of its groups of sectors and of parties.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/ledger.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"

namespace calanque::run {

/// A figure, or the Reason why there is none.
struct GroupFigure {
  double value = 0.0;
  int failure = 0;
};

/// A measure of groups.
struct GroupMeasure {
  std::string_view name;
  bool is_money = false;
};

inline constexpr std::array<GroupMeasure, 5> kSectorMeasures = {{{"baseline_t_co2e", false},
                                                                 {"trend_t_co2e", false},
                                                                 {"planned_reduction_t_co2e", false},
                                                                 {"abatement_target_year_t_co2e", false},
                                                                 {"investment_amount", true}}};
inline constexpr std::array<GroupMeasure, 3> kSourceMeasures = {
    {{"investment_amount", true}, {"committed_sources_amount", true}, {"planned_sources_amount", true}}};

/// One group of one case.
struct GroupFigures {
  std::string id;
  std::string display_name;          ///< Of its member that names no group; empty where members share one.
  std::vector<GroupFigure> figures;  ///< By measure.
};

/// Groups of one case.
struct CaseGroups {
  std::vector<GroupFigures> sectors;  ///< By kSectorMeasures; in the order of the baseline, then "" for no sector.
  std::vector<GroupFigures> sources;  ///< By kSourceMeasures; parties that are not outside, in their order.
};

/// Reads the ledger that was filled for the plan of the request.
CaseGroups GroupFiguresOf(const model::AppraisalRequest& request, const plan::Plan& plan, const ledger::Block& block);

}  // namespace calanque::run
