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

  /// Sources of a comparison's field paths; with a mode, of a request that holds this one mode as "mode".
  [[nodiscard]] RequestSources Sources(int mode_index = -1) const;
};

/// Reads the scenario at `path`, and the partnership (the fields of CompareDeliveryModesRequest beside `appraisal`)
/// from `terms_path`, or from partnership.yaml beside the scenario. nullopt where anything is wrong, all of it
/// reported.
std::optional<PartnershipFiles> ReadPartnership(const std::string& path, const std::string& terms_path,
                                                v1::CompareDeliveryModesRequest& request);

/// Position of the mode asked for: by id, or the first (that a company finances) where no id is given. nullopt,
/// reported, where there is none.
std::optional<int> FindMode(const v1::CompareDeliveryModesRequest& request, const std::string& mode_id,
                            bool needs_company = false);

}  // namespace calanque::cli
