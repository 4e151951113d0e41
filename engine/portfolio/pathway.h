// Emissions by sector and year: as they were, with current policies, as wanted, and as the measures leave them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace calanque::portfolio {

/// Emissions of one calendar year.
struct EmissionPoint {
  int year = 0;
  double emission_t_co2e = 0.0;
};

/// What is known of a sector beforehand. Between points emissions go straight; before the first and after the last they
/// stay.
struct SectorTerms {
  double baseline_t_co2e = 0.0;                  ///< Of the base year.
  std::vector<EmissionPoint> business_as_usual;  ///< At least one, years ascending.
  std::vector<EmissionPoint> target;             ///< At least one, years ascending.
};

/// Tonnes that may be emitted over some years.
struct CarbonBudget {
  int first_year = 0;
  int last_year = 0;
  double emission_t_co2e = 0.0;
};

/// Years and sectors of a pathway.
struct PathwayTerms {
  int first_year = 0;
  int year_count = 0;
  std::vector<SectorTerms> sectors;
};

/// Tonnes that a measure avoids, by calendar year from its first, inside the pathway's years.
struct AvoidedTonnes {
  std::optional<std::size_t> sector;  ///< Empty: of no sector, in the total alone.
  int first_year = 0;
  std::span<const double> by_year;
  std::span<const double> scheduled_by_year;  ///< The same, were there no limit on speed.
};

/// By calendar year, tCO2e. Residual = business as usual - avoided; it may fall below 0 where measures avoid more than
/// the sector emits.
struct EmissionPathway {
  std::vector<double> baseline;  ///< The base year's, every year: nothing changes.
  std::vector<double> business_as_usual;
  std::vector<double> target;
  std::vector<double> avoided;
  std::vector<double> avoided_scheduled;  ///< Were there no limit on speed.
  std::vector<double> residual;
};

/// Sectors in order, and their sum with the measures that belong to no sector.
struct Pathways {
  std::vector<EmissionPathway> sectors;
  EmissionPathway total;
};

/// A budget against one row of emissions.
struct BudgetUse {
  double emission_t_co2e = 0.0;      ///< Over the budget's years.
  std::optional<int> exceeded_year;  ///< First year by whose end more than the budget has been emitted.
};

/// Straight between points, constant outside.
double EmissionAt(std::span<const EmissionPoint> points, int year);

/// Cost  O((sectors + measures) x years).
Pathways BuildPathways(const PathwayTerms& terms, std::span<const AvoidedTonnes> measures);

/// `emissions` by calendar year from first_year; years of the budget beyond them count as none.
BudgetUse UseBudget(const CarbonBudget& budget, std::span<const double> emissions, int first_year);

}  // namespace calanque::portfolio
