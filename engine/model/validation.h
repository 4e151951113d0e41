// What the validators share: paths, ids, references, ranges. Internal to this module.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/request.h"
#include "engine/time/period_grid.h"

namespace calanque::model {

/// "parent.name", "parent[3]": built only on the way to a violation or once per list.
std::string Join(const std::string& parent, std::string_view name);
std::string Join(const std::string& parent, std::string_view name, std::size_t index);

/// Ids of one list: unique, well-formed, and found again with a suggestion where one is misspelt.
class IdSet {
 public:
  explicit IdSet(std::string_view kind) : kind_(kind) {}
  /// Adds an id; a violation where it is malformed or stands twice.
  void Add(const std::string& id, std::size_t position, const std::string& path, Failures& failures);
  [[nodiscard]] bool Has(std::string_view id) const { return positions_.contains(id); }
  [[nodiscard]] std::optional<std::size_t> Find(std::string_view id) const;
  /// A violation where `id` is empty (and required) or unknown.
  void Require(const std::string& id, const std::string& path, Failures& failures) const;
  void RequireIfSet(const std::string& id, const std::string& path, Failures& failures) const {
    if (!id.empty()) Require(id, path, failures);
  }

 private:
  [[nodiscard]] std::string Nearest(std::string_view id) const;

  std::string_view kind_;
  std::unordered_map<std::string_view, std::size_t> positions_;
};

/// What references are checked against, and the dates of the run.
struct ValidationContext {
  const AppraisalRequest& request;
  Failures& failures;
  IdSet curves{"curve"};
  IdSet carriers{"carrier"};
  IdSet discount_rates{"discount rate"};
  IdSet parties{"party"};
  IdSet sectors{"sector"};
  IdSet projects{"project"};
  bool has_grid = false;            ///< The grid is sound; dates may be held against it.
  time::Date grid_start{};
  time::Date horizon{};

  void Fail(std::string path, std::string message) {
    failures.push_back({Reason::kInvalidInput, std::move(path), std::move(message)});
  }
  /// A violation unless low <= value <= high; `expected` says the range in words.
  void Range(double value, double low, double high, const std::string& path, std::string_view name,
             std::string_view expected);
  void Fraction(double value, const std::string& path, std::string_view name) {
    Range(value, 0.0, 1.0, path, name, "a fraction from 0 to 1 (5 % is 0.05)");
  }
  void NotNegative(double value, const std::string& path, std::string_view name) {
    Range(value, 0.0, 1e15, path, name, "0 or more");
  }
  /// A violation unless value > -1.
  void Growth(double value, const std::string& path, std::string_view name);
  /// Shares that must sum to 1, from a date within the grid.
  void Profile(const YearlyProfile& profile, const std::string& path);
  void Span(const ActiveSpan& span, const std::string& path);
  /// Terms are complete: an index exists where they are real.
  void Terms(const PriceTerms& terms, const std::string& path);
  [[nodiscard]] bool IsOutside(std::string_view party_id) const;
};

/// Text of a number as a person would write it.
std::string NumberText(double value);

void ValidateOptions(ValidationContext& context);
void ValidateAssumptions(ValidationContext& context);
void ValidatePortfolio(ValidationContext& context);
/// Items of one side of a project; ids are unique over both sides, references stay within one.
void ValidateItems(ValidationContext& context, const Project& project, const std::vector<CashFlowItem>& items,
                   const std::string& path);
/// One item's own figures and references outside the project.
void ValidateItem(ValidationContext& context, const Project& project, const CashFlowItem& item, const std::string& path);

}  // namespace calanque::model
