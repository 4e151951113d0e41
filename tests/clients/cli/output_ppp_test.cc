// Pages on partnerships, from answers made by hand: what a reader must not miss.
#include "clients/cli/output_ppp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// 0.000 would read as a company that covers nothing.
TEST(ModesTable, AFigureOfNoFutureIsNone) {
  v1::CompareDeliveryModesResponse response;
  v1::ModeSimulation& simulation = *response.mutable_simulation();
  simulation.set_path_count(1000);
  v1::SimulatedModeFigure& figure = *simulation.add_figures();
  figure.set_mode_id("direct");
  figure.mutable_figure()->set_metric_name("minimum_dscr");
  figure.mutable_figure()->set_unit("1");
  figure.mutable_figure()->set_missing_path_count(1000);
  const std::string page = ModesTable(response, {});
  EXPECT_THAT(page, AllOf(HasSubstr("none"), Not(HasSubstr("0.000"))));
}

// A rate in a column of parties is read as a party; the columns say what is in them.
TEST(ModesCsv, EveryColumnHoldsWhatItsHeadSays) {
  v1::CompareDeliveryModesResponse response;
  response.set_currency_code("EUR");
  v1::ModeCost& cost = *response.add_costs();
  cost.set_mode_id("direct");
  cost.set_discount_rate_per_year(0.04);
  cost.set_raw_present_amount(-12.5);
  v1::ModeProbability& chance = *response.mutable_simulation()->add_probabilities();
  chance.set_name("is_cheaper");
  chance.set_mode_id("direct");
  chance.set_other_mode_id("contract");
  chance.set_probability(0.25);
  chance.set_standard_error_probability(0.01);
  v1::StructuredMode& mode = *response.add_modes();
  mode.set_mode_id("contract");
  mode.add_period_dates("2025-12-31");
  v1::ContractColumn& charge = *mode.add_columns();
  charge.set_name("charge: investment part");
  charge.set_category_name("operating_cost");
  charge.set_payer_party_id("city");
  charge.set_payee_party_id("company");
  charge.add_amounts(7.0);
  EXPECT_THAT(
      ModesCsv(response),
      AllOf(HasSubstr("section,mode,name,detail,party_from,party_to,unit,date,value,failure\r\n"),
            HasSubstr("\r\ncomparator,direct,raw_present_amount,0.04,,,EUR,,-12.5,\r\n"),
            HasSubstr("\r\nprobability,direct,is_cheaper,contract,,,1,,0.25,\r\n"),
            HasSubstr("\r\nprobability_standard_error,direct,is_cheaper,contract,,,1,,0.01,\r\n"),
            HasSubstr("\r\ncolumn,contract,charge: investment part,operating_cost,city,company,EUR,2025-12-31,7")));
}

}  // namespace
}  // namespace calanque::cli
