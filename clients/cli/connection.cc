#include "clients/cli/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>

namespace calanque::cli {

std::optional<Connection> Connection::Open(const ServerChoice& choice) {
  Connection connection;
  connection.timeout_seconds_ = choice.timeout_seconds;
  if (choice.address.empty()) {
    connection.server_ = std::make_unique<service::InProcessServer>();
    connection.channel_ = connection.server_->Channel();
  } else {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);  // The user asked for the answer, however large.
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY,
                     0);  // The user named the host; an environment variable must not reroute it.
    connection.channel_ = grpc::CreateCustomChannel(choice.address, grpc::InsecureChannelCredentials(), arguments);
    const auto deadline = std::chrono::system_clock::now() + std::chrono::seconds(kConnectSeconds);
    if (!connection.channel_->WaitForConnected(deadline)) return std::nullopt;
  }
  connection.stub_ = v1::AppraisalService::NewStub(connection.channel_);
  connection.planning_stub_ = v1::PlanningService::NewStub(connection.channel_);
  connection.ppp_stub_ = v1::PppService::NewStub(connection.channel_);
  connection.risk_stub_ = v1::RiskService::NewStub(connection.channel_);
  return connection;
}

void Connection::Prepare(grpc::ClientContext& context) const {
  if (timeout_seconds_ <= 0) return;
  const auto length =
      std::chrono::duration_cast<std::chrono::system_clock::duration>(std::chrono::duration<double>(timeout_seconds_));
  context.set_deadline(std::chrono::system_clock::now() + length);
}

}  // namespace calanque::cli
