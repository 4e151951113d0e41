// Scalars of the protobuf JSON mapping as people write them in YAML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace calanque::cli {

/// A finite number; otherwise nullopt, and `wrong` says what is wrong and what was expected.
std::optional<double> ParseDouble(std::string_view text, std::string& wrong);

/// A whole number in [least, most]; "5.0" and "1e3" count as whole.
std::optional<std::int64_t> ParseInteger(std::string_view text, std::int64_t least, std::int64_t most,
                                         std::string& wrong);

/// true or false, and nothing else: YAML 1.1 would take "no", the country code, for false.
std::optional<bool> ParseBool(std::string_view text, std::string& wrong);

/// The text in quotes, cut where it is long.
std::string Quoted(std::string_view text);

}  // namespace calanque::cli
