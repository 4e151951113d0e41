// Rows of numbers by path, whatever makes them: figures of a portfolio, costs of delivery modes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace calanque::run {

/// A row that statistics are kept of.
struct PathRow {
  double reference = 0.0;  ///< Its value where nothing deviates: sums are of deviations from it.
  double threshold = 0.0;  ///< Paths below it are counted.
};

/// Two rows whose product of deviations is summed: what a covariance needs.
struct PathRowPair {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
};

/// Makes the rows of a block of paths in memory of its own; one per thread.
class PathWorker {
 public:
  virtual ~PathWorker() = default;
  /// Paths [first_path, first_path + count); first_path even, count at most the block size of MakeWorker. No
  /// allocation.
  virtual void Evaluate(std::uint64_t first_path, std::size_t count) = 0;
  /// A row of the paths last evaluated; not-a-number where the number does not exist.
  [[nodiscard]] virtual std::span<const double> Row(std::size_t row) const = 0;
};

/// What is run over many paths. Immutable, shared by threads. A number depends on the path alone.
class PathSource {
 public:
  virtual ~PathSource() = default;
  [[nodiscard]] virtual std::vector<PathRow> Rows() const = 0;
  [[nodiscard]] virtual std::vector<PathRowPair> Pairs() const = 0;
  /// Whether quantiles are wanted of the rows; else sums alone are kept.
  [[nodiscard]] virtual bool KeepsDistributions() const { return true; }
  /// The row whose standard error ends the run.
  [[nodiscard]] virtual std::size_t TargetRow() const = 0;
  /// About how many numbers a worker keeps for each path of a block: its memory, and a measure of its work.
  [[nodiscard]] virtual std::size_t NumbersPerPath() const = 0;
  [[nodiscard]] virtual std::unique_ptr<PathWorker> MakeWorker(std::size_t block_path_count) const = 0;
};

}  // namespace calanque::run
