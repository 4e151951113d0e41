#include "engine/company/construction.h"

#include <algorithm>

namespace calanque::company {
namespace {

bool IsLender(const Tranche& tranche) { return tranche.rank != Rank::kShareholder; }

/// Fees and interest of lenders at one point as an affine function of the uses: fixed + slope x uses.
struct CostOfFunds {
  double interest = 0.0;
  double commitment_fees = 0.0;
  double slope = 0.0;  ///< Per unit of debt drawn in the given shares.
};

CostOfFunds CostOfFundsAt(const Terms& terms, const Workspace& work, std::size_t t) {
  CostOfFunds cost;
  if (t == 0) return cost;  // Nothing is owed before financial close.
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    const Tranche& tranche = terms.tranches[k];
    if (!IsLender(tranche)) continue;
    const double balance = work.rows.Of(k, TrancheRow::kBalance)[t - 1];
    const double rate = tranche.rate_per_period[t];
    cost.interest += rate * balance;
    cost.commitment_fees += tranche.commitment_fee_per_period * (work.debt_amounts[k] - balance);
    cost.slope += work.shares[k] * terms.draw_weight * (rate - tranche.commitment_fee_per_period);
  }
  return cost;
}

/// Books the draws of one point: each lender its share of `shared_amount`.
void Draw(const Terms& terms, Workspace& work, std::size_t t, double shared_amount) {
  Rows& rows = work.rows;
  double interest = 0.0;
  double commitment_fees = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    const Tranche& tranche = terms.tranches[k];
    if (!IsLender(tranche)) continue;
    const double draw = work.shares[k] * shared_amount;
    const double balance = t == 0 ? 0.0 : rows.Of(k, TrancheRow::kBalance)[t - 1];
    rows.Of(k, TrancheRow::kDraw)[t] = draw;
    rows.Of(k, TrancheRow::kBalance)[t] = balance + draw;
    if (t == 0) continue;
    const double borne = balance + terms.draw_weight * draw;
    interest += tranche.rate_per_period[t] * borne;
    commitment_fees += tranche.commitment_fee_per_period * (work.debt_amounts[k] - borne);
  }
  rows[Row::kConstructionInterest][t] = interest;
  rows[Row::kCommitmentFees][t] = commitment_fees;
}

double UpfrontFees(const Terms& terms, const Workspace& work) {
  double fees = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    fees += terms.tranches[k].upfront_fee_fraction * work.debt_amounts[k];
  }
  return fees;
}

double LenderAmount(const Terms& terms, const Workspace& work) {
  double amount = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (IsLender(terms.tranches[k])) amount += work.debt_amounts[k];
  }
  return amount;
}

/// Each lender's part of `total`.
void SetShares(const Terms& terms, Workspace& work, double total) {
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    work.shares[k] = IsLender(terms.tranches[k]) && total > 0.0 ? work.debt_amounts[k] / total : 0.0;
  }
}

/// Reserves that must be full when operation begins.
double Prefunding(const Workspace& work, std::size_t end) {
  return work.rows[Row::kDebtServiceReserve][end] + work.rows[Row::kOperatingReserve][end];
}

/// Uses of one point net of grants, without the cost of funds.
double OwnUses(const Workspace& work, std::size_t t) {
  const Rows& rows = work.rows;
  return rows[Row::kWorks][t] + rows[Row::kOtherUses][t] + rows[Row::kVatInterest][t] + rows[Row::kUpfrontFees][t] +
         rows[Row::kReservePrefunding][t] - rows[Row::kGrants][t];
}

}  // namespace

void FundConstruction(const Terms& terms, Workspace& work) {
  Rows& rows = work.rows;
  const auto end = static_cast<std::size_t>(terms.construction_end);
  const double lender_amount = LenderAmount(terms, work);
  const double equity_amount = std::max(work.uses_amount - lender_amount, 0.0);
  const bool is_equity_first = terms.funding_order == FundingOrder::kEquityFirst;
  const bool has_bridge = terms.funding_order == FundingOrder::kEquityBridge;
  SetShares(terms, work, is_equity_first ? lender_amount : work.uses_amount);
  rows[Row::kUpfrontFees][0] =
      UpfrontFees(terms, work) + (has_bridge ? terms.equity_bridge.upfront_fee_fraction * equity_amount : 0.0);
  rows[Row::kReservePrefunding][end] = Prefunding(work, end);
  double bridge = 0.0;  // Balance of the bridge loan.
  double bridge_share = 1.0;
  for (const double share : work.shares) bridge_share -= share;
  double equity_left = equity_amount;
  double surplus = 0.0;  // Grants received before they are needed.
  work.uses_amount = 0.0;
  for (std::size_t t = 0; t <= end; ++t) {
    const CostOfFunds cost = CostOfFundsAt(terms, work, t);
    double fixed = OwnUses(work, t) + cost.interest + cost.commitment_fees - surplus;
    double slope = is_equity_first ? 0.0 : cost.slope;
    if (has_bridge && t > 0) {
      fixed += terms.equity_bridge.rate_per_period[t] * bridge;
      slope += bridge_share * terms.draw_weight * terms.equity_bridge.rate_per_period[t];
    }
    double uses = fixed / (1.0 - slope);
    double borrowed = uses;  // Shared among lenders in their shares; pro rata the rest is equity.
    if (is_equity_first) {
      // At the end all equity is in: lenders make up the difference, of either sign.
      const double missing = fixed - equity_left;
      borrowed = (t == end ? missing : std::max(missing, 0.0)) / (1.0 - cost.slope);
      uses = (t == end ? equity_left : std::min(fixed, equity_left)) + borrowed;
    }
    surplus = t == end ? 0.0 : std::max(-fixed, 0.0);  // What a late grant leaves over at the end pays funders back.
    if (surplus > 0.0) uses = borrowed = 0.0;
    Draw(terms, work, t, borrowed);
    double drawn = 0.0;
    for (std::size_t k = 0; k < terms.tranches.size(); ++k) drawn += work.shares[k] * borrowed;
    const double equity = uses - drawn;
    if (has_bridge) {
      if (t > 0) {
        rows[Row::kConstructionInterest][t] +=
            terms.equity_bridge.rate_per_period[t] * (bridge + terms.draw_weight * equity);
      }
      bridge += equity;
      rows[Row::kEquityDraws][t] = t == end ? bridge : 0.0;
    } else {
      rows[Row::kEquityDraws][t] = equity;
    }
    equity_left -= equity;
    work.uses_amount += uses;
  }
}

}  // namespace calanque::company
