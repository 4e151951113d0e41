// Processes at the years: their laws from the steps (exact) and from samples.

#include "engine/risk/process.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "engine/kernel/uniforms.h"
#include "engine/kernel/vector_math.h"
#include "engine/risk/factor_block.h"
#include "engine/risk/reversion.h"
#include "tests/unit/engine/risk/sample_model.h"

namespace calanque::risk {
namespace {

using testing::CovarianceOf;
using testing::MeanOf;

/// Unevenly spaced on purpose: the first year is half a year, one is missing.
const std::vector<double> kTimes = {0.5, 1.5, 2.5, 4.5, 5.5, 12.5, 30.0};
/// Where factors are read that are paid for at the end of the year.
const std::vector<double> kYearEnds = {1.0, 2.0, 3.0, 5.0, 6.0, 13.0, 30.5};
const std::vector<double> kReversions = {0.0, 1e-9, 1e-4, 0.02, 0.3, 0.499, 0.501, 2.0, 20.0};

/// Simpson's rule on 20,000 intervals.
double Integral(const std::function<double(double)>& f, double from, double to) {
  constexpr int kCount = 20'000;
  const double h = (to - from) / kCount;
  double sum = f(from) + f(to);
  for (int i = 1; i < kCount; ++i) sum += (i % 2 == 1 ? 4.0 : 2.0) * f(from + h * i);
  return sum * h / 3.0;
}

/// What a unit shock at time s has become of the integral at time t: (1 - e^(-a (t - s))) / a.
double Response(double reversion, double years) {
  return reversion == 0.0 ? years : -std::expm1(-reversion * years) / reversion;
}

TEST(Reversion, IntegralsAreThoseOfTheirDefinitions) {
  for (const double a : kReversions) {
    for (const double t : {0.1, 0.5, 1.0, 7.0, 30.0}) {
      if (a * t > 50.0) continue;  // Simpson's rule is too coarse there
      const double decay = Integral([&](double s) { return std::exp(-a * s); }, 0.0, t);
      const double square = Integral([&](double s) { return std::pow(Response(a, t - s), 2); }, 0.0, t);
      const double shared = Integral([&](double s) { return Response(a, t - s) * std::exp(-a * (t - s)); }, 0.0, t);
      EXPECT_NEAR(DecayIntegral(a, t), decay, 1e-11 * decay) << a << " " << t;
      EXPECT_NEAR(IntegralVariance(a, t), square, 1e-9 * square) << a << " " << t;
      EXPECT_NEAR(DeviationIntegralCovariance(a, t), shared, 1e-9 * shared) << a << " " << t;
    }
  }
}

// Would catch: digits lost between the series and the closed form.
TEST(Reversion, IsSmoothWhereTheFormulaChanges) {
  for (const double t : {0.5, 1.0, 8.0}) {
    const double a = 0.5 / t;
    const double below = IntegralVariance(std::nextafter(a, 0.0), t);
    EXPECT_NEAR(IntegralVariance(a, t) / below, 1.0, 1e-13);
    EXPECT_NEAR(DecayIntegral(a, t) / DecayIntegral(std::nextafter(a, 0.0), t), 1.0, 1e-14);
  }
}

/// Loadings of each year's value on each year's standard normal, from the steps alone.
std::vector<std::vector<double>> Loadings(std::span<const MeanRevertingRateFactors::Step> steps) {
  const std::size_t n = steps.size();
  std::vector<std::vector<double>> loadings(n, std::vector<double>(n, 0.0));
  std::vector<double> state(n, 0.0);
  std::vector<double> integral(n, 0.0);
  for (std::size_t k = 0; k < n; ++k) {
    const double root = std::sqrt(kTimes[k] - (k == 0 ? 0.0 : kTimes[k - 1]));
    for (std::size_t j = 0; j < k; ++j) {
      integral[j] += steps[k].state.weight * state[j];
      state[j] *= steps[k].state.decay;
    }
    integral[k] = steps[k].state.integral_gain * root;
    state[k] = steps[k].state.gain * root;
    loadings[k] = integral;
  }
  return loadings;
}

// The covariance of I(s) and I(t), s <= t, is the integral of the responses; all of it, not only the variances: this is
// what carrying the expectation of x alone must get right.
TEST(MeanRevertingRate, StepsHaveTheExactCovariancesOfTheIntegral) {
  for (const double a : kReversions) {
    const double volatility = 0.012;
    for (const std::vector<double>& times : {kTimes, kYearEnds}) {
      const MeanRevertingRateFactors factors({volatility, a}, 1.0, MeanOne::kFactor, kTimes, times);
      const auto loadings = Loadings(factors.steps());
      for (std::size_t i = 0; i < times.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
          double covariance = 0.0;
          for (std::size_t k = 0; k <= j; ++k) covariance += loadings[i][k] * loadings[j][k];
          const double expected =
              volatility * volatility *
              Integral([&](double u) { return Response(a, times[i] - u) * Response(a, times[j] - u); }, 0.0, times[j]);
          EXPECT_NEAR(covariance, expected, 1e-9 * expected) << "reversion " << a << ", " << i << ", " << j;
        }
        double variance = 0.0;
        for (const double loading : loadings[i]) variance += loading * loading;
        EXPECT_NEAR(-2.0 * factors.steps()[i].shift, variance, 1e-11 * variance);  // mean 1, exactly
      }
    }
  }
}

// What is paid on the valuation date itself is not moved, and the next year as if it were the first.
TEST(MeanRevertingRate, NothingHasCompoundedBeforeTheFirstFlow) {
  const std::vector<double> starts = {0.0, 1.0, 2.0};
  const std::vector<double> middles = {0.5, 1.5, 2.5};
  const MeanRevertingRateFactors factors({0.012, 0.3}, -1.0, MeanOne::kFactor, middles, starts);
  const auto loadings = Loadings(factors.steps());
  EXPECT_EQ(loadings[0][0], 0.0);
  EXPECT_EQ(factors.steps()[0].shift, 0.0);
  EXPECT_NEAR(loadings[1][1] * loadings[1][1], 0.012 * 0.012 * IntegralVariance(0.3, 1.0), 1e-15);
  EXPECT_EQ(loadings[1][0], 0.0);
}

// What a loan pays for a year has the curve's rate as its mean: with the factors' own mean of 1 it would lie below, by
// half a point after twenty years of a volatility of one.
TEST(MeanRevertingRate, GrowthHasMeanOneWhereALoanPaysIt) {
  for (const double a : kReversions) {
    const MeanRevertingRateFactors factors({0.012, a}, 1.0, MeanOne::kGrowth, kTimes, kTimes);
    const auto loadings = Loadings(factors.steps());
    for (std::size_t i = 0; i < kTimes.size(); ++i) {
      double variance = 0.0;  // of what the integral gains from the time before
      for (std::size_t k = 0; k <= i; ++k) {
        const double gain = loadings[i][k] - (i == 0 || k == i ? 0.0 : loadings[i - 1][k]);
        variance += gain * gain;
      }
      const double before = i == 0 ? 0.0 : factors.steps()[i - 1].shift;
      EXPECT_NEAR(-2.0 * (factors.steps()[i].shift - before), variance, 1e-9 * variance) << a << " " << i;
    }
  }
}

TEST(MeanRevertingLog, StepsHaveTheExactCovariances) {
  for (const double a : kReversions) {
    const double volatility = 0.3;
    const MeanRevertingLogFactors factors({volatility, a}, kTimes);
    double variance = 0.0;
    for (std::size_t k = 0; k < kTimes.size(); ++k) {
      const double years = kTimes[k] - (k == 0 ? 0.0 : kTimes[k - 1]);
      const auto& [state, shift] = factors.steps()[k];
      variance = state.decay * state.decay * variance + state.gain * state.gain * years;
      const double expected = a == 0.0 ? volatility * volatility * kTimes[k]
                                       : volatility * volatility * -std::expm1(-2.0 * a * kTimes[k]) / (2.0 * a);
      EXPECT_NEAR(variance, expected, 1e-12 * expected) << a << " " << k;
      EXPECT_NEAR(-2.0 * shift, variance, 1e-12 * variance);
      EXPECT_NEAR(state.decay, std::exp(-a * years), 1e-15);
    }
  }
}

/// Factors of many paths, driven by independent increments.
FactorBlock SampleOf(const model::RiskDriver& driver, std::size_t path_count) {
  FactorBlock block(kTimes.size(), path_count);
  FactorBlock scratch(kProcessScratchRows, path_count);
  for (std::size_t k = 0; k < kTimes.size(); ++k) {
    const auto row = block.Row(k);
    kernel::FillUniforms(7, k, 0, row);
    kernel::InverseNormal(row, row);
    const double root = std::sqrt(kTimes[k] - (k == 0 ? 0.0 : kTimes[k - 1]));
    for (std::size_t i = 0; i < path_count; ++i) row[i] = row[i] * root + (k == 0 ? 0.0 : block.Row(k - 1)[i]);
  }
  FillProcess(MakeProcess(driver, kTimes, kTimes), block.RowsFrom(0, kTimes.size()),
              scratch.RowsFrom(0, kProcessScratchRows));
  return block;
}

/// Mean and variance of each year within four standard errors; the factor is lognormal with this variance of its log.
void ExpectLognormal(const model::RiskDriver& driver, const std::function<double(double)>& mean_of,
                     const std::function<double(double)>& log_variance_of) {
  constexpr std::size_t kPaths = 100'000;
  const FactorBlock block = SampleOf(driver, kPaths);
  for (std::size_t k = 0; k < kTimes.size(); ++k) {
    const double log_variance = log_variance_of(kTimes[k]);
    const double mean = mean_of(kTimes[k]);
    const auto row = block.Row(k);
    std::vector<double> logs(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) logs[i] = std::log(row[i]);
    EXPECT_NEAR(MeanOf(row), mean, 4.0 * mean * std::sqrt(std::expm1(log_variance) / kPaths)) << driver.id << k;
    EXPECT_NEAR(MeanOf(logs), std::log(mean) - 0.5 * log_variance, 4.0 * std::sqrt(log_variance / kPaths));
    EXPECT_NEAR(CovarianceOf(logs, logs), log_variance, 4.0 * log_variance * std::sqrt(2.0 / kPaths)) << driver.id << k;
  }
}

TEST(Process, SamplesHaveTheClosedFormMeansAndVariances) {
  const auto one = [](double) { return 1.0; };
  ExpectLognormal(
      testing::Driver("gbm", model::GeometricBrownian{0.02, 0.15}, model::CurveTarget{}),
      [](double t) { return std::exp(0.02 * t); }, [](double t) { return 0.15 * 0.15 * t; });
  ExpectLognormal(testing::Driver("log", model::MeanRevertingLog{0.3, 0.4}, model::CurveTarget{}), one,
                  [](double t) { return 0.09 * (1.0 - std::exp(-0.8 * t)) / 0.8; });
  const std::vector<model::DriverTarget> targets = {model::DiscountTarget{}, model::IndexTarget{}};
  for (const model::DriverTarget& target : targets) {
    ExpectLognormal(testing::Driver("rate", model::MeanRevertingRate{0.012, 0.2}, target), one, [](double t) {
      return 0.012 * 0.012 / 0.04 * (t - 2.0 * (1.0 - std::exp(-0.2 * t)) / 0.2 + (1.0 - std::exp(-0.4 * t)) / 0.4);
    });
  }
}

// An index and a discount factor of the same rate move against each other: their product is certain.
TEST(Process, IndexAndDiscountFactorOfOneRateAreInverse) {
  const model::MeanRevertingRate rate{0.012, 0.2};
  const FactorBlock index = SampleOf(testing::Driver("i", rate, model::IndexTarget{}), 100);
  const FactorBlock discount = SampleOf(testing::Driver("d", rate, model::DiscountTarget{}), 100);
  for (std::size_t k = 0; k < kTimes.size(); ++k) {
    for (std::size_t i = 0; i < 100; ++i) {
      EXPECT_NEAR(index.Row(k)[i] * discount.Row(k)[i], std::exp(-0.012 * 0.012 * IntegralVariance(0.2, kTimes[k])),
                  1e-14);
    }
  }
}

TEST(Process, WithoutVolatilityNothingMoves) {
  for (const model::DriverShape& shape :
       {model::DriverShape(model::GeometricBrownian{}), model::DriverShape(model::MeanRevertingLog{0.0, 0.3}),
        model::DriverShape(model::MeanRevertingRate{0.0, 0.3})}) {
    const FactorBlock block = SampleOf(testing::Driver("still", shape, model::IndexTarget{}), 10);
    for (std::size_t k = 0; k < kTimes.size(); ++k) {
      for (const double factor : block.Row(k)) EXPECT_EQ(factor, 1.0);
    }
  }
}

}  // namespace
}  // namespace calanque::risk
