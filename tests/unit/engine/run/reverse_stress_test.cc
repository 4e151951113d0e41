// The smallest move that breaks a limit, found where it is known to be.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "engine/run/simulate.h"
#include "tests/support/sample_request.h"
#include "tests/unit/engine/run/sample_simulation.h"

namespace calanque {
namespace {

using model::QuantityKind;
using testing::AddPurchase;
using testing::Driver;
using testing::Options;
using testing::OverrunOf;
using testing::SimulateOrThrow;

model::ReverseStress Until(std::variant<std::string, model::StressedDriver> move, std::string metric,
                           std::optional<double> least, std::optional<double> greatest) {
  model::ReverseStress reverse;
  reverse.id = "until";
  reverse.move = std::move(move);
  reverse.limit = {std::move(metric), "city", least, greatest};
  return reverse;
}

run::SimulatedReverseStress Search(const model::AppraisalRequest& request, model::RiskModel risk,
                                   model::ReverseStress reverse) {
  risk.reverse_stresses = {std::move(reverse)};
  return SimulateOrThrow(request, risk, Options(2)).reverse_stresses.at(0);
}

// A purchase worth 1e6 today at a factor f costs f x 1e6: the limit of 1.5e6 is passed at f = 1.5, half-way to 2, and a
// gap of 1.05e6 f in the year's money passes 1.26e6 at f = 1.2.
TEST(ReverseStress, OfALinearCostIsFoundWhereItIsKnownToBe) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  AddPurchase(request, "p", 1'050'000.0);
  const auto value =
      Search(request, OverrunOf(0.2), Until(model::StressedDriver{"overrun", 2.0}, "npv_amount", -1.5e6, std::nullopt));
  ASSERT_TRUE(value.move.has_value()) << value.why_none.message;
  EXPECT_NEAR(value.move->multiple, 0.5, 1e-12);
  EXPECT_NEAR(value.move->drivers.at(0).value, 1.5, 1e-12);
  EXPECT_LE(value.move->residual, 0.0) << "the move found breaks the limit";
  EXPECT_NEAR(value.move->residual, 0.0, 1e-6);
  EXPECT_LE(value.move->evaluation_count, 165);
  const auto gap = Search(request, OverrunOf(0.2),
                          Until(model::StressedDriver{"overrun", 1.1}, "financing_gap_amount", std::nullopt, 1.26e6));
  ASSERT_TRUE(gap.move.has_value()) << gap.why_none.message;
  EXPECT_NEAR(gap.move->multiple, 2.0, 1e-9);
}

// Rates discount 1.05e6 a year ahead; a shift s makes it worth exp(-s t) of 1e6, t the end of the year, when it is
// paid. Multiples of a stress move both drivers in step: (1 + m) exp(-0.02 m) = 1.5 has its root by Newton's iteration.
TEST(ReverseStress, OfAStressMovesAllItsDriversInStep) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  AddPurchase(request, "p", 1'050'000.0);
  model::RiskModel risk = OverrunOf(0.2);
  risk.drivers.push_back(Driver("rate", model::MeanRevertingRate{0.01, 0.2}, model::DiscountTarget{{"five"}}));
  model::Stress both;
  both.id = "both";
  both.drivers = {{"overrun", 2.0}, {"rate", 0.02}};
  risk.stresses = {both};
  const auto found = Search(request, risk, Until(std::string("both"), "npv_amount", -1.5e6, std::nullopt));
  ASSERT_TRUE(found.move.has_value()) << found.why_none.message;
  const double t = std::log(found.move->value / -1e6 / (1.0 + found.move->multiple)) / (-0.02 * found.move->multiple);
  EXPECT_NEAR(t, 1.0, 1e-9) << "the end of the first year";
  double m = 0.5;
  for (int i = 0; i < 20; ++i) {
    const double value = (1.0 + m) * std::exp(-0.02 * t * m);
    m -= (value - 1.5) / (std::exp(-0.02 * t * m) * (1.0 - 0.02 * t * (1.0 + m)));
  }
  EXPECT_NEAR(found.move->multiple, m, 1e-9);
  EXPECT_NEAR(found.move->drivers.at(1).value, 0.02 * m, 1e-11);
}

// Whole years: at 10 % more a year the gap is 1.05e6 x 1.1^n, first above 1.2e6 after 2 years. A figure that jumps has
// the jump as residual.
TEST(ReverseStress, OfADelayIsInWholeYears) {
  model::AppraisalRequest request = testing::EmptyRequest(6);
  AddPurchase(request, "p", 1'050'000.0);
  model::RiskModel risk;
  risk.drivers = {Driver("late", model::Draw{model::Discrete{{0.5, 0.5}, {0.0, 3.0}}}, model::DelayTarget{{"p"}, 0.1})};
  const auto found =
      Search(request, risk, Until(model::StressedDriver{"late", 1.0}, "financing_gap_amount", std::nullopt, 1.2e6));
  ASSERT_TRUE(found.move.has_value()) << found.why_none.message;
  EXPECT_EQ(found.move->drivers.at(0).value, 2.0);
  EXPECT_NEAR(found.move->value, 1.05e6 * 1.21, 1e-6);
  EXPECT_NEAR(found.move->residual, 1.05e6 * 1.21 - 1.2e6, 1e-6);
}

// Catches a search that answers with its last point. Each says why, with figures.
TEST(ReverseStress, SaysWhyThereIsNoMove) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  AddPurchase(request, "p", 1'050'000.0);
  const model::StressedDriver up = {"overrun", 2.0};
  const model::StressedDriver down = {"overrun", 0.5};
  const auto why = [&](const model::StressedDriver& move, double least) {
    const auto found = Search(request, OverrunOf(0.2), Until(move, "npv_amount", least, std::nullopt));
    EXPECT_FALSE(found.move.has_value());
    EXPECT_EQ(found.why_none.reason, Reason::kNotApplicable);
    return found.why_none.message;
  };
  EXPECT_EQ(why(up, -5e5),
            "the limit is broken before anything moves: the figure is -1e+06, the limit at least -5e+05");
  EXPECT_EQ(
      why(up, -2e7),
      "no move breaks the limit, at least -2e+07: the figure goes from -1e+06 to -1.1e+07 at 10 times the move, the "
      "most that was tried");
  // Down it stops at a factor of 0: twice the move.
  EXPECT_EQ(why(down, -2e7),
            "no move breaks the limit, at least -2e+07: the figure goes from -1e+06 to 0 at 2 times the move, the most "
            "that was tried");
}

}  // namespace
}  // namespace calanque
