// What a plan warns of: figures that look harmless and are not what the user meant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/plan/compile.h"
#include "tests/support/one_project.h"

namespace calanque {
namespace {

using testing::CompileOrThrow;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InvestmentOf;
using ::testing::IsEmpty;
using testing::Item;
using testing::OneProject;
using ::testing::SizeIs;

constexpr const char* kFirstItem = "portfolio.projects[0].with_project[0]";

model::Revenue FaresTo(std::optional<time::Date> end_date) {
  model::Revenue fares;
  fares.tariff_amount_per_unit = 1.0;
  fares.volume_per_year = 30.0;
  fares.span = {Day("2026-01-01"), end_date};
  return fares;
}

/// A curve of the general index with one figure a year.
model::AppraisalRequest IndexedFrom(int first_year, int last_year) {
  auto item = Item("fares", "households", "city", FaresTo({}));
  item.price_terms = model::PriceTerms{model::PriceBasis::kReal, std::nullopt, ""};
  model::AppraisalRequest request = OneProject(10, {item});
  model::CurvePoints points;
  for (int year = first_year; year <= last_year; ++year) {
    points.years.push_back(year);
    points.values.push_back(1.0 + 0.02 * (year - first_year));
  }
  for (model::Curve& curve : request.assumptions.curves) {
    if (curve.id == request.assumptions.general_index_curve_id) curve.shape = points;
  }
  return request;
}

// 2025 to 2034: an index to 2034 is whole; one to 2033 leaves a year without inflation that nobody sees.
TEST(Warnings, AnIndexThatRunsOutIsNamed) {
  EXPECT_THAT(CompileOrThrow(IndexedFrom(2025, 2034)).warnings, IsEmpty());
  const plan::Plan late = CompileOrThrow(IndexedFrom(2025, 2033));
  ASSERT_THAT(late.warnings, SizeIs(1));
  EXPECT_THAT(late.warnings[0].field_path, HasSubstr("assumptions.curves["));
  EXPECT_THAT(late.warnings[0].message, HasSubstr("ends in 2033, before the horizon"));
  const plan::Plan early = CompileOrThrow(IndexedFrom(2026, 2040));
  ASSERT_THAT(early.warnings, SizeIs(1));
  EXPECT_THAT(early.warnings[0].message, HasSubstr("starts in 2026"));
}

// A run in real prices divides by the index: that is reading it, too.
TEST(Warnings, ADeflatorThatRunsOutIsNamed) {
  model::AppraisalRequest request = IndexedFrom(2025, 2030);
  request.portfolio.projects[0].with_project[0].price_terms.reset();
  EXPECT_THAT(CompileOrThrow(request).warnings, IsEmpty()) << "nominal figures read no index";
  request.options.price_basis = model::PriceBasis::kReal;
  EXPECT_THAT(CompileOrThrow(request).warnings, SizeIs(1));
}

// Each base counts, and so does a real rate in nominal figures, which is moved by the index.
TEST(Warnings, AnIndexIsReadFromItsEarliestBaseAndForRates) {
  model::AppraisalRequest request = IndexedFrom(2025, 2034);
  auto& items = request.portfolio.projects[0].with_project;
  items.push_back(items[0]);
  items[1].id = "old-prices";
  items[1].price_terms->price_base_date = Day("2015-01-01");
  const plan::Plan early = CompileOrThrow(request);
  ASSERT_THAT(early.warnings, SizeIs(1));
  EXPECT_THAT(early.warnings[0].message, HasSubstr("starts in 2025"));
  request = IndexedFrom(2025, 2030);
  request.portfolio.projects[0].with_project[0].price_terms.reset();
  request.assumptions.discount_rates[0].basis = model::PriceBasis::kReal;
  EXPECT_THAT(CompileOrThrow(request).warnings, SizeIs(1));
}

// Five years of service earn nine years of fares: the sixth to ninth need another asset, which is in no figure.
TEST(Warnings, AnAssetThatIsGoneWhileItsRevenueGoesOnIsNamed) {
  model::Investment bus = InvestmentOf(100.0);
  bus.life_years = 5.0;
  const auto warnings_of = [&](const model::Revenue& fares) {
    return CompileOrThrow(
               OneProject(10, {Item("bus", "city", "supplier", bus), Item("fares", "households", "city", fares)}))
        .warnings;
  };
  const Failures warnings = warnings_of(FaresTo({}));
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].field_path, std::string(kFirstItem) + ".investment.life_years");
  EXPECT_THAT(warnings[0].message, HasSubstr("ends on 2031-01-01, before the horizon, without replacement; 'fares'"));
  EXPECT_THAT(warnings_of(FaresTo(Day("2031-01-01"))), IsEmpty());
  bus.replace_at_end_of_life = true;
  EXPECT_THAT(warnings_of(FaresTo({})), IsEmpty());
  bus = InvestmentOf(100.0);
  EXPECT_THAT(warnings_of(FaresTo({})), IsEmpty()) << "no life is stated";
}

// Half a product, as a tariff without a volume, is no revenue.
TEST(Warnings, AnItemWithoutAnyFlowIsNamed) {
  model::Revenue fares = FaresTo({});
  fares.volume_per_year = 0.0;
  const plan::Plan plan = CompileOrThrow(OneProject(10, {Item("fares", "households", "city", fares)}));
  ASSERT_THAT(plan.warnings, SizeIs(1));
  EXPECT_EQ(plan.warnings[0].field_path, kFirstItem);
  EXPECT_EQ(plan.warnings[0].message, "has no flow in any period");
}

