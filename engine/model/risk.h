// What is uncertain about a portfolio, as people describe it: drivers, how they move, what they move, how they move
// together. Field meanings, units and ranges: proto/calanque/v1/risk.proto.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/ledger/column.h"
#include "engine/model/common.h"

namespace calanque::model {

// Distributions of one number per path (and per project where a driver has an own part).

struct Lognormal {
  double median = 1.0;                  ///< > 0.
  double log_standard_deviation = 0.0;  ///< >= 0.
};
struct Triangular {
  double low = 1.0;
  double mode = 1.0;
  double high = 1.0;
};
/// Beta distribution on [low, high] with mean (low + weight x mode + high) / (weight + 2).
struct Pert {
  double low = 1.0;
  double mode = 1.0;
  double high = 1.0;
  double mode_weight = 4.0;
};
struct Uniform {
  double low = 1.0;
  double high = 1.0;
};
/// A reference class: values at cumulative probabilities, straight between them. First probability 0, last 1.
struct QuantileTable {
  std::vector<double> cumulative_probabilities;
  std::vector<double> values;
};
/// Values with probabilities that sum to 1: a grant refused is {0 with p, 1 with 1 - p}.
struct Discrete {
  std::vector<double> probabilities;
  std::vector<double> values;
};
using Distribution = std::variant<Lognormal, Triangular, Pert, Uniform, QuantileTable, Discrete>;

// How a driver moves. Processes move once a calendar year, from the valuation date on; a draw is one number per path.

/// Factor exp((drift - volatility^2 / 2) t + volatility W(t)): mean exp(drift t).
struct GeometricBrownian {
  double drift_per_year = 0.0;
  double volatility_per_sqrt_year = 0.0;
};
/// Factor whose logarithm reverts to the deterministic curve (Schwartz 1997, one factor); mean 1 in every year.
struct MeanRevertingLog {
  double volatility_per_sqrt_year = 0.0;
  double reversion_per_year = 0.0;
};
/// Deviation x of a yearly rate: dx = -reversion x dt + volatility dW, x(0) = 0 (Vasicek; Hull-White where the mean of
/// the discount factor is to be that of the curve). What is multiplied is exp(integral of x), with mean 1.
struct MeanRevertingRate {
  double volatility_per_sqrt_year = 0.0;  ///< Of the rate: 0.01 is one percentage point.
  double reversion_per_year = 0.0;
};
struct Draw {
  Distribution distribution;
};
/// Happens in a year with this probability, independently between years; each time it costs a draw.
struct Event {
  double probability_per_year = 0.0;
  Distribution impact_amount;
};
using DriverShape = std::variant<GeometricBrownian, MeanRevertingLog, MeanRevertingRate, Draw, Event>;

// What a driver moves.

/// Values of curves (prices, emission factors, carbon value), and of curves derived from them.
struct CurveTarget {
  std::vector<std::string> curve_ids;
};
/// Price indices; only for MeanRevertingRate: the index is multiplied by exp(integral of x).
struct IndexTarget {
  std::vector<std::string> curve_ids;
};
/// Discount factors of rates; only for MeanRevertingRate: the factor is multiplied by exp(-integral of x).
struct DiscountTarget {
  std::vector<std::string> discount_rate_ids;
};
/// Base rates of loans: the deviation is added to the yearly rates that curves give; only for MeanRevertingRate.
struct RateTarget {
  std::vector<std::string> curve_ids;
};
/// Which items a quantity driver scales.
enum class QuantityKind {
  kInvestment,  ///< Investment, replacement and taxes on them; not residual values.
  kOperatingCost,
  kEnergySaved,  ///< Energy saved, self-consumed or sold: money, energy and emissions.
  kEnergyConsumed,
  kRevenue,
  kGrant,
  kCertificate,
  kCoBenefit,
  kEmission,
  kEverything,    ///< Uptake: every column of the project, with and without it.
  kAvailability,  ///< Part of a delivery mode's charge that is earned, over what is expected; no column of a project.
};
/// Scales items of the side with the project (kEverything: both sides).
struct QuantityTarget {
  std::vector<QuantityKind> kinds;
  std::vector<std::string> project_ids;  ///< Empty: all projects.
  std::vector<std::string> item_ids;     ///< Empty: all items of these kinds.
};
/// The draw is a delay in years: flows of both sides move to later periods and are priced there; the horizon cuts.
struct DelayTarget {
  std::vector<std::string> project_ids;             ///< Empty: all projects.
  double cost_growth_real_fraction_per_year = 0.0;  ///< Investment grows by this for each year of delay.
};
/// Only for Event: money from payer to payee in each year it happens, in the item's category.
struct EventTarget {
  std::string project_id;
  std::string payer_party_id;
  std::string payee_party_id;
  ledger::Category category = ledger::Category::kOperatingCost;
  std::optional<PriceTerms> price_terms;
  int first_year = 0;  ///< Calendar years in which it can happen, both included; 0: of the grid.
  int last_year = 0;
};
using DriverTarget =
    std::variant<CurveTarget, IndexTarget, DiscountTarget, QuantityTarget, DelayTarget, EventTarget, RateTarget>;

struct RiskDriver {
  std::string id;
  std::string display_name;
  DriverShape shape;
  DriverTarget target;
  /// Draws only: share of the variance (of the underlying normal) that is each project's own, in [0, 1].
  double own_share_fraction = 0.0;
  std::vector<SourceNote> sources;
};

/// Between the shared parts of two drivers. Every process and draw has one main standard normal number per path: of a
/// process, where its driving Brownian motion stands in the last year; of a draw, its shared part. Main numbers have
/// these correlations; the other numbers of two processes have theirs, so that their yearly shocks do too. Events are
/// independent of everything.
struct DriverCorrelation {
  std::string first_driver_id;
  std::string second_driver_id;
  double correlation = 0.0;  ///< In [-1, 1].
};

/// A driver held at one value in a stress: factor, delay in years, for rates a parallel shift of the yearly rate, for
/// events the amount in each year in which they can happen.
struct StressedDriver {
  std::string driver_id;
  double value = 1.0;
};
/// Rates are shifted by no more, up or down.
inline constexpr double kMostRateShiftPerYear = 1.0;
struct Stress {
  std::string id;
  std::string display_name;
  std::vector<StressedDriver> drivers;  ///< Others stay where they are expected.
  std::vector<SourceNote> sources;
};

/// A figure of the portfolio that must not fall below a value, or not rise above one: exactly one of the two.
struct StressLimit {
  std::string metric_name;
  std::string perspective_id;  ///< Empty for figures that do not depend on it.
  std::optional<double> least_value;
  std::optional<double> greatest_value;
};
/// How far must a move go to break a limit? Multiple m holds each driver of the move at n + m (value - n), n where
/// nothing deviates (a factor: 1, else 0).
struct ReverseStress {
  static constexpr double kUsualMostMultiple = 10.0;

