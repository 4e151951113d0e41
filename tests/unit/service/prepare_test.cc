// From the wire to a plan: what is refused, where, with which reason, and how much of it at once.

#include "service/prepare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tests/service/good_request.h"

namespace calanque::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using testing::GoodRequest;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using R = v1::AppraisePortfolioRequest;

Failures Refusals(const R& request, const Limits& limits = {}) {
  auto prepared = Prepare(request, FieldPath(), limits);
  return prepared ? Failures() : std::move(prepared).error();
}

struct Case {
  const char* name;
  const char* path;
  const char* message;
  std::function<void(R&)> spoil;
};

class Syntax : public ::testing::TestWithParam<Case> {};

TEST_P(Syntax, IsRefusedAtItsFieldOnly) {
  R request = GoodRequest();
  ASSERT_THAT(Refusals(request), IsEmpty());
  GetParam().spoil(request);
  EXPECT_THAT(Refusals(request), ElementsAre(AllOf(Field(&Failure::field_path, GetParam().path),
                                                   Field(&Failure::message, HasSubstr(GetParam().message)),
                                                   Field(&Failure::reason, Reason::kInvalidInput))));
}

v1::CashFlowItem& ItemOf(R& r, int i) { return *r.mutable_portfolio()->mutable_projects(0)->mutable_with_project(i); }
v1::AppraisalOptions& OptionsOf(R& r) { return *r.mutable_options(); }
v1::Assumptions& AssumptionsOf(R& r) { return *r.mutable_assumptions(); }

