#include "service/server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>

#include <chrono>
#include <thread>
#include <utility>

#include "service/appraisal_service.h"
#include "service/planning_service.h"
#include "service/ppp_service.h"
#include "service/risk_service.h"
#include "service/server_settings.h"

namespace calanque::service {
namespace {

constexpr std::chrono::milliseconds kDrainPoll{5};
constexpr std::chrono::milliseconds kFlushTime{500};
constexpr std::size_t kFlushBytesPerMs = 10'000;  // 10 MB/s, a slow office line (assumption).

}  // namespace

struct Server::State {
  explicit State(const Limits& limits_in)
      : limits(limits_in),
        budget(limits_in),
        appraisal(limits_in, gate),
        planning(limits_in, gate),
        ppp(limits_in, gate, budget),
        risk(limits_in, gate, budget) {}

  Limits limits;
  CallGate gate;
  WorkerBudget budget;
  AppraisalService appraisal;
  PlanningService planning;
  PppService ppp;
  RiskService risk;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

Result<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  auto state = std::make_unique<State>(options.limits);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  ApplySettings(options.limits, builder);
  SetReflection(options.is_development, builder);
  builder.AddListeningPort(options.listen_address, grpc::InsecureServerCredentials(), &state->port);
  builder.RegisterService(&state->appraisal);
  builder.RegisterService(&state->planning);
  builder.RegisterService(&state->ppp);
  builder.RegisterService(&state->risk);
  state->server = builder.BuildAndStart();
  if (state->server == nullptr || state->port == 0) {
    return Failure{
        Reason::kInvalidInput, "listen",
        "cannot listen on '" + options.listen_address + "'; expected HOST:PORT that is free on this machine"};
  }
  for (const char* service : {v1::AppraisalService::service_full_name(), v1::PlanningService::service_full_name(),
                              v1::PppService::service_full_name(), v1::RiskService::service_full_name()}) {
    state->server->GetHealthCheckService()->SetServingStatus(service, true);
  }
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { Drain(); }

int Server::port() const { return state_->port; }

int Server::calls_in_flight() const { return state_->gate.calls_in_flight(); }

void Server::Drain() {
  state_->server->GetHealthCheckService()->SetServingStatus(false);
  state_->gate.StopTaking();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(state_->limits.drain_grace_ms);
  while (state_->gate.calls_in_flight() > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kDrainPoll);
  }
  // What is left is to flush answers; gRPC would else wait for clients that merely stay connected.
  const std::chrono::milliseconds flush_time =
      kFlushTime + std::chrono::milliseconds(state_->gate.bytes_to_flush() / kFlushBytesPerMs);
  state_->server->Shutdown(std::chrono::system_clock::now() + flush_time);
}

}  // namespace calanque::service
