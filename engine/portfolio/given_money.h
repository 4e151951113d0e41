// How money that comes when it comes meets spending that falls when it falls.
#pragma once

#include <span>

namespace calanque::portfolio {

/// Lets receipts pay for needs, year by year; what is paid is taken off `open_amounts`.
///
/// A receipt pays the need of its own year first. Of what is left, the part by which receipts so far exceed needs so
/// far was paid in advance and stays with the project while it has needs to come; the rest pays back what was advanced
/// before, and is released. In every year: received + kept before = used + released + kept.
///
/// Shapes  [year], all the same length. Amounts at least 0.
/// Cost    O(years), no allocation.
void SpendReceipts(std::span<const double> receipt_amounts, std::span<double> open_amounts,
                   std::span<double> used_amounts, std::span<double> released_amounts);

}  // namespace calanque::portfolio
