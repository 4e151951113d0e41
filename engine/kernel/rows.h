// A view of rows of numbers, [row][path]: the paths of one row stand together.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include "engine/base/check.h"

namespace calanque::kernel {

/// Rows of path_count numbers, `stride` apart (>= path_count). T is double or const double; owns nothing.
template <typename T>
struct Rows {
  T* data = nullptr;
  std::size_t row_count = 0;
  std::size_t path_count = 0;
  std::size_t stride = 0;

  [[nodiscard]] std::span<T> Row(std::size_t row) const {
    CALANQUE_CHECK(row < row_count, "no such row");
    return {data + row * stride, path_count};
  }

  // NOLINTNEXTLINE(google-explicit-constructor): as of spans, reading needs no leave.
  operator Rows<const T>() const requires(!std::is_const_v<T>) { return {data, row_count, path_count, stride}; }
};

}  // namespace calanque::kernel
