// The reference job of risk in plain C++, one number at a time: the peer that the engine is measured against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace calanque::bench {

inline constexpr std::size_t kProjects = 40;
inline constexpr std::size_t kYears = 30;
inline constexpr std::size_t kPaths = 10'000;

inline double ScaleOf(std::size_t project) { return 1.0 + static_cast<double>(project) / 40.0; }

/// What every version keeps.
struct Kept {
  std::vector<double> npv = std::vector<double>(kProjects * kPaths);  ///< [project][path], or [path][project].
  std::vector<double> flows = std::vector<double>(kYears * kPaths);   ///< Likewise.
};

/// The drawn factors as a scalar program holds them.
struct ScalarJob {
  std::size_t row_count = 0;
  std::vector<double> factors;             ///< [path][row].
  std::size_t first_row[4] = {};           ///< Of gas, carbon, inflation and rate: a row per year.
  std::vector<std::uint32_t> overrun_row;  ///< By project.
  std::size_t performance_row = 0;
};

/// Path by path, project by project, year by year; npv as [path][project], flows as [path][year].
void EvaluateScalar(const ScalarJob& job, Kept& kept);

/// The whole job: the same drivers from numbers of the standard library, each path evaluated as soon as it is drawn.
void DrawAndEvaluateScalar(std::uint64_t seed, Kept& kept);

}  // namespace calanque::bench
