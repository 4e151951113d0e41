#include "engine/ppp/budget_sustainability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Study {
  std::vector<double> investment = {0.0, 30.0, 30.0};
  std::vector<double> financing = {0.0, 6.0, 3.0};
  std::vector<double> running = {0.0, 12.0, 12.0};
  std::vector<double> avoided = {0.0, 8.0, 8.0};
  std::vector<double> gross_savings = {100.0, 90.0, 80.0};
  std::vector<double> mandatory = {500.0, 510.0, 520.0};
  std::vector<double> authority_default = {40.0, 33.0, 0.0};
  std::vector<int> bands = {1, 5};
  std::size_t delivery_year = 0;

  [[nodiscard]] SustainabilityInputs View() const {
    SustainabilityInputs inputs;
    inputs.payments = {investment, financing, running, avoided, delivery_year};
    inputs.gross_savings_amount = gross_savings;
    inputs.mandatory_spending_amount = mandatory;
    inputs.band_start_years = bands;
    inputs.termination_amount[0] = authority_default;
    return inputs;
  }
};

TEST(BudgetSustainability, AverageCostAndItsShareOfSelfFinancing) {
  const auto study = StudyBudgetSustainability(Study().View());
  ASSERT_TRUE(study.has_value());
  EXPECT_DOUBLE_EQ(study->average_cost_amount_per_year, 31.0);
  EXPECT_DOUBLE_EQ(study->share_of_self_financing_fraction.value(), 31.0 / 90.0);
}

TEST(BudgetSustainability, MandatorySpendingDebtAndCommitments) {
  const auto study = StudyBudgetSustainability(Study().View());
  EXPECT_THAT(study->mandatory_spending_added_amount, ElementsAre(0.0, 40.0, 37.0));
  EXPECT_THAT(study->mandatory_spending_amount, ElementsAre(500.0, 550.0, 557.0));
  EXPECT_THAT(study->debt_outstanding_amount, ElementsAre(60.0, 30.0, 0.0));
  EXPECT_THAT(study->off_balance_sheet_amount, ElementsAre(33.0, 15.0, 0.0));
}

// What is promised does not vanish from the study while the works go on.
TEST(BudgetSustainability, BeforeDeliveryTheInvestmentPartIsACommitment) {
  Study study;
  study.delivery_year = 1;
  const auto items = StudyBudgetSustainability(study.View());
  EXPECT_THAT(items->debt_outstanding_amount, ElementsAre(0.0, 30.0, 0.0));
  EXPECT_THAT(items->off_balance_sheet_amount, ElementsAre(93.0, 15.0, 0.0));
}

// The contract ends in year 2: the band from year 5 on is empty, and the one before it is cut.
TEST(BudgetSustainability, CommitmentsByMaturityHoldEveryPayment) {
  Study study;
  const auto by_band = StudyBudgetSustainability(study.View());
  EXPECT_THAT(by_band->commitments, ElementsAre(MaturityBand{0, 1, 0.0, 0.0}, MaturityBand{1, 3, 60.0, 33.0}));
  study.bands = {};
  EXPECT_THAT(StudyBudgetSustainability(study.View())->commitments, ElementsAre(MaturityBand{0, 3, 60.0, 33.0}));
}

TEST(BudgetSustainability, DebtIsAPresentValueWhereInterestIsInTheInvestmentPart) {
  const Study study;
  SustainabilityInputs inputs = study.View();
  inputs.payments_rate_per_year = 0.25;
  EXPECT_THAT(StudyBudgetSustainability(inputs)->debt_outstanding_amount,
              ElementsAre(DoubleNear(24.0 + 19.2, 1e-12), 24.0, 0.0));
}

TEST(BudgetSustainability, TerminationByCauseAndYear) {
  const auto study = StudyBudgetSustainability(Study().View());
  EXPECT_THAT(study->termination_amount[static_cast<std::size_t>(TerminationCause::kAuthorityDefault)],
              ElementsAre(40.0, 33.0, 0.0));
  EXPECT_THAT(study->termination_amount[static_cast<std::size_t>(TerminationCause::kForceMajeure)], IsEmpty());
}

TEST(BudgetSustainability, ACityWithoutSavingsHasNoShareButTheOtherItems) {
  Study study;
  study.gross_savings = {10.0, -20.0, 5.0};
  const auto items = StudyBudgetSustainability(study.View());
  ASSERT_TRUE(items.has_value());
  EXPECT_FALSE(items->share_of_self_financing_fraction.has_value());
  EXPECT_DOUBLE_EQ(items->average_cost_amount_per_year, 31.0);
}

TEST(BudgetSustainability, SaysWhatIsWrong) {
  const auto field = [](auto change) {
    Study study;
    change(study);
    return Field(StudyBudgetSustainability(study.View()));
  };
  EXPECT_EQ(field([](Study& s) { s.bands = {5, 5}; }), "band_start_years");
  EXPECT_EQ(field([](Study& s) { s.bands = {0}; }), "band_start_years");
  EXPECT_EQ(field([](Study& s) { s.running[1] = -1.0; }), "payments.running_amount[1]");
  EXPECT_EQ(field([](Study& s) { s.gross_savings[2] = kNan; }), "gross_savings_amount[2]");
  EXPECT_EQ(field([](Study& s) { s.mandatory[0] = -1.0; }), "mandatory_spending_amount[0]");
  EXPECT_EQ(field([](Study& s) { s.authority_default[0] = -1.0; }), "termination_amount[0][0]");
  EXPECT_EQ(StudyBudgetSustainability({}).error().reason, Reason::kMissingData);
}

}  // namespace
}  // namespace calanque::ppp
