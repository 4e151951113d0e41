// expected.csv of a golden case: figures that an appraisal must have, each with its tolerance.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace calanque::golden {

/// metric,project,perspective,view,value,absolute_tolerance,relative_tolerance
struct ExpectedRow {
  int line = 0;                      ///< In the file, from 1.
  std::string metric;                ///< Without its index.
  std::optional<std::size_t> index;  ///< "name[i]": the i-th value of a list, series or table.
  std::string project;               ///< Empty: the portfolio.
  std::string perspective;           ///< Empty: none.
  std::string view;                  ///< INCREMENTAL, WITH_PROJECT or WITHOUT_PROJECT.
  std::optional<double> value;       ///< None where a failure is expected.
  std::string failure;               ///< "NOT_APPLICABLE", ...; empty where a value is expected.
  double absolute_tolerance = 0;
  double relative_tolerance = 0;  ///< Of the expected value. The larger allowance holds.
};

/// Fields hold no commas. Throws std::runtime_error with file and line where it does not read, or holds no row.
std::vector<ExpectedRow> ReadExpectedRows(const std::filesystem::path& path);

}  // namespace calanque::golden
