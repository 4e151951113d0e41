#include "engine/portfolio/make_selection.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/kernel/series.h"

namespace calanque::portfolio {
namespace {

using model::YearLimits;

Goal GoalOf(model::SelectionObjective objective) {
  switch (objective) {
    case model::SelectionObjective::kMaximiseEnpv:
      return Goal::kMaximiseEnpv;
    case model::SelectionObjective::kMaximiseNpv:
      return Goal::kMaximiseNpv;
    case model::SelectionObjective::kMaximiseAbatement:
      return Goal::kMaximiseAbatement;
    case model::SelectionObjective::kMinimiseCost:
      break;
  }
  return Goal::kMinimiseCost;
}

Method MethodOf(model::SelectionMethod method) {
  switch (method) {
    case model::SelectionMethod::kAutomatic:
      return Method::kAutomatic;
    case model::SelectionMethod::kExact:
      return Method::kExact;
    case model::SelectionMethod::kRelaxAndRound:
      break;
  }
  return Method::kRelaxAndRound;
}

/// Amount of a row in a calendar year of the grid.
double At(const std::vector<double>& row, int index) {
  return index >= 0 && index < static_cast<int>(row.size()) ? row[static_cast<std::size_t>(index)] : 0.0;
}

std::string NameOf(const std::string& id, const std::string& display_name) {
  return display_name.empty() ? id : display_name;
}

class Maker {
 public:
  Maker(const ProgrammeFigures& figures, const model::SelectionTerms& terms) : figures_(figures), terms_(terms) {
    for (std::size_t i = 0; i < figures.projects.size(); ++i) positions_[figures.projects[i].id] = i;
    for (const model::ProjectTerms& project : terms.projects) project_terms_[project.project_id] = &project;
  }

  Selection Make() && {
    made_.goal = GoalOf(terms_.objective);
    made_.method = MethodOf(terms_.method);
    for (const ProjectFigures& project : figures_.projects) AddCandidate(project);
    AddAbatement();
    for (const model::BudgetLimit& budget : terms_.budgets) AddBudget(budget);
    for (const model::DebtLimit& debt : terms_.debts) AddDebt(debt);
    for (const model::CapacityLimit& capacity : terms_.capacities) AddCapacity(capacity);
    for (const model::ProjectTerms& project : terms_.projects) AddRequired(project);
    for (const model::Exclusion& exclusion : terms_.exclusions) AddExclusion(exclusion);
    for (const model::Precedence& precedence : terms_.precedences) AddPrecedence(precedence);
    AddShortfall();
    return std::move(made_);
  }

 private:
  void AddCandidate(const ProjectFigures& project) {
    Candidate candidate{.id = project.id};
    std::size_t start_count = project.starts.size();
    if (const auto found = project_terms_.find(project.id); found != project_terms_.end()) {
      const model::ProjectTerms& terms = *found->second;
      candidate.minimum_fraction = terms.minimum_fraction;
      if (terms.max_delay_years) {
        start_count = std::min(start_count, static_cast<std::size_t>(*terms.max_delay_years) + 1);
      }
    }
    // A start of which the horizon leaves nothing would be free, and count as done.
    const auto is_beyond = [&](std::size_t s) {
      return project.starts[s].start.year >= figures_.first_year + figures_.year_count;
    };
    while (start_count > 1 && is_beyond(start_count - 1)) --start_count;
    for (std::size_t s = 0; s < start_count; ++s) candidate.starts.push_back(project.starts[s].start);
    made_.candidates.push_back(std::move(candidate));
  }

  /// Adds a constraint, with what `use(candidate, start)` says that each start takes.
  template <typename UseOf>
  void Add(Constraint constraint, UseOf&& use) {
    for (std::size_t c = 0; c < made_.candidates.size(); ++c) {
      for (std::size_t s = 0; s < made_.candidates[c].starts.size(); ++s) {
        const auto [proportional, fixed] = use(c, s);
        if (proportional != 0 || fixed != 0) constraint.uses.push_back({c, s, proportional, fixed});
      }
    }
    made_.constraints.push_back(std::move(constraint));
  }
  using Taken = std::pair<double, double>;

