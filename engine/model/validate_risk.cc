#include "engine/model/validate_risk.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "engine/model/validate_distribution.h"
#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr double kMostDriftPerYear = 1.0;
constexpr double kMostVolatility = 5.0;
constexpr double kMostRateVolatility = 1.0;
constexpr double kMostReversionPerYear = 20.0;
constexpr double kMostDelayYears = 100.0;
constexpr double kMostMultiple = 1000.0;

bool IsDelay(double years) { return years >= 0.0 && years <= kMostDelayYears && years == std::floor(years); }

/// Parameters of how a driver moves; `path` is the shape's.
class ShapeValidator {
 public:
  ShapeValidator(ValidationContext& context, const FieldPath& path) : context_(context), path_(path) {}

  void operator()(const GeometricBrownian& shape) {
    context_.Range(shape.drift_per_year, -kMostDriftPerYear, kMostDriftPerYear, path_ / "drift_per_year",
                   "a fraction per year from -1 to 1 (2 % is 0.02)");
    Volatility(shape.volatility_per_sqrt_year);
  }
  void operator()(const MeanRevertingLog& shape) {
    Volatility(shape.volatility_per_sqrt_year);
    Reversion(shape.reversion_per_year);
  }
  void operator()(const MeanRevertingRate& shape) {
    context_.Range(shape.volatility_per_sqrt_year, 0.0, kMostRateVolatility, path_ / "volatility_per_sqrt_year",
                   "0 to 1 (one percentage point is 0.01)");
    Reversion(shape.reversion_per_year);
  }
  void operator()(const Draw& shape) { ValidateDistribution(context_, shape.distribution, path_ / "distribution"); }
  void operator()(const Event& shape) {
    context_.Fraction(shape.probability_per_year, path_ / "probability_per_year");
    ValidateDistribution(context_, shape.impact_amount, path_ / "impact_amount");
  }

 private:
  void Volatility(double value) {
    context_.Range(value, 0.0, kMostVolatility, path_ / "volatility_per_sqrt_year", "0 to 5 (20 % is 0.2)");
  }
  void Reversion(double value) {
    context_.Range(value, 0.0, kMostReversionPerYear, path_ / "reversion_per_year",
                   "0 to 20 (a deviation halves in 0.69 / reversion years)");
  }

  ValidationContext& context_;
  const FieldPath& path_;
};

class RiskValidator {
 public:
  RiskValidator(ValidationContext& context, const RiskModel& model)
      : context_(context), model_(model), delaying_driver_(context.request.portfolio.projects.size(), nullptr) {
    drivers_.Fill(model.drivers);
    stresses_.Fill(model.stresses);
    reverse_stresses_.Fill(model.reverse_stresses);
  }

  void Check() {
    const FieldPath root;
    const FieldPath drivers = root / "drivers";
    for (std::size_t i = 0; i < model_.drivers.size() && !context_.is_stopped(); ++i) {
      const FieldPath driver = drivers[i];
      context_.CheckId(drivers_, model_.drivers[i].id, i, driver);
      CheckDriver(model_.drivers[i], driver);
    }
    CheckCorrelations(root / "correlations");
    const FieldPath stresses = root / "stresses";
    for (std::size_t i = 0; i < model_.stresses.size() && !context_.is_stopped(); ++i) {
      const FieldPath stress = stresses[i];
      context_.CheckId(stresses_, model_.stresses[i].id, i, stress);
      CheckStress(model_.stresses[i], stress);
    }
    const FieldPath reverse_stresses = root / "reverse_stresses";
    for (std::size_t i = 0; i < model_.reverse_stresses.size() && !context_.is_stopped(); ++i) {
      const FieldPath reverse = reverse_stresses[i];
      context_.CheckId(reverse_stresses_, model_.reverse_stresses[i].id, i, reverse);
      CheckReverseStress(model_.reverse_stresses[i], reverse);
    }
  }

 private:
  void CheckDriver(const RiskDriver& driver, const FieldPath& path) {
    std::visit(ShapeValidator(context_, path / "shape"), driver.shape);
    const FieldPath target = path / "target";
    std::visit([&](const auto& kind) { CheckTarget(driver, kind, target); }, driver.target);
    const FieldPath own = path / "own_share_fraction";
    context_.Fraction(driver.own_share_fraction, own);
    if (driver.own_share_fraction == 0.0) return;
    if (!std::holds_alternative<Draw>(driver.shape)) {
      context_.Fail(own, "is set on a driver that is no draw; expected 0, or a draw");
    } else if (std::holds_alternative<CurveTarget>(driver.target)) {
      context_.Fail(own, "is set on a driver of curves, which all projects share; expected 0");
    }
  }

