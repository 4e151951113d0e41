// Every internal rate of return of a series of flows, and the modified one.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "engine/base/result.h"

namespace calanque::kernel {

/// All rates at which the net present value is 0, ascending; at least one.
struct Rates {
  static constexpr std::size_t kCapacity = 32;

  std::array<double, kCapacity> values{};
  std::size_t count = 0;
  int sign_change_count = 0;  ///< Of the flows in order of time; there are never more rates than that (Descartes).

  [[nodiscard]] std::span<const double> all() const { return {values.data(), count}; }
};

/// Finds every rate r with sum of amounts[i] * (1 + r)^-times[i] = 0.
///
/// Units   times in years from any origin, in any order; rates per year as fractions.
/// Domain  -1 < r < 7e10: the search runs over ln(1 + r) in [-25, 25]. Equal times are added up first. An amount below
///         1e-14 of the largest is rounding left by earlier sums and counts as 0, so that it cannot add a spurious
///         rate.
/// Promise |NPV at a rate| <= 1e-9 * sum of |present values|, or what the spacing of doubles allows next to -1. A rate
/// where the NPV touches 0 without crossing (within 1e-13 of
///         that sum) is reported once.
/// Errors  kNotApplicable: no outflow, no inflow, no flow at all, no rate (NPV of one sign at every rate), or only a
///         rate outside the domain. kNotConverged or kResourceLimit: more than 24 sign changes, and nearly degenerate
///         flows or more than kCapacity rates.
/// Cost    one sign change: some 4 passes over the flows, no allocation (when times ascend). k <= 24 sign changes:
///         about k^2 / 2 bracketed searches. More: subdivision, some hundreds of passes.
/// Source  one sign change: Newton on ln(inflows) - ln(outflows), nearly linear in ln(1 + r). More: Rolle's theorem on
///         the generalised Descartes rule, G. Jameson, "Counting zeros of generalised polynomials", Math. Gazette 90
///         (2006), 223-234.
Result<Rates, NoFigure> FindRates(std::span<const double> times_years, std::span<const double> amounts);

/// The same for flows `spacing_years` apart (1 for years, 1.0 / 12 for months), in order of time. Faster: no
/// exponentials.
Result<Rates, NoFigure> FindRatesEquallySpaced(double spacing_years, std::span<const double> amounts);

/// Modified internal rate of return: outflows brought to the first time at the finance rate, inflows to the last time
/// at the reinvestment rate, and the rate that turns the one into the other. The horizon runs from the earliest to the
/// latest of `times`, flows of 0 included.
///
/// Units   times in years, in any order; rates per year as fractions, > -1.
/// Errors  kNotApplicable: no outflow, no inflow, or a horizon of 0.
/// Source  numpy-financial mirr; case: tests/golden/primitives/numpy_financial.
Result<double, NoFigure> ModifiedRate(std::span<const double> times_years, std::span<const double> amounts,
                                      double finance_rate_per_year, double reinvestment_rate_per_year);

}  // namespace calanque::kernel
