// One call of PlanningService from a command: connect, ask, report what went wrong.
#pragma once

#include <optional>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "clients/cli/common_options.h"
#include "clients/cli/report.h"

namespace calanque::cli {

/// Fills `response`. The exit code of a command that cannot go on, all of it reported; nullopt where there is an
/// answer. `sources` say where the request's fields come from.
template <typename Request, typename Response>
std::optional<ExitCode> AskPlanning(const ServerChoice& server, const RequestSources& sources,
                                    grpc::Status (v1::PlanningService::Stub::*method)(grpc::ClientContext*,
                                                                                      const Request&, Response*),
                                    const Request& request, Response& response) {
  auto connection = Connection::Open(server);
  if (!connection) return ReportUnreachable(server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  const grpc::Status status = (connection->planning_stub().*method)(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  return std::nullopt;
}

}  // namespace calanque::cli
