// Whether the caller still wants an answer.
#pragma once

namespace calanque {

/// Asked between blocks of work; true means stop now. Empty: never. Costs one indirect call, no allocation.
struct StopPoll {
  bool (*is_requested)(const void* context) = nullptr;
  const void* context = nullptr;

  [[nodiscard]] bool operator()() const { return is_requested != nullptr && is_requested(context); }
};

}  // namespace calanque
