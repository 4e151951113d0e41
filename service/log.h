// The server's log: one line per defect on standard error. Nothing of a request's content is written.
#pragma once

#include <string>
#include <string_view>

namespace calanque::service {

/// "calanqued: request r7: engine/plan/compile.cc:12: CHECK(...) failed". Cut at one line of bounded length.
void LogDefect(const std::string& request_id, std::string_view what);

}  // namespace calanque::service
