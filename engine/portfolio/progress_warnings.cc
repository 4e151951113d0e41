#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/field_path.h"
#include "engine/model/validate_progress.h"
#include "engine/portfolio/track_progress.h"

namespace calanque::portfolio {
namespace {

using model::ProgressQuantity;

bool HoldsAnything(const std::vector<double>& row) {
  return std::ranges::any_of(row, [](double value) { return value != 0.0; });
}

/// Fields that the plan has figures for and the record has not.
std::string MissingFields(const ProjectPlan& plan, const model::ProjectActuals& actuals) {
  std::string names;
  const auto add = [&](std::string_view name) { names.append(names.empty() ? "" : ", ").append(name); };
  if (actuals.delivered_fractions.empty() && HoldsAnything(plan.work_amounts)) add("delivered_fractions");
  for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
    if (actuals.rows[q].empty() && HoldsAnything(plan.rows[q].amounts)) {
      add(model::FieldOf(static_cast<ProgressQuantity>(q)));
    }
  }
  return names;
}

/// Fields that the record has figures for and the plan has not.
std::string UnplannedFields(const ProjectPlan& plan, const model::ProjectActuals& actuals) {
  std::string names;
  for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
    if (!HoldsAnything(actuals.rows[q]) || HoldsAnything(plan.rows[q].amounts)) continue;
    names.append(names.empty() ? "" : ", ").append(model::FieldOf(static_cast<ProgressQuantity>(q)));
  }
  return names;
}

}  // namespace

Failures ProgressWarnings(const ProgressFigures& figures, const model::ProgressTerms& terms) {
  std::unordered_map<std::string_view, const ProjectPlan*> plans;
  for (const ProjectPlan& plan : figures.projects) plans.emplace(plan.id, &plan);
  Failures warnings;
  const FieldPath root;
  const FieldPath list = root / "actuals";
  const auto warn = [&](const FieldPath& path, std::string message) {
    warnings.push_back({Reason::kMissingData, path.Render(), std::move(message)});
  };
  for (std::size_t i = 0; i < terms.actuals.size(); ++i) {
    const model::ProjectActuals& actuals = terms.actuals[i];
    const ProjectPlan& plan = *plans.at(actuals.project_id);
    const FieldPath element = list[i];
    if (!actuals.delivered_fractions.empty() && !HoldsAnything(plan.work_amounts)) {
      warn(element / "delivered_fractions", "change nothing: the plan spends no capital on '" + plan.id + "'");
    }
    if (const std::string names = MissingFields(plan, actuals); !names.empty()) {
      warn(element, "'" + plan.id + "' has no " + names + "; taken as the plan has them at the stage reached");
    }
    if (const std::string names = UnplannedFields(plan, actuals); !names.empty()) {
      warn(element, "'" + plan.id + "' has " + names +
                        ", of which the plan has nothing in this perspective; is it the record of another one?");
    }
    plans.erase(actuals.project_id);
  }
  if (!plans.empty()) {
    std::string names;
    for (const ProjectPlan& plan : figures.projects) {
      if (plans.contains(plan.id)) names.append(names.empty() ? "" : ", ").append(plan.id);
    }
    warn(list, "nothing is recorded of " + names + "; taken as planned");
  }
  return warnings;
}

}  // namespace calanque::portfolio
