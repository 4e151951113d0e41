// Depreciation of an asset by fiscal year. The coefficients of a country are data, never constants here.
#pragma once

#include <span>
#include <variant>
#include <vector>

namespace calanque::finance {

/// The same amount every year of the life; a first year in use for `first_year_fraction` of it leaves a last, partial
/// one.
struct StraightLine {
  double life_years = 1.0;           ///< > 0, not necessarily whole.
  double first_year_fraction = 1.0;  ///< (0, 1]: months in use / 12 of the first fiscal year.
};

/// A constant share, coefficient / life, of the remaining book value, until the straight line over the remaining fiscal
/// years is higher. The first fiscal year counts as a whole year of the life, so the last year brings the book value to
/// 0.
struct DecliningBalance {
  int life_years = 1;                ///< Whole fiscal years, >= 1.
  double coefficient = 1.0;          ///< > 0; in France 1.25, 1.75 or 2.25 by length of life.
  double first_year_fraction = 1.0;  ///< (0, 1].
};

/// Given shares of the cost by fiscal year, none negative, adding up to at most 1.
struct ExplicitDepreciation {
  std::vector<double> fractions;
};

using DepreciationRule = std::variant<StraightLine, DecliningBalance, ExplicitDepreciation>;

/// Writes the depreciation of `cost_amount` in each fiscal year from the year of entry into use.
///
/// Shapes  out_amount [fiscal year], any length: cut at the horizon, 0 after the life.
/// Units   currency; cost_amount is what is to be written off (cost less any residual value kept), of any sign.
/// Domain  the rules' ranges above; anything else is a defect and CHECKs.
/// Source  Straight line and declining balance: Bulletin officiel des finances publiques, BOI-BIC-AMT-20-20
///         (bofip.impots.gouv.fr 4699-PGP); cases: tests/golden/primitives/fr_degressif.
void Depreciate(const DepreciationRule& rule, double cost_amount, std::span<double> out_amount);

}  // namespace calanque::finance
