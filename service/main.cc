// calanqued: the appraisal service on a port.

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "service/host_port.h"
#include "service/server.h"

namespace {

/// Blocks the signals that end the server; threads started later inherit the mask.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

std::string CheckListenAddress(const std::string& address) {
  return calanque::service::HostPortProblem(address, /*least_port=*/0);  // The system chooses.
}

std::string HostOf(const std::string& address) { return address.substr(0, address.rfind(':')); }

/// Flags to options; an exit code where the program ends here (help, version, wrong usage).
std::optional<int> ParseFlags(int argc, char** argv, calanque::service::ServerOptions& options) {
  CLI::App app("Serves appraisals, partnerships and simulations (calanque.v1) over gRPC until SIGTERM or SIGINT.",
               "calanqued");
  app.set_version_flag("--version", "calanqued " CALANQUE_VERSION);
  app.footer(
      "Example: calanqued --listen 127.0.0.1:50051\n"
      "Plain text: listen on loopback, or put a TLS proxy in front. Exit codes: 0 drained, 1 cannot listen, 2 usage.");
  app.add_option("--listen", options.listen_address, "HOST:PORT; port 0 lets the system choose")
      ->check(CLI::Validator(CheckListenAddress, ""))
      ->capture_default_str();
  app.add_flag("--development", options.is_development, "answer gRPC reflection");
  app.add_option("--max-message-bytes", options.limits.max_receive_message_bytes, "largest request")
      ->check(CLI::Range(1024, 1 << 30))
      ->capture_default_str();
  app.add_option("--max-projects", options.limits.max_projects, "most projects of a portfolio")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--max-threads", options.limits.max_threads, "most threads, hence most calls at once")
      ->check(CLI::Range(4, 4096))
      ->capture_default_str();
  app.add_option("--max-paths", options.limits.max_paths, "most paths of a simulation")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  app.add_option("--simulation-workers", options.limits.simulation_workers,
                 "threads that simulations share; 0: one per processor")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  app.add_option("--max-simulations", options.limits.max_simulations, "most simulations at once")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  app.add_option("--max-simulations-of-caller", options.limits.max_simulations_of_caller,
                 "most of these for one connection, so that others find room")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  app.add_option("--drain-grace-ms", options.limits.drain_grace_ms, "time for calls in flight after SIGTERM")
      ->check(CLI::Range(0, 3'600'000))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  calanque::service::ServerOptions options;
  if (const auto exit_code = ParseFlags(argc, argv, options)) return *exit_code;
  const sigset_t end_signals = BlockEndSignals();
  auto server = calanque::service::Server::Start(options);
  if (!server) {
    std::fprintf(stderr, "calanqued: --%s: %s\n", server.error().field_path.c_str(), server.error().message.c_str());
    return 1;
  }
  const auto& running = *server.value();
  std::printf("calanqued %s listening on %s:%d\n", CALANQUE_VERSION, HostOf(options.listen_address).c_str(),
              running.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&end_signals, &signal);
  server.value()->Drain();
  return 0;
}
