// What a metric sees, what it answers, and the list of all metrics.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/ledger/column.h"
#include "engine/ledger/point_axis.h"

namespace calanque::metric {

/// Which flows a figure is about.
enum class View : std::uint8_t { kIncremental, kWith, kWithout };

/// One row of amounts per category, [category][point].
class CategoryRows {
 public:
  explicit CategoryRows(std::size_t point_count)
      : point_count_(point_count), values_(point_count * ledger::kCategoryCount) {}
  [[nodiscard]] std::span<double> Row(ledger::Category category) {
    return {values_.data() + static_cast<std::size_t>(category) * point_count_, point_count_};
  }
  [[nodiscard]] std::span<const double> Row(ledger::Category category) const {
    return {values_.data() + static_cast<std::size_t>(category) * point_count_, point_count_};
  }
  /// All rows one after another.
  [[nodiscard]] std::span<double> All() { return values_; }
  [[nodiscard]] std::span<const double> All() const { return values_; }
  void Clear() { values_.assign(values_.size(), 0.0); }

 private:
  std::size_t point_count_;
  std::vector<double> values_;
};

/// Targets and conventions a metric may need.
struct Options {
  std::optional<double> mirr_finance_rate_per_year;
  std::optional<double> mirr_reinvestment_rate_per_year;
  std::optional<double> target_irr_per_year;
  double eu_cofinancing_fraction = 1.0;
  int target_year = 0;  ///< Calendar year of the abatement target; 0 where the portfolio states none.
};

/// The flows of one subject (a project or the portfolio) in one view from one perspective. Money: inflow over the border is
/// positive. All rows are by point of the axis.
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
  double planned_reduction_t_co2e = 0.0;                   ///< Of the baseline: to avoid in the target year; 0 = unknown.

  std::span<const double> party_net_amounts;          ///< [party][point]: received minus paid, over all parties.
  std::span<const std::string_view> party_names;      ///< Ids, by party.
};

/// One number per calendar year, from axis->first_year.
struct YearSeries {
  std::vector<double> values;
  bool operator==(const YearSeries&) const = default;
};

/// Labelled rows per calendar year, row by row.
struct YearTable {
  std::vector<std::string> row_labels;
  std::vector<double> values;
  bool operator==(const YearTable&) const = default;
};

/// Several numbers of one kind, ascending.
struct ValueList {
  std::vector<double> values;
  bool operator==(const ValueList&) const = default;
};

/// A metric's answer; a Failure stays in its cell.
using Outcome = std::variant<double, YearSeries, YearTable, ValueList, Failure>;

/// A metric: a pure reduction of the input.
struct Definition {
  std::string_view name;         ///< Unit as suffix.
  std::string_view unit;         ///< "CURRENCY" stands for the portfolio's currency.
  std::string_view description;  ///< What it is, how computed, which categories count.
  std::string_view source;       ///< Author, title, place.
  bool depends_on_perspective = true;  ///< False: physical or all-party figures, given once.
  bool has_total_views = false;        ///< Also given for the with and without views, not the incremental one alone.
  Outcome (*compute)(const Input&) = nullptr;
};

/// Every metric, in the order of reports. Written out in standard_metrics.cc.
std::span<const Definition> StandardMetrics();

/// The metric of that name; nullptr where there is none.
const Definition* FindMetric(std::string_view name);

}  // namespace calanque::metric
