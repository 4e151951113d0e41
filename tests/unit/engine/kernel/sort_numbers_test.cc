#include "engine/kernel/sort_numbers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

namespace calanque::kernel {
namespace {

// Short ones, lengths about the widths of vectors, many equal numbers, the largest: where a quicksort may go wrong.
TEST(SortNumbers, IsTheOrderOfTheLibrary) {
  constexpr double kMost = std::numeric_limits<double>::max();
  std::mt19937 random(1);
  for (const std::size_t count : {0, 1, 2, 7, 8, 9, 63, 64, 65, 1000, 8192}) {
    for (const int kinds : {1, 3, 1'000'000}) {
      std::vector<double> numbers(count);
      for (double& number : numbers) number = std::uniform_int_distribution(-kinds, kinds)(random) * 0.1;
      if (count > 8) numbers[3] = kMost;
      if (count > 8) numbers[5] = -kMost;
      std::vector<double> expected = numbers;
      std::sort(expected.begin(), expected.end());
      SortNumbers(numbers);
      EXPECT_EQ(numbers, expected) << count << ' ' << kinds;
    }
  }
}

}  // namespace
}  // namespace calanque::kernel
