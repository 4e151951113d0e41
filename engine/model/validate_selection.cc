#include "engine/model/validate_selection.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/model/number_text.h"
#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr double kLargest = 1e15;

class Check {
 public:
  Check(const AppraisalRequest& request, const SelectionTerms& terms) : context_(request), terms_(terms) {}

  Failures Run() && {
    const FieldPath root;
    Scalars(root);
    Projects(root / "projects");
    Budgets(root / "budgets");
    Debts(root / "debts");
    Capacities(root / "capacities");
    Milestones(root / "milestones");
    Precedences(root / "precedences");
    Exclusions(root / "exclusions");
    if (terms_.shortfall) Shortfall(*terms_.shortfall, root / "shortfall");
    return std::move(context_).Take();
  }

 private:
  void Scalars(const FieldPath& root) {
    context_.Require(context_.perspectives, terms_.perspective_id, root / "perspective_id");
    context_.Count(terms_.max_delay_years, 0, kMostDelayYears, root / "max_delay_years");
    context_.Rate(terms_.cost_growth_real_fraction_per_year, root / "cost_growth_real_fraction_per_year");
    context_.Fraction(terms_.relative_gap, root / "relative_gap");
    context_.Range(static_cast<double>(terms_.node_count), 1, 1e9, root / "node_count", "a count from 1 to 1e9");
    context_.Range(terms_.time_seconds, 0, 86'400, root / "time_seconds", "0 (no limit) to 86,400 seconds");
    context_.Count(terms_.frontier_point_count, 0, kMostFrontierPoints, root / "frontier_point_count");
    if (terms_.frontier_point_count == 1) {
      context_.Fail(root / "frontier_point_count", "is 1; expected 0 (no frontier) or at least 2 points");
    }
    if (terms_.minimum_abatement_t_co2e) {
      context_.Range(*terms_.minimum_abatement_t_co2e, -kLargest, kLargest, root / "minimum_abatement_t_co2e",
                     "a number of tonnes");
    }
  }

  void Limits(const YearLimits& limits, const FieldPath& path) {
    const FieldPath values = path / "values";
    if (limits.values.empty()) context_.Fail(values, "is empty; expected one limit per calendar year");
    context_.GridYear(limits.first_year, path / "first_year");
    const int last = limits.first_year + static_cast<int>(limits.values.size()) - 1;
    if (limits.first_year <= context_.last_year && last > context_.last_year) {
      context_.Fail(values,
                    "goes on to " + std::to_string(last) + "; the grid ends in " + std::to_string(context_.last_year));
    }
    for (std::size_t i = 0; i < limits.values.size(); ++i) context_.NotNegative(limits.values[i], values[i]);
  }

  void Projects(const FieldPath& path) {
    ValidationContext::Places seen;
    for (std::size_t i = 0; i < terms_.projects.size(); ++i) {
      const ProjectTerms& project = terms_.projects[i];
      const FieldPath element = path[i];
      context_.RequireOnce(context_.projects, seen, project.project_id, element / "project_id");
      context_.Range(project.minimum_fraction, 1e-6, 1.0, element / "minimum_fraction",
                     "above 0 and at most 1 (all or nothing)");
      if (project.max_delay_years) {
        context_.Count(*project.max_delay_years, 0, terms_.max_delay_years, element / "max_delay_years");
      }
    }
  }

  void Budgets(const FieldPath& path) {
    IdSet ids("budget");
    ids.Fill(terms_.budgets);
    for (std::size_t i = 0; i < terms_.budgets.size(); ++i) {
      const FieldPath element = path[i];
      context_.CheckId(ids, terms_.budgets[i].id, i, element);
      context_.Require(context_.parties, terms_.budgets[i].party_id, element / "party_id");
      Limits(terms_.budgets[i].limits, element / "limits");
    }
  }

  void Debts(const FieldPath& path) {
    IdSet ids("debt limit");
    ids.Fill(terms_.debts);
    for (std::size_t i = 0; i < terms_.debts.size(); ++i) {
      const DebtLimit& debt = terms_.debts[i];
      const FieldPath element = path[i];
      context_.CheckId(ids, debt.id, i, element);
      context_.Require(context_.parties, debt.party_id, element / "party_id");
      context_.Fraction(debt.borrowed_fraction, element / "borrowed_fraction");
      context_.Count(debt.tenor_years, 1, 60, element / "tenor_years");
      Limits(debt.limits, element / "limits");
    }
  }

  void Capacities(const FieldPath& path) {
    IdSet ids("capacity");
    ids.Fill(terms_.capacities);
    for (std::size_t i = 0; i < terms_.capacities.size(); ++i) {
      const FieldPath element = path[i];
      context_.CheckId(ids, terms_.capacities[i].id, i, element);
      Limits(terms_.capacities[i].limits, element / "limits");
      const FieldPath uses = element / "uses";
      if (terms_.capacities[i].uses.empty()) context_.Fail(uses, "is empty; expected what projects take of it");
      ValidationContext::Places seen;
      for (std::size_t u = 0; u < terms_.capacities[i].uses.size(); ++u) {
        const CapacityUse& use = terms_.capacities[i].uses[u];
        const FieldPath at = uses[u];
        context_.RequireOnce(context_.projects, seen, use.project_id, at / "project_id");
        const FieldPath values = at / "values";
        if (use.values.empty()) context_.Fail(values, "is empty; expected the use by year from the project's start");
        for (std::size_t v = 0; v < use.values.size(); ++v) context_.NotNegative(use.values[v], values[v]);
      }
    }
  }

  void Milestones(const FieldPath& path) {
    IdSet ids("milestone");
    ids.Fill(terms_.milestones);
    for (std::size_t i = 0; i < terms_.milestones.size(); ++i) {
      const FieldPath element = path[i];
      context_.CheckId(ids, terms_.milestones[i].id, i, element);
      context_.GridYear(terms_.milestones[i].year, element / "year");
      context_.Range(terms_.milestones[i].abatement_t_co2e, -kLargest, kLargest, element / "abatement_t_co2e",
                     "a number of tonnes");
    }
  }

  void Precedences(const FieldPath& path) {
    for (std::size_t i = 0; i < terms_.precedences.size(); ++i) {
      const Precedence& precedence = terms_.precedences[i];
      const FieldPath element = path[i];
      context_.Require(context_.projects, precedence.project_id, element / "project_id");
      context_.Require(context_.projects, precedence.required_project_id, element / "required_project_id");
      if (precedence.project_id == precedence.required_project_id) {
        context_.Fail(element / "required_project_id", "is the project itself; expected another one");
      }
      context_.Count(precedence.lag_years, 0, kMostDelayYears, element / "lag_years");
    }
    Circles(path);
  }

  /// Projects that wait for each other for years never start: a slip, not a choice. Without years between they start
  /// together.
  void Circles(const FieldPath& path) {
    std::unordered_map<std::string_view, std::vector<std::string_view>> required;
    for (const Precedence& precedence : terms_.precedences) {
      required[precedence.project_id].push_back(precedence.required_project_id);
    }
    const auto waits_for = [&](std::string_view from, std::string_view to) {
      std::vector<std::string_view> open = {from};
      std::unordered_set<std::string_view> seen;
      while (!open.empty()) {
        const std::string_view project = open.back();
        open.pop_back();
        if (project == to) return true;
        if (!seen.insert(project).second) continue;
        const auto next = required.find(project);
        if (next != required.end()) open.insert(open.end(), next->second.begin(), next->second.end());
      }
      return false;
    };
    for (std::size_t i = 0; i < terms_.precedences.size(); ++i) {
      const Precedence& precedence = terms_.precedences[i];
      if (precedence.lag_years <= 0 || precedence.project_id == precedence.required_project_id) continue;
      if (!waits_for(precedence.required_project_id, precedence.project_id)) continue;
      const FieldPath element = path[i];
      context_.Fail(element / "required_project_id",
                    "is '" + precedence.required_project_id + "', which itself waits for '" + precedence.project_id +
                        "': with years between, neither could ever start; expected precedences without a circle");
    }
  }

  void Exclusions(const FieldPath& path) {
    IdSet ids("exclusion");
    ids.Fill(terms_.exclusions);
    for (std::size_t i = 0; i < terms_.exclusions.size(); ++i) {
      const Exclusion& exclusion = terms_.exclusions[i];
      const FieldPath element = path[i];
      context_.CheckId(ids, exclusion.id, i, element);
      const FieldPath projects = element / "project_ids";
      if (exclusion.project_ids.size() < 2)
        context_.Fail(projects, "has fewer than 2 projects; expected what excludes");
      ValidationContext::Places seen;
      for (std::size_t p = 0; p < exclusion.project_ids.size(); ++p) {
        context_.RequireOnce(context_.projects, seen, exclusion.project_ids[p], projects[p]);
      }
      context_.Count(exclusion.max_count, 1, 10'000, element / "max_count");
    }
  }

  void Shortfall(const ShortfallPenalty& shortfall, const FieldPath& path) {
    context_.Range(shortfall.weight, 0, 1e6, path / "weight", "0 to 1e6");
    context_.Range(shortfall.tail_probability, 1e-6, 1 - 1e-6, path / "tail_probability", "above 0 and below 1");
    const FieldPath scenarios = path / "scenarios";
    if (shortfall.scenarios.empty()) {
      context_.Fail(scenarios, "is empty; expected the values of projects in futures");
      return;
    }
    const std::size_t count = shortfall.scenarios.front().npv_amounts.size();
    ValidationContext::Places seen;
    for (std::size_t i = 0; i < shortfall.scenarios.size(); ++i) {
      const FieldPath element = scenarios[i];
      const FieldPath amounts = element / "npv_amounts";
      context_.RequireOnce(context_.projects, seen, shortfall.scenarios[i].project_id, element / "project_id");
      const std::size_t size = shortfall.scenarios[i].npv_amounts.size();
      if (size != count || size == 0 || size > kMostFutures) {
        context_.Fail(amounts, "has " + std::to_string(size) + " futures; expected 1 to " +
                                   std::to_string(kMostFutures) + ", and as many as the first project");
      }
    }
  }

  ValidationContext context_;
  const SelectionTerms& terms_;
};

}  // namespace

Failures ValidateSelection(const AppraisalRequest& request, const SelectionTerms& terms) {
  return Check(request, terms).Run();
}

Failures SelectionWarnings(const SelectionTerms& terms) {
  if (!terms.shortfall || terms.shortfall->weight == 0.0 || CountsShortfall(terms.objective)) return {};
  return {{Reason::kNotApplicable, "shortfall.weight",
           "changes no choice: it is taken off a value, and the objective counts tonnes or cost; the shortfall is only "
           "told"}};
}

}  // namespace calanque::model
