#include "engine/ppp/city_accounts.h"

#include <cmath>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/ppp/input_check.h"
#include "engine/ppp/remaining_value.h"

namespace calanque::ppp {
namespace {

InputCheck CheckAccounts(const CityAccounts& accounts, const DebtRule& rule, std::size_t year_count) {
  CALANQUE_CHECK(accounts.operating_revenue_amount.size() == year_count &&
                     accounts.operating_expenditure_amount.size() == year_count &&
                     accounts.principal_repaid_amount.size() == year_count &&
                     accounts.debt_closing_amount.size() == year_count,
                 "sizes differ");
  InputCheck check;
  check.NotNegative(accounts.operating_revenue_amount, "accounts.operating_revenue_amount")
      .NotNegative(accounts.operating_expenditure_amount, "accounts.operating_expenditure_amount")
      .NotNegative(accounts.principal_repaid_amount, "accounts.principal_repaid_amount")
      .NotNegative(accounts.debt_closing_amount, "accounts.debt_closing_amount")
      .Require(rule.ceiling_years > 0.0 && std::isfinite(rule.ceiling_years), "rule.ceiling_years", "must be above 0")
      .RateNotNegative(rule.payments_rate_per_year, "rule.payments_rate_per_year");
  return check;
}

double At(std::span<const double> amounts, std::size_t year) { return amounts.empty() ? 0.0 : amounts[year]; }

void SetRepayment(double ceiling_years, CityRatios& ratios) {
  if (ratios.debt_amount == 0.0) {
    ratios.debt_repayment_years = 0.0;
    ratios.is_within_ceiling = true;
    return;
  }
  const double years = ratios.debt_amount / ratios.gross_savings_amount;
  if (ratios.gross_savings_amount > 0.0 && std::isfinite(years)) {
    ratios.debt_repayment_years = years;
    ratios.is_within_ceiling = years <= ceiling_years;
  } else {
    ratios.debt_repayment_years =
        Failure{Reason::kNotApplicable, "", "there are no gross savings to repay the debt with"};
    ratios.is_within_ceiling = false;
  }
}

}  // namespace

std::optional<Failure> CheckPayments(const ContractPayments& payments, std::size_t year_count) {
  for (const auto amounts : {payments.investment_amount, payments.financing_amount, payments.running_amount,
                             payments.avoided_spending_amount}) {
    CALANQUE_CHECK(amounts.empty() || amounts.size() == year_count, "sizes differ");
  }
  return InputCheck()
      .NotNegative(payments.investment_amount, "payments.investment_amount")
      .NotNegative(payments.financing_amount, "payments.financing_amount")
      .NotNegative(payments.running_amount, "payments.running_amount")
      .NotNegative(payments.avoided_spending_amount, "payments.avoided_spending_amount")
      .Take();
}

std::optional<Failure> WriteCityRatios(const CityAccounts& accounts, const DebtRule& rule, std::span<CityRatios> out) {
  return WriteCityRatiosWithContract(accounts, {}, rule, out);
}

std::optional<Failure> WriteCityRatiosWithContract(const CityAccounts& accounts, const ContractPayments& payments,
                                                   const DebtRule& rule, std::span<CityRatios> out) {
  if (auto failure = CheckAccounts(accounts, rule, out.size()).Take()) return failure;
  if (auto failure = CheckPayments(payments, out.size())) return failure;
  const auto write = [&](std::size_t t, double outstanding) {
    CityRatios& ratios = out[t];
    ratios.gross_savings_amount = accounts.operating_revenue_amount[t] - accounts.operating_expenditure_amount[t] -
                                  At(payments.financing_amount, t) - At(payments.running_amount, t) +
                                  At(payments.avoided_spending_amount, t);
    ratios.net_savings_amount =
        ratios.gross_savings_amount - accounts.principal_repaid_amount[t] - At(payments.investment_amount, t);
    ratios.debt_amount = accounts.debt_closing_amount[t] + (t >= payments.delivery_year ? outstanding : 0.0);
    SetRepayment(rule.ceiling_years, ratios);
  };
  internal::ForEachRemainingValue(
      out.size(), rule.payments_rate_per_year, [&](std::size_t t) { return At(payments.investment_amount, t); }, write);
  return std::nullopt;
}

std::optional<Failure> WriteOutstanding(std::span<const double> payment_amount, double rate_per_year,
                                        std::span<double> out_amount) {
  CALANQUE_CHECK(payment_amount.size() == out_amount.size(), "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(payment_amount, "payment_amount")
                         .RateNotNegative(rate_per_year, "rate_per_year")
                         .Take()) {
    return failure;
  }
  internal::ForEachRemainingValue(
      out_amount.size(), rate_per_year, [&](std::size_t t) { return payment_amount[t]; },
      [&](std::size_t t, double value) { out_amount[t] = value; });
  return std::nullopt;
}

}  // namespace calanque::ppp
