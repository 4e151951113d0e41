#include "engine/run/project_series.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/plan/factor_table.h"
#include "engine/run/moving_factors.h"
#include "engine/run/moving_sums.h"
#include "engine/run/project_expansion.h"
#include "engine/run/simulation_rows.h"

namespace calanque::run {
namespace {

class SeriesCompiler {
 public:
  SeriesCompiler(const model::AppraisalRequest& request, const plan::Plan& plan, const model::RiskModel& risk,
                 const DriverBindings& bindings, std::span<const risk::DriverRows> driver_rows, std::uint32_t row_count,
                 const StopPoll& stop)
      : request_(request),
        plan_(plan),
        risk_(risk),
        bindings_(bindings),
        driver_rows_(driver_rows),
        stop_(stop),
        rows_(static_cast<std::size_t>(plan.schema.axis.year_count), row_count, stop),
        expansion_(request, plan, risk, driver_rows, rows_) {}

  Result<ProjectSeries, Failures> Compile(std::size_t project, std::span<const SeriesSpec> series) && {
    const auto periods = static_cast<std::size_t>(plan_.schema.axis.period_count);
    for (std::size_t p = 0; p < periods; ++p) {
      rows_.plan().slot_years.push_back(static_cast<std::uint32_t>(plan_.schema.axis.year_indices[p]));
    }
    std::vector<Sums> sums(series.size());
    for (const bool ignores_delays : {false, true}) {
      for (const bool ignores_quantities : {false, true}) {
        if (stop_()) return Failures{Cancelled()};
        AddColumnSeries(project, series, ignores_delays, ignores_quantities, sums);
      }
    }
    MovingFactors factors(request_, plan_, bindings_, driver_rows_, rows_.table());
    AddEventSeries(project, series, factors, sums);
    ProjectSeries made;
    for (std::size_t s = 0; s < series.size(); ++s) {
      if (!series[s].curve_id.empty()) AddCurveSeries(series[s].curve_id, factors, sums[s]);
      if (series[s].quantity) AddQuantitySeries(*series[s].quantity, project, factors, sums[s]);
      sums[s].erase(Signature{});
      made.is_moved.push_back(sums[s].empty() ? 0 : 1);
      rows_.AddYearFigure({"", "", -1, std::vector<double>(periods, 0.0), true}, sums[s]);
    }
    rows_.AddComputed();
    auto finished = std::move(rows_).Finish(driver_rows_);
    if (!finished) return Failures{Cancelled()};
    made.plan = *std::move(finished);
    return made;
  }

 private:
  /// Adds a column's row to every series that counts it.
  void AddToSeries(const ledger::MoneyColumn& column, const MovingRow& row, Signature whole, const SeriesTerm& term,
                   Sums& sums) {
    const double weight = term.weight(column);
    if (weight == 0.0) return;
    const auto& axis = plan_.schema.axis;
    for (const Part& part : row) {
      const Signature moved = rows_.table().Product(part.signature, whole);
      for (std::size_t i = 0; i < part.values.size(); ++i) {
        AddTo(sums, moved, static_cast<std::size_t>(axis.period_count),
              static_cast<std::size_t>(axis.period_indices[i]), weight * part.values[i]);
      }
    }
  }

  void AddColumnSeries(std::size_t project, std::span<const SeriesSpec> series, bool ignores_delays,
                       bool ignores_quantities, std::vector<Sums>& sums) {
    const auto is_asked = [&](const SeriesTerm& term) {
      return term.ignores_delays == ignores_delays && term.ignores_quantities == ignores_quantities;
    };
    const auto has_term = [&](const SeriesSpec& spec) {
      return std::any_of(spec.terms.begin(), spec.terms.end(), is_asked);
    };
    if (std::none_of(series.begin(), series.end(), has_term)) return;
    DriverBindings bindings = bindings_;
    if (ignores_delays) bindings.delay_of_project.clear();
    if (ignores_quantities) bindings.quantity_drivers.clear();
    MovingFactors factors(request_, plan_, bindings, driver_rows_, rows_.table());
    expansion_.ForEachTiming(project, bindings, StepIndex(plan_), factors,
                             [&](const plan::Plan& plan, std::size_t in_plan, MovingFactors&, Signature whole,
                                 const MovingColumns& columns) {
                               const ledger::ColumnRange money = plan.schema.money_of_project[in_plan];
                               for (std::size_t s = 0; s < series.size(); ++s) {
                                 for (const SeriesTerm& term : series[s].terms) {
                                   if (!is_asked(term)) continue;
                                   for (std::uint32_t c = money.begin; c < money.end; ++c) {
                                     AddToSeries(plan.schema.money[c], columns.money[c - money.begin], whole, term,
                                                 sums[s]);
                                   }
                                 }
                               }
                             });
  }

