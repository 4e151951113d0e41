#include "engine/partnership/mode_drivers.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "engine/base/field_path.h"
#include "engine/model/validate_risk.h"
#include "engine/partnership/project_flows.h"
#include "engine/partnership/risk_cost.h"

namespace calanque::partnership {
namespace {

model::Distribution OutcomesOf(const model::RiskLine& line) {
  model::Discrete discrete;
  double rest = 1.0;
  for (const model::RiskOutcome& outcome : line.outcomes) {
    discrete.probabilities.push_back(outcome.probability_fraction);
    discrete.values.push_back(outcome.impact_fraction);
    rest -= outcome.probability_fraction;
  }
  discrete.probabilities.push_back(std::max(rest, 0.0));
  discrete.values.push_back(0.0);
  return discrete;
}

/// Whether drivers of these kinds and lines on this base speak of the same uncertainty.
bool IsSameRisk(model::RiskBase base, const std::vector<model::QuantityKind>& kinds) {
  const auto has = [&](model::QuantityKind kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  switch (base) {
    case model::RiskBase::kWorks:
    case model::RiskBase::kMaintenance:
      return has(model::QuantityKind::kInvestment);
    case model::RiskBase::kOperatingCost:
      return has(model::QuantityKind::kOperatingCost);
    case model::RiskBase::kSavings:
      return has(model::QuantityKind::kEnergySaved) || has(model::QuantityKind::kEnergyConsumed);
    case model::RiskBase::kRevenue:
      break;
  }
  return has(model::QuantityKind::kRevenue);
}

class Validator {
 public:
  Validator(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk)
      : project_(project), terms_(terms), risk_(risk) {}

  Failures Check() && {
    for (std::size_t i = 0; i < risk_.correlations.size(); ++i) CheckCorrelation(i);
    for (std::size_t i = 0; i < risk_.market.drivers.size(); ++i) CheckDriver(i);
    return std::move(failures_);
  }

 private:
  void Fail(const FieldPath& path, std::string message) {
    failures_.push_back({Reason::kInvalidInput, path.Render(), std::move(message)});
  }

  [[nodiscard]] const model::RiskLine* FindLine(const std::string& id) const {
    const auto found = std::find_if(terms_.risks.begin(), terms_.risks.end(),
                                    [&](const model::RiskLine& line) { return line.id == id; });
    return found == terms_.risks.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool IsDrawnLine(const std::string& id) const {
    const model::RiskLine* line = FindLine(id);
    return line != nullptr && !line->optimism_bias;
  }
  [[nodiscard]] bool IsDriver(const std::string& id) const {
    const auto& drivers = risk_.market.drivers;
    return std::any_of(drivers.begin(), drivers.end(), [&](const model::RiskDriver& driver) {
      return driver.id == id && !std::holds_alternative<model::Event>(driver.shape);
    });
  }

  void CheckCorrelation(std::size_t i) {
    const model::DriverCorrelation& pair = risk_.correlations[i];
    const FieldPath root;
    const FieldPath pairs = root / "line_correlations";
    const FieldPath path = pairs[i];
    const auto check_id = [&](const char* field, const std::string& id) {
      if (IsDrawnLine(id) || IsDriver(id)) return;
      Fail(path / field, "'" + id + "' is no line of the register that is drawn, and no driver of the risk model");
    };
    check_id("first_driver_id", pair.first_driver_id);
    check_id("second_driver_id", pair.second_driver_id);
    if (IsDriver(pair.first_driver_id) && IsDriver(pair.second_driver_id)) {
      Fail(path, "names two drivers of the risk model; expected such a pair among the risk model's own correlations");
    }
    if (!(std::abs(pair.correlation) <= 1.0)) Fail(path / "correlation", "is not between -1 and 1");
    if (pair.first_driver_id == pair.second_driver_id) Fail(path / "second_driver_id", "is the first one again");
    if (!known_.insert(std::minmax(pair.first_driver_id, pair.second_driver_id)).second) {
      Fail(path / "second_driver_id", "this pair stands above already");
    }
  }

  void CheckDriver(std::size_t i) {
    const model::RiskDriver& driver = risk_.market.drivers[i];
    const FieldPath root;
    const FieldPath model = root / "risk_model";
    const FieldPath drivers = model / "drivers";
    const FieldPath path = drivers[i];
    if (FindLine(driver.id) != nullptr) {
      Fail(path / "id", "'" + driver.id + "' is a line of the register too; expected an id of its own");
    }
    if (const auto* event = std::get_if<model::EventTarget>(&driver.target)) CheckEvent(*event, path / "target");
    const auto* target = std::get_if<model::QuantityTarget>(&driver.target);
    if (target == nullptr || !target->item_ids.empty() || !Reaches(target->project_ids)) return;
    for (const model::RiskLine& line : terms_.risks) {
      if (!IsSameRisk(line.base, target->kinds)) continue;
      Fail(path / "target", "moves what line '" + line.id +
                                "' of the register moves; expected a risk to be counted once: leave " +
                                "the line or the driver out, or name the driver's items");
      return;
    }
  }

  /// The operator's own payments stand in the mode, not in the project: an event among them would reach nobody.
  void CheckEvent(const model::EventTarget& event, const FieldPath& path) {
    const model::PppSetting& setting = *project_.setting;
    if (event.project_id != setting.project_id) return;
    for (const auto& [field, id] :
         {std::pair("payer_party_id", &event.payer_party_id), std::pair("payee_party_id", &event.payee_party_id)}) {
      if (*id != setting.operator_party_id || setting.operator_party_id.empty()) continue;
      Fail(path / field, "is '" + *id + "', the operator, whose payments follow from the mode; expected '" +
                             setting.public_party_id + "': under a partnership the operator bears it");
    }
  }

  [[nodiscard]] bool Reaches(const std::vector<std::string>& project_ids) const {
    return project_ids.empty() ||
           std::find(project_ids.begin(), project_ids.end(), project_.setting->project_id) != project_ids.end();
  }

  const Project& project_;
  const ComparisonTerms& terms_;
  const ModeRiskTerms& risk_;
  std::set<std::pair<std::string, std::string>> known_;
  Failures failures_;
};

}  // namespace

Failures ValidateModeRisk(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk) {
  Failures failures = model::ValidateSimulation(risk.options);
  for (Failure& failure : failures) failure.field_path = "simulation." + failure.field_path;
  Failures more = Validator(project, terms, risk).Check();
  failures.insert(failures.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return failures;
}

Result<ModeDrivers, Failures> ModeDrivers::Make(const Project& project, const ComparisonTerms& terms,
                                                const ModeRiskTerms& risk) {
  ModeDrivers drivers;
  auto bindings = run::BindDrivers(*project.request, *project.plan, risk.market);
  if (!bindings) {
    Failures failures = bindings.error();
    for (Failure& failure : failures) failure.field_path = "risk_model." + failure.field_path;
    return failures;
  }
  drivers.bindings_ = std::move(bindings).value();
  const auto years = static_cast<std::uint32_t>(project.plan->schema.axis.year_count);
  drivers.setting_.first_year = drivers.bindings_.setting.first_year;
  drivers.setting_.year_times = drivers.bindings_.setting.year_times;
  drivers.setting_.flow_times = drivers.bindings_.setting.flow_times;
  // What the sampler calls projects are the years of a line.
  drivers.setting_.project_count = std::max<std::size_t>(years, drivers.bindings_.setting.project_count);
  for (const model::RiskLine& line : terms.risks) drivers.AddLine(line, terms, years);
  drivers.model_.correlations = risk.correlations;
  drivers.model_.repairs_correlation = risk.repairs_correlation || risk.market.repairs_correlation;
  drivers.AddMarket(risk.market);
  return drivers;
}

void ModeDrivers::AddLine(const model::RiskLine& line, const ComparisonTerms& terms, std::uint32_t years) {
  LineDraw draw;
  if (line.optimism_bias) {
    draw.constant = *ExpectedFraction(line, terms.bias_types);  // Good by validation.
    draws_.push_back(draw);
    return;
  }
  model::RiskDriver driver;
  driver.id = line.id;
  if (line.factor_distribution) {
    driver.shape = model::Draw{*line.factor_distribution};
    draw.scale = IsBenefit(line.base) ? -1.0 : 1.0;
    draw.offset = 1.0;
  } else {
    driver.shape = model::Draw{OutcomesOf(line)};
  }
  driver.target = model::QuantityTarget{};
  driver.own_share_fraction = line.is_redrawn_each_year ? 1.0 : 0.0;
  draw.driver = model_.drivers.size();
  std::vector<std::uint32_t> reached;
  for (std::uint32_t y = 0; y < (line.is_redrawn_each_year ? years : 1U); ++y) reached.push_back(y);
  draw.rows = reached;
  setting_.projects_of_driver.push_back(std::move(reached));
  model_.drivers.push_back(std::move(driver));
  draws_.push_back(std::move(draw));
}

void ModeDrivers::AddMarket(const model::RiskModel& market) {
  line_driver_count_ = model_.drivers.size();
  model_.drivers.insert(model_.drivers.end(), market.drivers.begin(), market.drivers.end());
  model_.correlations.insert(model_.correlations.end(), market.correlations.begin(), market.correlations.end());
  const auto& reached = bindings_.setting.projects_of_driver;
  setting_.projects_of_driver.insert(setting_.projects_of_driver.end(), reached.begin(), reached.end());
}

void ModeDrivers::Place(const risk::Sampler& sampler) {
  for (LineDraw& draw : draws_) {
    if (draw.driver == LineDraw::kNoDriver) continue;
    const risk::DriverRows& rows = sampler.drivers()[draw.driver];
    for (std::uint32_t& row : draw.rows) row = rows.row_of_project[row];
  }
}

}  // namespace calanque::partnership
