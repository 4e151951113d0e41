// Early termination by what the contract says of it, and contingent liabilities.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

/// Years of the grid, 2025 to 2038: operation in the years 2 to 11.
constexpr std::size_t kFirstYearOfOperation = 2;
constexpr std::size_t kLastYear = 11;

StructuredMode Structure(const School& school, const model::DeliveryMode& mode) {
  EXPECT_THAT(ValidateMode(school.project, mode, "mode"), ::testing::IsEmpty());
  auto structured = StructureProject(school.project, mode, nullptr);
  if (!structured) throw std::runtime_error(structured.error().message);
  return std::move(structured).value();
}

std::vector<double> FindingOf(const StructuredMode& mode, const std::string& name) {
  for (const YearRow& row : mode.findings.rows) {
    if (row.name == name) return row.values;
  }
  return {};
}

double FindingFigure(const StructuredMode& mode, const std::string& name) {
  for (const Figure& figure : mode.findings.figures) {
    if (figure.name == name) return figure.value.value();
  }
  throw std::runtime_error("no finding " + name);
}

TEST(EarlyEnd, BreakageIsPaidToWhoDidNotCauseIt) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  const StructuredMode usual = Structure(school, mode);
  mode.termination = model::TerminationTerms();
  mode.termination->breakage_debt_fraction = 0.03;
  mode.termination->breakage_amount = 1e6;
  const StructuredMode broken = Structure(school, mode);
  std::vector<double> debt;
  for (const PeriodRow& row : usual.company_rows) {
    if (row.name == company::RowName(company::Row::kDebtBalance)) debt = row.amounts;
  }
  for (std::size_t y = kFirstYearOfOperation; y < kLastYear; ++y) {
    const double breakage = 0.03 * debt[y + 1] + 1e6;  // The end of year y is point y + 1.
    for (const char* cause : {"termination_authority_default_amount", "termination_force_majeure_amount"}) {
      EXPECT_NEAR(FindingOf(broken, cause)[y], FindingOf(usual, cause)[y] + breakage, 1e-3) << cause << y;
    }
  }
  EXPECT_EQ(FindingOf(broken, "termination_operator_default_amount"),
            FindingOf(usual, "termination_operator_default_amount"));
}

// One distribution is left at the end of the year before the last.
TEST(EarlyEnd, EquityIsWorthWhatItsBasisSays) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  const StructuredMode usual = Structure(school, mode);
  std::vector<double> equity;
  for (const PeriodRow& row : usual.company_rows) {
    if (row.name == company::RowName(company::Row::kEquityCashFlow)) equity = row.amounts;
  }
  const char* const row = "termination_authority_default_amount";
  EXPECT_NEAR(FindingOf(usual, row)[kLastYear - 1], equity[kLastYear + 1] / 1.10, 1e-3);
  mode.termination = model::TerminationTerms();
  mode.termination->authority_default_equity_basis = model::EquityBasis::kMarketValue;
  mode.termination->market_equity_return_per_year = 0.07;
  EXPECT_NEAR(FindingOf(Structure(school, mode), row)[kLastYear - 1], equity[kLastYear + 1] / 1.07, 1e-3);
  // Flows to date at the return of the base case are what the base case still owes: both bases agree on the base case.
  mode.termination = model::TerminationTerms();
  mode.termination->authority_default_equity_basis = model::EquityBasis::kReturnToDate;
  const auto to_date = FindingOf(Structure(school, mode), row);
  for (std::size_t y = 0; y < to_date.size(); ++y) EXPECT_NEAR(to_date[y], FindingOf(usual, row)[y], 1.0) << y;
}

TEST(EarlyEnd, AnotherOperatorIsPaidOutOfTheFairValue) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  const char* const row = "termination_operator_default_amount";
  const StructuredMode structured = Structure(school, mode);
  const auto usual = FindingOf(structured, row);
  const double rate = FigureOf(structured, "project_irr_per_year");
  mode.termination = model::TerminationTerms();
  mode.termination->rebid_cost_amount = 5e6;
  const auto rebid = FindingOf(Structure(school, mode), row);
  for (std::size_t y = 0; y < usual.size(); ++y) EXPECT_NEAR(rebid[y], std::max(usual[y] - 5e6, 0.0), 1e-6);
  mode.termination = model::TerminationTerms();
  mode.termination->completion_cost_factor = 1.5;
  const auto dearer = FindingOf(Structure(school, mode), row);
  // At the end of the year before the last, the last year's 2 M of upkeep is still to pay; the rate is the project's
  // return.
  EXPECT_NEAR(dearer[kLastYear - 1], usual[kLastYear - 1] - 0.5 * 2e6 / (1.0 + rate), 1e-3);
  mode.termination->completion_cost_factor = 1.0;
  mode.termination->fair_value_discount_rate_per_year = 0.08;
  const auto discounted = FindingOf(Structure(school, mode), row);
  EXPECT_NEAR(discounted[kLastYear - 1], usual[kLastYear - 1] * (1.0 + rate) / 1.08, 1e-3);
}

