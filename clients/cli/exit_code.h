// What the program's exit status says.
#pragma once

namespace calanque::cli {

/// Part of the program's contract: scripts branch on it.
enum class ExitCode : int {
  kGood = 0,
  kInputWrong = 1,         ///< The files are wrong; every problem stands on stderr.
  kUsage = 2,              ///< The command line is wrong, or the output cannot be written.
  kServerUnreachable = 3,  ///< No connection within the deadline, or it broke.
  kServerRefused = 4,      ///< A limit of the server, a cancelled call, a defect.
};

}  // namespace calanque::cli
