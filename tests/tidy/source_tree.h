#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace calanque::tidy {

/// Root of the source tree.
std::filesystem::path SourceRoot();

/// Paths relative to the root, '/' between names, of all files under `folder` (itself relative) with one of
/// `extensions` (".cc"); sorted. Python's caches and npm's folders are left out. Fails the test when there is no such
/// folder.
std::vector<std::string> FilesUnder(std::string_view folder, const std::vector<std::string>& extensions);

/// Content of a file; fails the test when it cannot be read.
std::string ReadText(const std::filesystem::path& path);

std::vector<std::string> Lines(std::string_view text);

/// `text` without leading and trailing blanks.
std::string_view Trim(std::string_view text);

/// C++ text with the characters of comments and string literals replaced by spaces; line breaks stay, and so do
/// #include lines.
std::string WithoutCommentsAndStrings(std::string_view text);

}  // namespace calanque::tidy
