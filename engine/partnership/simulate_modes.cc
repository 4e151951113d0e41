#include "engine/partnership/simulate_modes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/partnership/mode_drivers.h"
#include "engine/partnership/mode_paths.h"
#include "engine/partnership/project_futures.h"
#include "engine/risk/sampler.h"
#include "engine/run/path_run.h"

namespace calanque::partnership {
namespace {

/// A mode, built once, and how it bears the register.
struct ModeAtRisk {
  const model::DeliveryMode* mode = nullptr;
  BuiltMode built;
  ModeExposure exposure;
};

/// One row of statistics, and what it becomes in the answer.
struct RowMeaning {
  enum class Kind : std::uint8_t { kFigure, kYear, kYearShare, kProbability, kCheaper, kMark };
  Kind kind = Kind::kFigure;
  const char* name = "";
  const char* unit = "";
  std::size_t mode = 0;
  std::size_t other = 0;  ///< Mode of kCheaper and value for money; position of a mark.
  int year = 0;
  double expected = 0.0;  ///< Where no drawn line deviates; not-a-number where it does not exist.
  run::PathRow row;
  std::function<std::span<const double>(const std::vector<ModePaths>&)> read;  ///< Empty: the difference other - mode.
};

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

/// Lists the rows of all modes. The first is the reference's cost: its error ends a run that has a target.
class Meanings {
 public:
  Meanings(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk,
           const std::vector<ModeAtRisk>& modes, const std::vector<LineDraw>& draws, std::size_t reference)
      : project_(project), modes_(modes) {
    ExpectModes(draws);
    AddFigure("city_cost_present_amount", "CURRENCY", reference, &ModePaths::city_cost);
    for (std::size_t m = 0; m < modes.size(); ++m) {
      if (m == reference) continue;
      AddFigure("city_cost_present_amount", "CURRENCY", m, &ModePaths::city_cost);
    }
    for (std::size_t m = 0; m < modes.size(); ++m) {
      for (std::size_t other = 0; other < modes.size(); ++other) {
        if (m == other) continue;
        AddDifference(RowMeaning::Kind::kCheaper, "cheaper", m, other);
        if (other == reference) AddDifference(RowMeaning::Kind::kFigure, "value_for_money_amount", m, other);
      }
    }
    for (std::size_t m = 0; m < modes.size(); ++m) AddOperator(m);
    for (std::size_t i = 0; i < risk.marks.size(); ++i) AddMark(terms, risk.marks[i], i);
  }

  std::vector<RowMeaning> Take() && { return std::move(meanings_); }

 private:
  using Reader = std::span<const double> (ModePaths::*)() const;

  /// One path on which no drawn line deviates; biases are the same on every path.
  void ExpectModes(const std::vector<LineDraw>& draws) {
    std::vector<std::vector<double>> constants;
    for (const LineDraw& draw : draws) constants.push_back({draw.constant});
    LineDeviations deviations;
    for (std::size_t l = 0; l < draws.size(); ++l) {
      deviations.emplace_back(std::max<std::size_t>(draws[l].rows.size(), 1), std::span<const double>(constants[l]));
    }
    for (const ModeAtRisk& mode : modes_) {
      expected_.emplace_back(mode.built, mode.exposure, 1);
      expected_.back().Evaluate(deviations, nullptr, 1);
    }
  }
  [[nodiscard]] double ExpectedCost(std::size_t mode) const { return expected_[mode].city_cost().front(); }

  void AddFigure(const char* name, const char* unit, std::size_t mode, Reader reader) {
    RowMeaning meaning;
    meaning.name = name;
    meaning.unit = unit;
    meaning.mode = mode;
    const double expected = (expected_[mode].*reader)().front();
    meaning.expected = expected;
    meaning.row.reference = std::isnan(expected) ? 0.0 : expected;
    meaning.read = [mode, reader](const std::vector<ModePaths>& paths) { return (paths[mode].*reader)(); };
    meanings_.push_back(std::move(meaning));
  }

  void AddDifference(RowMeaning::Kind kind, const char* name, std::size_t mode, std::size_t other) {
    RowMeaning meaning;
    meaning.kind = kind;
    meaning.name = name;
    meaning.unit = "CURRENCY";
    meaning.mode = mode;
    meaning.other = other;
    meaning.expected = meaning.row.reference = ExpectedCost(other) - ExpectedCost(mode);
    meanings_.push_back(std::move(meaning));
  }

