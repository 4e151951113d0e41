// Independent standard normal numbers, one per path.
#pragma once

#include <cstdint>
#include <span>

#include "engine/kernel/random_counter.h"

namespace calanque::kernel {

/// out[i] = the normal number of path first_path + i in this stream: any split of the paths gives the same bits, on any
/// processor. Numbers are made in pairs, for two paths that are eight apart: twice as fast as by the inverse of the
/// distribution, which is for numbers that are placed (Sobol', Latin hypercube).
///
/// Domain  first_path + out.size() <= 2^56 (CHECK). Values within 8.6 of 0.
/// Cost    O(out.size()), no allocation; fastest where first_path and the size are multiples of 16.
/// Source  G. Box, M. Muller, "A Note on the Generation of Random Normal Deviates", Annals of Mathematical Statistics
///         29 (1958) 610-611; relative error below 2e-14.
void FillNormals(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::span<double> out);

}  // namespace calanque::kernel
