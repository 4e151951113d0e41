#include "engine/run/path_run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include "engine/run/byte_stream.h"
#include "engine/run/saved_run.h"

namespace calanque::run {
namespace {

constexpr std::int64_t kPathsPerBlock = 128;
constexpr std::int64_t kPathsPerChunk = 1024;
constexpr std::int64_t kChunksPerRound = 32;
static_assert(kPathsPerChunk * kChunksPerRound <= RoundCounts::kMostPaths);
/// The first paths are kept whole: this many, or fewer where there are many rows.
constexpr std::int64_t kMostKeptPaths = 8 * kPathsPerChunk;
constexpr std::size_t kMostKeptNumbers = std::size_t{1} << 23;

/// What one chunk gives.
struct ChunkSums {
  std::vector<Moments> moments;       ///< By row.
  std::vector<double> pair_products;  ///< By pair.
  std::vector<double> first_values;   ///< [row][path of the chunk], while the first paths are kept.
};

/// One thread's memory.
struct Worker {
  std::unique_ptr<PathWorker> paths;
  RoundCounts counts;  ///< Once the first paths have been kept.
};

/// Paths of one round, in chunks: chunk c is the business of rank c modulo the number of ranks.
struct Round {
  std::int64_t first_path = 0;
  std::int64_t end_path = 0;
  [[nodiscard]] std::int64_t chunk_count() const {
    return (end_path - first_path + kPathsPerChunk - 1) / kPathsPerChunk;
  }
  [[nodiscard]] std::int64_t ChunkFirst(std::int64_t chunk) const { return first_path + chunk * kPathsPerChunk; }
  [[nodiscard]] std::int64_t ChunkEnd(std::int64_t chunk) const {
    return std::min(ChunkFirst(chunk) + kPathsPerChunk, end_path);
  }
};

class Runner {
 public:
  Runner(const PathSource& source, const model::SimulationOptions& options, const StopPoll& stop,
         const RunCompany& company)
      : source_(source),
        options_(options),
        stop_(stop),
        company_(company),
        team_(company.team != nullptr ? *company.team : alone_),
        pairs_(source.Pairs()),
        keeps_distributions_(source.KeepsDistributions()) {
    for (const PathRow& spec : source.Rows()) {
      RowStatistics row;
      row.reference = spec.reference;
      row.threshold = spec.threshold;
      run_.rows.push_back(std::move(row));
    }
    run_.pair_products.assign(pairs_.size(), 0.0);
    const auto affordable = static_cast<std::int64_t>(kMostKeptNumbers / std::max<std::size_t>(run_.rows.size(), 1));
    kept_count_ = std::clamp(affordable / kPathsPerChunk * kPathsPerChunk, kPathsPerChunk, kMostKeptPaths);
    if (!keeps_distributions_) kept_count_ = kPathsPerChunk * kChunksPerRound;
    kept_count_ = std::min(kept_count_, options.path_count);
    if (keeps_distributions_) {
      for (RowStatistics& row : run_.rows) row.first_values.resize(static_cast<std::size_t>(kept_count_));
    }
    for (int i = 0; i < std::max(options.thread_count, 1); ++i) {
      workers_.push_back({source.MakeWorker(static_cast<std::size_t>(kPathsPerBlock)), {}});
    }
  }

  Result<bool> Resume() {
    if (company_.checkpoint.empty()) return true;
    auto loaded = LoadRun(company_.checkpoint, company_.fingerprint, run_);
    if (loaded && run_.path_count > 0) {
      StartWorkerBins();
      run_.is_target_error_met = IsTargetMet();
    }
    return loaded;
  }

  PathRun Run(const RoundSink& sink) && {
    while (run_.path_count < options_.path_count && !run_.is_target_error_met) {
      const std::int64_t done = run_.path_count;
      const std::int64_t end =
          done == 0 ? kept_count_ : std::min(done + kPathsPerChunk * kChunksPerRound, options_.path_count);
      if (!RunRound({done, end})) {
        run_.is_cancelled = true;
        break;
      }
      run_.path_count = end;
      if (done == 0 && end < options_.path_count && keeps_distributions_) StartBins();
      run_.is_target_error_met = IsTargetMet();
      if (sink) sink(run_);
      if (company_.on_round) company_.on_round(run_);
    }
    return std::move(run_);
  }

