#include "clients/cli/text_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace calanque::cli {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Counting bytes would push every column after "É" out of line.
TEST(DisplayWidth, CountsWhatTheEyeSees) {
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("École"), 5U);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1U);
  EXPECT_EQ(DisplayWidth("日本"), 4U);
  EXPECT_EQ(DisplayWidth("1\u202F000"), 5U);
  EXPECT_EQ(DisplayWidth("\xFF"), 1U);
}

TEST(Shortened, CutsBetweenCharacters) {
  EXPECT_EQ(Shortened("Écoles", 6), "Écoles");
  EXPECT_EQ(Shortened("Écoles", 4), "Éco…");
  EXPECT_EQ(Shortened("日本語", 4), "日…");
}

TEST(Wrapped, BreaksAtSpaces) {
  EXPECT_THAT(Wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrapped("averylongword a", 4), ElementsAre("averylongword", "a"));
  EXPECT_THAT(Wrapped("", 4), ElementsAre());
}

/// A project's name must not move the cursor or set the window's title.
TEST(Printable, TakesCommandsToTheTerminalOut) {
  EXPECT_EQ(Printable("a\033[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(Printable("two\nlines"), "two lines");
  EXPECT_EQ(Printable("É\u009B"), "É\uFFFD");
}

TEST(TextTable, AlignsNumbersToTheRight) {
  TextTable table({"", "MEUR"});
  table.AddRow({"École", "1.0"});
  table.AddRow({"Bus", "-10.25"});
  EXPECT_THAT(Lines(table.Render({.width = 80})), ElementsAre("           MEUR", "  École     1.0", "  Bus    -10.25"));
}

/// Years that do not fit go below with their labels, never off the edge.
TEST(TextTable, ContinuesColumnsThatDoNotFitBelow) {
  TextTable table({"", "2025", "2026", "2027"});
  table.AddRow({"need", "1", "2", "3"});
  EXPECT_THAT(Lines(table.Render({.width = 20})),
              ElementsAre("        2025  2026", "  need     1     2", "", "        2027", "  need     3"));
}

TEST(TextTable, ShortensTheFirstColumnFirst) {
  TextTable table({"project", "NPV"});
  table.AddRow({"A project with a very long name indeed", "1 234 567"});
  EXPECT_THAT(Lines(table.Render({.width = 30})),
              ElementsAre("  project                  NPV", "  A project with a…  1 234 567"));
}

TEST(Bold, WritesEscapesOnlyWhereColourIsWanted) {
  EXPECT_EQ(Bold("x", {.has_color = false}), "x");
  EXPECT_EQ(Bold("x", {.has_color = true}), "\033[1mx\033[0m");
}

}  // namespace
}  // namespace calanque::cli