  std::string id;
  std::string display_name;
  std::variant<std::string, StressedDriver> move;  ///< Id of a stress, or one driver.
  double most_multiple = kUsualMostMultiple;       ///< Moves beyond it are not tried.
  StressLimit limit;
};
/// Figures of the portfolio that a limit may name.
inline constexpr std::array<std::string_view, 6> kSimulatedMetrics = {"npv_amount",
                                                                      "enpv_amount",
                                                                      "abatement_cost_a4_amount_per_t_co2e",
                                                                      "abatement_cumulative_t_co2e",
                                                                      "abatement_target_year_t_co2e",
                                                                      "financing_gap_amount"};

struct RiskModel {
  std::vector<RiskDriver> drivers;
  std::vector<DriverCorrelation> correlations;
  std::vector<Stress> stresses;
  std::vector<ReverseStress> reverse_stresses;
  bool repairs_correlation = false;  ///< Takes the nearest valid matrix where the stated one is not; said in a warning.
};

/// Which drivers share a Sobol' index.
enum class SensitivityGrouping {
  kCorrelatedTogether,  ///< Drivers linked by correlations are one group: groups are independent, as stated.
  kDriversAlone,        ///< Each driver by itself, all correlations set aside.
};
struct SensitivityOptions {
  std::int64_t path_count = 0;  ///< >= 2; each costs as many evaluations as there are groups, and two.
  SensitivityGrouping grouping = SensitivityGrouping::kCorrelatedTogether;
};

enum class Sampling { kPseudoRandom, kSobol, kLatinHypercube };

struct SimulationOptions {
  std::uint64_t seed = 0;
  std::int64_t path_count = 0;  ///< >= 1; the most that are run where a target error is given.
  Sampling sampling = Sampling::kPseudoRandom;
  bool is_antithetic = false;                            ///< Paths 2k and 2k + 1 mirror each other.
  std::optional<double> target_standard_error_fraction;  ///< Of the mean portfolio NPV of the first perspective.
  int thread_count = 1;
  std::vector<double> quantile_probabilities = {0.05, 0.10, 0.50, 0.90, 0.95};
  double tail_probability = 0.05;                 ///< Of value at risk and expected shortfall.
  std::optional<SensitivityOptions> sensitivity;  ///< Absent: no Sobol' indices.
  std::int64_t project_future_count = 0;          ///< Paths, from the first, whose project NPVs are handed over.
  bool has_project_years = false;                 ///< Projects' rows by year are summarised, too.
};
inline constexpr std::int64_t kMostProjectFutures = 2'000;

}  // namespace calanque::model
