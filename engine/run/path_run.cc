#include "engine/run/path_run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include "engine/run/path_evaluator.h"

namespace calanque::run {
namespace {

constexpr std::int64_t kPathsPerBlock = 128;
constexpr std::int64_t kPathsPerChunk = 1024;
constexpr std::int64_t kChunksPerRound = 32;
/// The first paths are kept whole: this many, or fewer where there are many rows.
constexpr std::int64_t kMostKeptPaths = 8 * kPathsPerChunk;
constexpr std::size_t kMostKeptNumbers = std::size_t{1} << 23;

/// What one chunk gives.
struct ChunkSums {
  std::vector<Moments> moments;                   ///< By row.
  std::vector<std::vector<double>> npv_products;  ///< [perspective][project].
};

/// One thread's memory.
struct Worker {
  Worker(const SimulationPlan& plan, const risk::Sampler& sampler)
      : evaluator(plan, kPathsPerBlock),
        workspace(sampler.MakeWorkspace(kPathsPerBlock)),
        block(sampler.row_count(), kPathsPerBlock) {}

  PathEvaluator evaluator;
  risk::Sampler::Workspace workspace;
  risk::FactorBlock block;
  std::vector<Bins> bins;  ///< By row, once the first paths have been kept.
};

class Runner {
 public:
  Runner(const SimulationPlan& plan, const risk::Sampler& sampler, const model::SimulationOptions& options,
         const StopPoll& stop)
      : plan_(plan), sampler_(sampler), options_(options), stop_(stop) {
    for (const FigureSpec& figure : plan.figures) AddRow(figure.deterministic, figure.threshold);
    for (std::size_t f = 0; f < plan.year_figures.size(); ++f) {
      if (!plan.year_figures[f].is_reported) continue;
      reported_years_.push_back(f);
      for (const double value : plan.year_figures[f].deterministic) AddRow(value, 0.0);
    }
    run_.npv_products.assign(plan.project_npv.size(), {});
    for (std::size_t p = 0; p < plan.project_npv.size(); ++p) {
      run_.npv_products[p].assign(plan.project_npv[p].size(), 0.0);
    }
    const auto affordable = static_cast<std::int64_t>(kMostKeptNumbers / run_.rows.size());
    kept_count_ = std::clamp(affordable / kPathsPerChunk * kPathsPerChunk, kPathsPerChunk, kMostKeptPaths);
    kept_count_ = std::min(kept_count_, options.path_count);
    for (RowStatistics& row : run_.rows) row.first_values.resize(static_cast<std::size_t>(kept_count_));
    for (int i = 0; i < std::max(options.thread_count, 1); ++i) {
      workers_.push_back(std::make_unique<Worker>(plan, sampler));
    }
  }

  PathRun Run(const RoundSink& sink) && {
    std::int64_t done = 0;
    while (done < options_.path_count) {
      const std::int64_t end =
          done == 0 ? kept_count_ : std::min(done + kPathsPerChunk * kChunksPerRound, options_.path_count);
      RunRound(done, end);
      if (is_stopped_) {
        run_.is_cancelled = true;
        break;
      }
      if (done == 0 && end < options_.path_count) StartBins();
      done = end;
      run_.path_count = done;
      MergeBins();
      run_.is_target_error_met = IsTargetMet();
      if (sink) sink(run_);
      if (run_.is_target_error_met) break;
    }
    return std::move(run_);
  }

 private:
  void AddRow(double deterministic, double threshold) {
    RowStatistics row;
    row.reference = std::isnan(deterministic) ? 0.0 : deterministic;
    row.threshold = threshold;
    run_.rows.push_back(std::move(row));
  }

  void StartBins() {
    for (RowStatistics& row : run_.rows) {
      row.bins.emplace_back(row.first_values);
      row.first_values = {};
    }
    for (auto& worker : workers_) {
      for (const RowStatistics& row : run_.rows) {
        worker->bins.push_back(row.bins.front());
        auto& counts = worker->bins.back().counts;
        std::fill(counts.begin(), counts.end(), 0);
      }
    }
  }

  /// Counts are whole numbers: their order does not matter.
  void MergeBins() {
    for (auto& worker : workers_) {
      for (std::size_t r = 0; r < worker->bins.size(); ++r) {
        run_.rows[r].bins.front().Add(worker->bins[r]);
        std::fill(worker->bins[r].counts.begin(), worker->bins[r].counts.end(), 0);
      }
    }
  }

  [[nodiscard]] bool IsTargetMet() const {
    if (!options_.target_standard_error_fraction) return false;
    const RowStatistics& row = run_.rows[plan_.target_figure];
    const double error = StandardErrorOf(row, options_.is_antithetic);
    return row.moments.count > 1 && error <= *options_.target_standard_error_fraction * std::abs(MeanOf(row));
  }

