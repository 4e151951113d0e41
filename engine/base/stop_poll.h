// Whether the caller still wants an answer.
#pragma once

#include "engine/base/result.h"

namespace calanque {

/// Asked between blocks of work, from any thread; true means stop now, and once true it stays so: work may be left
/// half-way and the question asked again further out. Empty: never. Costs one indirect call, no allocation.
struct StopPoll {
  bool (*is_requested)(const void* context) = nullptr;
  const void* context = nullptr;

  [[nodiscard]] bool operator()() const { return is_requested != nullptr && is_requested(context); }
};

/// What is said of work that was given up because nobody waits for it.
inline Failure Cancelled() { return {Reason::kCancelled, "", "the caller cancelled or its deadline passed"}; }

}  // namespace calanque