  void AddEventSeries(std::size_t project, std::span<const SeriesSpec> series, MovingFactors& factors,
                      std::vector<Sums>& sums) {
    for (const std::uint32_t driver : bindings_.events) {
      const EventFlow event = expansion_.ExpandEvent(driver, bindings_, factors);
      if (event.project != project) continue;
      for (std::size_t s = 0; s < series.size(); ++s) {
        for (const SeriesTerm& term : series[s].terms) AddToSeries(event.column, event.row, {}, term, sums[s]);
      }
    }
  }

  /// What moves the value of a curve. A rate moves from the middle of the year before, when it was fixed.
  void AddCurveSeries(const std::string& curve_id, MovingFactors& main_factors, Sums& sums) {
    plan::Plan values;
    values.schema.axis = plan_.schema.axis;
    plan::FactorTable rows(request_, plan_.schema.axis);
    const plan::FactorIndex factor = rows.Curve(curve_id);
    std::move(rows).MoveInto(values);
    MovingFactors factors(request_, values, bindings_, driver_rows_, rows_.table());
    const auto periods = static_cast<std::size_t>(plan_.schema.axis.period_count);
    for (const Part& part : factors.Row(factor)) {
      for (std::size_t p = 0; p < periods; ++p) AddTo(sums, part.signature, periods, p, part.values[p]);
    }
    Signature growth;
    for (const std::uint32_t driver : DriverBindings::Of(bindings_.on_base_rate, curve_id)) {
      const Signature level = main_factors.OfDriver(driver, 0);
      growth = rows_.table().Product(
          growth, rows_.table().Product(level, rows_.table().Reciprocal(rows_.table().Later(level, 1))));
    }
    for (std::size_t p = 0; p < periods; ++p) AddTo(sums, growth, periods, p, 1.0);
  }

  void AddQuantitySeries(model::QuantityKind kind, std::size_t project, MovingFactors& factors, Sums& sums) {
    Signature product;
    for (const std::uint32_t driver : bindings_.quantity_drivers) {
      if (bindings_.reaches[driver][project] == 0) continue;
      const auto& kinds = std::get<model::QuantityTarget>(risk_.drivers[driver].target).kinds;
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
      product = rows_.table().Product(product, factors.OfDriver(driver, project));
    }
    const auto periods = static_cast<std::size_t>(plan_.schema.axis.period_count);
    for (std::size_t p = 0; p < periods; ++p) AddTo(sums, product, periods, p, 1.0);
  }

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const model::RiskModel& risk_;
  const DriverBindings& bindings_;
  std::span<const risk::DriverRows> driver_rows_;
  const StopPoll& stop_;
  SimulationRows rows_;
  ProjectExpansion expansion_;
};

}  // namespace

Result<ProjectSeries, Failures> CompileProjectSeries(const model::AppraisalRequest& request, const plan::Plan& plan,
                                                     const model::RiskModel& risk, const DriverBindings& bindings,
                                                     std::span<const risk::DriverRows> driver_rows,
                                                     std::uint32_t row_count, std::size_t project,
                                                     std::span<const SeriesSpec> series, const StopPoll& stop) {
  return SeriesCompiler(request, plan, risk, bindings, driver_rows, row_count, stop).Compile(project, series);
}

}  // namespace calanque::run
