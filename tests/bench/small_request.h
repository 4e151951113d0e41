// The small portfolio of the unary benchmark: one project of four items over 20 years, headline metrics.
#pragma once

#include <string>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::bench {

v1::AppraisePortfolioRequest SmallRequest();

/// 1,000 out at the end of 2025, then 19 years of 120 - 20, at 5 %: NPV = (-1000 + 100 x annuity(5 %, 19)) / 1.05.
std::string SmallRequestAnswer();

}  // namespace calanque::bench
