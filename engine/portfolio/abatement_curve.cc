#include "engine/portfolio/abatement_curve.h"

#include <algorithm>
#include <limits>

#include "engine/portfolio/pareto_layers.h"

namespace calanque::portfolio {
namespace {

/// What bars of the same kind are sorted by, ascending: first this, then that.
struct SortKey {
  double first = 0.0;
  double second = 0.0;
};

SortKey KeyOf(const CurveBar& bar, const CurveInput& input) {
  if (bar.kind == MeasureKind::kSavesMoney) return {static_cast<double>(bar.pareto_layer), -input.width_t_co2e};
  if (bar.kind == MeasureKind::kCostsMoney) {
    return {bar.cost_amount_per_t_co2e.value_or(std::numeric_limits<double>::infinity()), 0.0};
  }
  return {};
}

void SetLayers(std::span<const CurveInput> inputs, std::vector<CurveBar>& bars) {
  std::vector<std::size_t> saving;
  std::vector<Gains> gains;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (bars[i].kind != MeasureKind::kSavesMoney) continue;
    saving.push_back(i);
    gains.push_back({-inputs[i].cost_present_amount, inputs[i].width_t_co2e});
  }
  const std::vector<int> layers = ParetoLayers(gains);
  for (std::size_t k = 0; k < saving.size(); ++k) bars[saving[k]].pareto_layer = layers[k];
}

}  // namespace

MeasureKind KindOf(const CurveInput& input) {
  if (input.width_t_co2e < 0.0) return MeasureKind::kRaisesEmissions;
  if (!(input.width_t_co2e > 0.0)) return MeasureKind::kNoEffect;
  return input.cost_present_amount < 0.0 ? MeasureKind::kSavesMoney : MeasureKind::kCostsMoney;
}

std::vector<CurveBar> BuildCurve(std::span<const CurveInput> inputs) {
  std::vector<CurveBar> bars(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    CurveBar& bar = bars[i];
    bar.measure = i;
    bar.kind = KindOf(inputs[i]);
    if (bar.kind == MeasureKind::kCostsMoney && inputs[i].discounted_t_co2e > 0.0) {
      bar.cost_amount_per_t_co2e = inputs[i].cost_present_amount / inputs[i].discounted_t_co2e;
    }
  }
  SetLayers(inputs, bars);
  std::sort(bars.begin(), bars.end(), [&](const CurveBar& a, const CurveBar& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    const SortKey left = KeyOf(a, inputs[a.measure]);
    const SortKey right = KeyOf(b, inputs[b.measure]);
    if (left.first != right.first) return left.first < right.first;
    if (left.second != right.second) return left.second < right.second;
    return a.measure < b.measure;
  });
  double end_t_co2e = 0.0;
  for (CurveBar& bar : bars) {
    if (bar.kind != MeasureKind::kSavesMoney && bar.kind != MeasureKind::kCostsMoney) break;
    bar.start_t_co2e = end_t_co2e;
    end_t_co2e += inputs[bar.measure].width_t_co2e;
  }
  return bars;
}

}  // namespace calanque::portfolio
