// The state of a run between two rounds, as bytes: what a checkpoint holds.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/run/path_run.h"

namespace calanque::run {

/// Puts a saved state into `run`, whose rows have been laid out from the same source and options.
///
/// Errors  kInvalidInput where the bytes are no checkpoint, or of a run with other rows, paths or fingerprint.
Result<bool> LoadRun(std::span<const std::byte> bytes, std::span<const std::byte> fingerprint, PathRun& run);

}  // namespace calanque::run
