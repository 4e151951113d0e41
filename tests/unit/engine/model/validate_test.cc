// Every promise of the contract's comments: a request that breaks it is refused at the right field, in words.

#include "engine/model/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/support/sample_request.h"

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

/// One project "p" with an investment "capex" of the city and whatever a test adds; ten annual periods from 2025-01-01.
AppraisalRequest Base() {
  AppraisalRequest request = testing::EmptyRequest(10);
  Project& project = testing::AddProject(request, "p");
  project.with_project.push_back(Item("capex", "city", "supplier", testing::InvestmentOf(100.0)));
  return request;
}

/// Adds an item to the project and returns its kind for mutation.
template <typename Kind>
Kind& Add(AppraisalRequest& request, const std::string& id, const std::string& payer, const std::string& payee,
          Kind kind) {
  auto& items = request.portfolio.projects[0].with_project;
  items.push_back(Item(id, payer, payee, std::move(kind)));
  return std::get<Kind>(items.back().kind);
}

CashFlowItem& Last(AppraisalRequest& request) { return request.portfolio.projects[0].with_project.back(); }

ActiveSpan From(const char* start) { return {Day(start), std::nullopt}; }

Revenue Fares() {
  Revenue revenue;
  revenue.tariff_amount_per_unit = 1.0;
  revenue.volume_per_year = 10.0;
  revenue.span = From("2026-01-01");
  return revenue;
}

EnergyFlow Energy(EnergyUse use) {
  EnergyFlow energy;
  energy.use = use;
  energy.carrier_id = "gas";
  energy.quantity_mwh_per_year = 1.0;
  energy.span = From("2026-01-01");
  return energy;
}

Grant ShareGrant() {
  Grant grant;
  grant.share_of_eligible_fraction = 0.5;
  grant.eligible_item_ids = {"capex"};
  return grant;
}

VatCompensation Refund() {
  VatCompensation refund;
  refund.rate_fraction = 0.16404;
  refund.eligible_item_ids = {"capex"};
  return refund;
}

ResidualValue GoingOn(std::vector<std::string> ids) { return {std::move(ids), 10.0, 0.03}; }

/// Value of the fares that go on: item 1; the fares are item 2.
ResidualValue& AddAfter(AppraisalRequest& request) {
  Add(request, "after", "operator", "city", GoingOn({"fares"}));
  Add(request, "fares", "households", "city", Fares());
  return std::get<ResidualValue>(request.portfolio.projects[0].with_project[1].kind);
}

FinancingSource LoanSource() {
  FinancingSource source;
  source.id = "loan";
  source.project_id = "p";
  source.payer_party_id = "state";
  source.payee_party_id = "city";
  source.amount = 10.0;
  source.payment_profile = {Day("2025-01-01"), {1.0}};
  source.kind = Loan{0.03, 5.0, 1.0, RepaymentProfile::kAnnuity};
  return source;
}

DiscountRate RateOf(const char* id, decltype(DiscountRate::kind) kind) {
  return {id, "", PriceBasis::kNominal, std::move(kind), {}};
}

Curve CurveOf(const char* id, decltype(Curve::shape) shape) {
  Curve curve;
  curve.id = id;
  curve.shape = std::move(shape);
  return curve;
}

