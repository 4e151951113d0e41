#include "service/log.h"

#include <algorithm>
#include <cstdio>

namespace calanque::service {

void LogDefect(const std::string& request_id, std::string_view what) {
  constexpr std::size_t kLongest = 500;
  std::string line(what.substr(0, kLongest));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  std::fprintf(stderr, "calanqued: request %s: %s\n", request_id.c_str(), line.c_str());
}

}  // namespace calanque::service