  void RunRound(std::int64_t first_path, std::int64_t end_path) {
    const std::int64_t chunk_count = (end_path - first_path + kPathsPerChunk - 1) / kPathsPerChunk;
    std::vector<ChunkSums> chunks(static_cast<std::size_t>(chunk_count));
    std::atomic<std::int64_t> next = 0;
    const auto work = [&](Worker& worker) {
      try {
        for (std::int64_t c = next++; c < chunk_count && !is_stopped_; c = next++) {
          const std::int64_t first = first_path + c * kPathsPerChunk;
          RunChunk(worker, first, std::min(first + kPathsPerChunk, end_path), chunks[static_cast<std::size_t>(c)]);
        }
      } catch (...) {
        is_stopped_ = true;
        if (!is_failed_.exchange(true)) failure_ = std::current_exception();
      }
    };
    {
      std::vector<std::jthread> threads;
      const auto thread_count = std::min<std::size_t>(workers_.size(), static_cast<std::size_t>(chunk_count));
      for (std::size_t i = 1; i < thread_count; ++i) threads.emplace_back([&work, this, i] { work(*workers_[i]); });
      work(*workers_.front());
    }
    if (failure_) std::rethrow_exception(failure_);
    if (is_stopped_) return;
    for (const ChunkSums& chunk : chunks) {
      for (std::size_t r = 0; r < run_.rows.size(); ++r) run_.rows[r].moments.Add(chunk.moments[r]);
      for (std::size_t p = 0; p < run_.npv_products.size(); ++p) {
        for (std::size_t i = 0; i < run_.npv_products[p].size(); ++i) {
          run_.npv_products[p][i] += chunk.npv_products[p][i];
        }
      }
    }
  }

  void RunChunk(Worker& worker, std::int64_t first, std::int64_t end, ChunkSums& sums) {
    sums.moments.resize(run_.rows.size());
    sums.npv_products = run_.npv_products;
    for (auto& list : sums.npv_products) std::fill(list.begin(), list.end(), 0.0);
    for (std::int64_t at = first; at < end; at += kPathsPerBlock) {
      if (is_stopped_ || stop_()) {
        is_stopped_ = true;
        return;
      }
      const std::int64_t count = std::min(kPathsPerBlock, end - at);
      if (count == kPathsPerBlock) {
        RunBlock(worker, worker.block, at, sums);
      } else {
        risk::FactorBlock rest(sampler_.row_count(), static_cast<std::size_t>(count));
        RunBlock(worker, rest, at, sums);
      }
    }
  }

  void RunBlock(Worker& worker, risk::FactorBlock& block, std::int64_t first, ChunkSums& sums) {
    sampler_.Fill(static_cast<std::uint64_t>(first), worker.workspace, block);
    worker.evaluator.Evaluate(block);
    std::size_t row = 0;
    for (std::size_t f = 0; f < plan_.figures.size(); ++f) {
      KeepRow(worker, worker.evaluator.Figure(f), row++, first, sums);
    }
    for (const std::size_t f : reported_years_) {
      for (std::size_t year = 0; year < plan_.year_count; ++year) {
        KeepRow(worker, worker.evaluator.Year(f, year), row++, first, sums);
      }
    }
    for (std::size_t p = 0; p < plan_.project_npv.size(); ++p) AddProducts(worker.evaluator, p, sums.npv_products[p]);
  }

  void KeepRow(Worker& worker, std::span<const double> values, std::size_t r, std::int64_t first, ChunkSums& sums) {
    RowStatistics& row = run_.rows[r];
    sums.moments[r].Add(values, row.reference, row.threshold);
    if (worker.bins.empty()) {
      std::copy(values.begin(), values.end(), row.first_values.begin() + first);
    } else {
      worker.bins[r].Add(values);
    }
  }

  void AddProducts(const PathEvaluator& evaluator, std::size_t perspective, std::vector<double>& products) const {
    const std::uint32_t portfolio_figure = plan_.portfolio_npv[perspective];
    const auto portfolio = evaluator.Figure(portfolio_figure);
    const double portfolio_reference = plan_.figures[portfolio_figure].deterministic;
    for (std::size_t i = 0; i < products.size(); ++i) {
      const std::uint32_t figure = plan_.project_npv[perspective][i];
      const auto project = evaluator.Figure(figure);
      const double reference = plan_.figures[figure].deterministic;
      double sum = 0.0;
      for (std::size_t k = 0; k < portfolio.size(); ++k) {
        sum += (project[k] - reference) * (portfolio[k] - portfolio_reference);
      }
      products[i] += sum;
    }
  }

  const SimulationPlan& plan_;
  const risk::Sampler& sampler_;
  const model::SimulationOptions& options_;
  const StopPoll& stop_;
  std::vector<std::size_t> reported_years_;
  std::int64_t kept_count_ = 0;
  std::vector<std::unique_ptr<Worker>> workers_;
  PathRun run_;
  std::atomic<bool> is_stopped_ = false;
  std::atomic<bool> is_failed_ = false;
  std::exception_ptr failure_;
};

}  // namespace

std::size_t StatisticsRowCount(const SimulationPlan& plan) {
  std::size_t count = plan.figures.size();
  for (const YearFigureSpec& figure : plan.year_figures) count += figure.is_reported ? plan.year_count : 0;
  return count;
}

PathRun RunPaths(const SimulationPlan& plan, const risk::Sampler& sampler, const model::SimulationOptions& options,
                 const StopPoll& stop, const RoundSink& sink) {
  return Runner(plan, sampler, options, stop).Run(sink);
}

}  // namespace calanque::run
