#include "engine/company/pass_mixer.h"

#include <algorithm>
#include <cmath>

namespace calanque::company {

void PassMixer::Start(std::span<const double> input) {
  std::copy(input.begin(), input.end(), input_.begin());
  step_count_ = 0;
}

double PassMixer::Step(std::span<const double> image) {
  // Four running sums each, so that the processor need not wait for one; their order is fixed.
  constexpr std::size_t kLanes = 4;
  double changes[kLanes] = {};
  double products[kLanes] = {};
  double squares[kLanes] = {};
  const std::size_t whole = image.size() / kLanes * kLanes;
  const auto look = [&](std::size_t i, std::size_t lane) {
    const double difference = image[i] - input_[i];
    const double turn = difference - (last_image_[i] - last_input_[i]);
    changes[lane] = std::max(changes[lane], std::abs(difference));
    products[lane] += difference * turn;
    squares[lane] += turn * turn;
  };
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) look(i + lane, lane);
  }
  for (std::size_t i = whole; i < image.size(); ++i) look(i, i - whole);
  const double change = std::max(std::max(changes[0], changes[1]), std::max(changes[2], changes[3]));
  const double product = (products[0] + products[2]) + (products[1] + products[3]);
  const double square = (squares[0] + squares[2]) + (squares[1] + squares[3]);
  // A change that grows says that a limit began or ceased to bind: take the image as it is.
  const bool is_mixed = step_count_ > 0 && square > 0.0 && change < last_change_;
  const double share = is_mixed ? product / square : 0.0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double next = image[i] - share * (image[i] - last_image_[i]);
    last_input_[i] = input_[i];
    last_image_[i] = image[i];
    input_[i] = next;
  }
  last_change_ = change;
  ++step_count_;
  return change;
}

}  // namespace calanque::company
