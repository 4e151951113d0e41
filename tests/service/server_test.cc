// The real program on a real port: health, reflection, compression, cancellation, drain.

#include "service/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "tests/service/good_request.h"

namespace calanque::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Clock = std::chrono::steady_clock;

/// Runs calanqued on a port of the system's choice.
class Program {
 public:
  explicit Program(std::vector<std::string> flags = {}) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      std::vector<std::string> words = {CALANQUED, "--listen", "127.0.0.1:0"};
      words.insert(words.end(), flags.begin(), flags.end());
      std::vector<char*> argv;
      for (std::string& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      execv(argv[0], argv.data());
      _exit(127);
    }
    close(ends[1]);
    FILE* out = fdopen(ends[0], "r");
    char line[256] = {};
    if (std::fgets(line, sizeof(line), out) != nullptr) line_ = line;
    std::fclose(out);
    const auto colon = line_.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("calanqued said '" + line_ + "'");
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    channel_ = grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(std::stoi(line_.substr(colon + 1))),
                                         grpc::InsecureChannelCredentials(), arguments);
  }
  ~Program() {
    if (pid_ > 0) Stop(SIGKILL);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void Signal(int signal) const { kill(pid_, signal); }
  /// Sends a signal and waits; the exit code, or 128 + the signal that ended it.
  int Stop(int signal) {
    Signal(signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  [[nodiscard]] const std::string& line() const { return line_; }
  [[nodiscard]] std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  [[nodiscard]] std::unique_ptr<v1::AppraisalService::Stub> Stub() const {
    return v1::AppraisalService::NewStub(channel_);
  }

  /// CPU time used so far, in clock ticks.
  [[nodiscard]] long CpuTicks() const {
    FILE* file = std::fopen(("/proc/" + std::to_string(pid_) + "/stat").c_str(), "r");
    long user = 0;
    long system = 0;
    const int read = std::fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system);
    std::fclose(file);
    return read == 2 ? user + system : -1;
  }

 private:
  pid_t pid_ = 0;
  std::string line_;
  std::shared_ptr<grpc::Channel> channel_;
};

/// Calls a method by name with raw bytes: for services whose stubs Debian does not package.
grpc::Status RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, const std::string& bytes,
                     std::string& answer) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::CompletionQueue queue;
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  std::vector<grpc::Slice> slices;
  if (response.Valid() && response.Dump(&slices).ok()) {
    for (const grpc::Slice& part : slices) answer.append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  return status;
}

/// grpc.health.v1.HealthCheckRequest has one string field, number 1; the response one enum, number 1: 1 = SERVING.
grpc::Status Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service, std::string& answer) {
  std::string request;
  if (!service.empty()) request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  return RawCall(channel, "/grpc.health.v1.Health/Check", request, answer);
}

TEST(Calanqued, SaysWhereItListensAndAnswers) {
  Program program;
  EXPECT_THAT(program.line(), StartsWith("calanqued 0.1.0 listening on 127.0.0.1:"));
  grpc::ClientContext context;
  v1::AppraisePortfolioResponse response;
  EXPECT_TRUE(program.Stub()->AppraisePortfolio(&context, testing::GoodRequest(), &response).ok());
  EXPECT_EQ(program.Stop(SIGTERM), 0);
}

TEST(Calanqued, IsHealthyAsAWholeAndByService) {
  Program program;
  for (const char* service : {"", "calanque.v1.AppraisalService"}) {
    std::string answer;
    ASSERT_TRUE(Health(program.channel(), service, answer).ok()) << service;
    EXPECT_EQ(answer, std::string("\x08\x01", 2)) << service;
  }
  EXPECT_EQ(program.Stop(SIGINT), 0);
}