  void AddAbatement() {
    if (terms_.minimum_abatement_t_co2e) {
      Add({.id = "minimum-abatement",
           .name = "Tonnes avoided over the horizon",
           .unit = "tCO2e",
           .lower = *terms_.minimum_abatement_t_co2e},
          [&](std::size_t c, std::size_t s) {
            return Taken{made_.candidates[c].starts[s].abatement_t_co2e, 0.0};
          });
    }
    for (const model::Milestone& milestone : terms_.milestones) {
      const int index = milestone.year - figures_.first_year;
      const std::string what = milestone.is_cumulative ? "Tonnes avoided up to " : "Tonnes avoided in ";
      Add({.id = milestone.id,
           .name = what + std::to_string(milestone.year),
           .unit = "tCO2e",
           .year = milestone.year,
           .lower = milestone.abatement_t_co2e},
          [&](std::size_t c, std::size_t s) {
            const std::vector<double>& tonnes = figures_.projects[c].starts[s].abatement_t_co2e;
            return Taken{milestone.is_cumulative
                             ? kernel::Sum(std::span(tonnes).first(static_cast<std::size_t>(index) + 1))
                             : At(tonnes, index),
                         0.0};
          });
    }
  }

  [[nodiscard]] std::size_t PartyOf(const std::string& id) const {
    return static_cast<std::size_t>(std::ranges::find(figures_.party_ids, id) - figures_.party_ids.begin());
  }

  /// What a party spends and receives for a start, signs aside.
  [[nodiscard]] double Turnover(std::size_t party, std::size_t candidate, std::size_t start) const {
    const StartFigures& figures = figures_.projects[candidate].starts[start];
    double sum = 0;
    for (const double amount : figures.investment_amounts[party]) sum += std::abs(amount);
    for (const double amount : figures.grant_amounts[party]) sum += std::abs(amount);
    return sum;
  }

  /// One constraint per year of the list; `rows` are by candidate and start, the use by calendar year of the grid. What
  /// grants leave of an investment by rounding alone is nothing: a row of such rests would be scaled up to weigh.
  void AddYears(const Constraint& like, const YearLimits& limits, bool accumulates, std::size_t party,
                const std::vector<std::vector<std::vector<double>>>& rows) {
    constexpr double kRounding = 1e-11;  // Of all that is spent and received.
    double limit = 0;
    for (std::size_t i = 0; i < limits.values.size(); ++i) {
      limit = accumulates ? limit + limits.values[i] : limits.values[i];
      Constraint constraint = like;
      constraint.year = limits.first_year + static_cast<int>(i);
      constraint.name += (accumulates ? " up to " : " ") + std::to_string(constraint.year);
      constraint.upper = limit;
      const int last = constraint.year - figures_.first_year;
      const int first = accumulates ? limits.first_year - figures_.first_year : last;
      Add(std::move(constraint), [&](std::size_t c, std::size_t s) {
        double sum = 0;
        for (int year = first; year <= last; ++year) sum += At(rows[c][s], year);
        return Taken{std::abs(sum) > kRounding * Turnover(party, c, s) ? sum : 0.0, 0.0};
      });
    }
  }

  /// By candidate and start: what `row(figures)` makes of it.
  template <typename RowOf>
  [[nodiscard]] std::vector<std::vector<std::vector<double>>> RowsBy(RowOf&& row) const {
    std::vector<std::vector<std::vector<double>>> rows(made_.candidates.size());
    for (std::size_t c = 0; c < rows.size(); ++c) {
      for (std::size_t s = 0; s < made_.candidates[c].starts.size(); ++s) {
        rows[c].push_back(row(figures_.projects[c].starts[s]));
      }
    }
    return rows;
  }

  void AddBudget(const model::BudgetLimit& budget) {
    const std::size_t party = PartyOf(budget.party_id);
    const bool is_net = budget.measure == model::BudgetMeasure::kInvestmentLessGrants;
    const auto rows = RowsBy([&](const StartFigures& start) {
      std::vector<double> row = start.investment_amounts[party];
      for (std::size_t y = 0; is_net && y < row.size(); ++y) row[y] -= start.grant_amounts[party][y];
      return row;
    });
    AddYears({.id = budget.id, .name = NameOf(budget.id, budget.display_name), .unit = figures_.currency_code},
             budget.limits, budget.carries_unspent, party, rows);
  }

  void AddDebt(const model::DebtLimit& debt) {
    const std::size_t party = PartyOf(debt.party_id);
    const auto rows = RowsBy([&](const StartFigures& start) {
      const std::size_t year_count = start.investment_amounts[party].size();
      std::vector<double> owed(year_count);
      for (std::size_t drawn = 0; drawn < year_count; ++drawn) {
        const double net = start.investment_amounts[party][drawn] - start.grant_amounts[party][drawn];
        for (std::size_t y = drawn; y < year_count && net > 0; ++y) {
          const double repaid = std::min(1.0, static_cast<double>(y - drawn) / debt.tenor_years);
          owed[y] += debt.borrowed_fraction * net * (1 - repaid);
        }
      }
      return owed;
    });
    AddYears({.id = debt.id, .name = NameOf(debt.id, debt.display_name), .unit = figures_.currency_code}, debt.limits,
             false, party, rows);
  }

