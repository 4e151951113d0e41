// A scenario file as an appraisal request.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// Reads the scenario at `path` into `request`; its label defaults to the file's. nullopt where anything is wrong, all
/// of it reported on standard error.
std::optional<ScenarioFile> ReadRequest(const std::string& path, v1::AppraisePortfolioRequest& request);

/// Several scenarios, each into an element of `requests`: what is wrong in any is reported together.
std::optional<std::vector<ScenarioFile>> ReadRequests(
    const std::vector<std::string>& paths, google::protobuf::RepeatedPtrField<v1::AppraisePortfolioRequest>& requests);

/// A scenario, and the file beside it that says what is asked of it.
struct ScenarioAndBeside {
  ScenarioFile scenario;
  ScenarioFile beside;
};

/// The same, and `beside` from `beside_path`: what is wrong in either is reported together.
std::optional<ScenarioAndBeside> ReadRequestAndBeside(const std::string& path, v1::AppraisePortfolioRequest& request,
                                                      const std::string& beside_path,
                                                      google::protobuf::Message& beside);

/// The file of that name in the scenario's folder, whether `path` is the folder or a file in it.
std::string FileBeside(const std::string& path, const std::string& name);

}  // namespace calanque::cli