#define ITEM(i) "portfolio.projects[0].with_project[" #i "]"
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const std::vector<Case> kCases = {
    {"portfolio", "portfolio", "is missing", [](R& r) { r.clear_portfolio(); }},
    {"assumptions", "assumptions", "is missing", [](R& r) { r.clear_assumptions(); }},
    {"options", "options", "is missing", [](R& r) { r.clear_options(); }},
    {"grid_start", "options.grid.start_date", "is missing; expected a date as in \"2025-01-31\"",
     [](R& r) { OptionsOf(r).mutable_grid()->clear_start_date(); }},
    {"grid_periodicity", "options.grid.periodicity", "expected one of PERIODICITY_ANNUAL",
     [](R& r) { OptionsOf(r).mutable_grid()->clear_periodicity(); }},
    {"valuation_date", "options.valuation_date", "'31/12/2025' is no date",
     [](R& r) { OptionsOf(r).set_valuation_date("31/12/2025"); }},
    {"day_not_in_calendar", "options.valuation_date", "'2025-02-29' is no date",
     [](R& r) { OptionsOf(r).set_valuation_date("2025-02-29"); }},
    {"flow_timing", "options.flow_timing", "FLOW_TIMING_START, FLOW_TIMING_MIDDLE, FLOW_TIMING_END",
     [](R& r) { OptionsOf(r).clear_flow_timing(); }},
    {"price_basis", "options.price_basis", "PRICE_BASIS_NOMINAL, PRICE_BASIS_REAL",
     [](R& r) { OptionsOf(r).clear_price_basis(); }},
    {"unknown_number_of_enum", "options.flow_timing", "no meaning for the number 17",
     [](R& r) { OptionsOf(r).set_flow_timing(static_cast<v1::FlowTiming>(17)); }},
    {"metric_name", "options.metric_names[1]", "unknown metric 'nvp_amount'",
     [](R& r) { OptionsOf(r).add_metric_names("npv_amount"), OptionsOf(r).add_metric_names("nvp_amount"); }},
    {"terms_basis", "portfolio.default_price_terms.basis", "PRICE_BASIS_REAL",
     [](R& r) { r.mutable_portfolio()->mutable_default_price_terms()->clear_basis(); }},
    {"item_kind", ITEM(0), "has no kind; expected one of investment",
     [](R& r) {
       ItemOf(r, 12).clear_kind(), ItemOf(r, 12).Swap(&ItemOf(r, 0)), ItemOf(r, 12).set_id("solar"),
           ItemOf(r, 0).set_id("works"), ItemOf(r, 4).Clear(), ItemOf(r, 6).Clear(),
           r.mutable_portfolio()->mutable_projects(0)->mutable_with_project()->DeleteSubrange(6, 1),
           r.mutable_portfolio()->mutable_projects(0)->mutable_with_project()->DeleteSubrange(4, 1);
     }},
    {"spend_profile", ITEM(0) ".investment.spend_profile", "is missing; expected start_date and fractions",
     [](R& r) { ItemOf(r, 0).mutable_investment()->clear_spend_profile(); }},
    {"spend_profile_date", ITEM(0) ".investment.spend_profile.start_date", "is no date",
     [](R& r) { ItemOf(r, 0).mutable_investment()->mutable_spend_profile()->set_start_date("2025"); }},
    {"residual_method", ITEM(0) ".investment.residual_method", "RESIDUAL_METHOD_STRAIGHT_LINE",
     [](R& r) { ItemOf(r, 0).mutable_investment()->set_residual_method(static_cast<v1::ResidualMethod>(9)); }},
    {"source_kind", ITEM(0) ".sources[0].kind", "SOURCE_KIND_PUBLISHED",
     [](R& r) { ItemOf(r, 0).mutable_sources(0)->clear_kind(); }},
    {"source_citation", ITEM(0) ".sources[0].citation", "is missing",
     [](R& r) { ItemOf(r, 0).mutable_sources(0)->clear_citation(); }},
    {"price_base_date", ITEM(1) ".price_terms.price_base_date", "is no date",
     [](R& r) { ItemOf(r, 1).mutable_price_terms()->set_price_base_date("January"); }},
    {"start_date", ITEM(1) ".operating_cost.start_date", "is missing",
     [](R& r) { ItemOf(r, 1).mutable_operating_cost()->clear_start_date(); }},
    {"end_date", ITEM(1) ".operating_cost.end_date", "is no date",
     [](R& r) { ItemOf(r, 1).mutable_operating_cost()->set_end_date("2034-13-01"); }},
    {"energy_use", ITEM(2) ".energy.use", "ENERGY_USE_CONSUMED",
     [](R& r) { ItemOf(r, 2).mutable_energy()->clear_use(); }},
    {"grant_size", ITEM(4) ".grant", "expected amount or share_of_eligible_fraction",
     [](R& r) { ItemOf(r, 4).mutable_grant()->clear_size(); }},
    {"grant_commitment", ITEM(4) ".grant.commitment", "COMMITMENT_COMMITTED, COMMITMENT_PLANNED",
     [](R& r) { ItemOf(r, 4).mutable_grant()->clear_commitment(); }},
    {"certificate_profile", ITEM(5) ".certificate.payment_profile", "is missing",
     [](R& r) { ItemOf(r, 5).mutable_certificate()->clear_payment_profile(); }},
    {"emission_scope", ITEM(8) ".emission.scope", "EMISSION_SCOPE_1",
     [](R& r) { ItemOf(r, 8).mutable_emission()->clear_scope(); }},
    {"series_category", ITEM(10) ".explicit_series.category", "FLOW_CATEGORY_INVESTMENT",
     [](R& r) { ItemOf(r, 10).mutable_explicit_series()->clear_category(); }},
    {"series_step", ITEM(10) ".explicit_series.step", "SERIES_STEP_PERIOD",
     [](R& r) { ItemOf(r, 10).mutable_explicit_series()->set_step(static_cast<v1::SeriesStep>(5)); }},
    {"dated_flows_date", ITEM(11) ".dated_flows.dates[0]", "is no date",
     [](R& r) { ItemOf(r, 11).mutable_dated_flows()->set_dates(0, "15.6.2025"); }},
    {"physical_kind", ITEM(12) ".physical_series.kind", "PHYSICAL_KIND_ENERGY_CONSUMED_MWH",
     [](R& r) { ItemOf(r, 12).mutable_physical_series()->clear_kind(); }},
    {"physical_scope", ITEM(12) ".physical_series.scope", "EMISSION_SCOPE_1",
     [](R& r) { ItemOf(r, 12).mutable_physical_series()->set_kind(v1::PHYSICAL_KIND_EMISSION_T_CO2E); }},
    {"scope_of_energy", ITEM(12) ".physical_series.scope", "only emissions have a scope",
     [](R& r) { ItemOf(r, 12).mutable_physical_series()->set_scope(v1::EMISSION_SCOPE_2); }},
    {"source_of_money_kind", "portfolio.financing_sources[0]", "expected one of own_funds, programme_grant, loan",
     [](R& r) { r.mutable_portfolio()->mutable_financing_sources(0)->clear_kind(); }},
    {"source_of_money_profile", "portfolio.financing_sources[0].payment_profile", "is missing",
     [](R& r) { r.mutable_portfolio()->mutable_financing_sources(0)->clear_payment_profile(); }},
    {"loan_profile", "portfolio.financing_sources[0].loan.repayment_profile", "REPAYMENT_PROFILE_BULLET",
     [](R& r) { r.mutable_portfolio()->mutable_financing_sources(0)->mutable_loan()->clear_repayment_profile(); }},
    {"curve_shape", "assumptions.curves[2]", "expected one of constant_value, points, growth, derived",
     [](R& r) { AssumptionsOf(r).mutable_curves(2)->clear_shape(); }},
    {"growth_base_date", "assumptions.curves[0].growth.base_date", "is missing",
     [](R& r) { AssumptionsOf(r).mutable_curves(0)->mutable_growth()->clear_base_date(); }},
    {"interpolation", "assumptions.curves[1].points.interpolation", "INTERPOLATION_STEP",
     [](R& r) {
       AssumptionsOf(r).mutable_curves(1)->mutable_points()->set_interpolation(static_cast<v1::Interpolation>(8));
     }},
    {"carrier_scope", "assumptions.carriers[0].emissions[0].scope", "EMISSION_SCOPE_2",
     [](R& r) { AssumptionsOf(r).mutable_carriers(0)->mutable_emissions(0)->clear_scope(); }},
    {"rate_kind", "assumptions.discount_rates[0]", "constant_rate_per_year, stepped, yield_curve, risk_adjusted",
     [](R& r) { AssumptionsOf(r).mutable_discount_rates(0)->clear_kind(); }},
    {"rate_basis", "assumptions.discount_rates[0].basis", "PRICE_BASIS_REAL",
     [](R& r) { AssumptionsOf(r).mutable_discount_rates(0)->clear_basis(); }},
    {"quote_kind", "assumptions.discount_rates[0].yield_curve.quote_kinds[0]", "QUOTE_KIND_SWAP",
     [](R& r) {
       auto& quotes = *AssumptionsOf(r).mutable_discount_rates(0)->mutable_yield_curve();
       quotes.add_quote_kinds(v1::QUOTE_KIND_UNSPECIFIED), quotes.add_tenor_months(12), quotes.add_rates_per_year(0.03);
     }},
    {"not_a_number", ITEM(0) ".investment.amount", "expected a number",
     [](R& r) { ItemOf(r, 0).mutable_investment()->set_amount(kNan); }},
    {"infinity_in_a_list", "assumptions.curves[1].points.values[1]", "no finite number",
     [](R& r) { AssumptionsOf(r).mutable_curves(1)->mutable_points()->set_values(1, -kInfinity); }},
    {"too_large", "options.mirr_finance_rate_per_year", "larger than 1e15",
     [](R& r) { OptionsOf(r).set_mirr_finance_rate_per_year(1e16); }},
};

