// The commands on partnerships, as scripts see them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kSchools = CALANQUE_SOURCE_DIR "/scenarios/marseille-schools";

TEST(CompareModes, ShowsTheComparatorBesideThePublishedTotals) {
  const auto run = RunCalanque({"compare-modes", kSchools});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(HasSubstr("VfM before risk"), HasSubstr("Preliminary evaluation, after risk"),
                                HasSubstr("Equity IRR at indifference"), HasSubstr("gearing")));
}

// Where nothing is simulated, a risk model that was named would be read by nobody.
TEST(CompareModes, RefusesARiskModelWithoutFutures) {
  const auto run = RunCalanque({"compare-modes", kSchools, "--risk", kSchools + "/risk.yaml"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.errors, HasSubstr("--risk: nothing is simulated; expected --paths"));
}

TEST(CompareModes, RefusesASeedWithoutFutures) {
  const auto run = RunCalanque({"compare-modes", kSchools, "--seed", "3"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.errors, "--seed: nothing is simulated; expected --paths beside it, or simulation in the terms\n");
}

// Both modes are discounted by the setting's rate: that it is missing is one warning, not one for each.
TEST(CompareModes, WarnsOnceOfWhatModesShare) {
  std::string text = ReadFile(kSchools + "/partnership.yaml");
  ASSERT_NE(ReplaceFirst(text, "discount_rate_nominal_per_year: 0.0225", "discount_rate_nominal_per_year: 0"), 0);
  const TemporaryFile terms("calanque-undiscounted.yaml", text);
  const auto run = RunCalanque({"compare-modes", kSchools, "--terms", terms.path()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const std::string warning = "warning: is 0 or missing: present values are not discounted";
  const auto first = run.errors.find(warning);
  ASSERT_NE(first, std::string::npos) << run.errors;
  EXPECT_EQ(run.errors.find(warning, first + 1), std::string::npos) << run.errors;
}

// The file of the comparison has a name that a mode may bear.
TEST(CompareModes, TheAnnexLosesNoMode) {
  std::string text = ReadFile(kSchools + "/partnership.yaml");
  ASSERT_NE(ReplaceFirst(text, "reference_mode_id: direct", "reference_mode_id: comparator"), 0);
  ASSERT_NE(ReplaceFirst(text, "- id: direct", "- id: comparator"), 0);
  for (std::string::size_type at = 0; (at = text.find("mode_id: direct", at)) != std::string::npos;) {
    text.replace(at, 15, "mode_id: comparator");
  }
  const TemporaryFile terms("calanque-comparator.yaml", text);
  const auto folder = std::filesystem::path(::testing::TempDir()) / "calanque-annex-comparator";
  std::filesystem::remove_all(folder);
  const auto run = RunCalanque({"compare-modes", kSchools, "--terms", terms.path(), "--annex", folder.string()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(ReadFile(folder / "comparator.csv"), HasSubstr("year,comparator,"));
  EXPECT_THAT(ReadFile(folder / "comparator-of-modes.csv"), HasSubstr("comparator,comparator,total_present_amount"));
  std::filesystem::remove_all(folder);
}

TEST(CompareModes, WritesTheAnnex) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "calanque-annex";
  std::filesystem::remove_all(folder);
  const auto run = RunCalanque({"compare-modes", kSchools, "--annex", folder.string(), "--format", "csv"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const std::string annex = ReadFile(folder / "annex.md");
  EXPECT_THAT(annex,
              AllOf(HasSubstr("article R2212-9"), HasSubstr("### 4. Cost of early termination by cause and year"),
                    HasSubstr("FCTVA received"), HasSubstr("for the statistical office alone")));
  EXPECT_THAT(annex,
              AllOf(HasSubstr("| Rents of 25 years, undiscounted | partnership | paid to operator | "),
                    HasSubstr("### Contingent liabilities"), HasSubstr("Public share of the gain: "),
                    HasSubstr("None: no company finances this mode"), HasSubstr("Borrowed by the city for the works: "),
                    HasSubstr("With the project means, in every mode"), HasSubstr("Energy no longer paid")));
  EXPECT_THAT(annex, Not(HasSubstr("which this mode does not say"))) << "both routes say how the works are paid";
  EXPECT_THAT(ReadFile(folder / "partnership.csv"), HasSubstr("company,partnership,cfads_amount"));
  EXPECT_THAT(ReadFile(folder / "comparator.csv"), HasSubstr("comparator,direct,total_present_amount"));
  std::filesystem::remove_all(folder);
}

TEST(Structure, UnknownModeNamesThoseThereAre) {
  const auto run = RunCalanque({"structure", kSchools, "--mode", "leasing"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("it has: direct, partnership"));
}

TEST(Structure, AViolationPointsIntoTheFileOfThePartnership) {
  std::string text = ReadFile(kSchools + "/partnership.yaml");
  const auto line = ReplaceFirst(text, "tenor_years: 24", "tenor_years: 44");
  ASSERT_NE(line, 0);
  const TemporaryFile file("calanque-partnership.yaml", text);
  const auto run = RunCalanque({"structure", kSchools, "--mode", "partnership", "--terms", file.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors,
              AllOf(HasSubstr("calanque-partnership.yaml:" + std::to_string(line)), HasSubstr("outlive the contract")));
}

// The shipped direct procurement says what the city borrows; without that line its ratios with the project are not
// known.
TEST(Structure, ShowsRatiosWithTheLoanOfTheCity) {
  const auto loaned = RunCalanque({"structure", kSchools, "--mode", "direct"});
  EXPECT_EQ(loaned.exit_code, 0) << loaned.errors;
  EXPECT_THAT(loaned.output,
              AllOf(HasSubstr("Borrowed by the city for the works"), HasSubstr("Years above the ceiling")));
  const auto csv = RunCalanque({"structure", kSchools, "--mode", "direct", "--format", "csv"});
  EXPECT_THAT(csv.output, AllOf(HasSubstr("year,direct,city_loan_outstanding_amount"),
                                HasSubstr("year,direct,gross_savings_with_amount")));

  const auto path = std::filesystem::path(::testing::TempDir()) / "calanque-partnership-no-loan.yaml";
  std::string text = ReadFile(kSchools + "/partnership.yaml");
  const auto begin = text.find("    direct:\n      loan:");
  const std::string share = "      loan_share_fraction: 1\n";
  const auto end = text.find(share, begin);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  text.replace(begin, end + share.size() - begin, "    direct: {}\n");
  std::ofstream(path) << text;
  const auto folder = std::filesystem::path(::testing::TempDir()) / "calanque-annex-no-loan";
  const auto silent = RunCalanque({"structure", kSchools, "--mode", "direct", "--terms", path.string(), "--format",
                                   "csv", "--annex", folder.string()});
  EXPECT_EQ(silent.exit_code, 0) << silent.errors;
  EXPECT_THAT(silent.output, Not(HasSubstr("gross_savings_with_amount")));
  EXPECT_THAT(ReadFile(folder / "annex.md"), HasSubstr("without the project. With it they depend"));
  std::filesystem::remove_all(folder);
  std::filesystem::remove(path);
}

TEST(Structure, ShowsWhenVatOnTheWorksIsLentAndRepaid) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "calanque-partnership-vat.yaml";
  std::string text = ReadFile(kSchools + "/partnership.yaml");
  const std::string tranches = "      tranches:\n";
  const auto at = text.find(tranches);
  ASSERT_NE(at, std::string::npos);
  text.insert(
      at, "      vat_facility: {vat_rate_fraction: 0.2, refund_lag_years: 1, rate: {fixed_nominal_per_year: 0.03}}\n");
  std::ofstream(path) << text;
  const std::vector<std::string> command = {"structure", kSchools,      "--mode",  "partnership",
                                            "--terms",   path.string(), "--format"};
  const auto run = [&](const char* format) {
    auto arguments = command;
    arguments.emplace_back(format);
    return RunCalanque(arguments);
  };
  const auto page = run("table");
  EXPECT_EQ(page.exit_code, 0) << page.errors;
  EXPECT_THAT(page.output, AllOf(HasSubstr("VAT facility, most that is owed"), HasSubstr("VAT on the works of"),
                                 HasSubstr("Refunded"), HasSubstr("Repaid")));
  const auto csv = run("csv");
  EXPECT_THAT(csv.output, AllOf(HasSubstr("company,partnership,vat_facility_balance_amount"),
                                HasSubstr("figure,partnership,vat_facility_peak_amount"),
                                HasSubstr("column,partnership,VAT on the works refunded,investment_tax,state,")));
  EXPECT_THAT(RunCalanque({"structure", kSchools, "--mode", "partnership"}).output, Not(HasSubstr("VAT on the works")));
  std::filesystem::remove(path);
}

TEST(Solve, FindsAChargeAndRefusesATargetItCannotRead) {
  const auto good =
      RunCalanque({"solve", kSchools, "--mode", "partnership", "--unknown", "charge", "--target", "equity-irr=0.08"});
  EXPECT_EQ(good.exit_code, 0) << good.errors;
  EXPECT_THAT(good.output, HasSubstr("charge_amount_per_year = "));
  const auto bad = RunCalanque({"solve", kSchools, "--unknown", "charge", "--target", "equity-irr=8%"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.errors, HasSubstr("write 11 % as 0.11"));
}

// What the command line set is not to be looked for in the file of the partnership.
TEST(Solve, NamesTheFlagThatIsWrong) {
  const auto errors = [](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"solve", kSchools, "--mode", "partnership", "--unknown"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto run = RunCalanque(arguments);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.errors, Not(HasSubstr("partnership.yaml")));
    return run.errors;
  };
  EXPECT_THAT(errors({"charge", "--target", "equity-irr=11"}), HasSubstr("--target: is 11"));
  EXPECT_THAT(errors({"debt", "--target", "minimum-dscr=1.3", "--tranche", "nothing"}), HasSubstr("--tranche: "));
  EXPECT_THAT(errors({"charge", "--target", "equity-irr=0.08", "--target-end", "2040-13-01"}),
              HasSubstr("--target-end: "));
}

}  // namespace
}  // namespace calanque::cli