// What ends before the horizon, or is paid between others, does not go on for this payee.
TEST(Warnings, AValueOfWhatDoesNotGoOnIsNamed) {
  model::ResidualValue rest;
  rest.continuing_item_ids = {"fares"};
  rest.remaining_years = 10.0;
  const auto warnings_of = [&](const model::Revenue& fares, const char* payee) {
    return CompileOrThrow(
               OneProject(10, {Item("fares", "households", "city", fares), Item("rest", "state", payee, rest)}))
        .warnings;
  };
  EXPECT_THAT(warnings_of(FaresTo({}), "city"), IsEmpty());
  for (const Failures& warnings :
       {warnings_of(FaresTo(Day("2030-01-01")), "city"), warnings_of(FaresTo({}), "operator")}) {
    ASSERT_THAT(warnings, SizeIs(1));
    EXPECT_EQ(warnings[0].field_path, "portfolio.projects[0].with_project[1]");
    EXPECT_THAT(warnings[0].message, HasSubstr("'fares' adds nothing"));
  }
}

// Half a last year is not the last full year.
TEST(Warnings, AnItemThatEndsInTheLastYearIsNamedWhereItIsTakenToGoOn) {
  model::ResidualValue rest;
  rest.continuing_item_ids = {"fares"};
  rest.remaining_years = 10.0;
  const plan::Plan plan = CompileOrThrow(OneProject(
      10, {Item("fares", "households", "city", FaresTo(Day("2034-07-01"))), Item("rest", "state", "city", rest)}));
  ASSERT_THAT(plan.warnings, SizeIs(1));
  EXPECT_EQ(plan.warnings[0].message, "'fares' ends on 2034-07-01 and is taken to go on as in the last year");
}

// Points of dated flows come after those of periods, whatever their year.
TEST(Warnings, DatedFlowsOfEarlierYearsDoNotGoOn) {
  model::DatedFlows paid;
  paid.category = ledger::Category::kRevenue;
  paid.dates = {Day("2025-06-01")};
  paid.amounts = {10.0};
  model::ResidualValue rest;
  rest.continuing_item_ids = {"paid"};
  rest.remaining_years = 10.0;
  const plan::Plan plan =
      CompileOrThrow(OneProject(10, {Item("paid", "households", "city", paid), Item("rest", "state", "city", rest)}));
  ASSERT_THAT(plan.warnings, SizeIs(1));
  EXPECT_THAT(plan.warnings[0].message, HasSubstr("'paid' adds nothing"));
}

// Two sponsors of 80 % each: either is right, both are not.
TEST(Warnings, GrantsOfMoreThanAllOfAnItemAreNamed) {
  model::Grant grant;
  grant.share_of_eligible_fraction = 0.8;
  grant.eligible_item_ids = {"works"};
  const auto warnings_of = [&](double other_share) {
    model::Grant other = grant;
    other.share_of_eligible_fraction = other_share;
    return CompileOrThrow(
               OneProject(10, {Item("works", "city", "supplier", InvestmentOf(100.0)),
                               Item("region", "state", "city", grant), Item("state", "state", "city", other)}))
        .warnings;
  };
  EXPECT_THAT(warnings_of(0.2), IsEmpty());
  const Failures warnings = warnings_of(0.8);
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].field_path, kFirstItem);
  EXPECT_THAT(warnings[0].message, HasSubstr("is granted 160 % of its cost"));
}

TEST(Warnings, ARefundOfVatThatNobodyPaidIsNamed) {
  model::VatCompensation refund;
  refund.rate_fraction = 0.16404;
  refund.eligible_item_ids = {"works"};
  model::Investment works = InvestmentOf(100.0);
  const auto warnings_of = [&] {
    return CompileOrThrow(
               OneProject(10, {Item("works", "city", "supplier", works), Item("refund", "state", "city", refund)}))
        .warnings;
  };
  ASSERT_THAT(warnings_of(), SizeIs(1));
  EXPECT_THAT(warnings_of()[0].message, HasSubstr("'works', on which none is paid"));
  works.vat_rate_fraction = 0.2;
  works.vat_payee_party_id = "state";
  EXPECT_THAT(warnings_of(), IsEmpty());
}

TEST(Warnings, AResidualValueOfWorksThatGoOnAfterTheHorizonIsNamed) {
  model::Investment works = InvestmentOf(100.0);
  works.spend_profile.fractions = {0.5, 0.0, 0.5};
  works.residual_method = model::ResidualMethod::kExplicit;
  works.residual_value_amount = 90.0;
  const plan::Plan plan = CompileOrThrow(OneProject(2, {Item("works", "city", "supplier", works)}));
  ASSERT_THAT(plan.warnings, SizeIs(2));
  EXPECT_EQ(plan.warnings[1].field_path, std::string(kFirstItem) + ".investment.residual_value_amount");
}

TEST(Warnings, AGrantThatFollowsNothingIsNamed) {
  model::Grant grant;
  grant.amount = 500.0;
  grant.eligible_item_ids = {"works"};
  const plan::Plan plan = CompileOrThrow(
      OneProject(10, {Item("works", "city", "supplier", InvestmentOf(0.0)), Item("grant", "state", "city", grant)}));
  std::vector<std::string> messages;
  for (const Failure& warning : plan.warnings) messages.push_back(warning.message);
  EXPECT_THAT(messages, ElementsAre("has no flow in any period", HasSubstr("pays nothing")));
}

}  // namespace
}  // namespace calanque
