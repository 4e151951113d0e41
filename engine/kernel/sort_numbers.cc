#include "engine/kernel/sort_numbers.h"

#include <hwy/contrib/sort/vqsort.h>

namespace calanque::kernel {

void SortNumbers(std::span<double> numbers) { hwy::Sorter()(numbers.data(), numbers.size(), hwy::SortAscending()); }

}  // namespace calanque::kernel
