// Flags that several commands share, and what they do.
#pragma once

#include <google/protobuf/message.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <functional>
#include <limits>
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

/// --format table|json|csv, --output FILE; a file that cannot be written is told before any work, not after.
void AddOutputOptions(CLI::App& command, OutputChoice& choice);

/// Decimal digits as people write them, from `least` to `most`: the parser would take 0100 for 64, -1 for the largest
/// number there is, and nothing at all for none.
template <typename Integer>
CLI::Validator WholeNumber(Integer least = std::numeric_limits<Integer>::min(),
                           Integer most = std::numeric_limits<Integer>::max()) {
  const auto check = [least, most](std::string& text) {
    Integer value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc() && stop == end && value >= least && value <= most) {
      text = std::to_string(value);
      return std::string();
    }
    return "'" + text + "' is no whole number from " + std::to_string(least) + " to " + std::to_string(most);
  };
  return {check, ""};
}

/// --metric NAME, as often as wanted.
void AddMetricOption(CLI::App& command, std::vector<std::string>& names);

/// Of the program and its commands, whose options must all be there: "" is no value, else --output "$UNSET" would be as
/// good as nothing said.
void RefuseEmptyValues(CLI::App& program);

/// What is written per format; a text is made only where it is asked for.
struct Renderers {
  std::function<std::string(const TextStyle&)> table;
  const google::protobuf::Message* json = nullptr;
  std::function<std::string()> csv;
};

/// Writes the answer. kUsage where the file cannot be written.
ExitCode WriteOutput(const OutputChoice& choice, const Renderers& renderers);

/// To a file, or to standard output where there is no path. kUsage where it cannot be written.
ExitCode WriteText(const std::string& text, const std::string& path);

/// Width of the terminal (COLUMNS or what the terminal says, 60 to 200; 110 where there is none); colour only on a
/// terminal, and not under NO_COLOR or TERM=dumb, nor where mpirun carries the output on: its terminal is no reader's.
TextStyle StyleOfOutput(const OutputChoice& choice);

}  // namespace calanque::cli
