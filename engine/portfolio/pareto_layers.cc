#include "engine/portfolio/pareto_layers.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace calanque::portfolio {

bool Dominates(const Gains& a, const Gains& b) {
  return a.first >= b.first && a.second >= b.second && (a.first > b.first || a.second > b.second);
}

std::vector<int> ParetoLayers(std::span<const Gains> alternatives) {
  std::vector<std::size_t> order(alternatives.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Whatever dominates an alternative stands before it.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Gains& left = alternatives[a];
    const Gains& right = alternatives[b];
    return left.first != right.first ? left.first > right.first : left.second > right.second;
  });
  std::vector<int> layers(alternatives.size());
  std::vector<double> largest_second;  // By layer: falling, since a larger one would have gone to the layer before.
  const Gains* previous = nullptr;
  int layer = 0;
  for (const std::size_t i : order) {
    const Gains& gains = alternatives[i];
    const bool is_equal = previous != nullptr && previous->first == gains.first && previous->second == gains.second;
    if (!is_equal) {
      const auto place = std::partition_point(largest_second.begin(), largest_second.end(),
                                              [&](double largest) { return largest >= gains.second; });
      layer = static_cast<int>(place - largest_second.begin()) + 1;
      if (place == largest_second.end()) {
        largest_second.push_back(gains.second);
      } else {
        *place = gains.second;
      }
    }
    layers[i] = layer;
    previous = &gains;
  }
  return layers;
}

}  // namespace calanque::portfolio
