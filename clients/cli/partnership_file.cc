#include "clients/cli/partnership_file.h"

#include <filesystem>
#include <iostream>
#include <utility>

#include "clients/cli/request_file.h"
#include "clients/cli/request_files.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

RequestSources PartnershipFiles::Sources(int mode_index, std::vector<RequestSource> flags) const {
  std::vector<RequestSource> parts = {{"", &terms, "", ""}, {"appraisal", &scenario, "", ""}};
  if (risk) parts.push_back({"risk_model", &*risk, "", "risk"});
  if (mode_index >= 0) parts.push_back({"mode", &terms, "", "modes[" + std::to_string(mode_index) + "]"});
  parts.insert(parts.end(), flags.begin(), flags.end());
  return RequestSources(std::move(parts));
}

std::optional<PartnershipFiles> ReadPartnership(const std::string& path, const std::string& terms_path,
                                                v1::CompareDeliveryModesRequest& request) {
  if (IsBesideNothing(path, terms_path)) {
    ReadRequest(path, *request.mutable_appraisal());  // Says that it is not there.
    return std::nullopt;
  }
  v1::CompareDeliveryModesRequest terms;
  auto files = ReadRequestAndBeside(path, *request.mutable_appraisal(),
                                    terms_path.empty() ? FileBeside(path, "partnership.yaml") : terms_path, terms);
  if (!files) return std::nullopt;
  request.MergeFrom(terms);
  return PartnershipFiles{std::move(files->scenario), std::move(files->beside)};
}

RequestSources PartnershipFiles::SimulationSources(std::vector<RequestSource> flags) const {
  std::vector<RequestSource> parts = {{"comparison", &terms, ""}, {"comparison.appraisal", &scenario, ""}};
  if (risk) parts.push_back({"comparison.risk_model", &*risk, "", "risk"});
  parts.insert(parts.end(), flags.begin(), flags.end());
  return RequestSources(std::move(parts));
}

bool ReadRiskModel(const std::string& path, const std::string& risk_path, PartnershipFiles& files,
                   v1::CompareDeliveryModesRequest& request) {
  const std::string beside = FileBeside(path, "risk.yaml");
  if (risk_path.empty() && (request.has_risk_model() || !std::filesystem::exists(beside))) return true;
  Problems problems;
  v1::SimulateRequest read;
  ScenarioFile file = ReadScenario(risk_path.empty() ? beside : risk_path, service::Limits(), read, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return false;
  }
  *request.mutable_risk_model() = std::move(*read.mutable_risk());
  files.risk = std::move(file);
  return true;
}

std::optional<int> FindMode(const v1::CompareDeliveryModesRequest& request, const std::string& mode_id,
                            bool needs_company) {
  for (int i = 0; i < request.modes_size(); ++i) {
    const bool is_first = mode_id.empty() && (!needs_company || request.modes(i).has_company());
    if (is_first || (!mode_id.empty() && request.modes(i).id() == mode_id)) return i;
  }
  std::string known;
  for (const v1::DeliveryMode& mode : request.modes()) known += (known.empty() ? "" : ", ") + mode.id();
  std::cerr << (mode_id.empty() ? "--mode: no mode of the partnership has a company"
                                : "--mode: the partnership has no mode '" + Printable(mode_id) + "'")
            << "; it has: " << Printable(known) << "\n";
  return std::nullopt;
}

}  // namespace calanque::cli
