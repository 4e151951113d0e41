#include "engine/run/sensitivity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "engine/kernel/uniforms.h"

namespace calanque::run {
namespace {

/// A function of independent uniform numbers, each a group of its own.
using Function = std::function<double(std::span<const double> inputs)>;

class FunctionWorker final : public OutputWorker {
 public:
  FunctionWorker(const Function& function, std::size_t input_count, std::size_t block)
      : function_(function), first_(input_count, std::vector<double>(block)), second_(first_), out_(block) {}

  void Draw(std::uint64_t first_path, std::size_t count) override {
    count_ = count;
    for (std::uint32_t i = 0; i < first_.size(); ++i) {
      kernel::FillUniforms(5, kernel::StreamOf(i, 0), first_path, std::span(first_[i]).first(count));
      kernel::FillUniforms(5, kernel::StreamOf(i, 1), first_path, std::span(second_[i]).first(count));
    }
  }
  void EvaluateFirst() override { Evaluate(first_); }
  void EvaluateSecond() override { Evaluate(second_); }
  void EvaluateMixed(std::size_t group) override {
    auto mixed = first_;
    mixed[group] = second_[group];
    Evaluate(mixed);
  }
  [[nodiscard]] std::span<const double> Output(std::size_t /*output*/) const override { return out_; }

 private:
  void Evaluate(const std::vector<std::vector<double>>& inputs) {
    std::vector<double> point(inputs.size());
    for (std::size_t k = 0; k < count_; ++k) {
      for (std::size_t i = 0; i < inputs.size(); ++i) point[i] = inputs[i][k];
      out_[k] = function_(point);
    }
  }

  const Function& function_;
  std::vector<std::vector<double>> first_;
  std::vector<std::vector<double>> second_;
  std::vector<double> out_;
  std::size_t count_ = 0;
};

class FunctionSource final : public OutputSource {
 public:
  FunctionSource(std::size_t input_count, Function function)
      : input_count_(input_count), function_(std::move(function)) {}
  [[nodiscard]] std::size_t OutputCount() const override { return 1; }
  [[nodiscard]] std::size_t GroupCount() const override { return input_count_; }
  [[nodiscard]] std::size_t NumbersPerPath() const override { return 2 * input_count_ + 1; }
  [[nodiscard]] std::unique_ptr<OutputWorker> MakeWorker(std::size_t block) const override {
    return std::make_unique<FunctionWorker>(function_, input_count_, block);
  }

