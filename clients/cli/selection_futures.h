// Futures of projects for a choice under risk: simulated from the risk file, handed to SelectPortfolio as scenarios.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "calanque/v1/selection.pb.h"
#include "clients/cli/connection.h"
#include "clients/cli/exit_code.h"

namespace calanque::cli {

struct FutureFlags {
  std::int64_t count = 0;  ///< 0: none but the file's own scenarios.
  std::string risk;        ///< Empty: risk.yaml beside the scenario.
  std::optional<std::uint64_t> seed;
  std::optional<double> weight;  ///< Of expected shortfall.
};

/// --futures, --risk, --seed, --shortfall-weight
void AddFutureFlags(CLI::App& command, FutureFlags& flags);

/// Puts simulated futures of the projects of the scenario at `path` in place of the request's scenarios, in the eyes of
/// its perspective. Changes nothing where none are asked for. The exit code, all reported, where it cannot be done.
std::optional<ExitCode> AddFutures(const std::string& path, const FutureFlags& flags, const ServerChoice& server,
                                   v1::SelectPortfolioRequest& request);

}  // namespace calanque::cli
