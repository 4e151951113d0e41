// A plan and a risk model compiled for many paths: sparse matrices over rows of drivers. Immutable, shared by threads.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/kernel/row_sums.h"
#include "engine/model/request.h"
#include "engine/model/risk.h"
#include "engine/plan/plan.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/moving_columns.h"
#include "engine/run/path_statistics.h"
#include "engine/run/signature.h"

namespace calanque::run {

/// A product of year factors in one calendar year, less 1 (events: not less 1): a row that sums are made of.
struct BasisRow {
  std::uint32_t year_product = 0;
  std::uint32_t year = 0;
};

/// A deviation per path: sum over terms of S x U + (S - expected) x mean, S a scalar product, U a sum of basis rows.
struct Functional {
  static constexpr std::uint32_t kNoSum = 0xFFFFFFFFU;
  struct Term {
    std::uint32_t scalar = 0;
    std::uint32_t sum = kNoSum;  ///< Row of the output of the functional's RowSums.
    double mean = 0.0;
  };
  std::vector<Term> terms;
};

/// One figure of the answer: deterministic value plus deviations.
struct FigureSpec {
  enum class Kind : std::uint8_t {
    kValue,  ///< expected + sum of functionals.
    kRatio,  ///< The same over a denominator made likewise; missing where that is not above 0.
    kGap,    ///< Sum over years of the positive parts of a year row.
  };
  std::string_view name;
  std::string_view unit;
  std::int32_t project = -1;
  std::int32_t perspective = -1;
  Kind kind = Kind::kValue;
  BadTail bad_tail = BadTail::kLow;
  double deterministic = 0.0;  ///< NaN where the ratio does not exist.
  double expected = 0.0;       ///< Of the value, or the numerator.
  std::vector<std::uint32_t> functionals;
  double expected_denominator = 0.0;
  std::vector<std::uint32_t> denominator_functionals;
  std::uint32_t year_figure = 0;  ///< kGap: position in SimulationPlan::year_figures.
  double threshold = 0.0;         ///< Paths below it are counted.
};

/// A figure by calendar year, or of one project by period.
struct YearFigureSpec {
  std::string_view name;
  std::string_view unit;
  std::int32_t perspective = -1;
  std::vector<double> deterministic;  ///< By slot; path values are these plus deviations.
  bool is_reported = true;            ///< False: only other figures need it.
  std::int32_t project = -1;
};

/// A year row's part that depends on scalar products: (1 + basis) x sum of scalar deviations (events: basis x).
struct CoupledTerm {
  static constexpr std::uint32_t kNoBasis = 0xFFFFFFFFU;
  std::uint32_t year_row = 0;    ///< Year figure x slot count + slot.
  std::uint32_t scaled_sum = 0;  ///< Row of the output of `scaled_year_sums`.
  std::uint32_t basis = kNoBasis;
  bool is_event = false;
};

struct SimulationPlan {
  std::size_t year_count = 0;
  std::vector<std::uint32_t> slot_years;  ///< Year whose factors each slot of a year figure carries, from the first.
  std::uint32_t driver_row_count = 0;     ///< Rows of the sampler's blocks.
  std::vector<YearProduct> year_products;
  std::vector<ScalarProduct> scalar_products;
  std::vector<std::uint32_t> scalars_by_level;  ///< Positions in scalar_products, ascending level.
  std::vector<BasisRow> basis;

  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  /// A row computed per path, and the functional that is the deviation of its total (delays: kNone).
  struct Computed {
    ComputedRow row;
    std::uint32_t functional = kNone;
  };
  std::vector<Computed> computed;
  std::vector<std::uint32_t> computed_by_level;  ///< Positions in computed, ascending level.

  std::vector<Functional> functionals;
  std::vector<std::uint32_t> figure_functionals;  ///< Those that figures read, not computed rows.
  kernel::RowSums combined;                       ///< Over basis rows; stands behind them.
  kernel::RowSums sums;                           ///< Over basis rows and combined ones.

  kernel::RowSums direct_year_sums;  ///< Over basis rows; a sum is a year row.
  kernel::RowSums scaled_year_sums;  ///< Over scalar deviations, by scalar product.
  std::vector<CoupledTerm> coupled;

  std::vector<FigureSpec> figures;
  std::vector<YearFigureSpec> year_figures;
  std::uint32_t target_figure = 0;                      ///< Portfolio NPV of the first perspective.
  std::vector<std::uint32_t> portfolio_npv;             ///< Figures, by perspective.
  std::vector<std::uint32_t> portfolio_enpv;            ///< Figures, by perspective; empty where not asked for.
  std::vector<std::vector<std::uint32_t>> project_npv;  ///< Figures, [perspective][project]; empty where omitted.
  std::uint32_t target_year_figure = kNone;             ///< Portfolio tonnes of the target year.
  std::uint32_t cumulative_tonnes_figure = kNone;       ///< Portfolio tonnes.
  std::vector<std::uint32_t> gap_figures;               ///< By perspective; empty where not asked for.
  Failures warnings;
};

/// How much is compiled of each project. A plan that omits projects has none of either.
enum class ProjectDetail : std::uint8_t {
  kNone,     ///< The portfolio alone: its paths cost a fraction.
  kFigures,  ///< Values, costs, tonnes, gaps.
  kYears,    ///< And its cash flow, tonnes and gap by year, where there are any.
};

/// Compiles what the drivers move.
///
/// `driver_rows` say where the sampler puts each driver, [driver]; `row_count` its rows.
/// Errors  kCancelled when `stop` says so (asked once per project and step).
/// Cost    O(columns x points x parts); a project that may be delayed by n years is compiled n more times.
Result<SimulationPlan, Failures> CompileSimulation(const model::AppraisalRequest& request, const plan::Plan& plan,
                                                   const model::RiskModel& risk, const DriverBindings& bindings,
                                                   std::span<const risk::DriverRows> driver_rows,
                                                   std::uint32_t row_count, const StopPoll& stop = {},
                                                   ProjectDetail detail = ProjectDetail::kFigures);

}  // namespace calanque::run
