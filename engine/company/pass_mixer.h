// Speeds up passes towards a fixed point.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace calanque::company {

/// Anderson's mixing with a memory of one pass: the next input is the line through the last two images, taken where the
/// change is smallest. Where one ratio of contraction dominates, as tax on interest does, it halves the passes; the
/// fixed point is the same.
///
/// Source  D. G. Anderson, Iterative procedures for nonlinear integral equations, J. ACM 12 (1965), 547-560.
class PassMixer {
 public:
  explicit PassMixer(std::size_t size) : input_(size), last_input_(size), last_image_(size) {}

  /// Forgets earlier passes; the first input.
  void Start(std::span<const double> input);
  /// Takes the image of the last input; answers the largest change of any number.
  double Step(std::span<const double> image);
  /// The next input.
  [[nodiscard]] std::span<const double> input() const { return input_; }

 private:
  std::vector<double> input_;
  std::vector<double> last_input_;
  std::vector<double> last_image_;
  double last_change_ = 0.0;
  int step_count_ = 0;
};

}  // namespace calanque::company
