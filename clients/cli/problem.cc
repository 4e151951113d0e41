#include "clients/cli/problem.h"

namespace calanque::cli {

std::string Render(const Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string Render(const Problem& problem) {
  std::string text = Render(problem.place);
  if (!text.empty()) text += ": ";
  if (!problem.field_path.empty()) text += problem.field_path + ": ";
  return text + problem.message;
}

}  // namespace calanque::cli
