#include "engine/partnership/simulate_modes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <set>
#include <utility>

#include "engine/model/validate_risk.h"
#include "engine/partnership/mode_paths.h"
#include "engine/partnership/risk_cost.h"
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

/// How the draw of a line becomes its deviation: scale x (draw - offset), or the same on every path.
struct LineDraw {
  double scale = 1.0;
  double offset = 0.0;
  double constant = 0.0;
  std::size_t driver = kNoDriver;
  std::vector<std::uint32_t> rows;  ///< Of the sampler's block, by deviation.
  static constexpr std::size_t kNoDriver = static_cast<std::size_t>(-1);
};

/// One row of statistics, and what it becomes in the answer.
struct RowMeaning {
  enum class Kind : std::uint8_t { kFigure, kYear, kProbability, kCheaper, kMark };
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

model::Distribution OutcomesOf(const model::RiskLine& line) {
  model::Discrete discrete;
  double rest = 1.0;
  for (const model::RiskOutcome& outcome : line.outcomes) {
    discrete.probabilities.push_back(outcome.probability_fraction);
    discrete.values.push_back(outcome.impact_fraction);
    rest -= outcome.probability_fraction;
  }
  discrete.probabilities.push_back(std::max(rest, 0.0));
  discrete.values.push_back(0.0);
  return discrete;
}

/// The register as a risk model: a driver per line that is drawn.
class Register {
 public:
  Register(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk) {
    const ledger::PointAxis& axis = project.plan->schema.axis;
    const auto years = static_cast<std::uint32_t>(axis.year_count);
    setting_.first_year = axis.first_year;
    setting_.project_count = years;
    for (std::uint32_t y = 0; y < years; ++y) setting_.year_times.push_back(static_cast<double>(y) + 0.5);
    for (const model::RiskLine& line : terms.risks) AddLine(line, terms, years);
    model_.correlations = risk.correlations;
    model_.repairs_correlation = risk.repairs_correlation;
  }

  [[nodiscard]] const model::RiskModel& model() const { return model_; }
  [[nodiscard]] const risk::SamplerSetting& setting() const { return setting_; }
  [[nodiscard]] const std::vector<LineDraw>& draws() const { return draws_; }

  /// Finds each line's rows in the sampler's blocks.
  void Place(const risk::Sampler& sampler) {
    for (LineDraw& draw : draws_) {
      if (draw.driver == LineDraw::kNoDriver) continue;
      const risk::DriverRows& rows = sampler.drivers()[draw.driver];
      for (std::uint32_t& row : draw.rows) row = rows.row_of_project[row];
    }
  }

 private:
  void AddLine(const model::RiskLine& line, const ComparisonTerms& terms, std::uint32_t years) {
    LineDraw draw;
    if (line.optimism_bias) {
      draw.constant = *ExpectedFraction(line, terms.bias_types);  // Good by validation.
      draws_.push_back(draw);
      return;
    }
    model::RiskDriver driver;
    driver.id = line.id;
    if (line.factor_distribution) {
      driver.shape = model::Draw{*line.factor_distribution};
      draw.scale = IsBenefit(line.base) ? -1.0 : 1.0;
      draw.offset = 1.0;
    } else {
      driver.shape = model::Draw{OutcomesOf(line)};
    }
    driver.target = model::QuantityTarget{};
    driver.own_share_fraction = line.is_redrawn_each_year ? 1.0 : 0.0;
    draw.driver = model_.drivers.size();
    std::vector<std::uint32_t> reached;  // What the sampler calls projects are the years of a line.
    for (std::uint32_t y = 0; y < (line.is_redrawn_each_year ? years : 1U); ++y) reached.push_back(y);
    draw.rows = reached;
    setting_.projects_of_driver.push_back(std::move(reached));
    model_.drivers.push_back(std::move(driver));
    draws_.push_back(std::move(draw));
  }

  model::RiskModel model_;
  risk::SamplerSetting setting_;
  std::vector<LineDraw> draws_;
};

class Worker final : public run::PathWorker {
 public:
  Worker(const std::vector<ModeAtRisk>& modes, const std::vector<LineDraw>& draws, const risk::Sampler& sampler,
         const std::vector<RowMeaning>& meanings, std::size_t block_path_count)
      : draws_(draws),
        sampler_(sampler),
        meanings_(meanings),
        workspace_(sampler.MakeWorkspace(block_path_count)),
        block_(sampler.row_count(), block_path_count) {
    for (const ModeAtRisk& mode : modes) paths_.emplace_back(mode.built, mode.exposure, block_path_count);
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
    for (ModePaths& mode : paths_) mode.Evaluate(deviations_, count);
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
  std::vector<std::vector<std::vector<double>>> values_;
  LineDeviations deviations_;
  std::vector<std::vector<double>> differences_;
  std::size_t count_ = 0;
};

/// Everything a run needs, immutable once made.
class Source final : public run::PathSource {
 public:
  Source(std::vector<ModeAtRisk> modes, std::vector<LineDraw> draws, risk::Sampler sampler,
         std::vector<RowMeaning> meanings)
      : modes_(std::move(modes)),
        draws_(std::move(draws)),
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
    return std::make_unique<Worker>(modes_, draws_, sampler_, meanings_, block_path_count);
  }

