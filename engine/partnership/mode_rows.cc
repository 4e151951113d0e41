#include "engine/partnership/mode_rows.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace calanque::partnership {
namespace {

/// Lists the rows of all modes. The first is the reference's cost: its error ends a run that has a target.
class Meanings {
 public:
  Meanings(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk,
           const std::vector<ModeAtRisk>& modes, const std::vector<LineDraw>& draws, std::size_t reference)
      : project_(project), modes_(modes) {
    ExpectModes(draws);
    AddCost("city_cost_present_amount", reference, &ModePaths::city_cost);
    for (std::size_t m = 0; m < modes.size(); ++m) {
      if (m == reference) continue;
      AddCost("city_cost_present_amount", m, &ModePaths::city_cost);
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

  /// A figure of which more is worse.
  void AddCost(const char* name, std::size_t mode, Reader reader) {
    AddFigure(name, "CURRENCY", mode, reader);
    meanings_.back().bad_tail = run::BadTail::kHigh;
  }

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
      AddCost("guarantee_present_amount", mode, &ModePaths::guarantee);
      AddFigure("guarantee_called", "1", mode, &ModePaths::is_guarantee_called);
      meanings_.back().kind = RowMeaning::Kind::kProbability;
      AddCalls(mode);
    }
    if (const auto& market = modes_[mode].exposure.market) {
      if (market->savings && market->savings->guaranteed_fraction > 0.0) {
        AddCost("savings_guarantee_present_amount", mode, &ModePaths::savings_guarantee);
        meanings_.back().expected = meanings_.back().row.reference = ExpectedSavingsGuarantee(*market);
      }
      if (market->charge && market->charge->is_earned_by_availability) {
        AddCost("deduction_present_amount", mode, &ModePaths::deduction);
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
        answer_.figures.push_back({meaning.name, meaning.unit, mode_id, meaning.expected,
                                   run::Summarise(row, risk_.options, meaning.bad_tail)});
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

  /// A year in which the figure exists in no future is left out.
  void AddYear(const RowMeaning& meaning, const std::string& mode_id, const run::RowStatistics& row) {
    if (row.moments.count == 0) return;
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

}  // namespace

std::vector<RowMeaning> ListRows(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk,
                                 const std::vector<ModeAtRisk>& modes, const std::vector<LineDraw>& draws,
                                 std::size_t reference) {
  return Meanings(project, terms, risk, modes, draws, reference).Take();
}

void AddRows(const ComparisonTerms& terms, const ModeRiskTerms& risk, const std::vector<RowMeaning>& meanings,
             const std::vector<run::RowStatistics>& rows, ModeSimulation& answer) {
  Answer writer(terms, risk, answer);
  for (std::size_t r = 0; r < meanings.size(); ++r) writer.Add(meanings[r], rows[r]);
}

}  // namespace calanque::partnership
