// Results from the engine to proto.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "engine/base/stop_poll.h"
#include "engine/metric/metric.h"
#include "engine/plan/plan.h"
#include "engine/run/compare.h"
#include "engine/run/compare_groups.h"
#include "engine/run/evaluate.h"
#include "engine/run/explain.h"

namespace calanque::service {

/// The engine's reasons and the proto's have the same numbers.
v1::FailureReason ConvertReason(Reason reason);

void FillWarnings(const Failures& warnings, google::protobuf::RepeatedPtrField<v1::Violation>& out);
/// Of a list whose elements have id and display_name; without a name they are called by their id.
template <typename Names>
void FillDisplayNames(const Names& names, google::protobuf::RepeatedPtrField<v1::DisplayName>& out) {
  for (const auto& name : names) {
    v1::DisplayName& made = *out.Add();
    made.set_id(name.id);
    made.set_display_name(name.display_name.empty() ? name.id : name.display_name);
  }
}

void FillCell(const run::Cell& cell, const plan::Plan& plan, v1::MetricCell& out);
void FillConventions(const plan::Plan& plan, const v1::AppraisalOptions& options, v1::Conventions& out);
void FillDefinition(const metric::Definition& metric, v1::MetricDefinition& out);
/// False where `stop` ended it half-way.
[[nodiscard]] bool FillAppraisal(const plan::Plan& plan, std::span<const run::Cell> cells,
                                 v1::AppraisePortfolioResponse& out, const StopPoll& stop = {});
/// What a validate_only answer has too: names and warnings.
void FillNames(const plan::Plan& plan, v1::AppraisePortfolioResponse& out);
void FillComparison(const run::Comparison& comparison, const run::GroupComparison& groups,
                    v1::ComparePortfoliosResponse& out);
void FillExplanation(const run::Explanation& explanation, const plan::Plan& plan, v1::ExplainResponse& out);

}  // namespace calanque::service
