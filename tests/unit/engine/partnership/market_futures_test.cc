// Delivery modes under drivers of a risk model: closed forms, the base case to the last bit, contracts path by path.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/partnership/build_mode.h"
#include "engine/partnership/simulate_modes.h"
#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

using model::QuantityKind;

model::RiskDriver Quantity(const char* id, QuantityKind kind, model::Distribution distribution) {
  model::RiskDriver driver;
  driver.id = id;
  driver.shape = model::Draw{std::move(distribution)};
  driver.target = model::QuantityTarget{{kind}, {"school"}, {}};
  return driver;
}

model::RiskDriver Delay(std::vector<double> probabilities, std::vector<double> years, double growth = 0.0) {
  model::RiskDriver driver;
  driver.id = "delay";
  driver.shape = model::Draw{model::Discrete{std::move(probabilities), std::move(years)}};
  driver.target = model::DelayTarget{{"school"}, growth};
  return driver;
}

/// Always this factor.
model::Distribution Always(double factor) { return model::Discrete{{1.0}, {factor}}; }

ComparisonTerms Terms(std::vector<std::string> modes) {
  ComparisonTerms terms;
  for (const std::string& mode : modes) terms.modes.push_back(AllModes().at(mode));
  terms.reference_mode_id = modes.front();
  return terms;
}

