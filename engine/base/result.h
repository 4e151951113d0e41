// Value or Failure, in the shape of std::expected, which GCC 12 has only under C++23.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/check.h"

namespace calanque {

/// Why there is no value. Mirrored by calanque.v1.FailureReason.
enum class Reason {
  kInvalidInput = 1,
  kMissingData,
  kNotApplicable,
  kNotConverged,
  kResourceLimit,
  kCancelled,
  kInternal,
};

/// What is wrong, where, in words a finance officer understands.
struct Failure {
  Reason reason = Reason::kInvalidInput;
  std::string field_path;  ///< From the request's root; empty where no field is to blame.
  std::string message;

  bool operator==(const Failure&) const = default;
};

/// Why a number does not exist, for places where many do not: as cheap to make and to copy as a number. The text is a
/// literal, or stands in memory that whoever hands this out names.
struct NoFigure {
  Reason reason = Reason::kNotApplicable;
  std::string_view message;

  operator Failure() const { return {reason, {}, std::string(message)}; }  // NOLINT(google-explicit-constructor)
  bool operator==(const NoFigure&) const = default;
};

/// All failures of one stage; empty means good.
using Failures = std::vector<Failure>;

/// A value of T, or an E (a Failure, or Failures) that says why there is none.
template <typename T, typename E = Failure>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(E failure) : state_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  /// A failure without a field keeps its text.
  Result(const NoFigure& none)  // NOLINT(google-explicit-constructor)
      requires(std::is_same_v<E, Failure>)
      : state_(std::in_place_index<1>, none) {}

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  [[nodiscard]] const T& value() const& {
    CALANQUE_CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T&& value() && {
    CALANQUE_CHECK(has_value(), "value() of a failed Result");
    return std::move(*std::get_if<0>(&state_));
  }
  [[nodiscard]] const E& error() const& {
    CALANQUE_CHECK(!has_value(), "error() of a good Result");
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] E&& error() && {
    CALANQUE_CHECK(!has_value(), "error() of a good Result");
    return std::move(*std::get_if<1>(&state_));
  }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }

  bool operator==(const Result&) const = default;

 private:
  std::variant<T, E> state_;
};

}  // namespace calanque
