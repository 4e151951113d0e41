// What a metric sees, what it answers, and the list of all metrics.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/kernel/series.h"
#include "engine/ledger/column.h"
#include "engine/ledger/point_axis.h"

namespace calanque::metric {

/// Which flows a figure is about.
enum class View : std::uint8_t { kIncremental, kWith, kWithout };

/// One row of amounts per category, [category][point]. Most subjects use few categories: rows never written stay zero
/// and cost nothing to clear, add or sum.
class CategoryRows {
 public:
  explicit CategoryRows(std::size_t point_count)
      : point_count_(point_count), values_(point_count * ledger::kCategoryCount) {}

  /// A row to write to.
  [[nodiscard]] std::span<double> Row(ledger::Category category) {
    used_ |= Bit(category);
    summed_ = 0;
    return {values_.data() + static_cast<std::size_t>(category) * point_count_, point_count_};
  }
  [[nodiscard]] std::span<const double> Row(ledger::Category category) const {
    return {values_.data() + static_cast<std::size_t>(category) * point_count_, point_count_};
  }
  /// Whether the row has been written to; if not, it is zero.
  [[nodiscard]] bool IsUsed(ledger::Category category) const { return (used_ & Bit(category)) != 0; }
  /// Sum of a row over the points; at no cost after SumRows.
  [[nodiscard]] double RowSum(ledger::Category category) const {
    if (!IsUsed(category)) return 0.0;
    return summed_ != 0 ? sums_[static_cast<std::size_t>(category)] : kernel::Sum(Row(category));
  }
  /// Computes all sums once, for the many metrics that ask for them. Writing to a row forgets them.
  void SumRows() {
    ForEachUsed([this](ledger::Category category) {
      sums_[static_cast<std::size_t>(category)] = kernel::Sum(std::as_const(*this).Row(category));
    });
    summed_ = 1;
  }
  /// Calls visit(category) for rows that have been written to, in the order of reports.
  template <typename Visit>
  void ForEachUsed(Visit visit) const {
    for (int c = 0; c < ledger::kCategoryCount; ++c) {
      if (IsUsed(static_cast<ledger::Category>(c))) visit(static_cast<ledger::Category>(c));
    }
  }
  void Clear() {
    ForEachUsed([this](ledger::Category category) {
      const auto row = Row(category);
      std::fill(row.begin(), row.end(), 0.0);
    });
    used_ = 0;
    summed_ = 0;
  }

 private:
  static constexpr std::uint32_t Bit(ledger::Category category) {
    return std::uint32_t{1} << static_cast<unsigned>(category);
  }

  std::size_t point_count_;
  std::vector<double> values_;
  std::uint32_t used_ = 0;
  std::uint32_t summed_ = 0;
  std::array<double, ledger::kCategoryCount> sums_{};
};

/// Targets and conventions a metric may need.
struct Options {
  std::optional<double> mirr_finance_rate_per_year;
  std::optional<double> mirr_reinvestment_rate_per_year;
  std::optional<double> target_irr_per_year;
  double eu_cofinancing_fraction = 1.0;
  int target_year = 0;  ///< Calendar year of the abatement target; 0 where the portfolio states none.
};

/// The flows of one subject (a project or the portfolio) in one view from one perspective. Money: inflow over the
/// border is positive. All rows are by point of the axis.
struct Input {
  const ledger::PointAxis* axis = nullptr;
  const Options* options = nullptr;
  View view = View::kIncremental;

  const CategoryRows* amounts = nullptr;     ///< Undiscounted.
  const CategoryRows* discounted = nullptr;  ///< Each column at the factor of its own stream.
  std::span<const double> discount_factors;  ///< Of the perspective's rate at its default beta.

  std::span<const double> need_amounts;       ///< Capital spending that leaves the border, positive.
  std::span<const double> committed_amounts;  ///< Committed sources received by parties inside, positive.
  std::span<const double> planned_amounts;    ///< Planned sources likewise.

  /// Emitted (incremental: with minus without, so avoided tonnes are negative).
  std::array<std::span<const double>, ledger::kScopeCount> emissions_t_co2e;
  std::span<const double> energy_consumed_mwh;  ///< Incremental: negative = saved.
  std::span<const double> energy_produced_mwh;

  std::span<const double> carbon_value_amount_per_t_co2e;  ///< Empty where the assumptions have none.
  double planned_reduction_t_co2e = 0.0;  ///< Of the baseline: to avoid in the target year; 0 = unknown.

  /// Where the numbers of series and tables are kept; outlives the outcome.
  std::pmr::memory_resource* memory = std::pmr::get_default_resource();

  std::span<const double> party_net_amounts;      ///< [party][point]: received minus paid, over all parties.
  std::span<const std::string_view> party_names;  ///< Ids, by party.
};

/// Numbers in memory that Input::memory gives: thousands of short series, freed together.
using Numbers = std::pmr::vector<double>;

/// One number per calendar year, from axis->first_year.
struct YearSeries {
  Numbers values;
  bool operator==(const YearSeries&) const = default;
};

/// Labelled rows per calendar year, row by row. Labels are names of categories or scopes, or ids that
/// Input::party_names views.
struct YearTable {
  std::pmr::vector<std::string_view> row_labels;
  Numbers values;
  bool operator==(const YearTable&) const = default;
};

/// Several numbers of one kind, ascending.
struct ValueList {
  Numbers values;
  bool operator==(const ValueList&) const = default;
};

/// A metric's answer; a Failure stays in its cell.
using Outcome = std::variant<double, YearSeries, YearTable, ValueList, Failure>;

/// A metric: a pure reduction of the input.
struct Definition {
  std::string_view name;               ///< Unit as suffix.
  std::string_view unit;               ///< "CURRENCY" stands for the portfolio's currency.
  std::string_view description;        ///< What it is, how computed, which categories count.
  std::string_view source;             ///< Author, title, place.
  bool depends_on_perspective = true;  ///< False: physical or all-party figures, given once.
  bool has_total_views = false;        ///< Also given for the with and without views, not the incremental one alone.
  Outcome (*compute)(const Input&) = nullptr;
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
