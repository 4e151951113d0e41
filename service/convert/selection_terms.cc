#include <utility>

#include "service/convert/check_values.h"
#include "service/convert/selection.h"

namespace calanque::service {
namespace {

constexpr double kDefaultGap = 0.01;
constexpr std::int64_t kDefaultNodeCount = 20'000;
constexpr double kDefaultTail = 0.05;

class TermsReader {
 public:
  TermsReader(const v1::SelectPortfolioRequest& request, const Limits& limits, Reader& reader)
      : request_(request), limits_(limits), reader_(reader) {}

  model::SelectionTerms Read() {
    CheckSizes();
    if (reader_.has(Reason::kResourceLimit)) return {};
    model::SelectionTerms terms;
    terms.objective = Objective();
    terms.method = Method();
    terms.perspective_id = request_.perspective_id();
    terms.max_delay_years = request_.max_delay_years();
    terms.cost_growth_real_fraction_per_year = request_.cost_growth_real_fraction_per_year();
    if (request_.has_minimum_abatement_t_co2e()) terms.minimum_abatement_t_co2e = request_.minimum_abatement_t_co2e();
    terms.frontier_point_count = request_.frontier_point_count();
    const v1::SearchLimits& search = request_.search();
    terms.relative_gap = search.has_relative_gap() ? search.relative_gap() : kDefaultGap;
    terms.node_count = search.node_count() == 0 ? kDefaultNodeCount : search.node_count();
    terms.time_seconds = search.time_seconds();
    ReadLists(terms);
    return terms;
  }

 private:
  void CheckSizes() {
    Size(request_.projects_size(), limits_.max_projects, "projects");
    Size(request_.budgets_size(), limits_.max_selection_lists, "budgets");
    Size(request_.capacities_size(), limits_.max_selection_lists, "capacities");
    Size(request_.debts_size(), limits_.max_selection_lists, "debts");
    Size(request_.milestones_size(), limits_.max_selection_lists, "milestones");
    Size(request_.precedences_size(), limits_.max_list_values, "precedences");
    Size(request_.exclusions_size(), limits_.max_list_values, "exclusions");
    Size(request_.shortfall().scenarios_size(), limits_.max_projects, "shortfall");
  }
  void Size(int size, int limit, const char* list) {
    const FieldPath root;
    CheckSize(size, limit, root / list, "entries", reader_);
  }

  model::SelectionObjective Objective() {
    const FieldPath root;
    switch (request_.objective()) {
      case v1::SELECTION_OBJECTIVE_UNSPECIFIED:
      case v1::SELECTION_OBJECTIVE_MAXIMISE_ENPV:
        return model::SelectionObjective::kMaximiseEnpv;
      case v1::SELECTION_OBJECTIVE_MAXIMISE_NPV:
        return model::SelectionObjective::kMaximiseNpv;
      case v1::SELECTION_OBJECTIVE_MAXIMISE_ABATEMENT:
        return model::SelectionObjective::kMaximiseAbatement;
      case v1::SELECTION_OBJECTIVE_MINIMISE_COST:
        return model::SelectionObjective::kMinimiseCost;
      default:
        reader_.FailEnum(request_.objective(), root / "objective");
    }
    return {};
  }

  model::SelectionMethod Method() {
    const FieldPath root;
    switch (request_.method()) {
      case v1::SELECTION_METHOD_UNSPECIFIED:
        return model::SelectionMethod::kAutomatic;
      case v1::SELECTION_METHOD_EXACT:
        return model::SelectionMethod::kExact;
      case v1::SELECTION_METHOD_RELAX_AND_ROUND:
        return model::SelectionMethod::kRelaxAndRound;
      default:
        reader_.FailEnum(request_.method(), root / "method");
    }
    return {};
  }

  model::BudgetMeasure Measure(v1::BudgetMeasure measure, std::size_t budget) {
    switch (measure) {
      case v1::BUDGET_MEASURE_UNSPECIFIED:
      case v1::BUDGET_MEASURE_INVESTMENT_LESS_GRANTS:
        return model::BudgetMeasure::kInvestmentLessGrants;
      case v1::BUDGET_MEASURE_INVESTMENT:
        return model::BudgetMeasure::kInvestment;
      default: {
        const FieldPath root;
        const FieldPath budgets = root / "budgets";
        const FieldPath element = budgets[budget];
        reader_.FailEnum(measure, element / "measure");
      }
    }
    return {};
  }

