// What is refused of a portfolio, its financing sources and the options.
#include "tests/unit/engine/model/refusals.h"

namespace calanque::model {
namespace {

using testing::Day;
using R = AppraisalRequest;

}  // namespace

std::vector<Refusal> PortfolioRefusals() {
  return {
      {"portfolio_id", "portfolio.id", "is missing", [](R& r) { r.portfolio.id = ""; }},
      {"id_pattern", "portfolio.id", "'My City' is malformed", [](R& r) { r.portfolio.id = "My City"; }},
      {"id_length", "portfolio.id", "at most 64", [](R& r) { r.portfolio.id = std::string(65, 'a'); }},
      {"currency", "portfolio.currency_code", "three capital letters",
       [](R& r) { r.portfolio.currency_code = "euro"; }},
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
}

std::vector<Refusal> FinancingRefusals() {
  return {
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
}

std::vector<Refusal> OptionRefusals() {
  return {
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
}

}  // namespace calanque::model
