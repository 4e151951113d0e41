// What a unit of each risk line's deviation costs the public party and the company of one mode, compiled for many
// paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/partnership/build_mode.h"
#include "engine/partnership/market_exposure.h"
#include "engine/partnership/partnership.h"
#include "engine/ppp/revenue_sharing.h"

namespace calanque::partnership {

/// One line in one mode. A deviation of 0.1 costs a tenth of the line's base. Lines that are redrawn have one deviation
/// a calendar year, others one for all.
struct LineExposure {
  std::vector<double> city_present_amount;  ///< [deviation] present value that the public party bears per unit.
  CompanyFlow company_flow = CompanyFlow::kWorks;
  std::vector<double> company_amounts;             ///< [point] that the company bears per unit; empty: nothing.
  std::vector<std::uint32_t> deviation_of_period;  ///< Position among the line's deviations.
  bool moves_users = false;                        ///< Acts on RevenueExposure instead.
};

/// Revenue from users under the bands and the guarantee of a concession, [period].
struct RevenueExposure {
  ppp::RevenueBands bands;
  std::vector<double> base_amounts;  ///< What bands are measured against.
  std::vector<double> guaranteed_amounts;
  std::vector<double> expected_amounts;  ///< What users pay where nothing deviates.
  std::vector<double> discount_factors;  ///< Of the public party.
  double expected_factor = 1.0;          ///< What users pay over the project's own figure.
  std::vector<std::uint32_t> year_of_period;
  std::size_t year_count = 0;
  int operation_start = 0;  ///< Period.
  int contract_end = 0;     ///< First period after the contract.
};

struct ModeExposure {
  double base_cost_present_amount = 0.0;  ///< Raw cost and competitive neutrality, before any line.
  std::vector<LineExposure> lines;        ///< In the register's order.
  std::optional<RevenueExposure> revenue;
  std::optional<MarketExposure> market;  ///< Absent: no driver moves the project.
  // Of a mode with a company.
  std::size_t construction_end = 0;             ///< Point.
  company::Flows company_flows;                 ///< Looks into the built mode.
  std::vector<double> floating_fractions;       ///< By tranche.
  std::vector<double> equity_discount_factors;  ///< [point] at the return that shareholders ask.
  double public_equity_fraction = 0.0;          ///< Of what shareholders pay in and are paid.
  std::vector<double> discount_factors;         ///< Of the public party, [period].
};

/// `futures` may be null: then only lines of the register move the mode.
ModeExposure CompileExposure(const Project& project, const ProjectFlows& flows, const ComparisonTerms& terms,
                             const model::DeliveryMode& mode, const BuiltMode& built, const ProjectFutures* futures);

}  // namespace calanque::partnership
