// How a portfolio is evaluated; nothing defaults to "today". Meanings: proto/calanque/v1/options.proto.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/common.h"
#include "engine/time/period_grid.h"

namespace calanque::model {

struct AppraisalOptions {
  time::PeriodGrid grid;
  time::Date valuation_date{};
  time::FlowTiming flow_timing = time::FlowTiming::kEnd;
  PriceBasis price_basis = PriceBasis::kNominal;
  std::vector<std::string> metric_names;     ///< Empty: all.
  std::vector<std::string> perspective_ids;  ///< Empty: all.
  bool omits_projects = false;
  std::optional<double> mirr_finance_rate_per_year;
  std::optional<double> mirr_reinvestment_rate_per_year;
  std::optional<double> target_irr_per_year;
  double eu_cofinancing_fraction = 1.0;
};

}  // namespace calanque::model
