// Reasons below a table for the cells that have no value in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Numbers reasons from 1; equal reasons share a number.
class Footnotes {
 public:
  /// "n/a [2]"
  std::string Mark(std::string_view about, std::string_view reason);

  [[nodiscard]] bool is_empty() const { return notes_.empty(); }

  /// "  [2] Internal rate of return: the flows change sign never", wrapped.
  [[nodiscard]] std::string Render(const TextStyle& style) const;

 private:
  std::vector<std::string> notes_;
};

}  // namespace calanque::cli
