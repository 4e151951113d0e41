// Turns a risk model into numbers: for a block of paths, the factor of every driver, year by year or project by project.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/risk.h"

namespace calanque::risk {

/// What a driver fills rows with.
enum class RowKind : std::uint8_t {
  kYearFactor,     ///< One row per calendar year: the factor of that year, mean 1 but for a drift.
  kProjectFactor,  ///< One row per project it reaches (a single row where no part is the project's own).
  kProjectDelay,   ///< Likewise, whole years of delay, >= 0.
  kEventAmount,    ///< One row per calendar year: what the event costs that year, in money of its price terms; 0 if none.
};

/// Where the rows of one driver stand in a block.
struct DriverRows {
  RowKind kind = RowKind::kYearFactor;
  std::uint32_t first_row = 0;
  std::uint32_t row_count = 0;
  std::vector<std::uint32_t> row_of_project;  ///< kProjectFactor, kProjectDelay: row by project; kNoRow if not reached.
};
inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

/// What the sampler must know of the plan.
struct SamplerSetting {
  std::vector<double> year_times;  ///< By calendar year of the axis: years from the valuation date to the year's middle;
                                   ///< years that are past (<= 0) have factor 1.
  int first_year = 0;              ///< Calendar year of year_times[0].
  std::size_t project_count = 0;
  /// By driver: the projects it reaches, ascending; for processes and events empty.
  std::vector<std::vector<std::uint32_t>> projects_of_driver;
};

/// Factors of one block of paths, [row][path]; paths stand together, every row starts on a 64-byte boundary.
class FactorBlock {
 public:
  FactorBlock(std::size_t row_count, std::size_t path_count);
  [[nodiscard]] std::size_t path_count() const { return path_count_; }
  [[nodiscard]] std::span<double> Row(std::size_t row) { return {data_ + row * stride_, path_count_}; }
  [[nodiscard]] std::span<const double> Row(std::size_t row) const { return {data_ + row * stride_, path_count_}; }

 private:
  std::size_t path_count_;
  std::size_t stride_;
  std::vector<double> memory_;
  double* data_;
};

/// Immutable; shared by threads.
///
/// A number depends on (seed, path, driver, year or project) alone: any split of the paths into blocks, threads or ranks
/// gives the same bits.
class Sampler {
 public:
  /// Errors  kInvalidInput with paths under "drivers[i]..." and "correlations[i]..." where the correlation matrix is not
  ///         positive semi-definite and may not be repaired (the message gives the smallest eigenvalue and the largest
  ///         entry that would have to change).
  static Result<Sampler, Failures> Make(const model::RiskModel& model, const SamplerSetting& setting,
                                        const model::SimulationOptions& options);

  [[nodiscard]] std::size_t row_count() const;
  [[nodiscard]] std::span<const DriverRows> drivers() const;
  /// What a careful reader should know: a repaired correlation matrix and by how much.
  [[nodiscard]] const Failures& warnings() const;

  /// Working memory of one thread.
  class Workspace;
  [[nodiscard]] Workspace MakeWorkspace(std::size_t path_count) const;

  /// Fills `block` with paths [first_path, first_path + block.path_count()).
  ///
  /// Cost  O(rows x paths), no allocation. first_path is even; the same for any block size.
  void Fill(std::uint64_t first_path, Workspace& workspace, FactorBlock& block) const;

  /// The rows of a path where nothing deviates: factor 1, no delay, no event.
  void FillExpected(FactorBlock& block) const;
};

}  // namespace calanque::risk
