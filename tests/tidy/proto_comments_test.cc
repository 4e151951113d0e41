// Everything the contract declares has a comment above it, because the contract is the manual.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace calanque::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Declarations without a comment on the line above, as "line N: text".
std::vector<std::string> UncommentedDeclarations(std::string_view text) {
  // service, message, enum, rpc, oneof; `type name = 1;`; `NAME = 1;`
  static const std::regex declaration(
      R"(^\s*((service|message|enum|rpc|oneof)\s+\w+|((repeated|optional)\s+)?[\w.]+(<.*>)?\s+\w+\s*=\s*\d+|[A-Z][A-Z0-9_]*\s*=\s*\d+))");
  std::vector<std::string> missing;
  std::string above;
  int number = 0;
  for (const std::string& line : Lines(text)) {
    ++number;
    if (std::regex_search(line, declaration) && !Trim(above).starts_with("//")) {
      missing.push_back("line " + std::to_string(number) + ": " + std::string(Trim(line)));
    }
    above = line;
  }
  return missing;
}

TEST(ProtoComments, EveryDeclarationHasOne) {
  const std::vector<std::string> files = FilesUnder("proto", {".proto"});
  EXPECT_GE(files.size(), 10U);
  for (const std::string& path : files) {
    EXPECT_THAT(UncommentedDeclarations(ReadText(SourceRoot() / path)), IsEmpty()) << path;
  }
}

TEST(ProtoComments, CheckerSeesAMissingOne) {
  EXPECT_THAT(UncommentedDeclarations("syntax = \"proto3\";\n"
                                      "// A loan.\n"
                                      "message Loan {\n"
                                      "  // Fraction per year.\n"
                                      "  double rate = 1;\n"
                                      "  repeated double amounts = 2;\n"
                                      "  oneof kind {\n"
                                      "    // One.\n"
                                      "    Grace grace = 3;\n"
                                      "  }\n"
                                      "}\n"
                                      "enum Kind {\n"
                                      "  KIND_UNSPECIFIED = 0;\n"
                                      "}\n"),
              ElementsAre("line 6: repeated double amounts = 2;", "line 7: oneof kind {", "line 12: enum Kind {",
                          "line 13: KIND_UNSPECIFIED = 0;"));
}

}  // namespace
}  // namespace calanque::tidy
