// A small good request of every kind of item, as a client would send it.
#pragma once

#include "calanque/v1/appraisal_service.pb.h"
#include "calanque/v1/risk.pb.h"

namespace calanque::testing {

/// One project with one item of every kind, ten annual periods from 2025-01-01.
v1::AppraisePortfolioRequest GoodRequest();

/// What may move it: a price, an index, works and a grant, two of them correlated; one stress.
v1::RiskModel GoodRisk();

/// The same project `project_count` times over `period_count` annual periods.
v1::AppraisePortfolioRequest LargeRequest(int project_count, int period_count);

}  // namespace calanque::testing
