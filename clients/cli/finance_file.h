// A scenario with the terms of a financing plan: two parts of one request, read from two files.
#pragma once

#include <optional>
#include <string>

#include "calanque/v1/financing_plan.pb.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Where the parts of a financing plan's request come from.
struct FinanceFiles {
  ScenarioFile scenario;
  ScenarioFile finance;

  /// Sources of the request's field paths; `flags` are what the command line set.
  [[nodiscard]] RequestSources Sources(std::vector<RequestSource> flags = {}) const;
};

/// Reads the scenario at `path`, and the fields of PlanFinancingRequest beside `appraisal` from `finance_path`, or from
/// finance.yaml beside the scenario. nullopt where anything is wrong, all of it reported.
std::optional<FinanceFiles> ReadFinance(const std::string& path, const std::string& finance_path,
                                        v1::PlanFinancingRequest& request);

}  // namespace calanque::cli
