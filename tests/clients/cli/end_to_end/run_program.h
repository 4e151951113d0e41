// Runs the built `calanque` as a user does.
#pragma once

#include <string>
#include <vector>

namespace calanque::cli {

/// What a program left behind.
struct ProgramRun {
  int exit_code = -1;  ///< -1: it was ended by a signal.
  std::string out;
  std::string err;
};

/// Runs calanque with these arguments in `folder` and waits for it. `environment` ("NAME=VALUE") is added to a bare
/// one; `is_on_terminal` gives it a pseudo-terminal as standard output.
ProgramRun RunCalanque(const std::vector<std::string>& arguments, const std::string& folder,
                       const std::vector<std::string>& environment = {}, bool is_on_terminal = false);

}  // namespace calanque::cli
