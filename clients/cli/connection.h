// The way to the service: over the network, or the service in this very process.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <optional>
#include <string>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "calanque/v1/planning_service.grpc.pb.h"
#include "calanque/v1/ppp_service.grpc.pb.h"
#include "calanque/v1/risk_service.grpc.pb.h"
#include "service/in_process.h"

namespace calanque::cli {

/// Seconds to wait for a connection before the server counts as unreachable.
inline constexpr int kConnectSeconds = 5;

/// Where the service is.
struct ServerChoice {
  std::string address;         ///< "HOST:PORT"; empty: in this process, without a port.
  double timeout_seconds = 0;  ///< Of each call; 0: none.
};

/// An open channel. Plain text: TLS is the proxy's business.
class Connection {
 public:
  /// nullopt where nobody answers within kConnectSeconds.
  static std::optional<Connection> Open(const ServerChoice& choice);

  [[nodiscard]] v1::AppraisalService::Stub& stub() { return *stub_; }
  [[nodiscard]] v1::PlanningService::Stub& planning_stub() { return *planning_stub_; }
  [[nodiscard]] v1::PppService::Stub& ppp_stub() { return *ppp_stub_; }
  [[nodiscard]] v1::RiskService::Stub& risk_stub() { return *risk_stub_; }

  /// Sets a call's deadline as chosen.
  void Prepare(grpc::ClientContext& context) const;

 private:
  Connection() = default;

  double timeout_seconds_ = 0;
  std::unique_ptr<service::InProcessServer> server_;  // Before the channel: destroyed after it.
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AppraisalService::Stub> stub_;
  std::unique_ptr<v1::PlanningService::Stub> planning_stub_;
  std::unique_ptr<v1::PppService::Stub> ppp_stub_;
  std::unique_ptr<v1::RiskService::Stub> risk_stub_;
};

}  // namespace calanque::cli
