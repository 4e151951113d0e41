#include "engine/run/path_evaluator.h"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "engine/run/driver_bindings.h"
#include "engine/run/simulation_plan.h"
#include "tests/support/sample_request.h"
#include "tests/unit/engine/run/moved_request.h"

namespace calanque {
namespace {

using model::QuantityKind;
using run::FigureSpec;
using testing::CompileOrThrow;
using testing::EvaluateOrThrow;

constexpr int kFirstYear = 2025;

model::RiskDriver Driver(std::string id, model::DriverShape shape, model::DriverTarget target, double own = 0.0) {
  model::RiskDriver driver;
  driver.id = std::move(id);
  driver.shape = std::move(shape);
  driver.target = std::move(target);
  driver.own_share_fraction = own;
  return driver;
}

model::RiskDriver Quantity(std::string id, model::Distribution distribution, QuantityKind kind, double own = 0.0) {
  return Driver(std::move(id), model::Draw{std::move(distribution)}, model::QuantityTarget{{kind}, {}, {}}, own);
}

/// Prices, inflation, discount rate, overrun, performance, grants: everything that can be rewritten by hand.
model::RiskModel Sample() {
  model::RiskModel risk;
  risk.drivers = {
      Driver("gas", model::GeometricBrownian{0.01, 0.2}, model::CurveTarget{{"gas-energy"}}),
      Driver("carbon", model::GeometricBrownian{0.0, 0.3}, model::CurveTarget{{"carbon"}}),
      Driver("inflation", model::MeanRevertingRate{0.01, 0.3}, model::IndexTarget{{"inflation"}}),
      Driver("rate", model::MeanRevertingRate{0.01, 0.2}, model::DiscountTarget{{"five"}}),
      Quantity("overrun", model::Lognormal{1.1, 0.3}, QuantityKind::kInvestment, 0.5),
      Quantity("performance", model::Triangular{0.5, 0.9, 1.1}, QuantityKind::kEnergySaved, 1.0),
      Quantity("grant", model::Discrete{{0.4, 0.6}, {0.0, 1.0}}, QuantityKind::kGrant, 1.0),
      Quantity("demand", model::Uniform{0.8, 1.2}, QuantityKind::kRevenue),
  };
  return risk;
}

/// Everything a test of the evaluator holds.
struct Simulated {
  Simulated(model::AppraisalRequest request_in, model::RiskModel risk_in)
      : request(std::move(request_in)),
        risk(std::move(risk_in)),
        plan(CompileOrThrow(request)),
        bindings(Bind()),
        sampler(MakeSampler()),
        simulation(Compile()) {}

  run::DriverBindings Bind() {
    auto bound = run::BindDrivers(request, plan, risk);
    if (!bound) throw std::runtime_error(bound.error().front().field_path + bound.error().front().message);
    return std::move(bound).value();
  }
  risk::Sampler MakeSampler() {
    model::SimulationOptions options;
    options.seed = 7;
    options.path_count = 64;
    auto made = risk::Sampler::Make(risk, bindings.setting, options);
    if (!made) throw std::runtime_error(made.error().front().message);
    return std::move(made).value();
  }
  run::SimulationPlan Compile() {
    auto compiled =
        run::CompileSimulation(request, plan, risk, bindings, sampler.drivers(),
                               static_cast<std::uint32_t>(sampler.row_count()), {}, run::ProjectDetail::kYears);
    if (!compiled) throw std::runtime_error(compiled.error().front().message);
    return std::move(compiled).value();
  }
  risk::FactorBlock Sampled(std::size_t path_count) const {
    risk::FactorBlock block(sampler.row_count(), path_count);
    auto workspace = sampler.MakeWorkspace(path_count);
    sampler.Fill(0, workspace, block);
    return block;
  }
  /// Factors of a driver on a path: by year, or one for the project.
  std::vector<double> Years(const risk::FactorBlock& block, std::size_t driver, std::size_t path) const {
    std::vector<double> factors;
    const auto& rows = sampler.drivers()[driver];
    for (std::uint32_t i = 0; i < rows.row_count; ++i) factors.push_back(block.Row(rows.first_row + i)[path]);
    return factors;
  }
  double OfProject(const risk::FactorBlock& block, std::size_t driver, std::size_t project, std::size_t path) const {
    return block.Row(sampler.drivers()[driver].row_of_project[project])[path];
  }

