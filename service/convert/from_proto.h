// Requests from proto to model: syntax only; what it means is checked by model::Validate.
#pragma once

#include "calanque/v1/appraisal_service.pb.h"
#include "engine/base/result.h"
#include "engine/model/request.h"
#include "service/convert/reader.h"

namespace calanque::service {

/// Converts one appraisal request whose place in the call is `path` (the root for AppraisePortfolio, "cases[2]" in a
/// comparison).
///
/// Violations are collected in `reader`: dates, enums, missing messages and oneofs. Numbers have been found finite
/// before.
model::AppraisalRequest ConvertRequest(const v1::AppraisePortfolioRequest& request, const FieldPath& path,
                                       Reader& reader);

model::Assumptions ConvertAssumptions(const v1::Assumptions& assumptions, const FieldPath& path, Reader& reader);
model::Portfolio ConvertPortfolio(const v1::Portfolio& portfolio, const FieldPath& path, Reader& reader);
model::Loan ConvertLoan(const v1::Loan& loan, const FieldPath& path, Reader& reader);
model::CashFlowItem ConvertItem(const v1::CashFlowItem& item, const FieldPath& path, Reader& reader);
model::AppraisalOptions ConvertOptions(const v1::AppraisalOptions& options, const FieldPath& path, Reader& reader);

}  // namespace calanque::service
