// Columns of one project as drivers move them: once as planned and once for each delay; what its events cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <span>

#include "engine/model/request.h"
#include "engine/model/risk.h"
#include "engine/plan/plan.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/moving_columns.h"
#include "engine/run/moving_factors.h"
#include "engine/run/simulation_rows.h"

namespace calanque::run {

/// What an event costs, as a column.
struct EventFlow {
  std::size_t project = 0;
  ledger::MoneyColumn column;
  MovingRow row;
};

/// Domain: a request, plan and risk model found good together. Arguments outlive the expansion.
class ProjectExpansion {
 public:
  ProjectExpansion(const model::AppraisalRequest& request, const plan::Plan& plan, const model::RiskModel& risk,
                   std::span<const risk::DriverRows> driver_rows, SimulationRows& rows);

  /// Takes columns: plan, position of the project in it, its factors, what multiplies all columns, the columns.
  using Take = std::function<void(const plan::Plan&, std::size_t, MovingFactors&, Signature, const MovingColumns&)>;

  /// Hands over the columns of a project, once as planned and once for each delay. `steps` and `factors` are the
  /// plan's.
  void ForEachTiming(std::size_t project, const DriverBindings& bindings, const StepIndex& steps,
                     MovingFactors& factors, const Take& take);

  /// An amount of the event's price terms in each calendar year, spread over the year's periods.
  EventFlow ExpandEvent(std::uint32_t driver, const DriverBindings& bindings, MovingFactors& main_factors);

 private:
  /// Says once for each driver that the longest delay moves works past the horizon.
  void WarnOfCut(std::uint32_t driver, int years, const model::Project& planned, const model::Project& delayed);
  Signature Everything(std::size_t project, const DriverBindings& bindings, MovingFactors& factors);
  [[nodiscard]] ledger::PartyIndex Party(std::string_view id) const;

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const model::RiskModel& risk_;
  std::span<const risk::DriverRows> driver_rows_;
  SimulationRows& rows_;
  std::size_t year_count_;
  std::set<std::uint32_t> warned_;  ///< Drivers.
};

}  // namespace calanque::run
