// Runs of many paths that are split between ranks, saved between rounds and gone on from: never another bit.
#include "engine/run/saved_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "engine/run/path_run.h"

namespace calanque::run {
namespace {

using ::testing::HasSubstr;
using Bytes = std::vector<std::byte>;

constexpr std::int64_t kPathCount = 100'000;  // Kept paths, two full rounds, a part of one.

/// Two rows that need care: sums that round, and a number that does not exist in every path.
class WavePaths final : public PathSource {
 public:
  [[nodiscard]] std::vector<PathRow> Rows() const override { return {{0.1, 0.0}, {0.0, 0.5}}; }
  [[nodiscard]] std::vector<PathRowPair> Pairs() const override { return {{0, 1}}; }
  [[nodiscard]] std::size_t TargetRow() const override { return 0; }
  [[nodiscard]] std::size_t NumbersPerPath() const override { return 2; }
  [[nodiscard]] std::unique_ptr<PathWorker> MakeWorker(std::size_t block_path_count) const override {
    return std::make_unique<Worker>(block_path_count);
  }

 private:
  class Worker final : public PathWorker {
   public:
    explicit Worker(std::size_t count) : rows_(2, std::vector<double>(count)) {}
    void Evaluate(std::uint64_t first_path, std::size_t count) override {
      count_ = count;
      for (std::size_t i = 0; i < count; ++i) {
        const auto path = static_cast<double>(first_path + i);
        rows_[0][i] = 1.0 + std::sin(path * 12.9898) / 3.0;
        rows_[1][i] = (first_path + i) % 7 == 0 ? std::nan("") : std::cos(path * 78.233);
      }
    }
    [[nodiscard]] std::span<const double> Row(std::size_t row) const override { return {rows_[row].data(), count_}; }

   private:
    std::vector<std::vector<double>> rows_;
    std::size_t count_ = 0;
  };
};

/// Ranks as threads of this process.
class ThreadRanks {
 public:
  explicit ThreadRanks(int count) : slots_(static_cast<std::size_t>(count)), barrier_(count) {}

  class Rank final : public RankTeam {
   public:
    Rank(ThreadRanks& ranks, int rank) : ranks_(ranks), rank_(rank) {}
    [[nodiscard]] int rank() const override { return rank_; }
    [[nodiscard]] int rank_count() const override { return static_cast<int>(ranks_.slots_.size()); }
    [[nodiscard]] std::vector<Bytes> Exchange(std::span<const std::byte> own) override {
      ranks_.slots_[static_cast<std::size_t>(rank_)].assign(own.begin(), own.end());
      ranks_.barrier_.arrive_and_wait();
      std::vector<Bytes> all = ranks_.slots_;
      ranks_.barrier_.arrive_and_wait();
      return all;
    }

   private:
    ThreadRanks& ranks_;
    int rank_;
  };

