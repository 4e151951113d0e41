// Linear steps over rows, against loops over single paths.

#include "engine/kernel/linear_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

using ::testing::ElementsAreArray;

constexpr std::size_t kPaths = 37;  // whole vectors and a rest

std::vector<double> Numbers(std::size_t count, double start) {
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = start + 0.37 * static_cast<double>(i % 11) - 1.5;
  return numbers;
}

TEST(LinearRows, Mixes) {
  const std::vector<double> a = Numbers(kPaths, 0.1);
  const std::vector<double> b = Numbers(kPaths, 2.0);
  std::vector<double> mixed = b;
  Mix(a, 0.6, mixed, 0.8, mixed);
  for (std::size_t i = 0; i < kPaths; ++i) EXPECT_EQ(mixed[i], 0.6 * a[i] + 0.8 * b[i]);
}

TEST(LinearRows, MultipliesByALowerTriangle) {
  for (const std::size_t size : {1U, 2U, 3U, 4U, 7U}) {
    constexpr std::size_t kStride = 40;
    std::vector<double> memory = Numbers(size * kStride, 0.2);
    const std::vector<double> before = memory;
    std::vector<double> factor(size * size, 99.0);  // what stands above the diagonal is not read
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j <= i; ++j)
        factor[i * size + j] = (i + j) % 3 == 1 ? 0.0 : 0.3 + 0.1 * static_cast<double>(i + 2 * j);
    }
    MultiplyLowerTriangle(factor, {memory.data(), size, kPaths, kStride});
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t path = 0; path < kPaths; ++path) {
        double sum = 0.0;
        for (std::size_t j = 0; j <= i; ++j) sum += factor[i * size + j] * before[j * kStride + path];
        ASSERT_NEAR(memory[i * kStride + path], sum, 1e-14) << size << " " << i;
      }
      for (std::size_t path = kPaths; path < kStride; ++path)
        EXPECT_EQ(memory[i * kStride + path], before[i * kStride + path]);
    }
  }
}

TEST(LinearRows, LeavesIndependentRowsUntouchedAndEmptiesRowsOfZeros) {
  std::vector<double> memory = Numbers(2 * kPaths, 0.2);
  const std::vector<double> before = memory;
  MultiplyLowerTriangle(std::vector<double>{1.0, 0.0, 0.0, 1.0}, {memory.data(), 2, kPaths, kPaths});
  EXPECT_THAT(memory, ElementsAreArray(before));
  MultiplyLowerTriangle(std::vector<double>{1.0, 0.0, 0.0, 0.0}, {memory.data(), 2, kPaths, kPaths});
  EXPECT_EQ(memory[kPaths], 0.0);
  EXPECT_THROW(MultiplyLowerTriangle(std::vector<double>{1.0}, {memory.data(), 2, kPaths, kPaths}), Defect);
}

TEST(LinearRows, StepsAStateAndItsIntegral) {
  const StateStep step{.decay = 0.9, .gain = 0.2, .weight = 0.7, .integral_gain = 0.1};
  const std::vector<double> level = Numbers(kPaths, 0.5);
  std::vector<double> before = Numbers(kPaths, 1.5);
  std::vector<double> state = Numbers(kPaths, -0.5);
  std::vector<double> integral = Numbers(kPaths, 0.0);
  const std::vector<double> old_before = before;
  const std::vector<double> old_state = state;
  const std::vector<double> old_integral = integral;
  StepStateAndIntegral(step, level, before, state, integral);
  for (std::size_t i = 0; i < kPaths; ++i) {
    const double e = level[i] - old_before[i];
    EXPECT_EQ(integral[i], old_integral[i] + (0.7 * old_state[i] + 0.1 * e));
    EXPECT_EQ(state[i], 0.9 * old_state[i] + 0.2 * e);
    EXPECT_EQ(before[i], level[i]);
  }
  std::vector<double> alone = old_state;
  before = old_before;
  StepState(step, level, before, alone);
  EXPECT_THAT(alone, ElementsAreArray(state));
}

TEST(LinearRows, SameBitsOnEveryTarget) {
  std::vector<double> memory = Numbers(5 * kPaths, 0.2);
  std::vector<double> first;
  OnEveryTarget([&](const std::string& name) {
    std::vector<double> rows = memory;
    MultiplyLowerTriangle(Numbers(25, 1.9), {rows.data(), 5, kPaths, kPaths});
    if (first.empty()) first = rows;
    EXPECT_EQ(BitsOf(rows), BitsOf(first)) << name;
  });
}

}  // namespace
}  // namespace calanque::kernel
