#include "clients/cli/text_encoding.h"

#include <algorithm>

namespace calanque::cli {

std::size_t Utf8Length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (lead < 0x80u) return lead == 0 ? 0 : 1;
  if (lead >= 0xC2u && lead <= 0xDFu) return is_tail(1) ? 2 : 0;
  if (lead >= 0xE0u && lead <= 0xEFu) {
    if (!is_tail(1) || !is_tail(2)) return 0;
    const bool is_overlong = lead == 0xE0u && byte(1) < 0xA0u;
    const bool is_surrogate = lead == 0xEDu && byte(1) > 0x9Fu;
    return is_overlong || is_surrogate ? 0 : 3;
  }
  if (lead >= 0xF0u && lead <= 0xF4u) {
    if (!is_tail(1) || !is_tail(2) || !is_tail(3)) return 0;
    const bool is_overlong = lead == 0xF0u && byte(1) < 0x90u;
    const bool is_beyond = lead == 0xF4u && byte(1) > 0x8Fu;
    return is_overlong || is_beyond ? 0 : 4;
  }
  return 0;
}

bool IsTextUtf8(std::string_view text, std::size_t& first_bad) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = Utf8Length(text.substr(i));
    if (length == 0) {
      first_bad = i;
      return false;
    }
    i += length;
  }
  return true;
}

Place PlaceOfByte(std::string_view text, std::size_t offset, const std::string& file) {
  const auto begin = text.begin();
  const auto at = begin + static_cast<std::ptrdiff_t>(offset);
  const auto line_count = std::count(begin, at, '\n');
  const std::size_t line_break = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
  const std::size_t line_start = line_break == std::string::npos ? 0 : line_break + 1;
  return {file, static_cast<int>(line_count) + 1, static_cast<int>(offset - line_start) + 1};
}

std::optional<Problem> FindOtherEncoding(std::string_view text, const std::string& file, const std::string& kind) {
  // Spreadsheets write it as "Unicode text".
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Problem{{file, 1, 1}, "", "is UTF-16 text; expected " + kind + " in UTF-8"};
  }
  std::size_t first_bad = 0;
  if (IsTextUtf8(text, first_bad)) return std::nullopt;
  return Problem{PlaceOfByte(text, first_bad, file), "", "is not UTF-8 text; expected " + kind + " in UTF-8"};
}

}  // namespace calanque::cli
