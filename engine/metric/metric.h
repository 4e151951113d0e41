// What a metric sees, what it answers, and the list of all metrics.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/base/figure_set.h"
#include "engine/base/result.h"
#include "engine/ledger/column.h"
#include "engine/ledger/point_axis.h"
#include "engine/metric/rows.h"

namespace calanque::metric {

/// Which flows a figure is about.
enum class View : std::uint8_t { kIncremental, kWith, kWithout };

using CategoryRows = Rows<ledger::Category>;
using FundingRows = Rows<ledger::FundingRole>;
using PhysicalRows = Rows<ledger::PhysicalKind>;
using PartyRows = Rows<std::size_t>;

/// Targets and conventions a metric may need.
struct Options {
  std::optional<double> mirr_finance_rate_per_year;
  std::optional<double> mirr_reinvestment_rate_per_year;
  std::optional<double> target_irr_per_year;
  double eu_cofinancing_fraction = 1.0;
  int target_year = 0;  ///< Calendar year of the abatement target; 0 where the portfolio states none.
};

/// What the rate of a perspective makes of the axis: the same for every subject.
struct Discounting {
  std::span<const double> factors;         ///< By point, at the rate's default beta.
  double period_factor_sum = 0.0;          ///< Of the grid's periods; dated points are not periods.
  double horizon_rate_per_year = 0.0;      ///< The constant rate with the factor of the last period.
  std::vector<double> target_irr_factors;  ///< By point, at Options::target_irr_per_year; empty where there is none.
};

/// `factors` by point, outlives the answer.
Discounting MakeDiscounting(const ledger::PointAxis& axis, const Options& options, std::span<const double> factors);

struct RateMemo;

/// The flows of one subject (a project or the portfolio) in one view from one perspective. Money: inflow over the
/// border is positive. All rows are by point of the axis.
struct Input {
  const ledger::PointAxis* axis = nullptr;
  const Options* options = nullptr;
  const Discounting* discounting = nullptr;
  View view = View::kIncremental;

  const CategoryRows* amounts = nullptr;      ///< Undiscounted.
  const CategoryRows* discounted = nullptr;   ///< Each column at the factor of its own stream.
  std::span<const double> cash_flow_amounts;  ///< FillCashFlows of the amounts: what many metrics start from.

  /// Positive: capital spending that leaves the border (kNeed); sources received by parties inside, committed and
  /// planned.
  const FundingRows* funding_amounts = nullptr;

  /// tCO2e emitted and MWh (incremental: with minus without, so avoided tonnes and saved MWh are negative).
  const PhysicalRows* physical = nullptr;
  std::span<const double> avoided_t_co2e;  ///< FillAvoided of the physical rows.

  std::span<const double> carbon_value_amount_per_t_co2e;  ///< Empty where the assumptions have none.
  double planned_reduction_t_co2e = 0.0;  ///< Of the baseline: to avoid in the target year; 0 = unknown.

  const PartyRows* party_net_amounts = nullptr;   ///< Received minus paid, over all parties.
  std::span<const std::string_view> party_names;  ///< Ids, by party; outlive the outcome.

  /// Where the numbers of series and tables, and texts, are kept; outlives the outcome. Never freed piece by piece.
  std::pmr::memory_resource* memory = nullptr;
  /// Rates found for this input so far, for metrics that ask about the same flows; null: each searches for itself.
  RateMemo* rates = nullptr;
};

/// out[point] = net money over the border: every category that is cash.
void FillCashFlows(const CategoryRows& amounts, std::span<double> out);

/// out[point] = tonnes avoided, all scopes.
void FillAvoided(const PhysicalRows& physical, std::span<double> out);

/// Numbers in memory that Input::memory gives, freed together: an outcome is as cheap to copy as a number.
using Numbers = std::span<const double>;

/// One number per calendar year, from axis->first_year.
struct YearSeries {
  Numbers values;
};

/// Labelled rows per calendar year, row by row. Labels are names of categories or scopes, or Input::party_names.
struct YearTable {
  std::span<const std::string_view> row_labels;
  Numbers values;
};

/// Several numbers of one kind, ascending.
struct ValueList {
  Numbers values;
};

/// A metric's answer; why there is none stays in its cell, its text a literal or in Input::memory.
using Outcome = std::variant<double, YearSeries, YearTable, ValueList, NoFigure>;
static_assert(std::is_trivially_copyable_v<Outcome>, "thousands of cells are made and dropped in a millisecond");

/// Rates of return of the flows of some categories, found once.
struct RateMemo {
  struct Entry {
    std::uint64_t categories = 0;  ///< Those in use among the ones summed: the same set, the same flows.
    Outcome rates;
  };
  std::array<Entry, 3> entries;
  std::size_t count = 0;
};

inline constexpr FigureSet kAllMoney = FigureSet(Figure::kInvestment) | Figure::kRunning;
inline constexpr FigureSet kMoneyAndAbatement = kAllMoney | Figure::kAbatement;

/// A metric: a pure reduction of the input.
struct Definition {
  std::string_view name;               ///< Unit as suffix.
  std::string_view unit;               ///< "CURRENCY" stands for the portfolio's currency.
  std::string_view description;        ///< What it is, how computed, which categories count.
  std::string_view source;             ///< Author, title, place.
  bool depends_on_perspective = true;  ///< False: physical or all-party figures, given once.
  bool has_total_views = false;        ///< Also given for the with and without views, not the incremental one alone.
  Outcome (*compute)(const Input&) = nullptr;
  FigureSet needs = kAllMoney;  ///< Where one of them is not known of a project, there is no figure.
};

/// Stands for the portfolio's currency in units.
inline constexpr std::string_view kCurrencyUnit = "CURRENCY";

/// A metric's unit with the currency filled in: "EUR/tCO2e".
std::string UnitText(std::string_view unit, std::string_view currency_code);

/// Every metric, in the order of reports. Written out in standard_metrics.cc.
std::span<const Definition> StandardMetrics();

/// The metric of that name; nullptr where there is none.
const Definition* FindMetric(std::string_view name);

}  // namespace calanque::metric
