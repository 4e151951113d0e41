#include "clients/cli/curve_file.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "clients/cli/request_file.h"

namespace calanque::cli {

RequestSources CurveFiles::Sources(bool is_perspective_flag) const {
  std::vector<RequestSource> parts = {{"", curve ? &*curve : nullptr, ""}, {"appraisal", &scenario, ""}};
  if (is_perspective_flag) parts.push_back({"perspective_id", nullptr, "--perspective"});
  return RequestSources(std::move(parts));
}

std::optional<CurveFiles> ReadCurve(const std::string& path, const std::string& curve_path,
                                    v1::BuildAbatementCurveRequest& request) {
  auto scenario = ReadRequest(path, *request.mutable_appraisal());
  if (!scenario) return std::nullopt;
  CurveFiles files{std::move(*scenario), std::nullopt};
  const std::string file = curve_path.empty() ? FileBeside(path, "curve.yaml") : curve_path;
  if (curve_path.empty() && !std::filesystem::exists(file)) return files;
  Problems problems;
  v1::BuildAbatementCurveRequest beside;
  files.curve = ReadScenario(file, service::Limits(), beside, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  request.MergeFrom(beside);
  return files;
}

}  // namespace calanque::cli