INSTANTIATE_TEST_SUITE_P(All, Syntax, ::testing::ValuesIn(kCases), [](const auto& one) { return one.param.name; });

TEST(Prepare, AbsentFieldsTakeTheirStatedDefaults) {
  auto prepared = Prepare(GoodRequest(), FieldPath(), {});
  ASSERT_TRUE(prepared);
  const auto& request = prepared->request;
  const auto& items = request.portfolio.projects[0].with_project;
  EXPECT_EQ(std::get<model::Investment>(items[0].kind).replacement_cost_fraction, std::nullopt);
  EXPECT_EQ(std::get<model::VatCompensation>(items[6].kind).eligible_share_fraction, 1.0);
  EXPECT_EQ(std::get<model::ExplicitSeries>(items[10].kind).commitment, std::nullopt);
  EXPECT_EQ(std::get<model::ExplicitSeries>(items[10].kind).start_date, std::nullopt);
  EXPECT_EQ(std::get<model::CurveGrowth>(request.assumptions.curves[0].shape).base_value, 1.0);
  EXPECT_EQ(std::get<model::CurvePoints>(request.assumptions.curves[4].shape).interpolation,
            model::Interpolation::kLinear);
  EXPECT_EQ(request.options.eu_cofinancing_fraction, 1.0);
  EXPECT_EQ(items[0].beta, std::nullopt);
}

