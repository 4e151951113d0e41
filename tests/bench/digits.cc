#include <array>
#include <cstdio>

#include "tests/bench/bench.h"

namespace calanque::bench {

std::string Digits(double value, int significant) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*g", significant, value);
  return buffer.data();
}

}  // namespace calanque::bench
