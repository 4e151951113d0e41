// A scenario with its partnership: two parts of one request, read from two files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calanque/v1/ppp_service.pb.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Where the parts of a partnership request come from.
struct PartnershipFiles {
  ScenarioFile scenario;
  ScenarioFile terms;
  std::optional<ScenarioFile> risk{};  ///< Whose risk model stands in the request.

  /// Sources of a comparison's field paths; with a mode, of a request that holds this one mode as "mode". `flags` are
  /// what the command line set.
  [[nodiscard]] RequestSources Sources(int mode_index = -1, std::vector<RequestSource> flags = {}) const;
  /// Of SimulateDeliveryModesRequest.
  [[nodiscard]] RequestSources SimulationSources(std::vector<RequestSource> flags) const;
};

/// Reads the scenario at `path`, and the partnership (the fields of CompareDeliveryModesRequest beside `appraisal`)
/// from `terms_path`, or from partnership.yaml beside the scenario. nullopt where anything is wrong, all of it
/// reported.
std::optional<PartnershipFiles> ReadPartnership(const std::string& path, const std::string& terms_path,
                                                v1::CompareDeliveryModesRequest& request);

/// Reads the risk model that moves the modes: from `risk_path`, or from risk.yaml beside the scenario where there is
/// one and the partnership has none of its own. False, reported, where it is wrong.
bool ReadRiskModel(const std::string& path, const std::string& risk_path, PartnershipFiles& files,
                   v1::CompareDeliveryModesRequest& request);

/// Position of the mode asked for: by id, or the first (that a company finances) where no id is given. nullopt,
/// reported, where there is none.
std::optional<int> FindMode(const v1::CompareDeliveryModesRequest& request, const std::string& mode_id,
                            bool needs_company = false);

}  // namespace calanque::cli
