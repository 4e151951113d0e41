// The abatement curve: measures that save money in Pareto layers, measures that cost money by cost per tonne.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace calanque::portfolio {

/// Where on the curve a measure stands.
enum class MeasureKind : std::uint8_t { kSavesMoney, kCostsMoney, kRaisesEmissions, kNoEffect };

/// What the curve is drawn from. Cost positive, avoided tonnes positive.
struct CurveInput {
  double cost_present_amount = 0.0;
  double width_t_co2e = 0.0;       ///< How wide it is drawn, and what layers compare.
  double discounted_t_co2e = 0.0;  ///< What its cost is divided by.
};

/// One measure on the curve.
struct CurveBar {
  std::size_t measure = 0;  ///< Position in the input.
  MeasureKind kind = MeasureKind::kNoEffect;
  int pareto_layer = 0;  ///< From 1; 0 where it does not save money.
  std::optional<double>
      cost_amount_per_t_co2e;  ///< Of measures that cost money, where their discounted tonnes are above 0.
  double start_t_co2e = 0.0;   ///< Sum of the widths before it; 0 where it is not drawn.
};

/// What is drawn of a measure follows from its width: avoids (above 0), raises (below 0) or neither.
MeasureKind KindOf(const CurveInput& input);

/// Measures that save money layer by layer (in a layer by width, widest first), then those that cost money by cost per
/// tonne (those without one last), then those that raise emissions, then those without effect; ties in the input's
/// order.
///
/// Cost    O(n log n).
/// Source  as ParetoLayers; convention A4 for cost per tonne.
std::vector<CurveBar> BuildCurve(std::span<const CurveInput> inputs);

}  // namespace calanque::portfolio
