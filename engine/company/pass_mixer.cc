#include "engine/company/pass_mixer.h"

#include <algorithm>
#include <cmath>

#include "engine/kernel/series.h"

namespace calanque::company {
namespace {

/// The largest magnitude; four running ones, so that the processor need not wait for one.
double LargestOf(std::span<const double> values) {
  constexpr std::size_t kLanes = 4;
  double largest[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      largest[lane] = std::max(largest[lane], std::abs(values[i + lane]));
    }
  }
  for (; i < values.size(); ++i) largest[0] = std::max(largest[0], std::abs(values[i]));
  return std::max(std::max(largest[0], largest[1]), std::max(largest[2], largest[3]));
}

// The rows of a state and the mixer's memory never overlap: said to the compiler, these loops are vectorised.

void Compare(std::span<const double> image_row, const double* __restrict input, double* __restrict change,
             double* __restrict turn) {
  const double* __restrict image = image_row.data();
  for (std::size_t i = 0; i < image_row.size(); ++i) {
    const double now = image[i] - input[i];
    turn[i] = now - change[i];
    change[i] = now;
  }
}

void Combine(std::span<double> row, double weight, double last_weight, double* __restrict input,
             double* __restrict image, double* __restrict image_turn, const double* __restrict last_image_turn) {
  double* __restrict value = row.data();
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double turn = value[i] - image[i];
    const double next = value[i] - weight * turn - last_weight * last_image_turn[i];
    image[i] = value[i];
    image_turn[i] = turn;
    input[i] = next;
    value[i] = next;
  }
}

}  // namespace

PassMixer::PassMixer(std::size_t size) {
  for (auto* values : {&input_, &change_, &image_, &turn_, &last_turn_, &image_turn_, &last_image_turn_}) {
    values->resize(size);
  }
}

void PassMixer::Start(State input) {
  std::size_t offset = 0;
  for (const auto row : input) {
    std::copy(row.begin(), row.end(), input_.begin() + static_cast<std::ptrdiff_t>(offset));
    offset += row.size();
  }
  // Zero weights must meet numbers: what was mixed before may have been none.
  for (auto* values : {&image_, &image_turn_, &last_image_turn_}) std::fill(values->begin(), values->end(), 0.0);
  memory_ = -1;
}

double PassMixer::Look(State image) {
  std::swap(turn_, last_turn_);
  std::size_t size = 0;
  for (const auto row : image) {
    Compare(row, &input_[size], &change_[size], &turn_[size]);
    size += row.size();
  }
  const auto changes = std::span<const double>(change_).first(size);
  const auto turns = std::span<const double>(turn_).first(size);
  const auto last_turns = std::span<const double>(last_turn_).first(size);
  last_turn_square_ = turn_square_;
  turn_square_ = kernel::Dot(turns, turns);
  turns_product_ = kernel::Dot(turns, last_turns);
  last_turn_change_ = turn_change_ + turns_product_;  // The change is the last one plus the turn.
  turn_change_ = kernel::Dot(turns, changes);
  const double change = LargestOf(changes);
  // A change that grows says that a limit began or ceased to bind: take the image as it is, and forget.
  memory_ = memory_ >= 0 && change < largest_change_ ? std::min(memory_ + 1, 2) : 0;
  largest_change_ = change;
  return change;
}

void PassMixer::Weigh() {
  weight_ = memory_ > 0 && turn_square_ > 0.0 ? turn_change_ / turn_square_ : 0.0;
  last_weight_ = 0.0;
  if (memory_ < 2) return;
  // A turn that the newer one nearly explains says nothing.
  constexpr double kIndependent = 1e-10;
  const double determinant = turn_square_ * last_turn_square_ - turns_product_ * turns_product_;
  if (!(determinant > kIndependent * turn_square_ * last_turn_square_)) return;
  weight_ = (turn_change_ * last_turn_square_ - last_turn_change_ * turns_product_) / determinant;
  last_weight_ = (last_turn_change_ * turn_square_ - turn_change_ * turns_product_) / determinant;
}

void PassMixer::Mix(State state) {
  Weigh();
  std::swap(image_turn_, last_image_turn_);
  std::size_t offset = 0;
  for (const auto row : state) {
    Combine(row, weight_, last_weight_, &input_[offset], &image_[offset], &image_turn_[offset],
            &last_image_turn_[offset]);
    offset += row.size();
  }
}

}  // namespace calanque::company
