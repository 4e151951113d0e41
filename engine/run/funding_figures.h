// What the projects of a plan need, what money the scenario holds, and what they do to the city's current accounts.
#pragma once

#include <string_view>

#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/funding_figures.h"

namespace calanque::run {

/// Folds the ledger's columns with the projects into calendar years, by project and paying party. Sources of the
/// scenario are grants, certificates and refunds, whether committed or planned, and committed loans and own funds;
/// planned loans and own funds are left out. Ids: "project/item", or the financing source's own.
///
/// Domain  a plan compiled from this request, in nominal prices; `city_party_id` is one of its parties.
/// Cost    O(columns x points).
portfolio::FundingFigures GatherFunding(const plan::Plan& plan, const model::AppraisalRequest& request,
                                        std::string_view city_party_id, const StopPoll& stop = {});

}  // namespace calanque::run
