#include "engine/run/driver_bindings.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "engine/base/field_path.h"
#include "engine/time/date.h"

namespace calanque::run {
namespace {

/// Resolves one driver after the other; collects every failure.
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
    setting.project_count = project_count;
    setting.projects_of_driver.resize(risk.drivers.size());
  }

  Result<DriverBindings, Failures> Bind() && {
    const FieldPath root;
    const FieldPath drivers = root / "drivers";
    for (std::uint32_t i = 0; i < risk_.drivers.size(); ++i) {
      driver_ = i;
      const FieldPath path = drivers[i];
      const FieldPath target = path / "target";
      std::visit([&](const auto& kind) { BindTarget(kind, target); }, risk_.drivers[i].target);
    }
    RefuseMovedIndicesWithFixedPart(plan_);
    if (!failures_.empty()) return std::move(failures_);
    return std::move(bindings_);
  }

 private:
  static constexpr double kMiddleOfYear = 0.5;

  [[nodiscard]] const model::RiskDriver& Driver() const { return risk_.drivers[driver_]; }
  template <typename Shape>
  [[nodiscard]] bool HasShape() const {
    return std::holds_alternative<Shape>(Driver().shape);
  }
  void Fail(const FieldPath& path, std::string message) {
    failures_.push_back({Reason::kInvalidInput, path.Render(), std::move(message)});
  }

  template <typename Named>
  const Named* Find(const std::vector<Named>& list, const std::string& id, const FieldPath& path, const char* what) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Named& named) { return named.id == id; });
    if (found != list.end()) return &*found;
    Fail(path, std::string("unknown ") + what + " '" + id + "'");
    return nullptr;
  }

  void BindIds(const std::vector<std::string>& ids, DriverBindings::DriversById& map) {
    for (const std::string& id : ids) {
      auto& drivers = map[id];
      if (std::find(drivers.begin(), drivers.end(), driver_) == drivers.end()) drivers.push_back(driver_);
    }
  }

  void BindTarget(const model::CurveTarget& target, const FieldPath& path) {
    const FieldPath ids = path / "curve_ids";
    if (HasShape<model::Event>()) Fail(path, "an event cannot move a curve; expected a process or a draw");
    if (Driver().own_share_fraction > 0.0) Fail(path, "a curve is the same for all projects: no own share can move it");
    for (std::size_t i = 0; i < target.curve_ids.size(); ++i) {
      Find(request_.assumptions.curves, target.curve_ids[i], ids[i], "curve");
    }
    BindIds(target.curve_ids, bindings_.on_curve);
  }

  void BindTarget(const model::IndexTarget& target, const FieldPath& path) {
    const FieldPath ids = path / "curve_ids";
    RequireRate(path);
    for (std::size_t i = 0; i < target.curve_ids.size(); ++i) {
      Find(request_.assumptions.curves, target.curve_ids[i], ids[i], "curve");
    }
    BindIds(target.curve_ids, bindings_.on_curve);
  }

  void BindTarget(const model::DiscountTarget& target, const FieldPath& path) {
    const FieldPath ids = path / "discount_rate_ids";
    RequireRate(path);
    for (std::size_t i = 0; i < target.discount_rate_ids.size(); ++i) {
      Find(request_.assumptions.discount_rates, target.discount_rate_ids[i], ids[i], "discount rate");
    }
    BindIds(target.discount_rate_ids, bindings_.on_discount_rate);
  }

  void BindTarget(const model::QuantityTarget& target, const FieldPath& path) {
    if (HasShape<model::Event>()) Fail(path, "an event cannot scale quantities; expected a process or a draw");
    const FieldPath kinds = path / "kinds";
    if (target.kinds.empty()) Fail(kinds, "is empty; expected at least one kind of item");
    Reach(target.project_ids, path);
    const FieldPath ids = path / "item_ids";
    for (std::size_t i = 0; i < target.item_ids.size(); ++i) {
      if (!IsItem(target.item_ids[i])) Fail(ids[i], "unknown item '" + target.item_ids[i] + "' in these projects");
    }
    bindings_.quantity_drivers.push_back(driver_);
  }

  void BindTarget(const model::DelayTarget& target, const FieldPath& path) {
    if (!HasShape<model::Draw>()) Fail(path, "a delay is drawn once a path; expected the shape 'draw'");
    Reach(target.project_ids, path);
    const FieldPath ids = path / "project_ids";
    for (const std::uint32_t project : bindings_.setting.projects_of_driver[driver_]) {
      std::uint32_t& delay = bindings_.delay_of_project[project];
      if (delay != kNoDriver) {
        Fail(ids, "project '" + request_.portfolio.projects[project].id + "' is already delayed by driver '" +
                      risk_.drivers[delay].id + "'");
      }
      delay = driver_;
    }
  }

  void BindTarget(const model::EventTarget& target, const FieldPath& path) {
    if (!HasShape<model::Event>()) Fail(path, "expected the shape 'event'");
    Find(request_.portfolio.projects, target.project_id, path / "project_id", "project");
    Find(request_.portfolio.parties, target.payer_party_id, path / "payer_party_id", "party");
    Find(request_.portfolio.parties, target.payee_party_id, path / "payee_party_id", "party");
    if (target.price_terms && !target.price_terms->index_curve_id.empty()) {
      const FieldPath terms = path / "price_terms";
      Find(request_.assumptions.curves, target.price_terms->index_curve_id, terms / "index_curve_id", "curve");
    }
    bindings_.events.push_back(driver_);
  }

  void RequireRate(const FieldPath& path) {
    if (!HasShape<model::MeanRevertingRate>()) Fail(path, "expected the shape 'mean_reverting_rate'");
  }

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

  [[nodiscard]] bool IsItem(const std::string& id) const {
    const auto has = [&](const auto& list) {
      return std::any_of(list.begin(), list.end(), [&](const auto& named) { return named.id == id; });
    };
    for (std::size_t i = 0; i < request_.portfolio.projects.size(); ++i) {
      const auto& project = request_.portfolio.projects[i];
      if (bindings_.reaches[driver_][i] != 0 && (has(project.with_project) || has(project.without_project)))
        return true;
    }
    return has(request_.portfolio.financing_sources);
  }

  void Reach(const std::vector<std::string>& project_ids, const FieldPath& path) {
    const FieldPath ids = path / "project_ids";
    auto& reaches = bindings_.reaches[driver_];
    if (project_ids.empty()) std::fill(reaches.begin(), reaches.end(), std::uint8_t{1});
    for (std::size_t i = 0; i < project_ids.size(); ++i) {
      const auto* project = Find(request_.portfolio.projects, project_ids[i], ids[i], "project");
      if (project != nullptr) reaches[static_cast<std::size_t>(project - request_.portfolio.projects.data())] = 1;
    }
    if (!HasShape<model::Draw>()) return;
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
