// Quantiles of the beta distribution from normal numbers, by a table.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace calanque::risk {

/// I_x(a, b), the regularised incomplete beta function: the probability below x.
///
/// Domain  a, b > 0; x in [0, 1]. Relative error about 1e-13 in the lower tail, 1e-14 absolute.
/// Source  continued fraction NIST DLMF 8.17.22, evaluated by Lentz's method.
double RegularisedBeta(double a, double b, double x);

/// x(z) with I_x(a, b) = Phi(z), on a grid of z, cubic between with the exact slopes.
///
/// Error   below 1e-9 absolute for a and b in [1, 1e4] (tests hold it to Boost.Math); monotone.
class BetaQuantile {
 public:
  /// Domain  a, b >= 1. Cost: some thousand evaluations of the continued fraction.
  BetaQuantile(double a, double b);

  /// out[i] = low + width x x(normals[i]); out may be normals. Normals beyond +-8.25 count as that.
  void Fill(std::span<const double> normals, double low, double width, std::span<double> out) const;

 private:
  std::vector<double> values_;  ///< By node.
  std::vector<double> slopes_;  ///< Times the grid's step.
};

}  // namespace calanque::risk
