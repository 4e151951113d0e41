// A difference between record and plan in three parts.
#pragma once

namespace calanque::portfolio {

/// Of one quantity in one period, or of sums of them.
///
/// With A recorded, P planned, k the part of the scope that will be delivered, and E earned (what the plan brings with
/// the work delivered so far, scaled to that scope):
///   price  = A - E      other rates than planned: the flexible-budget (price and efficiency) variance;
///   volume = k P - P    more or less will be delivered in all: the sales-volume or activity variance;
///   timing = E - k P    it comes earlier or later; over the whole life of a scope these add up to 0.
/// They add up to A - P for any figures, 0 included, since nothing is divided.
///
/// Source  Datar, Rajan, Horngren, Cost Accounting, 16th edition, 2018, chapter 7 (flexible-budget and activity
///         variances); E - k P is earned value's schedule variance at that scope (ISO 21508:2018).
struct VarianceParts {
  double price = 0.0;
  double volume = 0.0;
  double timing = 0.0;

  [[nodiscard]] double total() const { return price + volume + timing; }
};

inline VarianceParts SplitVariance(double recorded, double planned, double earned, double scope) {
  return {recorded - earned, scope * planned - planned, earned - scope * planned};
}

}  // namespace calanque::portfolio
