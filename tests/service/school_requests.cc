#include "tests/service/school_requests.h"

#include <stdexcept>

#include "clients/cli/scenario_file.h"
#include "service/limits.h"

namespace calanque::testing {
namespace {

void Read(const std::string& path, google::protobuf::Message& message) {
  cli::Problems problems;
  cli::ReadScenario(path, service::Limits(), message, problems);
  if (!problems.empty()) throw std::runtime_error(cli::Render(problems.front()));
}

}  // namespace

v1::CompareDeliveryModesRequest ComparisonOf(const std::string& folder) {
  const std::string path = CALANQUE_SOURCE_DIR "/scenarios/" + folder;
  v1::CompareDeliveryModesRequest request;
  v1::CompareDeliveryModesRequest terms;
  Read(path, *request.mutable_appraisal());
  Read(path + "/partnership.yaml", terms);
  request.MergeFrom(terms);
  return request;
}

v1::CompareDeliveryModesRequest Schools() { return ComparisonOf("marseille-schools"); }

v1::StructureProjectRequest OneMode(int mode) {
  const v1::CompareDeliveryModesRequest all = Schools();
  v1::StructureProjectRequest request;
  *request.mutable_appraisal() = all.appraisal();
  *request.mutable_setting() = all.setting();
  *request.mutable_mode() = all.modes(mode);
  *request.mutable_city_accounts() = all.city_accounts();
  return request;
}

v1::SolveTermsRequest Solve(int mode, v1::SolvedUnknown unknown, v1::SolveTarget target, double value) {
  const v1::StructureProjectRequest one = OneMode(mode);
  v1::SolveTermsRequest request;
  *request.mutable_appraisal() = one.appraisal();
  *request.mutable_setting() = one.setting();
  *request.mutable_mode() = one.mode();
  request.set_unknown(unknown);
  request.set_target(target);
  request.set_target_value(value);
  return request;
}

}  // namespace calanque::testing
