// What the sampler promises of every way of sampling.

#include "engine/risk/sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/allocation_counter.h"
#include "tests/unit/engine/kernel/every_target.h"
#include "tests/unit/engine/risk/sample_model.h"

namespace calanque::risk {
namespace {

using testing::CorrelationOf;
using testing::CovarianceOf;
using testing::Driver;
using ::testing::Each;
using testing::EveryShape;
using ::testing::HasSubstr;
using testing::IsSameBits;
using testing::MeanOf;
using testing::Options;
using testing::Sample;
using testing::Setting;

constexpr int kYears = 12;
constexpr std::size_t kProjects = 3;

Sampler MakeOrThrow(const model::RiskModel& model, const model::SimulationOptions& options, int year_count = kYears,
                    std::size_t project_count = kProjects) {
  return Sampler::Make(model, Setting(model, year_count, project_count), options).value();
}

std::vector<double> LogOf(std::span<const double> factors) {
  std::vector<double> logs(factors.size());
  for (std::size_t i = 0; i < factors.size(); ++i) logs[i] = std::log(factors[i]);
  return logs;
}

struct Way {
  model::Sampling sampling;
  bool is_antithetic;
};

class EveryWayOfSampling : public ::testing::TestWithParam<Way> {};

INSTANTIATE_TEST_SUITE_P(Ways, EveryWayOfSampling,
                         ::testing::Values(Way{model::Sampling::kPseudoRandom, false},
                                           Way{model::Sampling::kPseudoRandom, true},
                                           Way{model::Sampling::kSobol, false}, Way{model::Sampling::kSobol, true},
                                           Way{model::Sampling::kLatinHypercube, false},
                                           Way{model::Sampling::kLatinHypercube, true}));

// Would catch: state carried from block to block, numbers that depend on where in a block a path stands.
TEST_P(EveryWayOfSampling, GivesTheSameBitsForAnySplit) {
  constexpr std::size_t kPaths = 1001;
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(GetParam().sampling, kPaths, GetParam().is_antithetic));
  const FactorBlock whole = Sample(sampler, 0, kPaths);
  for (const std::size_t size : {std::size_t{2}, std::size_t{64}, std::size_t{346}}) {
    for (std::size_t first = 0; first < kPaths; first += size) {
      const FactorBlock part = Sample(sampler, first, std::min(size, kPaths - first));
      for (std::size_t row = 0; row < sampler.row_count(); ++row) {
        ASSERT_TRUE(IsSameBits(whole.Row(row).subspan(first, part.path_count()), part.Row(row)))
            << "row " << row << ", paths from " << first << ", blocks of " << size;
      }
    }
  }
}

// Would catch: a workspace larger than the block that leaks its own width into the rows.
TEST_P(EveryWayOfSampling, TakesAWorkspaceLargerThanTheBlock) {
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(GetParam().sampling, 100, GetParam().is_antithetic));
  Sampler::Workspace workspace = sampler.MakeWorkspace(512);
  FactorBlock block(sampler.row_count(), 100);
  sampler.Fill(0, workspace, block);
  const FactorBlock expected = Sample(sampler, 0, 100);
  for (std::size_t row = 0; row < sampler.row_count(); ++row) {
    EXPECT_TRUE(IsSameBits(block.Row(row), expected.Row(row))) << row;
  }
}

TEST_P(EveryWayOfSampling, DoesNotAllocate) {
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(GetParam().sampling, 1024, GetParam().is_antithetic));
  Sampler::Workspace workspace = sampler.MakeWorkspace(512);
  FactorBlock block(sampler.row_count(), 512);
  EXPECT_EQ(::calanque::testing::AllocationsOf([&] { sampler.Fill(512, workspace, block); }), 0U);
}

// Would catch: another seed, driver or year that reuses a number.
TEST_P(EveryWayOfSampling, DependsOnTheSeed) {
  model::SimulationOptions options = Options(GetParam().sampling, 64, GetParam().is_antithetic);
  const FactorBlock one = Sample(MakeOrThrow(EveryShape(), options), 0, 64);
  options.seed += 1;
  const FactorBlock other = Sample(MakeOrThrow(EveryShape(), options), 0, 64);
  EXPECT_FALSE(IsSameBits(one.Row(0), other.Row(0)));
}

