#include "clients/cli/output_csv.h"

#include <vector>

#include "clients/cli/number_text.h"
#include "clients/cli/view_name.h"

namespace calanque::cli {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

std::string Line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    line += fields[i];
  }
  line += kLineEnd;
  return line;
}

/// The rows of one cell.
class CellRows {
 public:
  CellRows(const v1::MetricCell& cell, std::string& out)
      : out_(out),
        head_(CsvText(cell.metric_name()) + "," + CsvText(cell.project_id()) + "," + CsvText(cell.perspective_id()) +
              "," + CsvText(ViewName(cell.view())) + "," + CsvText(cell.unit()) + ",") {}

  void Value(std::string_view row, std::string_view year, double value) {
    out_ += head_ + CsvText(row) + "," + std::string(year) + "," + FormatExact(value) + ",";
    out_ += kLineEnd;
  }
  void Failure(const v1::CellFailure& failure) {
    out_ += head_ + ",,," + CsvText(ReasonName(failure.reason()) + ": " + failure.message());
    out_ += kLineEnd;
  }

 private:
  std::string& out_;
  std::string head_;
};

void AppendCell(const v1::MetricCell& cell, std::string& out) {
  CellRows rows(cell, out);
  switch (cell.outcome_case()) {
    case v1::MetricCell::kValue:
      rows.Value("", "", cell.value());
      break;
    case v1::MetricCell::kSeries:
      for (int y = 0; y < cell.series().values_size(); ++y) {
        rows.Value("", std::to_string(cell.series().first_year() + y), cell.series().values(y));
      }
      break;
    case v1::MetricCell::kTable: {
      const v1::YearTable& table = cell.table();
      for (int i = 0; i < table.values_size() && table.year_count() > 0; ++i) {
        const int row = i / table.year_count();
        rows.Value(row < table.row_labels_size() ? table.row_labels(row) : "",
                   std::to_string(table.first_year() + i % table.year_count()), table.values(i));
      }
      break;
    }
    case v1::MetricCell::kValues:
      for (int i = 0; i < cell.values().values_size(); ++i) {
        rows.Value(std::to_string(i + 1), "", cell.values().values(i));
      }
      break;
    case v1::MetricCell::kFailure:
      rows.Failure(cell.failure());
      break;
    case v1::MetricCell::OUTCOME_NOT_SET:
      break;
  }
}

}  // namespace

std::string CsvText(std::string_view text) {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";
  std::string safe(text);
  if (!safe.empty() && kFormulaStarts.find(safe.front()) != std::string_view::npos) safe.insert(0, 1, '\'');
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string AppraisalCsv(const v1::AppraisePortfolioResponse& response) {
  std::string out = Line({"metric", "project", "perspective", "view", "unit", "row", "year", "value", "failure"});
  for (const v1::MetricCell& cell : response.cells()) AppendCell(cell, out);
  return out;
}

namespace {

/// Lines of one row of a comparison: what it is about, then case by case.
template <typename Row>
void AddComparisonLines(const v1::ComparePortfoliosResponse& response, const Row& row,
                        const std::vector<std::string>& before, const std::vector<std::string>& after,
                        std::string& out) {
  for (int i = 0; i < row.values_size() && i < response.labels_size(); ++i) {
    const v1::FailureReason failure = i < row.failures_size() ? row.failures(i) : v1::FAILURE_REASON_UNSPECIFIED;
    const bool is_missing = failure != v1::FAILURE_REASON_UNSPECIFIED;
    const bool has_difference = !is_missing && i < row.differences_size() && row.failures_size() > 0 &&
                                row.failures(0) == v1::FAILURE_REASON_UNSPECIFIED;
    std::vector<std::string> fields = before;
    fields.insert(fields.end(),
                  {CsvText(row.unit()), CsvText(response.labels(i)), is_missing ? "" : FormatExact(row.values(i)),
                   has_difference ? FormatExact(row.differences(i)) : "", ReasonName(failure)});
    fields.insert(fields.end(), after.begin(), after.end());
    out += Line(fields);
  }
}

}  // namespace

std::string ComparisonCsv(const v1::ComparePortfoliosResponse& response) {
  std::string out = Line({"metric", "perspective", "view", "unit", "case", "value", "difference", "failure",
                          "group_kind", "group", "group_name"});
  for (const v1::ComparisonRow& row : response.rows()) {
    AddComparisonLines(response, row, {CsvText(row.metric_name()), CsvText(row.perspective_id()), ViewName(row.view())},
                       {"", "", ""}, out);
  }
  const auto add_groups = [&](const auto& rows, const char* kind) {
    for (const v1::GroupComparisonRow& row : rows) {
      AddComparisonLines(response, row, {CsvText(row.measure_name()), "", ""},
                         {kind, CsvText(row.group_id()), CsvText(row.display_name())}, out);
    }
  };
  add_groups(response.sector_rows(), "sector");
  add_groups(response.source_rows(), "source");
  return out;
}

std::string ExplanationCsv(const v1::ExplainResponse& response) {
  std::string out = Line({"kind", "item", "display_name", "side", "payer", "payee", "category", "unit", "date", "years",
                          "amount", "discount_factor", "sign"});
  const auto date = [&](int i) { return i < response.point_dates_size() ? response.point_dates(i) : std::string(); };
  const auto years = [&](int i) {
    return i < response.point_years_size() ? FormatExact(response.point_years(i)) : std::string();
  };
  for (const v1::MoneyColumn& column : response.money_columns()) {
    for (int i = 0; i < column.amounts_size(); ++i) {
      out += Line({"money", CsvText(column.item_id()), CsvText(column.display_name()), ViewName(column.side()),
                   CsvText(column.payer_party_id()), CsvText(column.payee_party_id()), CsvText(column.category()),
                   CsvText(response.conventions().currency_code()), date(i), years(i), FormatExact(column.amounts(i)),
                   i < column.discount_factors_size() ? FormatExact(column.discount_factors(i)) : "",
                   std::to_string(column.sign())});
    }
  }
  for (const v1::PhysicalColumn& column : response.physical_columns()) {
    for (int i = 0; i < column.quantities_size(); ++i) {
      out += Line({"physical", CsvText(column.item_id()), CsvText(column.display_name()), ViewName(column.side()), "",
                   "", CsvText(column.kind()), CsvText(column.unit()), date(i), years(i),
                   FormatExact(column.quantities(i)), "", ""});
    }
  }
  return out;
}

std::string MetricsCsv(const v1::ListMetricsResponse& response) {
  std::string out = Line({"name", "unit", "description", "source"});
  for (const v1::MetricDefinition& metric : response.metrics()) {
    out +=
        Line({CsvText(metric.name()), CsvText(metric.unit()), CsvText(metric.description()), CsvText(metric.source())});
  }
  return out;
}

}  // namespace calanque::cli
