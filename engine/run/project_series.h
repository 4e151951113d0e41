// Rows of one project by period, as drivers move them: what contracts on the project are evaluated on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/ledger/column.h"
#include "engine/model/request.h"
#include "engine/model/risk.h"
#include "engine/plan/plan.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Columns of a project that make one row of amounts by period.
struct SeriesTerm {
  std::function<double(const ledger::MoneyColumn&)> weight;  ///< What an amount of the column counts; 0: nothing.
  bool ignores_delays = false;
  bool ignores_quantities = false;  ///< Only prices move it.
};

/// One row by period that drivers move: money of a project, the value of a curve, or what drivers of a kind multiply
/// by.
struct SeriesSpec {
  std::vector<SeriesTerm> terms;
  std::string curve_id;                         ///< Drivers of base rates are added; empty: none.
  std::optional<model::QuantityKind> quantity;  ///< Less 1.
};

struct ProjectSeries {
  SimulationPlan plan;                 ///< Year figures are the series' deviations, by period; no other figures.
  std::vector<std::uint8_t> is_moved;  ///< By series: whether any driver reaches it.
};

/// Compiles rows of one project by period: what drivers make of them less what is expected, exactly 0 where nothing
/// deviates. Events of the project count as columns with it. Arguments and errors as CompileSimulation.
Result<ProjectSeries, Failures> CompileProjectSeries(const model::AppraisalRequest& request, const plan::Plan& plan,
                                                     const model::RiskModel& risk, const DriverBindings& bindings,
                                                     std::span<const risk::DriverRows> driver_rows,
                                                     std::uint32_t row_count, std::size_t project,
                                                     std::span<const SeriesSpec> series, const StopPoll& stop = {});

}  // namespace calanque::run
