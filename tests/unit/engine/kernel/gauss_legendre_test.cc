// Rules against tabulated nodes and the integrals of powers that they must not miss.
#include "engine/kernel/gauss_legendre.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/kernel/series.h"

namespace calanque::kernel {
namespace {

// Abramowitz and Stegun, table 25.4, moved from [-1, 1] to [0, 1].
TEST(GaussLegendre, HasTheTabulatedNodes) {
  const Quadrature three = GaussLegendre(3);
  ASSERT_EQ(three.nodes.size(), 3U);
  EXPECT_NEAR(three.nodes[0], 0.5 * (1.0 - 0.774596669241483), 1e-15);
  EXPECT_NEAR(three.nodes[1], 0.5, 1e-15);
  EXPECT_NEAR(three.nodes[2], 0.5 * (1.0 + 0.774596669241483), 1e-15);
  EXPECT_NEAR(three.weights[0], 0.5 * 0.555555555555556, 1e-15);
  EXPECT_NEAR(three.weights[1], 0.5 * 0.888888888888889, 1e-15);
  EXPECT_EQ(GaussLegendre(1).nodes, std::vector{0.5});
  EXPECT_EQ(GaussLegendre(1).weights, std::vector{1.0});
}

// A wrong node or weight shows at once in some power below twice the number of nodes.
TEST(GaussLegendre, IntegratesEveryPowerItPromises) {
  for (const std::size_t count : {1U, 2U, 5U, 12U, 40U}) {
    const Quadrature rule = GaussLegendre(count);
    for (std::size_t power = 0; power < 2 * count; ++power) {
      double integral = 0.0;
      for (std::size_t i = 0; i < count; ++i) {
        integral += rule.weights[i] * std::pow(rule.nodes[i], static_cast<double>(power));
      }
      EXPECT_NEAR(integral * static_cast<double>(power + 1), 1.0, 1e-13) << count << " nodes, power " << power;
    }
  }
}

TEST(GaussLegendre, HasAscendingNodesInsideAndWeightsAboveZero) {
  const Quadrature rule = GaussLegendre(601);  // A group of 1,200 measures.
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    ASSERT_GT(rule.nodes[i], i == 0 ? 0.0 : rule.nodes[i - 1]);
    ASSERT_LT(rule.nodes[i], 1.0);
    ASSERT_GT(rule.weights[i], 0.0);
  }
  EXPECT_NEAR(Sum(rule.weights), 1.0, 1e-13);
}

}  // namespace
}  // namespace calanque::kernel
