// What metrics share: sets of categories, present values, tonnes, folding points into calendar years.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/kernel/series.h"
#include "engine/metric/metric.h"

namespace calanque::metric {

/// Some of the ledger's categories.
class CategorySet {
 public:
  constexpr CategorySet(std::initializer_list<ledger::Category> categories) {
    for (const ledger::Category category : categories) bits_ |= std::uint32_t{1} << static_cast<unsigned>(category);
  }
  [[nodiscard]] constexpr CategorySet operator|(CategorySet other) const {
    CategorySet both{};
    both.bits_ = bits_ | other.bits_;
    return both;
  }
  [[nodiscard]] constexpr bool Holds(ledger::Category category) const {
    return ((bits_ >> static_cast<unsigned>(category)) & 1U) != 0;
  }
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  /// Calls visit(category) in the order of reports.
  template <typename Visit>
  constexpr void ForEach(Visit visit) const {
    for (int c = 0; c < ledger::kCategoryCount; ++c) {
      if (Holds(static_cast<ledger::Category>(c))) visit(static_cast<ledger::Category>(c));
    }
  }

 private:
  std::uint32_t bits_ = 0;
};

/// First capital spending with the taxes on capital that are not recovered, those on replacement among them.
inline constexpr CategorySet kInvestmentTaxed = {ledger::Category::kInvestment, ledger::Category::kInvestmentTax};
/// Capital spending with its taxes, less what is refunded of them.
inline constexpr CategorySet kCapital = kInvestmentTaxed | CategorySet{ledger::Category::kReplacement};
/// Energy bills with their taxes.
inline constexpr CategorySet kEnergyTaxed = {ledger::Category::kEnergy, ledger::Category::kEnergyTax};
/// What is paid and earned year after year.
inline constexpr CategorySet kRunning =
    kEnergyTaxed | CategorySet{ledger::Category::kOperatingCost, ledger::Category::kRevenue,
                               ledger::Category::kCertificate, ledger::Category::kTax};
/// The project itself, whoever finances it: FNPV(C).
inline constexpr CategorySet kProject = kCapital | kRunning | CategorySet{ledger::Category::kResidualValue};
/// With grants: what an abated tonne costs those inside the border.
inline constexpr CategorySet kProjectAndGrant = kProject | CategorySet{ledger::Category::kGrant};
/// All money: NPV, FNPV(K).
inline constexpr CategorySet kCash =
    kProjectAndGrant | CategorySet{ledger::Category::kFinancing, ledger::Category::kDebtService};
/// With effects outside markets, without financing: ENPV.
inline constexpr CategorySet kEconomic =
    kProjectAndGrant | CategorySet{ledger::Category::kCarbon, ledger::Category::kCoBenefit};

/// Room for one number per point (or per year), not initialised: on the stack for usual horizons, on the heap beyond.
class Scratch {
 public:
  explicit Scratch(std::size_t size) : size_(size) {
    if (size > kInlineSize) heap_ = std::make_unique_for_overwrite<double[]>(size);
  }
  [[nodiscard]] std::span<double> span() { return {heap_ ? heap_.get() : inline_, size_}; }

 private:
  static constexpr std::size_t kInlineSize = 256;
  std::size_t size_;
  double inline_[kInlineSize];
  std::unique_ptr<double[]> heap_;
};

inline std::size_t PointCount(const Input& input) { return static_cast<std::size_t>(input.axis->point_count()); }
inline std::size_t YearCount(const Input& input) { return static_cast<std::size_t>(input.axis->year_count); }
inline std::size_t YearIndex(const Input& input, std::size_t point) {
  return static_cast<std::size_t>(input.axis->year_indices[point]);
}

/// Sum over the points of the categories in the set.
inline double Total(const CategoryRows& rows, CategorySet categories) {
  double sum = 0.0;
  rows.ForEachUsed([&](ledger::Category category) {
    if (categories.Holds(category)) sum += rows.RowSum(category);
  });
  return sum;
}

/// Present value of the categories in the set, each column at the factor of its own stream.
inline double PresentValue(const Input& input, CategorySet categories) { return Total(*input.discounted, categories); }

/// out[point] = sum of the categories in the set.
void AddUp(const CategoryRows& rows, CategorySet categories, std::span<double> out);

/// Room for `count` values in the input's memory, not initialised.
template <typename T>
std::span<T> Allocate(const Input& input, std::size_t count) {
  static_assert(std::is_trivially_destructible_v<T>);
  return {static_cast<T*>(input.memory->allocate(count * sizeof(T), alignof(T))), count};
}

/// out[year] = sum of the row's points in that calendar year, times `sign`.
void FoldIntoYears(const Input& input, std::span<const double> row, std::span<double> out, double sign = 1.0);
/// The same for a row of a table.
template <typename Key>
void FoldRowIntoYears(const Input& input, const Rows<Key>& rows, Key key, std::span<double> out, double sign = 1.0) {
  if (rows.IsUsed(key)) {
    FoldIntoYears(input, rows.Row(key), out, sign);
  } else {
    std::fill(out.begin(), out.end(), 0.0);
  }
}

/// A row by calendar year.
YearSeries SeriesByYear(const Input& input, std::span<const double> row);
template <typename Key>
YearSeries SeriesByYear(const Input& input, const Rows<Key>& rows, Key key) {
  const std::span<double> years = Allocate<double>(input, YearCount(input));
  FoldRowIntoYears(input, rows, key, years);
  return {years};
}

/// Tonnes avoided over the horizon, all scopes.
double AvoidedTotal(const Input& input);
/// The same, each tonne at the discount factor of its point.
double AvoidedDiscounted(const Input& input);

/// "1234.5": a quantity in a message, six significant digits.
std::string Text(double value);
/// The parts one after another, in the input's memory.
std::string_view Join(const Input& input, std::initializer_list<std::string_view> parts);

/// The message is a literal or stands in the input's memory.
inline NoFigure NotApplicable(std::string_view message) { return {Reason::kNotApplicable, message}; }
inline NoFigure MissingData(std::string_view message) { return {Reason::kMissingData, message}; }

/// numerator / tonnes, or the failure that says why a figure per avoided tonne does not exist: never an absolute value.
/// `when` completes the sentence: " in 2030", " when discounted", or nothing.
Outcome PerAvoidedTonne(const Input& input, double numerator, double tonnes, std::string_view when = {});

}  // namespace calanque::metric
