// The service inside the caller's own process, without a port.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "service/limits.h"

namespace calanque::service {

/// Starts on construction, stops on destruction; the channel must not outlive it.
class InProcessServer {
 public:
  explicit InProcessServer(const Limits& limits = {});
  ~InProcessServer();
  InProcessServer(const InProcessServer&) = delete;
  InProcessServer& operator=(const InProcessServer&) = delete;

  [[nodiscard]] std::shared_ptr<grpc::Channel> Channel();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace calanque::service
