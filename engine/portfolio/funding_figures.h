// What a programme needs and what money it already has: the plain figures that a financing plan is made from.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/portfolio.h"

namespace calanque::portfolio {

enum class FundingKind { kOwnFunds, kVatRefund, kGrant, kCertificates, kLoan, kEquity, kPartnership };

/// Spending of one party on one project: investment, replacement and taxes on them, nominal, at least 0.
struct FundingNeed {
  std::size_t project = 0;
  std::size_t party = 0;
  std::vector<double> amounts = {};  ///< By year.
};

/// Money that the scenario itself holds.
struct GivenMoney {
  std::string id = {};
  std::string display_name = {};
  FundingKind kind = FundingKind::kGrant;
  bool is_committed = false;
  bool is_contract = false;                 ///< An amount of its own, not in step with a project's size.
  std::optional<std::size_t> project = {};  ///< None: the programme as a whole.
  std::size_t payer = 0;
  std::size_t payee = 0;             ///< The payer itself: own funds.
  std::vector<double> amounts = {};  ///< By year, as paid.
  /// Of refunds on spending: years between the two. A partner's works have none; other sources are not in question.
  std::optional<int> refund_lag_years = {};
  std::optional<model::Loan> loan = {};  ///< Of loans: how they are paid back.
};

/// Years are calendar years of the grid, amounts nominal.
struct FundingFigures {
  int first_year = 0;
  std::size_t year_count = 0;
  std::vector<std::string> project_ids = {};
  std::vector<std::string> party_ids = {};
  std::vector<std::string> party_names = {};
  std::vector<FundingNeed> needs = {};  ///< By project, then party; only those that spend anything.
  std::vector<GivenMoney> given = {};
  /// What the programme adds to the city's gross savings by year: current income less current spending, with minus
  /// without the projects.
  std::vector<double> city_operating_effect_amounts = {};
};

}  // namespace calanque::portfolio
