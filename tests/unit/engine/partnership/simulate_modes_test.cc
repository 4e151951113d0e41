// Delivery modes over many futures: closed forms, the base case, and modes built anew with what a path drew.
#include "engine/partnership/simulate_modes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/partnership/mode_drivers.h"
#include "engine/partnership/mode_paths.h"
#include "engine/partnership/partnership.h"
#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

ComparisonTerms Terms() {
  ComparisonTerms terms;
  terms.modes = {AllModes().at("direct"), AllModes().at("partnership"), AllModes().at("concession")};
  terms.reference_mode_id = "direct";
  model::RiskLine overrun;
  overrun.id = "overrun";
  overrun.base = model::RiskBase::kWorks;
  overrun.outcomes = {{0.5, 0.2}, {0.2, 0.5}};  // 20 % expected.
  overrun.allocations = {{"partnership", 0.75}};
  terms.risks = {overrun};
  return terms;
}

ModeRiskTerms Paths(std::int64_t count) {
  ModeRiskTerms risk;
  risk.options.seed = 11;
  risk.options.path_count = count;
  return risk;
}

ModeSimulation Simulated(const School& school, const ComparisonTerms& terms, const ModeRiskTerms& risk) {
  auto simulation = SimulateDeliveryModes(school.project, terms, risk, {}, {});
  if (!simulation) throw std::runtime_error(simulation.error().front().message);
  return std::move(simulation).value();
}

const SimulatedModeFigure& FigureOf(const ModeSimulation& simulation, const std::string& name,
                                    const std::string& mode) {
  for (const SimulatedModeFigure& figure : simulation.figures) {
    if (figure.name == name && figure.mode_id == mode) return figure;
  }
  throw std::runtime_error("no figure " + name + " of " + mode);
}

double ProbabilityOf(const ModeSimulation& simulation, const std::string& name, const std::string& mode,
                     const std::string& other = "") {
  for (const ModeProbability& probability : simulation.probabilities) {
    if (probability.name == name && probability.mode_id == mode && probability.other_mode_id == other) {
      return probability.probability;
    }
  }
  throw std::runtime_error("no probability " + name + " of " + mode);
}

// Where nobody bears the part that a line gives away, the risk would be gone from the comparison.
TEST(SimulateModes, RefusesRisksThatAreGivenToNobodyOrTwice) {
  ComparisonTerms terms = Terms();
  EXPECT_TRUE(ValidateRisks(terms.risks, terms.modes, {}).empty());
  terms.risks[0].allocations = {{"direct", 0.5}, {"partnership", 0.75}, {"partnership", 0.25}};
  const Failures failures = ValidateRisks(terms.risks, terms.modes, {});
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].field_path, "risks[0].allocations[0].mode_id");
  EXPECT_EQ(failures[1].field_path, "risks[0].allocations[2].mode_id");
}

// The operator's payments follow from the mode; an event that it is said to pay was read by nobody.
TEST(SimulateModes, RefusesEventsThatTheOperatorIsSaidToPay) {
  const School school;
  ModeRiskTerms risk = Paths(16);
  model::EventTarget target;
  target.project_id = school.setting.project_id;
  target.payer_party_id = school.setting.operator_party_id;
  target.payee_party_id = "supplier";
  model::RiskDriver fire;
  fire.id = "fire";
  fire.shape = model::Event{0.1, model::Uniform{1e6, 2e6}};
  fire.target = target;
  risk.market.drivers = {fire};
  const Failures failures = ValidateModeRisk(school.project, Terms(), risk);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].field_path, "risk_model.drivers[0].target.payer_party_id");
  std::get<model::EventTarget>(risk.market.drivers[0].target).payer_party_id = school.setting.public_party_id;
  EXPECT_TRUE(ValidateModeRisk(school.project, Terms(), risk).empty());
}

// A risk model is often shared with a simulation of the portfolio: its stresses went unanswered without a word.
TEST(SimulateModes, SaysWhatItDoesNotAnswer) {
  const School school;
  ModeRiskTerms risk = Paths(16);
  EXPECT_TRUE(Simulated(school, Terms(), risk).warnings.empty());
  risk.market.stresses.resize(2);
  risk.market.reverse_stresses.resize(1);
  risk.options.project_future_count = 5;
  risk.options.has_project_years = true;
  std::vector<std::string> paths;
  for (const Failure& warning : Simulated(school, Terms(), risk).warnings) paths.push_back(warning.field_path);
  EXPECT_THAT(paths, ::testing::ElementsAre("risk_model.stresses", "risk_model.reverse_stresses",
                                            "simulation.project_future_count", "simulation.has_project_years"));
}

