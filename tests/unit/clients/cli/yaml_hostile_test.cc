// Files made to hurt. Each must end in one clear problem, soon; the bounds on time are generous, since a quadratic
// reader would miss them by orders of magnitude.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/unit/clients/cli/read_text.h"

namespace calanque::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

std::string Repeat(const std::string& text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class Deep : public testing::TestWithParam<const char*> {};

/// A recursive parser would run out of stack.
TEST_P(Deep, NestingIsRefusedAtTheLimit) {
  const auto start = Clock::now();
  const ReadOutcome outcome = ReadText(Repeat(GetParam(), 100'000));
  EXPECT_THAT(outcome.problems, ElementsAre(HasSubstr("is nested more than 64 levels deep (limit max_yaml_depth)")));
  EXPECT_LT(SecondsSince(start), 20);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Deep, testing::Values("[", "[\n", "{", "{a: ", "[a: ", "[{", "- ", "? ", ":\n", "{? "));

TEST(Hostile, DeepIndentationIsRefusedAtTheLimit) {
  std::string text;
  for (std::size_t i = 0; i < 2000; ++i) text += std::string(i, ' ') + "a:\n";
  EXPECT_THAT(ReadText(text).problems,
              ElementsAre("f.yaml:65:65: is nested more than 64 levels deep (limit max_yaml_depth)"));
}

/// The limit itself is allowed: the deepest place of the contract is far above it.
TEST(Hostile, DepthBelowTheLimitIsRead) {
  service::Limits limits;
  limits.max_yaml_depth = 3;
  EXPECT_THAT(ReadText("portfolio: {parties: []}", limits).problems, ElementsAre());
  EXPECT_THAT(ReadText("portfolio: {parties: [{id: a}]}", limits).problems,
              ElementsAre("f.yaml:1:23: is nested more than 3 levels deep (limit max_yaml_depth)"));
}

/// 2^40 items in a kilobyte: counted while walking, the walk ends at the limit.
TEST(Hostile, AliasBombStopsAtTheLimitOfNodes) {
  std::string sources = "{citation: c}";
  for (int i = 0; i < 999; ++i) sources += ", {citation: c}";
  std::string text = "portfolio:\n  projects:\n    - with_project: &w [{id: i, sources: &s [" + sources + "]}";
  for (int i = 0; i < 999; ++i) text += ", {sources: *s}";
  text += "]\n" + Repeat("    - {with_project: *w}\n", 1000);  // 3 x 10^9 nodes in 40 kB.
  service::Limits limits;
  limits.max_yaml_nodes = 20'000;
  const auto start = Clock::now();
  const ReadOutcome outcome = ReadText(text, limits);
  EXPECT_THAT(outcome.problems,
              ElementsAre(HasSubstr("the files hold more than 20000 nodes once aliases are written out (limit "
                                    "max_yaml_nodes)")));
  EXPECT_LT(SecondsSince(start), 5);
}

/// Doubling lists of lists under keys that do not exist: never walked at all.
TEST(Hostile, AliasBombUnderUnknownFieldsCostsNothing) {
  std::string text = "x0: &x0 [1]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*x" + std::to_string(i - 1);
    text += "x" + std::to_string(i) + ": &x" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  const auto start = Clock::now();
  EXPECT_THAT(ReadText(text).problems, testing::SizeIs(60));
  EXPECT_LT(SecondsSince(start), 5);
}

TEST(Hostile, NodesOfTheTextItselfAreCounted) {
  service::Limits limits;
  limits.max_yaml_nodes = 5;
  EXPECT_THAT(ReadText("options: {metric_names: [a, b]}", limits).problems,
              ElementsAre("f.yaml:1:26: the file has more than 5 nodes (limit max_yaml_nodes)"));
}

/// Refused before it is parsed.
TEST(Hostile, TenMegabytesAreRefused) {
  EXPECT_THAT(ReadText(Repeat("# 10 bytes", 1 << 20)).problems,
              ElementsAre("f.yaml: has more than 8388608 bytes (limit max_yaml_bytes)"));
}

/// Nobody reads a million messages, and they would not fit into memory.
TEST(Hostile, TheListOfProblemsEnds) {
  const ReadOutcome outcome = ReadText(Repeat("a: 1\n", 50'000));
  ASSERT_EQ(outcome.problems.size(), 101U);
  EXPECT_EQ(outcome.problems.back(), "f.yaml:100:1: reading stopped here: too many problems (limit max_violations)");
}

}  // namespace
}  // namespace calanque::cli
