// Records of progress between proto and engine.
#pragma once

#include <cstddef>
#include <vector>

#include "calanque/v1/progress.pb.h"
#include "engine/model/progress.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/progress_indicators.h"
#include "engine/portfolio/track_progress.h"
#include "service/convert/reader.h"
#include "service/limits.h"

namespace calanque::service {

/// Sizes and syntax; what it means is checked by the engine.
model::ProgressTerms ConvertProgressTerms(const v1::TrackProgressRequest& request, const Limits& limits,
                                          Reader& reader);

/// A violation (kResourceLimit) where the rows of the answer would hold more numbers than an answer may.
Failures CheckProgressSize(const plan::Plan& plan, std::size_t recorded_count, const Limits& limits);

/// What a validate_only answer has too.
void FillProgressHead(const model::ProgressTerms& terms, const model::AppraisalRequest& request,
                      std::size_t perspective, const plan::Plan& plan, v1::TrackProgressResponse& out);

void FillProgress(const portfolio::ProgressAnswer& answer, const std::vector<portfolio::Indicator>& indicators,
                  const plan::Plan& plan, v1::TrackProgressResponse& out);

}  // namespace calanque::service
