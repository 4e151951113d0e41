#include "clients/cli/risk_file.h"

#include <utility>

#include "clients/cli/request_file.h"

namespace calanque::cli {

RequestSources RiskFiles::Sources(std::vector<RequestSource> flags) const {
  std::vector<RequestSource> parts = {{"", &risk, ""}, {"appraisal", &scenario, ""}};
  parts.insert(parts.end(), flags.begin(), flags.end());
  return RequestSources(std::move(parts));
}

std::optional<RiskFiles> ReadRisk(const std::string& path, const std::string& risk_path, v1::SimulateRequest& request) {
  auto scenario = ReadRequest(path, *request.mutable_appraisal());
  if (!scenario) return std::nullopt;
  Problems problems;
  v1::SimulateRequest beside;
  ScenarioFile file =
      ReadScenario(risk_path.empty() ? FileBeside(path, "risk.yaml") : risk_path, service::Limits(), beside, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  request.MergeFrom(beside);
  return RiskFiles{std::move(*scenario), std::move(file)};
}

}  // namespace calanque::cli
