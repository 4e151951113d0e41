// A scenario and the file beside it that says what is asked of it: risk.yaml, curve.yaml, ...
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/report.h"
#include "clients/cli/request_file.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Both files, for messages that point into them.
struct RequestFiles {
  ScenarioFile scenario;
  std::optional<ScenarioFile> beside;  ///< None where it need not be there and is not.

  /// `flags` are what the command line set. The answer points into this.
  [[nodiscard]] RequestSources Sources(std::vector<RequestSource> flags = {}) const;

  /// Null where there is no file beside the scenario.
  [[nodiscard]] const SourceMap* BesideMap() const { return beside ? &beside->source_map : nullptr; }
};

enum class Beside { kRequired, kOptional };

/// Where the file beside the scenario at `path` is: `given`, or by name beside it; empty where it is optional and not
/// there.
std::string FindBeside(const std::string& path, const std::string& given, const std::string& name, Beside need);

/// Whether the file beside a scenario would be looked for beside a path that is not there: another's, or none.
bool IsBesideNothing(const std::string& path, const std::string& given);

/// Reads `request` from the scenario (its field `appraisal`) and the file beside it (all others). Nullopt, with every
/// problem reported, where one of them is wrong.
template <typename Request>
std::optional<RequestFiles> ReadRequestFiles(const std::string& path, const std::string& given, const std::string& name,
                                             Request& request, Beside need = Beside::kRequired) {
  const std::string file = FindBeside(path, given, name, need);
  if (file.empty() || IsBesideNothing(path, given)) {
    auto scenario = ReadRequest(path, *request.mutable_appraisal());
    if (!scenario) return std::nullopt;
    return RequestFiles{std::move(*scenario), std::nullopt};
  }
  Request beside;
  auto files = ReadRequestAndBeside(path, *request.mutable_appraisal(), file, beside);
  if (!files) return std::nullopt;
  request.MergeFrom(beside);
  return RequestFiles{std::move(files->scenario), std::move(files->beside)};
}

}  // namespace calanque::cli