TEST(Calanqued, ReflectsOnlyInDevelopment) {
  // ServerReflectionRequest{list_services: "*"}: field 7.
  constexpr const char* kMethod = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  const std::string list_services("\x3a\x01*", 3);
  std::string answer;
  Program closed;
  EXPECT_EQ(RawCall(closed.channel(), kMethod, list_services, answer).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  Program open({"--development"});
  EXPECT_NE(RawCall(open.channel(), kMethod, list_services, answer).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(answer, HasSubstr("calanque.v1.AppraisalService"));
}

TEST(Calanqued, RefusesCompressedMessages) {
  Program program;
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::AppraisePortfolioResponse response;
  EXPECT_EQ(program.Stub()->AppraisePortfolio(&context, testing::LargeRequest(10, 10), &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST(Calanqued, RefusesAMessageOverItsLimit) {
  Program program({"--max-message-bytes", "10000"});
  grpc::ClientContext context;
  v1::AppraisePortfolioResponse response;
  EXPECT_EQ(program.Stub()->AppraisePortfolio(&context, testing::LargeRequest(100, 10), &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// On a busy machine the cancellation may come when the work is nearly done: one try of several must show it.
TEST(Calanqued, StopsWorkingAfterTheCallerCancels) {
  Program program;
  const v1::AppraisePortfolioRequest request = testing::LargeRequest(2'000, 40);
  v1::AppraisePortfolioResponse response;
  const auto stub = program.Stub();
  long ticks = program.CpuTicks();
  const auto start = Clock::now();
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub->AppraisePortfolio(&context, request, &response).ok());
  }
  const auto whole = Clock::now() - start;
  const double ticks_of_whole = static_cast<double>(program.CpuTicks() - ticks);
  double least_share = 1.0;
  for (int i = 0; i < 5 && least_share >= 0.8; ++i) {
    ticks = program.CpuTicks();
    grpc::ClientContext context;
    auto call = std::async(std::launch::async,
                           [&] { return stub->AppraisePortfolio(&context, request, &response).error_code(); });
    std::this_thread::sleep_for(whole / 4);
    context.TryCancel();
    const grpc::StatusCode code = call.get();
    std::this_thread::sleep_for(whole);  // Long enough to finish, had it not noticed.
    if (code != grpc::StatusCode::CANCELLED) continue;
    least_share = std::min(least_share, static_cast<double>(program.CpuTicks() - ticks) / ticks_of_whole);
  }
  EXPECT_LT(least_share, 0.8);
}

TEST(Server, DrainsTheCallInFlightAndTakesNoOther) {
  ServerOptions options;
  options.listen_address = "127.0.0.1:0";
  const auto server = Server::Start(options).value();
  const auto channel =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials());
  const auto stub = v1::AppraisalService::NewStub(channel);
  v1::AppraisePortfolioRequest request = testing::LargeRequest(2'000, 40);
  request.mutable_options()->add_metric_names("npv_amount");
  auto call = std::async(std::launch::async, [&] {
    grpc::ClientContext context;
    v1::AppraisePortfolioResponse response;
    return stub->AppraisePortfolio(&context, request, &response);
  });
  while (server->calls_in_flight() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  auto drain = std::async(std::launch::async, [&] { server->Drain(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  grpc::ClientContext context;
  v1::ListMetricsResponse response;
  EXPECT_EQ(stub->ListMetrics(&context, {}, &response).error_code(), grpc::StatusCode::UNAVAILABLE);
  std::string health;
  EXPECT_TRUE(Health(channel, "", health).ok());
  EXPECT_EQ(health, std::string("\x08\x02", 2)) << "NOT_SERVING, so that a proxy looks elsewhere";
  const grpc::Status in_flight = call.get();
  EXPECT_TRUE(in_flight.ok()) << in_flight.error_message();
}

TEST(Calanqued, EndsSoonAfterSigtermThoughAClientStaysConnected) {
  Program program;
  grpc::ClientContext context;
  v1::ListMetricsResponse response;
  ASSERT_TRUE(program.Stub()->ListMetrics(&context, {}, &response).ok());
  const auto start = Clock::now();
  EXPECT_EQ(program.Stop(SIGTERM), 0);
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(3));
}

TEST(Calanqued, RefusesAnAddressItCannotBindAndWrongUsage) {
  const auto exit_code = [](const std::string& flags) {
    const int status = std::system((std::string(CALANQUED) + " " + flags + " >/dev/null 2>&1").c_str());
    return WEXITSTATUS(status);
  };
  EXPECT_EQ(exit_code("--listen 203.0.113.1:1"), 1);
  EXPECT_EQ(exit_code("--lisen 127.0.0.1:0"), 2);
  EXPECT_EQ(exit_code("--max-message-bytes many"), 2);
  EXPECT_EQ(exit_code("--version"), 0);
}

}  // namespace
}  // namespace calanque::service