TEST(Prepare, EveryCategoryAndKindArrivesAsItself) {
  for (int number = v1::FlowCategory_MIN + 1; number <= v1::FlowCategory_MAX; ++number) {
    R request = GoodRequest();
    ItemOf(request, 10).mutable_explicit_series()->set_category(static_cast<v1::FlowCategory>(number));
    auto prepared = Prepare(request, FieldPath(), {});
    ASSERT_TRUE(prepared) << number;
    const auto& item = prepared->request.portfolio.projects[0].with_project[10];
    std::string name = v1::FlowCategory_Name(number).substr(std::string("FLOW_CATEGORY_").size());
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(ledger::CategoryName(std::get<model::ExplicitSeries>(item.kind).category), name);
  }
  for (int scope = 1; scope <= ledger::kScopeCount; ++scope) {
    R request = GoodRequest();
    auto& series = *ItemOf(request, 12).mutable_physical_series();
    series.set_kind(v1::PHYSICAL_KIND_EMISSION_T_CO2E);
    series.set_scope(static_cast<v1::EmissionScope>(scope));
    auto prepared = Prepare(request, FieldPath(), {});
    ASSERT_TRUE(prepared) << scope;
    const auto& item = prepared->request.portfolio.projects[0].with_project[12];
    EXPECT_EQ(static_cast<int>(std::get<model::PhysicalSeries>(item.kind).kind), scope - 1);
  }
}

TEST(Prepare, ReportsSyntaxAndMeaningTogether) {
  R request = GoodRequest();
  ItemOf(request, 1).mutable_operating_cost()->set_end_date("soon");
  ItemOf(request, 2).mutable_energy()->set_carrier_id("gaz");
  request.mutable_portfolio()->set_currency_code("euro");
  std::vector<std::string> paths;
  for (const Failure& failure : Refusals(request)) paths.push_back(failure.field_path);
  EXPECT_THAT(paths,
              ElementsAre(ITEM(1) ".operating_cost.end_date", "portfolio.currency_code", ITEM(2) ".energy.carrier_id"));
}

TEST(Prepare, ABadGridDoesNotBlameTheDatesOfItems) {
  R request = GoodRequest();
  OptionsOf(request).mutable_grid()->set_start_date("tomorrow");
  EXPECT_THAT(Refusals(request), ElementsAre(Field(&Failure::field_path, "options.grid.start_date")));
}

TEST(Prepare, PathsStartAtTheCallersPlace) {
  R request = GoodRequest();
  request.mutable_portfolio()->set_currency_code("");
  OptionsOf(request).clear_price_basis();
  const FieldPath root;
  const FieldPath cases = root / "cases";
  auto prepared = Prepare(request, cases[2], {});
  ASSERT_FALSE(prepared);
  EXPECT_THAT(prepared.error(), ElementsAre(Field(&Failure::field_path, "cases[2].options.price_basis"),
                                            Field(&Failure::field_path, "cases[2].portfolio.currency_code")));
}

/// A limit made small, and where it bites.
struct LimitCase {
  const char* name;
  const char* path;
  std::function<void(Limits&)> lower;
};

class Limit : public ::testing::TestWithParam<LimitCase> {};

