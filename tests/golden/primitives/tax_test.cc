// French depreciation, loss carry-forward and interest limit.
#include <gtest/gtest.h>

#include <vector>

#include "engine/finance/depreciation.h"
#include "engine/finance/interest_limit.h"
#include "engine/finance/loss_carry_forward.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

TEST(FrDegressifGolden, FiveYearsFromApril) {
  const Row asset = ReadTable("fr_degressif/case.csv").rows.at(0);
  const Table expected = ReadTable("fr_degressif/expected.csv");
  std::vector<double> amounts(expected.rows.size());
  finance::Depreciate(finance::DecliningBalance{.life_years = static_cast<int>(Number(asset, "life_years")),
                                                .coefficient = Number(asset, "coefficient"),
                                                .first_year_fraction = Number(asset, "first_year_fraction")},
                      Number(asset, "cost"), amounts);
  for (std::size_t i = 0; i < amounts.size(); ++i) ExpectCell(expected, expected.rows[i], "amount", amounts[i]);
}

TEST(FrLossCarryForwardGolden, FourYears) {
  const Row input = ReadTable("fr_loss_carry_forward/case.csv").rows.at(0);
  const Table expected = ReadTable("fr_loss_carry_forward/expected.csv");
  std::vector<double> results;
  for (const Row& row : expected.rows) results.push_back(Number(row, "result"));
  std::vector<double> taxable(results.size());
  std::vector<double> used(results.size());
  std::vector<double> closing(results.size());
  finance::CarryLossesForward({.floor_amount = Number(input, "floor"), .fraction = Number(input, "fraction")},
                              Number(input, "opening"), results, taxable, used, closing);
  for (std::size_t i = 0; i < results.size(); ++i) {
    ExpectCell(expected, expected.rows[i], "used", used[i]);
    ExpectCell(expected, expected.rows[i], "taxable", taxable[i]);
    ExpectCell(expected, expected.rows[i], "closing", closing[i]);
  }
}

TEST(FrInterestLimitGolden, SingleYears) {
  const Row rule = ReadTable("fr_interest_limit/case.csv").rows.at(0);
  const Table expected = ReadTable("fr_interest_limit/expected.csv");
  for (const Row& row : expected.rows) {
    std::vector<double> deductible(1);
    std::vector<double> closing(1);
    finance::LimitInterest(
        {.floor_amount_per_year = Number(rule, "floor"), .ebitda_fraction = Number(rule, "ebitda_fraction")}, 0.0,
        Numbers(row, "net_interest"), Numbers(row, "tax_ebitda"), {}, deductible, closing);
    ExpectCell(expected, row, "deductible", deductible[0]);
    ExpectCell(expected, row, "closing", closing[0]);
  }
}

}  // namespace
}  // namespace calanque::golden