// Factors have mean 1 (gas: its drift); pseudo-random numbers give the widest error, the others must keep it too.
TEST_P(EveryWayOfSampling, KeepsTheMeans) {
  constexpr std::size_t kPaths = 1 << 16;
  const model::RiskModel model = EveryShape();
  const Sampler sampler = MakeOrThrow(model, Options(GetParam().sampling, kPaths, GetParam().is_antithetic));
  const FactorBlock block = Sample(sampler, 0, kPaths);
  for (std::size_t driver = 0; driver < 4; ++driver) {
    for (std::size_t year = 0; year < kYears; ++year) {
      const auto row = block.Row(sampler.drivers()[driver].first_row + year);
      const double expected = driver == 0 ? std::exp(0.01 * (static_cast<double>(year) + 0.5)) : 1.0;
      const double standard_error = std::sqrt(CovarianceOf(row, row) / kPaths);
      EXPECT_NEAR(MeanOf(row), expected, 4.0 * standard_error) << "driver " << driver << ", year " << year;
    }
  }
}

TEST(Sampler, LaysOutRowsAsPromised) {
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, 10));
  const auto drivers = sampler.drivers();
  EXPECT_EQ(drivers[0].kind, RowKind::kYearFactor);
  EXPECT_EQ(drivers[0].row_count, kYears);
  EXPECT_EQ(drivers[4].kind, RowKind::kProjectFactor);
  EXPECT_EQ(drivers[4].row_count, kProjects);
  EXPECT_EQ(drivers[4].row_of_project[2], drivers[4].first_row + 2);
  EXPECT_EQ(drivers[5].kind, RowKind::kProjectDelay);
  EXPECT_EQ(drivers[5].row_count, 1U);
  EXPECT_THAT(drivers[5].row_of_project, Each(drivers[5].first_row));
  EXPECT_EQ(drivers[7].kind, RowKind::kEventAmount);
  EXPECT_EQ(drivers[8].row_count, 1U);
  EXPECT_THAT(drivers[8].row_of_project, Each(kNoRow));
  EXPECT_EQ(sampler.row_count(), 4 * kYears + kProjects + 1 + kProjects + kYears + 1);
}

TEST(Sampler, ReachesOnlyTheProjectsOfADriver) {
  const model::RiskModel model = EveryShape();
  SamplerSetting setting = Setting(model, kYears, 5);
  setting.projects_of_driver[4] = {1, 4};
  const Sampler sampler = Sampler::Make(model, setting, Options(model::Sampling::kPseudoRandom, 10)).value();
  const DriverRows& rows = sampler.drivers()[4];
  EXPECT_THAT(rows.row_of_project, ::testing::ElementsAre(kNoRow, rows.first_row, kNoRow, kNoRow, rows.first_row + 1));
  // The number belongs to the project, not to its place in the list.
  const Sampler all =
      Sampler::Make(model, Setting(model, kYears, 5), Options(model::Sampling::kPseudoRandom, 10)).value();
  EXPECT_TRUE(IsSameBits(Sample(sampler, 0, 10).Row(rows.first_row + 1),
                         Sample(all, 0, 10).Row(all.drivers()[4].first_row + 4)));
}

// Would catch: mirrors that are nearly so, pairs that lie across blocks.
TEST(Sampler, MirrorsAntitheticPairsExactly) {
  model::RiskModel model;
  model.drivers = {Driver("gas", model::GeometricBrownian{0.0, 0.2}, model::CurveTarget{{"gas"}}),
                   Driver("cost", model::Draw{model::Uniform{0.0, 2.0}}, model::QuantityTarget{}, 0.5)};
  const Sampler sampler = MakeOrThrow(model, Options(model::Sampling::kPseudoRandom, 200, true));
  const FactorBlock block = Sample(sampler, 0, 200);
  for (std::size_t year = 0; year < kYears; ++year) {
    const double log_median = -0.02 * (static_cast<double>(year) + 0.5);
    for (std::size_t pair = 0; pair < 100; ++pair) {
      const double up = std::log(block.Row(year)[2 * pair]) - log_median;
      const double down = std::log(block.Row(year)[2 * pair + 1]) - log_median;
      EXPECT_NEAR(up, -down, 1e-14);
    }
  }
  const auto cost = block.Row(sampler.drivers()[1].first_row);
  for (std::size_t pair = 0; pair < 100; ++pair) EXPECT_NEAR(cost[2 * pair] + cost[2 * pair + 1], 2.0, 1e-14);
}

