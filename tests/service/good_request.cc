#include "tests/service/good_request.h"

#include <google/protobuf/text_format.h>

#include <stdexcept>
#include <string>

namespace calanque::testing {
namespace {

constexpr const char* kGood = R"pb(
  portfolio {
    id: "sample"
    currency_code: "EUR"
    parties { id: "city" display_name: "City" }
    parties { id: "state" }
    parties { id: "households" }
    parties { id: "supplier" is_outside: true }
    parties { id: "nature" is_outside: true }
    perspectives { id: "economy" includes_all_parties: true discount_rate_id: "social" }
    perspectives { id: "city" party_ids: "city" discount_rate_id: "social" }
    default_price_terms { basis: PRICE_BASIS_NOMINAL }
    projects {
      id: "school"
      sector_id: "buildings"
      with_project {
        id: "works"
        payer_party_id: "city"
        payee_party_id: "supplier"
        investment {
          amount: 1000
          spend_profile { start_date: "2025-01-01" fractions: 0.5 fractions: 0.5 }
          life_years: 25
          residual_method: RESIDUAL_METHOD_STRAIGHT_LINE
          vat_rate_fraction: 0.2
          vat_payee_party_id: "state"
        }
        sources { kind: SOURCE_KIND_ASSUMPTION citation: "round figure" }
      }
      with_project {
        id: "upkeep"
        payer_party_id: "city"
        payee_party_id: "supplier"
        price_terms { basis: PRICE_BASIS_REAL price_base_date: "2025-01-01" }
        operating_cost { fixed_amount_per_year: 10 start_date: "2027-01-01" end_date: "2034-01-01" }
      }
      with_project {
        id: "gas"
        payer_party_id: "city"
        energy {
          use: ENERGY_USE_SAVED
          carrier_id: "gas"
          quantity_mwh_per_year: 3
          start_date: "2027-01-01"
          rebound_fraction: 0.1
        }
      }
      with_project {
        id: "rent"
        payer_party_id: "households"
        payee_party_id: "city"
        revenue { tariff_amount_per_unit: 1 volume_per_year: 20 start_date: "2027-01-01" ramp_up_fractions: 0.5 }
      }
      with_project {
        id: "subsidy"
        payer_party_id: "state"
        payee_party_id: "city"
        grant {
          share_of_eligible_fraction: 0.3
          eligible_item_ids: "works"
          cap_amount: 500
          payment_lag_years: 1
          commitment: COMMITMENT_COMMITTED
        }
      }
      with_project {
        id: "certificates"
        payer_party_id: "supplier"
        payee_party_id: "city"
        certificate {
          certified_mwh_cumac: 5
          price_curve_id: "certificate-price"
          payment_profile { start_date: "2026-01-01" fractions: 1 }
          commitment: COMMITMENT_PLANNED
        }
      }
      with_project {
        id: "refund"
        payer_party_id: "state"
        payee_party_id: "city"
        vat_compensation {
          rate_fraction: 0.16404
          eligible_item_ids: "works"
          deducted_item_ids: "subsidy"
          payment_lag_years: 2
          commitment: COMMITMENT_PLANNED
        }
      }
      with_project {
        id: "health"
        payer_party_id: "nature"
        payee_party_id: "households"
        co_benefit { quantity_per_year: 2 value_amount_per_unit: 3 start_date: "2027-01-01" }
      }
      with_project {
        id: "refrigerant"
        payer_party_id: "city"
        emission { quantity_t_co2e_per_year: 0.1 scope: EMISSION_SCOPE_1 start_date: "2027-01-01" }
      }
      with_project {
        id: "after"
        payer_party_id: "supplier"
        payee_party_id: "city"
        residual_value { continuing_item_ids: "rent" remaining_years: 15 discount_rate_per_year: 0.04 }
      }
      with_project {
        id: "lease"
        payer_party_id: "city"
        payee_party_id: "supplier"
        explicit_series {
          category: FLOW_CATEGORY_OPERATING_COST
          amounts: [ 1, 2, 3 ]
        }
      }
      with_project {
        id: "study"
        payer_party_id: "city"
        payee_party_id: "supplier"
        dated_flows { category: FLOW_CATEGORY_INVESTMENT dates: "2025-06-15" amounts: 7 }
      }
      with_project {
        id: "solar"
        payer_party_id: "city"
        physical_series {
          kind: PHYSICAL_KIND_ENERGY_PRODUCED_MWH
          start_date: "2027-01-01"
          quantities: [ 1, 1 ]
        }
      }
      without_project {
        id: "repair"
        payer_party_id: "city"
        payee_party_id: "supplier"
        investment {
          amount: 200
          spend_profile { start_date: "2026-01-01" fractions: 1 }
        }
      }
    }
    financing_sources {
      id: "loan"
      project_id: "school"
      payer_party_id: "state"
      payee_party_id: "city"
      amount: 300
      payment_profile { start_date: "2025-01-01" fractions: 1 }
      commitment: COMMITMENT_COMMITTED
      loan { interest_rate_nominal_per_year: 0.03 tenor_years: 5 repayment_profile: REPAYMENT_PROFILE_ANNUITY }
    }
    baseline {
      perimeter: "the city"
      base_year: 2019
      target_year: 2030
      sectors { id: "buildings" baseline_t_co2e: 100 trend_t_co2e: 90 planned_reduction_t_co2e: 20 }
    }
    inhabitant_count: 1000
  }
  assumptions {
    curves {
      id: "prices"
      growth { base_date: "2025-01-01" rate_per_year: 0.02 }
    }
    curves {
      id: "gas-price"
      unit: "EUR/MWh"
      points {
        years: [ 2025, 2035 ]
        values: [ 60, 90 ]
        interpolation: INTERPOLATION_LINEAR
      }
    }
    curves { id: "gas-factor" constant_value: 0.2 }
    curves {
      id: "certificate-price"
      derived { base_curve_id: "gas-price" multiplier: 0.1 }
    }
    curves {
      id: "carbon"
      points { years: 2025 values: 150 }
    }
    carriers {
      id: "gas"
      prices { price_curve_id: "gas-price" payee_party_id: "supplier" }
      emissions { scope: EMISSION_SCOPE_1 factor_curve_id: "gas-factor" }
    }
    discount_rates { id: "social" basis: PRICE_BASIS_REAL constant_rate_per_year: 0.032 }
    general_index_curve_id: "prices"
    carbon_value { curve_id: "carbon" beneficiary_party_id: "households" source_party_id: "nature" }
  }
  options {
    grid { start_date: "2025-01-01" periodicity: PERIODICITY_ANNUAL period_count: 10 }
    valuation_date: "2025-01-01"
    flow_timing: FLOW_TIMING_END
    price_basis: PRICE_BASIS_NOMINAL
  }
  label: "sample"
)pb";

constexpr const char* kRisk = R"pb(
  drivers {
    id: "gas"
    geometric_brownian { volatility_per_sqrt_year: 0.2 }
    curves { curve_ids: "gas-price" }
  }
  drivers {
    id: "prices"
    mean_reverting_rate { volatility_per_sqrt_year: 0.01 reversion_per_year: 0.2 }
    indices { curve_ids: "prices" }
  }
  drivers {
    id: "overrun"
    draw { lognormal { median: 1.1 log_standard_deviation: 0.2 } }
    quantity { kinds: QUANTITY_KIND_INVESTMENT }
    own_share_fraction: 0.5
  }
  drivers {
    id: "refused"
    draw {
      discrete {
        values: [ 0, 1 ]
        probabilities: [ 0.25, 0.75 ]
      }
    }
    quantity { kinds: QUANTITY_KIND_GRANT item_ids: "subsidy" }
  }
  correlations { first_driver_id: "gas" second_driver_id: "prices" correlation: 0.5 }
  stresses {
    id: "shock"
    drivers { driver_id: "gas" value: 2 }
  }
)pb";

template <typename Message>
Message Parsed(const char* text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message))
    throw std::logic_error("the sample does not parse");
  return message;
}

}  // namespace

v1::AppraisePortfolioRequest GoodRequest() { return Parsed<v1::AppraisePortfolioRequest>(kGood); }

v1::RiskModel GoodRisk() { return Parsed<v1::RiskModel>(kRisk); }

v1::AppraisePortfolioRequest LargeRequest(int project_count, int period_count) {
  v1::AppraisePortfolioRequest request = GoodRequest();
  request.mutable_options()->mutable_grid()->set_period_count(period_count);
  auto& projects = *request.mutable_portfolio()->mutable_projects();
  for (int i = 1; i < project_count; ++i) {
    *projects.Add() = projects[0];
    projects[i].set_id("school" + std::to_string(i));
  }
  return request;
}

}  // namespace calanque::testing
