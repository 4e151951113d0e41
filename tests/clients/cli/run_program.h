// Runs the built programs as a user does.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace calanque::cli {

/// What a program left behind.
struct ProgramOutcome {
  int exit_code = -1;  ///< -1: ended by a signal.
  std::string output;
  std::string errors;
};

/// Runs `program` to its end, with `environment` set on top of this process's.
ProgramOutcome RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment = {});

/// A calanqued on a port of the system's choice, stopped at destruction.
class ServerProcess {
 public:
  explicit ServerProcess(const std::string& program, const std::vector<std::string>& arguments = {});
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// "127.0.0.1:PORT"; empty where it did not start.
  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  pid_t process_ = -1;
  std::string address_;
};

}  // namespace calanque::cli
