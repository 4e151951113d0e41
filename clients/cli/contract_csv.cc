#include "clients/cli/contract_csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "clients/cli/contract_words.h"
#include "clients/cli/csv_lines.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_csv.h"
#include "clients/cli/text_encoding.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kFirstFigure = 3;  // Cells before: what the line is, label, field of action.

/// Digits without their grouping; none where the grouping is not by three: 1,5 may be 1.5 or 15.
std::optional<std::string> WithoutGroups(std::string_view text) {
  const std::size_t point = std::min(text.find_first_of(".eE"), text.size());
  std::string digits;
  std::size_t since_group = 0;
  bool has_group = false;
  for (std::size_t i = 0; i < point; ++i) {
    if (text[i] != ',' && text[i] != ' ') {
      digits += text[i];
      if (text[i] >= '0' && text[i] <= '9') ++since_group;
      continue;
    }
    if (since_group == 0 || since_group > 3 || (has_group && since_group != 3)) return std::nullopt;
    has_group = true;
    since_group = 0;
  }
  if (has_group && since_group != 3) return std::nullopt;
  return digits.append(text.substr(point));
}

/// Digits after the point: "1.50" has 2, "1.5e-3" has 4.
int DecimalsOf(std::string_view text) {
  const std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
  const std::size_t point = text.find('.');
  int decimals = point < exponent ? static_cast<int>(exponent - point) - 1 : 0;
  if (exponent < text.size()) {
    int power = 0;
    const char* first = text.data() + exponent + 1;
    if (*first == '+') ++first;
    std::from_chars(first, text.data() + text.size(), power);
    decimals -= power;
  }
  return std::clamp(decimals, 0, 17);
}

class TableReader {
 public:
  TableReader(const service::Limits& limits, v1::AuditContractTablesRequest& request, Problems& problems)
      : limits_(limits), request_(request), problems_(problems) {}

  /// False where nobody would read more.
  bool Take(const std::vector<CsvCell>& line) {
    // A short line under many headings makes as many figures as a long one.
    cell_count_ += std::max(line.size(), table_ == nullptr ? 0 : static_cast<std::size_t>(table_->columns_size()));
    if (cell_count_ > limits_.max_yaml_nodes) {
      Fail(line.front(),
           "the tables hold more than " + std::to_string(limits_.max_yaml_nodes) + " cells (limit max_yaml_nodes)");
      return false;
    }
    Read(line);
    if (std::cmp_less(problems_.size(), limits_.max_violations)) return true;
    problems_.resize(static_cast<std::size_t>(limits_.max_violations));
    Fail(line.back(), "reading stopped here: too many problems (limit max_violations)");
    return false;
  }

 private:
  void Read(const std::vector<CsvCell>& line) {
    const std::string& what = line.front().text;
    if (what == "table") return Begin(line);
    if (table_ == nullptr) return Fail(line.front(), "expected 'table' and its id before anything else");
    if (what == "perimeter") {
      table_->set_perimeter(Text(line, 1));
    } else if (what == "source") {
      table_->set_source(Text(line, 1));
    } else if (what == "base_year") {
      table_->set_base_year(static_cast<int>(Number(line, 1, 0.0, 9999.0)));
    } else if (what == "inhabitants") {
      table_->set_inhabitant_count(Number(line, 1, 0.0, 1e12));
    } else if (what == "heading") {
      Headings(line);
    } else if (what == "meaning" || what == "view" || what == "unit") {
      Describe(what, line);
    } else if (what == "row") {
      ReadRow(line, *table_->add_rows());
    } else if (what == "total") {
      ReadRow(line, *table_->add_totals());
    } else if (what == "quote" || what == "quote_of_more") {
      ReadQuote(line, what == "quote_of_more");
    } else {
      Fail(line.front(),
           "unknown kind of line '" + what +
               "'; expected table, perimeter, base_year, inhabitants, source, heading, meaning, view, unit, "
               "row, total, quote or quote_of_more");
    }
  }

  void Fail(const CsvCell& cell, std::string message) { problems_.push_back({cell.place, "", std::move(message)}); }

  static std::string Text(const std::vector<CsvCell>& line, std::size_t cell) {
    return cell < line.size() ? line[cell].text : std::string();
  }

