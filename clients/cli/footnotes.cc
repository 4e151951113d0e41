#include "clients/cli/footnotes.h"

#include <algorithm>

namespace calanque::cli {

std::string Footnotes::Mark(std::string_view about, std::string_view reason) {
  const std::string text = Printable(reason);
  auto note = std::find_if(notes_.begin(), notes_.end(), [&](const Note& known) { return known.reason == text; });
  if (note == notes_.end()) note = notes_.insert(note, Note{text, {}});
  const std::string figure = Printable(about);
  if (std::find(note->about.begin(), note->about.end(), figure) == note->about.end()) note->about.push_back(figure);
  return "n/a [" + std::to_string(note - notes_.begin() + 1) + "]";
}

std::string Footnotes::Render(const TextStyle& style) const {
  std::string text;
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    const std::string mark = "[" + std::to_string(i + 1) + "] ";
    const std::string indent(2 + mark.size(), ' ');
    std::string note = notes_[i].reason + ":";
    for (const std::string& figure : notes_[i].about) note += (note.ends_with(':') ? " " : "; ") + figure;
    bool is_first = true;
    for (const std::string& line : Wrapped(note, style.width - indent.size())) {
      text += (is_first ? "  " + mark : indent) + line + "\n";
      is_first = false;
    }
  }
  return text;
}

}  // namespace calanque::cli
