// A scenario with its risk model: two parts of one request, read from two files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calanque/v1/risk_service.pb.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Where the parts of a simulation request come from.
struct RiskFiles {
  ScenarioFile scenario;
  ScenarioFile risk;

  /// Sources of the request's field paths; `flags` are what the command line set.
  [[nodiscard]] RequestSources Sources(std::vector<RequestSource> flags = {}) const;
};

/// Reads the scenario at `path`, and the fields of SimulateRequest beside `appraisal` from `risk_path`, or from
/// risk.yaml beside the scenario. nullopt where anything is wrong, all of it reported.
std::optional<RiskFiles> ReadRisk(const std::string& path, const std::string& risk_path, v1::SimulateRequest& request);

}  // namespace calanque::cli