  model::AppraisalRequest request;
  model::RiskModel risk;
  plan::Plan plan;
  run::DriverBindings bindings;
  risk::Sampler sampler;
  run::SimulationPlan simulation;
};

/// The gap is the budget's: all spending with the projects.
metric::View ViewOf(std::string_view figure) {
  return figure == "financing_gap_amount" ? metric::View::kWith : metric::View::kIncremental;
}

double CellOf(const plan::Plan& plan, const run::Cells& cells, const FigureSpec& figure) {
  for (const run::Cell& cell : cells) {
    if (cell.metric->name != figure.name || cell.project != figure.project || cell.perspective != figure.perspective ||
        cell.view != ViewOf(figure.name)) {
      continue;
    }
    const auto* value = std::get_if<double>(&cell.outcome);
    return value != nullptr ? *value : std::numeric_limits<double>::quiet_NaN();
  }
  throw std::out_of_range("no cell " + std::string(figure.name) + plan.currency_code);
}

std::vector<double> YearsOf(const run::Cells& cells, const run::YearFigureSpec& figure) {
  const std::string_view metric = figure.name == "net_cash_flow_amount"   ? "net_cash_flow_by_year_amount"
                                  : figure.name == "financing_gap_amount" ? "financing_gap_by_year_amount"
                                                                          : "abatement_by_year_t_co2e";
  for (const run::Cell& cell : cells) {
    if (cell.metric->name == metric && cell.project == figure.project && cell.perspective == figure.perspective &&
        cell.view == ViewOf(figure.name)) {
      const auto& values = std::get<metric::YearSeries>(cell.outcome).values;
      return {values.begin(), values.end()};
    }
  }
  throw std::out_of_range("no cell " + std::string(metric));
}

bool SameBits(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void ExpectDeterministic(const Simulated& setup) {
  risk::FactorBlock block(setup.sampler.row_count(), 13);
  setup.sampler.FillExpected(block);
  run::PathEvaluator evaluator(setup.simulation, 13);
  evaluator.Evaluate(block);
  const run::Cells cells = EvaluateOrThrow(setup.plan);
  for (std::size_t f = 0; f < setup.simulation.figures.size(); ++f) {
    const FigureSpec& figure = setup.simulation.figures[f];
    const double wanted = CellOf(setup.plan, cells, figure);
    EXPECT_TRUE(SameBits(figure.deterministic, wanted)) << figure.name << " project " << figure.project;
    for (const double value : evaluator.Figure(f)) {
      EXPECT_TRUE(SameBits(value, wanted)) << figure.name << " project " << figure.project << ": " << value - wanted;
    }
  }
  for (std::size_t f = 0; f < setup.simulation.year_figures.size(); ++f) {
    const std::vector<double> wanted = YearsOf(cells, setup.simulation.year_figures[f]);
    for (std::size_t year = 0; year < wanted.size(); ++year) {
      EXPECT_EQ(evaluator.Year(f, year)[12], wanted[year]) << setup.simulation.year_figures[f].name << " " << year;
    }
  }
}

/// Compares every figure and year of some paths with the request rewritten for that path.
using Rewrite = std::function<plan::Plan(const risk::FactorBlock&, std::size_t path)>;
void ExpectAsRewritten(const Simulated& setup, const Rewrite& rewrite) {
  constexpr std::size_t kPaths = 21;
  const risk::FactorBlock block = setup.Sampled(kPaths);
  run::PathEvaluator evaluator(setup.simulation, kPaths);
  evaluator.Evaluate(block);
  for (const std::size_t path : {0U, 5U, 12U, 20U}) {
    const plan::Plan plan = rewrite(block, path);
    const run::Cells cells = EvaluateOrThrow(plan);
    for (std::size_t f = 0; f < setup.simulation.figures.size(); ++f) {
      const FigureSpec& figure = setup.simulation.figures[f];
      const double wanted = CellOf(plan, cells, figure);
      const double value = evaluator.Figure(f)[path];
      if (std::isnan(wanted)) {
        EXPECT_TRUE(std::isnan(value)) << figure.name;
        continue;
      }
      // Relative to what is added up, which is larger than a net figure.
      const double scale = std::max(std::abs(wanted), figure.kind == FigureSpec::Kind::kRatio ? 1.0 : 1e6);
      EXPECT_NEAR(value, wanted, 1e-12 * scale * 20.0)
          << figure.name << " project " << figure.project << " perspective " << figure.perspective << " path " << path;
    }
    for (std::size_t f = 0; f < setup.simulation.year_figures.size(); ++f) {
      const std::vector<double> wanted = YearsOf(cells, setup.simulation.year_figures[f]);
      for (std::size_t year = 0; year < wanted.size(); ++year) {
        EXPECT_NEAR(evaluator.Year(f, year)[path], wanted[year], 1e-12 * std::max(std::abs(wanted[year]), 1e7))
            << setup.simulation.year_figures[f].name << " " << year << " path " << path;
      }
    }
  }
}

/// Straight-line residual values grow with the investment, which the overrun of purchases does not move.
void DropResiduals(model::AppraisalRequest& request) {
  for (auto& project : request.portfolio.projects) {
    for (auto& item : project.with_project) {
      if (auto* investment = std::get_if<model::Investment>(&item.kind)) {
        investment->residual_method = model::ResidualMethod::kNone;
      }
    }
  }
}

/// rows [row][point] times a factor per calendar year.
void MultiplyByYear(const ledger::PointAxis& axis, const std::vector<double>& factors, std::span<double> rows) {
  const auto point_count = static_cast<std::size_t>(axis.point_count());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] *= factors[static_cast<std::size_t>(axis.year_indices[i % point_count])];
  }
}

Rewrite RewriteOf(const Simulated& setup) {
  return [&setup](const risk::FactorBlock& block, std::size_t path) {
    model::AppraisalRequest moved = setup.request;
    testing::MultiplyCurve(moved, "gas-energy", kFirstYear, setup.Years(block, 0, path));
    testing::MultiplyCurve(moved, "carbon", kFirstYear, setup.Years(block, 1, path));
    testing::MultiplyIndex(moved, "inflation", kFirstYear, setup.Years(block, 2, path));
    for (std::size_t project = 0; project < moved.portfolio.projects.size(); ++project) {
      auto& owner = moved.portfolio.projects[project];
      const auto factor = [&](std::size_t driver) { return setup.OfProject(block, driver, project, path); };
      testing::ScaleItems(owner, QuantityKind::kInvestment, factor(4));
      testing::ScaleItems(owner, QuantityKind::kEnergySaved, factor(5));
      testing::ScaleItems(owner, QuantityKind::kGrant, factor(6));
      testing::ScaleItems(owner, QuantityKind::kRevenue, factor(7));
    }
    plan::Plan plan = CompileOrThrow(moved);
    for (auto& perspective : plan.perspectives) {
      MultiplyByYear(plan.schema.axis, setup.Years(block, 3, path), perspective.discount_factors);
    }
    return plan;
  };
}

class SampleSimulation : public ::testing::TestWithParam<model::PriceBasis> {};

TEST_P(SampleSimulation, ThePathWhereNothingDeviatesIsTheAppraisalToTheLastBit) {
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    model::AppraisalRequest request = testing::RandomRequest(seed, 9, 12);
    request.options.price_basis = GetParam();
    ExpectDeterministic(Simulated(request, Sample()));
  }
}

