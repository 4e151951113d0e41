// The columns of one project under risk: the recipe of FillLedger, step by step, on rows that carry what moves them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/moving_factors.h"
#include "engine/run/signature.h"

namespace calanque::run {

/// A number per path that is linear in products of drivers: weights by calendar year of the flow. A list by signature.
using LinearSum = std::vector<Part>;

/// What is not linear in a step, and delays, as a factor of the path. 1 where nothing deviates (0 for a delay or a rest
/// that is not expected).
struct ComputedRow {
  enum class Kind : std::uint8_t {
    kCap,         ///< min(1, cap / total) over what it is expected to be.
    kShare,       ///< Expected total / total: a fixed amount in step with its base. 0 where the total is 0.
    kAboveZero,   ///< max(0, total) over what it is expected to be, or where that is 0 or less over `unit_amount`.
    kIsDelay,     ///< 1 where the delay is `delay_years`, else 0.
    kIsLongDelay  ///< 1 where it is that or longer.
  };
  Kind kind = Kind::kCap;
  LinearSum total;  ///< By calendar year: its deviation is the deviation of the total.
  double expected_total = 0.0;
  double cap_amount = 0.0;
  double unit_amount = 0.0;
  std::uint32_t delay_row = 0;  ///< Of the sampler's block.
  double delay_years = 0.0;
  std::uint32_t level = 0;  ///< Levels are computed in order; a row needs rows below its own.
};

/// Rows computed per path, appended to those of the sampler.
struct ComputedRows {
  std::uint32_t first_row = 0;  ///< Row count of the sampler.
  std::vector<ComputedRow> rows;

  /// Adds a row that needs `total`, and gives what it multiplies by.
  Signature Add(ComputedRow row, SignatureTable& table);
};

/// Columns by position in the project's ranges of the schema.
struct MovingColumns {
  std::vector<MovingRow> money;
  std::vector<MovingRow> physical;
};

/// A project of a plan, and its place in the portfolio the drivers were bound to. `programme`: that portfolio's project
/// count.
struct ProjectPlace {
  std::size_t in_plan = 0;
  std::size_t in_portfolio = 0;
};

/// Positions of a plan's steps by the project whose columns they write.
struct StepIndex {
  explicit StepIndex(const plan::Plan& plan);

  std::vector<std::vector<std::uint32_t>> scale_steps;      ///< [project], into Plan::scale_steps.
  std::vector<std::vector<std::uint32_t>> dependent_steps;  ///< [project], into Plan::dependent_steps.
};

/// Fills the columns of one project.
///
/// The values of all parts of a column add up to what FillLedger writes, to rounding. Drivers of everything (uptake)
/// and delays are left to the caller: they multiply the finished columns.
/// Cost  O(columns x points x parts).
MovingColumns ExpandColumns(const model::AppraisalRequest& request, const plan::Plan& plan, const StepIndex& steps,
                            const DriverBindings& bindings, const model::RiskModel& risk, ProjectPlace place,
                            MovingFactors& factors, SignatureTable& table, ComputedRows& computed);

}  // namespace calanque::run
