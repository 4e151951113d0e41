#include "engine/kernel/vector_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

using Function = void (*)(std::span<const double>, std::span<double>);

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double At(Function function, double x) {
  double result = 0.0;
  function({&x, 1}, {&result, 1});
  return result;
}

std::vector<double> Apply(Function function, const std::vector<double>& in) {
  std::vector<double> out(in.size());
  function(in, out);
  return out;
}

std::vector<double> Scattered(double low, double high, std::size_t count = 200'000) {
  std::vector<double> numbers(count);
  FillUniforms(7, 0, 0, numbers);
  for (double& number : numbers) number = low + (high - low) * number;
  return numbers;
}

// Numbers with evenly spread logarithms between e^low and e^high.
std::vector<double> ScatteredLogs(double low, double high) {
  std::vector<double> numbers = Scattered(low, high);
  for (double& number : numbers) number = std::exp(number);
  return numbers;
}

struct Errors {
  double ulps = 0.0;
  double relative = 0.0;
};

// Largest distance from the reference, which is good to 64 bits or more, in units of the last place of the reference.
template <typename Reference>
Errors WorstErrors(Function function, const std::vector<double>& in, Reference reference) {
  const std::vector<double> out = Apply(function, in);
  Errors worst;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const long double expected = reference(static_cast<long double>(in[i]));
    const long double error = std::abs(static_cast<long double>(out[i]) - expected);
    int exponent = 0;
    std::frexp(static_cast<double>(expected), &exponent);
    const double ulps = static_cast<double>(std::ldexp(error, -std::max(exponent - 53, -1074)));
    worst.ulps = std::max(worst.ulps, ulps);
    if (expected != 0.0L) worst.relative = std::max(worst.relative, static_cast<double>(error / std::abs(expected)));
  }
  return worst;
}

long double Exponential(long double x) { return std::exp(x); }
long double Logarithm(long double x) { return std::log(x); }
long double Probability(long double x) { return std::erfc(-x / std::numbers::sqrt2_v<long double>) / 2; }

// Newton's method (Halley's form) in long double on the nearer tail, from the double result.
long double Quantile(long double u) {
  const bool is_upper = u > 0.5L;
  const long double p = is_upper ? 1 - u : u;
  long double z = At(InverseNormal, static_cast<double>(p));
  for (int step = 0; step < 3; ++step) {
    const long double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi_v<long double>);
    const long double newton = (Probability(z) - p) / density;
    z -= newton / (1 + z * newton / 2);
  }
  return is_upper ? -z : z;
}

TEST(VectorMath, ExpIsWithinOneUlp) {
  EXPECT_LE(WorstErrors(Exp, Scattered(-700, 700), Exponential).ulps, 1.0);
  EXPECT_LE(WorstErrors(Exp, Scattered(-1, 1), Exponential).ulps, 1.0);
  EXPECT_LE(WorstErrors(Exp, Scattered(-1e-6, 1e-6), Exponential).ulps, 1.0);
  EXPECT_LE(WorstErrors(Exp, Scattered(-745.2, -708), Exponential).ulps, 1.0) << "subnormal results";
  EXPECT_LE(WorstErrors(Exp, Scattered(709, 709.78), Exponential).ulps, 1.0);
}

TEST(VectorMath, LogIsWithinOneUlp) {
  EXPECT_LE(WorstErrors(Log, ScatteredLogs(-700, 700), Logarithm).ulps, 1.0);
  EXPECT_LE(WorstErrors(Log, Scattered(0.5, 2), Logarithm).ulps, 1.0);
  EXPECT_LE(WorstErrors(Log, Scattered(1 - 1e-6, 1 + 1e-6), Logarithm).ulps, 1.0) << "cancellation near 1";
  EXPECT_LE(WorstErrors(Log, ScatteredLogs(-744, -708), Logarithm).ulps, 1.0) << "subnormal arguments";
}

TEST(VectorMath, InverseNormalIsAccurateToTheFarTails) {
  EXPECT_LE(WorstErrors(InverseNormal, Scattered(0, 1), Quantile).relative, 1.2e-15);
  EXPECT_LE(WorstErrors(InverseNormal, ScatteredLogs(-700, -0.7), Quantile).relative, 1.2e-15);
  EXPECT_LE(WorstErrors(InverseNormal, Scattered(0.4999, 0.5001), Quantile).relative, 1.2e-15) << "near zero";
}

TEST(VectorMath, NormalProbabilityIsAccurateToTheFarTail) {
  EXPECT_LE(WorstErrors(NormalProbability, Scattered(-1, 1), Probability).relative, 1.5e-15);
  EXPECT_LE(WorstErrors(NormalProbability, Scattered(-6, 9), Probability).relative, 1.5e-15);
  EXPECT_LE(WorstErrors(NormalProbability, Scattered(-37, -5), Probability).relative, 1.5e-15);
}

TEST(VectorMath, SpecialValues) {
  EXPECT_EQ(At(Exp, 0.0), 1.0);
  EXPECT_EQ(At(Exp, -0.0), 1.0);
  EXPECT_EQ(At(Exp, 709.79), kInfinity);
  EXPECT_EQ(At(Exp, kInfinity), kInfinity);
  EXPECT_EQ(At(Exp, -745.14), 0.0);
  EXPECT_EQ(At(Exp, -kInfinity), 0.0);

  EXPECT_EQ(At(Log, 1.0), 0.0);
  EXPECT_EQ(At(Log, 0.0), -kInfinity);
  EXPECT_EQ(At(Log, -0.0), -kInfinity);
  EXPECT_EQ(At(Log, kInfinity), kInfinity);

  EXPECT_EQ(At(InverseNormal, 0.5), 0.0);
  EXPECT_EQ(At(InverseNormal, 0.0), -kInfinity);
  EXPECT_EQ(At(InverseNormal, 1.0), kInfinity);

  EXPECT_EQ(At(NormalProbability, 0.0), 0.5);
  EXPECT_EQ(At(NormalProbability, kInfinity), 1.0);
  EXPECT_EQ(At(NormalProbability, -kInfinity), 0.0);
}

