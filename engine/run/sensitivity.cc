#include "engine/run/sensitivity.h"

#include <algorithm>
#include <cmath>

namespace calanque::run {
namespace {

// Rows of an output: whether it is missing, v, then per group what first order and total are means of.
constexpr std::size_t kMissing = 0;
constexpr std::size_t kVariance = 1;
constexpr std::size_t kFirstGroup = 2;

/// Where the rows of outputs stand.
struct Layout {
  std::size_t output_count = 0;
  std::size_t group_count = 0;

  [[nodiscard]] std::size_t RowsOfOutput() const { return kFirstGroup + 2 * group_count; }
  [[nodiscard]] std::size_t RowCount() const { return output_count * RowsOfOutput(); }
  [[nodiscard]] std::size_t Row(std::size_t output, std::size_t which) const { return output * RowsOfOutput() + which; }
  [[nodiscard]] std::size_t FirstOrder(std::size_t output, std::size_t group) const {
    return Row(output, kFirstGroup + 2 * group);
  }
  [[nodiscard]] std::size_t Total(std::size_t output, std::size_t group) const { return FirstOrder(output, group) + 1; }
  /// Products with v: as many pairs as rows of groups.
  [[nodiscard]] std::size_t Pair(std::size_t output, std::size_t group) const {
    return 2 * (output * group_count + group);
  }
};

class Worker final : public PathWorker {
 public:
  Worker(const OutputSource& source, const Layout& layout, const StopPoll& stop, std::size_t block_path_count)
      : layout_(layout),
        stop_(stop),
        block_path_count_(block_path_count),
        outputs_(source.MakeWorker(block_path_count)),
        rows_(layout.RowCount() * block_path_count),
        first_(layout.output_count * block_path_count),
        second_(first_.size()) {}

  /// Left half-way where the run is stopped: what is there then is thrown away with the run.
  void Evaluate(std::uint64_t first_path, std::size_t count) override {
    count_ = count;
    outputs_->Draw(first_path, count);
    if (stop_()) return;
    outputs_->EvaluateFirst();
    Keep(first_);
    if (stop_()) return;
    outputs_->EvaluateSecond();
    Keep(second_);
    for (std::size_t f = 0; f < layout_.output_count; ++f) StartOutput(f);
    for (std::size_t group = 0; group < layout_.group_count && !stop_(); ++group) {
      outputs_->EvaluateMixed(group);
      for (std::size_t f = 0; f < layout_.output_count; ++f) AddGroup(f, group);
    }
    for (std::size_t f = 0; f < layout_.output_count; ++f) LeaveMissingOut(f);
  }

  [[nodiscard]] std::span<const double> Row(std::size_t row) const override {
    return {rows_.data() + row * block_path_count_, count_};
  }

 private:
  double* Mutable(std::size_t row) { return rows_.data() + row * block_path_count_; }

  void Keep(std::vector<double>& values) const {
    for (std::size_t f = 0; f < layout_.output_count; ++f) {
      const auto output = outputs_->Output(f);
      std::copy_n(output.begin(), count_, values.begin() + static_cast<std::ptrdiff_t>(f * block_path_count_));
    }
  }

  void StartOutput(std::size_t f) {
    double* missing = Mutable(layout_.Row(f, kMissing));
    double* variance = Mutable(layout_.Row(f, kVariance));
    for (std::size_t i = 0; i < count_; ++i) {
      const double apart = first_[f * block_path_count_ + i] - second_[f * block_path_count_ + i];
      variance[i] = 0.5 * apart * apart;
      missing[i] = std::isfinite(variance[i]) ? 0.0 : 1.0;
    }
  }

  void AddGroup(std::size_t f, std::size_t group) {
    const auto mixed = outputs_->Output(f);
    const double* variance = Mutable(layout_.Row(f, kVariance));
    double* missing = Mutable(layout_.Row(f, kMissing));
    double* first_order = Mutable(layout_.FirstOrder(f, group));
    double* total = Mutable(layout_.Total(f, group));
    for (std::size_t i = 0; i < count_; ++i) {
      const double from_first = first_[f * block_path_count_ + i] - mixed[i];
      const double from_second = second_[f * block_path_count_ + i] - mixed[i];
      total[i] = 0.5 * from_first * from_first;
      first_order[i] = variance[i] - 0.5 * from_second * from_second;
      if (!std::isfinite(mixed[i])) missing[i] = 1.0;
    }
  }

  /// A path that lacks any of its values adds nothing to either side of the ratios.
  void LeaveMissingOut(std::size_t f) {
    const double* missing = Mutable(layout_.Row(f, kMissing));
    for (std::size_t i = 0; i < count_; ++i) {
      if (missing[i] == 0.0) continue;
      for (std::size_t which = kVariance; which < layout_.RowsOfOutput(); ++which)
        Mutable(layout_.Row(f, which))[i] = 0;
    }
  }

