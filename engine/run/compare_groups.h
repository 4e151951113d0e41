// Sectors and payers of several cases side by side.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/run/compare.h"
#include "engine/run/group_figures.h"

namespace calanque::run {

/// One measure of one group of sectors or parties over the cases. Money undiscounted, in the case's own currency.
struct GroupComparisonRow {
  std::string group_id;
  std::string display_name;  ///< Of its member that names no group, in the first case that has one; else the id.
  std::string measure_name;
  std::string unit;            ///< Empty where it is money and the cases' currencies differ.
  std::vector<double> values;  ///< One per case; 0 where failures has a reason.
  std::vector<int> failures;   ///< 0, or the Reason: kNotApplicable without the group, kMissingData where not known.
  std::vector<double> differences;  ///< To the first case; 0 where either is missing.
};

struct GroupComparison {
  std::vector<GroupComparisonRow> sector_rows;
  std::vector<GroupComparisonRow> source_rows;
};

/// Groups of sectors (published emissions, tonnes avoided in the target year, investment), then of parties (investment
/// paid, sources given), each in the order in which they come up; measures that are 0 in every case are left out.
/// Domain: at least one case; `groups` of the same cases.
GroupComparison CompareGroups(std::span<const Case> cases, std::span<const CaseGroups> groups);

}  // namespace calanque::run
