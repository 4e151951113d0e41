// Tables of text for terminals: columns aligned by what the eye sees, not by bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace calanque::cli {

/// How text is laid out.
struct TextStyle {
  std::size_t width = 110;  ///< Columns of the terminal.
  bool has_color = false;   ///< Whether escape sequences may be written.
};

/// Columns a UTF-8 text takes on a terminal: combining marks take none, East Asian wide characters and emoji two.
std::size_t DisplayWidth(std::string_view text);

/// The text if it fits, else cut with an ellipsis to `width` columns.
std::string Shortened(std::string_view text, std::size_t width);

/// Lines of at most `width` columns, broken at spaces; a longer word stands alone.
std::vector<std::string> Wrapped(std::string_view text, std::size_t width);

/// Control characters made visible, so that names in a file cannot command the terminal.
std::string Printable(std::string_view text);

std::string Bold(std::string_view text, const TextStyle& style);
std::string Dim(std::string_view text, const TextStyle& style);

/// Rows of cells; the first column is left-aligned text, the others are right-aligned unless said.
class TextTable {
 public:
  /// `left_aligned` are columns beside the first whose cells are words.
  explicit TextTable(std::vector<std::string> headings, std::vector<std::size_t> left_aligned = {});

  void AddRow(std::vector<std::string> cells);
  [[nodiscard]] bool is_empty() const { return rows_.empty(); }

  /// Headings and rows, each line indented by two. The first column is shortened where the line would be too long;
  /// columns that still do not fit go on below, under the first column repeated.
  [[nodiscard]] std::string Render(const TextStyle& style) const;

 private:
  [[nodiscard]] bool IsLeft(std::size_t column) const;
  [[nodiscard]] std::string RenderColumns(const std::vector<std::size_t>& columns, std::size_t first_width,
                                          const std::vector<std::size_t>& widths, const TextStyle& style) const;

  std::vector<std::string> headings_;
  std::vector<std::size_t> left_aligned_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace calanque::cli
