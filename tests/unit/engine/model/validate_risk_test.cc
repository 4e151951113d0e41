// Every fault of a risk model is refused at its field, in words, all of them at once.

#include "engine/model/validate_risk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/sample_request.h"

namespace calanque::model {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Item;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Two projects "p" and "q" with an investment each, on ten annual periods from 2025-01-01.
AppraisalRequest Request() {
  AppraisalRequest request = testing::EmptyRequest(10);
  testing::AddProject(request, "p")
      .with_project.push_back(Item("capex", "city", "supplier", testing::InvestmentOf(1.0)));
  testing::AddProject(request, "q")
      .with_project.push_back(Item("works", "city", "supplier", testing::InvestmentOf(1.0)));
  return request;
}

RiskDriver Driver(std::string id, DriverShape shape, DriverTarget target) {
  RiskDriver driver;
  driver.id = std::move(id);
  driver.shape = std::move(shape);
  driver.target = std::move(target);
  return driver;
}

EventTarget Payment(std::string project, std::string payer, std::string payee) {
  EventTarget target;
  target.project_id = std::move(project);
  target.payer_party_id = std::move(payer);
  target.payee_party_id = std::move(payee);
  return target;
}

/// 0 price, 1 inflation, 2 rate, 3 cost (own share), 4 delay of p, 5 flood; one correlation, one stress.
RiskModel Model(const AppraisalRequest& request) {
  const std::string curve = request.assumptions.curves[0].id;
  const std::string rate = request.assumptions.discount_rates[0].id;
  RiskModel model;
  model.drivers = {
      Driver("price", GeometricBrownian{0.0, 0.2}, CurveTarget{{curve}}),
      Driver("inflation", MeanRevertingRate{0.01, 0.2}, IndexTarget{{request.assumptions.general_index_curve_id}}),
      Driver("rate", MeanRevertingRate{0.01, 0.1}, DiscountTarget{{rate}}),
      Driver("cost", Draw{Lognormal{1.1, 0.2}}, QuantityTarget{{QuantityKind::kInvestment}, {"p"}, {"capex"}}),
      Driver("delay", Draw{Discrete{{0.75, 0.25}, {0.0, 2.0}}}, DelayTarget{{"p"}, 0.02}),
      Driver("flood", Event{0.1, Triangular{1.0, 2.0, 3.0}}, Payment("p", "city", "supplier")),
  };
  model.drivers[3].own_share_fraction = 0.5;
  model.correlations = {{"price", "cost", 0.3}};
  model.stresses = {{"shock", "", {{"price", 1.5}, {"rate", 0.02}, {"delay", 2.0}}, {}}};
  return model;
}

Failures FailuresOf(const std::function<void(RiskModel&)>& change) {
  const AppraisalRequest request = Request();
  RiskModel model = Model(request);
  change(model);
  return ValidateRisk(request, model);
}

auto FaultAt(const std::string& path, const std::string& words) {
  return AllOf(Field(&Failure::field_path, path), Field(&Failure::message, HasSubstr(words)),
               Field(&Failure::reason, Reason::kInvalidInput));
}

/// The change causes this fault and no other.
void ExpectFault(const std::function<void(RiskModel&)>& change, const std::string& path, const std::string& words) {
  EXPECT_THAT(FailuresOf(change), ElementsAre(FaultAt(path, words)));
}

/// A distribution of the cost driver.
void ExpectDistributionFault(Distribution distribution, const std::string& path, const std::string& words) {
  ExpectFault([&](RiskModel& model) { model.drivers[3].shape = Draw{distribution}; },
              "drivers[3].shape.distribution." + path, words);
}

TEST(ValidateRisk, AcceptsASoundModelAndAnEmptyOne) {
  EXPECT_THAT(FailuresOf([](RiskModel&) {}), IsEmpty());
  EXPECT_THAT(FailuresOf([](RiskModel& model) { model = RiskModel(); }), IsEmpty());
}

TEST(ValidateRisk, ReportsAllFaultsAtOnceInDocumentOrder) {
  const Failures failures = FailuresOf([](RiskModel& model) {
    std::get<GeometricBrownian>(model.drivers[0].shape).volatility_per_sqrt_year = -0.1;
    std::get<Event>(model.drivers[5].shape).probability_per_year = 1.5;
    model.correlations[0].correlation = 2.0;
    model.stresses[0].drivers[0].driver_id = "prise";
  });
  EXPECT_THAT(failures, ElementsAre(FaultAt("drivers[0].shape.volatility_per_sqrt_year", "is -0.1"),
                                    FaultAt("drivers[5].shape.probability_per_year", "is 1.5"),
                                    FaultAt("correlations[0].correlation", "is 2"),
                                    FaultAt("stresses[0].drivers[0].driver_id", "did you mean 'price'?")));
}

TEST(ValidateRisk, RefusesParametersOutOfRangeAndNotANumber) {
  for (const double bad : {-0.01, 6.0, kNan, std::numeric_limits<double>::infinity()}) {
    ExpectFault(
        [&](RiskModel& m) {
          m.drivers[0].shape = GeometricBrownian{0.0, bad};
        },
        "drivers[0].shape.volatility_per_sqrt_year", "expected 0 to 5");
    ExpectFault(
        [&](RiskModel& m) {
          m.drivers[0].shape = MeanRevertingLog{bad, 0.1};
        },
        "drivers[0].shape.volatility_per_sqrt_year", "expected 0 to 5");
    ExpectFault(
        [&](RiskModel& m) {
          m.drivers[1].shape = MeanRevertingRate{bad, 0.1};
        },
        "drivers[1].shape.volatility_per_sqrt_year", "expected 0 to 1");
  }
  for (const double bad : {-0.01, 21.0, kNan}) {
    ExpectFault(
        [&](RiskModel& m) {
          m.drivers[0].shape = MeanRevertingLog{0.1, bad};
        },
        "drivers[0].shape.reversion_per_year", "expected 0 to 20");
    ExpectFault(
        [&](RiskModel& m) {
          m.drivers[1].shape = MeanRevertingRate{0.1, bad};
        },
        "drivers[1].shape.reversion_per_year", "expected 0 to 20");
  }
  for (const double bad : {-1.01, 1.01, kNan}) {
    ExpectFault(
        [&](RiskModel& m) {
          m.drivers[0].shape = GeometricBrownian{bad, 0.1};
        },
        "drivers[0].shape.drift_per_year", "from -1 to 1");
    ExpectFault([&](RiskModel& m) { m.correlations[0].correlation = bad; }, "correlations[0].correlation",
                "expected -1 to 1");
  }
  for (const double bad : {-0.01, 1.01, kNan}) {
    ExpectFault([&](RiskModel& m) { m.drivers[3].own_share_fraction = bad; }, "drivers[3].own_share_fraction",
                "a fraction from 0 to 1");
    ExpectFault([&](RiskModel& m) { std::get<Event>(m.drivers[5].shape).probability_per_year = bad; },
                "drivers[5].shape.probability_per_year", "a fraction from 0 to 1");
  }
  ExpectFault(
      [](RiskModel& m) { std::get<DelayTarget>(m.drivers[4].target).cost_growth_real_fraction_per_year = kNan; },
      "drivers[4].target.cost_growth_real_fraction_per_year", "is nan");
}

TEST(ValidateRisk, RefusesDistributionsThatAreNone) {
  ExpectDistributionFault(Lognormal{0.0, 0.1}, "median", "above 0");
  ExpectDistributionFault(Lognormal{kNan, 0.1}, "median", "above 0");
  ExpectDistributionFault(Lognormal{1.0, -0.1}, "log_standard_deviation", "0 to 5");
  ExpectDistributionFault(Triangular{1.0, 0.9, 1.2}, "mode", "at least low, 1");
  ExpectDistributionFault(Triangular{1.0, 1.1, 1.05}, "high", "at least mode, 1.1");
  ExpectDistributionFault(Triangular{-1.0, 1.0, 1.0}, "low", "0 or more");
  ExpectDistributionFault(Triangular{0.0, 1.0, kNan}, "high", "is nan");
  ExpectDistributionFault(Pert{1.0, 0.9, 1.2, 4.0}, "mode", "at least low");
  ExpectDistributionFault(Pert{0.9, 1.0, 1.2, -1.0}, "mode_weight", "0 to 100");
  ExpectDistributionFault(Uniform{1.0, 0.5}, "high", "at least low");
  ExpectDistributionFault(QuantileTable{{0.0, 1.0}, {1.0}}, "cumulative_probabilities",
                          "2 probabilities beside 1 values");
  ExpectDistributionFault(QuantileTable{{}, {}}, "cumulative_probabilities", "at least 2");
  ExpectDistributionFault(QuantileTable{{0.1, 1.0}, {1.0, 2.0}}, "cumulative_probabilities[0]", "expected 0");
  ExpectDistributionFault(QuantileTable{{0.0, 0.9}, {1.0, 2.0}}, "cumulative_probabilities[1]", "expected 1");
  ExpectDistributionFault(QuantileTable{{0.0, 0.5, 0.5, 1.0}, {1.0, 1.1, 1.2, 1.3}}, "cumulative_probabilities[2]",
                          "does not lie above");
  ExpectDistributionFault(QuantileTable{{0.0, 0.5, 1.0}, {1.0, 0.9, 1.3}}, "values[1]", "lies below");
  ExpectDistributionFault(Discrete{{0.5, 0.4}, {0.0, 1.0}}, "probabilities", "sum to 0.9");
  ExpectDistributionFault(Discrete{{0.5}, {0.0, 1.0}}, "probabilities", "1 probabilities beside 2 values");
  ExpectDistributionFault(Discrete{{0.5, 0.5}, {0.0, -1.0}}, "values[1]", "0 or more");
  ExpectDistributionFault(Discrete{{0.5, 0.5}, {0.0, kNan}}, "values[1]", "is nan");
  EXPECT_THAT(FailuresOf([](RiskModel& m) {
                m.drivers[3].shape = Draw{Discrete{{1.5, -0.5}, {0.0, 1.0}}};
              }),
              ElementsAre(FaultAt("drivers[3].shape.distribution.probabilities[0]", "is 1.5"),
                          FaultAt("drivers[3].shape.distribution.probabilities[1]", "is -0.5")));
  ExpectFault(
      [](RiskModel& m) {
        std::get<Event>(m.drivers[5].shape).impact_amount = Uniform{2.0, 1.0};
      },
      "drivers[5].shape.impact_amount.high", "at least low");
}

TEST(ValidateRisk, RefusesUnknownIdsAndEmptyLists) {
  ExpectFault([](RiskModel& m) { m.drivers[0].target = CurveTarget{{"general-indes"}}; },
              "drivers[0].target.curve_ids[0]", "unknown curve");
  ExpectFault([](RiskModel& m) { m.drivers[0].target = CurveTarget{}; }, "drivers[0].target.curve_ids", "is empty");
  ExpectFault([](RiskModel& m) { m.drivers[1].target = IndexTarget{{"x"}}; }, "drivers[1].target.curve_ids[0]",
              "unknown curve 'x'");
  ExpectFault([](RiskModel& m) { m.drivers[2].target = DiscountTarget{{"fiv"}}; },
              "drivers[2].target.discount_rate_ids[0]", "did you mean 'five'?");
  ExpectFault([](RiskModel& m) { m.drivers[2].target = DiscountTarget{}; }, "drivers[2].target.discount_rate_ids",
              "is empty");
  ExpectFault(
      [](RiskModel& m) {
        m.drivers[3].target = QuantityTarget{{QuantityKind::kGrant}, {"r"}, {}};
      },
      "drivers[3].target.project_ids[0]", "unknown project 'r'");
  // An item of another project is as unknown as none.
  ExpectFault(
      [](RiskModel& m) {
        m.drivers[3].target = QuantityTarget{{QuantityKind::kGrant}, {"p"}, {"works"}};
      },
      "drivers[3].target.item_ids[0]", "unknown item 'works'");
  ExpectFault([](RiskModel& m) { m.drivers[3].target = QuantityTarget{}; }, "drivers[3].target.kinds", "is empty");
  ExpectFault([](RiskModel& m) { std::get<DelayTarget>(m.drivers[4].target).project_ids = {"r"}; },
              "drivers[4].target.project_ids[0]", "unknown project");
  ExpectFault([](RiskModel& m) { m.drivers[5].target = Payment("r", "city", "supplier"); },
              "drivers[5].target.project_id", "unknown project");
  ExpectFault([](RiskModel& m) { m.drivers[5].target = Payment("p", "citi", "supplier"); },
              "drivers[5].target.payer_party_id", "did you mean 'city'?");
  ExpectFault([](RiskModel& m) { m.drivers[5].target = Payment("p", "city", ""); }, "drivers[5].target.payee_party_id",
              "is missing");
  ExpectFault([](RiskModel& m) { m.correlations[0].second_driver_id = "kost"; }, "correlations[0].second_driver_id",
              "did you mean 'cost'?");
}

TEST(ValidateRisk, RefusesWhatStandsTwice) {
  ExpectFault([](RiskModel& m) { m.drivers[1].id = "price"; }, "drivers[1].id", "stands twice");
  ExpectFault(
      [](RiskModel& m) {
        m.drivers[0].id = "Price";
        m.correlations.clear();
        m.stresses.clear();
      },
      "drivers[0].id", "is malformed");
  ExpectFault([](RiskModel& m) { m.stresses.push_back(m.stresses[0]); }, "stresses[1].id", "stands twice");
  ExpectFault(
      [](RiskModel& m) {
        m.stresses[0].drivers[1] = {"price", 1.0};
      },
      "stresses[0].drivers[1].driver_id", "stands twice");
  ExpectFault(
      [](RiskModel& m) {
        m.correlations.push_back({"cost", "price", 0.1});
      },
      "correlations[1]", "an earlier element states");
  ExpectFault(
      [](RiskModel& m) {
        m.correlations[0] = {"cost", "cost", 1.0};
      },
      "correlations[0].second_driver_id", "is the first driver too");
  ExpectFault(
      [](RiskModel& m) {
        std::get<DelayTarget>(m.drivers[4].target).project_ids = {"p", "p"};
      },
      "drivers[4].target.project_ids[1]", "stands twice");
  ExpectFault(
      [](RiskModel& m) {
        std::get<QuantityTarget>(m.drivers[3].target).kinds = {QuantityKind::kGrant, QuantityKind::kGrant};
      },
      "drivers[3].target.kinds[1]", "stands twice");
}

TEST(ValidateRisk, RefusesTwoDelaysOfOneProject) {
  ExpectFault(
      [](RiskModel& m) {
        m.drivers.push_back(Driver("late", m.drivers[4].shape, DelayTarget{{"q", "p"}, 0.0}));
      },
      "drivers[6].target.project_ids[1]", "project 'p' is delayed by driver 'delay' already");
  ExpectFault([](RiskModel& m) { m.drivers.push_back(Driver("late", m.drivers[4].shape, DelayTarget{})); },
              "drivers[6].target.project_ids", "project 'p' is delayed by driver 'delay' already");
}

TEST(ValidateRisk, RefusesShapesThatDoNotFitTheirTarget) {
  const auto with_shape = [](std::size_t driver, DriverShape shape) {
    return [=](RiskModel& m) {
      m.drivers[driver].shape = shape;
      m.correlations.clear();
      m.drivers[driver].own_share_fraction = 0.0;
    };
  };
  const Event event{0.1, Uniform{1.0, 2.0}};
  ExpectFault(with_shape(0, event), "drivers[0].target", "an event");
  const auto with_rate = [&](RiskModel& m) {
    with_shape(0, MeanRevertingRate{0.01, 0.1})(m);
    m.stresses.clear();
  };
  ExpectFault(with_rate, "drivers[0].target", "which is a rate");
  ExpectFault(with_shape(1, GeometricBrownian{0.0, 0.1}), "drivers[1].target",
              "expected the shape mean_reverting_rate");
  ExpectFault(with_shape(2, Draw{Lognormal{1.0, 0.1}}), "drivers[2].target", "expected the shape mean_reverting_rate");
  ExpectFault(with_shape(3, event), "drivers[3].target", "an event");
  ExpectFault(with_shape(4, GeometricBrownian{0.0, 0.1}), "drivers[4].target", "a draw of a discrete distribution");
  ExpectFault(with_shape(4, Draw{Uniform{0.0, 2.0}}), "drivers[4].target", "a draw of a discrete distribution");
  ExpectFault(with_shape(4, Draw{Discrete{{0.5, 0.5}, {0.0, 1.5}}}), "drivers[4].target", "whole years");
  ExpectFault(with_shape(5, Draw{Lognormal{1.0, 0.1}}), "drivers[5].target", "expected the shape event");
}

TEST(ValidateRisk, RefusesOwnSharesOfWhatIsShared) {
  ExpectFault([](RiskModel& m) { m.drivers[0].own_share_fraction = 0.5; }, "drivers[0].own_share_fraction", "no draw");
  ExpectFault(
      [](RiskModel& m) {
        m.drivers[0].shape = Draw{Lognormal{1.0, 0.1}};
        m.drivers[0].own_share_fraction = 0.5;
      },
      "drivers[0].own_share_fraction", "which all projects share");
}

TEST(ValidateRisk, RefusesCorrelatedEventsButTakesDiscreteDraws) {
  ExpectFault([](RiskModel& m) { m.correlations[0].second_driver_id = "flood"; }, "correlations[0].second_driver_id",
              "is an event");
  EXPECT_THAT(FailuresOf([](RiskModel& m) { m.correlations[0].second_driver_id = "delay"; }), IsEmpty());
}

TEST(ValidateRisk, RefusesYearsOutsideTheGrid) {
  const auto years = [](int first, int last) {
    return [=](RiskModel& m) {
      std::get<EventTarget>(m.drivers[5].target).first_year = first;
      std::get<EventTarget>(m.drivers[5].target).last_year = last;
    };
  };
  EXPECT_THAT(FailuresOf(years(2025, 2034)), IsEmpty());
  ExpectFault(years(2024, 0), "drivers[5].target.first_year", "expected a year of the grid, 2025 to 2034");
  ExpectFault(years(0, 2035), "drivers[5].target.last_year", "expected a year of the grid");
  ExpectFault(years(2030, 2029), "drivers[5].target.last_year", "before the first");
}

TEST(ValidateRisk, RefusesStressesThatCannotBe) {
  ExpectFault([](RiskModel& m) { m.stresses[0].drivers.clear(); }, "stresses[0].drivers", "is empty");
  ExpectFault([](RiskModel& m) { m.stresses[0].drivers[0].value = -1.0; }, "stresses[0].drivers[0].value", "0 or more");
  ExpectFault([](RiskModel& m) { m.stresses[0].drivers[1].value = 2.0; }, "stresses[0].drivers[1].value",
              "a shift of the yearly rate");
  ExpectFault([](RiskModel& m) { m.stresses[0].drivers[2].value = 0.5; }, "stresses[0].drivers[2].value",
              "whole years");
  ExpectFault([](RiskModel& m) { m.stresses[0].drivers[2].value = kNan; }, "stresses[0].drivers[2].value",
              "whole years");
}

// All that is wrong with three reverse stresses is found at once.
TEST(ValidateRisk, RefusesReverseStressesThatCannotBe) {
  const AppraisalRequest request = Request();
  RiskModel model = Model(request);
  ReverseStress bare;
  bare.id = "bare";
  bare.move = std::string("no-such-stress");
  bare.most_multiple = 0.0;
  bare.limit = {"irr_fraction", "nobody", {}, {}};
  ReverseStress still;
  still.id = "bare";
  still.move = StressedDriver{model.drivers[0].id, 1.0};
  still.most_multiple = kNan;
  still.limit = {"abatement_cumulative_t_co2e", "city", 1.0, 2.0};
  ReverseStress unknown;
  unknown.id = "unknown";
  unknown.move = StressedDriver{"nothing", 2.0};
  unknown.limit = {"npv_amount", "", kNan, {}};
  model.reverse_stresses = {bare, still, unknown};
  std::vector<std::string> paths;
  for (const Failure& failure : ValidateRisk(request, model)) paths.push_back(failure.field_path);
  EXPECT_THAT(
      paths, ElementsAre("reverse_stresses[0].move.stress_id", "reverse_stresses[0].most_multiple",
                         "reverse_stresses[0].limit.metric_name", "reverse_stresses[0].limit.perspective_id",
                         "reverse_stresses[0].limit", "reverse_stresses[1].id", "reverse_stresses[1].move.driver.value",
                         "reverse_stresses[1].most_multiple", "reverse_stresses[1].limit.perspective_id",
                         "reverse_stresses[1].limit", "reverse_stresses[2].move.driver.driver_id",
                         "reverse_stresses[2].limit.perspective_id", "reverse_stresses[2].limit.least_value"));
}

TEST(ValidateSensitivity, NeedsTwoPathsAtLeast) {
  EXPECT_THAT(ValidateSensitivity({2, {}}), IsEmpty());
  for (const std::int64_t count : {-1L, 0L, 1L, 2'000'000'000'000L}) {
    EXPECT_THAT(ValidateSensitivity({count, {}}), ElementsAre(Field(&Failure::field_path, "path_count")));
  }
}

TEST(ValidateRisk, BoundsTheCorrelationMatrix) {
  ExpectFault(
      [](RiskModel& m) {
        m.correlations.clear();
        for (std::size_t i = 0; i <= kMostCorrelatedDrivers; ++i) {
          m.drivers.push_back(Driver("d" + std::to_string(i), m.drivers[0].shape, m.drivers[0].target));
          if (i > 0) m.correlations.push_back({"d0", "d" + std::to_string(i), 0.1});
        }
      },
      "correlations", "name 65 drivers; expected at most 64");
}

TEST(ValidateRisk, StopsWhenAsked) {
  const AppraisalRequest request = Request();
  RiskModel model = Model(request);
  model.drivers[0].id = "";
  const StopPoll stop{[](const void*) { return true; }, nullptr};
  EXPECT_THAT(ValidateRisk(request, model, stop),
              ::testing::Not(Contains(Field(&Failure::field_path, "drivers[0].id"))));
}

SimulationOptions Options() {
  SimulationOptions options;
  options.path_count = 1000;
  return options;
}

void ExpectOptionFault(const std::function<void(SimulationOptions&)>& change, const std::string& path,
                       const std::string& words) {
  SimulationOptions options = Options();
  change(options);
  EXPECT_THAT(ValidateSimulation(options), ElementsAre(FaultAt(path, words)));
}

TEST(ValidateSimulation, RefusesWhatCannotBeRun) {
  EXPECT_THAT(ValidateSimulation(Options()), IsEmpty());
  ExpectOptionFault([](auto& o) { o.path_count = 0; }, "path_count", "is 0; expected 1 to");
  ExpectOptionFault([](auto& o) { o.path_count = -5; }, "path_count", "is -5");
  ExpectOptionFault([](auto& o) { o.path_count = 1'000'000'000'001; }, "path_count", "is 1000000000001");
  ExpectOptionFault(
      [](auto& o) {
        o.sampling = Sampling::kSobol;
        o.path_count = (std::int64_t{1} << 32) + 1;
      },
      "path_count", "with this way of sampling");
  ExpectOptionFault([](auto& o) { o.target_standard_error_fraction = 0.0; }, "target_standard_error_fraction",
                    "above 0");
  ExpectOptionFault([](auto& o) { o.target_standard_error_fraction = kNan; }, "target_standard_error_fraction",
                    "is nan");
  ExpectOptionFault([](auto& o) { o.project_future_count = -1; }, "project_future_count", "is -1; expected 0 to 2000");
  ExpectOptionFault([](auto& o) { o.project_future_count = 2'001; }, "project_future_count", "is 2001");
  ExpectOptionFault(
      [](auto& o) {
        o.path_count = 5;
        o.project_future_count = 6;
      },
      "project_future_count", "more than the 5 paths");
  ExpectOptionFault([](auto& o) { o.thread_count = 0; }, "thread_count", "at least 1");
  ExpectOptionFault([](auto& o) { o.quantile_probabilities = {0.5, 1.0}; }, "quantile_probabilities[1]", "is 1");
  ExpectOptionFault(
      [](auto& o) {
        o.quantile_probabilities = {0.5, 0.5};
      },
      "quantile_probabilities[1]", "does not lie above");
  ExpectOptionFault([](auto& o) { o.quantile_probabilities = {kNan}; }, "quantile_probabilities[0]", "is nan");
  ExpectOptionFault([](auto& o) { o.tail_probability = 0.0; }, "tail_probability", "between 0 and 1");
}

}  // namespace
}  // namespace calanque::model
