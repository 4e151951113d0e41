#include "clients/cli/footnotes.h"

#include <algorithm>

namespace calanque::cli {

std::string Footnotes::Mark(std::string_view about, std::string_view reason) {
  const std::string note = Printable(std::string(about) + ": " + std::string(reason));
  const auto found = std::find(notes_.begin(), notes_.end(), note);
  const auto number = static_cast<std::size_t>(found - notes_.begin()) + 1;
  if (found == notes_.end()) notes_.push_back(note);
  return "n/a [" + std::to_string(number) + "]";
}

std::string Footnotes::Render(const TextStyle& style) const {
  std::string text;
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    const std::string mark = "[" + std::to_string(i + 1) + "] ";
    const std::string indent(2 + mark.size(), ' ');
    bool is_first = true;
    for (const std::string& line : Wrapped(notes_[i], style.width - indent.size())) {
      text += (is_first ? "  " + mark : indent) + line + "\n";
      is_first = false;
    }
  }
  return text;
}

}  // namespace calanque::cli
