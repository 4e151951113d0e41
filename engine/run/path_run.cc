#include "engine/run/path_run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/run/byte_stream.h"
#include "engine/run/saved_run.h"
#include "engine/run/thread_crew.h"

namespace calanque::run {
namespace {

constexpr std::int64_t kPathsPerChunk = 1024;
/// A round is what is done between two questions whether to go on; a long run is asked less often, and gives more
/// threads and ranks something to do.
constexpr std::int64_t kChunksPerRound = 32;
constexpr std::int64_t kChunksPerLateRound = 63;
constexpr std::int64_t kLateFromPath = std::int64_t{1} << 20;
static_assert(kPathsPerChunk * kChunksPerLateRound <= RoundCounts::kMostPaths);
/// The first paths are kept whole: this many, or fewer where there are many rows.
constexpr std::int64_t kMostKeptPaths = 8 * kPathsPerChunk;
constexpr std::size_t kMostKeptNumbers = std::size_t{1} << 23;

/// What one chunk gives, but for its first values.
struct ChunkSums {
  std::vector<Moments> moments;       ///< By row.
  std::vector<double> pair_products;  ///< By pair.
};

/// One thread's memory.
struct Worker {
  std::unique_ptr<PathWorker> paths;
  RoundCounts counts;  ///< Made when the first paths have been kept.
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
        crew_(options.thread_count, company.threads),
        pairs_(source.Pairs()),
        keeps_distributions_(source.KeepsDistributions()),
        paths_per_block_(static_cast<std::int64_t>(PathsPerBlock(source))),
        workers_(crew_.most()) {
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
  }

  Result<bool> Resume() {
    if (company_.checkpoint.empty()) return true;
    auto loaded = LoadRun(company_.checkpoint, company_.fingerprint, run_);
    if (loaded && run_.path_count > 0) {
      has_bins_ =
          std::all_of(run_.rows.begin(), run_.rows.end(), [](const RowStatistics& row) { return !row.bins.empty(); });
      run_.is_target_error_met = IsTargetMet();
    }
    return loaded;
  }

  PathRun Run(const RoundSink& sink) && {
    while (run_.path_count < options_.path_count && !run_.is_target_error_met) {
      const std::int64_t done = run_.path_count;
      if (!RunRound({done, EndOfRound(done)}, sink)) {
        run_.is_cancelled = true;
        break;
      }
      run_.is_target_error_met = IsTargetMet();
      if (sink) sink(run_);
      if (company_.on_round) company_.on_round(run_);
    }
    return std::move(run_);
  }

 private:
  [[nodiscard]] std::int64_t EndOfRound(std::int64_t done) const {
    if (done == 0) return kept_count_;
    const std::int64_t chunks = done < kLateFromPath ? kChunksPerRound : kChunksPerLateRound;
    return std::min(done + kPathsPerChunk * chunks, options_.path_count);
  }

  [[nodiscard]] bool KeepsFirstValues() const { return keeps_distributions_ && !has_bins_; }

  /// Runs this rank's chunks, then merges those of all ranks. False where any of them was stopped.
  bool RunRound(const Round& round, const RoundSink& sink) {
    for (std::size_t r = 0; KeepsFirstValues() && r < run_.rows.size() && !stop_(); ++r) {
      run_.rows[r].first_values.resize(static_cast<std::size_t>(kept_count_));
    }
    std::vector<std::int64_t> own;
    for (std::int64_t c = team_.rank(); c < round.chunk_count(); c += team_.rank_count()) own.push_back(c);
    std::vector<ChunkSums> sums(own.size());
    std::atomic<std::int64_t> own_done = 0;
    const bool is_done = crew_.Deal(own.size(), [&](std::size_t thread, std::size_t i) {
      if (!RunChunk(workers_[thread], round.ChunkFirst(own[i]), round.ChunkEnd(own[i]), sums[i])) return false;
      const std::int64_t done = ++own_done * team_.rank_count();
      if (thread == 0 && sink && !keeps_distributions_ && done < round.chunk_count()) {
        run_.path_count = round.ChunkFirst(done);  // Of threads, this one alone reads it.
        sink(run_);
      }
      return true;
    });
    const bool is_merged = team_.rank_count() == 1 ? is_done && MergeOwn(sums) : MergeRanks(round, is_done, own, sums);
    if (!is_merged) return false;
    run_.path_count = round.end_path;
    return !keeps_distributions_ || has_bins_ || round.end_path >= options_.path_count || StartBins();
  }

