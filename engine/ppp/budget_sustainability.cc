#include "engine/ppp/budget_sustainability.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "engine/base/check.h"
#include "engine/kernel/series.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

std::optional<Failure> WhatIsWrong(const SustainabilityInputs& inputs) {
  const std::size_t year_count = inputs.gross_savings_amount.size();
  CALANQUE_CHECK(inputs.mandatory_spending_amount.size() == year_count, "sizes differ");
  if (year_count == 0) return Failure{Reason::kMissingData, "gross_savings_amount", "the contract has no year"};
  if (auto failure = CheckPayments(inputs.payments, year_count)) return failure;
  InputCheck check;
  check.Finite(inputs.gross_savings_amount, "gross_savings_amount")
      .NotNegative(inputs.mandatory_spending_amount, "mandatory_spending_amount")
      .RateNotNegative(inputs.payments_rate_per_year, "payments_rate_per_year");
  int previous = 0;
  for (const int start : inputs.band_start_years) {
    check.Require(start > previous, "band_start_years", "must ascend, from 1");
    previous = start;
  }
  for (std::size_t cause = 0; cause < inputs.termination_amount.size(); ++cause) {
    const auto amounts = inputs.termination_amount[cause];
    CALANQUE_CHECK(amounts.empty() || amounts.size() == year_count, "sizes differ");
    if (!amounts.empty()) check.NotNegative(amounts, "termination_amount[" + std::to_string(cause) + "]");
  }
  return check.Take();
}

std::vector<double> SumOf(std::size_t year_count, std::initializer_list<std::span<const double>> parts) {
  std::vector<double> sum(year_count, 0.0);
  for (const auto part : parts) {
    if (!part.empty()) kernel::Accumulate(sum, part);
  }
  return sum;
}

std::vector<double> Outstanding(const std::vector<double>& payments, double rate_per_year) {
  std::vector<double> outstanding(payments.size());
  const auto failure = WriteOutstanding(payments, rate_per_year, outstanding);
  CALANQUE_CHECK(!failure, "payments were checked");
  return outstanding;
}

Result<double> ShareOfSelfFinancing(double average_cost_amount, std::span<const double> gross_savings_amount) {
  const double average = kernel::Sum(gross_savings_amount) / static_cast<double>(gross_savings_amount.size());
  if (!(average > 0.0)) {
    return Failure{Reason::kNotApplicable, "gross_savings_amount",
                   "average gross savings are not above 0: the authority has no self-financing capacity"};
  }
  return average_cost_amount / average;
}

std::vector<MaturityBand> Bands(std::span<const int> starts, std::span<const double> debt,
                                std::span<const double> off_balance_sheet) {
  const int year_count = static_cast<int>(debt.size());
  std::vector<MaturityBand> bands;
  int from = 0;
  const auto add = [&](int to) {
    if (to <= from) return;
    const auto first = static_cast<std::size_t>(from);
    const auto count = static_cast<std::size_t>(to - from);
    bands.push_back({.from_year = from,
                     .to_year = to,
                     .debt_amount = kernel::Sum(debt.subspan(first, count)),
                     .off_balance_sheet_amount = kernel::Sum(off_balance_sheet.subspan(first, count))});
    from = to;
  };
  for (const int start : starts) add(std::min(start, year_count));
  add(year_count);
  return bands;
}

}  // namespace

Result<BudgetSustainability> StudyBudgetSustainability(const SustainabilityInputs& inputs) {
  if (auto failure = WhatIsWrong(inputs)) return *std::move(failure);
  const ContractPayments& payments = inputs.payments;
  const std::size_t year_count = inputs.gross_savings_amount.size();
  const std::vector<double> debt = SumOf(year_count, {payments.investment_amount});
  const std::vector<double> off_balance_sheet = SumOf(year_count, {payments.financing_amount, payments.running_amount});

  BudgetSustainability study;
  study.average_cost_amount_per_year =
      (kernel::Sum(debt) + kernel::Sum(off_balance_sheet)) / static_cast<double>(year_count);
  study.share_of_self_financing_fraction =
      ShareOfSelfFinancing(study.average_cost_amount_per_year, inputs.gross_savings_amount);
  study.mandatory_spending_added_amount = SumOf(year_count, {debt, off_balance_sheet});
  if (!payments.avoided_spending_amount.empty()) {
    kernel::AccumulateScaled(study.mandatory_spending_added_amount, payments.avoided_spending_amount, -1.0);
  }
  study.mandatory_spending_amount =
      SumOf(year_count, {inputs.mandatory_spending_amount, study.mandatory_spending_added_amount});
  study.debt_outstanding_amount = Outstanding(debt, inputs.payments_rate_per_year);
  study.off_balance_sheet_amount = Outstanding(off_balance_sheet, 0.0);
  // Before delivery nothing is owed, but all of it is promised.
  const std::vector<double> promised = Outstanding(debt, 0.0);
  for (std::size_t t = 0; t < std::min(payments.delivery_year, year_count); ++t) {
    study.debt_outstanding_amount[t] = 0.0;
    study.off_balance_sheet_amount[t] += promised[t];
  }
  study.commitments = Bands(inputs.band_start_years, debt, off_balance_sheet);
  for (std::size_t cause = 0; cause < study.termination_amount.size(); ++cause) {
    const auto amounts = inputs.termination_amount[cause];
    study.termination_amount[cause].assign(amounts.begin(), amounts.end());
  }
  return study;
}

}  // namespace calanque::ppp
