#include "tests/tidy/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>

namespace calanque::tidy {

namespace fs = std::filesystem;

fs::path SourceRoot() { return CALANQUE_SOURCE_DIR; }

std::vector<std::string> FilesUnder(std::string_view folder, const std::vector<std::string>& extensions) {
  std::vector<std::string> files;
  const fs::path root = SourceRoot() / folder;
  if (!fs::is_directory(root)) {
    ADD_FAILURE() << "no folder " << root;
    return files;
  }
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory() && (name == "__pycache__" || name == "node_modules")) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && std::ranges::count(extensions, entry->path().extension().string()) > 0) {
      files.push_back(fs::relative(entry->path(), SourceRoot()).generic_string());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string WithoutCommentsAndStrings(std::string_view text) {
  std::string result(text);
  const auto blank = [&result](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < std::min(end, result.size()); ++i) {
      if (result[i] != '\n') result[i] = ' ';
    }
  };
  // Where the span that starts at `i` and is ended by `mark` stops.
  const auto end_of = [text](std::size_t i, std::string_view mark) {
    const std::size_t found = text.find(mark, i);
    return found == std::string_view::npos ? text.size() : found + mark.size();
  };
  for (std::size_t i = 0; i < text.size();) {
    const bool line_start = i == 0 || text[i - 1] == '\n';
    const std::string_view rest = text.substr(i);
    std::size_t end = i + 1;
    if (line_start && rest.starts_with("#include")) {
      end = end_of(i, "\n");
    } else if (rest.starts_with("//")) {
      end = end_of(i, "\n");
      blank(i, end);
    } else if (rest.starts_with("/*")) {
      end = end_of(i + 2, "*/");
      blank(i, end);
    } else if (rest.starts_with("R\"(")) {
      end = end_of(i, ")\"");
      blank(i, end);
    } else if (rest.front() == '"') {
      while (end < text.size() && text[end] != '"' && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      ++end;
      blank(i, end);
    } else if (rest.starts_with("'\"'") || rest.starts_with("'\\")) {
      end = end_of(i + 2, "'");
      blank(i, end);
    }
    i = end;
  }
  return result;
}

}  // namespace calanque::tidy