  void CheckTarget(const RiskDriver& driver, const CurveTarget& target, const FieldPath& path) {
    if (std::holds_alternative<Event>(driver.shape)) {
      context_.Fail(path, "curves cannot be moved by an event; expected a process or a draw");
    }
    if (std::holds_alternative<MeanRevertingRate>(driver.shape)) {
      context_.Fail(path,
                    "curves cannot be moved by mean_reverting_rate, which is a rate; expected indices, discount_rates "
                    "or base_rates, or mean_reverting_log for prices that come back");
    }
    RequireAll(context_.curves, target.curve_ids, path / "curve_ids");
  }

  void CheckTarget(const RiskDriver& driver, const IndexTarget& target, const FieldPath& path) {
    RequireRate(driver, path);
    const FieldPath ids = path / "curve_ids";
    RequireAll(context_.curves, target.curve_ids, ids);
    for (std::size_t i = 0; i < target.curve_ids.size(); ++i) {
      if (context_.IsKnown(context_.curves, target.curve_ids[i])) context_.Index(target.curve_ids[i], ids[i]);
    }
  }

  void CheckTarget(const RiskDriver& driver, const DiscountTarget& target, const FieldPath& path) {
    RequireRate(driver, path);
    RequireAll(context_.discount_rates, target.discount_rate_ids, path / "discount_rate_ids");
  }

  void CheckTarget(const RiskDriver& driver, const RateTarget& target, const FieldPath& path) {
    RequireRate(driver, path);
    RequireAll(context_.curves, target.curve_ids, path / "curve_ids");
  }

  void CheckTarget(const RiskDriver& driver, const QuantityTarget& target, const FieldPath& path) {
    if (std::holds_alternative<Event>(driver.shape)) {
      context_.Fail(path, "quantities cannot be scaled by an event; expected a process or a draw");
    }
    const FieldPath kinds = path / "kinds";
    if (target.kinds.empty()) context_.Fail(kinds, "is empty; expected at least one kind of item");
    std::set<QuantityKind> seen;
    for (std::size_t i = 0; i < target.kinds.size(); ++i) {
      if (!seen.insert(target.kinds[i]).second) context_.Fail(kinds[i], "stands twice; expected every kind once");
    }
    RequireEach(context_.projects, target.project_ids, path / "project_ids");
    const FieldPath items = path / "item_ids";
    for (std::size_t i = 0; i < target.item_ids.size(); ++i) {
      if (!HasItem(target, target.item_ids[i])) {
        context_.Fail(items[i], "unknown item '" + target.item_ids[i].substr(0, kLongestShown) +
                                    "'; expected an item of these projects");
      }
    }
  }

  void CheckTarget(const RiskDriver& driver, const DelayTarget& target, const FieldPath& path) {
    CheckDelayShape(driver, path);
    context_.Range(target.cost_growth_real_fraction_per_year, -0.5, 1.0, path / "cost_growth_real_fraction_per_year",
                   "a fraction per year of delay from -0.5 to 1 (3 % is 0.03)");
    const FieldPath ids = path / "project_ids";
    RequireEach(context_.projects, target.project_ids, ids);
    if (target.project_ids.empty()) {
      for (std::size_t project = 0; project < delaying_driver_.size(); ++project) Delay(driver, project, ids);
    }
    for (std::size_t i = 0; i < target.project_ids.size(); ++i) {
      if (const auto project = context_.projects.Find(target.project_ids[i])) Delay(driver, *project, ids[i]);
    }
  }

  void CheckTarget(const RiskDriver& driver, const EventTarget& target, const FieldPath& path) {
    if (!std::holds_alternative<Event>(driver.shape)) {
      context_.Fail(path, "payments happen by an event only; expected the shape event");
    }
    context_.Require(context_.projects, target.project_id, path / "project_id");
    context_.Require(context_.parties, target.payer_party_id, path / "payer_party_id");
    context_.Require(context_.parties, target.payee_party_id, path / "payee_party_id");
    if (!target.payer_party_id.empty() && target.payer_party_id == target.payee_party_id) {
      context_.Fail(path / "payee_party_id", "is the payer too; expected two parties");
    }
    if (target.price_terms) context_.Terms(*target.price_terms, path / "price_terms");
    CheckYears(target, path);
  }

  /// 0 is the grid's own end; other years must leave at least one of the grid.
  void CheckYears(const EventTarget& target, const FieldPath& path) {
    if (!context_.periods) return;
    const int grid_first = time::YearOf(context_.periods->StartOf(0));
    const int grid_last = time::YearOf(context_.periods->Horizon() - std::chrono::days(1));
    const int first = target.first_year == 0 ? grid_first : target.first_year;
    const int last = target.last_year == 0 ? grid_last : target.last_year;
    const std::string years = std::to_string(grid_first) + " to " + std::to_string(grid_last);
    if (first < grid_first || first > grid_last) {
      context_.Fail(path / "first_year", "is " + std::to_string(first) + "; expected a year of the grid, " + years);
    }
    if (last < grid_first || last > grid_last) {
      context_.Fail(path / "last_year", "is " + std::to_string(last) + "; expected a year of the grid, " + years);
    } else if (last < first) {
      context_.Fail(path / "last_year", "is " + std::to_string(last) + ", before the first, " + std::to_string(first));
    }
  }

