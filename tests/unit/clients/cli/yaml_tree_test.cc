#include "clients/cli/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/clients/cli/read_text.h"

namespace calanque::cli {
namespace {

using ::testing::ElementsAre;

/// Every place in a message rests on these.
TEST(ParseYaml, RemembersWhereThingsStand) {
  Problems problems;
  const auto tree = ParseYaml("a:\n  - x: 1\n    y: [2, 3]\n", "f.yaml", {}, problems);
  ASSERT_TRUE(tree);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(tree->PlaceOf(0), (Place{"f.yaml", 1, 1}));
  const YamlIndex list = tree->node(0).children.at(1);
  const YamlIndex element = tree->node(list).children.at(0);
  EXPECT_EQ(tree->PlaceOf(element), (Place{"f.yaml", 2, 5}));
  const YamlIndex inner = tree->node(element).children.at(3);
  EXPECT_EQ(tree->PlaceOf(tree->node(inner).children.at(1)), (Place{"f.yaml", 3, 12}));
}

TEST(ParseYaml, WantsExactlyOneDocument) {
  EXPECT_THAT(ReadText("").problems, ElementsAre("f.yaml:1:1: the file is empty; expected a mapping"));
  EXPECT_THAT(ReadText("# only a comment\n\n").problems,
              ElementsAre("f.yaml:1:1: the file is empty; expected a mapping"));
  EXPECT_THAT(ReadText("label: a\n---\nlabel: b\n").problems,
              ElementsAre("f.yaml:2:1: a second YAML document starts here; expected one document per file"));
  EXPECT_THAT(ReadText("---\nlabel: a\n").problems, ElementsAre());
}

TEST(ParseYaml, WantsAMappingAtTheTop) {
  EXPECT_THAT(ReadText("[1, 2]").problems,
              ElementsAre("f.yaml:1:1: is a list; expected a mapping of calanque.v1.AppraisePortfolioRequest"));
  EXPECT_THAT(ReadText("hello").problems,
              ElementsAre("f.yaml:1:1: is a single value; expected a mapping of calanque.v1.AppraisePortfolioRequest"));
}

/// The parser's exceptions must come out as problems with a place.
TEST(ParseYaml, SaysWhereTheSyntaxIsWrong) {
  EXPECT_THAT(ReadText("label: a\nportfolio: {id: x\n").problems,
              ElementsAre(testing::StartsWith("f.yaml:3:1: is not valid YAML: ")));
  EXPECT_THAT(ReadText("label: \"a").problems, ElementsAre(testing::StartsWith("f.yaml:1:10: is not valid YAML: ")));
  EXPECT_THAT(ReadText("label: *nobody\n").problems,
              ElementsAre(testing::StartsWith("f.yaml:1:8: is not valid YAML: ")));
}

/// yaml-cpp counts on behind the end: found by fuzzing.
TEST(ParseYaml, SaysThatAFileThatBreaksOffInAnEscapeIsWrongAtItsEnd) {
  EXPECT_THAT(ReadText("a: \"\\u-").problems, ElementsAre(testing::StartsWith("f.yaml:1:8: is not valid YAML: ")));
  EXPECT_THAT(ReadText("a: b\nc: \"\\U1").problems,
              ElementsAre(testing::StartsWith("f.yaml:2:8: is not valid YAML: ")));
}

/// yaml-cpp quotes the first byte of the character: found by fuzzing.
TEST(ParseYaml, SaysWhichEscapeIsUnknownInText) {
  EXPECT_THAT(ReadText("a: \"\\\xd0\xa6\"\n").problems,
              ElementsAre("f.yaml:1:7: is not valid YAML: unknown escape character: ?"));
}

/// Escapes write what a terminal would obey: found by fuzzing.
TEST(ParseYaml, QuotesKeysWithoutTheirControlCharacters) {
  EXPECT_THAT(ReadText("\"a\\0\\e[1m\\n\": 1\n").problems,
              ElementsAre(testing::StartsWith("f.yaml:1:1: unknown field 'a??[1m?' in ")));
}

/// yaml-cpp writes them as single bytes, which protobuf refuses: found by fuzzing.
TEST(ParseYaml, ReadsTheEscapesOfNextLineAndNoBreakSpace) {
  Problems problems;
  const auto tree = ParseYaml("\"12\\_000 \xe2\x82\xac\\N\": x\n", "f.yaml", {}, problems);
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->node(1).value,
            "12\xc2\xa0"
            "000 \xe2\x82\xac\xc2\x85");
}

/// yaml-cpp reads a file that breaks off inside quotes as if it were whole.
TEST(ParseYaml, RefusesAFileThatBreaksOffInsideQuotes) {
  const std::string missing = ": is not valid YAML: the closing quote is missing";
  EXPECT_THAT(ReadText("options: {}\nlabel: \"a\n").problems, ElementsAre("f.yaml:2:8" + missing));
  EXPECT_THAT(ReadText("label: 'it''s\n").problems, ElementsAre("f.yaml:1:8" + missing));
  EXPECT_THAT(ReadText("label: &x \"a\\\"\n").problems, ElementsAre("f.yaml:1:8" + missing));
  for (const char* whole :
       {"label: \"a\\\"\"\n", "label: 'it''s'\n", "label: &x 'a'", "label: |\n  \"a\n", "label: ''"}) {
    EXPECT_THAT(ReadText(whole).problems, ElementsAre()) << whole;
  }
}

/// An anchor that holds itself would be walked for ever.
TEST(ParseYaml, RefusesAnAliasInsideItsAnchor) {
  EXPECT_THAT(
      ReadText("portfolio: &p\n  id: x\n  projects: [*p]\n").problems,
      ElementsAre("f.yaml:3:14: this alias stands inside its own anchor; expected an alias of something complete"));
}

/// protobuf aborts in debug builds, and writes garbage in others, when a string field is not UTF-8.
TEST(ParseYaml, RefusesWhatIsNotUtf8) {
  for (const std::string bad : {"\xFF", "\xC3(", "\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "\xE2\x82"}) {
    EXPECT_THAT(ReadText("options: {}\nlabel: ab" + bad).problems,
                ElementsAre("f.yaml:2:10: is not UTF-8 text; expected YAML in UTF-8"));
  }
  EXPECT_THAT(ReadText(std::string("label: a\0b", 10)).problems,
              ElementsAre("f.yaml:1:9: is not UTF-8 text; expected YAML in UTF-8"));
  EXPECT_EQ(ReadText("label: \"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8A\"").request.label(),
            "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8A");
}

/// A mark of byte order is what Windows editors put there.
TEST(ParseYaml, AcceptsAByteOrderMark) {
  const ReadOutcome outcome = ReadText("\xEF\xBB\xBFlabel: a\r\noptions: {}\r\n");
  EXPECT_THAT(outcome.problems, ElementsAre());
  EXPECT_EQ(outcome.request.label(), "a");
}

}  // namespace
}  // namespace calanque::cli