// Capped grants on overrunning investments, refunds of VAT on them, real prices and deflators: the recipe of FillLedger
// on moving rows, against the recipe itself.
TEST_P(SampleSimulation, APathIsTheAppraisalOfTheRequestRewrittenForIt) {
  for (const std::uint32_t seed : {1U, 2U, 3U, 4U}) {
    model::AppraisalRequest request = testing::RandomRequest(seed, 9, 12);
    request.options.price_basis = GetParam();
    DropResiduals(request);
    const Simulated setup(request, Sample());
    ExpectAsRewritten(setup, RewriteOf(setup));
  }
}

INSTANTIATE_TEST_SUITE_P(Bases, SampleSimulation,
                         ::testing::Values(model::PriceBasis::kNominal, model::PriceBasis::kReal));

TEST(PathEvaluator, QuarterlyGridsReadTheFactorOfTheirCalendarYear) {
  model::AppraisalRequest request = testing::RandomRequest(5, 4, 26, 3);
  model::RiskModel risk;
  risk.drivers = {Sample().drivers[0]};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  ExpectAsRewritten(setup, [&](const risk::FactorBlock& block, std::size_t path) {
    plan::Plan plan = CompileOrThrow(setup.request);
    const auto point_count = static_cast<std::size_t>(plan.schema.axis.point_count());
    for (std::size_t factor = 0; factor < plan.factor_names.size(); ++factor) {
      if (plan.factor_names[factor].text != "curve gas-energy") continue;
      MultiplyByYear(plan.schema.axis, setup.Years(block, 0, path),
                     std::span(plan.factors).subspan(factor * point_count, point_count));
    }
    plan::RunFactorSteps(plan.factor_steps, point_count, plan.factors);
    return plan;
  });
}

