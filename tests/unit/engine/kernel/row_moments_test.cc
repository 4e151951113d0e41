// Sums over a row against a loop over its numbers, in the order that the header states.

#include "engine/kernel/row_moments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> Numbers(std::size_t count) {
  std::vector<double> numbers(count);
  FillUniforms(11, 0, 0, numbers);
  for (double& number : numbers) number = 1e6 * (number - 0.4);
  for (std::size_t i = 5; i < count; i += 17) numbers[i] = kMissing;
  return numbers;
}

double Crosswise(const double (&s)[8]) { return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])); }

RowMoments ByHand(const std::vector<double>& values, double reference, double threshold) {
  double sums[8] = {};
  double squares[8] = {};
  double pairs[8] = {};
  RowMoments moments;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % 2 == 0 && i + 1 < values.size()) {
      const double pair = (values[i] - reference) + (values[i + 1] - reference);
      if (!std::isnan(pair)) pairs[i / 2 % 8] += pair * pair;
    }
    if (std::isnan(values[i])) {
      ++moments.missing;
      continue;
    }
    const double deviation = values[i] - reference;
    sums[i % 8] += deviation;
    squares[i % 8] += deviation * deviation;
    ++moments.count;
    moments.below_zero += values[i] < 0.0 ? 1 : 0;
    moments.below_threshold += values[i] < threshold ? 1 : 0;
    moments.minimum = std::min(moments.minimum, values[i]);
    moments.maximum = std::max(moments.maximum, values[i]);
  }
  moments.sum = Crosswise(sums);
  moments.sum_squares = Crosswise(squares);
  moments.pair_sum_squares = Crosswise(pairs);
  return moments;
}

// A lane that is lost, numbers of the padding that count, pairs across the halves of a vector.
TEST(RowMoments, AreTheSumsByHandToTheBitForAnyCount) {
  const std::vector<double> all = Numbers(300);
  for (std::size_t count = 0; count <= all.size(); count += count < 40 ? 1 : 13) {
    const std::vector<double> values(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    const RowMoments got = MomentsOf(values, 12345.678, 2e5);
    const RowMoments wanted = ByHand(values, 12345.678, 2e5);
    EXPECT_EQ(got.count, wanted.count) << count;
    EXPECT_EQ(got.missing, wanted.missing) << count;
    EXPECT_EQ(got.below_zero, wanted.below_zero) << count;
    EXPECT_EQ(got.below_threshold, wanted.below_threshold) << count;
    EXPECT_EQ(got.sum, wanted.sum) << count;
    EXPECT_EQ(got.sum_squares, wanted.sum_squares) << count;
    EXPECT_EQ(got.pair_sum_squares, wanted.pair_sum_squares) << count;
    EXPECT_EQ(got.minimum, wanted.minimum) << count;
    EXPECT_EQ(got.maximum, wanted.maximum) << count;
  }
}

TEST(RowMoments, OfPartsAddUpAndNothingChangesNothing) {
  const std::vector<double> values = {4.0, kMissing, -1.0, 3.0};
  RowMoments sum;
  sum.Add(MomentsOf(std::span(values).first(2), 1.0, 3.5));
  sum.Add(RowMoments{});
  sum.Add(MomentsOf(std::span(values).last(2), 1.0, 3.5));
  const RowMoments whole = MomentsOf(values, 1.0, 3.5);
  EXPECT_EQ(sum.count, 3);
  EXPECT_EQ(sum.missing, 1);
  EXPECT_EQ(sum.below_zero, 1);
  EXPECT_EQ(sum.below_threshold, 2);
  EXPECT_EQ(sum.sum, whole.sum);
  EXPECT_EQ(sum.sum_squares, whole.sum_squares);
  EXPECT_EQ(sum.pair_sum_squares, whole.pair_sum_squares);
  EXPECT_EQ(sum.minimum, -1.0);
  EXPECT_EQ(sum.maximum, 4.0);
}

TEST(RowMoments, AreTheSameBitsOnEveryTarget) {
  const std::vector<double> values = Numbers(1'003);
  ExpectSameBitsEverywhere(0x557ead9da1a7ce18U, [&] {
    const RowMoments m = MomentsOf(values, 1.5, 3e5);
    return std::vector<double>{
        m.sum,     m.sum_squares, m.pair_sum_squares,
        m.minimum, m.maximum,     static_cast<double>(m.count + 1000 * m.below_zero + 1'000'000 * m.below_threshold)};
  });
}

}  // namespace
}  // namespace calanque::kernel
