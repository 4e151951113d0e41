// Small requests that tests start from, and random ones for properties and benchmarks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/request.h"
#include "engine/run/evaluate.h"

namespace calanque::testing {

/// Day of "2025-01-31"; the text must be a date.
time::Date Day(const char* text);

/// Annual grid from 2025-01-01, valued that day, flows at period end, nominal; parties city, state, households,
/// operator, supplier and nature (both outside); perspectives economy (all, rate "five": 5 % nominal) and city (same
/// rate); a general index growing 2 % from 2025-01-01; one carrier "gas" at 100 a MWh (80 to the supplier, 20 tax to
/// the state), 0.2 t/MWh scope 1; no projects yet.
model::AppraisalRequest EmptyRequest(int period_count);

/// Adds a project and returns it; the reference holds until the next one is added.
model::Project& AddProject(model::AppraisalRequest& request, const std::string& id);

/// An item of nominal prices between two parties.
model::CashFlowItem Item(const std::string& id, const std::string& payer, const std::string& payee,
                         model::ItemKind kind);

/// An amount spent in the first year.
model::Investment InvestmentOf(double amount, const char* start_date = "2025-01-01");

/// Yearly amounts by period from the start of the grid.
model::ExplicitSeries SeriesOf(ledger::Category category, std::vector<double> amounts);

/// A valid request of `project_count` projects with every kind of item, drawn from `seed` alone: the same on every
/// machine.
model::AppraisalRequest RandomRequest(std::uint32_t seed, int project_count, int period_count,
                                      int months_per_period = 12);

/// Compiles (must succeed) and evaluates.
run::Cells EvaluateOrThrow(const plan::Plan& plan);
plan::Plan CompileOrThrow(const model::AppraisalRequest& request);

/// Value of a single-valued cell; throws where it is a failure. Empty project: the portfolio; empty perspective: none.
double ValueOf(const plan::Plan& plan, std::span<const run::Cell> cells, std::string_view metric,
               std::string_view project, std::string_view perspective, metric::View view = metric::View::kIncremental);
const metric::Outcome& OutcomeOf(const plan::Plan& plan, std::span<const run::Cell> cells, std::string_view metric,
                                 std::string_view project, std::string_view perspective,
                                 metric::View view = metric::View::kIncremental);

}  // namespace calanque::testing