// A fixed grant paid in step with a base whose shape moves: its total stays, its timing does not.
TEST(PathEvaluator, AFixedGrantInStepWithAMovingBaseKeepsItsTotal) {
  model::AppraisalRequest request = testing::RandomRequest(6, 3, 8);
  DropResiduals(request);
  for (auto& project : request.portfolio.projects) {
    for (auto& item : project.with_project) {
      if (auto* investment = std::get_if<model::Investment>(&item.kind)) {
        investment->spend_profile.fractions = {0.3, 0.5, 0.2};
        item.price_terms = model::PriceTerms{model::PriceBasis::kReal, std::nullopt, ""};
      }
      if (auto* grant = std::get_if<model::Grant>(&item.kind)) {
        grant->share_of_eligible_fraction.reset();
        grant->amount = 2e6;
        grant->cap_amount.reset();
      }
    }
  }
  model::RiskModel risk;
  risk.drivers = {Sample().drivers[2], Sample().drivers[4]};
  const Simulated setup(request, risk);
  EXPECT_FALSE(setup.simulation.computed.empty());
  ExpectDeterministic(setup);
  ExpectAsRewritten(setup, [&](const risk::FactorBlock& block, std::size_t path) {
    model::AppraisalRequest moved = setup.request;
    testing::MultiplyIndex(moved, "inflation", kFirstYear, setup.Years(block, 0, path));
    for (std::size_t project = 0; project < moved.portfolio.projects.size(); ++project) {
      testing::ScaleItems(moved.portfolio.projects[project], QuantityKind::kInvestment,
                          setup.OfProject(block, 1, project, path));
    }
    return CompileOrThrow(moved);
  });
}

// Grants about as large as the works: whether anything is left to refund VAT on, some paths say and the plan does not.
TEST(PathEvaluator, ARefundThatGrantsLeaveOnSomePathsOnly) {
  for (const double grant_fraction : {0.9, 1.1, 1.3}) {
    model::AppraisalRequest request = testing::RandomRequest(6, 4, 8);
    DropResiduals(request);
    int refund_count = 0;
    for (auto& project : request.portfolio.projects) {
      double works_amount = 0.0;
      for (auto& item : project.with_project) {
        if (auto* investment = std::get_if<model::Investment>(&item.kind)) {
          investment->vat_rate_fraction = 0.0;
          works_amount = investment->amount;
        }
        if (auto* grant = std::get_if<model::Grant>(&item.kind)) {
          grant->share_of_eligible_fraction.reset();
          grant->amount = grant_fraction * works_amount;
          grant->cap_amount.reset();
        }
        refund_count += std::holds_alternative<model::VatCompensation>(item.kind) ? 1 : 0;
      }
    }
    ASSERT_GT(refund_count, 0);
    model::RiskModel risk;
    risk.drivers = {Sample().drivers[4]};
    const Simulated setup(request, risk);
    EXPECT_FALSE(setup.simulation.computed.empty());
    ExpectDeterministic(setup);
    ExpectAsRewritten(setup, [&](const risk::FactorBlock& block, std::size_t path) {
      model::AppraisalRequest moved = setup.request;
      for (std::size_t project = 0; project < moved.portfolio.projects.size(); ++project) {
        testing::ScaleItems(moved.portfolio.projects[project], QuantityKind::kInvestment,
                            setup.OfProject(block, 0, project, path));
      }
      return CompileOrThrow(moved);
    });
  }
}

