// A golden case's data: CSV with a header, then one row that starts with "tolerance" and holds each column's, then the
// rows.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace calanque::golden {

using Row = std::map<std::string, std::string>;

struct Table {
  std::string path;
  Row tolerances;  ///< "abs 1e-9", "rel 1e-12" (of the larger of 1 and the expected value), or empty: an input.
  std::vector<Row> rows;
};

/// Reads tests/golden/primitives/<path>. Fields hold no commas. Throws std::runtime_error where it does not read.
Table ReadTable(const std::string& path);

/// A field as a number; as numbers between blanks; as dates between blanks, in days since 1970.
double Number(const Row& row, const std::string& column);
std::vector<double> Numbers(const Row& row, const std::string& column);
std::vector<double> Days(const Row& row, const std::string& column);

/// Expects `actual` within the column's tolerance of the row's value, or of `expected`.
void ExpectCell(const Table& table, const Row& row, const std::string& column, double actual);
void ExpectWithin(const Table& table, const std::string& column, double expected, double actual);

}  // namespace calanque::golden