  const Layout& layout_;
  const StopPoll& stop_;
  std::size_t block_path_count_;
  std::unique_ptr<OutputWorker> outputs_;
  std::vector<double> rows_;
  std::vector<double> first_;  ///< [output][path]
  std::vector<double> second_;
  std::size_t count_ = 0;
};

class IndexPaths final : public PathSource {
 public:
  IndexPaths(const OutputSource& source, const Layout& layout, const StopPoll& stop)
      : source_(source), layout_(layout), stop_(stop) {}

  [[nodiscard]] std::vector<PathRow> Rows() const override { return std::vector<PathRow>(layout_.RowCount()); }
  [[nodiscard]] std::vector<PathRowPair> Pairs() const override {
    std::vector<PathRowPair> pairs;
    const auto add = [&](std::size_t first, std::size_t second) {
      pairs.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(second)});
    };
    for (std::size_t f = 0; f < layout_.output_count; ++f) {
      for (std::size_t group = 0; group < layout_.group_count; ++group) {
        add(layout_.FirstOrder(f, group), layout_.Row(f, kVariance));
        add(layout_.Total(f, group), layout_.Row(f, kVariance));
      }
    }
    return pairs;
  }
  [[nodiscard]] bool KeepsDistributions() const override { return false; }
  [[nodiscard]] std::size_t TargetRow() const override { return 0; }
  [[nodiscard]] std::size_t NumbersPerPath() const override {
    return source_.NumbersPerPath() + layout_.RowCount() + 2 * layout_.output_count;
  }
  [[nodiscard]] std::unique_ptr<PathWorker> MakeWorker(std::size_t block_path_count) const override {
    return std::make_unique<Worker>(source_, layout_, stop_, block_path_count);
  }

 private:
  const OutputSource& source_;
  const Layout& layout_;
  const StopPoll& stop_;
};

/// A ratio of sums over the same paths, and its standard error.
struct Ratio {
  double value = 0.0;
  double standard_error = 0.0;
};

Ratio RatioOf(const Moments& above, const Moments& below, double products) {
  const auto n = static_cast<double>(below.count);
  const double ratio = above.sum / below.sum;
  // The mean of above - ratio x below is 0: what is left is its mean square.
  const double squares = above.sum_squares - 2.0 * ratio * products + ratio * ratio * below.sum_squares;
  return {ratio, std::sqrt(std::max(0.0, squares) * n / (n - 1.0)) / below.sum};
}

OutputIndices IndicesOf(const Layout& layout, const PathRun& run, std::size_t f) {
  OutputIndices out;
  const Moments& variance = run.rows[layout.Row(f, kVariance)].moments;
  out.missing_count = static_cast<std::int64_t>(run.rows[layout.Row(f, kMissing)].moments.sum);
  const std::int64_t present = variance.count - out.missing_count;
  if (present < 2 || !(variance.sum > 0.0)) return out;
  out.variance = variance.sum / static_cast<double>(present);
  for (std::size_t group = 0; group < layout.group_count; ++group) {
    const std::size_t pair = layout.Pair(f, group);
    const Ratio first = RatioOf(run.rows[layout.FirstOrder(f, group)].moments, variance, run.pair_products[pair]);
    const Ratio total = RatioOf(run.rows[layout.Total(f, group)].moments, variance, run.pair_products[pair + 1]);
    out.indices.push_back({first.value, first.standard_error, total.value, total.standard_error});
  }
  // Squares of squares may leave the range of numbers: then there is no index either.
  const bool is_finite = std::all_of(out.indices.begin(), out.indices.end(), [](const SobolIndex& index) {
    return std::isfinite(index.first_order) && std::isfinite(index.first_order_standard_error) &&
           std::isfinite(index.total) && std::isfinite(index.total_standard_error);
  });
  if (!is_finite) out.indices.clear();
  return out;
}

}  // namespace

Result<std::vector<OutputIndices>> EstimateIndices(const OutputSource& source, std::int64_t path_count,
                                                   int thread_count, const StopPoll& stop, const RoundSink& sink,
                                                   const RunCompany& company) {
  const Layout layout{source.OutputCount(), source.GroupCount()};
  model::SimulationOptions options;
  options.path_count = path_count;
  options.thread_count = thread_count;
  const auto run = RunPaths(IndexPaths(source, layout, stop), options, stop, sink, company);
  if (!run) return run.error();
  if (run->is_cancelled || stop()) return Cancelled();
  std::vector<OutputIndices> outputs;
  for (std::size_t f = 0; f < layout.output_count; ++f) outputs.push_back(IndicesOf(layout, *run, f));
  return outputs;
}

}  // namespace calanque::run