TEST(VectorMath, ExpOfLineIsExpOfTheRoundedLine) {
  const std::vector<double> in = Scattered(-40, 40, 1003);
  std::vector<double> line(in.size());
  std::ranges::transform(in, line.begin(), [](double x) { return -0.3 + 17.7 * x; });
  std::vector<double> out = in;
  ExpOfLine(out, 17.7, -0.3, out);
  EXPECT_EQ(out, Apply(Exp, line)) << "some beyond 700, where care is taken";
}

// A not-a-number's sign and payload differ between processors; ours is always the same.
TEST(VectorMath, WhatHasNoAnswerIsOneNotANumber) {
  const std::vector<std::uint64_t> expected = BitsOf({kNaN});
  for (const Function function : {Exp, Log, InverseNormal, NormalProbability}) {
    EXPECT_EQ(BitsOf({At(function, kNaN)}), expected);
    EXPECT_EQ(BitsOf({At(function, -kNaN)}), expected);
    EXPECT_EQ(BitsOf({At(function, std::numeric_limits<double>::signaling_NaN())}), expected);
  }
  EXPECT_EQ(BitsOf({At(Log, -1.0)}), expected);
  EXPECT_EQ(BitsOf({At(Log, -kInfinity)}), expected);
  EXPECT_EQ(BitsOf({At(InverseNormal, -1e-300)}), expected);
  EXPECT_EQ(BitsOf({At(InverseNormal, 1.0000000000000002)}), expected);
}

TEST(VectorMath, InverseNormalIsOdd) {
  std::vector<double> u(1000);
  FillUniforms(3, 0, 0, u);
  std::vector<double> mirrored(u.size());
  std::ranges::transform(u, mirrored.begin(), [](double value) { return 1.0 - value; });
  const std::vector<double> z = Apply(InverseNormal, u);
  const std::vector<double> minus_z = Apply(InverseNormal, mirrored);
  for (std::size_t i = 0; i < z.size(); ++i) EXPECT_EQ(z[i], -minus_z[i]) << u[i];
}

// A rest of the span that goes another way than the rest of the numbers would show at some of these sizes.
TEST(VectorMath, EachNumberDependsOnItselfAlone) {
  std::vector<double> in = Scattered(1e-9, 1 - 1e-9, 700);
  for (const Function function : {Exp, Log, InverseNormal, NormalProbability}) {
    const std::vector<double> all = Apply(function, in);
    for (const std::size_t size : {0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 255, 256, 257, 511}) {
      for (const std::size_t first : {0, 1, 5, 188}) {
        std::vector<double> part(in.begin() + static_cast<std::ptrdiff_t>(first),
                                 in.begin() + static_cast<std::ptrdiff_t>(first + size));
        function(part, part);
        EXPECT_TRUE(std::equal(part.begin(), part.end(), all.begin() + static_cast<std::ptrdiff_t>(first)))
            << size << " numbers from " << first;
      }
    }
  }
}

TEST(VectorMath, WritesNothingBeyondTheSpan) {
  std::vector<double> in(300, 0.01);
  for (const Function function : {Exp, Log, InverseNormal, NormalProbability}) {
    std::vector<double> out(301, -77.0);
    function(in, std::span<double>(out).first(300));
    EXPECT_EQ(out.back(), -77.0);
  }
}

TEST(VectorMath, SameBitsOnEveryTarget) {
  const std::vector<double> wide = Scattered(-750, 750, 20'011);
  std::vector<double> positive = Scattered(1e-12, 1, 20'011);
  for (std::size_t i = 0; i < positive.size(); i += 2) positive[i] *= 0x1p-1000;
  ExpectSameBitsEverywhere(0x8feca13752e5295fU, [&] { return Apply(Exp, wide); });
  ExpectSameBitsEverywhere(0x8658af818c56253eU, [&] { return Apply(Log, positive); });
  ExpectSameBitsEverywhere(0x945152a4c6447bd0U, [&] { return Apply(InverseNormal, positive); });
  ExpectSameBitsEverywhere(0xc34b0e9ba28b275U, [&] { return Apply(NormalProbability, Scattered(-40, 10, 20'011)); });
  const std::vector<double> special = {kNaN, -kNaN, kInfinity, -kInfinity, 0.0, -0.0, 1.0, -1.0, 2.0, 5e-324, 1e308};
  ExpectSameBitsEverywhere(0xbb3aea3ce7d592f6U, [&] { return Apply(Exp, special); });
  ExpectSameBitsEverywhere(0xc4310e17da26d5fbU, [&] { return Apply(Log, special); });
  ExpectSameBitsEverywhere(0xfc29b5e9edb6561cU, [&] { return Apply(InverseNormal, special); });
  ExpectSameBitsEverywhere(0xfe1e05db8b069344U, [&] { return Apply(NormalProbability, special); });
}

TEST(VectorMath, UnequalSizesAreADefect) {
  std::vector<double> two(2);
  std::vector<double> three(3);
  for (const Function function : {Exp, Log, InverseNormal, NormalProbability})
    EXPECT_THROW(function(two, three), Defect);
}

}  // namespace
}  // namespace calanque::kernel
