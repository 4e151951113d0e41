// Measures that act on the same demand: what each brings alone, as the last one, in its place, and as a fair share.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace calanque::portfolio {

/// One measure of a group.
struct InteractingMeasure {
  std::size_t measure = 0;        ///< Position in the measure set.
  double removed_fraction = 0.0;  ///< Of what the later measures of the group act on, in [0, 1].
  double following_fraction =
      0.0;  ///< Of its cost beside energy that follows what the earlier measures leave, in [0, 1].
};

/// Measures on the same buildings or the same demand, in physical order: demand falls before what serves it is sized.
using InteractionGroup = std::vector<InteractingMeasure>;

/// One figure of a group (a cost, tonnes), by member: what each brings alone is fixed + following.
///
/// With a set S of them done, member i in S brings fixed[i] + following[i] x the product over earlier members j in S of
/// (1 - removed_fraction[j]); the group brings the sum.
struct GroupFigure {
  std::vector<double> fixed;      ///< Does not depend on the others.
  std::vector<double> following;  ///< In proportion to what the earlier ones leave.
};

/// How one figure of a group is told apart, by member.
struct Shares {
  std::vector<double> standalone;  ///< Alone. Their sum counts twice what overlaps.
  std::vector<double> last_in;     ///< What would be missing without it, all others done.
  std::vector<double> in_order;    ///< Added in the group's order; sums to the group's figure.
  std::vector<double> shapley;     ///< Mean over all orders; sums to the group's figure.
};

/// What the group brings with the members done for which `is_done`.
double GroupTotal(const GroupFigure& figure, std::span<const InteractingMeasure> group,
                  const std::vector<bool>& is_done);

/// What a group's members bring, told apart; made once for all figures of the group.
///
/// Shapley's shares are exact for any number of members: the mean over orders is the integral over t in [0, 1] of the
/// slope of the group's expected figure when each member is done with probability t, here a polynomial, which a
/// Gauss-Legendre rule integrates without error beyond rounding. No order is sampled.
///
/// Cost    O(members^2) to make and for each figure.
/// Source  L. S. Shapley, A value for n-person games (1953); G. Owen, Multilinear extensions of games, Management
///         Science 18 (1972) P64.
class SharingRule {
 public:
  /// `group` lives as long as the rule.
  explicit SharingRule(std::span<const InteractingMeasure> group);

  [[nodiscard]] Shares ShareOut(const GroupFigure& figure) const;
  /// Shapley's shares alone, into `out`, one per member.
  void ShareFairly(const GroupFigure& figure, std::span<double> out) const;

 private:
  /// Part of the members: each done with probability `done`.
  struct Mix {
    double done = 0.0;
    double weight = 0.0;
    std::vector<double> left_before;  ///< By member: expected product over earlier ones of (1 - removed).
  };

  [[nodiscard]] Mix MixOf(double done, double weight) const;
  /// out[k] += weight x what member k adds to the mix.
  void AddMarginals(const GroupFigure& figure, const Mix& mix, std::span<double> out) const;

  std::span<const InteractingMeasure> group_;
  std::vector<Mix> nodes_;
  Mix none_;
  Mix all_;
};

}  // namespace calanque::portfolio
