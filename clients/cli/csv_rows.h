// Lines of a CSV file (RFC 4180), one row after another.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace calanque::cli {

/// A text becomes a field as CsvText writes it, a number one that reads back to the same bits.
class CsvRows {
 public:
  /// `head` is the first line, without its end.
  explicit CsvRows(std::string_view head);

  /// One line of these fields: texts and numbers.
  template <typename... Fields>
  void Add(const Fields&... fields) {
    (Append(fields), ...);
    EndLine();
  }

  [[nodiscard]] std::string Take() && { return std::move(text_); }

 private:
  void Append(std::string_view field);
  void Append(int field);
  void Append(double field);
  void EndLine();

  std::string text_;
};

/// "" for 0, which stands for no year.
std::string YearText(int year);

}  // namespace calanque::cli
