// calanque-batch as mpirun starts it: the bits of one process, and what is left when a rank dies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "service/batch/checkpoint_file.h"
#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

std::string FirstLine(const fs::path& file) {
  const std::string text = ReadFile(file);
  return text.substr(0, text.find('\n'));
}

/// By `rank_count` processes on this machine, however few processors it has.
ProgramOutcome Batch(int rank_count, const Words& arguments) {
  Words words = {"--oversubscribe", "-n", std::to_string(rank_count), CALANQUE_BATCH_PROGRAM, kMarseille};
  if (geteuid() == 0) words.insert(words.begin(), "--allow-run-as-root");
  words.insert(words.end(), arguments.begin(), arguments.end());
  return RunProgram(MPIRUN_PROGRAM, words);
}

/// The process of that rank whose command line names `word`; 0: none.
pid_t FindRank(int rank, const std::string& word) {
  const std::string wanted = "OMPI_COMM_WORLD_RANK=" + std::to_string(rank);
  for (const auto& entry : fs::directory_iterator("/proc", fs::directory_options::skip_permission_denied)) {
    if (ReadFile(entry.path() / "cmdline").find(word) == std::string::npos) continue;
    const std::string environment = '\0' + ReadFile(entry.path() / "environ");
    if (environment.find('\0' + wanted + '\0') != std::string::npos) return std::stoi(entry.path().filename());
  }
  return 0;
}

/// A checkpoint in a folder of its own.
class BatchCheckpoint : public ::testing::Test {
 protected:
  BatchCheckpoint() { fs::create_directories(folder_); }
  ~BatchCheckpoint() override { fs::remove_all(folder_); }

