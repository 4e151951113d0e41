// CHECK: for our own defects only, never for wrong input.
#pragma once

#include <stdexcept>
#include <string>

namespace calanque {

/// A defect of ours. Thrown by CALANQUE_CHECK, caught once per request and answered as INTERNAL.
class Defect : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void ThrowDefect(const char* condition, const char* file, int line, const std::string& message) {
  throw Defect(std::string(file) + ":" + std::to_string(line) + ": CHECK(" + condition + ") failed: " + message);
}

}  // namespace calanque

/// Throws Defect unless `condition` holds.
#define CALANQUE_CHECK(condition, message) \
  (static_cast<bool>(condition) ? void(0) : ::calanque::ThrowDefect(#condition, __FILE__, __LINE__, message))
