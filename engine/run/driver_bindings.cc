#include "engine/run/driver_bindings.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "engine/base/field_path.h"
#include "engine/time/date.h"

namespace calanque::run {
namespace {

/// Resolves one driver after the other.
class Binder {
 public:
  Binder(const model::AppraisalRequest& request, const plan::Plan& plan, const model::RiskModel& risk)
      : request_(request), plan_(plan), risk_(risk) {
    const auto project_count = request.portfolio.projects.size();
    bindings_.delay_of_project.assign(project_count, kNoDriver);
    bindings_.reaches.assign(risk.drivers.size(), std::vector<std::uint8_t>(project_count, 0));
    auto& setting = bindings_.setting;
    const auto& axis = plan.schema.axis;
    setting.first_year = axis.first_year;
    const double valuation = time::DecimalYear(request.options.valuation_date);
    for (int year = 0; year < axis.year_count; ++year) {
      setting.year_times.push_back(axis.first_year + year + kMiddleOfYear - valuation);
    }
    setting.flow_times = FlowTimes(axis, setting.year_times);
    setting.project_count = project_count;
    setting.projects_of_driver.resize(risk.drivers.size());
  }

  Result<DriverBindings, Failures> Bind() && {
    for (driver_ = 0; driver_ < risk_.drivers.size(); ++driver_) {
      std::visit([&](const auto& kind) { BindTarget(kind); }, risk_.drivers[driver_].target);
    }
    RefuseMovedIndicesWithFixedPart(plan_);
    if (!failures_.empty()) return std::move(failures_);
    return std::move(bindings_);
  }

 private:
  static constexpr double kMiddleOfYear = 0.5;

  /// When the periods of a calendar year are paid, on average; its middle where none begins in it.
  static std::vector<double> FlowTimes(const ledger::PointAxis& axis, std::vector<double> times) {
    std::vector<double> sums(times.size(), 0.0);
    std::vector<int> counts(times.size(), 0);
    for (std::size_t period = 0; period < static_cast<std::size_t>(axis.period_count); ++period) {
      const auto year = static_cast<std::size_t>(axis.year_indices[period]);
      sums[year] += axis.years[period];
      ++counts[year];
    }
    for (std::size_t year = 0; year < times.size(); ++year) {
      if (counts[year] > 0) times[year] = sums[year] / counts[year];
    }
    return times;
  }

  void Fail(const FieldPath& path, std::string message) {
    failures_.push_back({Reason::kInvalidInput, path.Render(), std::move(message)});
  }

  void BindIds(const std::vector<std::string>& ids, DriverBindings::DriversById& map) {
    for (const std::string& id : ids) {
      auto& drivers = map[id];
      if (std::find(drivers.begin(), drivers.end(), driver_) == drivers.end()) drivers.push_back(driver_);
    }
  }

  void BindTarget(const model::CurveTarget& target) { BindIds(target.curve_ids, bindings_.on_curve); }
  void BindTarget(const model::IndexTarget& target) { BindIds(target.curve_ids, bindings_.on_curve); }
  void BindTarget(const model::DiscountTarget& target) {
    BindIds(target.discount_rate_ids, bindings_.on_discount_rate);
  }

  void BindTarget(const model::RateTarget& target) { BindIds(target.curve_ids, bindings_.on_base_rate); }

  void BindTarget(const model::QuantityTarget& target) {
    Reach(target.project_ids);
    bindings_.quantity_drivers.push_back(driver_);
  }

  void BindTarget(const model::DelayTarget& target) {
    Reach(target.project_ids);
    for (const std::uint32_t project : bindings_.setting.projects_of_driver[driver_]) {
      bindings_.delay_of_project[project] = driver_;
    }
  }

  void BindTarget(const model::EventTarget&) { bindings_.events.push_back(driver_); }

  /// An index, and with it the deflator, moves by a factor; a fixed part would stay behind.
  void RefuseMovedIndicesWithFixedPart(const plan::Plan& plan) {
    std::set<std::string> indices = {request_.assumptions.general_index_curve_id};
    for (const plan::FactorName& name : plan.factor_names) {
      if (name.kind == plan::FactorKind::kIndexRatio) indices.insert(name.curve_id);
    }
    indices.erase("");
    for (const std::string& index : indices) RefuseIfMovedWithFixedPart(index);
  }

  void RefuseIfMovedWithFixedPart(const std::string& index) {
    bool has_fixed_part = false;
    std::uint32_t driver = kNoDriver;
    for (const CurveLink& link : CurveChain(request_.assumptions, index)) {
      has_fixed_part = has_fixed_part || link.addend != 0.0;
      const auto& drivers = DriverBindings::Of(bindings_.on_curve, link.curve_id);
      if (!drivers.empty()) driver = drivers.front();
    }
    if (!has_fixed_part || driver == kNoDriver) return;
    const FieldPath root;
    const FieldPath drivers = root / "drivers";
    const FieldPath path = drivers[driver];
    Fail(path / "target",
         "moves the index '" + index + "', which is derived with an addend; expected a multiplier only");
  }

  void Reach(const std::vector<std::string>& project_ids) {
    const auto& projects = request_.portfolio.projects;
    auto& reaches = bindings_.reaches[driver_];
    for (std::size_t i = 0; i < projects.size(); ++i) {
      const bool is_named = std::find(project_ids.begin(), project_ids.end(), projects[i].id) != project_ids.end();
      reaches[i] = project_ids.empty() || is_named ? 1 : 0;
    }
    if (!std::holds_alternative<model::Draw>(risk_.drivers[driver_].shape)) return;
    for (std::uint32_t i = 0; i < reaches.size(); ++i) {
      if (reaches[i] != 0) bindings_.setting.projects_of_driver[driver_].push_back(i);
    }
  }

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const model::RiskModel& risk_;
  DriverBindings bindings_;
  Failures failures_;
  std::uint32_t driver_ = 0;
};

}  // namespace

std::vector<CurveLink> CurveChain(const model::Assumptions& assumptions, std::string_view curve_id) {
  std::vector<CurveLink> chain;
  while (true) {
    const auto curve = std::find_if(assumptions.curves.begin(), assumptions.curves.end(),
                                    [&](const model::Curve& candidate) { return candidate.id == curve_id; });
    CALANQUE_CHECK(curve != assumptions.curves.end(), "unknown curve after validation: " + std::string(curve_id));
    const auto* derived = std::get_if<model::CurveDerived>(&curve->shape);
    chain.push_back(
        {curve->id, derived != nullptr ? derived->multiplier : 1.0, derived != nullptr ? derived->addend : 0.0});
    if (derived == nullptr) return chain;
    curve_id = derived->base_curve_id;
  }
}

const std::vector<std::uint32_t>& DriverBindings::Of(const DriversById& map, std::string_view id) {
  static const std::vector<std::uint32_t> kNone;
  const auto found = map.find(id);
  return found == map.end() ? kNone : found->second;
}

Result<DriverBindings, Failures> BindDrivers(const model::AppraisalRequest& request, const plan::Plan& plan,
                                             const model::RiskModel& risk) {
  return Binder(request, plan, risk).Bind();
}

}  // namespace calanque::run
