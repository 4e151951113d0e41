#include "engine/run/portfolio_paths.h"

#include <cmath>

#include "engine/run/path_evaluator.h"

namespace calanque::run {
namespace {

/// Where a year row stands: figure and year.
struct YearPlace {
  std::size_t figure = 0;
  std::size_t year = 0;
};

std::vector<YearPlace> ReportedYears(const SimulationPlan& plan) {
  std::vector<YearPlace> places;
  for (std::size_t f = 0; f < plan.year_figures.size(); ++f) {
    if (!plan.year_figures[f].is_reported) continue;
    for (std::size_t year = 0; year < plan.year_count; ++year) places.push_back({f, year});
  }
  return places;
}

class Worker final : public PathWorker {
 public:
  Worker(const SimulationPlan& plan, const risk::Sampler& sampler, std::size_t block_path_count)
      : sampler_(sampler),
        figure_count_(plan.figures.size()),
        years_(ReportedYears(plan)),
        evaluator_(plan, block_path_count),
        workspace_(sampler.MakeWorkspace(block_path_count)),
        block_(sampler.row_count(), block_path_count) {}

  /// A block at the end of a run is filled whole: what is beyond is not read.
  void Evaluate(std::uint64_t first_path, std::size_t count) override {
    count_ = count;
    sampler_.Fill(first_path, workspace_, block_);
    evaluator_.Evaluate(block_);
  }

  [[nodiscard]] std::span<const double> Row(std::size_t row) const override {
    if (row < figure_count_) return evaluator_.Figure(row).first(count_);
    const YearPlace& place = years_[row - figure_count_];
    return evaluator_.Year(place.figure, place.year).first(count_);
  }

 private:
  const risk::Sampler& sampler_;
  std::size_t figure_count_;
  std::vector<YearPlace> years_;
  PathEvaluator evaluator_;
  risk::Sampler::Workspace workspace_;
  risk::FactorBlock block_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<PathRow> PortfolioPaths::Rows() const {
  std::vector<PathRow> rows;
  for (const FigureSpec& figure : plan_.figures) {
    rows.push_back({std::isnan(figure.deterministic) ? 0.0 : figure.deterministic, figure.threshold});
  }
  for (const YearPlace& place : ReportedYears(plan_)) {
    rows.push_back({plan_.year_figures[place.figure].deterministic[place.year], 0.0});
  }
  return rows;
}

std::vector<PathRowPair> PortfolioPaths::Pairs() const {
  std::vector<PathRowPair> pairs;
  for (std::size_t p = 0; p < plan_.project_npv.size(); ++p) {
    for (const std::uint32_t project : plan_.project_npv[p]) pairs.push_back({project, plan_.portfolio_npv[p]});
  }
  return pairs;
}

std::size_t PortfolioPaths::NumbersPerPath() const {
  return PathEvaluator::NumbersPerPath(plan_) + sampler_.row_count();
}

std::unique_ptr<PathWorker> PortfolioPaths::MakeWorker(std::size_t block_path_count) const {
  return std::make_unique<Worker>(plan_, sampler_, block_path_count);
}

}  // namespace calanque::run
