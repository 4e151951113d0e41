// Speeds up passes towards a fixed point.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace calanque::company {

/// Anderson's mixing with a memory of two passes: the next input is the combination of the last three images, taken
/// where the change is smallest. Each pass remembered takes out one ratio of contraction (fees and reserves on debt,
/// tax on interest); the fixed point is the same.
///
/// The state of a pass lies in several rows, given in the same order each time; they are read and written in place.
/// Source  D. G. Anderson, Iterative procedures for nonlinear integral equations, J. ACM 12 (1965), 547-560; in the
///         form of H. Walker, P. Ni, SIAM J. Numer. Anal. 49 (2011), 1715-1735.
/// Cost    O(size) each, no allocation.
class PassMixer {
 public:
  using State = std::span<const std::span<double>>;

  explicit PassMixer(std::size_t size);

  /// Forgets earlier passes; the first input.
  void Start(State input);
  /// Takes the image of the last input; answers the largest change of any number.
  double Look(State image);
  /// Writes the next input over the image that Look took.
  void Mix(State state);

 private:
  void Weigh();

  std::vector<double> input_;
  std::vector<double> change_;      ///< Of the last pass: image - input.
  std::vector<double> image_;       ///< Of the last pass.
  std::vector<double> turn_;        ///< What the last two changes differ by.
  std::vector<double> last_turn_;   ///< The same, a pass before.
  std::vector<double> image_turn_;  ///< What the last two images differ by.
  std::vector<double> last_image_turn_;
  // Products of the vectors above.
  double turn_square_ = 0.0;
  double last_turn_square_ = 0.0;
  double turns_product_ = 0.0;
  double turn_change_ = 0.0;
  double last_turn_change_ = 0.0;
  double weight_ = 0.0;       ///< Of the last turn in the next input.
  double last_weight_ = 0.0;  ///< Of the turn before.
  double largest_change_ = 0.0;
  int memory_ = -1;  ///< Turns known, at most 2; -1 before the first pass.
};

}  // namespace calanque::company