// The same cost with the project and without it: nothing is left for the rate to move, and no sum of years either.
TEST(PathEvaluator, WhatCancelsIsMovedByNothing) {
  model::AppraisalRequest request = testing::EmptyRequest(5);
  model::OperatingCost upkeep;
  upkeep.fixed_amount_per_year = 10.0;
  upkeep.span = {testing::Day("2025-01-01"), std::nullopt};
  model::Project& project = testing::AddProject(request, "p");
  project.with_project = {testing::Item("new", "city", "supplier", upkeep)};
  project.without_project = {testing::Item("old", "city", "supplier", upkeep)};
  model::RiskModel risk;
  risk.drivers = {Sample().drivers[3]};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  ExpectAsRewritten(setup, [&](const risk::FactorBlock&, std::size_t) { return CompileOrThrow(setup.request); });
}

// A measure that fails on a path avoids nothing there: rounding is no tonne to divide by.
TEST(PathEvaluator, TonnesThatCancelOnAPathHaveNoCost) {
  model::AppraisalRequest request = testing::EmptyRequest(10);
  model::EnergyFlow saved;
  saved.use = model::EnergyUse::kSaved;
  saved.carrier_id = "gas";
  saved.quantity_mwh_per_year = 64.1;
  saved.span = {testing::Day("2025-01-01"), std::nullopt};
  testing::AddProject(request, "p").with_project = {
      testing::Item("works", "city", "supplier", testing::InvestmentOf(1000.0)),
      testing::Item("gas", "city", "", saved)};
  model::RiskModel risk;
  risk.drivers = {Quantity("fails", model::Discrete{{0.5, 0.5}, {0.0, 1.0}}, QuantityKind::kEnergySaved)};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  ExpectAsRewritten(setup, [&](const risk::FactorBlock& block, std::size_t path) {
    model::AppraisalRequest moved = setup.request;
    testing::ScaleItems(moved.portfolio.projects[0], QuantityKind::kEnergySaved, setup.OfProject(block, 0, 0, path));
    return CompileOrThrow(moved);
  });
}

// Delays recompile: residual values, replacements and the horizon are those of the later project.
TEST(PathEvaluator, ADelayedProjectIsTheProjectWithLaterDates) {
  model::AppraisalRequest request = testing::RandomRequest(7, 5, 10);
  request.portfolio.financing_sources.clear();
  model::RiskModel risk;
  risk.drivers = {Sample().drivers[0],
                  Driver("late", model::Draw{model::Discrete{{0.4, 0.3, 0.2, 0.1}, {0.0, 1.0, 3.0, 20.0}}},
                         model::DelayTarget{{"p0", "p1", "p3"}, 0.05}, 1.0)};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  ExpectAsRewritten(setup, [&](const risk::FactorBlock& block, std::size_t path) {
    model::AppraisalRequest moved = setup.request;
    testing::MultiplyCurve(moved, "gas-energy", kFirstYear, setup.Years(block, 0, path));
    for (const std::size_t project : {0U, 1U, 3U}) {
      const int years = static_cast<int>(setup.OfProject(block, 1, project, path));
      testing::DelayItems(moved.portfolio.projects[project].with_project, years, 0.05,
                          setup.request.options.grid.Horizon());
      testing::DelayItems(moved.portfolio.projects[project].without_project, years, 0.05,
                          setup.request.options.grid.Horizon());
    }
    return CompileOrThrow(moved);
  });
}

