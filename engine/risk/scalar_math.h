// One number at a time through the vector functions: coefficients, too, have the same bits on every processor.
#pragma once

#include <span>

#include "engine/kernel/vector_math.h"

namespace calanque::risk {

inline double ExpOf(double x) {
  kernel::Exp({&x, 1}, {&x, 1});
  return x;
}

inline double LogOf(double x) {
  kernel::Log({&x, 1}, {&x, 1});
  return x;
}

inline double NormalProbabilityOf(double x) {
  kernel::NormalProbability({&x, 1}, {&x, 1});
  return x;
}

}  // namespace calanque::risk