TEST(EarlyEnd, AReturnGoesWithItsBasis) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  mode.termination = model::TerminationTerms();
  mode.termination->market_equity_return_per_year = 0.07;
  ASSERT_EQ(ValidateMode(school.project, mode, "mode").size(), 1U);
  EXPECT_EQ(ValidateMode(school.project, mode, "mode")[0].field_path, "mode.termination.market_equity_return_per_year");
  model::DeliveryMode direct = AllModes().at("direct");
  direct.termination = model::TerminationTerms();
  EXPECT_EQ(ValidateMode(school.project, direct, "mode")[0].field_path, "mode.termination");
}

// Users are expected to pay 3.2 M of a base of 4 M a year; the band pays half below 3.6 M, then 3.6 M are guaranteed.
TEST(ContingentLiabilities, CallsAreWhatTheBaseCasePaysAndExposureWhatNobodyPays) {
  const School school;
  const StructuredMode mode = Structure(school, AllModes().at("concession"));
  const auto calls = FindingOf(mode, "guarantee_expected_call_amount");
  const auto exposure = FindingOf(mode, "guarantee_exposure_amount");
  for (std::size_t y = kFirstYearOfOperation; y <= kLastYear; ++y) {
    EXPECT_NEAR(calls[y], 0.4e6, 1e-6);     // 0.2 M of the band, and 0.2 M to the guaranteed 3.6 M.
    EXPECT_NEAR(exposure[y], 3.6e6, 1e-6);  // With no user at all.
  }
  EXPECT_NEAR(FindingFigure(mode, "contingent_guarantee_highest_amount_per_year"), 3.6e6, 1e-6);
}

TEST(ContingentLiabilities, UncertainRevenueIsCalledMoreOften) {
  const School school;
  model::DeliveryMode mode = AllModes().at("concession");
  std::get<model::Concession>(mode.contract).expected_revenue_factor = 1.0;
  EXPECT_NEAR(FindingOf(Structure(school, mode), "guarantee_expected_call_amount")[5], 0.0, 1e-9);
  std::get<model::Concession>(mode.contract).revenue_volatility_fraction = 0.2;
  // Black's put on 4 M at 3.6 M: the band's half is paid out of the guarantee.
  EXPECT_NEAR(FindingOf(Structure(school, mode), "guarantee_expected_call_amount")[5], 4e6 * 0.03589108, 1.0);
}

TEST(ContingentLiabilities, TheDearestEndIsTheExposure) {
  const School school;
  const StructuredMode mode = Structure(school, AllModes().at("partnership"));
  const auto exposure = FindingOf(mode, "termination_exposure_amount");
  ASSERT_EQ(exposure.size(), 14U);
  for (std::size_t y = 0; y < exposure.size(); ++y) {
    double dearest = 0.0;
    for (const char* cause : {"termination_authority_default_amount", "termination_operator_default_amount",
                              "termination_force_majeure_amount"}) {
      const auto row = FindingOf(mode, cause);
      if (y < row.size()) dearest = std::max(dearest, row[y]);
    }
    EXPECT_EQ(exposure[y], dearest);
  }
  EXPECT_EQ(FindingFigure(mode, "contingent_termination_highest_amount"),
            *std::max_element(exposure.begin(), exposure.end()));
}

TEST(Concession, IsBuiltWithoutAnUpperBand) {
  const School school;
  model::DeliveryMode mode = AllModes().at("concession");
  std::get<model::Concession>(mode.contract).upper_band_fraction = 0.0;
  std::get<model::Concession>(mode.contract).city_takes_fraction = 0.0;
  EXPECT_GT(FigureOf(Structure(school, mode), "charge_amount_per_year"), 0.0);
}

}  // namespace
}  // namespace calanque::partnership
