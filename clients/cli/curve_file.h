// A scenario with its curve: two parts of one request, read from two files.
#pragma once

#include <optional>
#include <string>

#include "calanque/v1/abatement_curve.pb.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Where the parts of a curve's request come from.
struct CurveFiles {
  ScenarioFile scenario;
  std::optional<ScenarioFile> curve;

  /// Sources of the request's field paths; the perspective may be the command line's.
  [[nodiscard]] RequestSources Sources(bool is_perspective_flag = false) const;
};

/// Reads the scenario at `path`, and the fields of BuildAbatementCurveRequest beside `appraisal` from `curve_path`, or
/// from curve.yaml beside the scenario where there is one. nullopt where anything is wrong, all of it reported.
std::optional<CurveFiles> ReadCurve(const std::string& path, const std::string& curve_path,
                                    v1::BuildAbatementCurveRequest& request);

}  // namespace calanque::cli
