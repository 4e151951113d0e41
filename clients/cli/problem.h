// One thing that is wrong with what the user wrote, and where.
#pragma once

#include <string>
#include <vector>

namespace calanque::cli {

/// A place in a file, counted from 1 (columns in bytes). line == 0: the file as a whole; an empty file: no place is
/// known.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

/// "file:line:column", "file", or "" where nothing is known.
std::string Render(const Place& place);

/// What is wrong and what was expected.
struct Problem {
  Place place;
  std::string field_path;  ///< "portfolio.projects[3].id"; empty where it is not about one field.
  std::string message;
};

/// "file:line:column: field.path: what is wrong and what was expected"
std::string Render(const Problem& problem);

using Problems = std::vector<Problem>;

}  // namespace calanque::cli