  /// The scenario with validate_only, and the same checkpoint named.
  [[nodiscard]] ProgramOutcome CheckOnly() const {
    const fs::path scenarios = fs::path(kMarseille).parent_path();
    fs::copy(scenarios / "marseille", folder_ / "marseille", fs::copy_options::recursive);
    fs::copy(scenarios / "france", folder_ / "france", fs::copy_options::recursive);
    std::ofstream(folder_ / "marseille" / "scenario.yaml", std::ios::app) << "\nvalidate_only: true\n";
    return RunProgram(CALANQUE_BATCH_PROGRAM, {(folder_ / "marseille").string(), "--checkpoint", file_.string()});
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / ("calanque-batch-" + std::to_string(getpid()));
  const fs::path file_ = folder_ / "checkpoint";
};

TEST(Batch, OneTwoAndFourRanksGiveTheBytesOfSimulate) {
  const Words arguments = {"--paths", "20000",         "--seed", "5",        "--sensitivity-paths",
                           "3000",    "--perspective", "city",   "--format", "json"};
  Words simulate = {"simulate", kMarseille};
  simulate.insert(simulate.end(), arguments.begin(), arguments.end());
  const auto expected = RunCalanque(simulate);
  ASSERT_EQ(expected.exit_code, 0) << expected.errors;
  for (const int rank_count : {1, 2, 4}) {
    const auto run = Batch(rank_count, arguments);
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    EXPECT_TRUE(run.output == expected.output) << rank_count << " ranks";
  }
}

TEST(Batch, OnlyOneRankSpeaks) {
  const auto wrong = Batch(2, {"--paths", "0"});
  EXPECT_EQ(wrong.exit_code, 1);
  const auto at = wrong.errors.find("--paths: is 0");
  ASSERT_NE(at, std::string::npos) << wrong.errors;
  EXPECT_EQ(wrong.errors.find("--paths: is 0", at + 1), std::string::npos) << wrong.errors;
  EXPECT_EQ(Batch(2, {"--sampling", "dice"}).exit_code, 2);
  const auto help = Batch(2, {"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.output, HasSubstr("Example: mpirun -n 4 calanque-batch"));
}

TEST_F(BatchCheckpoint, ALostRankEndsTheRunAndARestartGivesTheSameBytes) {
  const Words common = {"--seed", "5", "--perspective", "city", "--format", "json", "--paths", "300000"};
  Words kept = common;
  kept.insert(kept.end(), {"--checkpoint", file_.string(), "--checkpoint-every", "0"});
  ProgramOutcome lost;
  {
    const std::jthread job([&] { lost = Batch(2, kept); });
    // A file that has been replaced once: the run knows by then that it keeps paths.
    std::string first;
    for (int i = 0; i < 2000; ++i) {
      const std::string head = FirstLine(file_);
      if (!first.empty() && !head.empty() && head != first) break;
      if (first.empty()) first = head;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    const pid_t rank = FindRank(1, file_.string());
    ASSERT_GT(rank, 0);
    kill(rank, SIGKILL);
  }
  EXPECT_NE(lost.exit_code, 0);
  EXPECT_THAT(lost.output, IsEmpty());
  EXPECT_THAT(lost.errors, HasSubstr("a rank was lost or the run was stopped; "));
  EXPECT_THAT(lost.errors, HasSubstr(" paths are kept in " + file_.string() + "; run the same command again"));
  ASSERT_TRUE(fs::exists(file_));

  const auto checked = CheckOnly();
  EXPECT_EQ(checked.exit_code, 0) << checked.errors;
  ASSERT_TRUE(fs::exists(file_)) << "a mere check of a scenario has not finished what the file holds";

  const auto resumed = Batch(4, kept);
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_FALSE(fs::exists(file_)) << "a run that has ended needs no checkpoint";
  const auto whole = Batch(2, common);
  EXPECT_EQ(whole.exit_code, 0) << whole.errors;
  EXPECT_THAT(whole.output, Not(IsEmpty()));
  EXPECT_TRUE(resumed.output == whole.output);
}

// mpirun hands a terminal of its own to the ranks: what they wrote went coloured into files.
TEST(Batch, ATableInAFileHasNoColours) {
  const auto table = Batch(1, {"--paths", "100", "--perspective", "city"});
  EXPECT_EQ(table.exit_code, 0) << table.errors;
  EXPECT_THAT(table.output, HasSubstr("100 futures of 24 projects"));
  EXPECT_THAT(table.output, Not(HasSubstr("\x1b[")));
}

TEST(Batch, TellsItsProgress) {
  const auto run = Batch(2, {"--paths", "100000", "--progress-every", "0.001", "--format", "csv"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.errors, HasSubstr("calanque-batch: "));
  EXPECT_THAT(run.errors, HasSubstr(" paths, "));
  EXPECT_EQ(Batch(1, {"--paths", "10", "--progress-every", "nan"}).exit_code, 2);
}

TEST(Batch, AnOutputThatOneRankCannotWriteEndsAll) {
  const auto run = Batch(2, {"--paths", "100000000", "--output", "/nowhere/at/all.json"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.errors, HasSubstr("cannot write /nowhere/at/all.json"));
}

TEST_F(BatchCheckpoint, ThatCannotBeWrittenIsToldBeforeTheRun) {
  const auto nowhere = Batch(2, {"--paths", "100000000", "--checkpoint", "/nowhere/at/all"});
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_THAT(nowhere.errors, HasSubstr("cannot write /nowhere/at/all: No such file or directory"));
  const auto folder = Batch(1, {"--paths", "100000000", "--checkpoint", folder_.string()});
  EXPECT_THAT(folder.errors, HasSubstr("is no regular file"));
  std::ofstream(file_).close();
  EXPECT_THAT(Batch(1, {"--paths", "10", "--checkpoint", file_.string()}).errors, HasSubstr("is no checkpoint"));
}

TEST_F(BatchCheckpoint, AWriteThatFailsLeavesNothingHalfWritten) {
  const auto failed = service::WriteCheckpoint((folder_ / "dir" / "file").string(), 1, {});
  EXPECT_FALSE(failed);
  fs::create_directories(file_ / "in the way");  // The part is written; it cannot take the file's place.
  const auto blocked = service::WriteCheckpoint(file_.string(), 1, {});
  ASSERT_FALSE(blocked);
  EXPECT_THAT(blocked.error().message, HasSubstr("cannot write " + file_.string()));
  EXPECT_FALSE(fs::exists(file_.string() + ".part"));
}

TEST_F(BatchCheckpoint, IsNamedWhereARunIsStoppedFromTheKeyboard) {
  ProgramOutcome stopped;
  {
    const std::jthread job([&] {
      stopped = RunProgram(CALANQUE_BATCH_PROGRAM, {kMarseille, "--paths", "10000000", "--checkpoint", file_.string(),
                                                    "--checkpoint-every", "0"});
    });
    pid_t process = 0;
    for (int i = 0; i < 2000 && !fs::exists(file_); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (const auto& entry : fs::directory_iterator("/proc", fs::directory_options::skip_permission_denied)) {
      const std::string words = ReadFile(entry.path() / "cmdline");
      if (words.find("calanque-batch") != std::string::npos && words.find(file_.string()) != std::string::npos) {
        process = std::stoi(entry.path().filename());
      }
    }
    ASSERT_GT(process, 0);
    kill(process, SIGINT);
  }
  EXPECT_EQ(stopped.exit_code, 5);
  EXPECT_THAT(stopped.errors, HasSubstr(" paths are kept in " + file_.string()));
}

TEST_F(BatchCheckpoint, OfAnotherRunOrDamagedIsRefused) {
  std::ofstream(file_) << "notes of mine\n";
  const Words arguments = {"--paths", "100", "--checkpoint", file_.string()};
  const auto strange = Batch(2, arguments);
  EXPECT_EQ(strange.exit_code, 1);
  EXPECT_THAT(strange.errors, HasSubstr("is no checkpoint of calanque-batch"));
  std::ofstream(file_) << "calanque-checkpoint 8192 0123\nhalf a state";
  EXPECT_THAT(Batch(2, arguments).errors, HasSubstr("is cut short or damaged"));
  EXPECT_TRUE(fs::exists(file_)) << "what was refused is not removed";
}

}  // namespace
}  // namespace calanque::cli
