#include "engine/kernel/many_rates.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace calanque::kernel::internal {
namespace {

// A value within this share of the sum of magnitudes is zero: where f only touches the axis, rounding decides its sign.
constexpr double kTouchTolerance = 1e-13;

// The terms of a sum at one s, inflows and outflows apart; *_moment weighted by time. All scaled by one positive
// factor.
struct Terms {
  double positive = 0.0, negative = 0.0, positive_moment = 0.0, negative_moment = 0.0;

  [[nodiscard]] double Imbalance() const { return positive - negative; }
  [[nodiscard]] bool IsPositive() const { return positive >= negative; }
  [[nodiscard]] bool IsZero() const { return std::abs(Imbalance()) <= kTouchTolerance * (positive + negative); }
  [[nodiscard]] double LogRatio() const { return std::log(positive / negative); }
  [[nodiscard]] double LogRatioSlope() const { return negative_moment / negative - positive_moment / positive; }
};

// Evaluates sums over the same times with different coefficients.
class Evaluator {
 public:
  explicit Evaluator(const ExponentialSum& sum)
      : times_(sum.times), is_equally_spaced_(sum.is_equally_spaced), weights_(sum.times.size()) {}

  [[nodiscard]] double span() const { return times_.back(); }

  Terms At(std::span<const double> coefficients, double s) {
    FillWeights(s);
    Terms terms;
    for (std::size_t i = 0; i < times_.size(); ++i) {
      const double term = coefficients[i] * weights_[i];
      const double inflow = std::max(term, 0.0);
      const double outflow = std::max(-term, 0.0);
      terms.positive += inflow;
      terms.negative += outflow;
      terms.positive_moment += inflow * times_[i];
      terms.negative_moment += outflow * times_[i];
    }
    return terms;
  }

  // The zero between a and b, where the sum has opposite signs. Newton on ln(inflows / outflows), halving where that
  // fails.
  double Solve(std::span<const double> coefficients, double a, double b, bool is_positive_at_a) {
    double low = a;
    double high = b;
    double s = 0.5 * (a + b);
    double last_step = b - a;
    for (int iteration = 0; iteration < 200; ++iteration) {
      const Terms terms = At(coefficients, s);
      if (terms.Imbalance() == 0.0) return s;
      (terms.IsPositive() == is_positive_at_a ? low : high) = s;
      double step = -terms.LogRatio() / terms.LogRatioSlope();
      // Also taken where the step is not a number.
      if (!(s + step > low && s + step < high && std::abs(step) < 0.5 * std::abs(last_step))) {
        step = 0.5 * (low + high) - s;
      }
      if (s + step == s || std::abs(step) * span() <= 1e-13) return s + step;
      last_step = step;
      s += step;
    }
    return s;
  }

  // Zeros in [a, b] when e^(s t*) times the sum is monotone between neighbours of a, critical..., b.
  void AppendZeros(std::span<const double> coefficients, double a, std::span<const double> critical, double b,
                   std::vector<double>& zeros) {
    struct Point {
      double s;
      bool is_positive, is_zero;
    };
    const auto point = [&](double s, bool may_touch) {
      const Terms terms = At(coefficients, s);
      return Point{s, terms.IsPositive(), may_touch && terms.IsZero()};
    };
    Point left = point(a, false);
    for (std::size_t i = 0; i <= critical.size(); ++i) {
      const bool is_critical = i < critical.size();
      const Point right = point(is_critical ? critical[i] : b, is_critical);
      if (right.is_zero) {
        // Two zero ends of a monotone piece: zero all the way, one root.
        if (!left.is_zero) zeros.push_back(right.s);
      } else if (!left.is_zero && left.is_positive != right.is_positive) {
        zeros.push_back(Solve(coefficients, left.s, right.s, left.is_positive));
      }
      left = right;
    }
  }

 private:
  // e^(-s (t - t_anchor)), anchored where it is largest, so that nothing overflows.
  void FillWeights(double s) {
    const std::size_t count = times_.size();
    if (!is_equally_spaced_) {
      const double anchor = s >= 0.0 ? 0.0 : times_.back();
      for (std::size_t i = 0; i < count; ++i) weights_[i] = std::exp(-s * (times_[i] - anchor));
      return;
    }
    const double x = std::exp(-std::abs(s));
    const double x4 = (x * x) * (x * x);
    double powers[4] = {1.0, x, x * x, x * x * x};
    for (std::size_t i = 0; i < count; ++i) {
      weights_[s >= 0.0 ? i : count - 1 - i] = powers[i % 4];
      powers[i % 4] *= x4;
    }
  }

  std::span<const double> times_;
  bool is_equally_spaced_;
  std::vector<double> weights_;
};

// Midpoints in time of the sign changes.
std::vector<double> SignChangeTimes(const ExponentialSum& sum) {
  std::vector<double> times;
  std::size_t last = 0;
  for (std::size_t i = 1; i < sum.amounts.size(); ++i) {
    if (sum.amounts[i] == 0.0) continue;
    if ((sum.amounts[i] > 0.0) != (sum.amounts[last] > 0.0)) times.push_back(0.5 * (sum.times[last] + sum.times[i]));
    last = i;
  }
  return times;
}

// Bounds of a sum over an interval of s, in terms of its largest possible magnitude.
struct Enclosure {
  double low = 0.0, high = 0.0, magnitude = 0.0;

