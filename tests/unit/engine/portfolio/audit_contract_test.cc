// Each rule on a table where the truth is known, and where it must stay silent.
#include "engine/portfolio/audit_contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/portfolio/printed_range.h"

namespace calanque::portfolio {
namespace {

using ::testing::AllOf;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

PrintedFigure Whole(double value) { return {value, 0}; }
PrintedFigure Exact(double value) { return {value, 17}; }

/// A table that says what it is about, so that only the rule in question speaks.
ContractTable TableOf(std::vector<ContractColumn> columns, std::vector<std::vector<PrintedFigure>> rows) {
  ContractTable table{"T", "City", 2019, 0.0, std::move(columns), {}, {}, {}};
  for (std::size_t r = 0; r < rows.size(); ++r)
    table.rows.push_back({"row " + std::to_string(r), "", std::move(rows[r])});
  return table;
}

std::vector<ContractFinding> Audit(const ContractTable& table) { return AuditContract({&table, 1}); }

ContractColumn MoneyColumn(ContractMeaning meaning, std::string heading = "Capital") {
  return {std::move(heading), meaning, ContractView::kUnsaid, "M EUR", 1e6};
}

// Three times 1.4 is printed as 1 + 1 + 1 = 4: the worst that rounding does to three parts and a total is 2.
TEST(AuditSums, RoundingAloneIsNoFinding) {
  ContractTable table = TableOf({MoneyColumn(ContractMeaning::kCapital)}, {{Whole(1)}, {Whole(1)}, {Whole(1)}});
  table.totals.push_back({"Total", "", {Whole(5)}});
  EXPECT_THAT(Audit(table), IsEmpty());
  table.totals[0].figures[0] = Whole(6);
  EXPECT_THAT(Audit(table), ElementsAre(AllOf(Field(&ContractFinding::rule, ContractRule::kSum),
                                              Field(&ContractFinding::printed, Optional(6.0)),
                                              Field(&ContractFinding::expected, Optional(3.0)))));
}

TEST(AuditSums, TotalInThousandsIsASlipOfUnit) {
  ContractTable table = TableOf({MoneyColumn(ContractMeaning::kCapital)}, {{Whole(400)}, {Whole(600)}});
  table.totals.push_back({"Total", "", {Whole(1)}});
  EXPECT_THAT(Audit(table), ElementsAre(AllOf(Field(&ContractFinding::rule, ContractRule::kUnit),
                                              Field(&ContractFinding::message, HasSubstr("1,000 times too small")))));
}

TEST(AuditSums, QuoteMayBeAboutMoreButNotAboutLess) {
  ContractTable table = TableOf({MoneyColumn(ContractMeaning::kCapital)}, {{Whole(400)}, {Whole(600)}});
  table.quotes.push_back({"text", 0, Whole(5000), "M EUR", 1e6, true});
  EXPECT_THAT(Audit(table), IsEmpty());
  table.quotes[0].figure = Whole(900);
  EXPECT_THAT(Audit(table), ElementsAre(Field(&ContractFinding::rule, ContractRule::kSum)));
  table.quotes[0].figure = Whole(12);
  EXPECT_THAT(Audit(table), ElementsAre(AllOf(Field(&ContractFinding::rule, ContractRule::kUnit),
                                              Field(&ContractFinding::expected, Optional(12000.0)))));
  table.quotes[0].figure = Whole(900);
  table.quotes[0].is_whole_of_more = false;
  EXPECT_THAT(Audit(table), ElementsAre(Field(&ContractFinding::rule, ContractRule::kSum)));
}

TEST(AuditSums, RowTotalIsTheSumOfItsParts) {
  const ContractTable table = TableOf(
      {MoneyColumn(ContractMeaning::kStakeholderCost, "City"), MoneyColumn(ContractMeaning::kStakeholderCost, "Others"),
       MoneyColumn(ContractMeaning::kTotalCost, "All")},
      {{Whole(1), Whole(2), Whole(3)}, {Whole(1), Whole(20), Whole(30)}, {Whole(7), {}, Whole(7)}});
  EXPECT_THAT(Audit(table), ElementsAre(AllOf(Field(&ContractFinding::row, "row 1"),
                                              Field(&ContractFinding::expected, Optional(21.0)))));
}

ContractTable CostPerTonne(PrintedFigure cost) {
  return TableOf({MoneyColumn(ContractMeaning::kCapital),
                  {"Impact", ContractMeaning::kImpact, ContractView::kUnsaid, "t", 1.0},
                  {"Cost", ContractMeaning::kCostPerTonne, ContractView::kUnsaid, "EUR/t", 1.0}},
                 {{Whole(454), Whole(20460), cost}});
}

// 454 MEUR over 20,460 t a year is 22,190 EUR per yearly tonne; a cost per tonne over a life of years is far from it.
TEST(AuditRatios, CapitalPerYearlyTonneIsNoCostPerTonne) {
  EXPECT_THAT(Audit(CostPerTonne(Whole(22190))),
              ElementsAre(AllOf(Field(&ContractFinding::rule, ContractRule::kCostPerTonne),
                                Field(&ContractFinding::message, HasSubstr("A1")))));
  EXPECT_THAT(Audit(CostPerTonne(Whole(740))), IsEmpty());
  EXPECT_THAT(Audit(CostPerTonne({})), IsEmpty());
}

TEST(AuditRatios, ColumnThatSaysItIsCapitalPerYearlyTonneIsFine) {
  ContractTable table = CostPerTonne(Whole(22190));
  table.columns[2].meaning = ContractMeaning::kCapitalPerTonne;
  EXPECT_THAT(Audit(table), IsEmpty());
}

ContractTable Energy(std::vector<std::vector<PrintedFigure>> rows) {
  return TableOf(
      {MoneyColumn(ContractMeaning::kCapital), {"Energy", ContractMeaning::kEnergy, ContractView::kUnsaid, "GWh", 1e3}},
      std::move(rows));
}

TEST(AuditRatios, OneRatioForAllRowsIsAPlaceholder) {
  const std::vector<std::vector<PrintedFigure>> rows = {
      {Whole(10), Whole(10)}, {Whole(20), Whole(20)}, {Whole(30), Whole(30)}, {Whole(50), Whole(50)}};
  EXPECT_THAT(Audit(Energy(rows)), IsEmpty());
  auto more = rows;
  more.push_back({Whole(120), Whole(120)});
  EXPECT_THAT(Audit(Energy(more)), ElementsAre(Field(&ContractFinding::rule, ContractRule::kConstantRatio)));
}

TEST(AuditRatios, EnergyInAnotherUnitThanItsNeighbours) {
  const auto findings =
      Audit(Energy({{Whole(10), Whole(9)}, {Whole(20), Whole(22)}, {Whole(30), Whole(28000)}, {Whole(50), Whole(61)}}));
  EXPECT_THAT(findings, ElementsAre(AllOf(Field(&ContractFinding::rule, ContractRule::kUnit),
                                          Field(&ContractFinding::row, "row 2"),
                                          Field(&ContractFinding::expected, Optional(DoubleNear(28.0, 1e-9))))));
}

TEST(AuditRatios, CostPerInhabitant) {
  ContractTable table =
      TableOf({MoneyColumn(ContractMeaning::kCapital),
               {"Per head", ContractMeaning::kAmountPerInhabitant, ContractView::kUnsaid, "EUR", 1.0}},
              {{Whole(756), Whole(5545)}});
  table.inhabitant_count = 136'340;
  EXPECT_THAT(Audit(table), IsEmpty());
  table.inhabitant_count = 100'000;
  EXPECT_THAT(Audit(table), ElementsAre(Field(&ContractFinding::expected, Optional(DoubleNear(7560.0, 1e-6)))));
}

TEST(AuditRows, SameRowTwiceAndAnImpossibleShare) {
  ContractTable table =
      TableOf({MoneyColumn(ContractMeaning::kCapital),
               {"Covered", ContractMeaning::kCoveredFraction, ContractView::kUnsaid, "fraction", 1.0}},
              {{Whole(205), Exact(0.5)}, {Whole(30), Whole(40)}, {Whole(205), Exact(0.5)}});
  table.rows[2].label = table.rows[0].label;
  EXPECT_THAT(Audit(table), ElementsAre(Field(&ContractFinding::rule, ContractRule::kRepeatedRow),
                                        Field(&ContractFinding::rule, ContractRule::kImpossibleShare)));
}

TEST(AuditScope, TablesThatSpeakOfDifferentThings) {
  ContractTable first = TableOf({MoneyColumn(ContractMeaning::kCapital)}, {{Whole(1)}});
  first.columns[0].view = ContractView::kTotal;
  ContractTable second = first;
  second.columns[0].view = ContractView::kIncremental;
  second.perimeter = "Metropole";
  second.base_year = 2022;
  ContractTable third = first;
  third.perimeter.clear();
  third.base_year = 0;
  const std::vector<ContractTable> tables = {first, second, third};
  EXPECT_THAT(AuditContract(tables), ElementsAre(Field(&ContractFinding::rule, ContractRule::kView),
                                                 Field(&ContractFinding::severity, ContractSeverity::kWarning),
                                                 Field(&ContractFinding::severity, ContractSeverity::kNotice),
                                                 Field(&ContractFinding::severity, ContractSeverity::kWarning),
                                                 Field(&ContractFinding::severity, ContractSeverity::kNotice)));
}

TEST(PrintedRange, QuotientsHoldAllThatMayBeMeant) {
  // 171 over 4, both whole: 170.5 / 4.5 to 171.5 / 3.5.
  const auto ratio = Quotient(RangeOf(Whole(171), 1.0), RangeOf(Whole(4), 1.0));
  ASSERT_TRUE(ratio.has_value());
  EXPECT_NEAR(ratio->low, 170.5 / 4.5, 1e-6);
  EXPECT_NEAR(ratio->high, 171.5 / 3.5, 1e-6);
  EXPECT_FALSE(Quotient(RangeOf(Whole(1), 1.0), RangeOf(Whole(0), 1.0)).has_value());
  EXPECT_EQ(ThousandsBetween(1.9, 1899.2), 1);
  EXPECT_EQ(ThousandsBetween(470, 446), 0);
}

}  // namespace
}  // namespace calanque::portfolio