 private:
  void StartBins() {
    for (RowStatistics& row : run_.rows) {
      row.bins.emplace_back(row.first_values);
      row.first_values = {};
    }
    StartWorkerBins();
  }

  void StartWorkerBins() {
    const bool all_have =
        std::all_of(run_.rows.begin(), run_.rows.end(), [](const RowStatistics& row) { return !row.bins.empty(); });
    if (!all_have) return;
    for (Worker& worker : workers_) worker.counts = RoundCounts(run_.rows.size());
  }

  [[nodiscard]] bool IsTargetMet() const {
    if (!options_.target_standard_error_fraction) return false;
    const RowStatistics& row = run_.rows[source_.TargetRow()];
    const double error = StandardErrorOf(row, options_.is_antithetic);
    return row.moments.count > 1 && error <= *options_.target_standard_error_fraction * std::abs(MeanOf(row));
  }

  /// Runs this rank's chunks, then merges those of all ranks. False where any of them was stopped.
  bool RunRound(const Round& round) {
    std::vector<std::int64_t> own;
    for (std::int64_t c = team_.rank(); c < round.chunk_count(); c += team_.rank_count()) own.push_back(c);
    std::vector<ChunkSums> sums(own.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&](Worker& worker) {
      try {
        for (std::size_t i = next++; i < own.size() && !is_stopped_; i = next++) {
          RunChunk(worker, round.ChunkFirst(own[i]), round.ChunkEnd(own[i]), sums[i]);
        }
      } catch (...) {
        is_stopped_ = true;
        if (!is_failed_.exchange(true)) failure_ = std::current_exception();
      }
    };
    {
      std::vector<std::jthread> threads;
      const std::size_t thread_count = std::min(workers_.size(), own.size());
      for (std::size_t i = 1; i < thread_count; ++i) threads.emplace_back([&work, this, i] { work(workers_[i]); });
      work(workers_.front());
    }
    if (failure_) std::rethrow_exception(failure_);
    return Merge(round, sums);
  }

  /// Adds what the chunks of all ranks gave, in the order of chunks. False where any rank was stopped.
  bool Merge(const Round& round, const std::vector<ChunkSums>& sums) {
    CollectCounts();
    if (team_.rank_count() == 1) {
      if (is_stopped_) return false;
      for (std::size_t c = 0; c < sums.size(); ++c) AddChunk(round, static_cast<std::int64_t>(c), sums[c]);
      AddCounts(workers_.front().counts);
      workers_.front().counts.Clear();
      return true;
    }
    const std::vector<std::vector<std::byte>> all = team_.Exchange(Pack(sums));
    std::vector<ByteReader> readers(all.begin(), all.end());
    bool is_stopped = false;
    for (ByteReader& reader : readers) is_stopped = reader.Get<std::uint8_t>() != 0 || is_stopped;
    if (is_stopped) return false;
    for (std::int64_t c = 0; c < round.chunk_count(); ++c) {
      ByteReader& reader = readers[static_cast<std::size_t>(c % team_.rank_count())];
      ChunkSums chunk;
      chunk.moments = reader.GetVector<Moments>();
      chunk.pair_products = reader.GetVector<double>();
      chunk.first_values = reader.GetVector<double>();
      AddChunk(round, c, chunk);
    }
    for (ByteReader& reader : readers) {
      RoundCounts counts(workers_.front().counts.row_count());
      reader.GetSpan(counts.all());
      AddCounts(counts);
      CALANQUE_CHECK(reader.is_good() && reader.is_at_end(), "ranks run different programs");
    }
    workers_.front().counts.Clear();
    return true;
  }

  [[nodiscard]] std::vector<std::byte> Pack(const std::vector<ChunkSums>& sums) const {
    ByteWriter out;
    out.Put(static_cast<std::uint8_t>(is_stopped_ ? 1 : 0));
    if (is_stopped_) return std::move(out).Take();
    for (const ChunkSums& chunk : sums) {
      out.PutVector(chunk.moments);
      out.PutVector(chunk.pair_products);
      out.PutVector(chunk.first_values);
    }
    out.PutSpan(std::as_const(workers_.front().counts).all());
    return std::move(out).Take();
  }

