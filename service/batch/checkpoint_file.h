// The state of a run in a file: whole or not there, and known by its hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace calanque::service {

struct Checkpoint {
  std::int64_t path_count = 0;   ///< 0: there is none.
  std::vector<std::byte> state;  ///< As run::SaveRun wrote it.
};

/// Empty where the file is not there.
/// Errors  kInvalidInput at "checkpoint" where it cannot be read, is something else or is damaged; where it is not
///         there and could not be written.
Result<Checkpoint> ReadCheckpoint(const std::string& file);

/// Writes FILE.part, then puts it in the place of FILE: a run that dies here leaves the one before.
/// Errors  kInvalidInput at "checkpoint" where it cannot be written; no FILE.part is left.
Result<bool> WriteCheckpoint(const std::string& file, std::int64_t path_count, std::span<const std::byte> state);

}  // namespace calanque::service