TEST(PathEvaluator, UptakeScalesAProjectAsAWhole) {
  const model::AppraisalRequest request = testing::RandomRequest(8, 3, 10);
  model::RiskModel risk;
  risk.drivers = {Driver("uptake", model::Draw{model::Uniform{0.2, 0.9}},
                         model::QuantityTarget{{QuantityKind::kEverything}, {"p1"}, {}})};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  const risk::FactorBlock block = setup.Sampled(8);
  run::PathEvaluator evaluator(setup.simulation, 8);
  evaluator.Evaluate(block);
  for (std::size_t f = 0; f < setup.simulation.figures.size(); ++f) {
    const FigureSpec& figure = setup.simulation.figures[f];
    if (figure.project < 0 || figure.kind != FigureSpec::Kind::kValue) continue;
    const double factor = figure.project == 1 ? setup.OfProject(block, 0, 1, 3) : 1.0;
    EXPECT_NEAR(evaluator.Figure(f)[3], figure.deterministic * factor, 1e-9 * (1.0 + std::abs(figure.deterministic)));
  }
}

// A tariff of 0.9 x wholesale + 12: the fixed part stays where it is.
TEST(PathEvaluator, ADerivedCurveKeepsItsFixedPart) {
  model::AppraisalRequest request = testing::RandomRequest(9, 4, 9);
  model::Curve derived;
  derived.id = "tariff";
  derived.shape = model::CurveDerived{"gas-energy", 0.9, 12.0};
  request.assumptions.curves.push_back(derived);
  request.assumptions.carriers[0].prices[0].price_curve_id = "tariff";
  model::RiskModel risk;
  risk.drivers = {Sample().drivers[0]};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  ExpectAsRewritten(setup, [&](const risk::FactorBlock& block, std::size_t path) {
    model::AppraisalRequest moved = setup.request;
    testing::MultiplyCurve(moved, "gas-energy", kFirstYear, setup.Years(block, 0, path));
    return CompileOrThrow(moved);
  });
}

TEST(PathEvaluator, AnEventCostsItsAmountAtThePricesOfItsYear) {
  const model::AppraisalRequest request = testing::RandomRequest(10, 2, 10);
  model::RiskModel risk;
  model::EventTarget target;
  target.project_id = "p1";
  target.payer_party_id = "city";
  target.payee_party_id = "supplier";
  target.category = ledger::Category::kOperatingCost;
  target.price_terms = model::PriceTerms{model::PriceBasis::kReal, std::nullopt, ""};
  target.first_year = 2027;
  target.last_year = 2031;
  risk.drivers = {Driver("flood", model::Event{0.5, model::Uniform{1e5, 2e5}}, target)};
  const Simulated setup(request, risk);
  ExpectDeterministic(setup);
  const risk::FactorBlock block = setup.Sampled(16);
  run::PathEvaluator evaluator(setup.simulation, 16);
  evaluator.Evaluate(block);
  const auto& axis = setup.plan.schema.axis;
  for (std::size_t f = 0; f < setup.simulation.figures.size(); ++f) {
    const FigureSpec& figure = setup.simulation.figures[f];
    if (figure.name != "npv_amount" || figure.project != 1 || figure.perspective != 1) continue;
    for (std::size_t path = 0; path < 16; ++path) {
      const std::vector<double> amounts = setup.Years(block, 0, path);
      double wanted = figure.deterministic;
      for (std::size_t year = 2; year <= 6; ++year) {
        wanted -= amounts[year] * std::pow(1.02, axis.years[year]) * setup.plan.perspectives[1].discount_factors[year];
      }
      EXPECT_NEAR(evaluator.Figure(f)[path], wanted, 1e-6);
    }
  }
}

TEST(PathEvaluator, APathDoesNotDependOnItsNeighbours) {
  const Simulated setup(testing::RandomRequest(11, 6, 12), Sample());
  const risk::FactorBlock block = setup.Sampled(19);
  run::PathEvaluator together(setup.simulation, 19);
  together.Evaluate(block);
  risk::FactorBlock one(setup.sampler.row_count(), 1);
  run::PathEvaluator alone(setup.simulation, 1);
  for (const std::size_t path : {0U, 9U, 18U}) {
    for (std::size_t row = 0; row < setup.sampler.row_count(); ++row) one.Row(row)[0] = block.Row(row)[path];
    alone.Evaluate(one);
    for (std::size_t f = 0; f < setup.simulation.figures.size(); ++f) {
      EXPECT_TRUE(SameBits(alone.Figure(f)[0], together.Figure(f)[path])) << setup.simulation.figures[f].name;
    }
  }
}

}  // namespace
}  // namespace calanque
