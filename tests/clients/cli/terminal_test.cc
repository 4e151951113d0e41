// What a person at a terminal sees, and what may not reach the terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kData = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/";

/// Colour is for terminals only, and for those who want it (https://no-color.org: set and not empty).
TEST(Terminal, ColoursUnlessNoColor) {
  const std::string arguments = "appraise " + kData + "small --metric npv_amount";
  EXPECT_THAT(RunOnTerminal(arguments, {{"NO_COLOR", ""}}), HasSubstr("\033[1m"));
  EXPECT_THAT(RunOnTerminal(arguments, {{"NO_COLOR", "1"}}), Not(HasSubstr("\033")));
  const ProgramOutcome piped = RunProgram(CALANQUE_PROGRAM, {"appraise", kData + "small"}, {{"NO_COLOR", ""}});
  EXPECT_THAT(piped.output, Not(HasSubstr("\033")));
}

/// Names in a stranger's file must not move the cursor or set the window's title, wherever they are printed.
TEST(Terminal, NamesCannotCommandIt) {
  const TemporaryFile file(
      "calanque-escapes.yaml",
      "portfolio: {id: \"\\e[2J\\e]0;title\\a\", \"unknown\\e[31m\": 1, currency_code: \"\\e[1m\"}\n");
  const ProgramOutcome outcome = RunCalanque({"validate", file.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, StartsWith(file.path() + ":"));
  EXPECT_THAT(outcome.errors, Not(HasSubstr("\033")));
  EXPECT_THAT(outcome.errors, Not(HasSubstr("\a")));
}

}  // namespace
}  // namespace calanque::cli