  void AddOperator(std::size_t mode) {
    const BuiltMode& built = modes_[mode].built;
    if (modes_[mode].exposure.revenue) {
      AddFigure("guarantee_present_amount", "CURRENCY", mode, &ModePaths::guarantee);
      AddFigure("guarantee_called", "1", mode, &ModePaths::is_guarantee_called);
      meanings_.back().kind = RowMeaning::Kind::kProbability;
      AddCalls(mode);
    }
    if (const auto& market = modes_[mode].exposure.market) {
      if (market->savings && market->savings->guaranteed_fraction > 0.0) {
        AddFigure("savings_guarantee_present_amount", "CURRENCY", mode, &ModePaths::savings_guarantee);
        meanings_.back().expected = meanings_.back().row.reference = ExpectedSavingsGuarantee(*market);
      }
      if (market->charge && market->charge->is_earned_by_availability) {
        AddFigure("deduction_present_amount", "CURRENCY", mode, &ModePaths::deduction);
      }
    }
    if (!built.company) return;
    AddFigure("equity_npv_amount", "CURRENCY", mode, &ModePaths::equity_npv);
    AddFigure("minimum_dscr", "1", mode, &ModePaths::minimum_dscr);
    AddFigure("lock_up", "1", mode, &ModePaths::is_locked_up);
    meanings_.back().kind = RowMeaning::Kind::kProbability;
    AddFigure("default", "1", mode, &ModePaths::is_in_default);
    meanings_.back().kind = RowMeaning::Kind::kProbability;
    const company::Rows& rows = built.company->work->rows;
    const auto cover = [&](std::size_t t) {
      return rows[company::Row::kCfads][t] / rows[company::Row::kDebtServiceDue][t];
    };
    AddYears(mode, built, "dscr", RowMeaning::Kind::kYear, &ModePaths::dscr, cover);
    const auto nothing = [](std::size_t) { return 0.0; };
    AddYears(mode, built, "lock_up", RowMeaning::Kind::kYearShare, &ModePaths::is_locked_up_at, nothing);
    AddYears(mode, built, "default", RowMeaning::Kind::kYearShare, &ModePaths::is_in_default_at, nothing);
  }

  /// What the operator pays for missing savings where nothing deviates.
  static double ExpectedSavingsGuarantee(const MarketExposure& market) {
    return ContractPaths(market).expected_savings_guarantee_amount();
  }

  /// What the public party pays under bands and guarantee in each year of the contract's operation.
  void AddCalls(std::size_t mode) {
    const RevenueExposure& revenue = *modes_[mode].exposure.revenue;
    const auto first = static_cast<std::size_t>(revenue.operation_start);
    const auto end = static_cast<std::size_t>(revenue.contract_end);
    for (std::size_t p = first; p < end; ++p) {
      const std::uint32_t year = revenue.year_of_period[p];
      if (p > first && revenue.year_of_period[p - 1] == year) continue;
      RowMeaning meaning;
      meaning.kind = RowMeaning::Kind::kYear;
      meaning.name = "guarantee_call_amount";
      meaning.unit = "CURRENCY";
      meaning.mode = mode;
      meaning.year = project_.plan->schema.axis.first_year + static_cast<int>(year);
      meaning.row.reference = expected_[mode].guarantee_call(year).front();
      meaning.read = [mode, year](const std::vector<ModePaths>& paths) { return paths[mode].guarantee_call(year); };
      meanings_.push_back(std::move(meaning));
    }
  }

  using PointReader = std::span<const double> (ModePaths::*)(std::size_t) const;

  /// A row at the last point of each calendar year that owes debt service.
  template <typename Reference>
  void AddYears(std::size_t mode, const BuiltMode& built, const char* name, RowMeaning::Kind kind, PointReader reader,
                const Reference& reference) {
    const ledger::PointAxis& axis = project_.plan->schema.axis;
    const company::Rows& rows = built.company->work->rows;
    for (std::size_t t = 1; t < rows.point_count(); ++t) {
      const bool is_last_of_year = t + 1 == rows.point_count() || axis.year_indices[t] != axis.year_indices[t - 1];
      if (!is_last_of_year || rows[company::Row::kDebtServiceDue][t] <= 0.0) continue;
      RowMeaning meaning;
      meaning.kind = kind;
      meaning.name = name;
      meaning.unit = "1";
      meaning.mode = mode;
      meaning.year = axis.first_year + axis.year_indices[t - 1];
      meaning.row.reference = reference(t);
      meaning.read = [mode, t, reader](const std::vector<ModePaths>& paths) { return (paths[mode].*reader)(t); };
      meanings_.push_back(std::move(meaning));
    }
  }

