// Indices that cannot be mixed up.
#pragma once

#include <compare>
#include <cstdint>

namespace calanque {

/// A 0-based index into one kind of list. Tag makes each kind a type of its own.
template <typename Tag>
struct StrongIndex {
  std::uint32_t value = 0;

  constexpr auto operator<=>(const StrongIndex&) const = default;
};

}  // namespace calanque
