#include "engine/risk/beta_quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"
#include "engine/kernel/quantile_rows.h"
#include "engine/risk/scalar_math.h"

namespace calanque::risk {
namespace {

constexpr double kReach = 8.25;              // no uniform number of 52 bits is farther out
constexpr std::size_t kHalfNodeCount = 512;  // steps on either side of the median
constexpr double kStep = kReach / kHalfNodeCount;
constexpr double kInverseRootOfTwoPi = 0.398942280401432677940;

/// I_x(a, b) = x^a (1 - x)^b / (a B(a, b)) x this; converges quickly for x below (a + 1) / (a + b + 2).
double ContinuedFraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  constexpr int kMostTerms = 100'000;
  const auto away_from_zero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1.0;
  double d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
  double fraction = d;
  for (int m = 1; m < kMostTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
    d = 1.0 / away_from_zero(1.0 + even * d);
    c = away_from_zero(1.0 + even / c);
    fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
    d = 1.0 / away_from_zero(1.0 + odd * d);
    c = away_from_zero(1.0 + odd / c);
    fraction *= d * c;
    if (std::abs(d * c - 1.0) <= 2.0 * std::numeric_limits<double>::epsilon()) break;
  }
  return fraction;
}

/// A beta distribution whose constant is found without gamma functions.
class BetaLaw {
 public:
  BetaLaw(double a, double b) : a_(a), b_(b), split_((a + 1.0) / (a + b + 2.0)) {
    // The probabilities on the two sides of any point sum to 1.
    const double middle = a / (a + b);
    const double sides = ContinuedFraction(a, b, middle) / a + ContinuedFraction(b, a, 1.0 - middle) / b;
    log_constant_ = LogPower(middle) + LogOf(sides);
  }

  [[nodiscard]] double Probability(double x) const {
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    const double power = ExpOf(LogPower(x) - log_constant_);
    if (x < split_) return power * ContinuedFraction(a_, b_, x) / a_;
    return 1.0 - power * ContinuedFraction(b_, a_, 1.0 - x) / b_;
  }

  [[nodiscard]] double Density(double x) const {
    if (x <= 0.0 || x >= 1.0) return 0.0;
    return ExpOf(LogPower(x) - log_constant_) / (x * (1.0 - x));
  }

 private:
  [[nodiscard]] double LogPower(double x) const { return a_ * LogOf(x) + b_ * LogOf(1.0 - x); }

  double a_;
  double b_;
  double split_;
  double log_constant_ = 0.0;  ///< log B(a, b).
};

/// x in (0, high) whose probability is p: Newton's steps, halved intervals where they leave the bracket.
double Solve(const BetaLaw& law, double p, double start, double high) {
  double low = 0.0;
  double x = start;
  for (int i = 0; i < 200; ++i) {
    const double excess = law.Probability(x) - p;
    (excess > 0.0 ? high : low) = x;
    const double density = law.Density(x);
    double next = density > 0.0 ? x - excess / density : low;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const double moved = std::abs(next - x);
    x = next;
    if (moved <= 4.0 * std::numeric_limits<double>::epsilon() * x) break;
  }
  return x;
}

struct Point {
  double value = 0.0;
  double slope = 0.0;
};

/// x(z) and its slope at z = -kStep k, k = 0, 1, ..., kHalfNodeCount.
std::vector<Point> LowerHalf(double a, double b) {
  const BetaLaw law(a, b);
  std::vector<Point> points;
  double x = a / (a + b);
  double high = 1.0;
  for (std::size_t k = 0; k <= kHalfNodeCount; ++k) {
    const double z = -kStep * static_cast<double>(k);
    const double start = points.empty() ? x : std::max(x - kStep * points.back().slope, 0.5 * x);
    x = Solve(law, NormalProbabilityOf(z), start, high);
    high = x;
    const double density = law.Density(x);
    points.push_back({x, density > 0.0 ? kInverseRootOfTwoPi * ExpOf(-0.5 * z * z) / density : 0.0});
  }
  return points;
}

}  // namespace

double RegularisedBeta(double a, double b, double x) { return BetaLaw(a, b).Probability(x); }

BetaQuantile::BetaQuantile(double a, double b) {
  CALANQUE_CHECK(a >= 1.0 && b >= 1.0, "beta distribution without a mode");
  const std::vector<Point> below = LowerHalf(a, b);
  const std::vector<Point> above = LowerHalf(b, a);  // mirrored: small numbers keep their digits
  for (std::size_t k = kHalfNodeCount; k > 0; --k) {
    values_.push_back(below[k].value);
    slopes_.push_back(kStep * below[k].slope);
  }
  values_.push_back(below[0].value);
  slopes_.push_back(kStep * below[0].slope);
  for (std::size_t k = 1; k <= kHalfNodeCount; ++k) {
    values_.push_back(1.0 - above[k].value);
    slopes_.push_back(kStep * above[k].slope);
  }
}

void BetaQuantile::Fill(std::span<const double> normals, double low, double width, std::span<double> out) const {
  kernel::Interpolate(normals, {-kReach, 1.0 / kStep, values_, slopes_}, low, width, out);
}

}  // namespace calanque::risk