  static model::YearLimits Years(const v1::YearLimits& limits) {
    return {limits.first_year(), ToVector(limits.values())};
  }

  /// Every note says what kind of source it is.
  template <typename List>
  void CheckSources(const List& list, const char* name) {
    const FieldPath root;
    const FieldPath path = root / name;
    for (int i = 0; i < list.size(); ++i) {
      const FieldPath element = path[static_cast<std::size_t>(i)];
      (void)reader_.Sources(list[i].sources(), element / "sources");
    }
  }

  void ReadLists(model::SelectionTerms& terms) {
    const FieldPath root;
    (void)reader_.Sources(request_.sources(), root / "sources");
    CheckSources(request_.projects(), "projects");
    CheckSources(request_.budgets(), "budgets");
    CheckSources(request_.capacities(), "capacities");
    CheckSources(request_.debts(), "debts");
    CheckSources(request_.milestones(), "milestones");
    CheckSources(request_.precedences(), "precedences");
    CheckSources(request_.exclusions(), "exclusions");
    for (const v1::ProjectChoice& in : request_.projects()) {
      model::ProjectTerms project{in.project_id(), in.has_minimum_fraction() ? in.minimum_fraction() : 1.0,
                                  in.is_required(), std::nullopt};
      if (in.has_max_delay_years()) project.max_delay_years = in.max_delay_years();
      terms.projects.push_back(std::move(project));
    }
    for (const v1::BudgetLimit& in : request_.budgets()) {
      terms.budgets.push_back({in.id(), in.display_name(), in.party_id(), Measure(in.measure(), terms.budgets.size()),
                               Years(in.limits()), in.carries_unspent()});
    }
    for (const v1::CapacityLimit& in : request_.capacities()) {
      model::CapacityLimit capacity{in.id(), in.display_name(), in.unit(), Years(in.limits()), {}};
      for (const v1::CapacityUse& use : in.uses()) {
        capacity.uses.push_back({use.project_id(), ToVector(use.values()), use.is_fixed()});
      }
      terms.capacities.push_back(std::move(capacity));
    }
    for (const v1::DebtLimit& in : request_.debts()) {
      terms.debts.push_back(
          {in.id(), in.display_name(), in.party_id(), in.borrowed_fraction(), in.tenor_years(), Years(in.limits())});
    }
    for (const v1::AbatementMilestone& in : request_.milestones()) {
      terms.milestones.push_back({in.id(), in.year(), in.abatement_t_co2e(), in.is_cumulative()});
    }
    for (const v1::ProjectPrecedence& in : request_.precedences()) {
      terms.precedences.push_back({in.project_id(), in.required_project_id(), in.lag_years()});
    }
    for (const v1::ProjectExclusion& in : request_.exclusions()) {
      terms.exclusions.push_back({in.id(), ToVector(in.project_ids()), in.max_count() == 0 ? 1 : in.max_count()});
    }
    if (!request_.has_shortfall()) return;
    const v1::ShortfallPenalty& in = request_.shortfall();
    model::ShortfallPenalty shortfall{
        in.weight(), in.has_tail_probability() ? in.tail_probability() : kDefaultTail, {}};
    for (const v1::ProjectScenarios& scenarios : in.scenarios()) {
      shortfall.scenarios.push_back({scenarios.project_id(), ToVector(scenarios.npv_amounts())});
    }
    terms.shortfall = std::move(shortfall);
  }

  const v1::SelectPortfolioRequest& request_;
  const Limits& limits_;
  Reader& reader_;
};

}  // namespace

model::SelectionTerms ConvertSelectionTerms(const v1::SelectPortfolioRequest& request, const Limits& limits,
                                            Reader& reader) {
  return TermsReader(request, limits, reader).Read();
}

Failures AsWritten(Failures failures) {
  for (Failure& failure : failures) {
    for (const char* field : {"relative_gap", "node_count", "time_seconds"}) {
      if (failure.field_path == field) failure.field_path = std::string("search.") + field;
    }
  }
  return failures;
}

}  // namespace calanque::service
