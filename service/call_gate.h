// What every method of every service passes through: counting, refusal while the server ends, defects caught.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "service/limits.h"
#include "service/log.h"
#include "service/status.h"

namespace calanque::service {

/// The engine asks the call whether its client is still there and its deadline ahead. A synchronous call answers that
/// by polling its sockets, some 50 us each time: it is asked every few milliseconds, so a small call is never asked at
/// all. The threads that serve one call may share it: one of them asks, the others learn what it heard.
class CallPoll {
 public:
  explicit CallPoll(const grpc::ServerContext& context) : context_(context) {}

  [[nodiscard]] StopPoll AsStopPoll() const {
    return {[](const void* poll) { return static_cast<const CallPoll*>(poll)->IsStopped(); }, this};
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kBetweenPolls{5};

  static Clock::rep Now() { return Clock::now().time_since_epoch().count(); }

  [[nodiscard]] bool IsStopped() const {
    if (is_stopped_) return true;
    if (Now() < next_ || is_asking_.test_and_set()) return false;
    if (context_.IsCancelled()) is_stopped_ = true;
    next_ = Now() + Clock::duration(kBetweenPolls).count();
    is_asking_.clear();
    return is_stopped_;
  }

  const grpc::ServerContext& context_;
  mutable std::atomic<Clock::rep> next_ = Now() + Clock::duration(kBetweenPolls).count();
  mutable std::atomic_flag is_asking_;
  mutable std::atomic<bool> is_stopped_ = false;
};

/// Shared by the services of one server. Keeps nothing between calls but their count.
class CallGate {
 public:
  /// From now on new calls are answered UNAVAILABLE; those in flight go on.
  void StopTaking() { is_closed_ = true; }
  [[nodiscard]] int calls_in_flight() const { return calls_in_flight_; }
  /// Bytes of the answers given since StopTaking: gRPC writes them after the method has returned.
  [[nodiscard]] std::size_t bytes_to_flush() const { return bytes_to_flush_; }

  /// Runs a method's body, which says what is wrong; a defect or a library's exception becomes INTERNAL for this call
  /// alone.
  template <typename Body>
  grpc::Status Answer(const Limits& limits, const google::protobuf::Message& response, Body&& body) {
    const InFlight counted(calls_in_flight_);
    if (is_closed_) return {grpc::StatusCode::UNAVAILABLE, "the server is shutting down; try again"};
    const std::string request_id = "r" + std::to_string(++request_count_);
    try {
      const Failures failures = body();
      if (is_closed_) bytes_to_flush_ += response.ByteSizeLong();
      return failures.empty() ? grpc::Status::OK : ToStatus(failures, request_id, limits);
    } catch (const std::exception& error) {
      LogDefect(request_id, error.what());
      return InternalStatus(request_id);
    }
  }

 private:
  /// One call, counted as long as it runs.
  class InFlight {
   public:
    explicit InFlight(std::atomic<int>& count) : count_(count) { ++count_; }
    ~InFlight() { --count_; }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

   private:
    std::atomic<int>& count_;
  };

  std::atomic<bool> is_closed_{false};
  std::atomic<int> calls_in_flight_{0};
  std::atomic<std::size_t> bytes_to_flush_{0};
  std::atomic<std::uint64_t> request_count_{0};  ///< Names requests in the log: no two answers are confused.
};

}  // namespace calanque::service
