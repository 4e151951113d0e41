#include "service/worker_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace calanque::service {
namespace {

using ::testing::HasSubstr;

Limits LimitsOf(int workers, int simulations, int of_caller) {
  Limits limits;
  limits.simulation_workers = workers;
  limits.max_simulations = simulations;
  limits.max_simulations_of_caller = of_caller;
  return limits;
}

TEST(WorkerBudget, SharesAreThoseOfTheMoment) {
  WorkerBudget budget(LimitsOf(8, 9, 9));
  const auto first = budget.Take("a");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->worker_count(), 8);
  EXPECT_EQ(first->share(), 8);
  {
    const auto second = budget.Take("b");
    const auto third = budget.Take("c");
    ASSERT_TRUE(second && third);
    EXPECT_EQ(first->share(), 3) << "rounded up";
    EXPECT_EQ(second->share(), 3);
    EXPECT_EQ(third->AsThreadShare()(8), 3);
    EXPECT_EQ(budget.running(), 3);
  }
  EXPECT_EQ(first->share(), 8) << "those who left give back what they had";
  EXPECT_EQ(budget.running(), 1);
}

// One who asks ten times must not get ten shares.
TEST(WorkerBudget, SharesAreByCallerNotByCall) {
  WorkerBudget budget(LimitsOf(8, 9, 9));
  const auto lone = budget.Take("lone");
  std::vector<Result<WorkerBudget::Lease>> many;
  for (int i = 0; i < 4; ++i) many.push_back(budget.Take("many"));
  EXPECT_EQ(lone->share(), 4);
  for (const auto& lease : many) EXPECT_EQ(lease->share(), 1);
}

TEST(WorkerBudget, RefusesWhatIsOverTheLimits) {
  WorkerBudget budget(LimitsOf(2, 3, 2));
  const auto first = budget.Take("a");
  std::optional<Result<WorkerBudget::Lease>> second = budget.Take("a");
  const auto too_many = budget.Take("a");
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().reason, Reason::kResourceLimit);
  EXPECT_THAT(too_many.error().message, HasSubstr("for this connection, 2 simulations"));
  const auto other = budget.Take("b");
  EXPECT_TRUE(other) << "another caller finds room";
  const auto full = budget.Take("c");
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().message, HasSubstr("the server runs 3 simulations, its limit at once"));
  second.reset();
  EXPECT_TRUE(budget.Take("c")) << "a place is given back";
}

}  // namespace
}  // namespace calanque::service
