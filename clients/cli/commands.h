// The commands, one file each. Each adds itself to the program; when chosen it runs and leaves its exit code.
#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/exit_code.h"

namespace calanque::cli {

void AddAppraise(CLI::App& program, ExitCode& exit_code);
void AddCompare(CLI::App& program, ExitCode& exit_code);
void AddExplain(CLI::App& program, ExitCode& exit_code);
void AddValidate(CLI::App& program, ExitCode& exit_code);
void AddMetrics(CLI::App& program, ExitCode& exit_code);
void AddStructure(CLI::App& program, ExitCode& exit_code);
void AddCompareModes(CLI::App& program, ExitCode& exit_code);
void AddSolve(CLI::App& program, ExitCode& exit_code);
void AddSimulate(CLI::App& program, ExitCode& exit_code);
void AddCurve(CLI::App& program, ExitCode& exit_code);
void AddFinance(CLI::App& program, ExitCode& exit_code);
void AddSelect(CLI::App& program, ExitCode& exit_code);
void AddAudit(CLI::App& program, ExitCode& exit_code);
void AddTables(CLI::App& program, ExitCode& exit_code);
void AddTrack(CLI::App& program, ExitCode& exit_code);

/// Last: it completes what the program has by then.
void AddCompletion(CLI::App& program, ExitCode& exit_code);

}  // namespace calanque::cli