/// A way to spoil a good request, and what must be said about it.
struct Case {
  const char* name;
  const char* path;
  const char* message;
  std::function<void(AppraisalRequest&)> spoil;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class Refused : public ::testing::TestWithParam<Case> {};

TEST_P(Refused, AtItsFieldInWords) {
  AppraisalRequest request = Base();
  ASSERT_THAT(Validate(request), IsEmpty());
  GetParam().spoil(request);
  EXPECT_THAT(Validate(request), ElementsAre(AllOf(Field(&Failure::field_path, GetParam().path),
                                                   Field(&Failure::message, HasSubstr(GetParam().message)))));
}

using R = AppraisalRequest;

const std::vector<Case> kPortfolio = {
    {"portfolio_id", "portfolio.id", "is missing", [](R& r) { r.portfolio.id = ""; }},
    {"id_pattern", "portfolio.id", "'My City' is malformed", [](R& r) { r.portfolio.id = "My City"; }},
    {"id_length", "portfolio.id", "at most 64", [](R& r) { r.portfolio.id = std::string(65, 'a'); }},
    {"currency", "portfolio.currency_code", "three capital letters", [](R& r) { r.portfolio.currency_code = "euro"; }},
    {"currency_missing", "portfolio.currency_code", "is missing", [](R& r) { r.portfolio.currency_code = ""; }},
    {"party_twice", "portfolio.parties[6].id", "'city' stands twice",
     [](R& r) {
       r.portfolio.parties.push_back({"city", "", false});
     }},
    {"no_perspective", "portfolio.perspectives", "at least one", [](R& r) { r.portfolio.perspectives.clear(); }},
    {"perspective_party", "portfolio.perspectives[1].party_ids[0]", "unknown party 'citty'; did you mean 'city'?",
     [](R& r) { r.portfolio.perspectives[1].party_ids = {"citty"}; }},
    {"perspective_outside", "portfolio.perspectives[1].party_ids[0]", "outside every border",
     [](R& r) { r.portfolio.perspectives[1].party_ids = {"nature"}; }},
    {"perspective_both", "portfolio.perspectives[0].party_ids", "together with includes_all_parties",
     [](R& r) { r.portfolio.perspectives[0].party_ids = {"city"}; }},
    {"perspective_empty", "portfolio.perspectives[1].party_ids", "is empty",
     [](R& r) { r.portfolio.perspectives[1].party_ids.clear(); }},
    {"perspective_rate", "portfolio.perspectives[1].discount_rate_id",
     "unknown discount rate 'fife'; did you mean 'five'?",
     [](R& r) { r.portfolio.perspectives[1].discount_rate_id = "fife"; }},
    {"perspective_no_rate", "portfolio.perspectives[1].discount_rate_id", "is missing",
     [](R& r) { r.portfolio.perspectives[1].discount_rate_id = ""; }},
    {"terms_nominal_index", "portfolio.default_price_terms.index_curve_id", "nominal terms",
     [](R& r) { r.portfolio.default_price_terms->index_curve_id = "inflation"; }},
    {"terms_nominal_base", "portfolio.default_price_terms.price_base_date", "nominal terms",
     [](R& r) { r.portfolio.default_price_terms->price_base_date = Day("2024-01-01"); }},
    {"terms_unknown_index", "portfolio.default_price_terms.index_curve_id",
     "unknown curve 'infation'; did you mean 'inflation'?",
     [](R& r) {
       r.portfolio.default_price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, "infation"};
     }},
    {"terms_no_index", "portfolio.default_price_terms.index_curve_id", "general_index_curve_id",
     [](R& r) {
       r.portfolio.default_price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, ""};
       r.assumptions.general_index_curve_id = "";
     }},
    {"index_at_zero", "portfolio.default_price_terms.index_curve_id", "not above 0",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("zero", CurvePoints{{2020, 2030}, {1.0, 0.0}, Interpolation::kLinear}));
       r.portfolio.default_price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, "zero"};
     }},
    {"no_terms", "portfolio.projects[0].with_project[0].price_terms", "expected real or nominal",
     [](R& r) { r.portfolio.default_price_terms.reset(); }},
    {"no_project", "portfolio.projects", "at least one project", [](R& r) { r.portfolio.projects.clear(); }},
    {"project_twice", "portfolio.projects[1].id", "'p' stands twice",
     [](R& r) { r.portfolio.projects.push_back(r.portfolio.projects[0]); }},
    {"sector", "portfolio.projects[0].sector_id", "unknown sector 'transport'",
     [](R& r) { r.portfolio.projects[0].sector_id = "transport"; }},
    {"no_item", "portfolio.projects[0].with_project", "at least one item",
     [](R& r) { r.portfolio.projects[0].with_project.clear(); }},
    {"item_twice_across_sides", "portfolio.projects[0].without_project[0].id", "'capex' stands twice",
     [](R& r) { r.portfolio.projects[0].without_project = r.portfolio.projects[0].with_project; }},
    {"inhabitants", "portfolio.inhabitant_count", "negative", [](R& r) { r.portfolio.inhabitant_count = -1; }},
    {"baseline_sectors", "portfolio.baseline.sectors", "at least one sector",
     [](R& r) {
       r.portfolio.baseline = EmissionBaseline{"city", 2019, 2030, {}};
     }},
    {"baseline_target", "portfolio.baseline.target_year", "expected a year of the grid, 2025 to 2034",
     [](R& r) {
       r.portfolio.baseline = EmissionBaseline{"city", 2019, 2035, {{"all", "", 1.0, 0.0, 0.0, {}}}};
     }},
    {"baseline_after_target", "portfolio.baseline.base_year", "is 2031, after the target year 2030",
     [](R& r) {
       r.portfolio.baseline = EmissionBaseline{"city", 2031, 2030, {{"all", "", 1.0, 0.0, 0.0, {}}}};
     }},
    {"baseline_year", "portfolio.baseline.base_year", "a calendar year",
     [](R& r) {
       r.portfolio.baseline = EmissionBaseline{"city", 19, 2030, {{"all", "", 1.0, 0.0, 0.0, {}}}};
     }},
    {"baseline_amount", "portfolio.baseline.sectors[0].baseline_t_co2e", "0 or more",
     [](R& r) {
       r.portfolio.baseline = EmissionBaseline{"city", 2019, 2030, {{"all", "", -1.0, 0.0, 0.0, {}}}};
     }},
};

const std::vector<Case> kFinancing = {
    {"source_project", "portfolio.financing_sources[0].project_id", "unknown project 'q'",
     [](R& r) { r.portfolio.financing_sources = {LoanSource()}, r.portfolio.financing_sources[0].project_id = "q"; }},
    {"source_payer", "portfolio.financing_sources[0].payer_party_id", "is missing; expected the id of a party",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()}, r.portfolio.financing_sources[0].payer_party_id = "";
     }},
    {"source_self", "portfolio.financing_sources[0].payee_party_id", "only own funds",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()}, r.portfolio.financing_sources[0].payee_party_id = "state";
     }},
    {"source_amount", "portfolio.financing_sources[0].amount", "0 or more",
     [](R& r) { r.portfolio.financing_sources = {LoanSource()}, r.portfolio.financing_sources[0].amount = -1.0; }},
    {"source_twice", "portfolio.financing_sources[1].id", "'loan' stands twice",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource(), LoanSource()};
     }},
    {"loan_rate", "portfolio.financing_sources[0].loan.interest_rate_nominal_per_year", "is 3; expected a fraction",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()};
       r.portfolio.financing_sources[0].kind = Loan{3.0, 5.0, 0.0, RepaymentProfile::kBullet};
     }},
    {"loan_tenor_periods", "portfolio.financing_sources[0].loan.tenor_years", "whole periods",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()};
       r.portfolio.financing_sources[0].kind = Loan{0.03, 5.5, 0.0, RepaymentProfile::kBullet};
     }},
    {"loan_tenor_long", "portfolio.financing_sources[0].loan.tenor_years", "at most 60",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()};
       r.portfolio.financing_sources[0].kind = Loan{0.03, 61.0, 0.0, RepaymentProfile::kBullet};
     }},
    {"loan_grace", "portfolio.financing_sources[0].loan.grace_years", "below the tenor",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()};
       r.portfolio.financing_sources[0].kind = Loan{0.03, 5.0, 5.0, RepaymentProfile::kBullet};
     }},
    {"loan_grace_of_bullet", "portfolio.financing_sources[0].loan.grace_years", "repays nothing before its tenor",
     [](R& r) {
       r.portfolio.financing_sources = {LoanSource()};
       r.portfolio.financing_sources[0].kind = Loan{0.03, 5.0, 2.0, RepaymentProfile::kBullet};
     }},
};

#define ITEM0 "portfolio.projects[0].with_project[0]"
#define ITEM1 "portfolio.projects[0].with_project[1]"

