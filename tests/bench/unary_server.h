// The server of the unary benchmark, in a process of its own as calanqued is: in one process gRPC has client and server
// wait on one set of sockets, and wakes one for the other's events.
#pragma once

#include <sys/types.h>

namespace calanque::bench {

/// The argument with which the program serves and measures nothing.
inline constexpr const char* kServeUnary = "--serve-unary";

/// Both services on one loopback port, with the settings of the real server: says the port on standard output, serves
/// until standard input ends. Returns the program's exit code.
int ServeUnary();

/// This program once more, serving; ends with its owner.
class UnaryServer {
 public:
  UnaryServer();  ///< Throws std::runtime_error where it does not start.
  ~UnaryServer();
  UnaryServer(const UnaryServer&) = delete;
  UnaryServer& operator=(const UnaryServer&) = delete;

  [[nodiscard]] int port() const { return port_; }

 private:
  void Stop();

  pid_t process_ = 0;
  int its_input_ = -1;
  int port_ = 0;
};

}  // namespace calanque::bench
