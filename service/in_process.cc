#include "service/in_process.h"

#include <grpcpp/server.h>

#include <limits>

#include "service/appraisal_service.h"
#include "service/planning_service.h"
#include "service/ppp_service.h"
#include "service/risk_service.h"
#include "service/server_settings.h"

namespace calanque::service {

namespace {

Limits WithoutWire(Limits limits) {
  limits.max_violation_bytes = std::numeric_limits<int>::max();
  return limits;
}

}  // namespace

struct InProcessServer::State {
  explicit State(const Limits& limits)
      : budget(limits),
        appraisal(WithoutWire(limits), gate),
        planning(WithoutWire(limits), gate),
        ppp(WithoutWire(limits), gate, budget),
        risk(WithoutWire(limits), gate, budget) {
    grpc::ServerBuilder builder;
    ApplySettings(limits, builder);
    SetReflection(false, builder);
    builder.RegisterService(&appraisal);
    builder.RegisterService(&planning);
    builder.RegisterService(&ppp);
    builder.RegisterService(&risk);
    server = builder.BuildAndStart();
  }

  CallGate gate;
  WorkerBudget budget;
  AppraisalService appraisal;
  PlanningService planning;
  PppService ppp;
  RiskService risk;
  std::unique_ptr<grpc::Server> server;
};

InProcessServer::InProcessServer(const Limits& limits) : state_(std::make_unique<State>(limits)) {}

InProcessServer::~InProcessServer() { state_->server->Shutdown(); }

std::shared_ptr<grpc::Channel> InProcessServer::Channel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  return state_->server->InProcessChannel(arguments);
}

}  // namespace calanque::service
