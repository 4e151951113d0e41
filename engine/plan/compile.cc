#include "engine/plan/compile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <string_view>

#include "engine/curve/discount_curve.h"
#include "engine/plan/assumption_warnings.h"
#include "engine/plan/compile_project.h"
#include "engine/plan/conventions.h"
#include "engine/plan/item_writer.h"

namespace calanque::plan {
namespace {

/// The distinct dates of dated flows, ascending: each becomes a point of the axis.
std::vector<time::Date> DatedFlowDates(const model::Portfolio& portfolio) {
  std::set<time::Date> dates;
  const auto add = [&dates](const std::vector<model::CashFlowItem>& items) {
    for (const auto& item : items) {
      if (const auto* flows = std::get_if<model::DatedFlows>(&item.kind)) {
        dates.insert(flows->dates.begin(), flows->dates.end());
      }
    }
  };
  for (const auto& project : portfolio.projects) {
    add(project.with_project);
    add(project.without_project);
  }
  return {dates.begin(), dates.end()};
}

void AddNames(const model::Portfolio& portfolio, Plan& plan) {
  const auto name = [](const auto& named) {
    return Name{named.id, named.display_name.empty() ? named.id : named.display_name};
  };
  plan.projects.reserve(portfolio.projects.size());
  plan.parties.reserve(portfolio.parties.size());
  plan.party_ids.reserve(portfolio.parties.size());
  for (const auto& project : portfolio.projects) plan.projects.push_back(name(project));
  for (const auto& party : portfolio.parties) plan.parties.push_back(name(party));
  for (const Name& party : plan.parties) plan.party_ids.push_back(party.id);
  plan.currency_code = portfolio.currency_code;
}

void AddMetrics(const model::AppraisalOptions& options, Plan& plan, Failures& failures) {
  plan.metrics.reserve(options.metric_names.size());
  if (options.metric_names.empty()) {
    for (const metric::Definition& metric : metric::StandardMetrics()) plan.metrics.push_back(&metric);
  }
  for (std::size_t i = 0; i < options.metric_names.size(); ++i) {
    const metric::Definition* metric = metric::FindMetric(options.metric_names[i]);
    if (metric != nullptr) {
      plan.metrics.push_back(metric);
    } else {
      failures.push_back({Reason::kInvalidInput, "options.metric_names[" + std::to_string(i) + "]",
                          "unknown metric '" + options.metric_names[i] + "'; ListMetrics names them all"});
    }
  }
}

void AddBaseline(const model::Portfolio& portfolio, Plan& plan) {
  double total = 0.0;
  for (const auto& project : portfolio.projects) {
    double planned = 0.0;
    if (portfolio.baseline) {
      for (const auto& sector : portfolio.baseline->sectors) {
        if (sector.id == project.sector_id) planned = sector.planned_reduction_t_co2e;
      }
    }
    plan.planned_reduction_t_co2e.push_back(planned);
  }
  if (portfolio.baseline) {
    for (const auto& sector : portfolio.baseline->sectors) total += sector.planned_reduction_t_co2e;
    plan.metric_options.target_year = portfolio.baseline->target_year;
  }
  plan.planned_reduction_t_co2e.push_back(total);
}

constexpr std::array<std::string_view, kFigureCount> kFigureTexts = {
    "investment is not known", "running costs, savings and revenue are not known", "tonnes avoided are not known",
    "sources of money are not known"};

/// What is not known of the projects; the reader is told of how many.
void AddUnknownFigures(CompileContext& context, Plan& plan) {
  std::array<int, kFigureCount> counts{};
  FigureSet any;
  for (const auto& project : context.request.portfolio.projects) {
    plan.unknown_figures.push_back(project.unknown_figures);
    any = any | project.unknown_figures;
    for (int f = 0; f < kFigureCount; ++f) {
      if (project.unknown_figures.Has(static_cast<Figure>(f))) ++counts[static_cast<std::size_t>(f)];
    }
  }
  plan.unknown_figures.push_back(any);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    if (counts[f] == 0) continue;
    context.Warn("portfolio.projects",
                 std::to_string(counts[f]) + " of " + std::to_string(context.request.portfolio.projects.size()) +
                     " projects: " + std::string(kFigureTexts[f]) + "; figures that need that are left out");
  }
}

ledger::Border MakeBorder(const model::Perspective& perspective, const CompileContext& context) {
  ledger::Border border;
  border.inside.reserve(context.request.portfolio.parties.size());
  for (const auto& party : context.request.portfolio.parties) {
    border.inside.push_back(perspective.includes_all_parties && !party.is_outside ? 1 : 0);
  }
  for (const std::string& id : perspective.party_ids) border.inside[context.Party(id).value] = 1;
  return border;
}

/// Factors of every stream, in the run's prices: a real rate discounts nominal money by its factor over the index, and
/// the other way round.
Result<std::vector<double>> RunFactors(const model::DiscountRate& rate, const CompileContext& context,
                                       std::optional<double> beta) {
  const auto& options = context.request.options;
  auto factors = curve::DiscountFactors(rate, context.plan.schema.axis, options.valuation_date, beta);
  if (!factors || rate.basis == options.price_basis) return factors;
  std::vector<double> moved = std::move(factors).value();
  const auto& index = context.factors.general_index_ratio();
  for (std::size_t point = 0; point < moved.size(); ++point) {
    moved[point] *= rate.basis == model::PriceBasis::kReal ? 1.0 / index[point] : index[point];
  }
  return moved;
}

void AddPerspectives(const CompileContext& context, Plan& plan, Failures& failures) {
  const auto& request = context.request;
  const auto& asked = request.options.perspective_ids;
  for (const auto& perspective : request.portfolio.perspectives) {
    if (!asked.empty() && std::find(asked.begin(), asked.end(), perspective.id) == asked.end()) continue;
    const auto& rates = request.assumptions.discount_rates;
    const auto rate = std::find_if(rates.begin(), rates.end(),
                                   [&](const auto& candidate) { return candidate.id == perspective.discount_rate_id; });
    CALANQUE_CHECK(rate != rates.end(), "unknown discount rate after validation");
    PerspectivePlan compiled;
    compiled.id = perspective.id;
    compiled.display_name = perspective.display_name.empty() ? perspective.id : perspective.display_name;
    compiled.border = MakeBorder(perspective, context);
    compiled.discount_factors.reserve(context.betas.size() * context.plan.schema.axis.dates.size());
    for (std::size_t stream = 0; stream < context.betas.size(); ++stream) {
      const auto beta = stream == 0 ? std::nullopt : std::optional<double>(context.betas[stream]);
      const auto factors = RunFactors(*rate, context, beta);
      if (!factors) {
        Failure failure = factors.error();
        failure.field_path =
            "assumptions.discount_rates[" + std::to_string(rate - rates.begin()) + "]." + failure.field_path;
        failures.push_back(std::move(failure));
        break;
      }
      compiled.discount_factors.insert(compiled.discount_factors.end(), factors->begin(), factors->end());
    }
    plan.perspectives.push_back(std::move(compiled));
  }
}

bool IsWithin(const Plan& plan, const CompileContext& context, const CompileLimits& limits) {
  const std::size_t discount_rows = context.betas.size() * context.request.portfolio.perspectives.size();
  const std::size_t columns =
      plan.schema.money.size() + plan.schema.physical.size() + context.factors.row_count() + discount_rows;
  return columns * static_cast<std::size_t>(plan.schema.axis.point_count()) <= limits.max_ledger_cells;
}

Failure TooLarge(const CompileLimits& limits) {
  return {Reason::kResourceLimit, "portfolio",
          "the ledger would be too large: the limit is " + std::to_string(limits.max_ledger_cells) +
              " cells (columns x points in time); expected fewer items, periods or dates"};
}

}  // namespace