TEST_P(Limit, IsNamedWithItsValue) {
  Limits limits;
  GetParam().lower(limits);
  const Failures failures = Refusals(GoodRequest(), limits);
  ASSERT_THAT(failures, SizeIs(::testing::Ge(1U)));
  EXPECT_EQ(failures[0].field_path, GetParam().path);
  EXPECT_EQ(failures[0].reason, Reason::kResourceLimit);
  EXPECT_THAT(failures[0].message, HasSubstr("limit is "));
}

const std::vector<LimitCase> kLimitCases = {
    {"label", "label", [](Limits& l) { l.max_label_bytes = 3; }},
    {"projects", "portfolio.projects", [](Limits& l) { l.max_projects = 0; }},
    {"items_per_project", "portfolio.projects[0]", [](Limits& l) { l.max_items_per_project = 13; }},
    {"items", "portfolio.projects", [](Limits& l) { l.max_items = 13; }},
    {"parties", "portfolio.parties", [](Limits& l) { l.max_parties = 4; }},
    {"perspectives", "portfolio.perspectives", [](Limits& l) { l.max_perspectives = 1; }},
    {"sources", "portfolio.financing_sources", [](Limits& l) { l.max_financing_sources = 0; }},
    {"curves", "assumptions.curves", [](Limits& l) { l.max_curves = 4; }},
    {"carriers", "assumptions.carriers", [](Limits& l) { l.max_carriers = 0; }},
    {"rates", "assumptions.discount_rates", [](Limits& l) { l.max_discount_rates = 0; }},
    {"periods", "options.grid.period_count", [](Limits& l) { l.max_periods = 9; }},
    {"list", ITEM(10) ".explicit_series.amounts", [](Limits& l) { l.max_list_values = 2; }},
    {"ledger", "portfolio", [](Limits& l) { l.max_ledger_cells = 100; }},
    {"points", "portfolio", [](Limits& l) { l.max_points = 10; }},
    {"cells", "options.metric_names", [](Limits& l) { l.max_answer_cells = 100; }},
    {"tables", "portfolio.parties", [](Limits& l) { l.max_table_numbers = 99; }},
};

INSTANTIATE_TEST_SUITE_P(All, Limit, ::testing::ValuesIn(kLimitCases), [](const auto& one) { return one.param.name; });

TEST(Limits, TheDefaultsAllowTheLargestPromisedPortfolio) {
  EXPECT_GE(Limits().max_projects, 10'000);
  EXPECT_GE(Limits().max_receive_message_bytes, static_cast<int>(testing::LargeRequest(1000, 40).ByteSizeLong() * 10));
}

TEST(Prepare, AHostileListOfBadNumbersIsBounded) {
  R request = GoodRequest();
  for (int i = 0; i < 2000; ++i) {
    auto& item = *request.mutable_portfolio()->mutable_projects(0)->add_with_project();
    item = request.portfolio().projects(0).with_project(10);
    item.set_id("s" + std::to_string(i));
    item.mutable_explicit_series()->mutable_amounts()->Resize(1000, kNan);
  }
  Limits limits;
  limits.max_items_per_project = 10'000;
  EXPECT_THAT(Refusals(request, limits), SizeIs(::testing::Le(20'000U)));
}

// A simulation, a partnership or a plan of half-known projects would be wrong as a whole.
TEST(Prepare, RefusesProjectsOfWhichNotEverythingIsKnownUnlessToldOtherwise) {
  R request = GoodRequest();
  request.mutable_portfolio()->mutable_projects(0)->add_unknown_figures(v1::UNKNOWN_FIGURE_RUNNING);
  EXPECT_THAT(Refusals(request), ElementsAre(AllOf(Field(&Failure::field_path, "portfolio.projects[0].unknown_figures"),
                                                   Field(&Failure::message, HasSubstr("needs more of it")),
                                                   Field(&Failure::reason, Reason::kMissingData))));
  EXPECT_TRUE(Prepare(request, FieldPath(), Limits(), {}, /*omits_projects=*/false, kAllFigures));
}

}  // namespace
}  // namespace calanque::service
