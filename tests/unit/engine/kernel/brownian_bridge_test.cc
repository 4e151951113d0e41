#include "engine/kernel/brownian_bridge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

// W(times[i]) = sum over k of matrix[i][k] z_k.
std::vector<std::vector<double>> MatrixOf(const BrownianBridge& bridge) {
  const std::size_t count = bridge.steps().size();
  std::vector<std::vector<double>> matrix(count, std::vector<double>(count));
  for (std::size_t k = 0; k < count; ++k) {
    const BrownianBridge::Step& step = bridge.steps()[k];
    for (std::size_t j = 0; j < count; ++j) {
      if (step.left != BrownianBridge::kNone) matrix[step.target][j] += step.left_weight * matrix[step.left][j];
      if (step.right != BrownianBridge::kNone) matrix[step.target][j] += step.right_weight * matrix[step.right][j];
    }
    matrix[step.target][k] += step.scale;
  }
  return matrix;
}

std::vector<double> MonthlyThenYearly(std::size_t count) {
  std::vector<double> times;
  for (std::size_t i = 1; i <= count; ++i)
    times.push_back(i <= 12 ? static_cast<double>(i) / 12 : static_cast<double>(i) - 11.3);
  return times;
}

// The weights alone carry the law: no sampling error hides a wrong one.
TEST(BrownianBridge, CovarianceIsTheEarlierTime) {
  for (const std::size_t count : {1, 2, 3, 4, 7, 8, 30, 31, 41}) {
    const std::vector<double> times = MonthlyThenYearly(count);
    const std::vector<std::vector<double>> matrix = MatrixOf(BrownianBridge(times));
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double covariance = 0.0;
        for (std::size_t k = 0; k < count; ++k) covariance += matrix[i][k] * matrix[j][k];
        EXPECT_NEAR(covariance, times[j], 1e-14 * times[i]) << count << " times, " << i << ", " << j;
      }
    }
  }
}

// What makes it worth having with Sobol' points: two thirds of all variance along the path are in the first normal,
// nine tenths in the first four.
TEST(BrownianBridge, FirstNormalsCarryMost) {
  std::vector<double> times;
  for (int year = 1; year <= 30; ++year) times.push_back(year);
  const std::vector<std::vector<double>> matrix = MatrixOf(BrownianBridge(times));
  EXPECT_EQ(matrix[29][0], std::sqrt(30.0));
  for (std::size_t k = 1; k < 30; ++k) EXPECT_EQ(matrix[29][k], 0.0);
  double total = 0.0;
  double by_first = 0.0;
  double by_four = 0.0;
  for (std::size_t i = 0; i < 30; ++i) {
    total += times[i];
    by_first += matrix[i][0] * matrix[i][0];
    for (std::size_t k = 0; k < 4; ++k) by_four += matrix[i][k] * matrix[i][k];
  }
  EXPECT_GT(by_first / total, 0.66);
  EXPECT_GT(by_four / total, 0.9);
}

TEST(BrownianBridge, EachStepUsesWhatIsKnown) {
  const BrownianBridge bridge(MonthlyThenYearly(37));
  std::set<std::uint32_t> known;
  for (const BrownianBridge::Step& step : bridge.steps()) {
    EXPECT_TRUE(step.left == BrownianBridge::kNone || known.contains(step.left));
    EXPECT_TRUE(step.right == BrownianBridge::kNone || known.contains(step.right));
    EXPECT_TRUE(known.insert(step.target).second) << "time " << step.target << " twice";
  }
  EXPECT_EQ(known.size(), 37U);
}

struct Sheet {
  std::vector<double> numbers;
  std::size_t rows;
  std::size_t stride;

  Sheet(std::size_t row_count, std::size_t row_stride)
      : numbers(row_count * row_stride), rows(row_count), stride(row_stride) {}
  Rows<double> View(std::size_t path_count) { return {numbers.data(), rows, path_count, stride}; }
};

std::vector<double> BuildAll(std::size_t path_count, std::size_t block) {
  const BrownianBridge bridge(MonthlyThenYearly(20));
  std::vector<double> all(20 * path_count);
  for (std::size_t first = 0; first < path_count; first += block) {
    const std::size_t size = std::min(block, path_count - first);
    Sheet normals(20, size + 3);
    Sheet values(20, size + 1);
    for (std::size_t k = 0; k < 20; ++k) FillUniforms(1, k, first, normals.View(size).Row(k));
    bridge.Build(normals.View(size), values.View(size));
    for (std::size_t i = 0; i < 20; ++i) {
      std::ranges::copy(values.View(size).Row(i), all.begin() + static_cast<std::ptrdiff_t>(i * path_count + first));
    }
  }
  return all;
}

TEST(BrownianBridge, PathsAreTheMatrixTimesTheNormals) {
  const std::vector<std::vector<double>> matrix = MatrixOf(BrownianBridge(MonthlyThenYearly(20)));
  const std::vector<double> values = BuildAll(11, 11);
  for (std::size_t path = 0; path < 11; ++path) {
    for (std::size_t i = 0; i < 20; ++i) {
      double expected = 0.0;
      for (std::size_t k = 0; k < 20; ++k) expected += matrix[i][k] * UniformOfPath(1, k, path);
      EXPECT_NEAR(values[i * 11 + path], expected, 1e-14 * 10);
    }
  }
}

TEST(BrownianBridge, AnySplitGivesTheSameBits) {
  const std::vector<double> whole = BuildAll(100, 100);
  for (const std::size_t block : {1, 3, 8, 9, 33, 64}) EXPECT_EQ(BuildAll(100, block), whole) << block;
}

TEST(BrownianBridge, SameBitsOnEveryTarget) {
  ExpectSameBitsEverywhere(0x43773520f53edc28U, [] { return BuildAll(83, 83); });
}

TEST(BrownianBridge, NoTimesNoSteps) {
  const BrownianBridge bridge({});
  EXPECT_TRUE(bridge.steps().empty());
}

TEST(BrownianBridge, WhatItCannotBuildIsADefect) {
  EXPECT_THROW(BrownianBridge(std::vector<double>{0.0}), Defect);
  EXPECT_THROW(BrownianBridge(std::vector<double>{1.0, 1.0}), Defect);
  const BrownianBridge bridge(std::vector<double>{1.0, 2.0});
  Sheet two(2, 4);
  Sheet three(3, 4);
  EXPECT_THROW(bridge.Build(three.View(4), two.View(4)), Defect);
  EXPECT_THROW(bridge.Build(two.View(3), two.View(4)), Defect);
}

}  // namespace
}  // namespace calanque::kernel
