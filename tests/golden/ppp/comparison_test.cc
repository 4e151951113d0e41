// Published comparisons of public procurement with a partnership, and what risk they count.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/ppp/optimism_bias.h"
#include "engine/ppp/public_sector_comparator.h"
#include "engine/ppp/quantified_risk.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

Table ReadPppTable(const std::string& path) { return ReadTable("../ppp/" + path); }

TEST(ComparatorPartsGolden, PartsAddUp) {
  const Table table = ReadPppTable("comparator_parts/case.csv");
  for (const Row& row : table.rows) {
    const double neutrality = Number(row, "land_tax") + Number(row, "municipal_rates") + Number(row, "stamp_duty") +
                              Number(row, "payroll_tax");
    ExpectCell(table, row, "neutrality", neutrality);
    const ppp::PublicSectorCost cost = {.raw_amount = Number(row, "raw"),
                                        .competitive_neutrality_amount = neutrality,
                                        .transferred_risk_amount = Number(row, "transferred"),
                                        .retained_risk_amount = Number(row, "retained")};
    ExpectCell(table, row, "total", cost.Total());
    if (row.at("raw_percent").empty()) continue;
    ExpectCell(table, row, "raw_percent", 100.0 * cost.raw_amount / cost.Total());
    ExpectCell(table, row, "neutrality_percent", 100.0 * neutrality / cost.Total());
    ExpectCell(table, row, "transferred_percent", 100.0 * cost.transferred_risk_amount / cost.Total());
    ExpectCell(table, row, "retained_percent", 100.0 * cost.retained_risk_amount / cost.Total());
  }
}

TEST(HospitalSchemesGolden, TheSignTurnsOnTheRiskLine) {
  const Table table = ReadPppTable("hospital_schemes/case.csv");
  for (const Row& row : table.rows) {
    const ppp::PublicSectorCost public_sector = {.raw_amount = Number(row, "public_cost"),
                                                 .transferred_risk_amount = Number(row, "public_risk")};
    const ppp::PartnershipCost partnership = {.payments_amount = Number(row, "partnership_cost"),
                                              .retained_risk_amount = Number(row, "partnership_risk")};
    ExpectCell(table, row, "comparator", public_sector.Total());
    ExpectCell(table, row, "partnership", partnership.Total());
    const auto value = ppp::CompareCosts(public_sector, partnership);
    ASSERT_TRUE(value.has_value());
    ExpectCell(table, row, "value_percent", 100.0 * value->fraction.value());
    EXPECT_LT(value->before_risk_amount, 0.0) << row.at("scheme");
    EXPECT_GT(value->amount, 0.0) << row.at("scheme");
    EXPECT_LT(value->flip_transferred_risk_amount, public_sector.transferred_risk_amount) << row.at("scheme");
  }
}

TEST(Highway427Golden, ValueForMoney) {
  const Table table = ReadPppTable("highway_427/case.csv");
  const Row& row = table.rows.at(0);
  const ppp::PublicSectorCost public_sector = {.raw_amount = Number(row, "base"),
                                               .retained_risk_amount = Number(row, "retained_risk")};
  ExpectCell(table, row, "comparator", public_sector.Total());
  const auto value = ppp::CompareCosts(public_sector, {.payments_amount = Number(row, "partnership")});
  ASSERT_TRUE(value.has_value());
  ExpectCell(table, row, "value", value->amount);
  ExpectCell(table, row, "value_percent", 100.0 * value->fraction.value());
}

TEST(ExpectedCostOverrunGolden, MeanOfTheOutcomes) {
  const Table table = ReadTable("expected_cost_overrun/case.csv");
  for (const Row& row : table.rows) {
    const std::vector<double> probabilities = Numbers(row, "probabilities");
    const std::vector<double> overruns = Numbers(row, "overruns");
    std::vector<ppp::RiskOutcome> outcomes;
    for (std::size_t i = 0; i < probabilities.size(); ++i) outcomes.push_back({probabilities[i], overruns.at(i)});
    ExpectCell(table, row, "expected", ppp::ExpectedConsequence({.name = "overrun", .outcomes = outcomes}).value());
  }
}

// By type of works.
std::map<std::string, ppp::BiasRange> ReadRanges(const std::string& what) {
  std::map<std::string, ppp::BiasRange> ranges;
  const Table table = ReadPppTable("optimism_bias/table.csv");
  for (const Row& row : table.rows) {
    if (row.at(what + "_upper").empty()) continue;
    ranges[row.at("project_type")] = {Number(row, what + "_upper"), Number(row, what + "_lower")};
  }
  return ranges;
}

ppp::BiasRange Combine(const std::map<std::string, ppp::BiasRange>& ranges, const Row& row) {
  const std::vector<ppp::BiasRange> mixed = {ranges.at("non_standard_buildings"), ranges.at("standard_buildings")};
  const std::vector<double> fractions = {Number(row, "non_standard_buildings"), Number(row, "standard_buildings")};
  return ppp::CombineBias(mixed, fractions).value();
}

TEST(OptimismBiasGolden, MixAndMitigation) {
  const auto capex_ranges = ReadRanges("capex");
  const auto duration_ranges = ReadRanges("duration");
  const Table table = ReadPppTable("optimism_bias/case.csv");
  for (const Row& row : table.rows) {
    const ppp::BiasRange capex = Combine(capex_ranges, row);
    ExpectCell(table, row, "combined_capex", capex.upper_fraction);
    ExpectCell(table, row, "combined_duration", Combine(duration_ranges, row).upper_fraction);
    if (row.at("mitigation").empty()) continue;
    const double residual = ppp::ResidualBias(capex, Number(row, "mitigation")).value();
    ExpectCell(table, row, "residual", residual);
    const double base = Number(row, "base_capex");
    const ppp::CostLine line = {
        .name = "works", .base_amount = base, .optimism_bias = ppp::LineBias{.fraction = residual}, .risks = {}};
    ExpectCell(table, row, "capex_after", base + ppp::RiskOfLine(line).value().Total());
  }
}

}  // namespace
}  // namespace calanque::golden