Investment& Capex(R& r) { return std::get<Investment>(r.portfolio.projects[0].with_project[0].kind); }

const std::vector<Case> kItems = {
    {"item_id", ITEM0 ".id", "'Capex' is malformed",
     [](R& r) { r.portfolio.projects[0].with_project[0].id = "Capex"; }},
    {"payer", ITEM0 ".payer_party_id", "unknown party 'cit'; did you mean 'city'?",
     [](R& r) { r.portfolio.projects[0].with_project[0].payer_party_id = "cit"; }},
    {"payee_missing", ITEM0 ".payee_party_id", "is missing",
     [](R& r) { r.portfolio.projects[0].with_project[0].payee_party_id = ""; }},
    {"payer_is_payee", ITEM0 ".payee_party_id", "is the payer too",
     [](R& r) { r.portfolio.projects[0].with_project[0].payee_party_id = "city"; }},
    {"beta", ITEM0 ".beta", "-10 to 10", [](R& r) { r.portfolio.projects[0].with_project[0].beta = 11.0; }},
    {"beta_of_mwh", ITEM1 ".beta", "worth nothing by themselves",
     [](R& r) {
       Add(r, "kwh", "", "", PhysicalSeries{ledger::PhysicalKind::kEnergyProduced, {}, SeriesStep::kPeriod, {1.0}});
       Last(r).beta = 0.5;
     }},
    {"investment_amount", ITEM0 ".investment.amount", "is -1; expected 0 or more",
     [](R& r) { Capex(r).amount = -1.0; }},
    {"shares", ITEM0 ".investment.spend_profile.fractions", "sum to 0.9; expected 1",
     [](R& r) {
       Capex(r).spend_profile.fractions = {0.4, 0.5};
     }},
    {"shares_empty", ITEM0 ".investment.spend_profile.fractions", "is empty",
     [](R& r) { Capex(r).spend_profile.fractions.clear(); }},
    {"spend_before_start", ITEM0 ".investment.spend_profile.start_date",
     "2024-12-31 is before the start of the grid, 2025-01-01",
     [](R& r) { Capex(r).spend_profile.start_date = Day("2024-12-31"); }},
    {"spend_beyond", ITEM0 ".investment.spend_profile.start_date", "2035-01-01 is beyond the grid",
     [](R& r) { Capex(r).spend_profile.start_date = Day("2035-01-01"); }},
    {"life_negative", ITEM0 ".investment.life_years", "is -5", [](R& r) { Capex(r).life_years = -5.0; }},
    {"life_long", ITEM0 ".investment.life_years", "200", [](R& r) { Capex(r).life_years = 201.0; }},
    {"life_for_replacement", ITEM0 ".investment.life_years", "replacement",
     [](R& r) { Capex(r).replace_at_end_of_life = true; }},
    {"life_for_residual", ITEM0 ".investment.life_years", "residual",
     [](R& r) { Capex(r).residual_method = ResidualMethod::kStraightLine; }},
    {"life_below_a_month", ITEM0 ".investment.life_years", "1/12",
     [](R& r) { Capex(r).replace_at_end_of_life = true, Capex(r).life_years = 0.01; }},
    {"replacement_cost", ITEM0 ".investment.replacement_cost_fraction", "0 or more",
     [](R& r) {
       Capex(r).replace_at_end_of_life = true, Capex(r).life_years = 5.0;
       Capex(r).replacement_cost_fraction = -0.1;
     }},
    {"replacement_cost_unread", ITEM0 ".investment.replacement_cost_fraction", "replace_at_end_of_life",
     [](R& r) { Capex(r).replacement_cost_fraction = 0.5; }},
    {"terms_of_tonnes", ITEM1 ".price_terms", "no prices",
     [](R& r) {
       Add(r, "leak", "", "", Emission{}).span = From("2026-01-01");
       Last(r).price_terms = PriceTerms{};
     }},
    {"terms_of_energy", ITEM1 ".price_terms", "price curve",
     [](R& r) {
       Add(r, "heat", "city", "", Energy(EnergyUse::kSaved));
       Last(r).price_terms = PriceTerms{};
     }},
    {"terms_of_certificates", ITEM1 ".price_terms", "price curve",
     [](R& r) {
       Add(r, "cee", "supplier", "city", EnergySavingCertificate{1.0, "carbon", {Day("2026-01-01"), {1.0}}, {}});
       Last(r).price_terms = PriceTerms{};
     }},
    {"terms_of_residual", ITEM1 ".price_terms", "other items' flows",
     [](R& r) {
       AddAfter(r);
       r.portfolio.projects[0].with_project[1].price_terms = PriceTerms{};
     }},
    {"terms_of_share", ITEM1 ".price_terms", "or NOMINAL",
     [](R& r) {
       Add(r, "grant", "state", "city", ShareGrant());
       Last(r).price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, ""};
     }},
    {"terms_of_refund", ITEM1 ".price_terms", "or NOMINAL",
     [](R& r) {
       Add(r, "fctva", "state", "city", Refund());
       Last(r).price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, ""};
     }},
    {"residual_amount", ITEM0 ".investment.residual_value_amount", "0 or more",
     [](R& r) { Capex(r).residual_value_amount = -1.0; }},
    {"residual_amount_unused", ITEM0 ".investment.residual_value_amount", "RESIDUAL_METHOD_EXPLICIT",
     [](R& r) { Capex(r).residual_value_amount = 1.0; }},
    {"vat_rate", ITEM0 ".investment.vat_rate_fraction", "is 20; expected a fraction",
     [](R& r) { Capex(r).vat_rate_fraction = 20.0, Capex(r).vat_payee_party_id = "state"; }},
    {"vat_payee", ITEM0 ".investment.vat_payee_party_id", "is missing", [](R& r) { Capex(r).vat_rate_fraction = 0.2; }},
    {"cost_growth", ITEM1 ".operating_cost.growth_real_per_year", "above -1",
     [](R& r) {
       auto& cost = Add(r, "upkeep", "city", "supplier", OperatingCost{});
       cost.span = From("2026-01-01");
       cost.growth_real_per_year = -1.0;
     }},
    {"cost_end", ITEM1 ".operating_cost.end_date", "2026-01-01 is not after the start",
     [](R& r) {
       Add(r, "upkeep", "city", "supplier", OperatingCost{}).span = {Day("2026-01-01"), Day("2026-01-01")};
     }},
    {"cost_start", ITEM1 ".operating_cost.start_date", "before the start of the grid",
     [](R& r) { Add(r, "upkeep", "city", "supplier", OperatingCost{}).span = From("2020-01-01"); }},
    {"cost_beyond", ITEM1 ".operating_cost.start_date", "beyond the grid",
     [](R& r) { Add(r, "upkeep", "city", "supplier", OperatingCost{}).span = From("2040-01-01"); }},
    {"carrier", ITEM1 ".energy.carrier_id", "unknown carrier 'gaz'; did you mean 'gas'?",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).carrier_id = "gaz"; }},
    {"energy_quantity", ITEM1 ".energy.quantity_mwh_per_year", "0 or more",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).quantity_mwh_per_year = -1.0; }},
    {"degradation", ITEM1 ".energy.degradation_per_year", "below 1",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).degradation_per_year = 1.0; }},
    {"rebound_range", ITEM1 ".energy.rebound_fraction", "a fraction",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).rebound_fraction = 1.5; }},
    {"rebound_use", ITEM1 ".energy.rebound_fraction", "ENERGY_USE_SAVED",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kConsumed)).rebound_fraction = 0.5; }},
    {"displaces_use", ITEM1 ".energy.displaces_emissions", "ENERGY_USE_SOLD",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).displaces_emissions = true; }},
    {"sold_payee", ITEM1 ".payee_party_id", "is missing",
     [](R& r) { Add(r, "sale", "state", "", Energy(EnergyUse::kSold)).price_curve_id = "carbon"; }},
    {"sold_price", ITEM1 ".energy.price_curve_id", "carrier 'gas' has no price",
     [](R& r) {
       r.assumptions.carriers[0].prices.clear();
       Add(r, "sale", "state", "city", Energy(EnergyUse::kSold));
     }},
    {"sold_with_taxes", ITEM1 ".energy.price_curve_id", "taxes, which no seller keeps",
     [](R& r) { Add(r, "sale", "state", "city", Energy(EnergyUse::kSold)); }},
    {"own_price_payee", ITEM1 ".payee_party_id", "names no payee",
     [](R& r) {
       r.assumptions.carriers[0].prices.clear();
       Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).price_curve_id = "carbon";
     }},
    {"nobody_is_paid_for_energy", ITEM1 ".payee_party_id", "nobody is paid",
     [](R& r) {
       r.assumptions.carriers[0].prices.clear();
       Add(r, "heat", "city", "state", Energy(EnergyUse::kSaved));
     }},
    {"nobody_is_paid_for_tonnes", ITEM1 ".payee_party_id", "nobody is paid",
     [](R& r) { Add(r, "leak", "", "state", Emission{}).span = From("2026-01-01"); }},
    {"displaces_nothing", ITEM1 ".energy.displaces_emissions", "no emission factors",
     [](R& r) {
       r.assumptions.carriers[0].emissions.clear();
       auto& sale = Add(r, "sale", "state", "city", Energy(EnergyUse::kSold));
       sale.price_curve_id = "carbon";
       sale.displaces_emissions = true;
     }},
    {"vat_to_the_payer", ITEM0 ".investment.vat_payee_party_id", "is who pays it",
     [](R& r) { Capex(r).vat_rate_fraction = 0.2, Capex(r).vat_payee_party_id = "city"; }},
    {"carrier_names_the_payee", ITEM1 ".payee_party_id", "name who is paid",
     [](R& r) { Add(r, "heat", "city", "state", Energy(EnergyUse::kSaved)); }},
    {"energy_price_curve", ITEM1 ".energy.price_curve_id", "unknown curve 'carbone'; did you mean 'carbon'?",
     [](R& r) { Add(r, "heat", "city", "", Energy(EnergyUse::kSaved)).price_curve_id = "carbone"; }},
    {"volume", ITEM1 ".revenue.volume_per_year", "0 or more",
     [](R& r) { Add(r, "fares", "households", "city", Fares()).volume_per_year = -1.0; }},
    {"ramp_up", ITEM1 ".revenue.ramp_up_fractions[1]", "is 1.5",
     [](R& r) {
       Add(r, "fares", "households", "city", Fares()).ramp_up_fractions = {0.5, 1.5};
     }},
    {"volume_growth", ITEM1 ".revenue.volume_growth_per_year", "above -1",
     [](R& r) { Add(r, "fares", "households", "city", Fares()).volume_growth_per_year = -2.0; }},
    {"grant_share", ITEM1 ".grant.share_of_eligible_fraction", "is 40; expected a fraction",
     [](R& r) { Add(r, "grant", "state", "city", ShareGrant()).share_of_eligible_fraction = 40.0; }},
    {"grant_no_items", ITEM1 ".grant.eligible_item_ids", "is empty",
     [](R& r) { Add(r, "grant", "state", "city", ShareGrant()).eligible_item_ids.clear(); }},
    {"grant_unknown_item", ITEM1 ".grant.eligible_item_ids[0]",
     "unknown item of the same project and side 'cappex'; did you mean 'capex'?",
     [](R& r) { Add(r, "grant", "state", "city", ShareGrant()).eligible_item_ids = {"cappex"}; }},
    {"grant_twice", ITEM1 ".grant.eligible_item_ids[1]", "stands twice",
     [](R& r) {
       Add(r, "grant", "state", "city", ShareGrant()).eligible_item_ids = {"capex", "capex"};
     }},
    {"grant_on_no_investment", "portfolio.projects[0].with_project[2].grant.eligible_item_ids[0]", "no investment",
     [](R& r) {
       Add(r, "fares", "households", "city", Fares());
       Add(r, "grant", "state", "city", ShareGrant()).eligible_item_ids = {"fares"};
     }},
    {"grant_other_side", "portfolio.projects[0].without_project[0].grant.eligible_item_ids[0]", "same project and side",
     [](R& r) { r.portfolio.projects[0].without_project = {Item("grant", "state", "city", ShareGrant())}; }},
    {"grant_timing", ITEM1 ".grant.payment_profile", "is missing",
     [](R& r) { Add(r, "grant", "state", "city", Grant{}).amount = 10.0; }},
    {"grant_amount", ITEM1 ".grant.amount", "0 or more",
     [](R& r) {
       auto& grant = Add(r, "grant", "state", "city", Grant{});
       grant.amount = -10.0;
       grant.eligible_item_ids = {"capex"};
     }},
    {"grant_cap", ITEM1 ".grant.cap_amount", "0 or more",
     [](R& r) { Add(r, "grant", "state", "city", ShareGrant()).cap_amount = -1.0; }},
    {"grant_lag", ITEM1 ".grant.payment_lag_years", "0 to 50",
     [](R& r) { Add(r, "grant", "state", "city", ShareGrant()).payment_lag_years = 51; }},
    {"grant_lag_and_profile", ITEM1 ".grant.payment_lag_years", "together with payment_profile",
     [](R& r) {
       auto& grant = Add(r, "grant", "state", "city", ShareGrant());
       grant.payment_profile = YearlyProfile{Day("2026-01-01"), {1.0}};
       grant.payment_lag_years = 1;
     }},
    {"certificate_volume", ITEM1 ".certificate.certified_mwh_cumac", "0 or more",
     [](R& r) {
       Add(r, "cee", "supplier", "city", EnergySavingCertificate{-1.0, "carbon", {Day("2026-01-01"), {1.0}}, {}});
     }},
    {"certificate_price", ITEM1 ".certificate.price_curve_id", "is missing; expected the id of a curve",
     [](R& r) {
       Add(r, "cee", "supplier", "city", EnergySavingCertificate{1.0, "", {Day("2026-01-01"), {1.0}}, {}});
     }},
    {"refund_rate", ITEM1 ".vat_compensation.rate_fraction", "is 16.404",
     [](R& r) { Add(r, "fctva", "state", "city", Refund()).rate_fraction = 16.404; }},
    {"refund_share", ITEM1 ".vat_compensation.eligible_share_fraction", "a fraction",
     [](R& r) { Add(r, "fctva", "state", "city", Refund()).eligible_share_fraction = 1.1; }},
    {"refund_items", ITEM1 ".vat_compensation.eligible_item_ids", "is empty",
     [](R& r) { Add(r, "fctva", "state", "city", Refund()).eligible_item_ids.clear(); }},
    {"refund_deducts_no_grant", ITEM1 ".vat_compensation.deducted_item_ids[0]", "no grant",
     [](R& r) { Add(r, "fctva", "state", "city", Refund()).deducted_item_ids = {"capex"}; }},
    {"refund_lag", ITEM1 ".vat_compensation.payment_lag_years", "0 to 50",
     [](R& r) { Add(r, "fctva", "state", "city", Refund()).payment_lag_years = -1; }},
    {"benefit_payer", ITEM1 ".payer_party_id", "outside party",
     [](R& r) { Add(r, "health", "state", "city", CoBenefit{}).span = From("2026-01-01"); }},
    {"benefit_ramp_up", ITEM1 ".co_benefit.ramp_up_fractions[0]", "is -1",
     [](R& r) {
       auto& benefit = Add(r, "health", "nature", "city", CoBenefit{});
       benefit.span = From("2026-01-01");
       benefit.ramp_up_fractions = {-1.0};
     }},
    {"emission_party", ITEM1 ".payer_party_id", "unknown party",
     [](R& r) { Add(r, "leak", "somebody", "", Emission{}).span = From("2026-01-01"); }},
    {"emission_growth", ITEM1 ".emission.growth_per_year", "at most 10",
     [](R& r) {
       auto& emission = Add(r, "leak", "", "", Emission{});
       emission.span = From("2026-01-01");
       emission.growth_per_year = 11.0;
     }},
    {"residual_items", ITEM1 ".residual_value.continuing_item_ids", "is empty",
     [](R& r) { Add(r, "after", "operator", "city", GoingOn({})); }},
    {"residual_years", ITEM1 ".residual_value.remaining_years", "above 0",
     [](R& r) { AddAfter(r).remaining_years = 0.0; }},
    {"residual_rate", ITEM1 ".residual_value.discount_rate_per_year", "above -1",
     [](R& r) { AddAfter(r).discount_rate_per_year = -1.0; }},
    // Of which the last year's flow was taken for a yearly one, and in circles, too.
    {"residual_of_itself", ITEM1 ".residual_value.continuing_item_ids[0]", "paid once",
     [](R& r) { Add(r, "after", "operator", "city", GoingOn({"after"})); }},
    {"residual_of_works", ITEM1 ".residual_value.continuing_item_ids[0]", "paid once",
     [](R& r) { Add(r, "after", "operator", "city", GoingOn({"capex"})); }},
    {"residual_of_a_loan", ITEM1 ".residual_value.continuing_item_ids[1]", "pays back a debt",
     [](R& r) {
       AddAfter(r).continuing_item_ids.push_back("loan");
       Add(r, "loan", "city", "state", testing::SeriesOf(ledger::Category::kDebtService, {1.0}));
     }},
    {"residual_of_a_series_of_works", ITEM1 ".residual_value.continuing_item_ids[1]", "paid once",
     [](R& r) {
       AddAfter(r).continuing_item_ids.push_back("works");
       Add(r, "works", "city", "supplier", testing::SeriesOf(ledger::Category::kReplacement, {1.0}));
     }},
    {"residual_of_tonnes", ITEM1 ".residual_value.continuing_item_ids[1]", "no money",
     [](R& r) {
       AddAfter(r).continuing_item_ids.push_back("leak");
       Add(r, "leak", "", "", Emission{}).span = From("2026-01-01");
     }},
    {"residual_short_grid", ITEM1 ".residual_value", "at least one year",
     [](R& r) {
       r.options.grid.months_per_period = 1;
       AddAfter(r);
       std::get<Revenue>(Last(r).kind).span = From("2025-03-01");
     }},
    {"tax_planned", ITEM1 ".explicit_series.commitment", "is PLANNED",
     [](R& r) {
       auto series = testing::SeriesOf(ledger::Category::kTax, {1.0});
       series.commitment = Commitment::kPlanned;
       Add(r, "tax-back", "state", "city", series);
     }},
    {"investment_tax_planned", ITEM1 ".explicit_series.commitment", "is PLANNED",
     [](R& r) {
       auto series = testing::SeriesOf(ledger::Category::kInvestmentTax, {1.0});
       series.commitment = Commitment::kPlanned;
       Add(r, "tax-back", "state", "city", series);
     }},
    {"energy_tax_committed", ITEM1 ".explicit_series.commitment", "applies to sources",
     [](R& r) {
       auto series = testing::SeriesOf(ledger::Category::kEnergyTax, {1.0});
       series.commitment = Commitment::kCommitted;
       Add(r, "excise", "city", "state", series);
     }},
    {"residual_of_a_tax_on_works", ITEM1 ".residual_value.continuing_item_ids[1]", "paid once",
     [](R& r) {
       AddAfter(r).continuing_item_ids.push_back("vat");
       Add(r, "vat", "city", "state", testing::SeriesOf(ledger::Category::kInvestmentTax, {1.0}));
     }},
    {"sale_committed", ITEM1 ".explicit_series.commitment", "applies to sources",
     [](R& r) {
       auto series = testing::SeriesOf(ledger::Category::kRevenue, {1.0});
       series.commitment = Commitment::kCommitted;
       Add(r, "s", "city", "supplier", series);
     }},
    {"dated_cost_planned", ITEM1 ".dated_flows.commitment", "applies to sources",
     [](R& r) {
       Add(r, "s", "city", "supplier",
           DatedFlows{ledger::Category::kOperatingCost, {Day("2026-05-01")}, {1.0}, Commitment::kPlanned});
     }},
    {"series_empty", ITEM1 ".explicit_series.amounts", "at least one number",
     [](R& r) { Add(r, "s", "city", "supplier", testing::SeriesOf(ledger::Category::kRevenue, {})); }},
    {"series_long", ITEM1 ".explicit_series.amounts", "has 11 numbers; expected at most 10",
     [](R& r) {
       Add(r, "s", "city", "supplier", testing::SeriesOf(ledger::Category::kRevenue, std::vector<double>(11)));
     }},
    {"series_inside_period", ITEM1 ".explicit_series.start_date",
     "is inside a period; expected the first day of one, as 2026-01-01",
     [](R& r) {
       Add(r, "s", "city", "supplier", testing::SeriesOf(ledger::Category::kRevenue, {1.0})).start_date =
           Day("2026-02-01");
     }},
    {"series_before", ITEM1 ".explicit_series.start_date", "before the start of the grid",
     [](R& r) {
       Add(r, "s", "city", "supplier", testing::SeriesOf(ledger::Category::kRevenue, {1.0})).start_date =
           Day("2024-01-01");
     }},
    {"series_years_beyond", ITEM1 ".physical_series.quantities", "has 2 numbers; expected at most 1",
     [](R& r) {
       r.options.grid = {Day("2025-01-01"), 6, 3};
       Add(r, "s", "", "", PhysicalSeries{}).step = SeriesStep::kYear;
       std::get<PhysicalSeries>(r.portfolio.projects[0].with_project[1].kind).quantities = {1.0, 1.0};
     }},
    {"dated_lengths", ITEM1 ".dated_flows", "has 1 dates and 2 amounts",
     [](R& r) {
       Add(r, "d", "city", "supplier", DatedFlows{ledger::Category::kRevenue, {Day("2026-01-01")}, {1.0, 2.0}, {}});
     }},
    {"dated_at_horizon", ITEM1 ".dated_flows.dates[0]", "2035-01-01 is beyond the grid, which ends before 2035-01-01",
     [](R& r) {
       Add(r, "d", "city", "supplier", DatedFlows{ledger::Category::kRevenue, {Day("2035-01-01")}, {1.0}, {}});
     }},
};

