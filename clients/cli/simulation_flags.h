// What a simulation is asked for on the command line: shared by `calanque simulate` and `calanque-batch`.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calanque/v1/risk_service.pb.h"
#include "clients/cli/output_risk.h"
#include "clients/cli/report.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

struct SimulationFlags {
  std::string path;
  std::string risk;  ///< Empty: risk.yaml beside the scenario.
  std::optional<std::int64_t> path_count;
  std::optional<std::uint64_t> seed;
  std::optional<double> target_error;
  std::string sampling;  ///< Empty: the file's.
  bool is_antithetic = false;
  std::optional<std::int64_t> sensitivity_path_count;
  bool is_drivers_alone = false;  ///< Of Sobol' indices.
  bool has_project_years = false;
  std::vector<std::string> perspectives;
};

/// PATH, --risk, --paths, --seed, --target-error, --sampling, --antithetic, --sensitivity-paths, --drivers-alone,
/// --project-years, --perspective
void AddSimulationFlags(CLI::App& command, SimulationFlags& options);

/// Flags stand above the files; `risk`: the file of risks, null where there is none. Gives what the command line set.
std::vector<RequestSource> ApplySimulationFlags(const SimulationFlags& options, const SourceMap* risk,
                                                v1::SimulateRequest& request);

/// What is wrong with the flags beside what the files ask for, or nothing.
std::string CheckSimulationFlags(const SimulationFlags& options, const v1::SimulateRequest& request);

/// What the table needs beside the answer.
SimulationPage PageOfSimulation(const v1::SimulateRequest& request);

}  // namespace calanque::cli
