// Counts what a program asks of the heap, for code that promises to ask nothing.
#pragma once

#include <cstddef>

namespace calanque::testing {

/// Allocations of this program so far. Linking it replaces the program's operator new.
std::size_t AllocationCount();

/// Allocations during one call.
template <typename Call>
std::size_t AllocationsOf(Call call) {
  const std::size_t before = AllocationCount();
  call();
  return AllocationCount() - before;
}

}  // namespace calanque::testing