  /// False where it is stopped.
  bool StartBins() {
    for (RowStatistics& row : run_.rows) {
      if (stop_()) return false;
      row.bins.emplace_back(row.first_values);
      row.first_values = {};
    }
    has_bins_ = true;
    return true;
  }

  [[nodiscard]] bool IsTargetMet() const {
    if (!options_.target_standard_error_fraction) return false;
    const RowStatistics& row = run_.rows[source_.TargetRow()];
    const double error = StandardErrorOf(row, options_.is_antithetic);
    return row.moments.count > 1 && error <= *options_.target_standard_error_fraction * std::abs(MeanOf(row));
  }

  /// In the order of chunks. False where it is stopped.
  bool MergeOwn(const std::vector<ChunkSums>& sums) {
    for (const ChunkSums& chunk : sums) AddChunk(chunk);
    for (Worker& worker : workers_) {
      for (std::size_t r = 0; r < worker.counts.row_count(); ++r) {
        if (stop_()) return false;
        run_.rows[r].bins.front().Add(worker.counts.Row(r));
      }
      worker.counts.Clear();
    }
    return true;
  }

  /// Adds what the chunks of all ranks gave, in the order of chunks. False where any rank was stopped.
  bool MergeRanks(const Round& round, bool is_done, const std::vector<std::int64_t>& own,
                  const std::vector<ChunkSums>& sums) {
    const RoundCounts own_counts = CollectCounts();
    const std::vector<std::vector<std::byte>> all = team_.Exchange(Pack(round, is_done, own, sums, own_counts));
    std::vector<ByteReader> readers(all.begin(), all.end());
    bool is_stopped = false;
    for (ByteReader& reader : readers) is_stopped = reader.Get<std::uint8_t>() != 0 || is_stopped;
    if (is_stopped) return false;
    for (std::int64_t c = 0; c < round.chunk_count(); ++c) {
      ByteReader& reader = readers[static_cast<std::size_t>(c % team_.rank_count())];
      ChunkSums chunk;
      chunk.moments = reader.GetVector<Moments>();
      chunk.pair_products = reader.GetVector<double>();
      AddChunk(chunk);
      for (std::size_t r = 0; KeepsFirstValues() && r < run_.rows.size(); ++r) {
        reader.GetSpan(FirstValues(r, round.ChunkFirst(c), round.ChunkEnd(c)));
      }
    }
    for (ByteReader& reader : readers) {
      RoundCounts counts(own_counts.row_count());
      reader.GetSpan(counts.all());
      CALANQUE_CHECK(reader.is_good() && reader.is_at_end(), "ranks run different programs");
      for (std::size_t r = 0; r < counts.row_count(); ++r) run_.rows[r].bins.front().Add(counts.Row(r));
    }
    return true;
  }

  [[nodiscard]] std::vector<std::byte> Pack(const Round& round, bool is_done, const std::vector<std::int64_t>& own,
                                            const std::vector<ChunkSums>& sums, const RoundCounts& own_counts) {
    ByteWriter out;
    out.Put(static_cast<std::uint8_t>(is_done ? 0 : 1));
    if (!is_done) return std::move(out).Take();
    for (std::size_t i = 0; i < own.size(); ++i) {
      out.PutVector(sums[i].moments);
      out.PutVector(sums[i].pair_products);
      for (std::size_t r = 0; KeepsFirstValues() && r < run_.rows.size(); ++r) {
        out.PutSpan(std::span<const double>(FirstValues(r, round.ChunkFirst(own[i]), round.ChunkEnd(own[i]))));
      }
    }
    out.PutSpan(own_counts.all());
    return std::move(out).Take();
  }

  [[nodiscard]] std::span<double> FirstValues(std::size_t row, std::int64_t first, std::int64_t end) {
    return std::span(run_.rows[row].first_values)
        .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first));
  }

