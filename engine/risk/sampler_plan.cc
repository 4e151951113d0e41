#include "engine/risk/sampler_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/check.h"

namespace calanque::risk {
namespace {

/// Numbers of one driver: 0 is the main one, then those of the bridge or of the years, then those of projects.
constexpr std::uint32_t kFirstYearMember = 1;
constexpr std::uint32_t kFirstProjectMember = 1U << 20;
/// The bridge's first levels: the last year, the middle, the quarters.
constexpr std::size_t kEarlySteps = 8;

class Planner {
 public:
  Planner(const model::RiskModel& model, const SamplerSetting& setting, const CorrelatedDrivers& correlated,
          const StopPoll& stop)
      : model_(model), setting_(setting), correlated_(correlated), is_stopped_(stop) {
    CALANQUE_CHECK(setting.projects_of_driver.size() == model.drivers.size(), "projects of some driver are missing");
    CALANQUE_CHECK(setting.flow_times.empty() || setting.flow_times.size() == setting.year_times.size(),
                   "flow times of some year are missing");
    plan_.year_times = setting.year_times;
    const auto first = std::upper_bound(setting.year_times.begin(), setting.year_times.end(), 0.0);
    plan_.past_year_count = static_cast<std::size_t>(first - setting.year_times.begin());
    times_ = std::span(setting.year_times).subspan(plan_.past_year_count);
    plan_.bridge = kernel::BrownianBridge(times_);
  }

  SamplerPlan Plan(const model::SimulationOptions& options) && {
    for (std::size_t driver = 0; driver < model_.drivers.size(); ++driver) AddRows(driver);
    // Correlated drivers stand together at the front, so that the others cost no multiplications.
    for (const std::size_t driver : correlated_.drivers) AddDriver(driver);
    plan_.main_factor = LowerFactor(correlated_.correlation);
    plan_.process_factor = LowerFactor(Submatrix(correlated_.correlation, CorrelatedProcesses()));
    for (std::size_t driver = 0; driver < model_.drivers.size(); ++driver) {
      const auto& done = correlated_.drivers;
      if (!std::binary_search(done.begin(), done.end(), driver)) AddDriver(driver);
    }
    plan_.source.emplace(options, DealDimensions());
    plan_.warnings = correlated_.warnings;
    return std::move(plan_);
  }

 private:
  static constexpr std::uint32_t Narrow(std::size_t value) { return static_cast<std::uint32_t>(value); }

  void AddRows(std::size_t driver) {
    const model::RiskDriver& of = model_.drivers[driver];
    DriverRows rows;
    rows.first_row = Narrow(plan_.row_count);
    rows.row_count = Narrow(setting_.year_times.size());
    if (std::holds_alternative<model::Event>(of.shape)) {
      rows.kind = RowKind::kEventAmount;
    } else if (!IsProcess(of.shape)) {
      rows.kind =
          std::holds_alternative<model::DelayTarget>(of.target) ? RowKind::kProjectDelay : RowKind::kProjectFactor;
      const auto& projects = setting_.projects_of_driver[driver];
      const bool is_shared = of.own_share_fraction == 0.0 || projects.empty();
      rows.row_count = is_shared ? 1 : Narrow(projects.size());
      rows.row_of_project.assign(setting_.project_count, kNoRow);
      for (std::size_t i = 0; i < projects.size(); ++i) {
        CALANQUE_CHECK(projects[i] < setting_.project_count, "no such project");
        rows.row_of_project[projects[i]] = rows.first_row + (is_shared ? 0 : Narrow(i));
      }
    }
    plan_.row_count += rows.row_count;
    plan_.drivers.push_back(std::move(rows));
  }

  void AddDriver(std::size_t driver) {
    if (is_stopped_()) return;
    const model::RiskDriver& of = model_.drivers[driver];
    if (const auto* event = std::get_if<model::Event>(&of.shape)) {
      AddEvent(driver, *event, std::get<model::EventTarget>(of.target));
      return;
    }
    const std::uint32_t main = Narrow(plan_.main_numbers.size());
    plan_.main_numbers.push_back({Narrow(driver), 0, 0});
    if (const auto* draw = std::get_if<model::Draw>(&of.shape)) {
      AddDraw(driver, main, *draw);
    } else {
      AddProcess(driver, main);
    }
  }

