#include "engine/partnership/simulate_modes.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/partnership/mode_drivers.h"
#include "engine/partnership/mode_paths.h"
#include "engine/partnership/mode_rows.h"
#include "engine/partnership/project_futures.h"
#include "engine/risk/sampler.h"
#include "engine/run/path_run.h"

namespace calanque::partnership {
namespace {

class Worker final : public run::PathWorker {
 public:
  Worker(const std::vector<ModeAtRisk>& modes, const std::vector<LineDraw>& draws,
         const std::optional<ProjectFutures>& futures, const risk::Sampler& sampler,
         const std::vector<RowMeaning>& meanings, std::size_t block_path_count)
      : draws_(draws),
        sampler_(sampler),
        meanings_(meanings),
        workspace_(sampler.MakeWorkspace(block_path_count)),
        block_(sampler.row_count(), block_path_count) {
    for (const ModeAtRisk& mode : modes) paths_.emplace_back(mode.built, mode.exposure, block_path_count);
    if (futures) futures_.emplace(*futures, block_path_count);
    values_.resize(draws.size());
    deviations_.resize(draws.size());
    for (std::size_t l = 0; l < draws.size(); ++l) {
      const std::size_t count = std::max<std::size_t>(draws[l].rows.size(), 1);
      values_[l].assign(count, std::vector<double>(block_path_count, draws[l].constant));
      for (const auto& row : values_[l]) deviations_[l].emplace_back(row);
    }
    differences_.assign(meanings.size(), {});
    for (std::size_t r = 0; r < meanings.size(); ++r) {
      if (!meanings[r].read) differences_[r].resize(block_path_count);
    }
  }

  void Evaluate(std::uint64_t first_path, std::size_t count) override {
    count_ = count;
    if (sampler_.row_count() > 0) sampler_.Fill(first_path, workspace_, block_);
    for (std::size_t l = 0; l < draws_.size(); ++l) {
      for (std::size_t d = 0; d < draws_[l].rows.size(); ++d) {
        const auto row = block_.Row(draws_[l].rows[d]);
        for (std::size_t i = 0; i < count; ++i) values_[l][d][i] = draws_[l].scale * (row[i] - draws_[l].offset);
      }
    }
    if (futures_) futures_->Evaluate(block_);
    for (ModePaths& mode : paths_) mode.Evaluate(deviations_, futures_ ? &*futures_ : nullptr, count);
    for (std::size_t r = 0; r < meanings_.size(); ++r) {
      if (meanings_[r].read) continue;
      const auto own = paths_[meanings_[r].mode].city_cost();
      const auto other = paths_[meanings_[r].other].city_cost();
      for (std::size_t i = 0; i < count; ++i) differences_[r][i] = other[i] - own[i];
    }
  }

  [[nodiscard]] std::span<const double> Row(std::size_t row) const override {
    return meanings_[row].read ? meanings_[row].read(paths_) : std::span(differences_[row]).first(count_);
  }

 private:
  const std::vector<LineDraw>& draws_;
  const risk::Sampler& sampler_;
  const std::vector<RowMeaning>& meanings_;
  risk::Sampler::Workspace workspace_;
  risk::FactorBlock block_;
  std::vector<ModePaths> paths_;
  std::optional<FuturePaths> futures_;
  std::vector<std::vector<std::vector<double>>> values_;
  LineDeviations deviations_;
  std::vector<std::vector<double>> differences_;
  std::size_t count_ = 0;
};

/// Everything a run needs, immutable once made.
class Source final : public run::PathSource {
 public:
  Source(std::vector<ModeAtRisk> modes, std::vector<LineDraw> draws, std::optional<ProjectFutures> futures,
         risk::Sampler sampler, std::vector<RowMeaning> meanings)
      : modes_(std::move(modes)),
        draws_(std::move(draws)),
        futures_(std::move(futures)),
        sampler_(std::move(sampler)),
        meanings_(std::move(meanings)) {}

  [[nodiscard]] std::vector<run::PathRow> Rows() const override {
    std::vector<run::PathRow> rows;
    for (const RowMeaning& meaning : meanings_) rows.push_back(meaning.row);
    return rows;
  }
  [[nodiscard]] std::vector<run::PathRowPair> Pairs() const override { return {}; }
  [[nodiscard]] std::size_t TargetRow() const override { return 0; }
  [[nodiscard]] std::size_t NumbersPerPath() const override { return sampler_.row_count() + meanings_.size(); }
  [[nodiscard]] std::unique_ptr<run::PathWorker> MakeWorker(std::size_t block_path_count) const override {
    return std::make_unique<Worker>(modes_, draws_, futures_, sampler_, meanings_, block_path_count);
  }

