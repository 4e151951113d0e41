// calanque: from a file of projects to net present value, cost per tonne and financing gap.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "clients/cli/commands.h"

int main(int argc, char** argv) {
  using calanque::cli::ExitCode;
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
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 has a number for each kind of mistake; ours say "usage" for all.
    return program.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  } catch (const std::exception& error) {
    std::cerr << "calanque: a defect of this program: " << error.what() << "\n";
    return static_cast<int>(ExitCode::kServerRefused);
  }
  return static_cast<int>(exit_code);
}
