// Functions that quantiles are made of.

#include "engine/kernel/quantile_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

std::vector<double> Uniforms(std::size_t count) {
  std::vector<double> uniforms(count);
  for (std::size_t i = 0; i < count; ++i) uniforms[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
  return uniforms;
}

// The distribution function undoes it: (x - low)^2 / (width left) before the mode.
TEST(QuantileRows, TriangularIsTheInverseOfItsProbability) {
  const std::vector<double> uniforms = Uniforms(1003);
  for (const double mode : {1.0, 1.3, 2.0}) {
    std::vector<double> x(uniforms.size());
    TriangularQuantile(uniforms, 1.0, mode, 2.0, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double below = mode > 1.0 ? std::pow(x[i] - 1.0, 2) / (mode - 1.0) : 1.0;
      const double above = mode < 2.0 ? 1.0 - std::pow(2.0 - x[i], 2) / (2.0 - mode) : 0.0;
      ASSERT_NEAR(x[i] < mode ? below : above, uniforms[i], 1e-14) << mode;
    }
  }
  std::vector<double> ends = {0.0, 1.0};
  TriangularQuantile(ends, 1.0, 1.3, 2.0, ends);
  EXPECT_EQ(ends, (std::vector<double>{1.0, 2.0}));
  EXPECT_THROW(TriangularQuantile(ends, 1.0, 1.0, 1.0, ends), Defect);
}

TEST(QuantileRows, PiecesAreReadFromTheirStart) {
  const std::vector<double> starts = {0.0, 0.5, 0.5, 0.8};
  const std::vector<double> values = {1.0, 9.0, 2.0, 5.0};  // the second is empty
  const std::vector<double> slopes = {2.0, 0.0, 0.0, -1.0};
  std::vector<double> x = {0.0, 0.25, std::nextafter(0.5, 0.0), 0.5, 0.79, 0.8, 1.0, -1.0};
  PiecewiseLinear(x, {starts, values, slopes}, x);
  const std::vector<double> expected = {1.0, 1.5, 2.0, 2.0, 2.0, 5.0, 4.8, 1.0};
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], expected[i], 1e-15) << i;
  EXPECT_THROW(PiecewiseLinear(x, {starts, values, {}}, x), Defect);
}

// A cubic is read exactly, whatever the nodes.
TEST(QuantileRows, InterpolatesCubicsExactly) {
  const auto cubic = [](double x) { return 0.5 - x + 0.3 * x * x + 0.1 * x * x * x; };
  const auto slope = [](double x) { return -1.0 + 0.6 * x + 0.3 * x * x; };
  std::vector<double> values;
  std::vector<double> slopes;
  for (int k = 0; k <= 8; ++k) {
    values.push_back(cubic(-2.0 + 0.5 * k));
    slopes.push_back(0.5 * slope(-2.0 + 0.5 * k));
  }
  std::vector<double> x(101);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = -2.0 + 0.04 * static_cast<double>(i);
  std::vector<double> y(x.size());
  Interpolate(x, {-2.0, 2.0, values, slopes}, 10.0, 3.0, y);
  for (std::size_t i = 0; i < x.size(); ++i) ASSERT_NEAR(y[i], 10.0 + 3.0 * cubic(x[i]), 1e-13) << x[i];
  std::vector<double> beyond = {-50.0, 50.0};
  Interpolate(beyond, {-2.0, 2.0, values, slopes}, 0.0, 1.0, beyond);
  EXPECT_NEAR(beyond[0], cubic(-2.0), 1e-15);
  EXPECT_NEAR(beyond[1], cubic(2.0), 1e-14);
}

TEST(QuantileRows, SameBitsOnEveryTarget) {
  const std::vector<double> uniforms = Uniforms(61);
  std::vector<double> first;
  OnEveryTarget([&](const std::string& name) {
    std::vector<double> all;
    std::vector<double> x(uniforms.size());
    TriangularQuantile(uniforms, 0.7, 0.95, 1.05, x);
    all.insert(all.end(), x.begin(), x.end());
    PiecewiseLinear(x, {std::vector<double>{0.7, 0.9}, std::vector<double>{0.1, 0.2}, std::vector<double>{0.3, 0.7}},
                    x);
    all.insert(all.end(), x.begin(), x.end());
    Interpolate(x, {0.0, 3.0, std::vector<double>{0.0, 0.3, 0.9}, std::vector<double>{0.2, 0.4, 0.3}}, 0.1, 1.1, x);
    all.insert(all.end(), x.begin(), x.end());
    if (first.empty()) first = all;
    EXPECT_EQ(BitsOf(all), BitsOf(first)) << name;
  });
}

}  // namespace
}  // namespace calanque::kernel