const std::vector<Case> kAssumptions = {
    {"curve_id", "assumptions.curves[5].id", "'carbon' stands twice",
     [](R& r) { r.assumptions.curves.push_back(CurveOf("carbon", CurveConstant{1.0})); }},
    {"points_empty", "assumptions.curves[5].points.years", "at least one year",
     [](R& r) { r.assumptions.curves.push_back(CurveOf("x", CurvePoints{})); }},
    {"points_order", "assumptions.curves[5].points.years[1]", "2030 does not follow 2030",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{2030, 2030}, {1.0, 1.0}, {}}));
     }},
    {"points_year", "assumptions.curves[5].points.years[0]", "1900 to 2300",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{1899}, {1.0}, {}}));
     }},
    {"points_count", "assumptions.curves[5].points.values", "has 1 numbers for 2 years",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{2020, 2030}, {1.0}, {}}));
     }},
    {"log_linear", "assumptions.curves[5].points.values[1]", "above 0",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{2020, 2030}, {1.0, 0.0}, Interpolation::kLogLinear}));
     }},
    {"growth", "assumptions.curves[5].growth.rate_per_year", "above -1",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurveGrowth{Day("2025-01-01"), 1.0, -1.0}));
     }},
    {"derived", "assumptions.curves[5].derived.base_curve_id", "unknown curve 'carbin'; did you mean 'carbon'?",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurveDerived{"carbin", 1.0, 0.0}));
     }},
    {"derived_circle", "assumptions.curves[6].derived.base_curve_id", "in a circle",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("x", CurveDerived{"y", 1.0, 0.0}));
       r.assumptions.curves.push_back(CurveOf("y", CurveDerived{"x", 1.0, 0.0}));
     }},
    {"derived_too_deep", "assumptions.curves[37].derived.base_curve_id", "shorter chain",
     [](R& r) {
       std::string base = "carbon";
       for (int i = 0; i < 34; ++i) {
         const std::string id = "c" + std::to_string(i);
         r.assumptions.curves.push_back(CurveOf(id.c_str(), CurveDerived{base, 1.0, 0.0}));
         base = id;
       }
     }},
    {"carrier_price", "assumptions.carriers[0].prices[0].price_curve_id", "unknown curve 'gas-energi'",
     [](R& r) { r.assumptions.carriers[0].prices[0].price_curve_id = "gas-energi"; }},
    {"carrier_payee", "assumptions.carriers[0].prices[1].payee_party_id", "is missing",
     [](R& r) { r.assumptions.carriers[0].prices[1].payee_party_id = ""; }},
    {"carrier_scope", "assumptions.carriers[0].emissions[1].scope", "stands twice",
     [](R& r) { r.assumptions.carriers[0].emissions.push_back(r.assumptions.carriers[0].emissions[0]); }},
    {"carrier_factor", "assumptions.carriers[0].emissions[0].factor_curve_id", "unknown curve",
     [](R& r) { r.assumptions.carriers[0].emissions[0].factor_curve_id = "nothing"; }},
    {"rate_twice", "assumptions.discount_rates[1].id", "'five' stands twice",
     [](R& r) { r.assumptions.discount_rates.push_back(RateOf("five", ConstantRate{0.01})); }},
    {"rate_constant", "assumptions.discount_rates[1].constant_rate_per_year", "is 45; expected a fraction",
     [](R& r) { r.assumptions.discount_rates.push_back(RateOf("x", ConstantRate{45.0})); }},
    {"rate_stepped_start", "assumptions.discount_rates[1].stepped.from_years[0]", "expected 0",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{1.0}, {0.03}}));
     }},
    {"rate_stepped_order", "assumptions.discount_rates[1].stepped.from_years[1]", "strictly increasing",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{0.0, 0.0}, {0.03, 0.02}}));
     }},
    {"rate_stepped_counts", "assumptions.discount_rates[1].stepped", "has 2 starts and 1 rates",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{0.0, 30.0}, {0.03}}));
     }},
    {"rate_stepped_value", "assumptions.discount_rates[1].stepped.rates_per_year[0]", "above -1",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{0.0}, {-1.0}}));
     }},
    {"quotes_counts", "assumptions.discount_rates[1].yield_curve", "as many of each",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kSwap}, {12, 24}, {0.03}}));
     }},
    {"quotes_order", "assumptions.discount_rates[1].yield_curve.tenor_months[1]", "strictly increasing",
     [](R& r) {
       r.assumptions.discount_rates.push_back(
           RateOf("x", YieldCurve{{QuoteKind::kSwap, QuoteKind::kSwap}, {24, 24}, {0.03, 0.03}}));
     }},
    {"quotes_second_deposit_tenor", "assumptions.discount_rates[1].yield_curve.tenor_months[1]", "1 to 12 months",
     [](R& r) {
       r.assumptions.discount_rates.push_back(
           RateOf("x", YieldCurve{{QuoteKind::kDeposit, QuoteKind::kDeposit}, {6, 18}, {0.03, 0.03}}));
     }},
    {"quotes_deposit_tenor", "assumptions.discount_rates[1].yield_curve.tenor_months[0]", "1 to 12 months",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kDeposit}, {13}, {0.03}}));
     }},
    {"quotes_swap_tenor", "assumptions.discount_rates[1].yield_curve.tenor_months[0]", "whole years",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kSwap}, {18}, {0.03}}));
     }},
    {"quotes_rate", "assumptions.discount_rates[1].yield_curve.rates_per_year[0]", "between -0.5 and 1",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kSwap}, {12}, {3.0}}));
     }},
    {"rate_premium", "assumptions.discount_rates[1].risk_adjusted.risk_premium_per_year", "0 to 1",
     [](R& r) {
       r.assumptions.discount_rates.push_back(RateOf("x", RiskAdjustedRate{0.012, 2.0, 1.0}));
     }},
    {"index_in_prices", "assumptions.general_index_curve_id", "expected none for an index",
     [](R& r) { r.assumptions.curves[0].price_terms = PriceTerms{}; }},
    {"factor_in_prices", "assumptions.carriers[0].emissions[0].factor_curve_id", "expected none for emission factors",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("factor", CurveConstant{0.2}));
       r.assumptions.curves.back().price_terms = PriceTerms{};
       r.assumptions.carriers[0].emissions[0].factor_curve_id = "factor";
     }},
    {"derived_from_prices", "assumptions.curves[6].price_terms", "the base curve 'tariff' has terms",
     [](R& r) {
       r.assumptions.curves.push_back(CurveOf("tariff", CurveConstant{100.0}));
       r.assumptions.curves.back().price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, "inflation"};
       r.assumptions.curves.push_back(CurveOf("share-of-tariff", CurveDerived{"tariff", 0.5, 0.0}));
     }},
    {"rate_basis", "assumptions.discount_rates[0].basis", "general_index_curve_id",
     [](R& r) {
       r.assumptions.discount_rates[0].basis = PriceBasis::kReal;
       r.assumptions.general_index_curve_id = "";
     }},
    {"general_index", "assumptions.general_index_curve_id", "unknown curve 'inflatio'",
     [](R& r) { r.assumptions.general_index_curve_id = "inflatio"; }},
    {"carbon_curve", "assumptions.carbon_value.curve_id", "is missing",
     [](R& r) {
       r.assumptions.carbon_value = CarbonValue{"", "households", "nature"};
     }},
    {"carbon_beneficiary", "assumptions.carbon_value.beneficiary_party_id", "outside every border",
     [](R& r) {
       r.assumptions.carbon_value = CarbonValue{"carbon", "nature", "nature"};
     }},
    {"carbon_source_inside", "assumptions.carbon_value.source_party_id", "stands inside",
     [](R& r) {
       r.assumptions.carbon_value = CarbonValue{"carbon", "households", "state"};
     }},
    {"carbon_no_outside", "assumptions.carbon_value.source_party_id", "no party of the portfolio stands outside",
     [](R& r) {
       for (Party& party : r.portfolio.parties) party.is_outside = false;
       r.assumptions.carbon_value = CarbonValue{"carbon", "households", ""};
     }},
};