  void AddMark(const ComparisonTerms& terms, const PublishedMark& mark, std::size_t position) {
    for (std::size_t m = 0; m < terms.modes.size(); ++m) {
      if (terms.modes[m].id != mark.mode_id) continue;
      AddFigure("at_most_published", "1", m, &ModePaths::city_cost);
      meanings_.back().kind = RowMeaning::Kind::kMark;
      meanings_.back().other = position;
      meanings_.back().row.threshold = std::nextafter(mark.amount, HUGE_VAL);  // At most: below the next number.
    }
  }

  const Project& project_;
  const std::vector<ModeAtRisk>& modes_;
  std::vector<ModePaths> expected_;  ///< One path each.
  std::vector<RowMeaning> meanings_;
};

class Answer {
 public:
  Answer(const ComparisonTerms& terms, const ModeRiskTerms& risk, ModeSimulation& answer)
      : terms_(terms), risk_(risk), answer_(answer) {}

  void Add(const RowMeaning& meaning, const run::RowStatistics& row) {
    const std::string& mode_id = terms_.modes[meaning.mode].id;
    switch (meaning.kind) {
      case RowMeaning::Kind::kFigure:
        answer_.figures.push_back(
            {meaning.name, meaning.unit, mode_id, meaning.expected, run::Summarise(row, risk_.options)});
        return;
      case RowMeaning::Kind::kYear:
      case RowMeaning::Kind::kYearShare:
        AddYear(meaning, mode_id, row);
        return;
      case RowMeaning::Kind::kProbability:
        AddProbability({meaning.name, mode_id, "", "", run::MeanOf(row)}, row);
        return;
      case RowMeaning::Kind::kCheaper:  // The difference is other - own: not below zero where own is no dearer.
        AddProbability(
            {meaning.name, mode_id, terms_.modes[meaning.other].id, "", 1.0 - Share(row.moments.below_zero, row)}, row);
        return;
      case RowMeaning::Kind::kMark:
        AddProbability(
            {meaning.name, mode_id, "", risk_.marks[meaning.other].label, Share(row.moments.below_threshold, row)},
            row);
        return;
    }
  }

 private:
  static double Share(std::int64_t hits, const run::RowStatistics& row) {
    return static_cast<double>(hits) / static_cast<double>(row.moments.count);
  }

  void AddProbability(ModeProbability probability, const run::RowStatistics& row) {
    const double p = probability.probability;
    probability.standard_error = std::sqrt(p * (1.0 - p) / static_cast<double>(row.moments.count));
    answer_.probabilities.push_back(std::move(probability));
  }

  void AddYear(const RowMeaning& meaning, const std::string& mode_id, const run::RowStatistics& row) {
    const bool is_share = meaning.kind == RowMeaning::Kind::kYearShare;
    const auto probabilities = is_share ? std::vector<double>() : risk_.options.quantile_probabilities;
    auto& years = answer_.years;
    if (years.empty() || years.back().mode_id != mode_id || years.back().name != meaning.name) {
      years.push_back({meaning.name, meaning.unit, mode_id, {}, {}, {}});
      years.back().quantiles.resize(probabilities.size());
    }
    years.back().years.push_back(meaning.year);
    years.back().mean.push_back(run::MeanOf(row));
    const std::vector<double> quantiles = run::Quantiles(row, probabilities);
    for (std::size_t q = 0; q < quantiles.size(); ++q) years.back().quantiles[q].push_back(quantiles[q]);
  }

  const ComparisonTerms& terms_;
  const ModeRiskTerms& risk_;
  ModeSimulation& answer_;
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

}  // namespace

Result<ModeSimulation, Failures> SimulateDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                                       const ModeRiskTerms& risk, const StopPoll& stop,
                                                       const run::ProgressSink& progress) {
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
  answer.warnings = UnderCorrelations(risk, sampler->warnings());
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
  const std::vector<RowMeaning> meanings = Meanings(project, terms, risk, modes, drivers.draws(), reference).Take();
  const Source source(std::move(modes), drivers.draws(), std::move(futures), std::move(sampler).value(), meanings);
  const auto ran = run::RunPaths(source, risk.options, stop, run::TellProgress(progress, risk.options, 0));
  if (!ran) return Failures{ran.error()};
  const run::PathRun& run = *ran;
  if (run.is_cancelled) return Failures{Cancelled()};
  answer.path_count = run.path_count;
  answer.is_target_error_met = run.is_target_error_met;
  Answer writer(terms, risk, answer);
  for (std::size_t r = 0; r < meanings.size(); ++r) writer.Add(meanings[r], run.rows[r]);
  return answer;
}

}  // namespace calanque::partnership