  void Add(double coefficient, double smallest_weight, double largest_weight) {
    const bool is_positive = coefficient > 0.0;
    low += coefficient * (is_positive ? smallest_weight : largest_weight);
    high += coefficient * (is_positive ? largest_weight : smallest_weight);
    magnitude += std::abs(coefficient) * largest_weight;
  }
  // False also where a bound overflowed.
  [[nodiscard]] bool HasOneSign() const {
    return low > kTouchTolerance * magnitude || high < -kTouchTolerance * magnitude;
  }
};

}  // namespace

int CountSignChanges(std::span<const double> amounts) {
  int count = 0;
  double last = 0.0;
  for (const double amount : amounts) {
    if (amount == 0.0) continue;
    if (last != 0.0 && (amount > 0.0) != (last > 0.0)) ++count;
    last = amount;
  }
  return count;
}

std::vector<double> FindLogRatesByDescent(const ExponentialSum& sum, double bound) {
  const std::vector<double> pivots = SignChangeTimes(sum);
  const std::size_t count = sum.times.size();

  // Row k: the coefficients after k derivatives. Each is scaled by the span, to stay in range.
  std::vector<double> rows((pivots.size() + 1) * count);
  std::copy(sum.amounts.begin(), sum.amounts.end(), rows.begin());
  const auto row = [&](std::size_t k) { return std::span<double>(rows).subspan(k * count, count); };
  for (std::size_t k = 0; k < pivots.size(); ++k) {
    for (std::size_t i = 0; i < count; ++i) row(k + 1)[i] = row(k)[i] * ((pivots[k] - sum.times[i]) / sum.times.back());
  }

  Evaluator evaluator(sum);
  std::vector<double> critical;
  std::vector<double> zeros;
  for (std::size_t k = pivots.size(); k-- > 0;) {
    zeros.clear();
    evaluator.AppendZeros(row(k), -bound, critical, bound, zeros);
    std::swap(critical, zeros);
  }
  return critical;
}

std::optional<std::vector<double>> FindLogRatesBySubdivision(const ExponentialSum& sum, double bound) {
  constexpr int kMaxIntervals = 20'000;
  constexpr double kMinWidth = 1e-7;  // Times the span of the flows.
  // Not one half: an extremum on a border, as a rate of exactly 0 would be, belongs to neither side.
  constexpr double kSplit = 0.48613;

  const std::size_t count = sum.times.size();
  Evaluator evaluator(sum);
  std::vector<double> derivative(count);
  std::vector<double> zeros;
  std::vector<std::pair<double, double>> open = {{-bound, bound}};
  for (int interval = 0; !open.empty(); ++interval) {
    if (interval == kMaxIntervals) return std::nullopt;
    const auto [a, b] = open.back();
    open.pop_back();
    const double middle = a + kSplit * (b - a);

    // t* at the mean time of the flows' magnitudes makes the enclosures tight.
    const Terms at_middle = evaluator.At(sum.amounts, middle);
    const double pivot =
        (at_middle.positive_moment + at_middle.negative_moment) / (at_middle.positive + at_middle.negative);
    Enclosure value;
    Enclosure slope;
    Enclosure curvature;
    for (std::size_t i = 0; i < count; ++i) {
      const double delay = sum.times[i] - pivot;
      const double at_a = std::exp(-a * delay);
      const double at_b = std::exp(-b * delay);
      const auto [smallest, largest] = std::minmax(at_a, at_b);
      derivative[i] = -delay * sum.amounts[i];
      value.Add(sum.amounts[i], smallest, largest);
      slope.Add(derivative[i], smallest, largest);
      curvature.Add(-delay * derivative[i], smallest, largest);
    }

    if (value.HasOneSign()) continue;
    if (slope.HasOneSign()) {
      evaluator.AppendZeros(sum.amounts, a, {}, b, zeros);
    } else if (curvature.HasOneSign()) {
      std::vector<double> critical;
      evaluator.AppendZeros(derivative, a, {}, b, critical);
      evaluator.AppendZeros(sum.amounts, a, critical, b, zeros);
    } else if ((b - a) * evaluator.span() < kMinWidth) {
      // Three or more zeros closer than this, or flatter than rounding shows: one rate.
      if (at_middle.IsZero()) {
        zeros.push_back(middle);
      } else {
        evaluator.AppendZeros(sum.amounts, a, {}, b, zeros);
      }
    } else {
      open.emplace_back(middle, b);
      open.emplace_back(a, middle);
    }
  }
  // Left to right by construction. Neighbouring intervals of the least width may have reported the same zero.
  const auto same = [&](double x, double y) { return (y - x) * evaluator.span() <= 2.0 * kMinWidth; };
  std::vector<double> distinct;
  for (std::size_t i = 0; i < zeros.size(); ++i) {
    const bool repeats =
        i > 0 && same(zeros[i - 1], zeros[i]) && evaluator.At(sum.amounts, 0.5 * (zeros[i - 1] + zeros[i])).IsZero();
    if (!repeats) distinct.push_back(zeros[i]);
  }
  return distinct;
}

}  // namespace calanque::kernel::internal