  void CheckDelayShape(const RiskDriver& driver, const FieldPath& path) {
    const auto* draw = std::get_if<Draw>(&driver.shape);
    const auto* discrete = draw == nullptr ? nullptr : std::get_if<Discrete>(&draw->distribution);
    if (discrete == nullptr) {
      context_.Fail(path, "a delay is whole years; expected a draw of a discrete distribution");
      return;
    }
    const bool is_whole = std::all_of(discrete->values.begin(), discrete->values.end(), IsDelay);
    if (!is_whole) context_.Fail(path, "a delay is whole years; expected discrete values 0, 1, 2, ... at most 100");
  }

  void Delay(const RiskDriver& driver, std::size_t project, const FieldPath& path) {
    const RiskDriver*& other = delaying_driver_[project];
    if (other != nullptr && other != &driver) {
      context_.Fail(path, "project '" + context_.request.portfolio.projects[project].id + "' is delayed by driver '" +
                              other->id + "' already; expected one delay for each project");
    }
    other = &driver;
  }

  void RequireRate(const RiskDriver& driver, const FieldPath& path) {
    if (std::holds_alternative<MeanRevertingRate>(driver.shape)) return;
    context_.Fail(
        path, "indices, discount factors and base rates move by a yearly rate; expected the shape mean_reverting_rate");
  }

  void RequireAll(const IdSet& ids, const std::vector<std::string>& list, const FieldPath& path) {
    if (list.empty()) context_.Fail(path, "is empty; expected at least one " + std::string(ids.kind()));
    RequireEach(ids, list, path);
  }