 private:
  std::vector<ModeAtRisk> modes_;
  std::vector<LineDraw> draws_;
  std::optional<ProjectFutures> futures_;
  risk::Sampler sampler_;
  std::vector<RowMeaning> meanings_;
};

Result<std::vector<ModeAtRisk>, Failures> BuildModes(const Project& project, const ComparisonTerms& terms,
                                                     const StopPoll& stop) {
  const ProjectFlows flows = ReadProjectFlows(project);
  std::vector<ModeAtRisk> modes;
  for (std::size_t m = 0; m < terms.modes.size(); ++m) {
    if (stop()) return Failures{Cancelled()};
    auto built = BuildMode(project, flows, terms.modes[m]);
    if (!built) {
      Failure failure = built.error();
      failure.field_path = "modes[" + std::to_string(m) + "]." + failure.field_path;
      return Failures{std::move(failure)};
    }
    modes.push_back({&terms.modes[m], std::move(built).value(), {}});
  }
  return modes;
}

/// What charges are indexed by and floating loans follow.
std::vector<std::string> CurvesOf(const std::vector<ModeAtRisk>& modes) {
  std::set<std::string> ids;
  for (const ModeAtRisk& mode : modes) {
    const model::Charge* charge = mode.built.ledger.outline.charge;
    if (charge != nullptr && charge->indexed_fraction > 0.0) ids.insert(charge->index_curve_id);
    if (!mode.built.company) continue;
    for (const model::Tranche& tranche : mode.mode->company->tranches) {
      if (tranche.rate.hedged_fraction < 1.0) ids.insert(tranche.rate.base_rate_curve_id);
    }
  }
  return {ids.begin(), ids.end()};
}

/// Paths of what drivers are told start at the request's field.
Failures UnderRiskModel(Failures failures) {
  for (Failure& failure : failures) {
    if (failure.reason != Reason::kCancelled) failure.field_path = "risk_model." + failure.field_path;
  }
  return failures;
}

/// A broken correlation matrix is the register's where that has pairs of its own.
Failures UnderCorrelations(const ModeRiskTerms& risk, Failures failures) {
  if (risk.correlations.empty()) return UnderRiskModel(std::move(failures));
  for (Failure& failure : failures) {
    if (failure.reason != Reason::kCancelled)
      failure.field_path = "line_" + failure.field_path;  // "line_correlations".
  }
  return failures;
}

/// What the request asks for that a comparison of modes does not answer.
Failures NotAnswered(const ModeRiskTerms& risk) {
  Failures warnings;
  const auto warn = [&warnings](const char* field, std::string what) {
    warnings.push_back({Reason::kNotApplicable, field, std::move(what)});
  };
  const auto not_run = [](std::size_t count) {
    return "has " + std::to_string(count) +
           ", not run when modes are compared; a simulation of the portfolio runs them";
  };
  if (!risk.market.stresses.empty()) warn("risk_model.stresses", not_run(risk.market.stresses.size()));
  if (!risk.market.reverse_stresses.empty()) {
    warn("risk_model.reverse_stresses", not_run(risk.market.reverse_stresses.size()));
  }
  const char* of_projects = "asks for figures by project, which a comparison of modes does not have";
  if (risk.options.project_future_count > 0) warn("simulation.project_future_count", of_projects);
  if (risk.options.has_project_years) warn("simulation.has_project_years", of_projects);
  return warnings;
}

}  // namespace

Result<ModeSimulation, Failures> SimulateDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                                       const ModeRiskTerms& risk, const StopPoll& stop,
                                                       const run::ProgressSink& progress,
                                                       const run::ThreadShare& threads) {
  auto made = ModeDrivers::Make(project, terms, risk);
  if (!made) return made.error();
  ModeDrivers drivers = std::move(made).value();
  auto sampler = risk::Sampler::Make(drivers.model(), drivers.setting(), risk.options, stop);
  if (!sampler) return UnderCorrelations(risk, sampler.error());
  drivers.Place(*sampler);
  auto built = BuildModes(project, terms, stop);
  if (!built) return built.error();
  std::vector<ModeAtRisk> modes = std::move(built).value();
  ModeSimulation answer;
  answer.warnings = NotAnswered(risk);
  const Failures repaired = UnderCorrelations(risk, sampler->warnings());
  answer.warnings.insert(answer.warnings.end(), repaired.begin(), repaired.end());
  std::optional<ProjectFutures> futures;
  if (!risk.market.drivers.empty()) {
    auto compiled =
        CompileFutures(project, CurvesOf(modes), risk.market, drivers.bindings(), drivers.MarketRows(*sampler),
                       static_cast<std::uint32_t>(sampler->row_count()), stop);
    if (!compiled) return compiled.error();
    futures = std::move(compiled).value();
    const Failures idle = UnderRiskModel(futures->plan.warnings);
    answer.warnings.insert(answer.warnings.end(), idle.begin(), idle.end());
  }
  const ProjectFlows flows = ReadProjectFlows(project);
  std::size_t reference = 0;
  for (std::size_t m = 0; m < terms.modes.size(); ++m) {
    modes[m].exposure =
        CompileExposure(project, flows, terms, terms.modes[m], modes[m].built, futures ? &*futures : nullptr);
    if (terms.modes[m].id == terms.reference_mode_id) reference = m;
  }
  const std::vector<RowMeaning> meanings = ListRows(project, terms, risk, modes, drivers.draws(), reference);
  const Source source(std::move(modes), drivers.draws(), std::move(futures), std::move(sampler).value(), meanings);
  run::RunCompany company;
  company.threads = threads;
  const auto ran = run::RunPaths(source, risk.options, stop, run::TellProgress(progress, risk.options, 0), company);
  if (!ran) return Failures{ran.error()};
  const run::PathRun& run = *ran;
  if (run.is_cancelled) return Failures{Cancelled()};
  answer.path_count = run.path_count;
  answer.is_target_error_met = run.is_target_error_met;
  AddRows(terms, risk, meanings, run.rows, answer);
  return answer;
}

}  // namespace calanque::partnership