  void AddProcess(std::size_t driver, std::uint32_t main) {
    const model::RiskDriver& of = model_.drivers[driver];
    const bool compounds = std::holds_alternative<model::IndexTarget>(of.target) ||
                           std::holds_alternative<model::DiscountTarget>(of.target);
    const auto read_at = compounds && !setting_.flow_times.empty()
                             ? std::span(setting_.flow_times).subspan(plan_.past_year_count)
                             : times_;
    ProcessPlan process{Narrow(driver),
                        main,
                        MakeProcess(of, times_, read_at),
                        SignOf(of.target),
                        {read_at.begin(), read_at.end()},
                        {}};
    for (std::uint32_t step = 0; step < times_.size(); ++step) {
      process.bridge_numbers.push_back({Narrow(driver), kFirstYearMember + step, 0});
    }
    plan_.processes.push_back(std::move(process));
  }

  void AddDraw(std::size_t driver, std::uint32_t main, const model::Draw& draw) {
    const double own = model_.drivers[driver].own_share_fraction;
    DrawPlan plan{Narrow(driver), main, QuantileFunction(draw.distribution), std::sqrt(1.0 - own), std::sqrt(own), {}};
    const auto& projects = setting_.projects_of_driver[driver];
    if (own > 0.0) {
      for (const std::uint32_t project : projects) {
        plan.own_numbers.push_back({Narrow(driver), kFirstProjectMember + project, 0});
      }
    }
    plan_.draws.push_back(std::move(plan));
  }

  void AddEvent(std::size_t driver, const model::Event& event, const model::EventTarget& target) {
    const auto position = [this](int year, std::size_t otherwise) {
      if (year == 0) return otherwise;
      const auto last = static_cast<int>(setting_.year_times.size());
      return static_cast<std::size_t>(std::clamp(year - setting_.first_year, 0, last));
    };
    const std::size_t year_count = setting_.year_times.size();
    const std::size_t first = std::max(position(target.first_year, 0), plan_.past_year_count);
    const std::size_t end = target.last_year == 0 ? year_count : position(target.last_year + 1, year_count);
    EventPlan plan{Narrow(driver),
                   event.probability_per_year,
                   MomentsOf(event.impact_amount).mean,
                   QuantileFunction(event.impact_amount),
                   first,
                   {}};
    for (std::size_t year = first; year < end; ++year) {
      plan.numbers.push_back({Narrow(driver), kFirstYearMember + Narrow(year), 0});
    }
    plan_.events.push_back(std::move(plan));
  }

  /// Positions, among the correlated drivers, of those that are processes.
  [[nodiscard]] std::vector<std::size_t> CorrelatedProcesses() const {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < correlated_.drivers.size(); ++i) {
      if (IsProcess(model_.drivers[correlated_.drivers[i]].shape)) positions.push_back(i);
    }
    return positions;
  }

  /// Main numbers first, then the early levels of the bridges, what is the projects' own, the rest of the bridges,
  /// events. Returns how many there are.
  std::size_t DealDimensions() {
    std::uint32_t next = 0;
    const auto deal = [&next](NumberName& number) { number.dimension = next++; };
    const auto deal_steps = [&](std::size_t first, std::size_t end) {
      for (std::size_t step = first; step < end; ++step) {
        for (ProcessPlan& process : plan_.processes) deal(process.bridge_numbers[step]);
      }
    };
    for (NumberName& number : plan_.main_numbers) deal(number);
    const std::size_t early = std::min(kEarlySteps, times_.size());
    deal_steps(1, early);
    for (DrawPlan& draw : plan_.draws) std::for_each(draw.own_numbers.begin(), draw.own_numbers.end(), deal);
    deal_steps(early, times_.size());
    for (EventPlan& event : plan_.events) std::for_each(event.numbers.begin(), event.numbers.end(), deal);
    return next;
  }

  const model::RiskModel& model_;
  const SamplerSetting& setting_;
  const CorrelatedDrivers& correlated_;
  StopPoll is_stopped_;
  std::span<const double> times_;  ///< Of the years that are not past.
  SamplerPlan plan_;
};

}  // namespace

Result<SamplerPlan, Failures> MakeSamplerPlan(const model::RiskModel& model, const SamplerSetting& setting,
                                              const model::SimulationOptions& options, const StopPoll& stop) {
  const Failures cancelled = {Cancelled()};
  const auto correlated = CorrelateDrivers(model, stop);
  if (stop()) return cancelled;
  if (!correlated) return correlated.error();
  SamplerPlan plan = Planner(model, setting, *correlated, stop).Plan(options);
  if (stop()) return cancelled;
  return plan;
}

}  // namespace calanque::risk
