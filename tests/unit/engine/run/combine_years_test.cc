// Sums over basis rows with and without rows that are added up once.

#include "engine/run/combine_years.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/run/path_evaluator.h"

namespace calanque::run {
namespace {

using Terms = std::vector<kernel::RowSums::Term>;

constexpr std::size_t kPaths = 16;
constexpr std::uint32_t kYears = 3;
constexpr std::uint32_t kProducts = 3;  // Rows are [product][year].

std::vector<BasisRow> Basis() {
  std::vector<BasisRow> basis;
  for (std::uint32_t product = 0; product < kProducts; ++product) {
    for (std::uint32_t year = 0; year < kYears; ++year) basis.push_back({product, year});
  }
  return basis;
}

/// Energy at 80 and tax at 20 a unit, the amounts of `project` by year; every fourth project buys something else too.
Terms SumOf(std::size_t project) {
  Terms terms;
  for (std::uint32_t year = 0; year < kYears; ++year) {
    const double quantity = 1e3 / 3.0 * static_cast<double>(1 + project) * (1.0 + 0.1 * year);
    terms.push_back({0 * kYears + year, quantity * 80.0});
    terms.push_back({1 * kYears + year, quantity * 20.0});
    if (project % 4 == 3) terms.push_back({2 * kYears + year, 7.0});
  }
  return terms;
}

std::vector<Terms> SumsOf(std::size_t project_count) {
  std::vector<Terms> sums;
  for (std::size_t project = 0; project < project_count; ++project) sums.push_back(SumOf(project));
  return sums;
}

double ValueOf(std::size_t row, std::size_t path) {
  return std::sin(static_cast<double>(1 + row) * 1.7 + static_cast<double>(path));
}

/// [sum][path], through the evaluator's memory.
std::vector<std::vector<double>> Compute(const CombinedYears& made, double scale) {
  const std::size_t basis_count = Basis().size();
  PathRows in(basis_count + made.combined.out_row_count(), kPaths);
  PathRows out(made.sums.out_row_count(), kPaths);
  for (std::size_t row = 0; row < basis_count; ++row) {
    for (std::size_t path = 0; path < kPaths; ++path) in.Row(row)[path] = scale * ValueOf(row, path);
  }
  made.combined.Compute(in.Row(0), in.Row(basis_count), in.stride(), kPaths);
  made.sums.Compute(in.Row(0), out.Row(0), in.stride(), kPaths);
  std::vector<std::vector<double>> values;
  for (std::size_t s = 0; s < made.sums.sum_count(); ++s) {
    const double* row = out.Row(made.sums.OutRow(s));
    values.emplace_back(row, row + kPaths);
  }
  return values;
}

// A year's rows mixed up, a weight taken from another sum, a sum that lost what it has beside the common part.
TEST(CombineYears, GivesTheSumsByHand) {
  const std::vector<Terms> sums = SumsOf(40);
  const auto values = Compute(CombineYears(sums, Basis()), 1.0);
  ASSERT_EQ(values.size(), sums.size());
  for (std::size_t s = 0; s < sums.size(); ++s) {
    for (std::size_t path = 0; path < kPaths; ++path) {
      double wanted = 0.0;
      double size = 0.0;
      for (const auto& term : sums[s]) {
        wanted += term.weight * ValueOf(term.row, path);
        size += std::abs(term.weight);
      }
      EXPECT_NEAR(values[s][path], wanted, 1e-13 * size) << s << " " << path;
    }
  }
}

TEST(CombineYears, AddsUpOnceWhatManyReadInTheSameProportions) {
  const CombinedYears made = CombineYears(SumsOf(40), Basis());
  EXPECT_EQ(made.combined.sum_count(), kYears) << "one row a year, whatever the roundings of 30 different quantities";
  EXPECT_LT(made.sums.weight_count() + made.combined.weight_count(), kernel::RowSums(SumsOf(40)).weight_count());
}

TEST(CombineYears, LeavesWhatSavesNothing) {
  EXPECT_EQ(CombineYears(SumsOf(3), Basis()).combined.sum_count(), 0U) << "too few";
  std::vector<Terms> other = SumsOf(40);
  for (std::size_t s = 0; s < other.size(); ++s) {
    for (auto& term : other[s]) term.weight *= term.row < kYears ? 1.0 + 0.01 * static_cast<double>(s) : 1.0;
  }
  EXPECT_EQ(CombineYears(other, Basis()).combined.sum_count(), 0U) << "in other proportions";
}

// A proportion to nothing, or beyond the largest number, would make a sum that is none.
TEST(CombineYears, TakesWeightsThatCancelledAndThoseOfAnySize) {
  const std::vector<Terms> sums(40, {{0, 0.0}, {kYears, 5.0}, {2 * kYears, 1e-300}, {1, 1e300}, {kYears + 1, 1e-300}});
  const CombinedYears made = CombineYears(sums, Basis());
  EXPECT_EQ(made.combined.sum_count(), 2U);
  for (const auto& sum : Compute(made, 1.0)) {
    for (std::size_t path = 0; path < kPaths; ++path) {
      EXPECT_NEAR(sum[path] / 1e300, ValueOf(1, path), 1e-13);
    }
  }
}

// Where nothing deviates a path is the appraisal to the last bit.
TEST(CombineYears, SumsOfNothingAreNothing) {
  for (const auto& sum : Compute(CombineYears(SumsOf(40), Basis()), 0.0)) {
    for (const double value : sum) EXPECT_EQ(value, 0.0);
  }
}

}  // namespace
}  // namespace calanque::run