  void AddCapacity(const model::CapacityLimit& capacity) {
    std::map<std::size_t, const model::CapacityUse*> uses;
    for (const model::CapacityUse& use : capacity.uses) uses[positions_.at(use.project_id)] = &use;
    for (std::size_t i = 0; i < capacity.limits.values.size(); ++i) {
      const int year = capacity.limits.first_year + static_cast<int>(i);
      Add({.id = capacity.id,
           .name = NameOf(capacity.id, capacity.display_name) + " " + std::to_string(year),
           .unit = capacity.unit,
           .year = year,
           .upper = capacity.limits.values[i]},
          [&](std::size_t c, std::size_t s) {
            const auto found = uses.find(c);
            if (found == uses.end()) return Taken{0.0, 0.0};
            const double amount = At(found->second->values, year - made_.candidates[c].starts[s].year);
            return found->second->is_fixed ? Taken{0.0, amount} : Taken{amount, 0.0};
          });
    }
  }

  void AddRequired(const model::ProjectTerms& project) {
    if (!project.is_required) return;
    const std::size_t position = positions_.at(project.project_id);
    Add({.id = project.project_id,
         .name = figures_.projects[position].display_name + " must be done",
         .unit = "projects",
         .lower = 1},
        [&](std::size_t c, std::size_t) {
          return Taken{0.0, c == position ? 1.0 : 0.0};
        });
  }

  void AddExclusion(const model::Exclusion& exclusion) {
    std::vector<bool> is_named(made_.candidates.size());
    std::string name = "At most " + std::to_string(exclusion.max_count) + " of:";
    for (const std::string& id : exclusion.project_ids) {
      const std::size_t position = positions_.at(id);
      is_named[position] = true;
      name += (name.back() == ':' ? " " : ", ") + figures_.projects[position].display_name;
    }
    Add({.id = exclusion.id,
         .name = std::move(name),
         .unit = "projects",
         .upper = static_cast<double>(exclusion.max_count)},
        [&](std::size_t c, std::size_t) {
          return Taken{0.0, is_named[c] ? 1.0 : 0.0};
        });
  }

  /// By the end of each year in which the project may start: it has started only if the other had, `lag` years before.
  void AddPrecedence(const model::Precedence& precedence) {
    const std::size_t project = positions_.at(precedence.project_id);
    const std::size_t required = positions_.at(precedence.required_project_id);
    for (const Start& by : made_.candidates[project].starts) {
      Add({.id = precedence.project_id,
           .name = figures_.projects[project].display_name + " only after " + figures_.projects[required].display_name +
                   ", start by " + std::to_string(by.year),
           .unit = "projects",
           .year = by.year,
           .upper = 0},
          [&](std::size_t c, std::size_t s) {
            const int year = made_.candidates[c].starts[s].year;
            if (c == project) return Taken{0.0, year <= by.year ? 1.0 : 0.0};
            if (c == required) return Taken{0.0, year + precedence.lag_years <= by.year ? -1.0 : 0.0};
            return Taken{0.0, 0.0};
          });
    }
  }

  void AddShortfall() {
    if (!terms_.shortfall || terms_.shortfall->scenarios.empty()) return;
    // Value is given up for it: where tonnes or cost are the objective, there is none.
    made_.shortfall_weight = model::CountsShortfall(terms_.objective) ? terms_.shortfall->weight : 0.0;
    made_.tail_probability = terms_.shortfall->tail_probability;
    const std::size_t future_count = terms_.shortfall->scenarios.front().npv_amounts.size();
    for (Candidate& candidate : made_.candidates) candidate.deviations.assign(future_count, 0.0);
    for (const model::ProjectScenarios& scenarios : terms_.shortfall->scenarios) {
      const std::vector<double>& npv = scenarios.npv_amounts;
      const double mean = kernel::Sum(npv) / static_cast<double>(future_count);
      std::vector<double>& deviations = made_.candidates[positions_.at(scenarios.project_id)].deviations;
      for (std::size_t f = 0; f < future_count; ++f) deviations[f] = npv[f] - mean;
    }
  }

  const ProgrammeFigures& figures_;
  const model::SelectionTerms& terms_;
  std::map<std::string_view, std::size_t> positions_;
  std::map<std::string_view, const model::ProjectTerms*> project_terms_;
  Selection made_;
};

}  // namespace

Selection MakeSelection(const ProgrammeFigures& figures, const model::SelectionTerms& terms) {
  return Maker(figures, terms).Make();
}

}  // namespace calanque::portfolio
