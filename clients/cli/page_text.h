// Parts that every page on a terminal has: titled tables, how the figures were made, where they come from.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "calanque/v1/error.pb.h"
#include "calanque/v1/results.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Enough of a hash to tell inputs apart at a glance; JSON has all of it.
std::string ShortHash(const std::string& input_hash);

/// An empty line and the title in bold, wrapped.
std::string TitleText(std::string_view title, const TextStyle& style);

/// The table under its title; nothing where it is empty.
std::string Section(std::string_view title, const TextTable& table, const TextStyle& style);

/// One text after another as items of a list under a title; nothing where there are none.
std::string BulletSection(std::string_view title, const std::vector<std::string>& texts, const TextStyle& style);

/// What a careful reader should know, and where it is; nothing where there is nothing.
std::string WarningSection(const google::protobuf::RepeatedPtrField<v1::Violation>& warnings, const TextStyle& style);

/// How these figures were made.
std::string StatementSection(const v1::Conventions& conventions, const TextStyle& style);

/// Last line: the engine and the input, and what is the same where these are. `more` stands behind the input.
std::string OriginLine(const std::string& engine_version, const std::string& input_hash, std::string_view more,
                       const TextStyle& style);

/// The end of a page: how its figures were made, and that the same input gives the same figures.
template <typename Response>
std::string ClosingText(const Response& response, const TextStyle& style) {
  return StatementSection(response.conventions(), style) +
         OriginLine(response.engine_version(), response.input_hash(), ": same input, same figures", style);
}

}  // namespace calanque::cli
