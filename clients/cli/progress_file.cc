#include "clients/cli/progress_file.h"

#include <utility>

#include "clients/cli/request_file.h"

namespace calanque::cli {

RequestSources ProgressFiles::Sources() const {
  return RequestSources({{"", &actuals, ""}, {"appraisal", &scenario, ""}});
}

std::optional<ProgressFiles> ReadProgress(const std::string& path, const std::string& actuals_path,
                                          v1::TrackProgressRequest& request) {
  auto scenario = ReadRequest(path, *request.mutable_appraisal());
  if (!scenario) return std::nullopt;
  Problems problems;
  v1::TrackProgressRequest beside;
  ScenarioFile file = ReadScenario(actuals_path.empty() ? FileBeside(path, "actuals.yaml") : actuals_path,
                                   service::Limits(), beside, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  request.MergeFrom(beside);
  return ProgressFiles{std::move(*scenario), std::move(file)};
}

}  // namespace calanque::cli