  void AddChunk(const ChunkSums& chunk) {
    CALANQUE_CHECK(chunk.moments.size() == run_.rows.size(), "a chunk of another run");
    for (std::size_t r = 0; r < run_.rows.size(); ++r) run_.rows[r].moments.Add(chunk.moments[r]);
    for (std::size_t i = 0; i < pairs_.size(); ++i) run_.pair_products[i] += chunk.pair_products[i];
  }

  /// Of all threads: counts are whole numbers, their order does not matter.
  RoundCounts CollectCounts() {
    RoundCounts all(has_bins_ ? run_.rows.size() : 0);
    for (Worker& worker : workers_) {
      if (!worker.counts.empty()) all.Add(worker.counts);
      worker.counts.Clear();
    }
    return all;
  }

  /// False where it is stopped.
  bool RunChunk(Worker& worker, std::int64_t first, std::int64_t end, ChunkSums& sums) {
    if (stop_()) return false;
    if (worker.paths == nullptr) worker.paths = source_.MakeWorker(static_cast<std::size_t>(paths_per_block_));
    if (has_bins_ && worker.counts.empty()) worker.counts = RoundCounts(run_.rows.size());
    sums.moments.resize(run_.rows.size());
    sums.pair_products.resize(pairs_.size());
    for (std::int64_t at = first; at < end; at += paths_per_block_) {
      if (stop_()) return false;
      const std::int64_t block_end = std::min(at + paths_per_block_, end);
      worker.paths->Evaluate(static_cast<std::uint64_t>(at), static_cast<std::size_t>(block_end - at));
      for (std::size_t r = 0; r < run_.rows.size(); ++r) {
        const auto values = worker.paths->Row(r);
        sums.moments[r].Add(kernel::MomentsOf(values, run_.rows[r].reference, run_.rows[r].threshold));
        if (has_bins_) {
          worker.counts.Add(r, run_.rows[r].bins.front(), values);
        } else if (keeps_distributions_) {
          std::copy(values.begin(), values.end(), FirstValues(r, at, block_end).begin());
        }
      }
      AddProducts(*worker.paths, sums.pair_products);
    }
    return true;
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
  ThreadCrew crew_;
  std::vector<PathRowPair> pairs_;
  bool keeps_distributions_;
  std::int64_t paths_per_block_;
  std::int64_t kept_count_ = 0;
  bool has_bins_ = false;        ///< The first paths are over.
  std::vector<Worker> workers_;  ///< By thread; memory is made when it first works.
  PathRun run_;
};

}  // namespace

std::size_t PathsPerBlock(const PathSource& source) {
  constexpr std::size_t kNumbersNearby = std::size_t{1} << 19;
  constexpr std::size_t kMostNumbers = std::size_t{1} << 23;
  const std::size_t numbers = std::max<std::size_t>(source.NumbersPerPath(), 1);
  const std::size_t fewest = std::clamp<std::size_t>(kMostNumbers / numbers / 8 * 8, 8, 32);
  return std::clamp<std::size_t>(kNumbersNearby / numbers / 8 * 8, fewest, 128);
}

SimulationProgress ProgressOf(const PathRun& run, const model::SimulationOptions& options, std::size_t row) {
  const RowStatistics& told = run.rows[row];
  SimulationProgress progress{run.path_count, options.path_count, MeanOf(told),
                              StandardErrorOf(told, options.is_antithetic),
                              Quantiles(told, options.quantile_probabilities)};
  if (options.sensitivity) progress.index_path_count = options.sensitivity->path_count;
  return progress;
}

RoundSink TellProgress(const ProgressSink& progress, const model::SimulationOptions& options, std::size_t row) {
  if (!progress) return {};
  return [progress, options, row](const PathRun& run) { progress(ProgressOf(run, options, row)); };
}

Result<PathRun> RunPaths(const PathSource& source, const model::SimulationOptions& options, const StopPoll& stop,
                         const RoundSink& sink, const RunCompany& company) {
  Runner runner(source, options, stop, company);
  const auto resumed = runner.Resume();
  if (!resumed) return resumed.error();
  return std::move(runner).Run(sink);
}

}  // namespace calanque::run
