// Flags that several commands share, and what they do.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "clients/cli/connection.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// How and where the answer is written.
struct OutputChoice {
  std::string format = "table";
  std::string file;  ///< Empty: standard output.
};

/// --server HOST:PORT, --timeout SECONDS
void AddServerOptions(CLI::App& command, ServerChoice& choice);

/// --format table|json|csv, --output FILE
void AddOutputOptions(CLI::App& command, OutputChoice& choice);

/// --metric NAME, as often as wanted.
void AddMetricOption(CLI::App& command, std::vector<std::string>& names);

/// One text per format; only the one asked for is made.
struct Renderers {
  std::function<std::string(const TextStyle&)> table;
  std::function<std::string()> json;
  std::function<std::string()> csv;
};

/// Writes the answer. kUsage where the file cannot be written.
ExitCode WriteOutput(const OutputChoice& choice, const Renderers& renderers);

/// To a file, or to standard output where there is no path. kUsage where it cannot be written.
ExitCode WriteText(const std::string& text, const std::string& path);

/// Width of the terminal (COLUMNS or what the terminal says, 60 to 200; 110 where there is none); colour only on a
/// terminal, and not under NO_COLOR or TERM=dumb.
TextStyle StyleOfOutput(const OutputChoice& choice);

}  // namespace calanque::cli