  void RequireEach(const IdSet& ids, const std::vector<std::string>& list, const FieldPath& path) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
      context_.Require(ids, list[i], path[i]);
      if (!seen.insert(list[i]).second) context_.Fail(path[i], "stands twice; expected every id once");
    }
  }

  /// Financing sources count: a programme's grant may be refused.
  [[nodiscard]] bool HasItem(const QuantityTarget& target, const std::string& id) const {
    const auto has = [&id](const auto& list) {
      return std::any_of(list.begin(), list.end(), [&id](const auto& item) { return item.id == id; });
    };
    const auto& projects = context_.request.portfolio.projects;
    const auto in_project = [&](const Project& project) {
      return has(project.with_project) || has(project.without_project);
    };
    if (target.project_ids.empty()) {
      if (std::any_of(projects.begin(), projects.end(), in_project)) return true;
    }
    for (const std::string& project_id : target.project_ids) {
      const auto project = context_.projects.Find(project_id);
      if (project && in_project(projects[*project])) return true;
    }
    return context_.financing_sources.Find(id).has_value();
  }

  void CheckCorrelations(const FieldPath& path) {
    std::set<std::string_view> named;
    for (std::size_t i = 0; i < model_.correlations.size(); ++i) {
      const DriverCorrelation& pair = model_.correlations[i];
      const FieldPath element = path[i];
      CheckCorrelated(pair.first_driver_id, element / "first_driver_id");
      CheckCorrelated(pair.second_driver_id, element / "second_driver_id");
      if (pair.first_driver_id == pair.second_driver_id) {
        context_.Fail(element / "second_driver_id", "is the first driver too; expected two drivers");
      } else if (!pairs_.insert(std::minmax<std::string_view>(pair.first_driver_id, pair.second_driver_id)).second) {
        context_.Fail(element, "states a pair that an earlier element states; expected every pair once");
      }
      context_.Range(pair.correlation, -1.0, 1.0, element / "correlation", "-1 to 1");
      named.insert(pair.first_driver_id);
      named.insert(pair.second_driver_id);
    }
    if (named.size() > kMostCorrelatedDrivers) {
      context_.Fail(path, "name " + std::to_string(named.size()) + " drivers; expected at most " +
                              std::to_string(kMostCorrelatedDrivers));
    }
  }

  void CheckCorrelated(const std::string& id, const FieldPath& path) {
    context_.Require(drivers_, id, path);
    const auto driver = drivers_.Find(id);
    if (driver && std::holds_alternative<Event>(model_.drivers[*driver].shape)) {
      context_.Fail(path, "'" + id + "' is an event, which happens independently; expected a process or a draw");
    }
  }

  void CheckStress(const Stress& stress, const FieldPath& path) {
    const FieldPath drivers = path / "drivers";
    if (stress.drivers.empty()) context_.Fail(drivers, "is empty; expected at least one driver held at a value");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < stress.drivers.size(); ++i) {
      const FieldPath element = drivers[i];
      const auto& [id, value] = stress.drivers[i];
      context_.Require(drivers_, id, element / "driver_id");
      if (!seen.insert(id).second) context_.Fail(element / "driver_id", "stands twice; expected every driver once");
      if (const auto driver = drivers_.Find(id)) CheckHeld(model_.drivers[*driver], value, element / "value");
    }
  }

  void CheckReverseStress(const ReverseStress& reverse, const FieldPath& path) {
    const FieldPath move = path / "move";
    if (const auto* stress_id = std::get_if<std::string>(&reverse.move)) {
      context_.Require(stresses_, *stress_id, move / "stress_id");
    } else {
      CheckMove(std::get<StressedDriver>(reverse.move), move / "driver");
    }
    if (!(reverse.most_multiple > 0.0 && reverse.most_multiple <= kMostMultiple)) {
      context_.Fail(path / "most_multiple",
                    "is " + NumberText(reverse.most_multiple) + "; expected a multiple above 0 and at most 1000");
    }
    CheckLimit(reverse.limit, path / "limit");
  }

  void CheckMove(const StressedDriver& moved, const FieldPath& path) {
    context_.Require(drivers_, moved.driver_id, path / "driver_id");
    const auto driver = drivers_.Find(moved.driver_id);
    if (!driver) return;
    const RiskDriver& of = model_.drivers[*driver];
    CheckHeld(of, moved.value, path / "value");
    const bool is_added = std::holds_alternative<MeanRevertingRate>(of.shape) ||
                          std::holds_alternative<Event>(of.shape) || std::holds_alternative<DelayTarget>(of.target);
    if (moved.value == (is_added ? 0.0 : 1.0)) {
      context_.Fail(path / "value", "is " + NumberText(moved.value) + ", where nothing deviates; expected a move");
    }
  }

  void CheckLimit(const StressLimit& limit, const FieldPath& path) {
    const auto* const known = std::find(kSimulatedMetrics.begin(), kSimulatedMetrics.end(), limit.metric_name);
    if (known == kSimulatedMetrics.end()) {
      std::string list;
      for (const std::string_view name : kSimulatedMetrics) list += (list.empty() ? "" : ", ") + std::string(name);
      context_.Fail(path / "metric_name", "is '" + limit.metric_name + "'; expected one of " + list);
    }
    const bool is_of_tonnes =
        limit.metric_name.ends_with("_t_co2e") && limit.metric_name.find("_per_") == std::string::npos;
    if (!is_of_tonnes) {
      context_.Require(context_.perspectives, limit.perspective_id, path / "perspective_id");
    } else if (!limit.perspective_id.empty()) {
      context_.Fail(path / "perspective_id", "is set, but tonnes do not depend on it; expected none");
    }
    if (limit.least_value.has_value() == limit.greatest_value.has_value()) {
      context_.Fail(path, "expected a bound: least_value or greatest_value");
    }
    const FieldPath least = path / "least_value";
    const FieldPath greatest = path / "greatest_value";
    if (limit.least_value && !std::isfinite(*limit.least_value)) context_.Fail(least, "is no finite number");
    if (limit.greatest_value && !std::isfinite(*limit.greatest_value)) context_.Fail(greatest, "is no finite number");
  }

  void CheckHeld(const RiskDriver& driver, double value, const FieldPath& path) {
    if (std::holds_alternative<MeanRevertingRate>(driver.shape)) {
      context_.Range(value, -kMostRateShiftPerYear, kMostRateShiftPerYear, path,
                     "a shift of the yearly rate from -1 to 1 (0.02: +200 bp)");
    } else if (std::holds_alternative<DelayTarget>(driver.target)) {
      if (!IsDelay(value)) context_.Fail(path, "is " + NumberText(value) + "; expected whole years of delay, 0 to 100");
    } else {
      context_.NotNegative(value, path);
    }
  }

  static constexpr std::size_t kLongestShown = 80;

  ValidationContext& context_;
  const RiskModel& model_;
  IdSet drivers_{"driver"};
  IdSet stresses_{"stress"};
  IdSet reverse_stresses_{"reverse stress"};
  std::vector<const RiskDriver*> delaying_driver_;  ///< By project.
  std::set<std::pair<std::string_view, std::string_view>> pairs_;
};

}  // namespace

Failures ValidateRisk(const AppraisalRequest& request, const RiskModel& model, const StopPoll& stop) {
  ValidationContext context(request, stop);
  RiskValidator(context, model).Check();
  return std::move(context).Take();
}

}  // namespace calanque::model
