// The abatement curve from proto to engine.
#pragma once

#include "calanque/v1/abatement_curve.pb.h"
#include "engine/model/abatement_terms.h"
#include "service/convert/reader.h"
#include "service/limits.h"

namespace calanque::service {

/// What a request asks for beside the appraisal. Syntax alone; model::ValidateAbatement looks at the rest.
model::AbatementTerms ConvertAbatementTerms(const v1::BuildAbatementCurveRequest& request, const Limits& limits,
                                            Reader& reader);

}  // namespace calanque::service
