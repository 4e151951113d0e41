#include "tests/bench/unary_server.h"

#include <fcntl.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "echo.grpc.pb.h"
#include "service/appraisal_service.h"
#include "service/server_settings.h"

namespace calanque::bench {
namespace {

class EchoServer final : public EchoService::Service {
  grpc::Status Echo(grpc::ServerContext*, const EchoRequest*, EchoResponse*) override { return grpc::Status::OK; }
};

/// Ends of a pipe that other programs do not inherit.
std::array<int, 2> MakePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

}  // namespace

int ServeUnary() {
  EchoServer echo;
  service::CallGate gate;
  service::AppraisalService appraisal(service::Limits{}, gate);
  grpc::ServerBuilder builder;
  service::ApplySettings(service::Limits{}, builder);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo);
  builder.RegisterService(&appraisal);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("%d\n", port);
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  server->Shutdown();
  return 0;
}

UnaryServer::UnaryServer() {
  const auto input = MakePipe();
  const auto output = MakePipe();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::string name = "calanque_bench";
  std::string verb = kServeUnary;
  std::array<char*, 3> arguments{name.data(), verb.data(), nullptr};
  const int error = posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  its_input_ = input[1];
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> said(fdopen(output[0], "r"), std::fclose);
  if (error == 0 && said != nullptr && std::fscanf(said.get(), "%d", &port_) == 1) return;
  Stop();
  throw std::runtime_error("the server of the benchmark does not start");
}

UnaryServer::~UnaryServer() { Stop(); }

void UnaryServer::Stop() {
  close(its_input_);
  if (process_ > 0) waitpid(process_, nullptr, 0);
}

}  // namespace calanque::bench
