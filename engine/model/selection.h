// What a choice among projects is asked for: objective, constraints, limits of the search. Field meanings, units and
// ranges: proto/calanque/v1/selection.proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace calanque::model {

enum class SelectionObjective { kMaximiseEnpv, kMaximiseNpv, kMaximiseAbatement, kMinimiseCost };

/// Whether a penalty on shortfall can be taken off the objective: where it is a value in money.
constexpr bool CountsShortfall(SelectionObjective objective) {
  return objective == SelectionObjective::kMaximiseEnpv || objective == SelectionObjective::kMaximiseNpv;
}

enum class SelectionMethod { kAutomatic, kExact, kRelaxAndRound };

/// Limits by calendar year; years outside have none.
struct YearLimits {
  int first_year = 0;
  std::vector<double> values = {};
};

enum class BudgetMeasure { kInvestment, kInvestmentLessGrants };

struct BudgetLimit {
  std::string id = {};
  std::string display_name = {};
  std::string party_id = {};
  BudgetMeasure measure = BudgetMeasure::kInvestmentLessGrants;
  YearLimits limits = {};
  bool carries_unspent = false;
};

struct CapacityUse {
  std::string project_id = {};
  std::vector<double> values = {};  ///< By year from the project's start.
  bool is_fixed = false;            ///< The same however much of the project is done.
};

struct CapacityLimit {
  std::string id = {};
  std::string display_name = {};
  std::string unit = {};
  YearLimits limits = {};
  std::vector<CapacityUse> uses = {};
};

struct DebtLimit {
  std::string id = {};
  std::string display_name = {};
  std::string party_id = {};
  double borrowed_fraction = 1.0;
  int tenor_years = 0;
  YearLimits limits = {};
};

struct Milestone {
  std::string id = {};
  int year = 0;
  double abatement_t_co2e = 0.0;
  bool is_cumulative = false;
};

struct Precedence {
  std::string project_id = {};
  std::string required_project_id = {};
  int lag_years = 0;
};

struct Exclusion {
  std::string id = {};
  std::vector<std::string> project_ids = {};
  int max_count = 1;
};

/// How one project may be chosen; projects without one are all or nothing.
struct ProjectTerms {
  std::string project_id = {};
  double minimum_fraction = 1.0;
  bool is_required = false;
  std::optional<int> max_delay_years = {};
};

/// One project's value in equally likely futures, at its own dates and full size.
struct ProjectScenarios {
  std::string project_id = {};
  std::vector<double> npv_amounts = {};
};

struct ShortfallPenalty {
  double weight = 0.0;
  double tail_probability = 0.05;
  std::vector<ProjectScenarios> scenarios = {};
};

struct SelectionTerms {
  SelectionObjective objective = SelectionObjective::kMaximiseEnpv;
  std::string perspective_id = {};
  int max_delay_years = 0;
  double cost_growth_real_fraction_per_year = 0.0;
  std::optional<double> minimum_abatement_t_co2e;
  std::vector<ProjectTerms> projects = {};
  std::vector<BudgetLimit> budgets = {};
  std::vector<CapacityLimit> capacities = {};
  std::vector<DebtLimit> debts = {};
  std::vector<Milestone> milestones = {};
  std::vector<Precedence> precedences = {};
  std::vector<Exclusion> exclusions = {};
  std::optional<ShortfallPenalty> shortfall;
  SelectionMethod method = SelectionMethod::kAutomatic;
  double relative_gap = 0.01;
  std::int64_t node_count = 20'000;
  double time_seconds = 0.0;
  int frontier_point_count = 0;
};

}  // namespace calanque::model