const std::vector<Case> kOptions = {
    {"no_periods", "options.grid.period_count", "is 0; expected 1 to 1200",
     [](R& r) { r.options.grid.period_count = 0; }},
    {"too_many_periods", "options.grid.period_count", "is 1201", [](R& r) { r.options.grid.period_count = 1201; }},
    {"beyond_calendar", "options.grid.period_count", "year 2300", [](R& r) { r.options.grid.period_count = 300; }},
    {"valuation_far", "options.valuation_date", "100 years",
     [](R& r) { r.options.valuation_date = Day("1920-01-01"); }},
    {"perspective", "options.perspective_ids[0]", "unknown perspective 'citi'; did you mean 'city'?",
     [](R& r) { r.options.perspective_ids = {"citi"}; }},
    {"mirr_finance", "options.mirr_finance_rate_per_year", "above -1",
     [](R& r) { r.options.mirr_finance_rate_per_year = -1.0; }},
    {"mirr_reinvestment", "options.mirr_reinvestment_rate_per_year", "at most 10",
     [](R& r) { r.options.mirr_reinvestment_rate_per_year = 11.0; }},
    {"target_irr", "options.target_irr_per_year", "above -1", [](R& r) { r.options.target_irr_per_year = -1.5; }},
    {"eu_share", "options.eu_cofinancing_fraction", "a fraction",
     [](R& r) { r.options.eu_cofinancing_fraction = 85.0; }},
    {"real_results", "assumptions.general_index_curve_id", "real results",
     [](R& r) {
       r.options.price_basis = PriceBasis::kReal;
       r.assumptions.discount_rates[0].basis = PriceBasis::kReal;
       r.assumptions.general_index_curve_id = "";
     }},
};

