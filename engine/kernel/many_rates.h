// All rates of return of flows with several sign changes. Private to rates_of_return.cc.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace calanque::kernel::internal {

/// f(s) = sum amounts[i] * e^(-s * times[i]); times strictly ascending from 0, first and last amount not 0.
struct ExponentialSum {
  std::vector<double> times;
  std::vector<double> amounts;
  bool is_equally_spaced = false;  ///< times[i] = i.
};

/// Sign changes of the amounts, zeros skipped.
int CountSignChanges(std::span<const double> amounts);

/// All zeros of f in (-bound, bound), ascending, by Rolle's theorem: e^(s t*) f(s), with t* between the two terms of a
/// sign change, has a derivative with one sign change fewer; its zeros, found first, cut the axis into pieces where
/// e^(s t*) f is monotone. Exact for any number of sign changes; the cost grows with its square.
std::vector<double> FindLogRatesByDescent(const ExponentialSum& sum, double bound);

/// The same by subdivision: an interval is done when enclosures of e^(s t*) f, of its first or of its second derivative
/// show that it holds none, at most one, or at most two zeros. The cost hardly depends on the number of sign changes.
/// Empty when the work budget is spent first, which takes four or more zeros within a ten-thousandth of each other.
std::optional<std::vector<double>> FindLogRatesBySubdivision(const ExponentialSum& sum, double bound);

}  // namespace calanque::kernel::internal