  void Begin(const std::vector<CsvCell>& line) {
    table_ = request_.add_tables();
    table_->set_id(Text(line, 1));
    if (table_->id().empty()) Fail(line.front(), "a table needs an id in the second cell");
    const std::string kind = Text(line, 2);
    if (!kind.empty()) table_->set_kind(Find(kContractTableKinds, line[2], v1::CONTRACT_TABLE_KIND_UNSPECIFIED));
  }

  template <typename Words, typename Value>
  Value Find(const Words& words, const CsvCell& cell, Value otherwise) {
    std::string known;
    for (const auto& [word, value] : words) {
      if (word == cell.text) return value;
      if (!word.empty()) known += (known.empty() ? "" : ", ") + std::string(word);
    }
    Fail(cell, "unknown word '" + cell.text + "'; expected one of: " + known);
    return otherwise;
  }

  void Headings(const std::vector<CsvCell>& line) {
    if (table_->columns_size() > 0) return Fail(line.front(), "the table has headings already");
    for (std::size_t c = kFirstFigure; c < line.size(); ++c) table_->add_columns()->set_heading(line[c].text);
    while (table_->columns_size() > 0 && table_->columns(table_->columns_size() - 1).heading().empty()) {
      table_->mutable_columns()->RemoveLast();  // Spreadsheets pad lines with empty cells.
    }
    if (table_->columns_size() == 0) Fail(line.front(), "expected at least one heading from the fourth cell on");
  }

  /// Whether the cells beyond the table's columns are empty.
  bool Fits(const std::vector<CsvCell>& line) {
    const auto count = static_cast<std::size_t>(table_->columns_size());
    if (count == 0) {
      Fail(line.front(), "expected a line 'heading' before this one");
      return false;
    }
    for (std::size_t c = kFirstFigure + count; c < line.size(); ++c) {
      if (line[c].text.empty()) continue;
      Fail(line[c], "is beyond the last heading; a figure with commas in it needs quotes around it");
      return false;
    }
    return true;
  }

  void Describe(const std::string& what, const std::vector<CsvCell>& line) {
    if (!Fits(line)) return;
    for (int c = 0; c < table_->columns_size(); ++c) {
      const std::size_t at = kFirstFigure + static_cast<std::size_t>(c);
      const CsvCell cell = at < line.size() ? line[at] : CsvCell{"", line.back().place};
      v1::ContractTableColumn& column = *table_->mutable_columns(c);
      if (what == "unit") {
        column.set_unit(cell.text);
      } else if (what == "view") {
        column.set_view(Find(kContractViews, cell, v1::CONTRACT_VIEW_UNSPECIFIED));
      } else {
        column.set_meaning(Find(kContractMeanings, cell, v1::CONTRACT_MEANING_UNSPECIFIED));
      }
    }
  }

  void ReadFigure(const CsvCell& cell, v1::PrintedFigure& figure) {
    if (cell.text.empty()) return;
    const auto plain = WithoutGroups(cell.text);
    double value = 0.0;
    if (plain) {
      const char* last = plain->data() + plain->size();
      const auto [end, error] = std::from_chars(plain->data(), last, value);
      if (error == std::errc() && end == last && std::isfinite(value)) {
        figure.set_amount(value);
        figure.set_decimals_count(DecimalsOf(*plain));
        return;
      }
    }
    Fail(cell, "'" + cell.text + "' is no figure; expected such as 1234.5, \"1,234.5\" or nothing");
  }

  void ReadRow(const std::vector<CsvCell>& line, v1::ContractRow& row) {
    row.set_label(Text(line, 1));
    row.set_field_of_action(Text(line, 2));
    const bool fits = Fits(line);
    for (std::size_t c = 0; c < static_cast<std::size_t>(table_->columns_size()); ++c) {
      v1::PrintedFigure& figure = *row.add_figures();
      if (fits && kFirstFigure + c < line.size()) ReadFigure(line[kFirstFigure + c], figure);
    }
  }

