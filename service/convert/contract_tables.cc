#include "service/convert/contract_tables.h"

#include <set>
#include <string>

#include "service/convert/check_values.h"

namespace calanque::service {
namespace {

using portfolio::ContractMeaning;

constexpr int kMaxTables = 100;
constexpr int kMaxDecimals = 17;  // A double has no more.

const char* UnitsOf(ContractMeaning meaning) {
  switch (meaning) {
    case ContractMeaning::kImpact:
      return "t, kt or Mt";
    case ContractMeaning::kCostPerTonne:
    case ContractMeaning::kCapitalPerTonne:
      return "money over tonnes, such as EUR/t, k EUR/t or M EUR/kt";
    case ContractMeaning::kEnergy:
      return "kWh, MWh, GWh or TWh";
    case ContractMeaning::kCoveredFraction:
      return "fraction or percent";
    default:
      return "a currency code, with k, M or bn before it, such as M EUR";
  }
}

double ConvertUnit(ContractMeaning meaning, const std::string& unit, const FieldPath& path, Reader& reader) {
  if (const auto scale = ContractUnitScale(meaning, unit)) return *scale;
  reader.Fail(path, "is '" + unit + "', expected " + UnitsOf(meaning));
  return 1.0;
}

ContractMeaning ConvertMeaning(v1::ContractMeaning meaning, const FieldPath& path, Reader& reader) {
  switch (meaning) {
    case v1::CONTRACT_MEANING_CAPITAL:
      return ContractMeaning::kCapital;
    case v1::CONTRACT_MEANING_OPERATION:
      return ContractMeaning::kOperation;
    case v1::CONTRACT_MEANING_IMPACT:
      return ContractMeaning::kImpact;
    case v1::CONTRACT_MEANING_COST_PER_TONNE:
      return ContractMeaning::kCostPerTonne;
    case v1::CONTRACT_MEANING_CAPITAL_PER_ANNUAL_TONNE:
      return ContractMeaning::kCapitalPerTonne;
    case v1::CONTRACT_MEANING_PRESENT_CAPITAL:
      return ContractMeaning::kPresentCapital;
    case v1::CONTRACT_MEANING_PRESENT_OPERATION:
      return ContractMeaning::kPresentOperation;
    case v1::CONTRACT_MEANING_PRESENT_CO_BENEFIT:
      return ContractMeaning::kPresentCoBenefit;
    case v1::CONTRACT_MEANING_PRESENT_TOTAL:
      return ContractMeaning::kPresentTotal;
    case v1::CONTRACT_MEANING_STAKEHOLDER_COST:
      return ContractMeaning::kStakeholderCost;
    case v1::CONTRACT_MEANING_TOTAL_COST:
      return ContractMeaning::kTotalCost;
    case v1::CONTRACT_MEANING_COVERED_FRACTION:
      return ContractMeaning::kCoveredFraction;
    case v1::CONTRACT_MEANING_ENERGY:
      return ContractMeaning::kEnergy;
    case v1::CONTRACT_MEANING_AMOUNT_PER_INHABITANT:
      return ContractMeaning::kAmountPerInhabitant;
    default:
      reader.FailEnum(meaning, path);
      return ContractMeaning::kCapital;
  }
}

portfolio::ContractView ConvertView(v1::ContractView view, const FieldPath& path, Reader& reader) {
  switch (view) {
    case v1::CONTRACT_VIEW_UNSPECIFIED:
      return portfolio::ContractView::kUnsaid;
    case v1::CONTRACT_VIEW_TOTAL:
      return portfolio::ContractView::kTotal;
    case v1::CONTRACT_VIEW_INCREMENTAL:
      return portfolio::ContractView::kIncremental;
    default:
      reader.FailEnum(view, path);
      return portfolio::ContractView::kUnsaid;
  }
}

portfolio::ContractColumn ConvertColumn(const v1::ContractTableColumn& in, const FieldPath& path, Reader& reader) {
  portfolio::ContractColumn out;
  if (in.heading().empty()) reader.Fail(path / "heading", "is empty, expected the heading as printed");
  out.heading = in.heading();
  const std::size_t failures = reader.failures().size();
  out.meaning = ConvertMeaning(in.meaning(), path / "meaning", reader);
  out.view = ConvertView(in.view(), path / "view", reader);
  out.unit = in.unit();
  // Which units there are depends on the meaning.
  if (reader.failures().size() == failures) out.scale = ConvertUnit(out.meaning, in.unit(), path / "unit", reader);
  return out;
}

portfolio::PrintedFigure ConvertFigure(const v1::PrintedFigure& in, const FieldPath& path, Reader& reader) {
  if (in.decimals_count() < 0 || in.decimals_count() > kMaxDecimals) {
    reader.Fail(path / "decimals_count", "is " + std::to_string(in.decimals_count()) + ", expected 0 to 17");
  }
  portfolio::PrintedFigure out;
  if (in.has_amount()) out.value = in.amount();
  out.decimals = in.decimals_count();
  return out;
}

std::vector<portfolio::ContractRow> ConvertRows(const google::protobuf::RepeatedPtrField<v1::ContractRow>& in,
                                                int column_count, const FieldPath& path, Reader& reader) {
  std::vector<portfolio::ContractRow> out;
  out.reserve(static_cast<std::size_t>(in.size()));
  for (int r = 0; r < in.size() && !reader.IsStopped(); ++r) {
    const FieldPath at = path[static_cast<std::size_t>(r)];
    const FieldPath figures = at / "figures";
    if (in[r].figures_size() != column_count) {
      reader.Fail(figures, "has " + std::to_string(in[r].figures_size()) +
                               " figures, expected one per column: " + std::to_string(column_count));
    }
    portfolio::ContractRow row{in[r].label(), in[r].field_of_action(), {}};
    row.figures.reserve(static_cast<std::size_t>(in[r].figures_size()));
    for (int f = 0; f < in[r].figures_size(); ++f) {
      row.figures.push_back(ConvertFigure(in[r].figures(f), figures[static_cast<std::size_t>(f)], reader));
    }
    out.push_back(std::move(row));
  }
  return out;
}

portfolio::ContractQuote ConvertQuote(const v1::ContractQuote& in, const portfolio::ContractTable& table,
                                      const FieldPath& path, Reader& reader) {
  portfolio::ContractQuote out;
  out.label = in.label();
  out.figure = ConvertFigure(in.figure(), path / "figure", reader);
  out.is_whole_of_more = in.holds_more_than_table();
  for (; out.column < table.columns.size(); ++out.column) {
    const portfolio::ContractColumn& column = table.columns[out.column];
    if (column.heading != in.column_heading()) continue;
    out.unit = in.unit().empty() ? column.unit : in.unit();
    out.scale = in.unit().empty() ? column.scale : ConvertUnit(column.meaning, in.unit(), path / "unit", reader);
    return out;
  }
  reader.Fail(path / "column_heading", "is '" + in.column_heading() + "', which is no heading of the table");
  return out;
}

portfolio::ContractTable ConvertTable(const v1::ContractTable& in, const FieldPath& path, Reader& reader) {
  portfolio::ContractTable out;
  if (in.id().empty()) reader.Fail(path / "id", "is empty, expected a name for the table");
  out.id = in.id();
  if (!v1::ContractTableKind_IsValid(in.kind())) reader.FailEnum(in.kind(), path / "kind");
  out.perimeter = in.perimeter();
  if (in.base_year() != 0 && (in.base_year() < 1900 || in.base_year() > 2100)) {
    reader.Fail(path / "base_year", "is " + std::to_string(in.base_year()) +
                                        ", expected a year from 1900 to 2100, or 0 where none is stated");
  }
  out.base_year = in.base_year();
  if (in.inhabitant_count() < 0.0) reader.Fail(path / "inhabitant_count", "is below 0");
  out.inhabitant_count = in.inhabitant_count();
  if (in.columns().empty()) reader.Fail(path / "columns", "is empty, expected at least one column");
  const FieldPath columns = path / "columns";
  for (int c = 0; c < in.columns_size(); ++c) {
    out.columns.push_back(ConvertColumn(in.columns(c), columns[static_cast<std::size_t>(c)], reader));
  }
  out.rows = ConvertRows(in.rows(), in.columns_size(), path / "rows", reader);
  out.totals = ConvertRows(in.totals(), in.columns_size(), path / "totals", reader);
  const FieldPath quotes = path / "quotes";
  for (int q = 0; q < in.quotes_size(); ++q) {
    out.quotes.push_back(ConvertQuote(in.quotes(q), out, quotes[static_cast<std::size_t>(q)], reader));
  }
  return out;
}

v1::FindingSeverity Severity(portfolio::ContractSeverity severity) {
  switch (severity) {
    case portfolio::ContractSeverity::kNotice:
      return v1::FINDING_SEVERITY_NOTICE;
    case portfolio::ContractSeverity::kWarning:
      return v1::FINDING_SEVERITY_WARNING;
    case portfolio::ContractSeverity::kError:
      return v1::FINDING_SEVERITY_ERROR;
  }
  return v1::FINDING_SEVERITY_UNSPECIFIED;
}

v1::ContractRule Rule(portfolio::ContractRule rule) {
  switch (rule) {
    case portfolio::ContractRule::kSum:
      return v1::CONTRACT_RULE_SUM;
    case portfolio::ContractRule::kUnit:
      return v1::CONTRACT_RULE_UNIT;
    case portfolio::ContractRule::kCostPerTonne:
      return v1::CONTRACT_RULE_COST_PER_TONNE;
    case portfolio::ContractRule::kView:
      return v1::CONTRACT_RULE_VIEW;
    case portfolio::ContractRule::kPerimeter:
      return v1::CONTRACT_RULE_PERIMETER;
    case portfolio::ContractRule::kBaseYear:
      return v1::CONTRACT_RULE_BASE_YEAR;
    case portfolio::ContractRule::kRepeatedRow:
      return v1::CONTRACT_RULE_REPEATED_ROW;
    case portfolio::ContractRule::kConstantRatio:
      return v1::CONTRACT_RULE_CONSTANT_RATIO;
    case portfolio::ContractRule::kImpossibleShare:
      return v1::CONTRACT_RULE_IMPOSSIBLE_SHARE;
  }
  return v1::CONTRACT_RULE_UNSPECIFIED;
}

std::int64_t FigureCount(const std::vector<portfolio::ContractRow>& rows) {
  std::int64_t count = 0;
  for (const portfolio::ContractRow& row : rows) {
    for (const portfolio::PrintedFigure& figure : row.figures) count += figure.value ? 1 : 0;
  }
  return count;
}

}  // namespace

Failures CheckContractSizes(const v1::AuditContractTablesRequest& request, const Limits& limits) {
  Reader reader;
  const FieldPath root;
  const FieldPath tables = root / "tables";
  CheckSize(request.tables_size(), kMaxTables, tables, "tables", reader);
  for (int t = 0; t < request.tables_size() && t < kMaxTables; ++t) {
    const v1::ContractTable& table = request.tables(t);
    const FieldPath path = tables[static_cast<std::size_t>(t)];
    CheckSize(table.columns_size(), limits.max_list_values, path / "columns", "columns", reader);
    CheckSize(table.rows_size(), limits.max_projects, path / "rows", "rows", reader);
    CheckSize(table.totals_size(), limits.max_list_values, path / "totals", "totals", reader);
    CheckSize(table.quotes_size(), limits.max_list_values, path / "quotes", "quotes", reader);
  }
  return std::move(reader).Take();
}

std::vector<portfolio::ContractTable> ConvertContractTables(const v1::AuditContractTablesRequest& request,
                                                            Reader& reader) {
  std::vector<portfolio::ContractTable> tables;
  std::set<std::string> ids;
  const FieldPath root;
  const FieldPath path = root / "tables";
  if (request.tables().empty()) reader.Fail(path, "is empty, expected at least one table");
  for (int t = 0; t < request.tables_size(); ++t) {
    const FieldPath at = path[static_cast<std::size_t>(t)];
    if (!request.tables(t).id().empty() && !ids.insert(request.tables(t).id()).second) {
      reader.Fail(at / "id", "'" + request.tables(t).id() + "' is the id of another table too");
    }
    tables.push_back(ConvertTable(request.tables(t), at, reader));
  }
  return tables;
}

void FillContractAudit(std::span<const portfolio::ContractTable> tables,
                       std::span<const portfolio::ContractFinding> findings, v1::AuditContractTablesResponse& out) {
  std::int64_t count = 0;
  for (const portfolio::ContractTable& table : tables) count += FigureCount(table.rows) + FigureCount(table.totals);
  out.set_figures_count(count);
  for (const portfolio::ContractFinding& finding : findings) {
    v1::ContractFinding& made = *out.add_findings();
    made.set_rule(Rule(finding.rule));
    made.set_severity(Severity(finding.severity));
    made.set_table_id(finding.table_id);
    made.set_row(finding.row);
    made.set_column(finding.column);
    if (finding.printed) made.set_printed(*finding.printed);
    if (finding.expected) made.set_expected(*finding.expected);
    made.set_unit(finding.unit);
    made.set_message(finding.message);
  }
  out.add_statements(
      "A printed figure stands for every number that rounds to it; a sum or ratio is called wrong only where no such "
      "numbers make it right.");
  out.add_statements("Empty cells count as 0 in sums.");
}

}  // namespace calanque::service
