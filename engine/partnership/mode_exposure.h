// What a unit of each risk line's deviation costs the public party and the company of one mode, compiled for many paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/partnership/build_mode.h"
#include "engine/partnership/partnership.h"
#include "engine/ppp/revenue_sharing.h"

namespace calanque::partnership {

/// Which flow of the company a line moves.
enum class CompanyFlow : std::uint8_t { kWorks, kOperatingCost, kMaintenance };

/// One line in one mode. A deviation of 0.1 costs a tenth of the line's base. Lines that are redrawn have one deviation a
/// calendar year, others one for all.
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
};

struct ModeExposure {
  double base_cost_present_amount = 0.0;  ///< Raw cost and competitive neutrality, before any line.
  std::vector<LineExposure> lines;        ///< In the register's order.
  std::optional<RevenueExposure> revenue;
  // Of a mode with a company.
  std::size_t construction_end = 0;             ///< Point.
  company::Flows company_flows;                 ///< Looks into the built mode.
  std::vector<double> floating_fractions;       ///< By tranche.
  std::vector<double> equity_discount_factors;  ///< [point] at the return that shareholders ask.
};

ModeExposure CompileExposure(const Project& project, const ProjectFlows& flows, const ComparisonTerms& terms,
                             const model::DeliveryMode& mode, const BuiltMode& built);

}  // namespace calanque::partnership
