// A compiled appraisal: column indices, factor rows and ordered steps. No strings are looked up after this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/ledger/ledger.h"
#include "engine/metric/metric.h"

namespace calanque::plan {

/// Row of the factor table, [factor][point]; row 0 is all ones.
using FactorIndex = std::uint32_t;

/// out[point] = left[point] x right[point], over factor rows. The base rows come from curves (and, under risk, from drivers).
struct FactorStep {
  FactorIndex out = 0;
  FactorIndex left = 0;
  FactorIndex right = 0;
};

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

/// column[point + lag] += share x sum of weight x eligible column[point], scaled down so that the total stays within the cap;
/// or, with a payment profile, the (capped) total paid along it. Grants in proportion to cost, and refunds of VAT.
struct ShareStep {
  std::uint32_t column = 0;
  double share = 0.0;              ///< Of the base; ignored where is_fixed_amount.
  double fixed_amount = 0.0;       ///< Total paid in step with the base.
  bool is_fixed_amount = false;
  bool has_cap = false;
  double cap_amount = 0.0;
  std::vector<ColumnTerm> base;
  std::vector<std::uint32_t> target_points;  ///< Per point: where its payment falls; kLostPoint beyond the horizon.
  std::vector<double> payment_profile;       ///< Per point, sums to 1 (or less beyond the horizon); empty: in step with the base.
};
inline constexpr std::uint32_t kLostPoint = 0xFFFFFFFFU;

/// column[last point] = annuity x sum of weight x column over the last full year's points. Value of flows that go on.
struct ContinuationStep {
  std::uint32_t column = 0;
  double annuity_years = 0.0;
  std::uint32_t first_point = 0;  ///< The last year: points [first_point, last_point].
  std::uint32_t last_point = 0;
  std::vector<ColumnTerm> terms;
};

/// column[point] = price[point] x sum of weight x physical column[point]. Value of carbon.
struct PhysicalValueStep {
  std::uint32_t column = 0;
  FactorIndex price_factor = 0;
  std::vector<ColumnTerm> terms;
};

/// The order of kinds is the order of execution; within a kind, steps are in the order of their dependencies. `order` interleaves
/// share steps and continuation steps that read each other's columns.
enum class DependentKind : std::uint8_t { kShare, kContinuation, kPhysicalValue };
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

/// Id and name, for answers.
struct Name {
  std::string id;
  std::string display_name;
};

/// Everything Evaluate needs; immutable, shared by threads.
struct Plan {
  ledger::Schema schema;
  std::vector<double> factors;  ///< [factor][point]; rows that a FactorStep writes are zero here.
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
  std::vector<double> planned_reduction_t_co2e;  ///< By project (its sector's is not attributed: 0), then the portfolio's total.
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
