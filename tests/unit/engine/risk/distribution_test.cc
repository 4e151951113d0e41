// Quantile functions against their definitions, moments against integrals of the quantile functions.

#include "engine/risk/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/risk/beta_quantile.h"

namespace calanque::risk {
namespace {

double PhiOf(double z) { return boost::math::cdf(boost::math::normal(), z); }

std::vector<double> Grid(double low, double high, std::size_t count) {
  std::vector<double> grid(count);
  for (std::size_t i = 0; i < count; ++i) {
    grid[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  return grid;
}

std::vector<double> FromNormals(const model::Distribution& distribution, const std::vector<double>& normals) {
  std::vector<double> values(normals.size());
  QuantileFunction(distribution).FromNormals(normals, values);
  return values;
}

std::vector<double> FromUniforms(const model::Distribution& distribution, const std::vector<double>& uniforms) {
  std::vector<double> values(uniforms.size());
  QuantileFunction(distribution).FromUniforms(uniforms, values);
  return values;
}

void ExpectValues(const model::Distribution& distribution, const std::function<double(double)>& quantile_of_normal,
                  double tolerance) {
  const std::vector<double> normals = Grid(-8.2, 8.2, 4001);
  const std::vector<double> values = FromNormals(distribution, normals);
  for (std::size_t i = 0; i < normals.size(); ++i) {
    ASSERT_NEAR(values[i], quantile_of_normal(normals[i]), tolerance) << "z = " << normals[i];
  }
}

const std::vector<model::Distribution>& EveryDistribution() {
  static const std::vector<model::Distribution> all = {
      model::Lognormal{1.1, 0.3},
      model::Lognormal{2.0, 0.0},
      model::Triangular{0.8, 1.0, 1.6},
      model::Triangular{0.8, 0.8, 1.6},
      model::Triangular{0.8, 1.6, 1.6},
      model::Triangular{1.5, 1.5, 1.5},
      model::Pert{0.8, 1.0, 1.6, 4.0},
      model::Pert{0.8, 0.8, 1.6, 4.0},
      model::Pert{0.8, 1.6, 1.6, 4.0},
      model::Pert{1.5, 1.5, 1.5, 4.0},
      model::Pert{0.0, 90.0, 100.0, 100.0},
      model::Pert{0.8, 1.0, 1.6, 0.0},
      model::Uniform{0.5, 2.5},
      model::Uniform{0.5, 0.5},
      model::QuantileTable{{0.0, 0.1, 0.5, 0.9, 1.0}, {0.7, 0.9, 1.2, 1.9, 3.0}},
      model::QuantileTable{{0.0, 0.5, 1.0}, {1.0, 1.0, 2.0}},
      model::Discrete{{0.2, 0.5, 0.3}, {2.0, 0.0, 1.0}},
      model::Discrete{{0.0, 1.0, 0.0}, {5.0, 1.0, 0.0}},
      model::Discrete{{1.0}, {3.0}},
  };
  return all;
}

TEST(Distribution, QuantilesAreTheClosedForms) {
  ExpectValues(
      model::Lognormal{1.1, 0.3}, [](double z) { return 1.1 * std::exp(0.3 * z); }, 1e-13);
  ExpectValues(
      model::Uniform{0.5, 2.5}, [](double z) { return 0.5 + 2.0 * PhiOf(z); }, 1e-14);
  const auto triangular = [](double z) {
    const double u = PhiOf(z);
    return u < 0.25 ? 0.8 + std::sqrt(u * 0.8 * 0.2) : 1.6 - std::sqrt(PhiOf(-z) * 0.8 * 0.6);
  };
  ExpectValues(model::Triangular{0.8, 1.0, 1.6}, triangular, 2e-8);  // 1 - Phi(8.2) is 1.2e-16, its root 1e-8
}

TEST(Distribution, PertIsTheBetaDistributionOfItsModeAndWeight) {
  for (const model::Pert pert :
       {model::Pert{0.8, 1.0, 1.6, 4.0}, model::Pert{0.8, 0.8, 1.6, 4.0}, model::Pert{0.8, 1.6, 1.6, 4.0},
        model::Pert{0.8, 1.2, 1.6, 4.0}, model::Pert{0.8, 1.0, 1.6, 0.5}, model::Pert{0.8, 1.0, 1.6, 0.0},
        model::Pert{0.8, 0.81, 1.6, 30.0}, model::Pert{0.8, 1.5, 1.6, 100.0}}) {
    const auto [a, b] = ShapeOf(pert);
    EXPECT_NEAR(0.8 + 0.8 * a / (a + b), (0.8 + pert.mode_weight * pert.mode + 1.6) / (pert.mode_weight + 2.0), 1e-14);
    const boost::math::beta_distribution<> beta(a, b);
    const auto quantile = [&](double z) {
      const double x = z < 0.0 ? boost::math::quantile(beta, PhiOf(z))
                               : boost::math::quantile(boost::math::complement(beta, PhiOf(-z)));
      return 0.8 + 0.8 * x;
    };
    ExpectValues(pert, quantile, 0.8e-9);
  }
}

TEST(RegularisedBeta, AgreesWithBoost) {
  for (const double a : {1.0, 1.5, 3.0, 40.0}) {
    for (const double b : {1.0, 2.5, 5.0, 100.0}) {
      for (const double x : Grid(0.0, 1.0, 101)) {
        const double expected = boost::math::ibeta(a, b, x);
        ASSERT_NEAR(RegularisedBeta(a, b, x), expected, 2e-13 * expected + 1e-300) << a << " " << b << " " << x;
      }
    }
  }
}

TEST(Distribution, QuantilesNeverFall) {
  const std::vector<double> normals = Grid(-9.0, 9.0, 100'001);
  for (const model::Distribution& distribution : EveryDistribution()) {
    const std::vector<double> values = FromNormals(distribution, normals);
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end())) << distribution.index();
  }
}

TEST(Distribution, QuantilesOfUniformsAndOfNormalsAgree) {
  const std::vector<double> normals = Grid(-5.0, 5.0, 1001);
  std::vector<double> uniforms;
  for (const double z : normals) uniforms.push_back(PhiOf(z));
  for (const model::Distribution& distribution : EveryDistribution()) {
    if (std::holds_alternative<model::Discrete>(distribution)) continue;  // a jump may fall between them
    const std::vector<double> a = FromNormals(distribution, normals);
    const std::vector<double> b = FromUniforms(distribution, uniforms);
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-9 * (1.0 + a[i])) << distribution.index();
  }
}

// Would catch: moments of another parametrisation. The midpoint rule over a million uniforms stands for the integral.
TEST(Distribution, MomentsAreThoseOfTheQuantileFunction) {
  constexpr std::size_t kCount = 1'000'000;
  std::vector<double> uniforms(kCount);
  for (std::size_t i = 0; i < kCount; ++i) uniforms[i] = (static_cast<double>(i) + 0.5) / kCount;
  for (const model::Distribution& distribution : EveryDistribution()) {
    const std::vector<double> values = FromUniforms(distribution, uniforms);
    double mean = 0.0;
    for (const double value : values) mean += value / kCount;
    double variance = 0.0;
    for (const double value : values) variance += (value - mean) * (value - mean) / kCount;
    const Moments moments = MomentsOf(distribution);
    EXPECT_NEAR(moments.mean, mean, 1e-5 * (1.0 + mean)) << distribution.index();
    EXPECT_NEAR(moments.variance, variance, 1e-4 * (1e-3 + variance)) << distribution.index();
  }
}

TEST(Distribution, TablesAreReadStraightBetweenTheirPoints) {
  const model::QuantileTable table{{0.0, 0.1, 0.5, 0.9, 1.0}, {0.7, 0.9, 1.2, 1.9, 3.0}};
  const std::vector<double> values = FromUniforms(table, {0.05, 0.1, 0.3, 0.5, 0.95});
  EXPECT_NEAR(values[0], 0.8, 1e-15);
  EXPECT_NEAR(values[1], 0.9, 1e-15);
  EXPECT_NEAR(values[2], 1.05, 1e-15);
  EXPECT_NEAR(values[3], 1.2, 1e-15);
  EXPECT_NEAR(values[4], 2.45, 1e-15);
}

// In whatever order the values are written, a greater number means a greater value.
TEST(Distribution, DiscreteValuesAscend) {
  const model::Discrete law{{0.2, 0.5, 0.3}, {2.0, 0.0, 1.0}};
  EXPECT_EQ(FromUniforms(law, {0.1, 0.49, 0.51, 0.79, 0.81, 0.99}),
            (std::vector<double>{0.0, 0.0, 1.0, 1.0, 2.0, 2.0}));
}

}  // namespace
}  // namespace calanque::risk
