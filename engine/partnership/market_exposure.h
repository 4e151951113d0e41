// What the project's futures do to one mode, compiled for many paths: shares of rows, and the terms of its contract.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/partnership/build_mode.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/project_futures.h"
#include "engine/ppp/energy_savings.h"

namespace calanque::partnership {

/// Which flow of the company something moves. Before operation everything is works.
enum class CompanyFlow : std::uint8_t { kWorks, kOperatingCost, kMaintenance, kRevenue };

/// A unit of a row in a period costs the public party so much, at present value.
struct CityShare {
  std::uint32_t row = 0;
  std::uint32_t period = 0;
  double present_amount = 0.0;
};

/// A unit of a row in a period moves a flow of the company by `factor`.
struct CompanyShare {
  std::uint32_t row = 0;
  std::uint32_t period = 0;
  std::uint32_t point = 0;
  CompanyFlow flow = CompanyFlow::kWorks;
  double factor = 1.0;
};

/// The charge, [period]: amount x ((1 - a) + a x index) x what is earned, from the start of operation.
struct ChargeExposure {
  double amount = 0.0;  ///< Per period, after expected deductions.
  double indexed_fraction = 0.0;
  std::vector<double> index;               ///< Over its value on the day of its base.
  std::optional<std::size_t> base_period;  ///< That holds this day, at most the first of operation; absent: known.
  std::vector<double> factors;             ///< [period] escalation and volume.
  std::vector<double> curve_values;        ///< At the middle of each period: the futures' row stands over them.
  std::optional<std::size_t> curve_row;
  bool is_earned_by_availability = false;
  double least_earned_factor = 1.0;     ///< All deductions that the contract allows; over what is expected.
  double greatest_earned_factor = 1.0;  ///< None.
  int period_count = 0;
};

/// What follows from savings of energy, [period].
struct SavingsExposure {
  double expected_fraction = 1.0;
  double guaranteed_fraction = 0.0;
  double company_fraction = 0.0;
  int sharing_period_count = 0;
  std::vector<double> savings;  ///< As the project promises them, delay of the mode in them.
};

struct FundExposure {
  ppp::RevolvingFund terms;
  std::vector<double> works;
  std::vector<double> savings;
};

/// The floating part of one loan.
struct RateExposure {
  std::size_t tranche = 0;
  std::size_t curve_row = 0;
  double floating_fraction = 0.0;
  std::vector<double> slope;  ///< [point] rate per period for a unit of yearly rate, to first order.
};

struct MarketExposure {
  Window window;
  int delay_period_count = 0;            ///< Of the mode: its period p has the project's row p less this.
  std::vector<double> discount_factors;  ///< Of the public party, [period].
  double vat_rate_fraction = 0.0;        ///< On what the contract costs the public party.
  std::vector<CityShare> city;
  std::vector<CompanyShare> company;
  std::optional<ChargeExposure> charge;
  std::optional<SavingsExposure> savings;
  std::optional<FundExposure> fund;
  std::vector<RateExposure> rates;
};

/// Domain  `futures` of the same project; a mode built on it.
MarketExposure CompileMarketExposure(const Project& project, const ProjectFutures& futures,
                                     const model::DeliveryMode& mode, const BuiltMode& built);

}  // namespace calanque::partnership
