// The built program from command line to exit status: what scripts and people depend on.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "service/server.h"
#include "tests/clients/cli/end_to_end/run_program.h"

namespace calanque::cli {
namespace {

using testing::AllOf;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const char* const kData = CALANQUE_SOURCE_DIR "/tests/clients/cli/end_to_end/data";
const std::vector<std::string> kCommands = {"appraise", "compare", "explain", "validate", "metrics", "completion"};

ProgramRun Run(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {},
               bool is_on_terminal = false) {
  return RunCalanque(arguments, kData, environment, is_on_terminal);
}

std::string ReadText(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Catches: a figure that is lost or altered between engine and page.
TEST(Appraise, PrintsTheFiguresOfASmallPortfolio) {
  const ProgramRun run = Run({"appraise", "tiny.yaml"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, StartsWith("Tiny town\n"));
  EXPECT_THAT(run.out, HasSubstr("25.0 % or 400.0 %")) << "both rates of the pump";
  EXPECT_THAT(run.out, testing::ContainsRegex("Net present value \\(NPV\\) +EUR +-1\u202F100 +-1\u202F100\n"));
}

// Catches: a page that wraps in a terminal of ordinary width.
TEST(Appraise, KeepsThePageWithin110Columns) {
  for (const std::string& line : Lines(Run({"appraise", "tiny.yaml"}).out)) {
    std::size_t characters = 0;
    for (const char c : line) characters += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    EXPECT_LE(characters, 110u) << line;
  }
}

// Catches: JSON that is not the protobuf JSON of the answer, or has other field names than the contract.
TEST(Appraise, WritesTheAnswerAsProtobufJson) {
  const ProgramRun run = Run({"appraise", "tiny.yaml", "--format", "json"});
  ASSERT_EQ(run.exit_code, 0);
  v1::AppraisePortfolioResponse response;
  const auto status = google::protobuf::util::JsonStringToMessage(run.out, &response);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_GT(response.cells_size(), 100);
  EXPECT_EQ(response.conventions().currency_code(), "EUR");
  EXPECT_THAT(run.out, HasSubstr("\"metric_name\": \"npv_amount\""));
}

// Catches: a spreadsheet that computes a project's name; rows with too few or too many fields.
TEST(Appraise, WritesCsvThatASpreadsheetReadsAsText) {
  const ProgramRun run = Run({"appraise", "tiny.yaml", "--format", "csv", "--metric", "npv_amount", "--metric",
                              "irr_per_year", "--perspective", "town"});
  ASSERT_EQ(run.exit_code, 0);
  std::vector<std::string> lines = Lines(run.out);
  ASSERT_GT(lines.size(), 1u);
  for (std::string& line : lines) {
    if (line.ends_with('\r')) line.pop_back();
  }
  EXPECT_EQ(lines[0], "metric,project,perspective,view,unit,row,year,value,failure");
  EXPECT_THAT(lines, testing::Contains("npv_amount,lamps,town,incremental,EUR,,,500,"));
  EXPECT_THAT(lines, testing::Contains(StartsWith("irr_per_year,pump,town,incremental,1/year,1,,0.25")));
  EXPECT_THAT(lines, testing::Contains("irr_per_year,pump,town,incremental,1/year,2,,4,"));
  EXPECT_THAT(run.out, Not(HasSubstr(",customers,incremental"))) << "only the perspective asked for";
  EXPECT_THAT(lines, Each(Not(StartsWith("="))));
}

// Catches: --output that still writes to the terminal, or writes something else.
TEST(Appraise, WritesToAFile) {
  const std::string path = testing::TempDir() + "calanque_end_to_end_output.csv";
  const ProgramRun to_file = Run({"appraise", "tiny.yaml", "--format", "csv", "--output", path});
  EXPECT_EQ(to_file.exit_code, 0);
  EXPECT_EQ(to_file.out, "");
  EXPECT_EQ(ReadText(path), Run({"appraise", "tiny.yaml", "--format", "csv"}).out);
}

TEST(Appraise, LeavesOtherProjectsOut) {
  const ProgramRun run = Run({"appraise", "tiny.yaml", "--project", "lamps"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, Not(HasSubstr("Oil pump")));
  const ProgramRun unknown = Run({"appraise", "tiny.yaml", "--project", "lamp"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("--project: the portfolio has no project 'lamp'"));
}

// Catches: a flag's mistake blamed on the file.
TEST(Appraise, BlamesTheFlagForItsUnknownName) {
  const ProgramRun metric = Run({"appraise", "tiny.yaml", "--metric", "nvp_amount"});
  EXPECT_EQ(metric.exit_code, 1);
  EXPECT_THAT(metric.err, AllOf(StartsWith("--metric: "), HasSubstr("npv_amount")));
  EXPECT_THAT(metric.err, Not(HasSubstr("tiny.yaml")));
}

// Catches: reports that stop at the first problem, stand at the wrong place or lack what was expected.
TEST(BadInput, IsReportedWholeWithItsPlaces) {
  for (const std::string command : {"appraise", "validate"}) {
    for (const std::string name : {"unreadable", "wrong"}) {
      const ProgramRun run = Run({command, name + ".yaml"});
      EXPECT_EQ(run.exit_code, 1) << command;
      EXPECT_EQ(run.err, ReadText(std::string(kData) + "/" + name + ".stderr")) << command;
      EXPECT_EQ(run.out, "") << command;
    }
  }
}

TEST(BadInput, FileThatIsNotThere) {
  const ProgramRun run = Run({"validate", "nowhere.yaml"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, StartsWith("nowhere.yaml: "));
}

// Catches: escape sequences of a hostile file that reach the user's terminal.
TEST(BadInput, CannotCommandTheTerminal) {
  const std::string path = testing::TempDir() + "calanque_end_to_end_escape.yaml";
  std::ofstream(path) << "portfolio: {id: \"\\e[2J\\e]0;title\\a\", \"unknown\\e[31m\": 1}\n";
  const ProgramRun run = Run({"validate", path});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, Not(HasSubstr("\033")));
}

// Catches: the comparison's violations and labels mixed up between the cases.
TEST(Compare, NamesTheCaseThatIsWrong) {
  const ProgramRun run = Run({"compare", "tiny.yaml", "wrong.yaml"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr("wrong.yaml:30:25: portfolio.projects[1].with_project[0].investment.life_years: "));
  EXPECT_THAT(run.err, Not(HasSubstr("tiny.yaml")));
}

TEST(Compare, PutsCasesSideBySide) {
  const std::string scenarios = CALANQUE_SOURCE_DIR "/scenarios/";
  const ProgramRun run =
      Run({"compare", "tiny.yaml", scenarios + "electric-bus", "--metric", "abatement_cumulative_t_co2e"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("tiny"), HasSubstr("electric-bus"), HasSubstr("353.4")));
  const std::size_t caution = run.out.find("baseline");
  EXPECT_LT(caution, run.out.find("abatement_cumulative_t_co2e")) << "what to know before comparing stands first";
}

// Catches: a present value that its own columns do not add up to.
TEST(Explain, OpensAProjectDownToItsColumns) {
  const ProgramRun run = Run({"explain", "tiny.yaml", "--project", "lamps", "--format", "json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  v1::ExplainResponse response;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(run.out, &response).ok());
  double sum = 0;
  for (const v1::MoneyColumn& column : response.money_columns()) sum += column.present_value_amount();
  EXPECT_EQ(sum, 500);

  const ProgramRun page = Run({"explain", "tiny.yaml", "--project", "lamps"});
  EXPECT_EQ(page.exit_code, 0);
  EXPECT_THAT(page.out, AllOf(HasSubstr("npv_amount"), HasSubstr("investment"), HasSubstr("suppliers")));
}

TEST(Explain, BlamesTheFlagForAnUnknownProject) {
  const ProgramRun run = Run({"explain", "tiny.yaml", "--project", "lampe"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, StartsWith("--project: "));
}

TEST(Validate, SaysWhatItFound) {
  const ProgramRun run = Run({"validate", "tiny.yaml"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, AllOf(StartsWith("tiny.yaml: valid: 2 projects"), HasSubstr("2 perspectives")));
}

TEST(Metrics, ListsWhatTheEngineHas) {
  const ProgramRun run = Run({"metrics"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, AllOf(HasSubstr("npv_amount"), HasSubstr("abatement_cost_a4_amount_per_t_co2e")));
  const ProgramRun json = Run({"metrics", "--format", "json"});
  v1::ListMetricsResponse response;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json.out, &response).ok());
  EXPECT_GT(response.metrics_size(), 40);
}

// Catches: a command that is added and forgotten here, since the scripts are made from the program.
TEST(Completion, KnowsEveryCommand) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const ProgramRun run = Run({"completion", shell});
    EXPECT_EQ(run.exit_code, 0);
    for (const std::string& command : kCommands) EXPECT_THAT(run.out, HasSubstr(command)) << shell;
    EXPECT_THAT(run.out, HasSubstr("perspective")) << shell;
  }
}

TEST(Help, EndsWithAnExample) {
  for (const std::string& command : kCommands) {
    const ProgramRun run = Run({command, "--help"});
    EXPECT_EQ(run.exit_code, 0) << command;
    const std::vector<std::string> lines = Lines(run.out);
    std::string last;
    for (const std::string& line : lines) last = line.empty() ? last : line;
    EXPECT_THAT(last, StartsWith("Example: ")) << command;
    EXPECT_THAT(last, HasSubstr("calanque " + command)) << command;
  }
}

TEST(Usage, IsExitCode2) {
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {"appraise"},
                                                       {"apraise", "tiny.yaml"},
                                                       {"appraise", "tiny.yaml", "--format", "xml"},
                                                       {"appraise", "tiny.yaml", "--unknown"},
                                                       {"appraise", "tiny.yaml", "--server", "here"},
                                                       {"compare", "tiny.yaml"},
                                                       {"explain", "tiny.yaml"},
                                                       {"completion", "tcsh"}};
  for (const auto& arguments : wrong) {
    const ProgramRun run = Run(arguments);
    EXPECT_EQ(run.exit_code, 2) << testing::PrintToString(arguments);
    EXPECT_THAT(run.err, Not(IsEmpty()));
  }
}

// Catches: colour in files and pipes, and NO_COLOR (https://no-color.org) ignored.
TEST(Color, OnlyOnATerminalThatWantsIt) {
  EXPECT_THAT(Run({"appraise", "tiny.yaml"}).out, Not(HasSubstr("\033")));
  EXPECT_THAT(Run({"appraise", "tiny.yaml"}, {}, true).out, HasSubstr("\033[1m"));
  EXPECT_THAT(Run({"appraise", "tiny.yaml"}, {"NO_COLOR=1"}, true).out, Not(HasSubstr("\033")));
}

class AgainstServer : public testing::Test {
 protected:
  void Start(const service::Limits& limits) {
    service::ServerOptions options;
    options.listen_address = "127.0.0.1:0";
    options.limits = limits;
    auto server = service::Server::Start(options);
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(server.value());
    address_ = "127.0.0.1:" + std::to_string(server_->port());
  }

  std::unique_ptr<service::Server> server_;
  std::string address_;
};

// Catches: figures that depend on where the service runs.
TEST_F(AgainstServer, GivesTheSameAnswerAsInProcess) {
  Start({});
  const ProgramRun remote = Run({"appraise", "tiny.yaml", "--format", "json", "--server", address_});
  EXPECT_EQ(remote.exit_code, 0) << remote.err;
  EXPECT_EQ(remote.out, Run({"appraise", "tiny.yaml", "--format", "json"}).out);
}

TEST_F(AgainstServer, RefusalIsExitCode4) {
  service::Limits limits;
  limits.max_projects = 1;
  Start(limits);
  const ProgramRun run = Run({"appraise", "tiny.yaml", "--server", address_});
  EXPECT_EQ(run.exit_code, 4);
  EXPECT_THAT(run.err, HasSubstr("portfolio.projects"));
  EXPECT_EQ(run.out, "");
}

TEST_F(AgainstServer, NobodyThereIsExitCode3) {
  Start({});
  server_.reset();  // A port that was free a moment ago.
  const ProgramRun run = Run({"appraise", "tiny.yaml", "--server", address_});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, HasSubstr(address_));
}

}  // namespace
}  // namespace calanque::cli
