// What the validators share: ids, references, ranges. Internal to this module.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/base/field_path.h"
#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/number_text.h"
#include "engine/model/request.h"
#include "engine/time/period_grid.h"

namespace calanque::model {

/// Ids of lists, one after the other; the first holder of an id keeps it.
class IdSet {
 public:
  explicit IdSet(std::string_view kind) : kind_(kind) {}

  /// Takes the ids of a list that lives on; positions count on from those taken before.
  template <typename List>
  void Fill(const List& list) {
    ids_.reserve(ids_.size() + list.size());
    for (const auto& element : list) ids_.push_back(element.id);
    if (ids_.size() > kMostSearched) Index();
  }

  [[nodiscard]] std::string_view kind() const { return kind_; }
  [[nodiscard]] std::optional<std::size_t> Find(std::string_view id) const;
  /// The id most like a misspelt one; empty where none is near.
  [[nodiscard]] std::string_view Nearest(std::string_view id) const;

 private:
  static constexpr std::size_t kMostSearched = 16;  ///< A short list is read faster than a hash is taken.

  void Index();

  std::string_view kind_;
  std::vector<std::string_view> ids_;
  std::unordered_map<std::string_view, std::size_t> positions_;  ///< Of more ids than are searched.
};

/// The request, what its references are checked against, and the violations found so far.
class ValidationContext {
 public:
  explicit ValidationContext(const AppraisalRequest& request, const StopPoll& stop = {});

  /// Adds a violation. After ten thousand it only looks on: nobody reads more, and a hostile request must not fill the
  /// memory.
  void Fail(const FieldPath& path, std::string message);

  /// A violation where the id is missing, malformed, or held by an earlier element of its list.
  void CheckId(const IdSet& ids, const std::string& id, std::size_t position, const FieldPath& element);
  /// A violation where `id` is empty or unknown.
  void Require(const IdSet& ids, const std::string& id, const FieldPath& path);
  void RequireIfSet(const IdSet& ids, const std::string& id, const FieldPath& path) {
    if (!id.empty()) Require(ids, id, path);
  }

  /// Where each id of a list was first seen.
  using Places = std::unordered_map<std::string, std::string>;
  /// A violation where `id` is empty, unknown, or has a place already.
  void RequireOnce(const IdSet& ids, Places& places, const std::string& id, const FieldPath& path);

  /// A violation unless low <= value <= high; `expected` says the range in words.
  void Range(double value, double low, double high, const FieldPath& path, std::string_view expected);
  void Fraction(double value, const FieldPath& path) {
    Range(value, 0.0, 1.0, path, "a fraction from 0 to 1 (5 % is 0.05)");
  }
  void Fractions(const std::vector<double>& values, const FieldPath& path);
  void NotNegative(double value, const FieldPath& path) { Range(value, 0.0, kMaxMagnitude, path, "0 or more"); }
  /// A whole number.
  void Count(int value, int low, int high, const FieldPath& path);
  /// A calendar year in which a period of the grid starts.
  void GridYear(int year, const FieldPath& path);
  /// A violation unless -1 < rate <= 10.
  void Rate(double rate_per_year, const FieldPath& path);
  /// A violation unless the date lies in the grid (where the grid is sound).
  void InGrid(time::Date date, const FieldPath& path);
  /// Shares that sum to 1, from a date in the grid.
  void Profile(const YearlyProfile& profile, const FieldPath& path);
  void Span(const ActiveSpan& span, const FieldPath& path);
  /// Real terms have an index that stays above 0; nominal ones have none.
  void Terms(const PriceTerms& terms, const FieldPath& path);
  /// A violation where a curve that is read as no money ("an index") has price terms, which nobody would read.
  void RefuseTermsOf(const std::string& curve_id, std::string_view what, const FieldPath& path);
  /// A curve that amounts are divided by.
  void Index(const std::string& curve_id, const FieldPath& path);

  [[nodiscard]] bool IsOutside(std::string_view party_id) const;
  [[nodiscard]] bool IsKnown(const IdSet& ids, std::string_view id) const { return ids.Find(id).has_value(); }
  [[nodiscard]] Failures Take() && { return std::move(failures_); }

  const AppraisalRequest& request;
  StopPoll is_stopped;
  IdSet curves{"curve"};
  IdSet carriers{"carrier"};
  IdSet discount_rates{"discount rate"};
  IdSet parties{"party"};
  IdSet perspectives{"perspective"};
  IdSet sectors{"sector"};
  IdSet projects{"project"};
  IdSet financing_sources{"financing source"};
  int first_year = 0;  ///< In which a period starts; where the grid is sound.
  int last_year = 0;
  std::optional<time::PeriodDates> periods;  ///< Empty: the grid is unsound, and dates are not held against it.

 private:
  static constexpr double kMaxMagnitude = 1e15;

  [[nodiscard]] bool StaysAboveZero(const Curve& curve, int depth) const;

  Failures failures_;
  int suggestions_left_ = 100;  ///< A suggestion compares with a whole list.
};

/// Items that are counted in tonnes or MWh only: they have no prices, and are no money.
inline bool IsPhysical(const CashFlowItem& item) {
  return std::holds_alternative<Emission>(item.kind) || std::holds_alternative<PhysicalSeries>(item.kind);
}

/// Most periods of a grid, and its last calendar year; the limits of size are the service's, these keep dates in the
/// calendar.
bool IsSound(const time::PeriodGrid& grid);

void ValidatePortfolio(ValidationContext& context, const FieldPath& path);
void ValidateAssumptions(ValidationContext& context, const FieldPath& path);
void ValidateOptions(ValidationContext& context, const FieldPath& path);
/// Both sides of a project: every item by itself, then what items say of each other.
void ValidateItems(ValidationContext& context, const Project& project, const FieldPath& path);
void ValidateItem(ValidationContext& context, const Project& project, const CashFlowItem& item, const FieldPath& path);

}  // namespace calanque::model
