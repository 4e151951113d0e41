// A compiled appraisal: column indices, factor rows and ordered steps. No strings are looked up after this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/ledger/ledger.h"
#include "engine/metric/metric.h"
#include "engine/time/date.h"

namespace calanque::plan {

/// Row of the factor table, [factor][point]; row 0 is all ones.
using FactorIndex = std::uint32_t;

/// How a factor row comes about.
enum class FactorKind : std::uint8_t {
  kOnes,
  kCurve,       ///< Values of a curve.
  kIndexRatio,  ///< An index over its value at a base date.
  kDeflator,    ///< The general index at the valuation date over its value.
  kProduct,     ///< Written by a step.
};

/// What a factor row is, for explanations, and for what moves it under risk.
struct FactorName {
  std::string text;
  std::string curve_id;  ///< The curve it comes from; empty for ones and the deflator.
  FactorKind kind = FactorKind::kProduct;
  time::Date base_date{};  ///< Of an index ratio.
};

/// out[point] = left[point] x right[point], over factor rows. The base rows come from curves (and, under risk, from
/// drivers).
struct FactorStep {
  FactorIndex out = 0;
  FactorIndex left = 0;
  FactorIndex right = 0;
};

/// Fills the rows that steps write from the rows they read; rows is [factor][point].
void RunFactorSteps(const std::vector<FactorStep>& steps, std::size_t point_count, std::vector<double>& rows);

/// column[point] = coefficient[point] x factor[point] over points [first, first + count); zero elsewhere.
struct ScaleStep {
  std::uint32_t column = 0;
  bool is_physical = false;
  FactorIndex factor = 0;
  std::uint32_t first_point = 0;
  std::uint32_t count = 0;
  std::size_t coefficient_offset = 0;  ///< Into Plan::coefficients.
};

/// A signed column that another step reads.
struct ColumnTerm {
  std::uint32_t column = 0;
  double weight = 1.0;
};

/// A payment in proportion to other columns (grant on eligible cost, refund of VAT), or a fixed amount; capped as paid.
///
/// With a payment profile: total x profile[point]. Without: each point's base paid at target_points[point]. Shares are
/// taken in nominal money (base / deflator) and turned back at the day of payment; the cap is nominal. Deductions take
/// the same fraction off every point's share: what a grant paid for, not the day it came.
struct ShareStep {
  std::uint32_t column = 0;
  bool is_fixed_amount = false;
  double share = 0.0;            ///< Of the base.
  double fixed_amount = 0.0;     ///< In the item's prices; in step with the base where there is no profile.
  FactorIndex price_factor = 0;  ///< Turns the fixed amount into the run's prices.
  FactorIndex deflator = 0;      ///< Nominal money to the run's prices.
  bool has_cap = false;
  double cap_amount = 0.0;
  std::vector<ColumnTerm> base;
  std::vector<ColumnTerm> deductions;        ///< Of a share in step with its base; empty: none.
  std::vector<std::uint32_t> target_points;  ///< By point: where its payment falls; kLostPoint beyond the horizon.
  std::vector<double> payment_profile;       ///< By point, or empty.
};
inline constexpr std::uint32_t kLostPoint = 0xFFFFFFFFU;

/// column[last period] = annuity x sum of weight x column over the points of the last year. Value of flows that go on.
struct ContinuationStep {
  std::uint32_t column = 0;
  double annuity_years = 0.0;
  std::uint32_t value_point = 0;
  std::vector<std::uint32_t> last_year_points;
  std::vector<ColumnTerm> terms;
};

/// column[point] = price[point] x sum of weight x physical column[point]. Value of carbon.
struct PhysicalValueStep {
  std::uint32_t column = 0;
  FactorIndex price_factor = 0;
  std::vector<ColumnTerm> terms;
};

/// Steps that read columns, in an order in which every column is written before it is read.
enum class DependentKind : std::uint8_t { kShare, kContinuation, kPhysicalValue };

/// Position of one such step in the list of its kind.
struct DependentStep {
  DependentKind kind = DependentKind::kShare;
  std::uint32_t index = 0;
};

/// A border with its discount factors per stream.
struct PerspectivePlan {
  std::string id;
  std::string display_name;
  ledger::Border border;
  std::vector<double> discount_factors;  ///< [stream][point]; stream 0 is the rate's default beta.
};

/// Item positions of columns that no item of the project wrote: the carbon value, and financing source i at
/// kFirstFinancingItem + i.
inline constexpr std::uint32_t kCarbonItem = 0x7FFFFFFFU;
inline constexpr std::uint32_t kFirstFinancingItem = 0x80000000U;

/// Id and name, for answers.
struct Name {
  std::string id;
  std::string display_name;
};

/// Everything Evaluate needs; immutable, shared by threads.
struct Plan {
  ledger::Schema schema;
  std::vector<double> factors;           ///< [factor][point], complete for the one deterministic path.
  std::vector<FactorName> factor_names;  ///< By factor.
  std::vector<FactorStep> factor_steps;
  std::vector<double> coefficients;
  std::vector<ScaleStep> scale_steps;
  std::vector<ShareStep> share_steps;
  std::vector<ContinuationStep> continuation_steps;
  std::vector<PhysicalValueStep> physical_value_steps;
  std::vector<DependentStep> dependent_steps;

  std::vector<PerspectivePlan> perspectives;  ///< Those asked for.
  std::vector<const metric::Definition*> metrics;
  metric::Options metric_options;
  FactorIndex carbon_value_factor = 0;  ///< Row of the carbon value in the run's prices; 0 where there is none.
  bool has_carbon_value = false;
  std::vector<double> planned_reduction_t_co2e;  ///< By project: its sector's; last: the portfolio's total.
  std::vector<FigureSet> unknown_figures;        ///< By project; last: of any project.
  bool omits_projects = false;

  std::vector<Name> projects;
  std::vector<Name> parties;
  std::vector<std::string_view> party_ids;  ///< Views into parties.
  std::string currency_code;
  std::vector<std::string> statements;  ///< Conventions, one sentence each.
  Failures warnings;                    ///< What a careful reader should know.

  Plan() = default;
  Plan(Plan&&) = default;
  Plan& operator=(Plan&&) = default;
  Plan(const Plan&) = delete;  // party_ids look into parties.
  Plan& operator=(const Plan&) = delete;
};

}  // namespace calanque::plan