 private:
  std::vector<ModeAtRisk> modes_;
  std::vector<LineDraw> draws_;
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
      expected_.back().Evaluate(deviations, 1);
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
    }
    if (!built.company) return;
    AddFigure("equity_npv_amount", "CURRENCY", mode, &ModePaths::equity_npv);
    AddFigure("minimum_dscr", "1", mode, &ModePaths::minimum_dscr);
    AddFigure("lock_up", "1", mode, &ModePaths::is_locked_up);
    meanings_.back().kind = RowMeaning::Kind::kProbability;
    AddFigure("default", "1", mode, &ModePaths::is_in_default);
    meanings_.back().kind = RowMeaning::Kind::kProbability;
    AddYears(mode, built);
  }

  /// DSCR at the last point of each calendar year that owes debt service.
  void AddYears(std::size_t mode, const BuiltMode& built) {
    const ledger::PointAxis& axis = project_.plan->schema.axis;
    const company::Rows& rows = built.company->work->rows;
    for (std::size_t t = 1; t < rows.point_count(); ++t) {
      const bool is_last_of_year = t + 1 == rows.point_count() || axis.year_indices[t] != axis.year_indices[t - 1];
      if (!is_last_of_year || rows[company::Row::kDebtServiceDue][t] <= 0.0) continue;
      RowMeaning meaning;
      meaning.kind = RowMeaning::Kind::kYear;
      meaning.name = "dscr";
      meaning.unit = "1";
      meaning.mode = mode;
      meaning.year = axis.first_year + axis.year_indices[t - 1];
      meaning.row.reference = rows[company::Row::kCfads][t] / rows[company::Row::kDebtServiceDue][t];
      meaning.read = [mode, t](const std::vector<ModePaths>& paths) { return paths[mode].dscr(t); };
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
    const auto& probabilities = risk_.options.quantile_probabilities;
    auto& years = answer_.years;
    if (years.empty() || years.back().mode_id != mode_id) {
      years.push_back({meaning.name, mode_id, {}, {}, {}});
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
    if (stop()) return Failures{{Reason::kCancelled, "", "the caller cancelled or its deadline passed"}};
    auto built = BuildMode(project, flows, terms.modes[m]);
    if (!built) {
      Failure failure = built.error();
      failure.field_path = "modes[" + std::to_string(m) + "]." + failure.field_path;
      return Failures{std::move(failure)};
    }
    modes.push_back({&terms.modes[m], std::move(built).value(), {}});
    modes.back().exposure = CompileExposure(project, flows, terms, terms.modes[m], modes.back().built);
  }
  return modes;
}

}  // namespace

Failures ValidateModeRisk(const ComparisonTerms& terms, const ModeRiskTerms& risk) {
  Failures failures = model::ValidateSimulation(risk.options);
  for (Failure& failure : failures) failure.field_path = "simulation." + failure.field_path;
  std::set<std::pair<std::string, std::string>> known;
  for (std::size_t i = 0; i < risk.correlations.size(); ++i) {
    const model::DriverCorrelation& pair = risk.correlations[i];
    const auto fail = [&](const char* field, std::string message) {
      failures.push_back(
          {Reason::kInvalidInput, "line_correlations[" + std::to_string(i) + "]." + field, std::move(message)});
    };
    const auto check_line = [&](const char* field, const std::string& id) {
      const auto is_drawn = [&](const model::RiskLine& line) { return line.id == id && !line.optimism_bias; };
      if (std::none_of(terms.risks.begin(), terms.risks.end(), is_drawn)) {
        fail(field, "'" + id + "' is no line of the register that is drawn");
      }
    };
    check_line("first_driver_id", pair.first_driver_id);
    check_line("second_driver_id", pair.second_driver_id);
    if (!(std::abs(pair.correlation) <= 1.0)) fail("correlation", "is not between -1 and 1");
    if (pair.first_driver_id == pair.second_driver_id) fail("second_driver_id", "is the first one again");
    if (!known.insert(std::minmax(pair.first_driver_id, pair.second_driver_id)).second) {
      fail("second_driver_id", "this pair stands above already");
    }
  }
  return failures;
}

Result<ModeSimulation, Failures> SimulateDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                                       const ModeRiskTerms& risk, const StopPoll& stop,
                                                       const run::ProgressSink& progress) {
  Register lines(project, terms, risk);
  auto sampler = risk::Sampler::Make(lines.model(), lines.setting(), risk.options);
  if (!sampler) {
    Failures failures = sampler.error();
    for (Failure& failure : failures) failure.field_path = "line_" + failure.field_path;  // "line_correlations".
    return failures;
  }
  lines.Place(*sampler);
  auto modes = BuildModes(project, terms, stop);
  if (!modes) return modes.error();
  std::size_t reference = 0;
  for (std::size_t m = 0; m < terms.modes.size(); ++m) {
    if (terms.modes[m].id == terms.reference_mode_id) reference = m;
  }
  const std::vector<RowMeaning> meanings = Meanings(project, terms, risk, *modes, lines.draws(), reference).Take();
  ModeSimulation answer;
  answer.warnings = sampler->warnings();
  const Source source(std::move(modes).value(), lines.draws(), std::move(sampler).value(), meanings);
  const auto ran = run::RunPaths(source, risk.options, stop, run::TellProgress(progress, risk.options, 0));
  if (!ran) return Failures{ran.error()};
  const run::PathRun& run = *ran;
  if (run.is_cancelled) return Failures{{Reason::kCancelled, "", "the caller cancelled or its deadline passed"}};
  answer.path_count = run.path_count;
  answer.is_target_error_met = run.is_target_error_met;
  Answer writer(terms, risk, answer);
  for (std::size_t r = 0; r < meanings.size(); ++r) writer.Add(meanings[r], run.rows[r]);
  return answer;
}

}  // namespace calanque::partnership
