// Selections between proto and engine.
#pragma once

#include <vector>

#include "calanque/v1/selection.pb.h"
#include "engine/model/request.h"
#include "engine/model/selection.h"
#include "engine/portfolio/selection.h"
#include "service/convert/reader.h"
#include "service/limits.h"

namespace calanque::service {

/// Sizes and syntax; what it means is checked by the engine.
model::SelectionTerms ConvertSelectionTerms(const v1::SelectPortfolioRequest& request, const Limits& limits,
                                            Reader& reader);

/// The engine's path within the terms as the caller wrote it: "relative_gap" is "search.relative_gap".
Failures AsWritten(Failures failures);

/// What a validate_only answer has too.
void FillSelectionHead(const model::SelectionTerms& terms, const model::AppraisalRequest& request,
                       v1::SelectPortfolioResponse& out);

void FillSelection(const portfolio::Selection& selection, const portfolio::SelectionAnswer& answer,
                   v1::SelectPortfolioResponse& out);

void FillFrontier(const portfolio::Selection& selection, const std::vector<portfolio::FrontierPoint>& points,
                  google::protobuf::RepeatedPtrField<v1::FrontierPoint>& out);

}  // namespace calanque::service