// Standard error of a correlation r of n normal pairs: (1 - r^2) / sqrt(n).
TEST(Sampler, CorrelatesYearlyShocksOfProcesses) {
  constexpr std::size_t kPaths = 40'000;
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, kPaths));
  const FactorBlock block = Sample(sampler, 0, kPaths);
  const auto shock = [&](std::size_t driver, std::size_t year, double decay) {
    const auto first_row = sampler.drivers()[driver].first_row;
    std::vector<double> now = LogOf(block.Row(first_row + year));
    if (year == 0) return now;
    const std::vector<double> before = LogOf(block.Row(first_row + year - 1));
    for (std::size_t i = 0; i < now.size(); ++i) now[i] -= decay * before[i];
    return now;
  };
  for (const std::size_t year : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{11}}) {
    const auto gas = shock(0, year, 1.0);
    const auto carbon = shock(1, year, std::exp(-0.25));
    EXPECT_NEAR(CorrelationOf(gas, carbon), 0.5, 4.0 * 0.75 / std::sqrt(kPaths)) << year;
    if (year == 0) continue;
    // Shocks of different years share nothing.
    EXPECT_NEAR(CorrelationOf(gas, shock(0, year - 1, 1.0)), 0.0, 4.0 / std::sqrt(kPaths)) << year;
    EXPECT_NEAR(CorrelationOf(gas, shock(1, year - 1, std::exp(-0.25))), 0.0, 4.0 / std::sqrt(kPaths)) << year;
  }
  // The first innovation of an integral is its first value.
  const auto inflation = shock(2, 0, 0.0);
  EXPECT_NEAR(CorrelationOf(shock(0, 0, 0.0), inflation), 0.3, 4.0 * 0.91 / std::sqrt(kPaths));
  // The rate lowers discount factors: the sign of the correlation turns in the factors.
  EXPECT_NEAR(CorrelationOf(inflation, shock(3, 0, 0.0)), -0.7, 4.0 * 0.51 / std::sqrt(kPaths));
}

TEST(Sampler, CorrelatesDrawsWithWholePathsAndWithEachOther) {
  constexpr std::size_t kPaths = 40'000;
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, kPaths));
  const FactorBlock block = Sample(sampler, 0, kPaths);
  const auto drivers = sampler.drivers();
  const auto gas = LogOf(block.Row(drivers[0].first_row + kYears - 1));
  const auto first = LogOf(block.Row(drivers[4].first_row));
  const auto second = LogOf(block.Row(drivers[4].first_row + 1));
  const double error = 4.0 / std::sqrt(kPaths);
  EXPECT_NEAR(CorrelationOf(gas, first), 0.4 * std::sqrt(0.4), error);  // 40 % of the variance is shared
  EXPECT_NEAR(CorrelationOf(first, second), 0.4, error);
  // Own parts only: nothing in common.
  EXPECT_NEAR(CorrelationOf(block.Row(drivers[6].first_row), block.Row(drivers[6].first_row + 1)), 0.0, error);
}

TEST(Sampler, DelaysAreWholeYearsAsOftenAsStated) {
  constexpr std::size_t kPaths = 40'000;
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, kPaths));
  const FactorBlock block = Sample(sampler, 0, kPaths);
  const auto delay = block.Row(sampler.drivers()[5].first_row);
  double counts[3] = {};
  for (const double years : delay) counts[static_cast<int>(years)] += 1.0 / kPaths;
  EXPECT_NEAR(counts[0], 0.5, 4.0 * std::sqrt(0.25 / kPaths));
  EXPECT_NEAR(counts[1], 0.3, 4.0 * std::sqrt(0.21 / kPaths));
  EXPECT_NEAR(counts[2], 0.2, 4.0 * std::sqrt(0.16 / kPaths));
}

