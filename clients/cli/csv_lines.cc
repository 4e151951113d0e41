#include "clients/cli/csv_lines.h"

#include <algorithm>
#include <optional>

namespace calanque::cli {
namespace {

class CsvReader {
 public:
  CsvReader(const std::string& file, std::string_view text, Problems& problems)
      : file_(file), text_(text), problems_(problems) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  /// The next line that is not empty; nullopt at the end.
  std::optional<std::vector<CsvCell>> Next() {
    while (at_ < text_.size()) {
      std::vector<CsvCell> line = ReadLine();
      const bool is_empty = std::all_of(line.begin(), line.end(), [](const CsvCell& c) { return c.text.empty(); });
      if (!is_empty) return line;
    }
    return std::nullopt;
  }

 private:
  std::vector<CsvCell> ReadLine() {
    std::vector<CsvCell> line;
    do {
      line.push_back(ReadCell());
    } while (Take(','));
    if (!Take('\n') && at_ < text_.size()) Take('\r'), Take('\n');
    return line;
  }

  CsvCell ReadCell() {
    while (Peek() == ' ' || Peek() == '\t') Advance();
    CsvCell cell{{}, {file_, line_, column_}};
    if (Take('"')) {
      ReadQuoted(cell);
    } else {
      while (!IsEnd()) cell.text += Advance();
      while (!cell.text.empty() && (cell.text.back() == ' ' || cell.text.back() == '\t')) cell.text.pop_back();
    }
    return cell;
  }

  void ReadQuoted(CsvCell& cell) {
    while (at_ < text_.size()) {
      const char c = Advance();
      if (c != '"') {
        cell.text += c;
      } else if (Peek() == '"') {
        cell.text += Advance();
      } else {
        SkipToEnd();
        return;
      }
    }
    problems_.push_back({cell.place, "", "the quote that opens here is not closed"});
  }

  void SkipToEnd() {
    bool has_text = false;
    const Place place{file_, line_, column_};
    while (!IsEnd()) {
      const char c = Advance();
      has_text = has_text || (c != ' ' && c != '\t');
    }
    if (has_text)
      problems_.push_back({place, "", "text after a closing quote; expected a comma or the end of the line"});
  }

  [[nodiscard]] char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] bool IsEnd() const {
    return at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\n' ||
           (text_[at_] == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] == '\n'));
  }
  char Advance() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    return c;
  }
  bool Take(char c) {
    if (Peek() != c || at_ >= text_.size()) return false;
    Advance();
    return true;
  }

  const std::string& file_;
  std::string_view text_;
  Problems& problems_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace

void ReadCsvLines(const std::string& file, std::string_view text, Problems& problems,
                  const std::function<bool(const std::vector<CsvCell>&)>& take) {
  CsvReader reader(file, text, problems);
  bool is_first = true;
  while (const auto line = reader.Next()) {
    // What spreadsheets of half of Europe write under the same name.
    if (is_first && line->front().text.find(';') != std::string::npos) {
      problems.push_back({line->front().place, "",
                          "cells are parted by semicolons; expected commas between cells, and points in numbers"});
      return;
    }
    is_first = false;
    if (!take(*line)) return;
  }
}

}  // namespace calanque::cli