 private:
  std::vector<Bytes> slots_;
  std::barrier<> barrier_;
};

Bytes Name(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

model::SimulationOptions Options(int thread_count = 1) {
  model::SimulationOptions options;
  options.path_count = kPathCount;
  options.thread_count = thread_count;
  return options;
}

PathRun RunAll(const RunCompany& company, const model::SimulationOptions& options = Options()) {
  auto run = RunPaths(WavePaths(), options, {}, {}, company);
  EXPECT_TRUE(run) << run.error().message;
  return std::move(run).value();
}

/// Every bit that is kept of a run.
Bytes Bits(const PathRun& run) { return SaveRun(run, {}); }

/// The states after each round.
std::vector<Bytes> SavedStates(const Bytes& fingerprint, const model::SimulationOptions& options = Options()) {
  std::vector<Bytes> states;
  RunCompany company;
  company.on_round = [&](const PathRun& run) { states.push_back(SaveRun(run, fingerprint)); };
  RunAll(company, options);
  return states;
}

TEST(SavedRun, ComesBackWholeAfterEveryRound) {
  const Bytes name = Name("a");
  const auto states = SavedStates(name);
  ASSERT_EQ(states.size(), 4U) << "kept paths, two full rounds and the rest";
  for (const Bytes& state : states) {
    PathRun run;
    run.rows.resize(2);
    run.pair_products.resize(1);
    const auto loaded = LoadRun(state, name, run);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(SaveRun(run, name), state);
  }
}

TEST(SavedRun, GoesOnFromAnyRoundToTheSameBits) {
  const Bytes name = Name("a");
  const Bytes whole = Bits(RunAll({}));
  for (const Bytes& state : SavedStates(name)) {
    RunCompany company;
    company.checkpoint = state;
    company.fingerprint = name;
    EXPECT_EQ(Bits(RunAll(company)), whole);
    EXPECT_EQ(Bits(RunAll(company, Options(3))), whole);
  }
}

/// Would catch a state saved after the last round that is gone on from by one round too many.
TEST(SavedRun, DoesNotGoOnWhereTheTargetErrorWasMet) {
  const Bytes name = Name("a");
  auto options = Options();
  options.target_standard_error_fraction = 0.002;
  const PathRun whole = RunAll({}, options);
  ASSERT_TRUE(whole.is_target_error_met);
  ASSERT_LT(whole.path_count, kPathCount);
  const Bytes state = SavedStates(name, options).back();
  RunCompany company;
  company.checkpoint = state;
  company.fingerprint = name;
  const PathRun resumed = RunAll(company, options);
  EXPECT_TRUE(resumed.is_target_error_met);
  EXPECT_EQ(Bits(resumed), Bits(whole));
}

TEST(SavedRun, IsRefusedWhereItIsOfAnotherRunOrCutShort) {
  const Bytes name = Name("a");
  const Bytes state = SavedStates(name).at(1);
  const auto refusal = [](const Bytes& bytes, const Bytes& fingerprint, std::size_t row_count) {
    PathRun run;
    run.rows.resize(row_count);
    run.pair_products.resize(1);
    const auto loaded = LoadRun(bytes, fingerprint, run);
    EXPECT_EQ(run.path_count, 0) << "a refused state leaves the run as it was";
    return loaded ? std::string("taken") : loaded.error().field_path + ": " + loaded.error().message;
  };
  EXPECT_THAT(refusal(state, Name("b"), 2), HasSubstr("checkpoint: is of another run"));
  EXPECT_THAT(refusal(state, name, 3), HasSubstr("has other rows"));
  EXPECT_THAT(refusal(Name("hello, world"), name, 2), HasSubstr("is no checkpoint"));
  for (std::size_t size = 0; size < state.size(); size += size < 400 ? 1 : 997) {
    EXPECT_THAT(refusal({state.begin(), state.begin() + static_cast<std::ptrdiff_t>(size)}, name, 2),
                testing::Not("taken"))
        << size;
  }
  Bytes longer = state;
  longer.push_back(std::byte{0});
  EXPECT_THAT(refusal(longer, name, 2), HasSubstr("cut short or damaged"));
}

/// Counts the threads that have worked.
class CountedPaths final : public PathSource {
 public:
  [[nodiscard]] std::vector<PathRow> Rows() const override { return waves_.Rows(); }
  [[nodiscard]] std::vector<PathRowPair> Pairs() const override { return waves_.Pairs(); }
  [[nodiscard]] std::size_t TargetRow() const override { return 0; }
  [[nodiscard]] std::size_t NumbersPerPath() const override { return 2; }
  [[nodiscard]] std::unique_ptr<PathWorker> MakeWorker(std::size_t block_path_count) const override {
    ++worker_count;
    return waves_.MakeWorker(block_path_count);
  }
  mutable std::atomic<int> worker_count = 0;

 private:
  WavePaths waves_;
};

// What the server shares out would else be taken by the first comer.
TEST(RunPaths, KeepsToItsShareOfTheThreads) {
  const CountedPaths paths;
  model::SimulationOptions options;
  options.path_count = kPathCount;
  options.thread_count = 4;
  RunCompany company;
  company.threads = {[](const void*) { return 1; }, nullptr};
  ASSERT_TRUE(RunPaths(paths, options, {}, {}, company));
  EXPECT_EQ(paths.worker_count, 1);
}

TEST(SavedRun, OneTwoAndThreeRanksAgreeToTheLastBit) {
  const Bytes whole = Bits(RunAll({}));
  for (const int rank_count : {1, 2, 3}) {
    ThreadRanks ranks(rank_count);
    std::vector<Bytes> bits(static_cast<std::size_t>(rank_count));
    {
      std::vector<std::jthread> threads;
      for (int r = 0; r < rank_count; ++r) {
        threads.emplace_back([&, r] {
          ThreadRanks::Rank rank(ranks, r);
          RunCompany company;
          company.team = &rank;
          bits[static_cast<std::size_t>(r)] = Bits(RunAll(company, Options(1 + r)));
        });
      }
    }
    for (const Bytes& of_rank : bits) EXPECT_EQ(of_rank, whole) << rank_count << " ranks";
  }
}

}  // namespace
}  // namespace calanque::run
