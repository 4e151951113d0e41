// Mixing of passes on maps small enough to know the fixed point.
#include "engine/company/pass_mixer.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace calanque::company {
namespace {

/// x -> A x + b over two rows; the ratios of contraction are 0.5 and -0.3, the fixed point is (1, 2, 3).
class Linear {
 public:
  void Apply() {
    const double x = first[0] - 1.0;
    const double y = second[0] - 2.0;
    first[0] = 1.0 + 0.5 * x + 0.1 * y;
    second[0] = 2.0 - 0.3 * y;
    second[1] = 3.0 + 0.2 * x;
  }

  /// Passes until nothing moves by 1e-12.
  int PassesWith(PassMixer& mixer) {
    const std::array<std::span<double>, 2> state = {first, second};
    mixer.Start(state);
    for (int pass = 1;; ++pass) {
      Apply();
      if (mixer.Look(state) <= 1e-12) return pass;
      mixer.Mix(state);
    }
  }

  std::vector<double> first = {0.0};
  std::vector<double> second = {0.0, 0.0};
};

TEST(PassMixer, TwoRatiosOfContractionNeedFivePasses) {
  PassMixer mixer(3);
  Linear map;
  EXPECT_LE(map.PassesWith(mixer), 6) << "plain passes need 40";
  EXPECT_NEAR(map.first[0], 1.0, 1e-11);
  EXPECT_NEAR(map.second[0], 2.0, 1e-11);
  EXPECT_NEAR(map.second[1], 3.0, 1e-11);
}

TEST(PassMixer, EarlierStatesLeaveNoTraceNotEvenWithoutNumbers) {
  PassMixer fresh(3);
  Linear expected;
  const int pass_count = expected.PassesWith(fresh);
  PassMixer used(3);
  std::vector<double> nowhere(3, std::numeric_limits<double>::quiet_NaN());
  const std::array<std::span<double>, 1> bad = {nowhere};
  used.Start(bad);
  for (int i = 0; i < 3; ++i) {
    used.Look(bad);
    used.Mix(bad);
  }
  Linear map;
  EXPECT_EQ(map.PassesWith(used), pass_count);
  EXPECT_EQ(map.first, expected.first);
  EXPECT_EQ(map.second, expected.second);
}

// A limit that begins to bind makes the change grow: the image is taken as it is.
TEST(PassMixer, AGrowingChangeIsNotMixed) {
  PassMixer mixer(1);
  std::vector<double> x = {0.0};
  const std::array<std::span<double>, 1> state = {x};
  mixer.Start(state);
  for (const double image : {1.0, 1.5, 9.0}) {
    x[0] = image;
    mixer.Look(state);
    mixer.Mix(state);
  }
  EXPECT_EQ(x[0], 9.0);
}

}  // namespace
}  // namespace calanque::company