std::string NameOf(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Portfolio, Refused, ::testing::ValuesIn(kPortfolio), NameOf);
INSTANTIATE_TEST_SUITE_P(Financing, Refused, ::testing::ValuesIn(kFinancing), NameOf);
INSTANTIATE_TEST_SUITE_P(Items, Refused, ::testing::ValuesIn(kItems), NameOf);
INSTANTIATE_TEST_SUITE_P(Assumptions, Refused, ::testing::ValuesIn(kAssumptions), NameOf);
INSTANTIATE_TEST_SUITE_P(Options, Refused, ::testing::ValuesIn(kOptions), NameOf);

TEST(Validate, AcceptsRandomGoodRequests) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    EXPECT_THAT(Validate(testing::RandomRequest(seed, 5, 20)), IsEmpty()) << seed;
  }
}

TEST(Validate, AcceptsOwnFundsThatStayWithOneParty) {
  AppraisalRequest request = Base();
  FinancingSource own = LoanSource();
  own.payer_party_id = "city";
  own.kind = OwnFunds{};
  request.portfolio.financing_sources = {own};
  EXPECT_THAT(Validate(request), IsEmpty());
}

TEST(Validate, AcceptsPhysicalItemsWithoutPartiesAndPriceTerms) {
  AppraisalRequest request = Base();
  request.portfolio.projects[0].default_price_terms = PriceTerms{};
  request.portfolio.default_price_terms.reset();
  Add(request, "leak", "", "", Emission{}).span = From("2026-01-01");
  EXPECT_THAT(Validate(request), IsEmpty());
}

