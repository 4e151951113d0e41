// The most multiplications and additions this processor can do: the yardstick of the evaluation kernel.
#pragma once

#include <cstddef>

namespace calanque::bench {

/// sums += weight x value over `repeats` rounds of independent accumulators that stay in registers, product then sum;
/// returns how many products that was. `sink` receives the sums.
double BareMultiplyAdds(std::size_t repeats, double* sink);

}  // namespace calanque::bench
