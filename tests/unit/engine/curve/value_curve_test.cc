#include "engine/curve/value_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace calanque::curve {
namespace {

model::Curve Make(const char* id, decltype(model::Curve::shape) shape) {
  model::Curve curve;
  curve.id = id;
  curve.shape = std::move(shape);
  return curve;
}

model::Assumptions Sample() {
  model::Assumptions assumptions;
  using model::Interpolation;
  assumptions.curves = {
      Make("linear", model::CurvePoints{{2030, 2040}, {250.0, 500.0}, Interpolation::kLinear}),
      Make("log", model::CurvePoints{{2030, 2040}, {100.0, 400.0}, Interpolation::kLogLinear}),
      Make("step", model::CurvePoints{{2030, 2040}, {1.0, 2.0}, Interpolation::kStep}),
      Make("growth", model::CurveGrowth{*time::ParseIsoDate("2025-01-01"), 10.0, 0.02}),
      Make("twice", model::CurveDerived{"linear", 2.0, -1.0}),
  };
  return assumptions;
}

// Catches a yearly figure read half a year off: 2030's value is what an annual period 2030 must see.
TEST(ValueCurves, APointStandsForTheMiddleOfItsYear) {
  const model::Assumptions assumptions = Sample();
  const ValueCurves curves(assumptions);
  EXPECT_EQ(curves.Value(0, 2030.5), 250.0);
  EXPECT_EQ(curves.Value(0, 2035.5), 375.0);
  EXPECT_EQ(curves.Value(0, 2040.5), 500.0);
}

TEST(ValueCurves, IsFlatBeyondItsPoints) {
  const model::Assumptions assumptions = Sample();
  const ValueCurves curves(assumptions);
  EXPECT_EQ(curves.Value(0, 1990.0), 250.0);
  EXPECT_EQ(curves.Value(0, 2090.0), 500.0);
}

TEST(ValueCurves, InterpolatesAsStated) {
  const model::Assumptions assumptions = Sample();
  const ValueCurves curves(assumptions);
  EXPECT_DOUBLE_EQ(curves.Value(1, 2035.5), 200.0);
  EXPECT_EQ(curves.Value(2, 2040.49), 1.0);
  EXPECT_EQ(curves.Value(2, 2040.5), 2.0);
}

TEST(ValueCurves, GrowsFromItsBaseDate) {
  const model::Assumptions assumptions = Sample();
  const ValueCurves curves(assumptions);
  EXPECT_DOUBLE_EQ(curves.Value(3, 2025.0), 10.0);
  EXPECT_DOUBLE_EQ(curves.Value(3, 2027.0), 10.0 * 1.02 * 1.02);
}

TEST(ValueCurves, DerivesFromAnother) {
  const model::Assumptions assumptions = Sample();
  const ValueCurves curves(assumptions);
  EXPECT_EQ(curves.Value(curves.IndexOf("twice"), 2030.5), 499.0);
}

}  // namespace
}  // namespace calanque::curve
