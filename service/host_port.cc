#include "service/host_port.h"

#include <charconv>
#include <string_view>

namespace calanque::service {

std::string HostPortProblem(const std::string& address, int least_port) {
  constexpr int kMostPort = 65535;
  const std::string wrong = "'" + address + "' is no address; expected HOST:PORT, port " + std::to_string(least_port) +
                            " to 65535, a host with colons in brackets, as [::1]:50051";
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return wrong;
  std::string_view host = std::string_view(address).substr(0, colon);
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || (!is_bracketed && host.find(':') != std::string_view::npos)) return wrong;
  int port = 0;
  const char* end = address.data() + address.size();
  const auto [stop, error] = std::from_chars(address.data() + colon + 1, end, port);
  return error == std::errc() && stop == end && port >= least_port && port <= kMostPort ? "" : wrong;
}

}  // namespace calanque::service
