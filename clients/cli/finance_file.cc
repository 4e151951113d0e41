#include "clients/cli/finance_file.h"

#include <utility>

#include "clients/cli/request_file.h"

namespace calanque::cli {

RequestSources FinanceFiles::Sources(std::vector<RequestSource> flags) const {
  std::vector<RequestSource> parts = {{"", &finance, ""}, {"appraisal", &scenario, ""}};
  parts.insert(parts.end(), flags.begin(), flags.end());
  return RequestSources(std::move(parts));
}

std::optional<FinanceFiles> ReadFinance(const std::string& path, const std::string& finance_path,
                                        v1::PlanFinancingRequest& request) {
  auto scenario = ReadRequest(path, *request.mutable_appraisal());
  if (!scenario) return std::nullopt;
  Problems problems;
  v1::PlanFinancingRequest beside;
  ScenarioFile file = ReadScenario(finance_path.empty() ? FileBeside(path, "finance.yaml") : finance_path,
                                   service::Limits(), beside, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  request.MergeFrom(beside);
  return FinanceFiles{std::move(*scenario), std::move(file)};
}

}  // namespace calanque::cli