  void AddChunk(const Round& round, std::int64_t chunk_index, const ChunkSums& chunk) {
    CALANQUE_CHECK(chunk.moments.size() == run_.rows.size(), "a chunk of another run");
    const auto first = static_cast<std::size_t>(round.ChunkFirst(chunk_index));
    const auto count = static_cast<std::size_t>(round.ChunkEnd(chunk_index)) - first;
    for (std::size_t r = 0; r < run_.rows.size(); ++r) {
      run_.rows[r].moments.Add(chunk.moments[r]);
      if (chunk.first_values.empty()) continue;
      std::copy_n(chunk.first_values.begin() + static_cast<std::ptrdiff_t>(r * count), count,
                  run_.rows[r].first_values.begin() + static_cast<std::ptrdiff_t>(first));
    }
    for (std::size_t i = 0; i < pairs_.size(); ++i) run_.pair_products[i] += chunk.pair_products[i];
  }

  /// Counts are whole numbers: their order does not matter. All of this process go to its first worker.
  void CollectCounts() {
    for (std::size_t w = 1; w < workers_.size(); ++w) {
      workers_.front().counts.Add(workers_[w].counts);
      workers_[w].counts.Clear();
    }
  }

  void AddCounts(const RoundCounts& counts) {
    for (std::size_t r = 0; r < counts.row_count(); ++r) run_.rows[r].bins.front().Add(counts.Row(r));
  }

  void RunChunk(Worker& worker, std::int64_t first, std::int64_t end, ChunkSums& sums) {
    sums.moments.resize(run_.rows.size());
    sums.pair_products.resize(pairs_.size());
    const bool is_first_round = keeps_distributions_ && worker.counts.empty();
    const auto chunk_count = static_cast<std::size_t>(end - first);
    if (is_first_round) sums.first_values.resize(run_.rows.size() * chunk_count);
    for (std::int64_t at = first; at < end; at += kPathsPerBlock) {
      if (is_stopped_ || stop_()) {
        is_stopped_ = true;
        return;
      }
      const auto count = static_cast<std::size_t>(std::min(kPathsPerBlock, end - at));
      worker.paths->Evaluate(static_cast<std::uint64_t>(at), count);
      for (std::size_t r = 0; r < run_.rows.size(); ++r) {
        const auto values = worker.paths->Row(r);
        sums.moments[r].Add(kernel::MomentsOf(values, run_.rows[r].reference, run_.rows[r].threshold));
        if (is_first_round) {
          std::copy(values.begin(), values.end(),
                    sums.first_values.begin() + static_cast<std::ptrdiff_t>(r * chunk_count) + (at - first));
        } else if (keeps_distributions_) {
          worker.counts.Add(r, run_.rows[r].bins.front(), values);
        }
      }
      AddProducts(*worker.paths, sums.pair_products);
    }
  }

  void AddProducts(const PathWorker& paths, std::vector<double>& products) const {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto first = paths.Row(pairs_[i].first);
      const auto second = paths.Row(pairs_[i].second);
      const double first_reference = run_.rows[pairs_[i].first].reference;
      const double second_reference = run_.rows[pairs_[i].second].reference;
      double sum = 0.0;
      for (std::size_t k = 0; k < first.size(); ++k)
        sum += (first[k] - first_reference) * (second[k] - second_reference);
      products[i] += sum;
    }
  }

  const PathSource& source_;
  const model::SimulationOptions& options_;
  const StopPoll& stop_;
  const RunCompany& company_;
  RankTeam alone_;
  RankTeam& team_;
  std::vector<PathRowPair> pairs_;
  bool keeps_distributions_;
  std::int64_t kept_count_ = 0;
  std::vector<Worker> workers_;
  PathRun run_;
  std::atomic<bool> is_stopped_ = false;
  std::atomic<bool> is_failed_ = false;
  std::exception_ptr failure_;
};

}  // namespace

RoundSink TellProgress(const ProgressSink& progress, const model::SimulationOptions& options, std::size_t row) {
  if (!progress) return {};
  return [progress, options, row](const PathRun& run) {
    const RowStatistics& told = run.rows[row];
    progress({run.path_count, options.path_count, MeanOf(told), StandardErrorOf(told, options.is_antithetic),
              Quantiles(told, options.quantile_probabilities)});
  };
}

Result<PathRun> RunPaths(const PathSource& source, const model::SimulationOptions& options, const StopPoll& stop,
                         const RoundSink& sink, const RunCompany& company) {
  Runner runner(source, options, stop, company);
  const auto resumed = runner.Resume();
  if (!resumed) return resumed.error();
  return std::move(runner).Run(sink);
}

}  // namespace calanque::run
