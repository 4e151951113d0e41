// What is said when the job is ended from outside: MPI ends the surviving ranks with SIGTERM where one is lost.
#pragma once

#include <cstdint>
#include <string>

namespace calanque::service {

/// The process's status after SIGTERM or SIGINT: a rank was lost, or somebody stopped the job.
inline constexpr int kLossExitCode = 5;

/// While it lives, SIGTERM or SIGINT writes one line to standard error that says how many paths are kept in `file`
/// (empty: that nothing is), and ends the process with kLossExitCode. One per process.
class LossNotice {
 public:
  explicit LossNotice(const std::string& file);
  ~LossNotice();
  LossNotice(const LossNotice&) = delete;
  LossNotice& operator=(const LossNotice&) = delete;

  /// That many paths are in the file from now on.
  void SetKept(std::int64_t path_count);
};

}  // namespace calanque::service