ModeSimulation Simulated(const School& school, const ComparisonTerms& terms, std::vector<model::RiskDriver> drivers,
                         std::int64_t count, int threads = 1) {
  ModeRiskTerms risk;
  risk.market.drivers = std::move(drivers);
  risk.options.seed = 3;
  risk.options.path_count = count;
  risk.options.thread_count = threads;
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

double MeanOf(const ModeSimulation& simulation, const std::string& name, const std::string& mode) {
  return FigureOf(simulation, name, mode).distribution.mean;
}

double ProbabilityOf(const ModeSimulation& simulation, const std::string& name, const std::string& mode) {
  for (const ModeProbability& probability : simulation.probabilities) {
    if (probability.name == name && probability.mode_id == mode) return probability.probability;
  }
  throw std::runtime_error("no probability " + name + " of " + mode);
}

const SimulatedModeYears& YearsOf(const ModeSimulation& simulation, const std::string& name, const std::string& mode) {
  for (const SimulatedModeYears& years : simulation.years) {
    if (years.name == name && years.mode_id == mode) return years;
  }
  throw std::runtime_error("no years " + name + " of " + mode);
}

/// Present cost of an annual amount from year index 2 (the start of operation) to 11, at the public party's 4 %.
double Operating(double amount, int first = 2, int end = 12) {
  double sum = 0.0;
  for (int p = first; p < end; ++p) sum += amount * std::pow(1.04, -(p + 1));
  return sum;
}

/// Each driver on its own, held where it is expected.
std::vector<model::RiskDriver> AllDriversAsExpected() {
  std::vector<model::RiskDriver> drivers;
  int number = 0;
  for (const QuantityKind kind :
       {QuantityKind::kInvestment, QuantityKind::kOperatingCost, QuantityKind::kRevenue, QuantityKind::kGrant,
        QuantityKind::kEnergySaved, QuantityKind::kEverything, QuantityKind::kAvailability}) {
    drivers.push_back(Quantity(("quantity" + std::to_string(number++)).c_str(), kind, model::Lognormal{1.0, 0.0}));
  }
  drivers.push_back(Delay({1.0, 0.0, 0.0}, {0.0, 1.0, 2.0}, 0.05));
  return drivers;
}

TEST(MarketFutures, WhereNothingDeviatesEveryModeIsTheComparisonToTheLastBit) {
  const School school;
  std::vector<std::string> ids;
  for (const auto& [id, mode] : AllModes()) ids.push_back(id);
  const ComparisonTerms terms = Terms(ids);
  const ModeSimulation simulation = Simulated(school, terms, AllDriversAsExpected(), 130);
  const auto comparison = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(comparison);
  ASSERT_EQ(comparison->costs.size(), ids.size());
  for (const ModeCost& cost : comparison->costs) {
    const auto& figure = FigureOf(simulation, "city_cost_present_amount", cost.mode_id);
    EXPECT_EQ(figure.expected, cost.total_present_amount) << cost.mode_id;
    EXPECT_EQ(figure.distribution.minimum, cost.total_present_amount) << cost.mode_id;
    EXPECT_EQ(figure.distribution.maximum, cost.total_present_amount) << cost.mode_id;
  }
  for (const SimulatedModeFigure& figure : simulation.figures) {
    if (figure.distribution.count == 0) continue;
    EXPECT_EQ(figure.distribution.minimum, figure.expected) << figure.name << " of " << figure.mode_id;
    EXPECT_EQ(figure.distribution.maximum, figure.expected) << figure.name << " of " << figure.mode_id;
  }
}

TEST(MarketFutures, MinimumRevenueGuaranteeOfOnePeriodIsBlacksPut) {
  School school;
  auto& items = school.request.portfolio.projects[0].with_project;
  std::get<model::ExplicitSeries>(items.back().kind).amounts =
      std::vector<double>{0, 0, 5e6, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  school.setting.contract_end_date = testing::Day("2027-12-31");
  school.plan = testing::CompileOrThrow(school.request);
  ComparisonTerms terms = Terms({"direct", "concession"});
  auto& concession = std::get<model::Concession>(terms.modes[1].contract);
  concession = {};
  concession.minimum_revenue_amount_per_year = 4.5e6;
  concession.subsidy = model::Charge{};
  concession.subsidy->amount_per_year = 120e6;
  terms.modes[1].company->tranches.clear();
  const double sigma = 0.4;
  const ModeSimulation simulation = Simulated(
      school, terms,
      {Quantity("demand", QuantityKind::kRevenue, model::Lognormal{std::exp(-0.5 * sigma * sigma), sigma})}, 200'000);
  const auto normal = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  const double forward = 5e6;
  const double strike = 4.5e6;
  const double d1 = (std::log(forward / strike) + 0.5 * sigma * sigma) / sigma;
  const double d2 = d1 - sigma;
  const double put = strike * normal(-d2) - forward * normal(-d1);
  const auto& calls = FigureOf(simulation, "guarantee_present_amount", "concession").distribution;
  EXPECT_NEAR(calls.mean, put * std::pow(1.04, -3), 4.0 * calls.standard_error);
  EXPECT_LT(calls.standard_error, 0.005 * calls.mean) << "else the test above says little";
  EXPECT_NEAR(ProbabilityOf(simulation, "guarantee_called", "concession"), normal(-d2), 0.005);
  const auto& by_year = YearsOf(simulation, "guarantee_call_amount", "concession");
  ASSERT_THAT(by_year.years, ::testing::ElementsAre(2027));
  EXPECT_NEAR(by_year.mean[0], put, 4.0 * calls.standard_error * std::pow(1.04, 3));
}

TEST(MarketFutures, ACostUnderALognormalFactorHasItsMeanAndVariance) {
  const School school;
  const ComparisonTerms terms = Terms({"direct", "partnership"});
  const double sigma = 0.3;
  const ModeSimulation simulation = Simulated(
      school, terms, {Quantity("upkeep", QuantityKind::kOperatingCost, model::Lognormal{1.1, sigma})}, 100'000);
  const auto& cost = FigureOf(simulation, "city_cost_present_amount", "direct");
  const double upkeep = Operating(2e6);
  const double mean = 1.1 * std::exp(0.5 * sigma * sigma);
  const double deviation = mean * std::sqrt(std::expm1(sigma * sigma));
  EXPECT_NEAR(cost.distribution.mean - cost.expected, (mean - 1.0) * upkeep, 4.0 * cost.distribution.standard_error);
  EXPECT_NEAR(cost.distribution.standard_deviation, deviation * upkeep, 0.02 * deviation * upkeep);
  // The partnership's operator bears it: the charge is agreed.
  const auto& charge = FigureOf(simulation, "city_cost_present_amount", "partnership");
  EXPECT_EQ(charge.distribution.minimum, charge.distribution.maximum);
  EXPECT_LT(MeanOf(simulation, "equity_npv_amount", "partnership"), -1e5);
}

TEST(MarketFutures, AnOverrunIsTheCitysOrTheShareholders) {
  const School school;
  const ComparisonTerms terms = Terms({"direct", "partnership", "joint"});
  const ModeSimulation simulation =
      Simulated(school, terms, {Quantity("overrun", QuantityKind::kInvestment, Always(1.1))}, 2);
  const double works = 5e6 / 1.04 + 5e6 / 1.04 / 1.04;
  const double renewal = 0.3e6 * std::pow(1.04, -9);
  const auto more = [&](const char* name, const char* mode) {
    return MeanOf(simulation, name, mode) - FigureOf(simulation, name, mode).expected;
  };
  EXPECT_NEAR(more("city_cost_present_amount", "direct"), works + renewal, 1.0);
  EXPECT_EQ(more("city_cost_present_amount", "partnership"), 0.0);
  EXPECT_LT(more("equity_npv_amount", "partnership"), -(5e6 / 1.1 + 5e6 / 1.21)) << "at 10 %, and the renewal";
  // The city holds 40 % of the joint company: it pays that part of the overrun.
  EXPECT_GT(more("city_cost_present_amount", "joint"), 0.4 * works);
  EXPECT_LT(more("city_cost_present_amount", "joint"), 0.4 * (works + renewal) * 1.02);
}

TEST(MarketFutures, SavingsThatDoNotComeCallTheGuarantee) {
  const School school;
  const auto called = [&](double factor) {
    const ModeSimulation simulation = Simulated(school, Terms({"direct", "guaranteed"}),
                                                {Quantity("uptake", QuantityKind::kEverything, Always(factor))}, 2);
    return MeanOf(simulation, "savings_guarantee_present_amount", "guaranteed");
  };
  // Promised 4 MEUR a year, guaranteed whole, 90 % expected; a promise does not shrink with what comes.
  EXPECT_NEAR(called(1.0), Operating(0.4e6), 1.0);
  EXPECT_NEAR(called(0.5), Operating(4e6 - 0.9 * 2e6), 1.0);
  EXPECT_EQ(called(1.5), 0.0);
}

TEST(MarketFutures, ADelayedPartnershipIsPaidLaterAndNoLonger) {
  const School school;
  ComparisonTerms terms = Terms({"direct", "partnership"});
  std::get<model::AvailabilityPartnership>(terms.modes[1].contract).charge.amount_per_year = 20e6;
  const ModeSimulation late = Simulated(school, terms, {Delay({0.0, 1.0}, {0.0, 1.0})}, 2);
  const auto discount = [](int year) { return std::pow(1.04, -year); };
  // One charge less; users pay in year 13 what they do not in year 3; upkeep of year 13 comes after the contract.
  const double charge = 20e6 * discount(3);
  const double users = 4e6 * (discount(3) - discount(13));
  const double upkeep = 2e6 * discount(13);
  // The school needs no energy while it is built: the bill of 6 MEUR is paid until it closes, a year later.
  const double energy = 6e6 * discount(1) - 2e6 * discount(3) - 4e6 * discount(13);
  const auto& city = FigureOf(late, "city_cost_present_amount", "partnership");
  EXPECT_NEAR(city.distribution.mean - city.expected, -charge + users + upkeep + energy, 1.0);
  EXPECT_EQ(ProbabilityOf(late, "default", "partnership"), 1.0) << "debt service is due and nothing comes in";
  EXPECT_LT(MeanOf(late, "equity_npv_amount", "partnership"),
            FigureOf(late, "equity_npv_amount", "partnership").expected - 5e6);
  const auto& defaults = YearsOf(late, "default", "partnership");
  EXPECT_EQ(defaults.years.front(), 2027);
  EXPECT_EQ(defaults.mean.front(), 1.0);
}

TEST(MarketFutures, ADelayedWorkCostsMore) {
  const School school;
  const ModeSimulation late =
      Simulated(school, Terms({"direct", "partnership"}), {Delay({0.0, 1.0}, {0.0, 1.0}, 0.10)}, 2);
  const auto more = [&](const char* name, const char* mode) {
    return MeanOf(late, name, mode) - FigureOf(late, name, mode).expected;
  };
  const ModeSimulation same =
      Simulated(school, Terms({"direct", "partnership"}), {Delay({0.0, 1.0}, {0.0, 1.0}, 0.0)}, 2);
  const double works = 5e6 * std::pow(1.04, -2) + 5e6 * std::pow(1.04, -3);
  EXPECT_NEAR(
      more("city_cost_present_amount", "direct") - (MeanOf(same, "city_cost_present_amount", "direct") -
                                                    FigureOf(same, "city_cost_present_amount", "direct").expected),
      works, 1.0);
  // 10 MEUR more, paid by the shareholders when the works end (point 2), at their 10 %.
  EXPECT_NEAR(more("equity_npv_amount", "partnership") - (MeanOf(same, "equity_npv_amount", "partnership") -
                                                          FigureOf(same, "equity_npv_amount", "partnership").expected),
              -10e6 / 1.21, 1.0);
}

TEST(MarketFutures, AvailabilityTakesFromTheChargeUpToTheContractsLimit) {
  const School school;
  ComparisonTerms terms = Terms({"direct", "partnership"});
  auto& charge = std::get<model::AvailabilityPartnership>(terms.modes[1].contract).charge;
  charge.amount_per_year = 20e6;
  charge.expected_deduction_fraction = 0.02;
  charge.maximum_deduction_fraction = 0.10;
  const auto deducted = [&](double earned) {
    const ModeSimulation simulation =
        Simulated(school, terms, {Quantity("service", QuantityKind::kAvailability, Always(earned))}, 2);
    const auto& cost = FigureOf(simulation, "city_cost_present_amount", "partnership");
    const double amount = MeanOf(simulation, "deduction_present_amount", "partnership");
    EXPECT_NEAR(cost.expected - cost.distribution.mean, amount, 1.0);
    return amount;
  };
  EXPECT_NEAR(deducted(0.95), Operating(20e6 * 0.98 * 0.05), 1.0);
  EXPECT_NEAR(deducted(0.5), Operating(20e6 * 0.08), 1.0) << "10 % in all, 2 % are expected";
  EXPECT_NEAR(deducted(1.5), Operating(-20e6 * 0.02), 1.0) << "no more than all of the charge is earned";
}

TEST(MarketFutures, ALineKeepsItsNumbersBesideDrivers) {
  const School school;
  ComparisonTerms terms = Terms({"direct", "partnership"});
  model::RiskLine line;
  line.id = "works";
  line.base = model::RiskBase::kWorks;
  line.factor_distribution = model::Lognormal{1.0, 0.2};
  terms.risks = {line};
  const ModeSimulation alone = Simulated(school, terms, {}, 1'000);
  const ModeSimulation beside =
      Simulated(school, terms, {Quantity("users", QuantityKind::kGrant, model::Lognormal{1.0, 0.5})}, 1'000);
  EXPECT_EQ(MeanOf(alone, "city_cost_present_amount", "direct"), MeanOf(beside, "city_cost_present_amount", "direct"));
  ASSERT_EQ(beside.warnings.size(), 1U) << "the project has no grant";
  EXPECT_EQ(beside.warnings[0].field_path, "risk_model.drivers[0]");
}

TEST(MarketFutures, ARiskIsCountedOnce) {
  const School school;
  ComparisonTerms terms = Terms({"direct", "partnership"});
  model::RiskLine line;
  line.id = "works";
  line.base = model::RiskBase::kWorks;
  line.optimism_bias = model::OptimismBias{0.1, 0.0, 0.0, {}};
  terms.risks = {line};
  ModeRiskTerms risk;
  risk.options.path_count = 10;
  risk.market.drivers = {Quantity("overrun", QuantityKind::kInvestment, Always(1.0)),
                         Quantity("works", QuantityKind::kOperatingCost, Always(1.0))};
  risk.correlations = {{"works", "nobody", 0.5}, {"overrun", "works", 0.2}};
  std::vector<std::string> paths;
  for (const Failure& failure : ValidateModeRisk(school.project, terms, risk)) paths.push_back(failure.field_path);
  EXPECT_THAT(paths, ::testing::UnorderedElementsAre("line_correlations[0].second_driver_id", "line_correlations[1]",
                                                     "risk_model.drivers[0].target", "risk_model.drivers[1].id"));
}

TEST(MarketFutures, OneTwoAndSevenThreadsGiveTheSameBits) {
  const School school;
  std::vector<std::string> ids;
  for (const auto& [id, mode] : AllModes()) ids.push_back(id);
  const ComparisonTerms terms = Terms(ids);
  const std::vector<model::RiskDriver> drivers = {
      Quantity("works", QuantityKind::kInvestment, model::Lognormal{1.05, 0.2}),
      Quantity("users", QuantityKind::kRevenue, model::Lognormal{0.98, 0.3}), Delay({0.8, 0.2}, {0.0, 1.0}, 0.02)};
  const ModeSimulation one = Simulated(school, terms, drivers, 11'000, 1);
  for (const int threads : {2, 7}) {
    const ModeSimulation other = Simulated(school, terms, drivers, 11'000, threads);
    ASSERT_EQ(one.figures.size(), other.figures.size());
    for (std::size_t i = 0; i < one.figures.size(); ++i) {
      const auto& a = one.figures[i].distribution;
      const auto& b = other.figures[i].distribution;
      EXPECT_EQ(a.mean, b.mean) << one.figures[i].name;
      EXPECT_EQ(a.quantiles, b.quantiles) << one.figures[i].name;
    }
    for (std::size_t i = 0; i < one.probabilities.size(); ++i) {
      EXPECT_EQ(one.probabilities[i].probability, other.probabilities[i].probability);
    }
  }
}

/// Stops at the n-th question.
struct Countdown {
  mutable long left = 0;
  [[nodiscard]] StopPoll Poll() const {
    return {[](const void* self) { return --static_cast<const Countdown*>(self)->left < 0; }, this};
  }
};

TEST(MarketFutures, AStopIsSeenWhereverItComes) {
  const School school;
  ModeRiskTerms risk;
  risk.market.drivers = {Quantity("users", QuantityKind::kRevenue, model::Lognormal{1.0, 0.3}),
                         Delay({0.8, 0.2}, {0.0, 1.0})};
  risk.options.path_count = 4'000;
  for (const long left : {0L, 1L, 3L, 5L, 8L, 13L, 30L}) {
    const Countdown countdown{left};
    const auto simulation =
        SimulateDeliveryModes(school.project, Terms({"direct", "concession"}), risk, countdown.Poll(), {});
    ASSERT_FALSE(simulation) << left;
    EXPECT_EQ(simulation.error().front().reason, Reason::kCancelled) << left;
  }
}

TEST(MarketFutures, FloatingLoansFollowTheirBaseRate) {
  School school;
  auto& assumptions = school.request.assumptions;
  model::Curve base;
  base.id = "base-rate";
  base.unit = "1/year";
  base.shape = model::CurveConstant{0.03};
  assumptions.curves.push_back(base);
  school.plan = testing::CompileOrThrow(school.request);
  ComparisonTerms terms = Terms({"direct", "partnership"});
  auto& charge = std::get<model::AvailabilityPartnership>(terms.modes[1].contract).charge;
  charge.amount_per_year = 25e6;
  auto& loan = terms.modes[1].company->tranches[0];
  loan.rate = {};
  loan.rate.hedged_fraction = 0.5;
  loan.rate.fixed_nominal_per_year = 0.03;
  loan.rate.base_rate_curve_id = "base-rate";
  loan.rate.margin_per_year = 0.01;
  model::RiskDriver rates;
  rates.id = "rates";
  rates.shape = model::MeanRevertingRate{0.01, 0.1};
  rates.target = model::RateTarget{{"base-rate"}};
  const ModeSimulation simulation = Simulated(school, terms, {rates}, 4'000);
  EXPECT_TRUE(simulation.warnings.empty());
  const auto& npv = FigureOf(simulation, "equity_npv_amount", "partnership");
  // Half of 80 MEUR floats: a point more for eight years on an annuity is of the order of a MEUR after tax.
  EXPECT_GT(npv.distribution.standard_deviation, 2e5);
  EXPECT_LT(npv.distribution.standard_deviation, 3e6);
  EXPECT_NEAR(npv.distribution.mean, npv.expected, 6.0 * npv.distribution.standard_error);
  const auto& cost = FigureOf(simulation, "city_cost_present_amount", "partnership");
  EXPECT_EQ(cost.distribution.standard_deviation, 0.0) << "the operator's risk";
  // Fully hedged, nothing moves, and the answer says so.
  loan.rate.hedged_fraction = 1.0;
  const ModeSimulation hedged = Simulated(school, terms, {rates}, 100);
  EXPECT_EQ(FigureOf(hedged, "equity_npv_amount", "partnership").distribution.standard_deviation, 0.0);
  EXPECT_EQ(hedged.warnings.size(), 1U);
}

/// Mean less base case of what the partnership costs where prices stand 50 % higher throughout, over half the charge.
double CostOfDearerPrices(std::optional<time::Date> index_base_date) {
  School school;
  model::Curve flat;
  flat.id = "prices";
  flat.shape = model::CurveConstant{1.0};
  school.request.assumptions.curves.push_back(flat);
  school.plan = testing::CompileOrThrow(school.request);
  ComparisonTerms terms = Terms({"direct", "partnership"});
  auto& charge = std::get<model::AvailabilityPartnership>(terms.modes[1].contract).charge;
  charge.amount_per_year = 25e6;
  charge.indexed_fraction = 1.0;
  charge.index_curve_id = "prices";
  charge.index_base_date = index_base_date;
  model::RiskDriver prices;
  prices.id = "prices-up";
  prices.shape = model::Draw{Always(1.5)};
  prices.target = model::CurveTarget{{"prices"}};
  const auto simulation = Simulated(school, terms, {prices}, 16);
  const auto structured = StructureProject(school.project, terms.modes[1], nullptr);
  if (!structured) throw std::runtime_error(structured.error().message);
  const auto& cost = FigureOf(simulation, "city_cost_present_amount", "partnership");
  return (cost.distribution.mean - cost.expected) / FigureOf(*structured, "contract_payments_present_amount");
}

TEST(MarketFutures, AChargeFollowsPricesFromTheDayOfItsBase) {  // The start is drawn with the rest, the bid is known.
  EXPECT_NEAR(CostOfDearerPrices(std::nullopt), 0.0, 1e-12);
  EXPECT_NEAR(CostOfDearerPrices(testing::Day("2026-06-30")), 0.0, 1e-12);
  EXPECT_NEAR(CostOfDearerPrices(testing::Day("2024-01-01")), 0.5, 1e-12);
}

}  // namespace
}  // namespace calanque::partnership