  void ReadQuote(const std::vector<CsvCell>& line, bool is_of_more) {
    v1::ContractQuote& quote = *table_->add_quotes();
    quote.set_label(Text(line, 1));
    quote.set_column_heading(Text(line, 2));
    quote.set_unit(Text(line, 4));
    quote.set_holds_more_than_table(is_of_more);
    if (line.size() <= kFirstFigure || line[kFirstFigure].text.empty()) {
      return Fail(line.front(), "expected a figure in the fourth cell");
    }
    ReadFigure(line[kFirstFigure], *quote.mutable_figure());
  }

  double Number(const std::vector<CsvCell>& line, std::size_t cell, double low, double high) {
    v1::PrintedFigure figure;
    if (cell >= line.size() || line[cell].text.empty()) {
      Fail(line.front(), "expected a number in the second cell");
      return low;
    }
    ReadFigure(line[cell], figure);
    if (figure.amount() < low || figure.amount() > high) {
      Fail(line[cell],
           "is " + line[cell].text + ", expected a number from " + FormatExact(low) + " to " + FormatExact(high));
      return low;
    }
    return figure.amount();
  }

  const service::Limits& limits_;
  v1::AuditContractTablesRequest& request_;
  Problems& problems_;
  v1::ContractTable* table_ = nullptr;
  std::size_t cell_count_ = 0;
};

std::string Line(std::string_view what, const std::string& value) {
  return value.empty() ? "" : std::string(what) + "," + CsvText(value) + "\r\n";
}

template <typename CellText>
std::string DescriptionLine(const v1::ContractTable& table, std::string text, CellText&& cell) {
  for (const v1::ContractTableColumn& column : table.columns()) text += "," + CsvText(cell(column));
  return text + "\r\n";
}

std::string RowLine(std::string_view what, const v1::ContractRow& row) {
  std::string text = std::string(what) + "," + CsvText(row.label()) + "," + CsvText(row.field_of_action());
  for (const v1::PrintedFigure& figure : row.figures()) {
    text += "," + (figure.has_amount() ? FormatExact(figure.amount()) : std::string());
  }
  return text + "\r\n";
}

std::string TableText(const v1::ContractTable& table) {
  std::string text = "table," + CsvText(table.id());
  const std::string kind = WordOf(kContractTableKinds, table.kind());
  text += (kind.empty() ? "" : "," + kind) + "\r\n" + Line("perimeter", table.perimeter());
  if (table.base_year() != 0) text += Line("base_year", std::to_string(table.base_year()));
  if (table.inhabitant_count() > 0.0) text += Line("inhabitants", FormatExact(table.inhabitant_count()));
  text += Line("source", table.source());
  text += DescriptionLine(table, "heading,Action,Field of action", [](const auto& c) { return c.heading(); });
  text += DescriptionLine(table, "meaning,,", [](const auto& c) { return WordOf(kContractMeanings, c.meaning()); });
  text += DescriptionLine(table, "view,,", [](const auto& c) { return WordOf(kContractViews, c.view()); });
  text += DescriptionLine(table, "unit,,", [](const auto& c) { return c.unit(); });
  for (const v1::ContractRow& row : table.rows()) text += RowLine("row", row);
  for (const v1::ContractRow& row : table.totals()) text += RowLine("total", row);
  for (const v1::ContractQuote& quote : table.quotes()) {
    text += std::string(quote.holds_more_than_table() ? "quote_of_more" : "quote") + "," + CsvText(quote.label()) +
            "," + CsvText(quote.column_heading()) + "," + FormatExact(quote.figure().amount()) + "," +
            CsvText(quote.unit()) + "\r\n";
  }
  return text;
}

}  // namespace

void ReadContractCsv(const std::string& file, std::string_view text, v1::AuditContractTablesRequest& request,
                     Problems& problems, const service::Limits& limits) {
  if (auto problem = FindOtherEncoding(text, file, "CSV")) {
    problem->message += "; spreadsheets save it as 'CSV UTF-8'";
    problems.push_back(std::move(*problem));
    return;
  }
  TableReader reader(limits, request, problems);
  ReadCsvLines(file, text, problems, [&](const std::vector<CsvCell>& line) { return reader.Take(line); });
}

std::string WriteContractCsv(const google::protobuf::RepeatedPtrField<v1::ContractTable>& tables) {
  std::string text;
  for (const v1::ContractTable& table : tables) text += TableText(table);
  return text;
}

}  // namespace calanque::cli
