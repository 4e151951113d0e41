#include "tests/bench/small_request.h"

#include <google/protobuf/text_format.h>

#include <cmath>
#include <stdexcept>

#include "tests/bench/bench.h"

namespace calanque::bench {

v1::AppraisePortfolioRequest SmallRequest() {
  constexpr const char* kText = R"pb(
    portfolio {
      id: "small"
      currency_code: "EUR"
      default_price_terms { basis: PRICE_BASIS_NOMINAL }
      parties { id: "city" }
      parties { id: "users" }
      parties { id: "supplier" is_outside: true }
      perspectives { id: "city" party_ids: "city" discount_rate_id: "five" }
      projects {
        id: "p"
        with_project {
          id: "capex"
          payer_party_id: "city"
          payee_party_id: "supplier"
          investment {
            amount: 1000
            spend_profile { start_date: "2025-01-01" fractions: 1 }
          }
        }
        with_project {
          id: "upkeep"
          payer_party_id: "city"
          payee_party_id: "supplier"
          operating_cost { fixed_amount_per_year: 20 start_date: "2026-01-01" }
        }
        with_project {
          id: "fares"
          payer_party_id: "users"
          payee_party_id: "city"
          revenue { tariff_amount_per_unit: 2 volume_per_year: 60 start_date: "2026-01-01" }
        }
        with_project {
          id: "tonnes"
          emission { quantity_t_co2e_per_year: -3 scope: EMISSION_SCOPE_1 start_date: "2026-01-01" }
        }
      }
    }
    assumptions { discount_rates { id: "five" basis: PRICE_BASIS_NOMINAL constant_rate_per_year: 0.05 } }
    options {
      grid { start_date: "2025-01-01" periodicity: PERIODICITY_ANNUAL period_count: 20 }
      valuation_date: "2025-01-01"
      flow_timing: FLOW_TIMING_END
      price_basis: PRICE_BASIS_NOMINAL
      metric_names: "npv_amount"
      metric_names: "irr_per_year"
      metric_names: "abatement_cost_a4_amount_per_t_co2e"
      metric_names: "financing_gap_amount"
    }
  )pb";
  v1::AppraisePortfolioRequest request;
  if (!google::protobuf::TextFormat::ParseFromString(kText, &request))
    throw std::runtime_error("small request malformed");
  return request;
}

std::string SmallRequestAnswer() {
  const double annuity = (1.0 - std::pow(1.05, -19.0)) / 0.05;
  return "npv_amount " + Digits((-1000.0 + 100.0 * annuity) / 1.05);
}

}  // namespace calanque::bench
