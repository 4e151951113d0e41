// The abatement curve between proto and engine.
#pragma once

#include <cstddef>

#include "calanque/v1/abatement_curve.pb.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/measure.h"
#include "service/convert/reader.h"

namespace calanque::service {

/// What a request asks for beside the appraisal.
struct CurveTerms {
  v1::CurveWidth width = v1::CURVE_WIDTH_CUMULATIVE;
  std::size_t perspective = 0;  ///< Position among the plan's.
  std::size_t target_year = 0;  ///< Position among the plan's calendar years; where the width asks for it.
};

/// Syntax alone.
CurveTerms ConvertCurveTerms(const v1::BuildAbatementCurveRequest& request, Reader& reader);

/// Looks up what the terms name; every failure with its path.
Failures BindCurveTerms(const v1::BuildAbatementCurveRequest& request, const plan::Plan& plan, CurveTerms& terms);

/// What a validate_only answer has too.
void FillCurveHead(const CurveTerms& terms, const plan::Plan& plan, v1::BuildAbatementCurveResponse& out);

/// Builds the curve and writes it.
void FillCurve(const CurveTerms& terms, const plan::Plan& plan, const portfolio::MeasureSet& set,
               v1::BuildAbatementCurveResponse& out);

}  // namespace calanque::service
