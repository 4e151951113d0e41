// CSV (RFC 4180) as cells with their places.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/problem.h"

namespace calanque::cli {

struct CsvCell {
  std::string text;
  Place place;  ///< Of its first character.
};

/// Lines that are not empty. Cells are parted by commas; a cell in double quotes may hold commas, ends of line and
/// doubled quotes; spaces around cells without quotes do not count. A byte order mark is skipped. Problems: a quote
/// that is not closed, text after a closing quote; cells parted by semicolons, of which none is read. Each line goes to
/// `take` as it is read; the reading ends where that answers false.
void ReadCsvLines(const std::string& file, std::string_view text, Problems& problems,
                  const std::function<bool(const std::vector<CsvCell>&)>& take);

}  // namespace calanque::cli
