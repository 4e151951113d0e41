// Every promise of the contract's comments: a request that breaks it is refused at the right field, in words.

#include "engine/model/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/engine/model/refusals.h"

namespace calanque::model {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Item;

class Refused : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refused, AtItsFieldInWords) {
  AppraisalRequest request = GoodRequest();
  ASSERT_THAT(Validate(request), IsEmpty());
  GetParam().spoil(request);
  EXPECT_THAT(Validate(request), ElementsAre(AllOf(Field(&Failure::field_path, GetParam().path),
                                                   Field(&Failure::message, HasSubstr(GetParam().message)))));
}

std::string NameOf(const ::testing::TestParamInfo<Refusal>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Portfolio, Refused, ::testing::ValuesIn(PortfolioRefusals()), NameOf);
INSTANTIATE_TEST_SUITE_P(Financing, Refused, ::testing::ValuesIn(FinancingRefusals()), NameOf);
INSTANTIATE_TEST_SUITE_P(Items, Refused, ::testing::ValuesIn(ItemRefusals()), NameOf);
INSTANTIATE_TEST_SUITE_P(Assumptions, Refused, ::testing::ValuesIn(AssumptionRefusals()), NameOf);
INSTANTIATE_TEST_SUITE_P(Options, Refused, ::testing::ValuesIn(OptionRefusals()), NameOf);

TEST(Validate, AcceptsRandomGoodRequests) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    EXPECT_THAT(Validate(testing::RandomRequest(seed, 5, 20)), IsEmpty()) << seed;
  }
}

TEST(Validate, AcceptsOwnFundsThatStayWithOneParty) {
  AppraisalRequest request = GoodRequest();
  FinancingSource own = LoanSource();
  own.payer_party_id = "city";
  own.kind = OwnFunds{};
  request.portfolio.financing_sources = {own};
  EXPECT_THAT(Validate(request), IsEmpty());
}

TEST(Validate, AcceptsPhysicalItemsWithoutPartiesAndPriceTerms) {
  AppraisalRequest request = GoodRequest();
  request.portfolio.projects[0].default_price_terms = PriceTerms{};
  request.portfolio.default_price_terms.reset();
  Add(request, "leak", "", "", Emission{}).span = From("2026-01-01");
  EXPECT_THAT(Validate(request), IsEmpty());
}

// Items whose terms nobody reads were told to have some, and with them, not to.
TEST(Validate, ItemsThatFollowOthersNeedNoTerms) {
  AppraisalRequest request = GoodRequest();
  request.portfolio.default_price_terms.reset();
  auto& items = request.portfolio.projects[0].with_project;
  items[0].price_terms = PriceTerms{};
  AddAfter(request);
  items[2].price_terms = PriceTerms{};
  Add(request, "grant", "state", "city", ShareGrant());
  Add(request, "fctva", "state", "city", Refund());
  EXPECT_THAT(Validate(request), IsEmpty());
}

TEST(Validate, AcceptsADerivedIndexThatStaysAboveZero) {
  AppraisalRequest request = GoodRequest();
  request.assumptions.curves.push_back(CurveOf("wages", CurveDerived{"inflation", 1.5, 0.1}));
  request.portfolio.default_price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, "wages"};
  EXPECT_THAT(Validate(request), IsEmpty());
}

TEST(Validate, FindsEverythingAtOnceInTheOrderOfTheDocument) {
  AppraisalRequest request = GoodRequest();
  request.options.perspective_ids = {"nobody"};
  request.assumptions.carriers[0].emissions[0].factor_curve_id = "none";
  request.portfolio.currency_code = "";
  Capex(request).amount = -1.0;
  Capex(request).spend_profile.fractions = {0.5};
  std::vector<std::string> paths;
  for (const Failure& failure : Validate(request)) paths.push_back(failure.field_path);
  EXPECT_THAT(paths, ElementsAre("portfolio.currency_code",
                                 "portfolio.projects[0].with_project[0]"
                                 ".investment.amount",
                                 "portfolio.projects[0].with_project[0]"
                                 ".investment.spend_profile.fractions",
                                 "assumptions.carriers[0].emissions[0].factor_curve_id", "options.perspective_ids[0]"));
}

TEST(Validate, RefusesADepositAfterASwap) {
  AppraisalRequest request = GoodRequest();
  request.assumptions.discount_rates.push_back(
      RateOf("x", YieldCurve{{QuoteKind::kSwap, QuoteKind::kDeposit}, {12, 6}, {0.03, 0.03}}));
  EXPECT_THAT(Validate(request),
              Contains(AllOf(Field(&Failure::field_path, "assumptions.discount_rates[1].yield_curve.quote_kinds[1]"),
                             Field(&Failure::message, HasSubstr("deposits first")))));
}

TEST(Validate, StopsCollectingBeforeAHostileRequestFillsTheMemory) {
  AppraisalRequest request = GoodRequest();
  Capex(request).spend_profile.fractions.assign(1'000'000, -1.0);
  EXPECT_EQ(Validate(request).size(), 10'000U);
}

TEST(Validate, StaysQuickWithManyMisspeltReferences) {
  AppraisalRequest request = GoodRequest();
  for (int i = 0; i < 5'000; ++i) {
    request.assumptions.curves.push_back(CurveOf(("curve" + std::to_string(i)).c_str(), CurveConstant{1.0}));
    Add(request, "e" + std::to_string(i), "city", "", Energy(EnergyUse::kSaved)).price_curve_id = "kurve-without-end";
  }
  EXPECT_THAT(Validate(request), Contains(Field(&Failure::message, HasSubstr("unknown curve"))));
}

}  // namespace
}  // namespace calanque::model
