// What a formula finds wrong, as a short text for tests.
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "engine/base/result.h"

namespace calanque::ppp {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

inline std::string Field(const Failure& failure) { return failure.field_path; }
inline std::string Field(const std::optional<Failure>& failure) { return failure ? Field(*failure) : "nothing wrong"; }
template <typename T>
std::string Field(const Result<T>& result) {
  return result ? "nothing wrong" : Field(result.error());
}

}  // namespace calanque::ppp