TEST(SimulateModes, MeansAreTheExpectedCostsOfTheComparison) {
  const School school;
  const ComparisonTerms terms = Terms();
  const auto comparison = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(comparison);
  const ModeSimulation simulation = Simulated(school, terms, Paths(20'000));
  for (const char* mode : {"direct", "partnership"}) {
    const auto& cost = FigureOf(simulation, "city_cost_present_amount", mode);
    for (const ModeCost& expected : comparison->costs) {
      if (expected.mode_id != mode) continue;
      EXPECT_NEAR(cost.distribution.mean, expected.total_present_amount, 4.0 * cost.distribution.standard_error)
          << mode;
    }
  }
}

TEST(SimulateModes, TheSignOfTwoOutcomesIsTheirProbability) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.modes.pop_back();
  const auto plain = Simulated(school, terms, Paths(2));
  const double gap = FigureOf(plain, "city_cost_present_amount", "partnership").expected -
                     FigureOf(plain, "city_cost_present_amount", "direct").expected;
  ASSERT_GT(gap, 0.0) << "before risk the partnership is dearer";
  // One outcome, with a probability of 0.3, three times as dear for the city as the gap where it keeps it all.
  const double works = 50e6 / 1.04 + 50e6 / 1.04 / 1.04;
  terms.risks[0].outcomes = {{0.3, 3.0 * gap / works}};
  terms.risks[0].allocations = {{"partnership", 1.0}};
  const ModeSimulation simulation = Simulated(school, terms, Paths(40'000));
  const double cheaper = ProbabilityOf(simulation, "cheaper", "partnership", "direct");
  EXPECT_NEAR(cheaper, 0.3, 4.0 * std::sqrt(0.3 * 0.7 / 40'000));
  EXPECT_NEAR(ProbabilityOf(simulation, "cheaper", "direct", "partnership"), 1.0 - cheaper, 1e-12);
  EXPECT_NEAR(FigureOf(simulation, "value_for_money_amount", "partnership").distribution.mean, -gap + 0.9 * gap,
              4.0 * FigureOf(simulation, "value_for_money_amount", "partnership").distribution.standard_error);
}

TEST(SimulateModes, WithoutARegisterEveryPathIsTheBaseCase) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.risks.clear();
  const ModeSimulation simulation = Simulated(school, terms, Paths(64));
  for (const char* mode : {"direct", "partnership", "concession"}) {
    const auto& cost = FigureOf(simulation, "city_cost_present_amount", mode);
    EXPECT_EQ(cost.distribution.minimum, cost.expected) << mode;
    EXPECT_EQ(cost.distribution.maximum, cost.expected) << mode;
  }
  EXPECT_EQ(ProbabilityOf(simulation, "default", "partnership"), 0.0);
}

TEST(SimulateModes, AConcessionOnAPathIsTheConcessionWithItsRevenue) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.modes = {AllModes().at("direct"), AllModes().at("concession")};
  auto& concession = std::get<model::Concession>(terms.modes[1].contract);
  concession.subsidy->amount_per_year = 1e6;  // Given: the subsidy is not solved anew.
  concession.expected_revenue_factor = 1.0;
  terms.risks.resize(1);
  terms.risks[0] = {};
  terms.risks[0].id = "users";
  terms.risks[0].base = model::RiskBase::kRevenue;
  for (const double factor : {0.5, 0.85, 1.0, 1.3}) {
    terms.risks[0].factor_distribution = model::Discrete{{1.0}, {factor}};
    const ModeSimulation simulation = Simulated(school, terms, Paths(2));
    model::DeliveryMode changed = terms.modes[1];
    std::get<model::Concession>(changed.contract).expected_revenue_factor = factor;
    const ProjectFlows flows = ReadProjectFlows(school.project);
    const auto built = BuildMode(school.project, flows, changed);
    ASSERT_TRUE(built) << built.error().message;
    const double expected = PresentValue(school.project, built->city_cost_amounts, 0.04);
    EXPECT_NEAR(FigureOf(simulation, "city_cost_present_amount", "concession").distribution.mean, expected, 1e-2)
        << factor;
  }
}

TEST(SimulateModes, WhatTheCompanyBearsReachesLendersAndShareholders) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.modes.pop_back();
  terms.risks[0].base = model::RiskBase::kOperatingCost;
  terms.risks[0].outcomes = {{0.5, 6.0}};  // Upkeep of 2 MEUR a year may cost 14.
  terms.risks[0].allocations = {{"partnership", 1.0}};
  const ModeSimulation simulation = Simulated(school, terms, Paths(4'000));
  EXPECT_NEAR(ProbabilityOf(simulation, "default", "partnership"), 0.5, 0.04) << "then debt is not paid";
  const auto& npv = FigureOf(simulation, "equity_npv_amount", "partnership");
  EXPECT_NEAR(npv.distribution.maximum, 0.0, 1.0) << "at their return, where nothing happens";
  EXPECT_LT(npv.distribution.minimum, -1e6);
  ASSERT_EQ(simulation.years.size(), 3U) << "cover, lock-up, default";
  EXPECT_THAT(simulation.years[0].years, ::testing::ElementsAre(2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034));
  EXPECT_LT(simulation.years[0].quantiles.front()[0], simulation.years[0].quantiles.back()[0]);
}

TEST(SimulateModes, YearsOfARedrawnLineAreIndependent) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.modes.pop_back();
  terms.risks[0].base = model::RiskBase::kOperatingCost;
  terms.risks[0].factor_distribution = model::Uniform{0.5, 1.5};
  terms.risks[0].outcomes.clear();
  terms.risks[0].allocations.clear();
  const double once = FigureOf(Simulated(school, terms, Paths(8'000)), "city_cost_present_amount", "direct")
                          .distribution.standard_deviation;
  terms.risks[0].is_redrawn_each_year = true;
  const double yearly = FigureOf(Simulated(school, terms, Paths(8'000)), "city_cost_present_amount", "direct")
                            .distribution.standard_deviation;
  double sum = 0.0;
  double squares = 0.0;
  for (int t = 3; t <= 12; ++t) {
    sum += 2e6 * std::pow(1.04, -t);
    squares += std::pow(2e6 * std::pow(1.04, -t), 2);
  }
  const double spread = 1.0 / std::sqrt(12.0);
  EXPECT_NEAR(once, spread * sum, 0.02 * spread * sum);
  EXPECT_NEAR(yearly, spread * std::sqrt(squares), 0.03 * spread * std::sqrt(squares));
}

TEST(SimulateModes, APublishedTotalStandsAtItsPlaceAmongTheFutures) {
  const School school;
  ComparisonTerms terms = Terms();
  ModeRiskTerms risk = Paths(20'000);
  const auto plain = Simulated(school, terms, Paths(2));
  const double base = FigureOf(plain, "city_cost_present_amount", "direct").expected;
  risk.marks = {{"vote of 2017", "direct", base}};  // Paid at most where nothing happens: 0.3 of the futures.
  const ModeSimulation simulation = Simulated(school, terms, risk);
  EXPECT_NEAR(ProbabilityOf(simulation, "at_most_published", "direct"), 0.3, 4.0 * std::sqrt(0.3 * 0.7 / 20'000));
}

TEST(SimulateModes, AnyNumberOfThreadsGivesTheSameBits) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.risks[0].factor_distribution = model::Lognormal{1.1, 0.3};
  terms.risks[0].outcomes.clear();
  ModeRiskTerms risk = Paths(12'000);
  const ModeSimulation one = Simulated(school, terms, risk);
  risk.options.thread_count = 3;
  const ModeSimulation three = Simulated(school, terms, risk);
  ASSERT_EQ(one.figures.size(), three.figures.size());
  for (std::size_t i = 0; i < one.figures.size(); ++i) {
    EXPECT_EQ(one.figures[i].distribution.mean, three.figures[i].distribution.mean) << one.figures[i].name;
    EXPECT_EQ(one.figures[i].distribution.quantiles, three.figures[i].distribution.quantiles) << one.figures[i].name;
  }
}

TEST(SimulateModes, ALineCountsItsRiskOnce) {
  ComparisonTerms terms = Terms();
  terms.risks[0].factor_distribution = model::Pert{1.0, 0.9, 1.5, 4.0};
  const Failures failures = ValidateRisks(terms.risks, terms.modes, terms.bias_types);
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_THAT(failures[0].message, ::testing::HasSubstr("more than once"));
  EXPECT_EQ(failures[1].field_path, "risks[0].factor_distribution.mode");
}

TEST(SimulateModes, WhatIsExpectedIsTheBaseCaseWithItsBiases) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.modes.pop_back();
  const ModeSimulation plain = Simulated(school, terms, Paths(2));
  const auto structured = StructureProject(school.project, terms.modes[1], nullptr);
  ASSERT_TRUE(structured);
  EXPECT_NEAR(FigureOf(plain, "minimum_dscr", "partnership").expected, FigureOf(*structured, "minimum_dscr"), 1e-9);
  model::RiskLine bias;
  bias.id = "bias";
  bias.optimism_bias = model::OptimismBias{0.1, 0.0, 0.0, {}};
  terms.risks.push_back(bias);
  const ModeSimulation biased = Simulated(school, terms, Paths(2));
  const double works = 50e6 / 1.04 + 50e6 / 1.04 / 1.04;
  EXPECT_NEAR(FigureOf(biased, "city_cost_present_amount", "direct").expected,
              FigureOf(plain, "city_cost_present_amount", "direct").expected + 0.1 * works, 1e-2);
}

TEST(SimulateModes, ACompanyWithoutDebtHasNoCover) {
  const School school;
  ComparisonTerms terms = Terms();
  terms.modes.pop_back();
  terms.modes[1].company->tranches.clear();
  const ModeSimulation simulation = Simulated(school, terms, Paths(16));
  const auto& cover = FigureOf(simulation, "minimum_dscr", "partnership");
  EXPECT_EQ(cover.distribution.count, 0);
  EXPECT_TRUE(std::isnan(cover.expected));
}

}  // namespace
}  // namespace calanque::partnership
