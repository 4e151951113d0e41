// The command that plans the money, as people and scripts see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

ProgramOutcome Finance(const std::vector<std::string>& arguments) { return RunOnMarseille("finance", arguments); }

TEST(Finance, ShowsWhoPaysWhatStaysOpenAndTheAccounts) {
  const auto run = Finance({});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(HasSubstr("Needs and gaps by party"), HasSubstr("Needs and gaps by project"),
                                HasSubstr("Needs and gaps by year"), HasSubstr("Green bond of the City"),
                                HasSubstr("Accounts of the city"), HasSubstr("Largest programme the city can carry"),
                                HasSubstr("private per public EUR"), HasSubstr("How these figures were made")));
}

TEST(Finance, WritesCsvAndJsonAlwaysTheSame) {
  for (const char* format : {"csv", "json"}) {
    const auto first = Finance({"--format", format});
    EXPECT_EQ(first.exit_code, 0) << first.errors;
    EXPECT_EQ(first.output, Finance({"--format", format}).output);
  }
  EXPECT_THAT(Finance({"--format", "csv"}).output,
              AllOf(HasSubstr("section,subject,party,source,name,unit,year,value"),
                    HasSubstr("need,schools,city,,gap_before_amount,EUR,2025,"),
                    HasSubstr("accounts_with,,,,debt_repayment_years,years,2030,")));
}

TEST(Finance, NamesWhatClashes) {
  const TemporaryFile terms("calanque_finance_clash.yaml",
                            "city_party_id: city\n"
                            "closed_gap_party_ids: [city]\n"
                            "funding_sources:\n"
                            "  - {id: own, payer_party_id: city, max_amount: 1000, own_funds: {}}\n");
  const auto run = Finance({"--terms", terms.path()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(HasSubstr("No plan can meet these constraints together"), HasSubstr("own, in all"),
                                HasSubstr("All needs met: City of Marseille")));
}

TEST(Finance, PointsAtTheLineOfEveryMistake) {
  const TemporaryFile terms("calanque_finance_wrong.yaml",
                            "city_party_id: nobody\n"
                            "funding_sources:\n"
                            "  - id: own\n"
                            "    payer_party_id: stranger\n"
                            "    own_funds: {}\n");
  const auto run = Finance({"--terms", terms.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors,
              AllOf(HasSubstr("calanque_finance_wrong.yaml:1:"), HasSubstr("calanque_finance_wrong.yaml:4:")));
}

}  // namespace
}  // namespace calanque::cli
