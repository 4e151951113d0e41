#include "clients/cli/csv_rows.h"

#include "clients/cli/number_text.h"
#include "clients/cli/output_csv.h"

namespace calanque::cli {

CsvRows::CsvRows(std::string_view head) : text_(head) { text_ += "\r\n"; }

void CsvRows::Append(std::string_view field) { text_ += CsvText(field) + ","; }

void CsvRows::Append(int field) { text_ += std::to_string(field) + ","; }

void CsvRows::Append(double field) { text_ += FormatExact(field) + ","; }

void CsvRows::EndLine() { text_.replace(text_.size() - 1, 1, "\r\n"); }

std::string YearText(int year) { return year == 0 ? "" : std::to_string(year); }

}  // namespace calanque::cli
