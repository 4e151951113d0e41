// Everything one appraisal needs.
#pragma once

#include "engine/model/assumptions.h"
#include "engine/model/options.h"
#include "engine/model/portfolio.h"

namespace calanque::model {

/// Portfolio, market and options: three values, never one settings bag.
struct AppraisalRequest {
  Portfolio portfolio;
  Assumptions assumptions;
  AppraisalOptions options;
};

}  // namespace calanque::model