 private:
  std::size_t input_count_;
  Function function_;
};

OutputIndices Estimate(const OutputSource& source, std::int64_t path_count, int thread_count = 2) {
  auto outputs = EstimateIndices(source, path_count, thread_count);
  return std::move(outputs).value().front();
}

/// sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform in (-pi, pi): Ishigami and Homma (1990).
constexpr double kA = 7.0;
constexpr double kB = 0.1;
double Ishigami(std::span<const double> u) {
  const auto x = [&](std::size_t i) { return std::numbers::pi * (2.0 * u[i] - 1.0); };
  return std::sin(x(0)) + kA * std::sin(x(1)) * std::sin(x(1)) + kB * std::pow(x(2), 4) * std::sin(x(0));
}

// Catches a swap of samples, of first order and total, and standard errors that are not those of the estimates. The
// third input acts only with the first: its first order is 0, its total is not.
TEST(EstimateIndices, MatchTheClosedFormOfTheIshigamiFunction) {
  const double pi4 = std::pow(std::numbers::pi, 4);
  const double first = 0.5 * std::pow(1.0 + kB * pi4 / 5.0, 2);
  const double second = kA * kA / 8.0;
  const double both = kB * kB * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
  const double variance = first + second + both;
  const double first_order[] = {first / variance, second / variance, 0.0};
  const double total[] = {(first + both) / variance, second / variance, both / variance};
  const OutputIndices estimate = Estimate(FunctionSource(3, Ishigami), 200'000);
  EXPECT_NEAR(estimate.variance, variance, 0.01 * variance);
  ASSERT_EQ(estimate.indices.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const SobolIndex& index = estimate.indices[i];
    EXPECT_NEAR(index.first_order, first_order[i], 4.0 * index.first_order_standard_error) << i;
    EXPECT_NEAR(index.total, total[i], 4.0 * index.total_standard_error) << i;
    EXPECT_LT(index.first_order_standard_error, 0.01);
    EXPECT_LT(index.total_standard_error, 0.01);
    EXPECT_GT(index.total_standard_error, 0.0);
  }
}

// The standard errors against brute force: 200 runs on blocks of paths far apart.
TEST(EstimateIndices, StandardErrorsAreTheSpreadOfIndependentRuns) {
  double sum[2] = {};
  double squares[2] = {};
  double stated[2] = {};
  constexpr int kRuns = 200;
  for (int run = 0; run < kRuns; ++run) {
    // Other inputs for every run, by six inputs of which a run reads three.
    class Shifted final : public OutputSource {
     public:
      explicit Shifted(std::uint64_t shift) : shift_(shift) {}
      [[nodiscard]] std::size_t OutputCount() const override { return 1; }
      [[nodiscard]] std::size_t GroupCount() const override { return 3; }
      [[nodiscard]] std::size_t NumbersPerPath() const override { return 7; }
      [[nodiscard]] std::unique_ptr<OutputWorker> MakeWorker(std::size_t block) const override {
        class Worker final : public OutputWorker {
         public:
          Worker(std::uint64_t shift, std::size_t block) : inner_(function_, 3, block), shift_(shift) {}
          void Draw(std::uint64_t first_path, std::size_t count) override { inner_.Draw(shift_ + first_path, count); }
          void EvaluateFirst() override { inner_.EvaluateFirst(); }
          void EvaluateSecond() override { inner_.EvaluateSecond(); }
          void EvaluateMixed(std::size_t group) override { inner_.EvaluateMixed(group); }
          [[nodiscard]] std::span<const double> Output(std::size_t output) const override {
            return inner_.Output(output);
          }

         private:
          Function function_ = Ishigami;
          FunctionWorker inner_;
          std::uint64_t shift_;
        };
        return std::make_unique<Worker>(shift_, block);
      }

     private:
      std::uint64_t shift_;
    };
    const OutputIndices estimate = Estimate(Shifted(static_cast<std::uint64_t>(run) << 20), 2'000, 1);
    const double values[2] = {estimate.indices[0].first_order, estimate.indices[0].total};
    for (int k = 0; k < 2; ++k) {
      sum[k] += values[k];
      squares[k] += values[k] * values[k];
    }
    stated[0] += estimate.indices[0].first_order_standard_error / kRuns;
    stated[1] += estimate.indices[0].total_standard_error / kRuns;
  }
  for (int k = 0; k < 2; ++k) {
    const double spread = std::sqrt((squares[k] - sum[k] * sum[k] / kRuns) / (kRuns - 1));
    EXPECT_NEAR(stated[k], spread, 0.15 * spread) << k;
  }
}

// What adds up has no interactions: weights 1, 2, 3 give variances 1 : 4 : 9, and both kinds of index agree.
TEST(EstimateIndices, OfASumAreTheSharesOfVarianceAndSumToOne) {
  const OutputIndices estimate = Estimate(
      FunctionSource(3, [](std::span<const double> u) { return 1e9 + u[0] + 2.0 * u[1] + 3.0 * u[2]; }), 100'000);
  double sum = 0.0;
  double error = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double share = std::pow(static_cast<double>(i) + 1.0, 2.0) / 14.0;
    const SobolIndex& index = estimate.indices[i];
    EXPECT_NEAR(index.first_order, share, 4.0 * index.first_order_standard_error) << i;
    EXPECT_NEAR(index.total, share, 4.0 * index.total_standard_error) << i;
    sum += index.first_order;
    error += index.first_order_standard_error;
  }
  EXPECT_NEAR(sum, 1.0, 4.0 * error);
}

// One input alone is all there is: exactly 1, without error.
TEST(EstimateIndices, OfOneInputAreOne) {
  const OutputIndices estimate =
      Estimate(FunctionSource(1, [](std::span<const double> u) { return u[0] * u[0]; }), 5'000);
  EXPECT_EQ(estimate.indices[0].first_order, 1.0);
  EXPECT_EQ(estimate.indices[0].total, 1.0);
  EXPECT_EQ(estimate.indices[0].total_standard_error, 0.0);
}

// Catches 0 / 0 that travels on as a number.
TEST(EstimateIndices, OfWhatNothingMovesDoNotExist) {
  const OutputIndices estimate = Estimate(FunctionSource(2, [](std::span<const double>) { return 3.0; }), 1'000);
  EXPECT_TRUE(estimate.indices.empty());
  EXPECT_EQ(estimate.variance, 0.0);
}

// A ratio that does not exist on some paths: those are left out and counted, and what is left is a number.
TEST(EstimateIndices, LeavePathsOutOnWhichTheOutputDoesNotExist) {
  const Function half = [](std::span<const double> u) {
    return u[0] < 0.25 ? std::numeric_limits<double>::quiet_NaN() : u[1];
  };
  const OutputIndices estimate = Estimate(FunctionSource(2, half), 40'000);
  EXPECT_NEAR(static_cast<double>(estimate.missing_count), 40'000 * (1.0 - 0.75 * 0.75), 400.0);
  ASSERT_EQ(estimate.indices.size(), 2U);
  EXPECT_NEAR(estimate.variance, 1.0 / 12.0, 0.002);
  EXPECT_NEAR(estimate.indices[0].total, 0.0, 1e-12);
  EXPECT_NEAR(estimate.indices[1].total, 1.0, 4.0 * estimate.indices[1].total_standard_error);
}

// Catches sums in the order in which threads finish. 70,000 paths are three rounds.
TEST(EstimateIndices, OneTwoAndSevenThreadsGiveTheSameBits) {
  const FunctionSource source(3, Ishigami);
  const OutputIndices one = Estimate(source, 70'001, 1);
  for (const int threads : {2, 7}) {
    const OutputIndices several = Estimate(source, 70'001, threads);
    EXPECT_EQ(one.variance, several.variance);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(one.indices[i].first_order, several.indices[i].first_order);
      EXPECT_EQ(one.indices[i].total, several.indices[i].total);
      EXPECT_EQ(one.indices[i].total_standard_error, several.indices[i].total_standard_error);
    }
  }
}

// The stop is asked between evaluations; what is there by then is not handed out.
TEST(EstimateIndices, StopGivesNoIndices) {
  const StopPoll stop{[](const void*) { return true; }, nullptr};
  const auto outputs = EstimateIndices(FunctionSource(3, Ishigami), 10'000, 2, stop);
  ASSERT_FALSE(outputs.has_value());
  EXPECT_EQ(outputs.error().reason, Reason::kCancelled);
}

}  // namespace
}  // namespace calanque::run
