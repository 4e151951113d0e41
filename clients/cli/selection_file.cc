#include "clients/cli/selection_file.h"

#include <utility>

#include "clients/cli/request_file.h"

namespace calanque::cli {

RequestSources SelectionFiles::Sources(std::vector<RequestSource> flags) const {
  std::vector<RequestSource> parts = {{"", &selection, ""}, {"appraisal", &scenario, ""}};
  parts.insert(parts.end(), flags.begin(), flags.end());
  return RequestSources(std::move(parts));
}

std::optional<SelectionFiles> ReadSelection(const std::string& path, const std::string& selection_path,
                                            v1::SelectPortfolioRequest& request) {
  auto scenario = ReadRequest(path, *request.mutable_appraisal());
  if (!scenario) return std::nullopt;
  Problems problems;
  v1::SelectPortfolioRequest beside;
  ScenarioFile file = ReadScenario(selection_path.empty() ? FileBeside(path, "selection.yaml") : selection_path,
                                   service::Limits(), beside, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  request.MergeFrom(beside);
  return SelectionFiles{std::move(*scenario), std::move(file)};
}

}  // namespace calanque::cli
