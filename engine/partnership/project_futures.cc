#include "engine/partnership/project_futures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/partnership/project_flows.h"

namespace calanque::partnership {
namespace {

using ledger::Category;
using ledger::MoneyColumn;

/// Weights of the project's columns. Looks into the project.
class Weights {
 public:
  explicit Weights(const Project& project) : project_(&project) {}

  /// + where the public party pays, - where it is paid, 0 where neither.
  [[nodiscard]] double Payment(const MoneyColumn& column) const {
    const auto& parties = project_->request->portfolio.parties;
    const std::string& city = project_->setting->public_party_id;
    if (parties[column.payer.value].id == city) return 1.0;
    return parties[column.payee.value].id == city ? -1.0 : 0.0;
  }

  [[nodiscard]] run::SeriesTerm Paid(Category category) const { return Of(category, 1.0); }
  [[nodiscard]] run::SeriesTerm Received(Category category) const { return Of(category, -1.0); }

  [[nodiscard]] run::SeriesTerm EnergyWithout() const {
    return {[*this](const MoneyColumn& column) {
              return IsEnergy(column) && column.side == ledger::Side::kWithout ? Payment(column) : 0.0;
            },
            true, false};
  }
  [[nodiscard]] run::SeriesTerm Savings(double factor, bool ignores_quantities) const {
    return {[*this, factor](const MoneyColumn& column) {
              if (!IsEnergy(column)) return 0.0;
              return (column.side == ledger::Side::kWithout ? factor : -factor) * Payment(column);
            },
            false, ignores_quantities};
  }
  [[nodiscard]] run::SeriesTerm Other() const {
    return {[*this](const MoneyColumn& column) {
      const auto category = FlowCategory(column.category);
      if (!category || column.side != ledger::Side::kWith || *category == Category::kEnergy) return 0.0;
      const double payment = Payment(column);
      const bool has_row =
          payment > 0.0 ? IsCost(*category) : *category == Category::kRevenue || *category == Category::kGrant;
      return has_row ? 0.0 : payment;
    }};
  }

 private:
  static bool IsCost(Category category) {
    return category == Category::kInvestment || category == Category::kOperatingCost ||
           category == Category::kReplacement;
  }
  [[nodiscard]] bool IsEnergy(const MoneyColumn& column) const {
    return FlowCategory(column.category) == Category::kEnergy;
  }
  [[nodiscard]] run::SeriesTerm Of(Category category, double payment) const {
    return {[*this, category, payment](const MoneyColumn& column) {
      const bool is_it = column.side == ledger::Side::kWith && FlowCategory(column.category) == category;
      return is_it && Payment(column) == payment ? 1.0 : 0.0;
    }};
  }

  const Project* project_;
};

/// In the order of FutureRow.
std::vector<run::SeriesSpec> FixedRows(const Weights& weights) {
  std::vector<run::SeriesSpec> rows(kFutureRowCount);
  const auto row = [&](FutureRow at) -> run::SeriesSpec& { return rows[Position(at)]; };
  row(FutureRow::kWorks).terms = {weights.Paid(Category::kInvestment)};
  row(FutureRow::kOperatingCost).terms = {weights.Paid(Category::kOperatingCost)};
  row(FutureRow::kMaintenance).terms = {weights.Paid(Category::kReplacement)};
  row(FutureRow::kRevenue).terms = {weights.Received(Category::kRevenue)};
  row(FutureRow::kGrant).terms = {weights.Received(Category::kGrant)};
  row(FutureRow::kEnergyBill).terms = {weights.EnergyWithout(), weights.Savings(-1.0, false)};
  row(FutureRow::kSavings).terms = {weights.Savings(1.0, false)};
  row(FutureRow::kPromisedSavings).terms = {weights.Savings(1.0, true)};
  row(FutureRow::kOther).terms = {weights.Other()};
  row(FutureRow::kAvailability).quantity = model::QuantityKind::kAvailability;
  return rows;
}

}  // namespace

std::optional<std::size_t> ProjectFutures::RowOfCurve(std::string_view curve_id) const {
  const auto found = std::find(curve_ids.begin(), curve_ids.end(), curve_id);
  if (found == curve_ids.end()) return std::nullopt;
  const std::size_t row = kFutureRowCount + static_cast<std::size_t>(found - curve_ids.begin());
  return IsMoved(row) ? std::optional(row) : std::nullopt;
}

Result<ProjectFutures, Failures> CompileFutures(const Project& project, std::vector<std::string> curve_ids,
                                                const model::RiskModel& risk, const run::DriverBindings& bindings,
                                                std::span<const risk::DriverRows> driver_rows, std::uint32_t row_count,
                                                const StopPoll& stop) {
  ProjectFutures futures;
  futures.periods_per_year = project.request->options.grid.periods_per_year();
  std::vector<run::SeriesSpec> rows = FixedRows(Weights(project));
  futures.curve_ids = std::move(curve_ids);
  for (const std::string& curve_id : futures.curve_ids) {
    rows.emplace_back();
    rows.back().curve_id = curve_id;
  }
  const std::size_t index = ProjectIndexOf(project);
  auto series = run::CompileProjectSeries(*project.request, *project.plan, risk, bindings, driver_rows, row_count,
                                          index, rows, stop);
  if (!series) return series.error();
  run::ProjectSeries made = std::move(series).value();
  futures.plan = std::move(made.plan);
  futures.is_moved = std::move(made.is_moved);
  const std::uint32_t delay = bindings.delay_of_project[index];
  if (delay != run::kNoDriver) futures.delay_row = driver_rows[delay].row_of_project[index];
  return futures;
}

FuturePaths::FuturePaths(const ProjectFutures& futures, std::size_t max_path_count)
    : futures_(&futures), evaluator_(futures.plan, max_path_count) {
  if (futures.delay_row) delay_periods_.resize(max_path_count);
}

void FuturePaths::Evaluate(const risk::FactorBlock& block) {
  evaluator_.Evaluate(block);
  if (!futures_->delay_row) return;
  const auto years = block.Row(*futures_->delay_row);
  for (std::size_t i = 0; i < years.size(); ++i) {
    delay_periods_[i] = static_cast<int>(std::lround(years[i])) * futures_->periods_per_year;
  }
}

}  // namespace calanque::partnership
