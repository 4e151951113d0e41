// Financing plans between proto and engine.
#pragma once

#include "calanque/v1/financing_plan.pb.h"
#include "engine/model/financing_plan.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/financing_plan.h"
#include "service/convert/reader.h"
#include "service/limits.h"

namespace calanque::service {

/// Sizes and syntax; what it means is checked by the engine.
model::FinancingPlanTerms ConvertFinancingTerms(const v1::PlanFinancingRequest& request, const Limits& limits,
                                                Reader& reader);

/// What a validate_only answer has too.
void FillFinancingHead(const model::FinancingPlanTerms& terms, const plan::Plan& plan, v1::PlanFinancingResponse& out);

void FillFinancing(const portfolio::FundingFigures& figures, const portfolio::FinancingAnswer& answer,
                   v1::PlanFinancingResponse& out);

}  // namespace calanque::service
