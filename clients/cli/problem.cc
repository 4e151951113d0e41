#include "clients/cli/problem.h"

#include <algorithm>

namespace calanque::cli {

std::string Render(const Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string Render(const Problem& problem) {
  std::string text = Render(problem.place);
  if (!text.empty()) text += ": ";
  if (!problem.field_path.empty()) text += problem.field_path + ": ";
  text += problem.message;
  // What is quoted from a file may hold anything that an escape can write: no commands to a terminal, no second line.
  std::replace_if(
      text.begin(), text.end(), [](unsigned char byte) { return byte < 0x20U || byte == 0x7FU; }, '?');
  return text;
}

}  // namespace calanque::cli
