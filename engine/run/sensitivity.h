// Sobol' indices: which share of an output's variance a group of inputs explains, alone and with the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/run/path_run.h"

namespace calanque::run {

/// Draws two independent samples of all inputs and evaluates outputs, in memory of its own; one per thread.
class OutputWorker {
 public:
  virtual ~OutputWorker() = default;
  /// Paths [first_path, first_path + count) of both samples; a path's inputs depend on the path alone.
  virtual void Draw(std::uint64_t first_path, std::size_t count) = 0;
  virtual void EvaluateFirst() = 0;
  virtual void EvaluateSecond() = 0;
  /// The first sample, but for one group of inputs, which is the second's.
  virtual void EvaluateMixed(std::size_t group) = 0;
  /// By path, of what was last evaluated; not-a-number where the output does not exist.
  [[nodiscard]] virtual std::span<const double> Output(std::size_t output) const = 0;
};

/// What indices are estimated of: outputs of inputs that come in independent groups. Immutable, shared by threads.
class OutputSource {
 public:
  virtual ~OutputSource() = default;
  [[nodiscard]] virtual std::size_t OutputCount() const = 0;
  [[nodiscard]] virtual std::size_t GroupCount() const = 0;
  /// About how many numbers a worker keeps for each path of a block.
  [[nodiscard]] virtual std::size_t NumbersPerPath() const = 0;
  [[nodiscard]] virtual std::unique_ptr<OutputWorker> MakeWorker(std::size_t block_path_count) const = 0;
};

/// Of one output and one group, as fractions of the output's variance.
struct SobolIndex {
  double first_order = 0.0;  ///< What goes away on average when the group is known.
  double first_order_standard_error = 0.0;
  double total = 0.0;  ///< What remains on average when all others are known; at least first_order but for errors.
  double total_standard_error = 0.0;
};

struct OutputIndices {
  double variance = 0.0;
  std::int64_t missing_count = 0;   ///< Paths in which the output does not exist; they are left out.
  std::vector<SobolIndex> indices;  ///< By group; empty where the output does not vary, or overflows.
};

/// Indices of every output.
///
/// With y of the first sample, z of the second and m of the mix, per path: v = (y - z)^2 / 2 has the variance as mean;
/// total = mean of (y - m)^2 / 2 over that (Jansen 1999); first order = 1 - mean of (z - m)^2 / 2 over it, taken path
/// by path so that what is common cancels. Standard errors are those of a ratio of means (delta method).
///
/// Domain  path_count >= 2; `company` without a checkpoint.
/// Errors  kCancelled when `stop` says so (asked once per evaluation of a block).
/// Cost    path_count x (groups + 2) evaluations; memory does not grow with paths. The same bits for any thread and
///         rank count.
/// Source  Saltelli, Annoni, Azzini, Campolongo, Ratto, Tarantola, Computer Physics Communications 181 (2010), table 2.
Result<std::vector<OutputIndices>> EstimateIndices(const OutputSource& source, std::int64_t path_count,
                                                   int thread_count, const StopPoll& stop = {},
                                                   const RoundSink& sink = {}, const RunCompany& company = {});

}  // namespace calanque::run
