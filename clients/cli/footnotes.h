// Reasons below a table for the cells that have no value in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Numbers reasons from 1; figures missing for one reason share its number.
class Footnotes {
 public:
  /// "n/a [2]"
  std::string Mark(std::string_view about, std::string_view reason);

  [[nodiscard]] bool is_empty() const { return notes_.empty(); }

  /// "  [2] no tonnes are avoided: A3, A5", wrapped; each note names the figures that miss for its reason.
  [[nodiscard]] std::string Render(const TextStyle& style) const;

 private:
  struct Note {
    std::string reason;
    std::vector<std::string> about;
  };
  std::vector<Note> notes_;
};

}  // namespace calanque::cli
