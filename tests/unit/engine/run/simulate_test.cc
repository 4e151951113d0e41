#include "engine/run/simulate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "tests/support/sample_request.h"
#include "tests/unit/engine/run/sample_simulation.h"

namespace calanque {
namespace {

using model::QuantityKind;
using testing::AddPurchase;
using testing::CompileOrThrow;
using testing::Driver;
using testing::FigureOf;
using testing::Options;
using testing::Sample;
using testing::SimulateOrThrow;

constexpr double kNormalNinetyFive = 1.6448536269514722;

void ExpectSame(const run::DistributionSummary& a, const run::DistributionSummary& b) {
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(a.missing_count, b.missing_count);
  if (a.count == 0) return;
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.standard_error, b.standard_error);
  EXPECT_EQ(a.minimum, b.minimum);
  EXPECT_EQ(a.maximum, b.maximum);
  EXPECT_EQ(a.quantiles, b.quantiles);
  EXPECT_EQ(a.value_at_risk, b.value_at_risk);
  EXPECT_EQ(a.expected_shortfall, b.expected_shortfall);
  EXPECT_EQ(a.histogram_edges, b.histogram_edges);
  EXPECT_EQ(a.histogram_counts, b.histogram_counts);
}

// Catches futures of another run, or of another project: a project's own figures are those of its futures.
TEST(Simulate, HandsOverTheFuturesOfProjects) {
  const model::AppraisalRequest request = testing::RandomRequest(1, 6, 10);
  model::SimulationOptions options = Options(600);
  options.project_future_count = 600;
  const run::Simulation all = SimulateOrThrow(request, Sample(), options);
  options.project_future_count = 300;
  const run::Simulation half = SimulateOrThrow(request, Sample(), options);
  ASSERT_EQ(all.project_futures.size(), half.project_futures.size());
  EXPECT_EQ(all.project_futures.size(), 6 * request.portfolio.perspectives.size());
  for (std::size_t i = 0; i < all.project_futures.size(); ++i) {
    const run::ProjectFutures& one = all.project_futures[i];
    ASSERT_EQ(one.npv_amount.size(), 600U);
    const auto& figure = FigureOf(all, "npv_amount", one.project, one.perspective).distribution;
    EXPECT_NEAR(std::accumulate(one.npv_amount.begin(), one.npv_amount.end(), 0.0) / 600, figure.mean,
                1e-12 * std::abs(figure.mean));
    EXPECT_EQ(std::ranges::min(one.npv_amount), figure.minimum);
    EXPECT_EQ(std::ranges::max(one.npv_amount), figure.maximum);
    EXPECT_TRUE(std::ranges::equal(half.project_futures[i].npv_amount, std::span(one.npv_amount).first(300)));
  }
  options.project_future_count = 0;
  EXPECT_TRUE(SimulateOrThrow(request, Sample(), options).project_futures.empty());
}

// Catches years of a project that are another's: those of all projects and of what belongs to none add up to the
// portfolio's on every path, so their means do.
TEST(Simulate, YearsOfProjectsAddUpToThoseOfThePortfolio) {
  const model::AppraisalRequest request = testing::RandomRequest(1, 6, 10);
  model::SimulationOptions options = Options(600);
  const run::Simulation plain = SimulateOrThrow(request, Sample(), options);
  options.has_project_years = true;
  const run::Simulation all = SimulateOrThrow(request, Sample(), options);
  std::map<std::pair<std::string_view, int>, std::vector<double>> sums;
  std::size_t portfolio_count = 0;
  for (const run::SimulatedYears& years : all.years) {
    if (years.project < 0) {
      EXPECT_EQ(years.mean, plain.years.at(portfolio_count++).mean) << years.name;
      continue;
    }
    auto& sum = sums[{years.name, years.perspective}];
    sum.resize(years.mean.size());
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += years.mean[t];
  }
  EXPECT_EQ(portfolio_count, plain.years.size());
  EXPECT_FALSE(sums.empty());
  for (const run::SimulatedYears& years : plain.years) {
    if (years.name == "financing_gap_amount") continue;  // Sources and events of the programme belong to no project.
    const auto& sum = sums[{years.name, years.perspective}];
    ASSERT_EQ(sum.size(), years.mean.size());
    for (std::size_t t = 0; t < sum.size(); ++t) EXPECT_NEAR(sum[t], years.mean[t], 1e-3) << years.name << " " << t;
  }
}

// Catches anything that is added up in the order in which threads happen to finish. 5,000 paths are kept whole, 43,000
// are counted in bins.
TEST(Simulate, OneTwoAndSevenThreadsGiveTheSameBits) {
  const model::AppraisalRequest request = testing::RandomRequest(1, 6, 10);
  for (const std::int64_t paths : {5'001, 43'210}) {
    const auto one = SimulateOrThrow(request, Sample(), Options(paths, 1));
    for (const int threads : {2, 7}) {
      const auto several = SimulateOrThrow(request, Sample(), Options(paths, threads));
      ASSERT_EQ(one.figures.size(), several.figures.size());
      for (std::size_t i = 0; i < one.figures.size(); ++i) {
        ExpectSame(one.figures[i].distribution, several.figures[i].distribution);
      }
      for (std::size_t i = 0; i < one.years.size(); ++i) {
        EXPECT_EQ(one.years[i].mean, several.years[i].mean);
        EXPECT_EQ(one.years[i].quantiles, several.years[i].quantiles);
      }
      for (std::size_t i = 0; i < one.contributions.size(); ++i) {
        EXPECT_EQ(one.contributions[i].share_fraction, several.contributions[i].share_fraction);
      }
    }
  }
}

// A constant quantity at a geometric Brownian price: NPV is a weighted sum of correlated lognormal numbers, whose mean
// and variance are known: cov(F_s, F_t) = exp(volatility^2 min(s, t)) - 1.
TEST(Simulate, AConstantQuantityAtALognormalPriceHasTheKnownMeanAndVariance) {
  constexpr double kVolatility = 0.15;
  constexpr int kYears = 10;
  model::AppraisalRequest request = testing::EmptyRequest(kYears);
  model::EnergyFlow bought;
  bought.carrier_id = "gas";
  bought.quantity_mwh_per_year = 1000.0;
  bought.span = {testing::Day("2025-01-01"), std::nullopt};
  testing::AddProject(request, "p").with_project = {testing::Item("gas", "city", "", bought)};
  request.assumptions.carriers[0].prices.pop_back();  // The tax.
  model::RiskModel risk;
  risk.drivers = {Driver("gas", model::GeometricBrownian{0.0, kVolatility}, model::CurveTarget{{"gas-energy"}})};
  const auto simulation = SimulateOrThrow(request, risk, Options(200'000));
  const auto& figure = FigureOf(simulation, "npv_amount", -1, 1);
  double variance = 0.0;
  for (int s = 0; s < kYears; ++s) {
    for (int t = 0; t < kYears; ++t) {
      const double weight = 80'000.0 * 80'000.0 * std::pow(1.05, -(s + 1.0) - (t + 1.0));
      variance += weight * std::expm1(kVolatility * kVolatility * (std::min(s, t) + 0.5));
    }
  }
  const auto& distribution = figure.distribution;
  EXPECT_NEAR(distribution.mean, figure.deterministic, 4.0 * distribution.standard_error);
  EXPECT_NEAR(distribution.standard_deviation, std::sqrt(variance), 0.01 * std::sqrt(variance));
  EXPECT_NEAR(distribution.standard_error, std::sqrt(variance / 200'000.0), 0.01 * std::sqrt(variance / 200'000.0));
}

// One purchase with a lognormal overrun: quantile and expected shortfall in closed form.
TEST(Simulate, ValueAtRiskAndShortfallOfALognormalCostAreTheKnownOnes) {
  constexpr double kSigma = 0.4;
  model::AppraisalRequest request = testing::EmptyRequest(2);
  AddPurchase(request, "p", 1'050'000.0);
  model::RiskModel risk;
  risk.drivers = {Driver("overrun", model::Draw{model::Lognormal{1.0, kSigma}},
                         model::QuantityTarget{{QuantityKind::kInvestment}, {}, {}})};
  for (const std::int64_t paths : {8'000, 300'000}) {  // Kept whole; in bins.
    const auto simulation = SimulateOrThrow(request, risk, Options(paths));
    const auto& d = FigureOf(simulation, "npv_amount", -1, 1).distribution;
    const double mean_cost = 1e6 * std::exp(0.5 * kSigma * kSigma);
    const double quantile_cost = 1e6 * std::exp(kSigma * kNormalNinetyFive);
    const double tail_cost =
        mean_cost * 0.5 * std::erfc((kNormalNinetyFive - kSigma) / std::sqrt(2.0)) / 0.05;  // Phi(sigma - z) / 5 %.
    const double tolerance = paths < 10'000 ? 0.05 : 0.01;
    EXPECT_NEAR(d.value_at_risk, quantile_cost - mean_cost, tolerance * quantile_cost);
    EXPECT_NEAR(d.expected_shortfall, tail_cost - mean_cost, tolerance * tail_cost);
    EXPECT_GE(d.expected_shortfall, d.value_at_risk);
    EXPECT_DOUBLE_EQ(d.probability_below_zero, 1.0);
  }
}

// Ten purchases with overruns so small that their sum is Gaussian: each pair is correlated by the shared part, so the
// portfolio's deviation is sigma x sqrt(10 + 90 (1 - own)).
TEST(Simulate, ValueAtRiskOfAGaussianPortfolioIsTheKnownOne) {
  constexpr double kSigma = 1e-3;
  constexpr double kOwn = 0.7;
  model::AppraisalRequest request = testing::EmptyRequest(2);
  for (int i = 0; i < 10; ++i) AddPurchase(request, "p" + std::to_string(i), 1'050'000.0);
  model::RiskModel risk;
  risk.drivers = {Driver("overrun", model::Draw{model::Lognormal{1.0, kSigma}},
                         model::QuantityTarget{{QuantityKind::kInvestment}, {}, {}}, kOwn)};
  const auto simulation = SimulateOrThrow(request, risk, Options(200'000));
  const auto& d = FigureOf(simulation, "npv_amount", -1, 1).distribution;
  const double deviation = 1e6 * kSigma * std::sqrt(10.0 + 90.0 * (1.0 - kOwn));
  EXPECT_NEAR(d.standard_deviation, deviation, 0.01 * deviation);
  EXPECT_NEAR(d.value_at_risk, kNormalNinetyFive * deviation, 0.015 * kNormalNinetyFive * deviation);
  double shares = 0.0;
  for (const auto& contribution : simulation.contributions) {
    if (contribution.perspective != 1) continue;
    EXPECT_NEAR(contribution.share_fraction, 0.1, 0.005);
    shares += contribution.share_fraction;
  }
  EXPECT_NEAR(shares, 1.0, 1e-9);
}

TEST(Simulate, StopsWhereTheTargetErrorIsMetWhateverTheThreads) {
  const model::AppraisalRequest request = testing::RandomRequest(2, 4, 10);
  std::int64_t paths_of_one = 0;
  for (const int threads : {1, 3}) {
    model::SimulationOptions options = Options(2'000'000, threads);
    options.target_standard_error_fraction = 0.004;
    const auto simulation = SimulateOrThrow(request, Sample(), options);
    const auto& d = FigureOf(simulation, "npv_amount", -1, 0).distribution;
    EXPECT_TRUE(simulation.is_target_error_met);
    EXPECT_LT(simulation.path_count, 2'000'000);
    EXPECT_LE(d.standard_error, 0.004 * std::abs(d.mean));
    if (threads == 1) paths_of_one = simulation.path_count;
    EXPECT_EQ(simulation.path_count, paths_of_one);
  }
}

TEST(Simulate, TellsOfProgressFromTheCallersThreadUntilAllIsDone) {
  const model::AppraisalRequest request = testing::RandomRequest(3, 2, 8);
  const plan::Plan plan = CompileOrThrow(request);
  std::vector<std::int64_t> done;
  const auto caller = std::this_thread::get_id();
  const auto simulation =
      run::Simulate(request, plan, Sample(), Options(100'000), {}, [&](const run::SimulationProgress& progress) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        EXPECT_EQ(progress.path_count, 100'000);
        EXPECT_EQ(progress.quantiles.size(), 5U);
        done.push_back(progress.paths_done);
      });
  ASSERT_TRUE(simulation);
  ASSERT_GT(done.size(), 2U);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  EXPECT_EQ(done.back(), 100'000);
}

TEST(Simulate, StopsWhenAsked) {
  const model::AppraisalRequest request = testing::RandomRequest(4, 3, 8);
  const plan::Plan plan = CompileOrThrow(request);
  std::atomic<int> asked = 0;
  StopPoll stop;
  stop.context = &asked;
  stop.is_requested = [](const void* context) {
    return ++*const_cast<std::atomic<int>*>(static_cast<const std::atomic<int>*>(context)) > 20;
  };
  const auto simulation = run::Simulate(request, plan, Sample(), Options(10'000'000), stop);
  ASSERT_FALSE(simulation);
  EXPECT_EQ(simulation.error().front().reason, Reason::kCancelled);
  EXPECT_LT(asked, 30);
}

// A stress may hold a project later than any draw of its delay: catches one that is cut to the longest draw.
TEST(Simulate, AStressMayDelayLongerThanAnyDraw) {
  model::AppraisalRequest request = testing::EmptyRequest(6);
  AddPurchase(request, "p", 1'050'000.0);
  model::RiskModel risk;
  risk.drivers = {Driver("late", model::Draw{model::Discrete{{0.5, 0.5}, {0.0, 1.0}}}, model::DelayTarget{{"p"}, 0.1})};
  model::Stress stress;
  stress.id = "three";
  stress.drivers = {{"late", 3.0}};
  risk.stresses = {stress};
  const auto simulation = SimulateOrThrow(request, risk, Options(100));
  EXPECT_NEAR(simulation.stresses[0].financing_gap_amount[1], 1.05e6 * 1.331, 1e-6);
}

/// Purchases of "a" and "b", each with an overrun of its own: variances are weight^2 (exp(s^2) - 1) exp(s^2), medians
/// 1.
struct TwoOverruns {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  model::RiskModel risk;

  TwoOverruns() {
    AddPurchase(request, "a", 1'050'000.0);
    AddPurchase(request, "b", 2'100'000.0);
    for (const char* id : {"a", "b"}) {
      risk.drivers.push_back(Driver(std::string("cost-") + id, model::Draw{model::Lognormal{1.0, 0.3}},
                                    model::QuantityTarget{{QuantityKind::kInvestment}, {id}, {}}));
    }
  }
  [[nodiscard]] run::Simulation Run(model::SensitivityGrouping grouping, int thread_count = 2) const {
    model::SimulationOptions options = Options(100, thread_count);
    options.sensitivity = {40'000, grouping};
    return SimulateOrThrow(request, risk, options);
  }
};

const run::FigureSensitivity& SensitivityOf(const run::Simulation& simulation, std::string_view name, int perspective) {
  for (const auto& one : simulation.sensitivities) {
    const auto& figure = simulation.figures[static_cast<std::size_t>(one.figure)];
    if (figure.name == name && figure.perspective == perspective) return one;
  }
  throw std::out_of_range("no sensitivity of " + std::string(name));
}

// The portfolio adds up: 1 : 4, first order and total alike. Tonnes move with nothing: no index.
TEST(Simulate, SobolIndicesOfCostsThatAddUpAreTheirSharesOfVariance) {
  const run::Simulation simulation = TwoOverruns().Run(model::SensitivityGrouping::kCorrelatedTogether);
  ASSERT_EQ(simulation.sensitivity_groups, (std::vector<std::vector<std::uint32_t>>{{0}, {1}}));
  for (const char* name : {"npv_amount", "enpv_amount", "financing_gap_amount"}) {
    const auto& one = SensitivityOf(simulation, name, 1);
    ASSERT_EQ(one.groups.size(), 2U) << name;
    for (std::size_t g = 0; g < 2; ++g) {
      const double share = g == 0 ? 0.2 : 0.8;
      EXPECT_NEAR(one.groups[g].first_order_fraction, share, 4.0 * one.groups[g].first_order_standard_error_fraction);
      EXPECT_NEAR(one.groups[g].total_fraction, share, 4.0 * one.groups[g].total_standard_error_fraction);
      EXPECT_LT(one.groups[g].total_standard_error_fraction, 0.02);
    }
  }
  EXPECT_TRUE(SensitivityOf(simulation, "abatement_cumulative_t_co2e", -1).groups.empty());
}

// Correlated drivers: one group explains everything, exactly; set aside, each has its share as if independent.
TEST(Simulate, SobolIndicesPutCorrelatedDriversTogetherUnlessAskedNotTo) {
  TwoOverruns two;
  two.risk.correlations = {{"cost-a", "cost-b", 0.8}};
  const auto together = two.Run(model::SensitivityGrouping::kCorrelatedTogether);
  ASSERT_EQ(together.sensitivity_groups, (std::vector<std::vector<std::uint32_t>>{{0, 1}}));
  EXPECT_EQ(SensitivityOf(together, "npv_amount", 1).groups.at(0).first_order_fraction, 1.0);
  EXPECT_EQ(SensitivityOf(together, "npv_amount", 1).groups.at(0).total_fraction, 1.0);
  const auto alone = two.Run(model::SensitivityGrouping::kDriversAlone);
  ASSERT_EQ(alone.sensitivity_groups.size(), 2U);
  const auto& index = SensitivityOf(alone, "npv_amount", 1).groups.at(0);
  EXPECT_NEAR(index.first_order_fraction, 0.2, 4.0 * index.first_order_standard_error_fraction);
}

TEST(Simulate, SobolIndicesHaveTheSameBitsForAnyThreadsAndLeaveTheFuturesAlone) {
  model::AppraisalRequest request = testing::RandomRequest(1, 6, 10);
  model::SimulationOptions options = Options(3'000, 1);
  const auto without = SimulateOrThrow(request, Sample(), options);
  options.sensitivity = {5'000, model::SensitivityGrouping::kDriversAlone};
  const auto one = SimulateOrThrow(request, Sample(), options);
  for (std::size_t i = 0; i < one.figures.size(); ++i) {
    ExpectSame(one.figures[i].distribution, without.figures[i].distribution);
  }
  for (const int threads : {2, 7}) {
    options.thread_count = threads;
    const auto several = SimulateOrThrow(request, Sample(), options);
    ASSERT_EQ(one.sensitivities.size(), several.sensitivities.size());
    for (std::size_t f = 0; f < one.sensitivities.size(); ++f) {
      for (std::size_t g = 0; g < one.sensitivities[f].groups.size(); ++g) {
        EXPECT_EQ(one.sensitivities[f].groups[g].total_fraction, several.sensitivities[f].groups[g].total_fraction);
        EXPECT_EQ(one.sensitivities[f].groups[g].first_order_fraction,
                  several.sensitivities[f].groups[g].first_order_fraction);
      }
    }
  }
}

TEST(Simulate, StressesAndTornadoHoldDriversAndNothingElse) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  AddPurchase(request, "p", 1'050'000.0);
  model::RiskModel risk;
  risk.drivers = {Driver("overrun", model::Draw{model::Lognormal{1.0, 0.2}},
                         model::QuantityTarget{{QuantityKind::kInvestment}, {}, {}})};
  model::Stress stress;
  stress.id = "twice";
  stress.drivers = {{"overrun", 2.0}};
  risk.stresses = {stress};
  const auto simulation = SimulateOrThrow(request, risk, Options(100));
  ASSERT_EQ(simulation.stresses.size(), 1U);
  EXPECT_NEAR(simulation.stresses[0].npv_amount[1], -2e6, 1e-6);
  EXPECT_NEAR(simulation.stresses[0].financing_gap_amount[1], 2.1e6, 1e-6);
  EXPECT_EQ(simulation.stresses[0].enpv_amount, simulation.stresses[0].npv_amount) << "no carbon, no co-benefit";
  ASSERT_EQ(simulation.tornado.size(), 2U);  // One driver, two perspectives.
  EXPECT_NEAR(simulation.tornado[1].low_npv_amount, -1e6 * std::exp(-0.2 * 1.2815515655446004), 1e-3);
  EXPECT_NEAR(simulation.tornado[1].high_npv_amount, -1e6 * std::exp(0.2 * 1.2815515655446004), 1e-3);
  for (std::size_t i = 0; i < simulation.portfolio_figures.size(); ++i) {
    const auto& figure = simulation.figures[simulation.portfolio_figures[i]];
    if (figure.name != "financing_gap_amount" || figure.perspective != 1) continue;
    EXPECT_NEAR(simulation.stresses[0].figures[i], 2.1e6, 1e-6);
    EXPECT_NEAR(simulation.tornado_figures[i].high, 1.05e6 * std::exp(0.2 * 1.2815515655446004), 1e-3);
    EXPECT_NEAR(simulation.tornado_figures[i].low, 1.05e6 * std::exp(-0.2 * 1.2815515655446004), 1e-3);
  }
}

// A measure that may save or waste: paths without an avoided tonne have no cost of a tonne.
TEST(Simulate, PathsWithoutAnAvoidedTonneHaveNoAbatementCost) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  AddPurchase(request, "p", 100.0);
  model::Emission saved;
  saved.quantity_t_co2e_per_year = -1.0;
  saved.span = {testing::Day("2025-01-01"), std::nullopt};
  request.portfolio.projects[0].with_project.push_back(testing::Item("saved", "", "", saved));
  model::RiskModel risk;
  risk.drivers = {Driver("works", model::Draw{model::Discrete{{0.25, 0.75}, {-1.0, 1.0}}},
                         model::QuantityTarget{{QuantityKind::kEmission}, {}, {}})};
  const auto simulation = SimulateOrThrow(request, risk, Options(4'000));
  const auto& d = FigureOf(simulation, "abatement_cost_a4_amount_per_t_co2e", -1, 1).distribution;
  EXPECT_EQ(d.count + d.missing_count, 4'000);
  EXPECT_NEAR(static_cast<double>(d.missing_count), 1'000.0, 120.0);
  EXPECT_NEAR(d.minimum, d.maximum, 1e-9);
}

TEST(Simulate, RefusesToMoveAnIndexThatKeepsAFixedPart) {
  model::AppraisalRequest request = testing::RandomRequest(5, 2, 6);
  model::Curve index;
  index.id = "index-with-base";
  index.shape = model::CurveDerived{request.assumptions.general_index_curve_id, 0.9, 0.1};
  request.assumptions.curves.push_back(index);
  const std::string moved = request.assumptions.general_index_curve_id;
  request.assumptions.general_index_curve_id = index.id;
  const plan::Plan plan = CompileOrThrow(request);
  model::RiskModel risk;
  risk.drivers = {Driver("inflation", model::MeanRevertingRate{0.01, 0.2}, model::IndexTarget{{moved}})};
  const auto simulation = run::Simulate(request, plan, risk, Options(10));
  ASSERT_FALSE(simulation);
  EXPECT_EQ(simulation.error().front().field_path, "drivers[0].target");
}

TEST(Simulate, WarnsOfADriverThatMovesNothing) {
  const model::AppraisalRequest request = testing::RandomRequest(6, 2, 6);
  model::RiskModel risk;
  risk.drivers = {Driver("certificates", model::Draw{model::Lognormal{1.0, 0.1}},
                         model::QuantityTarget{{QuantityKind::kCertificate}, {}, {}})};
  const auto simulation = SimulateOrThrow(request, risk, Options(10));
  ASSERT_EQ(simulation.warnings.size(), 1U);
  EXPECT_EQ(simulation.warnings[0].field_path, "drivers[0]");
  const auto certain = SimulateOrThrow(request, {}, Options(10));
  ASSERT_EQ(certain.warnings.size(), 1U) << "no driver at all";
  EXPECT_EQ(certain.warnings[0].field_path, "drivers");
}

// What falls beyond the horizon is neither paid nor worth anything, which flatters a project that is late.
TEST(Simulate, WarnsOfDelaysThatTheHorizonCuts) {
  model::AppraisalRequest request = testing::EmptyRequest(6);
  AddPurchase(request, "p", 1'050'000.0);
  model::RiskModel risk;
  risk.drivers = {Driver("late", model::Draw{model::Discrete{{0.5, 0.5}, {0.0, 5.0}}}, model::DelayTarget{{"p"}, 0.0})};
  EXPECT_TRUE(SimulateOrThrow(request, risk, Options(10)).warnings.empty()) << "paid in the last year";
  risk.drivers[0].shape = model::Draw{model::Discrete{{0.5, 0.5}, {0.0, 6.0}}};
  const auto cut = SimulateOrThrow(request, risk, Options(10));
  ASSERT_EQ(cut.warnings.size(), 1U);
  EXPECT_EQ(cut.warnings[0].field_path, "drivers[0]");
}

// The rounding of what does not move is no variance that could be shared out.
TEST(Simulate, ContributionsToWhatDoesNotMoveAreNone) {
  model::AppraisalRequest request = testing::EmptyRequest(6);
  AddPurchase(request, "p", 1'234'567.89);
  model::RiskModel risk;
  risk.drivers = {Driver("works", model::Draw{model::Uniform{1.0, 1.0 + 1e-15}},
                         model::QuantityTarget{{QuantityKind::kInvestment}, {}, {}})};
  const auto simulation = SimulateOrThrow(request, risk, Options(1'000));
  ASSERT_FALSE(simulation.contributions.empty());
  for (const auto& contribution : simulation.contributions) EXPECT_EQ(contribution.share_fraction, 0.0);
}

}  // namespace
}  // namespace calanque
