#include "engine/portfolio/interaction.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/kernel/gauss_legendre.h"

namespace calanque::portfolio {

double GroupTotal(const GroupFigure& figure, std::span<const InteractingMeasure> group,
                  const std::vector<bool>& is_done) {
  double total = 0.0;
  double left = 1.0;
  for (std::size_t k = 0; k < group.size(); ++k) {
    if (!is_done[k]) continue;
    total += figure.fixed[k] + figure.following[k] * left;
    left *= 1.0 - group[k].removed_fraction;
  }
  return total;
}

SharingRule::SharingRule(std::span<const InteractingMeasure> group)
    : group_(group), none_(MixOf(0.0, 1.0)), all_(MixOf(1.0, 1.0)) {
  const kernel::Quadrature rule = kernel::GaussLegendre(group.size() / 2 + 1);
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) nodes_.push_back(MixOf(rule.nodes[i], rule.weights[i]));
}

SharingRule::Mix SharingRule::MixOf(double done, double weight) const {
  Mix mix{done, weight, {}};
  mix.left_before.reserve(group_.size());
  double left = 1.0;
  for (const InteractingMeasure& member : group_) {
    mix.left_before.push_back(left);
    left *= 1.0 - done * member.removed_fraction;
  }
  return mix;
}

void SharingRule::AddMarginals(const GroupFigure& figure, const Mix& mix, std::span<double> out) const {
  double later = 0.0;  // Expected figure of the members after k, for each unit that k leaves.
  for (std::size_t k = group_.size(); k-- > 0;) {
    const double removed = group_[k].removed_fraction;
    out[k] += mix.weight * (figure.fixed[k] + mix.left_before[k] * (figure.following[k] - removed * later));
    later = mix.done * figure.following[k] + (1.0 - mix.done * removed) * later;
  }
}

void SharingRule::ShareFairly(const GroupFigure& figure, std::span<double> out) const {
  CALANQUE_CHECK(
      figure.fixed.size() == group_.size() && figure.following.size() == group_.size() && out.size() == group_.size(),
      "sizes differ");
  std::ranges::fill(out, 0.0);
  for (const Mix& node : nodes_) AddMarginals(figure, node, out);
}

Shares SharingRule::ShareOut(const GroupFigure& figure) const {
  Shares shares;
  for (auto* list : {&shares.standalone, &shares.last_in, &shares.shapley}) list->assign(group_.size(), 0.0);
  ShareFairly(figure, shares.shapley);
  AddMarginals(figure, none_, shares.standalone);
  AddMarginals(figure, all_, shares.last_in);
  for (std::size_t k = 0; k < group_.size(); ++k) {
    shares.in_order.push_back(figure.fixed[k] + figure.following[k] * all_.left_before[k]);
  }
  return shares;
}

}  // namespace calanque::portfolio
