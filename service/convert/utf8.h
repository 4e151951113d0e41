// Texts that came in.
#pragma once

#include <string_view>

namespace calanque::service {

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool IsUtf8(std::string_view text);

}  // namespace calanque::service