// Items whose terms nobody reads were told to have some, and with them, not to.
TEST(Validate, ItemsThatFollowOthersNeedNoTerms) {
  AppraisalRequest request = Base();
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
  AppraisalRequest request = Base();
  request.assumptions.curves.push_back(CurveOf("wages", CurveDerived{"inflation", 1.5, 0.1}));
  request.portfolio.default_price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, "wages"};
  EXPECT_THAT(Validate(request), IsEmpty());
}

TEST(Validate, FindsEverythingAtOnceInTheOrderOfTheDocument) {
  AppraisalRequest request = Base();
  request.options.perspective_ids = {"nobody"};
  request.assumptions.carriers[0].emissions[0].factor_curve_id = "none";
  request.portfolio.currency_code = "";
  Capex(request).amount = -1.0;
  Capex(request).spend_profile.fractions = {0.5};
  std::vector<std::string> paths;
  for (const Failure& failure : Validate(request)) paths.push_back(failure.field_path);
  EXPECT_THAT(paths, ElementsAre("portfolio.currency_code", ITEM0 ".investment.amount",
                                 ITEM0 ".investment.spend_profile.fractions",
                                 "assumptions.carriers[0].emissions[0].factor_curve_id", "options.perspective_ids[0]"));
}

TEST(Validate, RefusesADepositAfterASwap) {
  AppraisalRequest request = Base();
  request.assumptions.discount_rates.push_back(
      RateOf("x", YieldCurve{{QuoteKind::kSwap, QuoteKind::kDeposit}, {12, 6}, {0.03, 0.03}}));
  EXPECT_THAT(Validate(request),
              Contains(AllOf(Field(&Failure::field_path, "assumptions.discount_rates[1].yield_curve.quote_kinds[1]"),
                             Field(&Failure::message, HasSubstr("deposits first")))));
}

TEST(Validate, StopsCollectingBeforeAHostileRequestFillsTheMemory) {
  AppraisalRequest request = Base();
  Capex(request).spend_profile.fractions.assign(1'000'000, -1.0);
  EXPECT_EQ(Validate(request).size(), 10'000U);
}

TEST(Validate, StaysQuickWithManyMisspeltReferences) {
  AppraisalRequest request = Base();
  for (int i = 0; i < 5'000; ++i) {
    request.assumptions.curves.push_back(CurveOf(("curve" + std::to_string(i)).c_str(), CurveConstant{1.0}));
    Add(request, "e" + std::to_string(i), "city", "", Energy(EnergyUse::kSaved)).price_curve_id = "kurve-without-end";
  }
  EXPECT_THAT(Validate(request), Contains(Field(&Failure::message, HasSubstr("unknown curve"))));
}

}  // namespace
}  // namespace calanque::model
