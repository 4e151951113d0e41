#include "clients/cli/partnership_file.h"

#include <iostream>
#include <utility>

#include "clients/cli/request_file.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

RequestSources PartnershipFiles::Sources(int mode_index) const {
  std::vector<RequestSource> parts = {{"", &terms, "", ""}, {"appraisal", &scenario, "", ""}};
  if (mode_index >= 0) parts.push_back({"mode", &terms, "", "modes[" + std::to_string(mode_index) + "]"});
  return RequestSources(std::move(parts));
}

std::optional<PartnershipFiles> ReadPartnership(const std::string& path, const std::string& terms_path,
                                                v1::CompareDeliveryModesRequest& request) {
  auto scenario = ReadRequest(path, *request.mutable_appraisal());
  if (!scenario) return std::nullopt;
  Problems problems;
  v1::CompareDeliveryModesRequest terms;
  ScenarioFile file = ReadScenario(terms_path.empty() ? FileBeside(path, "partnership.yaml") : terms_path,
                                   service::Limits(), terms, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  request.MergeFrom(terms);
  return PartnershipFiles{std::move(*scenario), std::move(file)};
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
