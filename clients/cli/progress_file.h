// A scenario with a record of its progress: two parts of one request, read from two files.
#pragma once

#include <optional>
#include <string>

#include "calanque/v1/progress.pb.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Where the parts of the request come from.
struct ProgressFiles {
  ScenarioFile scenario;
  ScenarioFile actuals;

  /// Sources of the request's field paths.
  [[nodiscard]] RequestSources Sources() const;
};

/// Reads the scenario at `path`, and the fields of TrackProgressRequest beside `appraisal` from `actuals_path`, or from
/// actuals.yaml beside the scenario. nullopt where anything is wrong, all of it reported.
std::optional<ProgressFiles> ReadProgress(const std::string& path, const std::string& actuals_path,
                                          v1::TrackProgressRequest& request);

}  // namespace calanque::cli
