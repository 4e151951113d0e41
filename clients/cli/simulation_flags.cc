#include "clients/cli/simulation_flags.h"

#include <map>

#include "clients/cli/common_options.h"

namespace calanque::cli {
namespace {

constexpr std::int64_t kUsualPathCount = 10'000;

const std::map<std::string, v1::Sampling>& Samplings() {
  static const std::map<std::string, v1::Sampling> samplings = {{"pseudo-random", v1::SAMPLING_PSEUDO_RANDOM},
                                                                {"sobol", v1::SAMPLING_SOBOL},
                                                                {"latin-hypercube", v1::SAMPLING_LATIN_HYPERCUBE}};
  return samplings;
}

void AddSensitivityOptions(CLI::App& command, SimulationFlags& options) {
  command
      .add_option(
          "--sensitivity-paths", options.sensitivity_path_count,
          "Futures for Sobol' indices: which drivers explain the variance; default: the file's, or none. Each costs "
          "as much as one future per group of drivers, and two more")
      ->transform(WholeNumber<std::int64_t>())
      ->type_name("N");
  command.add_flag("--drivers-alone", options.is_drivers_alone,
                   "Sobol' indices of drivers one by one, correlations set aside; default: correlated ones together");
}

void AddSamplingOptions(CLI::App& command, SimulationFlags& options) {
  command
      .add_option("--paths", options.path_count,
                  "Futures to run, with --target-error the most; default: the file's, or 10000")
      ->transform(WholeNumber<std::int64_t>())
      ->type_name("N");
  command.add_option("--seed", options.seed, "Same seed, same figures; default: the file's, or 0")
      ->transform(WholeNumber<std::uint64_t>())
      ->type_name("S");
  command
      .add_option("--target-error", options.target_error,
                  "Stop when the standard error of the mean NPV is at most this fraction of it: 0.01 is 1 %")
      ->type_name("F");
  std::vector<std::string> names;
  for (const auto& [name, sampling] : Samplings()) names.push_back(name);
  command.add_option("--sampling", options.sampling, "How futures are drawn; default: the file's, or pseudo-random")
      ->check(CLI::IsMember(names))
      ->type_name("METHOD");
  command.add_flag("--antithetic", options.is_antithetic, "Draw futures in pairs that mirror each other");
}

}  // namespace

void AddSimulationFlags(CLI::App& command, SimulationFlags& options) {
  command.add_option("path", options.path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--risk", options.risk, "What is uncertain; default: risk.yaml beside the scenario")
      ->type_name("FILE");
  AddSamplingOptions(command, options);
  AddSensitivityOptions(command, options);
  command.add_flag("--project-years", options.has_project_years,
                   "Years of every project, too: its financing gap in the table, in JSON and CSV also cash and tonnes");
  command.add_option("--perspective", options.perspectives, "Only seen by this perspective; may be repeated")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
}

std::vector<RequestSource> ApplySimulationFlags(const SimulationFlags& options, const SourceMap* risk,
                                                v1::SimulateRequest& request) {
  std::vector<RequestSource> flags;
  v1::SimulationOptions& made = *request.mutable_options();
  if (options.path_count) {
    made.set_path_count(*options.path_count);
    flags.push_back({"options.path_count", nullptr, "--paths"});
  } else if (risk == nullptr || !risk->Holds("options.path_count")) {  // A 0 that is written is refused.
    made.set_path_count(kUsualPathCount);
  }
  if (options.seed) made.set_seed(*options.seed);
  if (options.target_error) {
    made.set_target_standard_error_fraction(*options.target_error);
    flags.push_back({"options.target_standard_error_fraction", nullptr, "--target-error"});
  }
  if (!options.sampling.empty()) {
    made.set_sampling(Samplings().at(options.sampling));
    flags.push_back({"options.sampling", nullptr, "--sampling"});
  }
  if (options.is_antithetic) made.set_is_antithetic(true);
  if (options.has_project_years) {
    made.set_has_project_years(true);
    flags.push_back({"options.has_project_years", nullptr, "--project-years"});
  }
  if (options.sensitivity_path_count) {
    request.mutable_sensitivity()->set_path_count(*options.sensitivity_path_count);
    flags.push_back({"sensitivity.path_count", nullptr, "--sensitivity-paths"});
  }
  if (options.is_drivers_alone && request.has_sensitivity()) {
    request.mutable_sensitivity()->set_grouping(v1::SENSITIVITY_GROUPING_DRIVERS_ALONE);
  }
  if (!options.perspectives.empty()) {
    auto& ids = *request.mutable_appraisal()->mutable_options()->mutable_perspective_ids();
    ids.Assign(options.perspectives.begin(), options.perspectives.end());
    flags.push_back({"appraisal.options.perspective_ids", nullptr, "--perspective"});
  }
  return flags;
}

std::string CheckSimulationFlags(const SimulationFlags& options, const v1::SimulateRequest& request) {
  if (!options.is_drivers_alone || request.has_sensitivity()) return "";
  return "--drivers-alone: no Sobol' indices are asked for; expected --sensitivity-paths beside it, or sensitivity in "
         "the risk file";
}

SimulationPage PageOfSimulation(const v1::SimulateRequest& request) {
  const v1::Portfolio& portfolio = request.appraisal().portfolio();
  SimulationPage page;
  page.title = portfolio.display_name().empty() ? portfolio.id() : portfolio.display_name();
  page.target_year = portfolio.baseline().target_year();
  const auto& asked = request.appraisal().options().perspective_ids();
  page.perspective_ids.assign(asked.begin(), asked.end());
  if (page.perspective_ids.empty() && portfolio.perspectives_size() > 0) {
    page.perspective_ids.push_back(portfolio.perspectives(0).id());
  }
  return page;
}

}  // namespace calanque::cli
