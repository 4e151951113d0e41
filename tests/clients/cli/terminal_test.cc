// What a person at a terminal sees, and what may not reach the terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "tests/clients/cli/run_program.h"

namespace calanque::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kData = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/";

/// Output of the program on a pseudo-terminal, which util-linux's script opens.
std::string OnTerminal(const std::string& arguments, std::map<std::string, std::string> environment) {
  environment["TERM"] = "xterm";
  environment["SHELL"] = "/bin/sh";
  const std::string command = std::string(CALANQUE_PROGRAM) + " " + arguments;
  return RunProgram("/usr/bin/script", {"-qec", command, "/dev/null"}, environment).output;
}

/// Colour is for terminals only, and for those who want it (https://no-color.org: set and not empty).
TEST(Terminal, ColoursUnlessNoColor) {
  const std::string arguments = "appraise " + kData + "small --metric npv_amount";
  EXPECT_THAT(OnTerminal(arguments, {{"NO_COLOR", ""}}), HasSubstr("\033[1m"));
  EXPECT_THAT(OnTerminal(arguments, {{"NO_COLOR", "1"}}), Not(HasSubstr("\033")));
  const ProgramOutcome piped = RunProgram(CALANQUE_PROGRAM, {"appraise", kData + "small"}, {{"NO_COLOR", ""}});
  EXPECT_THAT(piped.output, Not(HasSubstr("\033")));
}

/// Names in a stranger's file must not move the cursor or set the window's title, wherever they are printed.
TEST(Terminal, NamesCannotCommandIt) {
  const std::string path = ::testing::TempDir() + "calanque-escapes.yaml";
  std::ofstream(path)
      << "portfolio: {id: \"\\e[2J\\e]0;title\\a\", \"unknown\\e[31m\": 1, currency_code: \"\\e[1m\"}\n";
  const ProgramOutcome outcome = RunProgram(CALANQUE_PROGRAM, {"validate", path});
  std::remove(path.c_str());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, StartsWith(path + ":"));
  EXPECT_THAT(outcome.errors, Not(HasSubstr("\033")));
  EXPECT_THAT(outcome.errors, Not(HasSubstr("\a")));
}

}  // namespace
}  // namespace calanque::cli
