// The rate of return of flows with one sign change. Private to rates_of_return.cc.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>

namespace calanque::kernel::internal {

/// Flows [first, last] have one sign, those in [next, end] the other; zeros between.
struct TwoGroups {
  std::size_t first = 0, last = 0, next = 0, end = 0;
};

/// sum c_i e^(-s t_i) over a group is value * e^(-s anchor), and moment is the sum weighted by t_i - anchor. The anchor
/// is the group's largest term, so nothing overflows and value never underflows.
struct GroupSum {
  double value, moment, anchor;
};

/// Times 0, 1, 2, ... in units of the spacing: sums by Horner's rule.
class EqualAxis {
 public:
  explicit EqualAxis(std::span<const double> amounts) : amounts_(amounts) {}

  GroupSum Sum(std::size_t begin, std::size_t end, double s) const {
    const std::size_t count = end - begin + 1;
    if (s >= 0.0) return Horner<1>(&amounts_[begin], count, std::exp(-s), static_cast<double>(begin));
    return Horner<-1>(&amounts_[end], count, std::exp(s), static_cast<double>(end));
  }
  static double Time(std::size_t index) { return static_cast<double>(index); }

 private:
  // Four interleaved Horner chains in x^4, so that the processor need not wait for each product.
  template <std::ptrdiff_t kStep>
  static GroupSum Horner(const double* c, std::size_t count, double x, double anchor) {
    if (count == 1) return {*c, 0.0, anchor};
    const double x2 = x * x;
    const double q = x2 * x2;
    double p[4] = {};
    double d[4] = {};
    auto block = static_cast<std::ptrdiff_t>(count / 4);
    for (std::ptrdiff_t k = 0; k < static_cast<std::ptrdiff_t>(count % 4); ++k) p[k] = c[(4 * block + k) * kStep];
    while (block-- > 0) {
      for (std::ptrdiff_t k = 0; k < 4; ++k) {
        d[k] = d[k] * q + p[k];
        p[k] = p[k] * q + c[(4 * block + k) * kStep];
      }
    }
    const double value = (p[0] + x2 * p[2]) + x * (p[1] + x2 * p[3]);
    const double blocks = 4.0 * q * ((d[0] + x2 * d[2]) + x * (d[1] + x2 * d[3]));
    const double within = x * (p[1] + x * (2.0 * p[2] + x * (3.0 * p[3])));
    return {value, static_cast<double>(kStep) * (blocks + within), anchor};
  }

  std::span<const double> amounts_;
};

/// Any ascending times.
class DatedAxis {
 public:
  DatedAxis(std::span<const double> times, std::span<const double> amounts) : times_(times), amounts_(amounts) {}

  GroupSum Sum(std::size_t begin, std::size_t end, double s) const {
    GroupSum sum{0.0, 0.0, Time(s >= 0.0 ? begin : end)};
    for (std::size_t i = begin; i <= end; ++i) {
      const double delay = Time(i) - sum.anchor;
      const double term = amounts_[i] * std::exp(-s * delay);
      sum.value += term;
      sum.moment += delay * term;
    }
    return sum;
  }
  double Time(std::size_t index) const { return times_[index] - times_[0]; }

 private:
  std::span<const double> times_, amounts_;
};

/// Solves for s = ln(1 + r) per unit of time in (-bound, bound); empty where the root lies outside.
///
/// ln(early group / late group) has the slope "mean time of the late group minus that of the early one": positive
/// everywhere, so the root is unique, and nearly constant, so that Newton's method needs 3 to 5 steps from s = 0, for
/// any flows.
template <typename Axis>
std::optional<double> FindUniqueLogRate(const Axis& axis, const TwoGroups& groups, double bound) {
  const double span = axis.Time(groups.end) - axis.Time(groups.first);
  double low = -bound;
  double high = bound;
  double s = 0.0;
  for (int iteration = 0; iteration < 200; ++iteration) {
    const GroupSum early = axis.Sum(groups.first, groups.last, s);
    const GroupSum late = axis.Sum(groups.next, groups.end, s);
    const double balance = std::log(-early.value / late.value) + s * (late.anchor - early.anchor);
    const double slope = (late.anchor + late.moment / late.value) - (early.anchor + early.moment / early.value);
    (balance < 0.0 ? low : high) = s;
    if (low >= bound || high <= -bound) return std::nullopt;
    const double step = -balance / slope;
    double next = s + step;
    // The error left is of the order of the step squared.
    if (std::abs(step) * span <= 1e-8 && std::abs(next) < bound) return next;
    if (next <= low) next = low == -bound ? low : 0.5 * (low + high);
    if (next >= high) next = high == bound ? high : 0.5 * (low + high);
    s = next;
  }
  return s;
}

}  // namespace calanque::kernel::internal
