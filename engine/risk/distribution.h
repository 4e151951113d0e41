// Distributions of one number per path: moments, and quantiles as functions of normal numbers.
#pragma once

#include <span>
#include <variant>
#include <vector>

#include "engine/model/risk.h"
#include "engine/risk/beta_quantile.h"

namespace calanque::risk {

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

/// Closed forms. Domain: a distribution that passed validation.
Moments MomentsOf(const model::Distribution& distribution);

/// The distribution on [low, high] that a PERT estimate means.
struct BetaShape {
  double a = 1.0;
  double b = 1.0;
};
BetaShape ShapeOf(const model::Pert& pert);

/// F^-1 of a distribution, ready for rows of paths. Immutable.
class QuantileFunction {
 public:
  explicit QuantileFunction(const model::Distribution& distribution);

  /// out[i] = F^-1(Phi(normals[i])); out may be normals. Ascending in each normal.
  ///
  /// Errors of the value: closed forms to rounding, with Phi to 1e-14; PERT 1e-9 of high - low.
  /// Cost    O(paths); tables O(points x paths). No allocation.
  void FromNormals(std::span<const double> normals, std::span<double> out) const;
  /// out[i] = F^-1(uniforms[i]), uniforms in (0, 1).
  void FromUniforms(std::span<const double> uniforms, std::span<double> out) const;

 private:
  struct Lognormal {
    double log_median = 0.0;
    double log_standard_deviation = 0.0;
  };
  struct Pert {
    double low = 0.0;
    double width = 0.0;
    BetaQuantile beta;
  };
  struct Constant {
    double value = 0.0;
  };
  /// As of kernel::PiecewiseLinear, over probabilities.
  struct Pieces {
    std::vector<double> starts;
    std::vector<double> values;
    std::vector<double> slopes;
  };
  using Kind = std::variant<Constant, Lognormal, Pert, model::Triangular, Pieces>;

  static Kind Prepare(const model::Distribution& distribution);

  Kind kind_;
};

}  // namespace calanque::risk
