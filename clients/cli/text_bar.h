// Bars of text for terminals.
#pragma once

#include <cstddef>
#include <string>

namespace calanque::cli {

/// A line of `width` columns that stands for [low, high], filled from `from` to `to`, with a stroke at `mark`.
/// Everything is cut to the range; a bar that is not empty shows at least one column. Fewer than 2 columns, or an empty
/// range: an empty text.
std::string RangeBar(double from, double to, double mark, double low, double high, std::size_t width);

/// "[######......]": `fraction` of `width` columns, cut to [0, 1].
std::string FractionBar(double fraction, std::size_t width);

}  // namespace calanque::cli
