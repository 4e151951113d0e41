// Whether the bytes of a file are text that we read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "clients/cli/problem.h"

namespace calanque::cli {

/// Length of the well-formed UTF-8 sequence at the start of `text`, 0 if there is none (RFC 3629) or it is NUL.
std::size_t Utf8Length(std::string_view text);

/// Whether the bytes are well-formed UTF-8 without NUL; `first_bad` is the offset of the first that is not.
bool IsTextUtf8(std::string_view text, std::size_t& first_bad);

/// Line and column, from 1, of a byte.
Place PlaceOfByte(std::string_view text, std::size_t offset, const std::string& file);

/// The first place where the text of a file is not UTF-8; `kind` of text was expected ("YAML").
std::optional<Problem> FindOtherEncoding(std::string_view text, const std::string& file, const std::string& kind);

}  // namespace calanque::cli
