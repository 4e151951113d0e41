// What is refused of cash-flow items.
#include "tests/unit/engine/model/refusals.h"

#define ITEM0 "portfolio.projects[0].with_project[0]"
#define ITEM1 "portfolio.projects[0].with_project[1]"

namespace calanque::model {
namespace {

using testing::Day;
using testing::Item;
using R = AppraisalRequest;

}  // namespace

std::vector<Refusal> ItemRefusals() {
  return {
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
      {"vat_payee", ITEM0 ".investment.vat_payee_party_id", "is missing",
       [](R& r) { Capex(r).vat_rate_fraction = 0.2; }},
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
      {"grant_other_side", "portfolio.projects[0].without_project[0].grant.eligible_item_ids[0]",
       "same project and side",
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
}

}  // namespace calanque::model
