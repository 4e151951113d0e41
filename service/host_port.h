// Addresses as people write them, before gRPC makes something of them.
#pragma once

#include <string>

namespace calanque::service {

/// What is wrong with "HOST:PORT"; empty where nothing is. A host with colons stands in brackets. gRPC would take port
/// 99999 for 34463, an address without a port for 443 of it, and the last part of a bare IPv6 address for a port.
std::string HostPortProblem(const std::string& address, int least_port);

}  // namespace calanque::service