TEST(Sampler, EventsHappenInTheirYearsAndCostADraw) {
  constexpr std::size_t kPaths = 40'000;
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, kPaths));
  const FactorBlock block = Sample(sampler, 0, kPaths);
  const DriverRows& rows = sampler.drivers()[7];
  for (std::size_t year = 0; year < kYears; ++year) {
    const auto row = block.Row(rows.first_row + year);
    double frequency = 0.0;
    for (const double amount : row) {
      if (amount == 0.0) continue;
      frequency += 1.0 / kPaths;
      ASSERT_GE(amount, 100.0);
      ASSERT_LE(amount, 300.0);
    }
    if (year < 3) {
      EXPECT_EQ(frequency, 0.0) << year;
    } else {
      EXPECT_NEAR(frequency, 0.1, 4.0 * std::sqrt(0.09 / kPaths)) << year;
      EXPECT_NEAR(MeanOf(row), 20.0, 4.0 * std::sqrt(CovarianceOf(row, row) / kPaths)) << year;
    }
  }
}

TEST(Sampler, PastYearsDoNotMove) {
  const model::RiskModel model = EveryShape();
  SamplerSetting setting = Setting(model, kYears, kProjects);
  for (double& time : setting.year_times) time -= 2.0;
  const Sampler sampler = Sampler::Make(model, setting, Options(model::Sampling::kPseudoRandom, 50)).value();
  const FactorBlock block = Sample(sampler, 0, 50);
  for (std::size_t driver = 0; driver < 4; ++driver) {
    const auto first_row = sampler.drivers()[driver].first_row;
    EXPECT_THAT(block.Row(first_row), Each(1.0));
    EXPECT_THAT(block.Row(first_row + 1), Each(1.0));
    EXPECT_NE(block.Row(first_row + 2)[0], 1.0);
  }
}

TEST(Sampler, TakesAModelWhoseYearsAreAllPastAndOneWithoutDrivers) {
  const model::RiskModel model = EveryShape();
  SamplerSetting setting = Setting(model, kYears, kProjects);
  for (double& time : setting.year_times) time -= 100.0;
  const Sampler sampler = Sampler::Make(model, setting, Options(model::Sampling::kSobol, 50)).value();
  EXPECT_THAT(Sample(sampler, 0, 50).Row(0), Each(1.0));
  EXPECT_EQ(MakeOrThrow(model::RiskModel(), Options(model::Sampling::kSobol, 50)).row_count(), 0U);
}

TEST(Sampler, RefusesAMatrixThatIsNoneAndSaysTheNearest) {
  model::RiskModel model = EveryShape();
  model.correlations = {{"gas", "carbon", 0.9}, {"gas", "inflation", 0.9}, {"carbon", "inflation", -0.9}};
  const SamplerSetting setting = Setting(model, kYears, kProjects);
  const auto refused = Sampler::Make(model, setting, Options(model::Sampling::kPseudoRandom, 10));
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().size(), 1U);
  EXPECT_EQ(refused.error()[0].field_path, "correlations");
  EXPECT_THAT(refused.error()[0].message, HasSubstr("smallest eigenvalue of the matrix is -0.8"));
  EXPECT_THAT(refused.error()[0].message, HasSubstr("from"));
  model.repairs_correlation = true;
  const auto repaired = Sampler::Make(model, setting, Options(model::Sampling::kPseudoRandom, 10));
  ASSERT_TRUE(repaired);
  ASSERT_EQ(repaired->warnings().size(), 1U);
  EXPECT_THAT(repaired->warnings()[0].message, HasSubstr("the nearest that can be is used"));
}

TEST(Sampler, StopsWhenAsked) {
  const model::RiskModel model = EveryShape();
  const StopPoll stop{[](const void*) { return true; }, nullptr};
  const auto cancelled =
      Sampler::Make(model, Setting(model, kYears, kProjects), Options(model::Sampling::kPseudoRandom, 10), stop);
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error()[0].reason, Reason::kCancelled);
}

// The plan's coefficients included: made again on every kind of processor.
TEST(Sampler, GivesTheSameBitsOnEveryProcessor) {
  const model::RiskModel model = EveryShape();
  const SamplerSetting setting = Setting(model, kYears, kProjects);
  kernel::ExpectSameBitsEverywhere(18113385929556789884U, [&] {
    const Sampler sampler = Sampler::Make(model, setting, Options(model::Sampling::kPseudoRandom, 300)).value();
    const FactorBlock block = Sample(sampler, 0, 301);
    std::vector<double> numbers;
    for (std::size_t row = 0; row < sampler.row_count(); ++row) {
      numbers.insert(numbers.end(), block.Row(row).begin(), block.Row(row).end());
    }
    return numbers;
  });
}

