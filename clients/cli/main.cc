// calanque: from a file of projects to net present value, cost per tonne and financing gap.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/edit_distance.h"
#include "clients/cli/text_table.h"

using calanque::cli::ExitCode;

namespace {

/// Says which command was probably meant where the first word is none; else nothing.
std::string HintAtCommand(const CLI::App& program, int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  if (word.empty() || word.starts_with("-")) return "";
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  if (std::find(names.begin(), names.end(), word) != names.end()) return "";
  const std::string nearest = calanque::cli::NearestWord(word, names);
  return "'" + calanque::cli::Printable(word) + "' is no command" +
         (nearest.empty() ? "" : "; did you mean '" + nearest + "'?");
}

/// Ends a parse that did not lead to a command: help and version, or a mistake. CLI11 has a number for each kind of
/// mistake; ours say "usage" for all.
ExitCode EndParse(const CLI::App& program, const CLI::ParseError& error, int argc, char** argv) {
  if (error.get_exit_code() == 0) {
    std::ostringstream text;
    program.exit(error, text, text);
    return calanque::cli::WriteText(text.str(), "");
  }
  if (const std::string hint = HintAtCommand(program, argc, argv); !hint.empty()) {
    std::cerr << hint << "\nRun with --help for more information.\n";
  } else {
    program.exit(error);
  }
  return ExitCode::kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program("Investment appraisal of city decarbonisation: NPV, cost per tonne, financing gap", "calanque");
  program.set_version_flag("--version", "calanque " CALANQUE_VERSION);
  program.require_subcommand(1);
  program.footer(
      "Example: calanque appraise scenarios/marseille\n"
      "Exit codes: 0 good, 1 the input is wrong, 2 usage, 3 server unreachable, 4 server refused");
  ExitCode exit_code = ExitCode::kGood;
  calanque::cli::AddAppraise(program, exit_code);
  calanque::cli::AddCompare(program, exit_code);
  calanque::cli::AddExplain(program, exit_code);
  calanque::cli::AddValidate(program, exit_code);
  calanque::cli::AddMetrics(program, exit_code);
  calanque::cli::AddStructure(program, exit_code);
  calanque::cli::AddCompareModes(program, exit_code);
  calanque::cli::AddSolve(program, exit_code);
  calanque::cli::AddSimulate(program, exit_code);
  calanque::cli::AddCurve(program, exit_code);
  calanque::cli::AddSelect(program, exit_code);
  calanque::cli::AddFinance(program, exit_code);
  calanque::cli::AddAudit(program, exit_code);
  calanque::cli::AddTables(program, exit_code);
  calanque::cli::AddTrack(program, exit_code);
  calanque::cli::AddCompletion(program, exit_code);
  calanque::cli::RefuseEmptyValues(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(EndParse(program, error, argc, argv));
  } catch (const std::exception& error) {
    std::cerr << "calanque: a defect of this program: " << error.what() << "\n";
    return static_cast<int>(ExitCode::kServerRefused);
  }
  return static_cast<int>(exit_code);
}
