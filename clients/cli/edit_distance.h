// "Did you mean ...?"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace calanque::cli {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string
/// alignment). Cost O(|a| x |b|).
std::size_t EditDistance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, or empty where none is near enough to be a slip of the pen (a third of the word). A
/// candidate that ends in "_" + word (in any case) counts as near, since enum values are often written without their
/// prefix.
std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace calanque::cli