TEST(Sampler, ExpectedMeansThatNothingDeviates) {
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, 10));
  FactorBlock block(sampler.row_count(), 5);
  sampler.FillExpected(block);
  for (const DriverRows& rows : sampler.drivers()) {
    const bool is_factor = rows.kind == RowKind::kYearFactor || rows.kind == RowKind::kProjectFactor;
    for (std::size_t i = 0; i < rows.row_count; ++i) {
      EXPECT_THAT(block.Row(rows.first_row + i), Each(is_factor ? 1.0 : 0.0));
    }
  }
}

TEST(Sampler, ForcesOneDriverToAQuantile) {
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, 10));
  constexpr double kNormal = 1.2815515655446004;  // 90 %
  FactorBlock block(sampler.row_count(), 3);
  const auto drivers = sampler.drivers();

  sampler.FillForced(0, kNormal, block);
  const double last = kYears - 0.5;
  EXPECT_NEAR(block.Row(drivers[0].first_row + kYears - 1)[2],
              std::exp((0.01 - 0.02) * last + 0.2 * std::sqrt(last) * kNormal), 1e-13);
  EXPECT_NEAR(block.Row(drivers[0].first_row)[0], std::exp(-0.01 * 0.5 + 0.2 * 0.5 / std::sqrt(last) * kNormal), 1e-14);
  EXPECT_THAT(block.Row(drivers[1].first_row + 3), Each(1.0));

  sampler.FillForced(4, kNormal, block);
  for (std::size_t i = 0; i < kProjects; ++i) {
    EXPECT_NEAR(block.Row(drivers[4].first_row + i)[1], 1.1 * std::exp(0.25 * kNormal), 1e-13);
  }
  EXPECT_THAT(block.Row(drivers[0].first_row), Each(1.0));

  sampler.FillForced(5, kNormal, block);
  EXPECT_THAT(block.Row(drivers[5].first_row), Each(2.0));

  // Of nine years at 10 %, at most two events with 94.7 %, at most one with 77.5 %.
  sampler.FillForced(7, kNormal, block);
  EXPECT_THAT(block.Row(drivers[7].first_row + 5), Each(::testing::DoubleNear(200.0 * 2.0 / 9.0, 1e-12)));
  EXPECT_THAT(block.Row(drivers[7].first_row + 1), Each(0.0));
}

TEST(Sampler, HoldsDriversOfAStress) {
  const Sampler sampler = MakeOrThrow(EveryShape(), Options(model::Sampling::kPseudoRandom, 10));
  FactorBlock block(sampler.row_count(), 3);
  const std::vector<HeldDriver> held = {{0, 1.5}, {2, 0.02}, {3, 0.02}, {4, 1.3}, {5, 2.0}, {7, 250.0}, {8, 0.5}};
  sampler.FillHeld(held, block);
  const auto drivers = sampler.drivers();
  EXPECT_THAT(block.Row(drivers[0].first_row + 4), Each(1.5));
  EXPECT_THAT(block.Row(drivers[1].first_row + 4), Each(1.0));
  EXPECT_NEAR(block.Row(drivers[2].first_row + 9)[0], std::exp(0.02 * 9.5), 1e-14);
  EXPECT_NEAR(block.Row(drivers[3].first_row + 9)[0], std::exp(-0.02 * 9.5), 1e-14);
  EXPECT_THAT(block.Row(drivers[4].first_row + 2), Each(1.3));
  EXPECT_THAT(block.Row(drivers[5].first_row), Each(2.0));
  EXPECT_THAT(block.Row(drivers[7].first_row + 2), Each(0.0));
  EXPECT_THAT(block.Row(drivers[7].first_row + 3), Each(250.0));
  EXPECT_THAT(block.Row(drivers[7].first_row + kYears - 1), Each(250.0));
  EXPECT_THAT(block.Row(drivers[8].first_row), Each(0.5));
}

}  // namespace
}  // namespace calanque::risk
