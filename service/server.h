// A server on a port: settings, health, reflection, drain.
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "service/limits.h"

namespace calanque::service {

/// Where and how to listen.
struct ServerOptions {
  std::string listen_address = "127.0.0.1:50051";  ///< Port 0: the system chooses.
  bool is_development = false;                     ///< Answers gRPC reflection.
  Limits limits;
};

/// Listens from construction to Drain(). Plain text: made for loopback or a proxy in front of it.
///
/// Block SIGTERM and SIGINT in the process before Start, so that the threads of gRPC inherit the mask, and wait for
/// them with sigwait: a signal handler must not call Drain.
class Server {
 public:
  /// Errors  kInvalidInput (path "listen") where the address cannot be bound.
  static Result<std::unique_ptr<Server>> Start(const ServerOptions& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const;
  /// Calls whose method is running: received and parsed, not yet answered.
  [[nodiscard]] int calls_in_flight() const;

  /// Says NOT_SERVING to health checks, answers new calls UNAVAILABLE, gives those in flight limits.drain_grace_ms,
  /// then cancels them. Answers given meanwhile have half a second and the time they take at 10 MB/s to reach their
  /// clients.
  void Drain();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace calanque::service