Result<Plan, Failures> Compile(const model::AppraisalRequest& request, const CompileLimits& limits,
                               const StopPoll& stop) {
  Plan plan;
  Failures failures;
  const auto& options = request.options;
  plan.schema.axis = ledger::MakePointAxis(options.grid, options.flow_timing, options.valuation_date,
                                           DatedFlowDates(request.portfolio));
  if (static_cast<std::size_t>(plan.schema.axis.point_count()) > limits.max_points) {
    return Failures{{Reason::kResourceLimit, "portfolio",
                     "has " + std::to_string(plan.schema.axis.point_count()) +
                         " points in time (periods and distinct dates of dated flows); the limit is " +
                         std::to_string(limits.max_points)}};
  }
  plan.schema.party_count = static_cast<std::uint32_t>(request.portfolio.parties.size());
  plan.omits_projects = options.omits_projects;
  plan.metric_options.mirr_finance_rate_per_year = options.mirr_finance_rate_per_year;
  plan.metric_options.mirr_reinvestment_rate_per_year = options.mirr_reinvestment_rate_per_year;
  plan.metric_options.target_irr_per_year = options.target_irr_per_year;
  plan.metric_options.eu_cofinancing_fraction = options.eu_cofinancing_fraction;
  AddNames(request.portfolio, plan);
  AddBaseline(request.portfolio, plan);
  AddMetrics(options, plan, failures);

  CompileContext context(request, plan);
  AddUnknownFigures(context, plan);
  WarnOfRates(context);
  if (request.assumptions.carbon_value) {
    plan.has_carbon_value = true;
    plan.carbon_value_factor = context.factors.MoneyCurve(request.assumptions.carbon_value->curve_id);
  }
  for (std::uint32_t project = 0; project < request.portfolio.projects.size(); ++project) {
    if (stop()) return Failures{Cancelled()};
    CompileProject(context, {project});
    if (!IsWithin(plan, context, limits)) return Failures{TooLarge(limits)};
  }
  CompileProgramme(context);
  AddPerspectives(context, plan, failures);
  if (!failures.empty()) return failures;
  plan.statements = ConventionStatements(request);
  std::move(context.factors).MoveInto(plan);
  WarnOfIndexEnds(context);
  return plan;
}

}  // namespace calanque::plan
