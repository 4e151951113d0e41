// A scenario with the terms of a selection: two parts of one request, read from two files.
#pragma once

#include <optional>
#include <string>

#include "calanque/v1/selection.pb.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Where the parts of a selection's request come from.
struct SelectionFiles {
  ScenarioFile scenario;
  ScenarioFile selection;

  /// Sources of the request's field paths; `flags` are what the command line set.
  [[nodiscard]] RequestSources Sources(std::vector<RequestSource> flags = {}) const;
};

/// Reads the scenario at `path`, and the fields of SelectPortfolioRequest beside `appraisal` from `selection_path`, or
/// from selection.yaml beside the scenario. nullopt where anything is wrong, all of it reported.
std::optional<SelectionFiles> ReadSelection(const std::string& path, const std::string& selection_path,
                                            v1::SelectPortfolioRequest& request);

}  // namespace calanque::cli
