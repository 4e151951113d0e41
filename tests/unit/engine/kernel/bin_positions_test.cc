// Positions in equal bins against the same arithmetic number by number.

#include "engine/kernel/bin_positions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Edges, numbers beyond them and missing ones; a rest that no whole vector holds.
TEST(BinPositions, AreThoseByHandOnEveryTarget) {
  const EqualBins bins{-2.0, 3.0, 1024};
  std::vector<double> values(1'003);
  FillUniforms(5, 0, 0, values);
  for (double& value : values) value = -3.0 + 7.0 * value;
  for (const double special : {-2.0, 3.0, 0.0, kInfinity, -kInfinity, 1e300, -1e300}) values.push_back(special);
  values.insert(values.begin() + 3, std::numeric_limits<double>::quiet_NaN());
  OnEveryTarget([&](const std::string& name) {
    std::vector<std::int32_t> positions(values.size(), -1);
    BinPositions(bins, values, positions);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double place = std::clamp((values[i] - bins.low) * (1024 / 5.0) + 1.0, 0.0, 1025.0);
      EXPECT_EQ(positions[i], std::isnan(values[i]) ? 1026 : static_cast<std::int32_t>(place)) << name << values[i];
    }
  });
}

// A position that is no number would be counted anywhere in memory.
TEST(BinPositions, WhatHasNoPlaceIsMissing) {
  const std::vector<double> values = {kInfinity, -kInfinity, std::numeric_limits<double>::quiet_NaN()};
  const EqualBins too_wide[] = {{-1.7e308, 1.7e308, 1024}, {-kInfinity, kInfinity, 1024}, {0.0, kInfinity, 1024}};
  OnEveryTarget([&](const std::string& name) {
    for (const EqualBins& bins : too_wide) {
      std::vector<std::int32_t> positions(values.size(), -1);
      BinPositions(bins, values, positions);
      EXPECT_EQ(positions, (std::vector<std::int32_t>{1026, 1026, 1026})) << name << bins.low;
    }
  });
}

// Against the library's binary search: edges themselves, edges that stand twice, numbers beyond, missing ones.
TEST(BinPositions, BetweenEdgesAreThoseOfUpperBound) {
  const std::vector<double> edges = {-4.0, -1.0, -1.0, 0.0, 1e-300, 2.5, 7.0, 7.0, 7.0};
  std::vector<double> values = {-kInfinity, kInfinity, -4.0, -1.0, 0.0, 1e-300, 2.5, 7.0, 8.0, 6.9, -5.0, 0.5};
  values.push_back(std::numeric_limits<double>::quiet_NaN());
  std::vector<std::int32_t> positions(values.size(), -1);
  BinPositions(edges, values, positions);
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    EXPECT_EQ(positions[i], std::ranges::upper_bound(edges, values[i]) - edges.begin()) << values[i];
  }
  EXPECT_EQ(positions.back(), 10) << "missing: one beyond the last";
  EXPECT_THROW(BinPositions(std::span(edges).first(4), values, positions), Defect) << "three bins";
}

}  // namespace
}  // namespace calanque::kernel
