// Rows of statistics of modes on many futures: which there are, and what they become in the answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/partnership/mode_drivers.h"
#include "engine/partnership/mode_paths.h"
#include "engine/partnership/simulate_modes.h"
#include "engine/run/path_run.h"

namespace calanque::partnership {

/// A mode, built once, and how it bears the register.
struct ModeAtRisk {
  const model::DeliveryMode* mode = nullptr;
  BuiltMode built;
  ModeExposure exposure;
};

/// One row of statistics, and what it becomes in the answer.
struct RowMeaning {
  enum class Kind : std::uint8_t { kFigure, kYear, kYearShare, kProbability, kCheaper, kMark };
  Kind kind = Kind::kFigure;
  const char* name = "";
  const char* unit = "";
  std::size_t mode = 0;
  std::size_t other = 0;  ///< Mode of kCheaper and value for money; position of a mark.
  int year = 0;
  double expected = 0.0;  ///< Where no drawn line deviates; not-a-number where it does not exist.
  run::BadTail bad_tail = run::BadTail::kLow;
  run::PathRow row;
  std::function<std::span<const double>(const std::vector<ModePaths>&)> read;  ///< Empty: the difference other - mode.
};

/// The rows of all modes. The first is the reference's cost: its error ends a run that has a target.
std::vector<RowMeaning> ListRows(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk,
                                 const std::vector<ModeAtRisk>& modes, const std::vector<LineDraw>& draws,
                                 std::size_t reference);

/// Writes each row where it belongs in the answer; `rows` are in the order of `meanings`.
void AddRows(const ComparisonTerms& terms, const ModeRiskTerms& risk, const std::vector<RowMeaning>& meanings,
             const std::vector<run::RowStatistics>& rows, ModeSimulation& answer);

}  // namespace calanque::partnership
