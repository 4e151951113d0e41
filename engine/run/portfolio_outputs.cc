#include "engine/run/portfolio_outputs.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "engine/run/path_evaluator.h"

namespace calanque::run {
namespace {

/// The second sample's paths begin here: beyond every run, within what random numbers are defined for.
constexpr std::uint64_t kSecondSample = std::uint64_t{1} << 55;

class Worker final : public OutputWorker {
 public:
  Worker(const SimulationPlan& plan, const risk::Sampler& sampler,
         const std::vector<std::vector<std::uint32_t>>& groups, const std::vector<std::uint32_t>& figures,
         std::size_t block_path_count)
      : sampler_(sampler),
        groups_(groups),
        figures_(figures),
        evaluator_(plan, block_path_count),
        workspace_(sampler.MakeWorkspace(block_path_count)),
        first_(sampler.row_count(), block_path_count),
        second_(sampler.row_count(), block_path_count),
        mixed_(sampler.row_count(), block_path_count) {}

  void Draw(std::uint64_t first_path, std::size_t /*count*/) override {
    sampler_.Fill(first_path, workspace_, first_);
    sampler_.Fill(kSecondSample + first_path, workspace_, second_);
    for (std::size_t row = 0; row < first_.row_count(); ++row) CopyRow(first_, row);
  }
  void EvaluateFirst() override { evaluator_.Evaluate(first_); }
  void EvaluateSecond() override { evaluator_.Evaluate(second_); }
  void EvaluateMixed(std::size_t group) override {
    CopyGroup(second_, group);
    evaluator_.Evaluate(mixed_);
    CopyGroup(first_, group);
  }
  [[nodiscard]] std::span<const double> Output(std::size_t output) const override {
    return evaluator_.Figure(figures_[output]);
  }

 private:
  void CopyRow(const risk::FactorBlock& from, std::size_t row) {
    const auto values = from.Row(row);
    std::copy(values.begin(), values.end(), mixed_.Row(row).begin());
  }
  void CopyGroup(const risk::FactorBlock& from, std::size_t group) {
    for (const std::uint32_t driver : groups_[group]) {
      const risk::DriverRows& rows = sampler_.drivers()[driver];
      for (std::uint32_t i = 0; i < rows.row_count; ++i) CopyRow(from, rows.first_row + i);
    }
  }

  const risk::Sampler& sampler_;
  const std::vector<std::vector<std::uint32_t>>& groups_;
  const std::vector<std::uint32_t>& figures_;
  PathEvaluator evaluator_;
  risk::Sampler::Workspace workspace_;
  risk::FactorBlock first_;
  risk::FactorBlock second_;
  risk::FactorBlock mixed_;  ///< The first, but while a group is evaluated.
};

}  // namespace

std::vector<std::vector<std::uint32_t>> GroupsOf(const model::RiskModel& risk, model::SensitivityGrouping grouping) {
  std::vector<std::uint32_t> leader(risk.drivers.size());
  std::unordered_map<std::string_view, std::uint32_t> position;
  for (std::uint32_t i = 0; i < leader.size(); ++i) {
    leader[i] = i;
    position.emplace(risk.drivers[i].id, i);
  }
  if (grouping == model::SensitivityGrouping::kCorrelatedTogether) {
    for (const model::DriverCorrelation& pair : risk.correlations) {
      if (pair.correlation == 0.0) continue;
      const std::uint32_t a = leader[position.at(pair.first_driver_id)];
      const std::uint32_t b = leader[position.at(pair.second_driver_id)];
      std::replace(leader.begin(), leader.end(), std::max(a, b), std::min(a, b));
    }
  }
  std::vector<std::vector<std::uint32_t>> groups;
  for (std::uint32_t i = 0; i < leader.size(); ++i) {
    if (leader[i] != i) continue;
    std::vector<std::uint32_t>& group = groups.emplace_back();
    for (std::uint32_t k = i; k < leader.size(); ++k) {
      if (leader[k] == i) group.push_back(k);
    }
  }
  return groups;
}

std::vector<std::uint32_t> PortfolioFigures(const SimulationPlan& plan) {
  std::vector<std::uint32_t> figures;
  for (std::uint32_t f = 0; f < plan.figures.size(); ++f) {
    if (plan.figures[f].project < 0) figures.push_back(f);
  }
  return figures;
}

std::size_t PortfolioOutputs::NumbersPerPath() const {
  return PathEvaluator::NumbersPerPath(plan_) + 3 * sampler_.row_count();
}

std::unique_ptr<OutputWorker> PortfolioOutputs::MakeWorker(std::size_t block_path_count) const {
  return std::make_unique<Worker>(plan_, sampler_, groups_, figures_, block_path_count);
}

}  // namespace calanque::run
