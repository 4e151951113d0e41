#include "clients/cli/text_table.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace calanque::cli {
namespace {

constexpr std::string_view kIndent = "  ";
constexpr std::string_view kGap = "  ";
constexpr std::size_t kNarrowestFirst = 16;

/// The character at `at` of well-formed UTF-8, and its length in bytes; a stray byte counts as one character.
std::pair<std::uint32_t, std::size_t> Decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(at);
  const std::size_t length = lead < 0x80 ? 1 : (lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : (lead >= 0xC0 ? 2 : 1)));
  if (length == 1 || at + length > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte(at + i) & 0x3Fu);
  return {code, length};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Unicode 15: the blocks that matter for names of projects (combining marks; wide and fullwidth, UAX #11).
constexpr Range kNoWidth[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x200B, 0x200F},
                              {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
constexpr Range kDoubleWidth[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},  {0x3400, 0x4DBF},
                                  {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xAC00, 0xD7A3},  {0xF900, 0xFAFF},
                                  {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
                                  {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <std::size_t kCount>
bool IsIn(std::uint32_t code, const Range (&ranges)[kCount]) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [code](const Range& range) { return code >= range.first && code <= range.last; });
}

std::size_t WidthOf(std::uint32_t code) {
  if (code < 0x300) return code < 0x20 || (code >= 0x7F && code < 0xA0) ? 0 : 1;
  if (IsIn(code, kNoWidth)) return 0;
  return IsIn(code, kDoubleWidth) ? 2 : 1;
}

std::string Padding(std::string_view text, std::size_t width) {
  const std::size_t used = DisplayWidth(text);
  return std::string(width > used ? width - used : 0, ' ');
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = Decode(text, at);
    width += WidthOf(code);
    at += length;
  }
  return width;
}

std::string Shortened(std::string_view text, std::size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto [code, length] = Decode(text, at);
    if (used + WidthOf(code) > width - 1) break;
    used += WidthOf(code);
    at += length;
  }
  return std::string(text.substr(0, at)) + "…";
}

std::vector<std::string> Wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string Printable(std::string_view text) {
  std::string printable;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = Decode(text, at);
    if (code == '\n' || code == '\t' || code == '\r') {
      printable += ' ';
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
      printable += "\uFFFD";
    } else {
      printable += text.substr(at, length);
    }
    at += length;
  }
  return printable;
}

std::string Bold(std::string_view text, const TextStyle& style) {
  return style.has_color ? "\033[1m" + std::string(text) + "\033[0m" : std::string(text);
}

std::string Dim(std::string_view text, const TextStyle& style) {
  return style.has_color ? "\033[2m" + std::string(text) + "\033[0m" : std::string(text);
}

TextTable::TextTable(std::vector<std::string> headings, std::vector<std::size_t> left_aligned)
    : headings_(std::move(headings)), left_aligned_(std::move(left_aligned)) {}

void TextTable::AddRow(std::vector<std::string> cells) {
  cells.resize(headings_.size());
  rows_.push_back(std::move(cells));
}

bool TextTable::IsLeft(std::size_t column) const {
  return column == 0 || std::find(left_aligned_.begin(), left_aligned_.end(), column) != left_aligned_.end();
}

std::string TextTable::Render(const TextStyle& style) const {
  std::vector<std::size_t> widths(headings_.size());
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    widths[c] = DisplayWidth(headings_[c]);
    for (const auto& row : rows_) widths[c] = std::max(widths[c], DisplayWidth(row[c]));
  }
  std::size_t others = 0;
  for (std::size_t c = 1; c < widths.size(); ++c) others += kGap.size() + widths[c];
  const std::size_t room = std::max(style.width, kIndent.size() + kNarrowestFirst) - kIndent.size();
  std::size_t first_width = widths.empty() ? 0 : widths[0];
  if (first_width + others > room) {
    const std::size_t left = room > others ? room - others : 0;
    first_width = std::min(first_width, std::max({left, std::min(room * 3 / 10, first_width), kNarrowestFirst}));
  }
  std::string text;
  for (std::size_t c = 1; c < widths.size() || c == 1;) {
    std::vector<std::size_t> columns;
    std::size_t used = first_width;
    while (c < widths.size() && (columns.empty() || used + kGap.size() + widths[c] <= room)) {
      used += kGap.size() + widths[c];
      columns.push_back(c++);
    }
    if (!text.empty()) text += '\n';
    text += RenderColumns(columns, first_width, widths, style);
    if (columns.empty()) break;
  }
  return text;
}

std::string TextTable::RenderColumns(const std::vector<std::size_t>& columns, std::size_t first_width,
                                     const std::vector<std::size_t>& widths, const TextStyle& style) const {
  const auto line_of = [&](const std::vector<std::string>& cells) {
    const std::string first = Shortened(cells[0], first_width);
    std::string line = std::string(kIndent) + first + Padding(first, first_width);
    for (const std::size_t c : columns) {
      line += kGap;
      line += IsLeft(c) ? cells[c] + Padding(cells[c], widths[c]) : Padding(cells[c], widths[c]) + cells[c];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  };
  std::string text;
  const bool has_headings =
      std::any_of(headings_.begin(), headings_.end(), [](const std::string& heading) { return !heading.empty(); });
  if (has_headings) text += Dim(line_of(headings_), style) + "\n";
  for (const auto& row : rows_) text += line_of(row) + "\n";
  return text;
}

}  // namespace calanque::cli
