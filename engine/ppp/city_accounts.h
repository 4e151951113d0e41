// What a contract does to the accounts of a local authority: savings, debt, years to repay it.
//
// Spans are [year]. Amounts in currency, nominal. French names in brackets, for the accounts are read by them.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// The authority without the contract.
struct CityAccounts {
  std::span<const double> operating_revenue_amount;  ///< Recettes réelles de fonctionnement; >= 0.
  std::span<const double>
      operating_expenditure_amount;                 ///< Dépenses réelles de fonctionnement, interest included; >= 0.
  std::span<const double> principal_repaid_amount;  ///< >= 0
  std::span<const double> debt_closing_amount;      ///< At the end of the year; >= 0.
};

/// What the authority pays under the contract, split as its accounts book it, and what it no longer pays. Each >= 0 or
/// empty (none).
struct ContractPayments {
  std::span<const double> investment_amount;        ///< Repays the works: booked as investment, like principal.
  std::span<const double> financing_amount;         ///< Interest and margin: operating expenditure.
  std::span<const double> running_amount;           ///< Operation, maintenance, renewal, management: the same.
  std::span<const double> avoided_spending_amount;  ///< Operating expenditure that the contract makes unnecessary.
  /// The year at whose end the works have been delivered, from 0. Before it nothing is owed for them yet, and what is
  /// to be paid is a commitment off the balance sheet.
  std::size_t delivery_year = 0;
};

/// How payments still to come count as debt.
struct DebtRule {
  double ceiling_years = std::numeric_limits<double>::max();  ///< > 0. Data: 12 for French municipalities (law 2018-32
                                                              ///< of 22 January 2018, article 29).
  /// At which later investment parts are discounted, in [0, 10]. 0 where financing_amount is split off, as in the
  /// accounts of the authority; the rate inside the payments where it is not.
  double payments_rate_per_year = 0.0;
};

/// Ratios of one year.
struct CityRatios {
  double gross_savings_amount = 0.0;  ///< Épargne brute: operating revenue less operating expenditure.
  double net_savings_amount = 0.0;    ///< Épargne nette: gross savings less principal repaid.
  double debt_amount = 0.0;           ///< With the payments that count as debt.
  /// Capacité de désendettement: debt / gross savings. 0 without debt. None where there is debt and no gross savings.
  Result<double> debt_repayment_years = 0.0;
  bool is_within_ceiling = true;  ///< Also false where there is debt and no gross savings.
};

/// Ratios without the contract.
///
/// Errors  answers what is wrong with the input, or nothing; `out` is then untouched. Sizes that differ are a defect.
/// Cost    O(years); allocates only for ratios that do not exist.
/// Source  Direction générale des collectivités locales, definitions of the local finance observatory (OFGL); law
///         2018-32, article 29 (debt / gross savings).
[[nodiscard]] std::optional<Failure> WriteCityRatios(const CityAccounts& accounts, const DebtRule& rule,
                                                     std::span<CityRatios> out);

/// Ratios with it: financing and running parts are operating expenditure; the investment part is repaid like principal;
/// the present value of its later payments is debt.
///
/// The investment part of year t is no longer debt at the end of t, and none is before the year of delivery.
[[nodiscard]] std::optional<Failure> WriteCityRatiosWithContract(const CityAccounts& accounts,
                                                                 const ContractPayments& payments, const DebtRule& rule,
                                                                 std::span<CityRatios> out);

/// out[t] = present value at the end of year t of payments of later years: what remains to be paid.
/// Errors  as above: payments >= 0, rate in [0, 10].
[[nodiscard]] std::optional<Failure> WriteOutstanding(std::span<const double> payment_amount, double rate_per_year,
                                                      std::span<double> out_amount);

/// What is wrong with payments of `year_count` years, if anything. Sizes that differ are a defect.
[[nodiscard]] std::optional<Failure> CheckPayments(const ContractPayments& payments, std::size_t year_count);

}  // namespace calanque::ppp
