// What every source of numbers by path must do: where blocks of paths are dealt to threads and ranks must not show.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace calanque::kernel {

/// `fill(first_path, out)` of a thousand paths, whole and in pieces.
template <typename Fill>
void ExpectAnySplitGivesTheSameBits(Fill fill) {
  std::vector<double> whole(1000);
  fill(std::uint64_t{0}, std::span(whole));
  for (const std::size_t size : {1, 7, 8, 15, 16, 17, 64, 333}) {
    std::vector<double> pieces(whole.size());
    for (std::size_t first = 0; first < whole.size(); first += size) {
      fill(std::uint64_t{first}, std::span(pieces).subspan(first, std::min(size, whole.size() - first)));
    }
    EXPECT_EQ(pieces, whole) << size;
  }
}

}  // namespace calanque::kernel
