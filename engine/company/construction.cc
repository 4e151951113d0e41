#include "engine/company/construction.h"

#include <algorithm>

namespace calanque::company {
namespace {

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
    if (!tranche.IsFromLender()) continue;
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
    if (!tranche.IsFromLender()) continue;
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
    if (terms.tranches[k].IsFromLender()) amount += work.debt_amounts[k];
  }
  return amount;
}

/// Each lender's part of `total`.
void SetShares(const Terms& terms, Workspace& work, double total) {
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    work.shares[k] = terms.tranches[k].IsFromLender() && total > 0.0 ? work.debt_amounts[k] / total : 0.0;
  }
}

/// Reserves that must be full when operation begins.
double Prefunding(const Workspace& work, std::size_t end) {
  return work.planned_debt_reserve[end] + work.planned_operating_reserve[end];
}

/// Uses of one point net of grants, without the cost of funds.
double OwnUses(const Workspace& work, std::size_t t) {
  const Rows& rows = work.rows;
  return rows[Row::kWorks][t] + rows[Row::kOtherUses][t] + rows[Row::kVatInterest][t] + rows[Row::kUpfrontFees][t] +
         rows[Row::kReservePrefunding][t] - rows[Row::kGrants][t];
}

/// Funds one point after another; remembers what passes from one to the next.
class Construction {
 public:
  Construction(const Terms& terms, Workspace& work)
      : terms_(terms), work_(work), end_(static_cast<std::size_t>(terms.construction_end)) {
    const double lender_amount = LenderAmount(terms, work);
    equity_left_ = std::max(work.uses_amount - lender_amount, 0.0);
    SetShares(terms, work, IsEquityFirst() ? lender_amount : work.uses_amount);
    for (const double share : work.shares) equity_share_ -= share;
    const double bridge_fee = HasBridge() ? terms.equity_bridge.upfront_fee_fraction * equity_left_ : 0.0;
    work.rows[Row::kUpfrontFees][0] = UpfrontFees(terms, work) + bridge_fee;
    work.rows[Row::kReservePrefunding][end_] = Prefunding(work, end_);
    work.uses_amount = 0.0;
  }

  void FundPoint(std::size_t t) {
    const Need need = NeedAt(t);
    Draw(terms_, work_, t, need.borrowed);
    double drawn = 0.0;
    for (const double share : work_.shares) drawn += share * need.borrowed;
    PutIn(t, need.uses - drawn);
    work_.uses_amount += need.uses;
  }

 private:
  /// Uses of one point, and what lenders share of them.
  struct Need {
    double uses = 0.0;
    double borrowed = 0.0;
  };

  [[nodiscard]] bool IsEquityFirst() const { return terms_.funding_order == FundingOrder::kEquityFirst; }
  [[nodiscard]] bool HasBridge() const { return terms_.funding_order == FundingOrder::kEquityBridge; }

  Need NeedAt(std::size_t t) {
    const CostOfFunds cost = CostOfFundsAt(terms_, work_, t);
    double fixed = OwnUses(work_, t) + cost.interest + cost.commitment_fees - surplus_;
    double slope = cost.slope;
    if (HasBridge() && t > 0) {
      const double rate = terms_.equity_bridge.rate_per_period[t];
      fixed += rate * bridge_;
      slope += equity_share_ * terms_.draw_weight * rate;
    }
    // Grants received before they are needed wait; what a late one leaves over at the end pays funders back.
    surplus_ = t == end_ ? 0.0 : std::max(-fixed, 0.0);
    if (surplus_ > 0.0) return {};
    if (!IsEquityFirst()) return {fixed / (1.0 - slope), fixed / (1.0 - slope)};
    // At the end all equity is in: lenders make up the difference, of either sign.
    const double missing = t == end_ ? fixed - equity_left_ : std::max(fixed - equity_left_, 0.0);
    const double borrowed = missing / (1.0 - slope);
    return {(t == end_ ? equity_left_ : std::min(fixed, equity_left_)) + borrowed, borrowed};
  }

  /// Books equity, or the bridge loan in its place until the end.
  void PutIn(std::size_t t, double equity) {
    equity_left_ -= equity;
    if (!HasBridge()) {
      work_.rows[Row::kEquityDraws][t] = equity;
      return;
    }
    if (t > 0) {
      work_.rows[Row::kConstructionInterest][t] +=
          terms_.equity_bridge.rate_per_period[t] * (bridge_ + terms_.draw_weight * equity);
    }
    bridge_ += equity;
    work_.rows[Row::kEquityDraws][t] = t == end_ ? bridge_ : 0.0;
  }

  const Terms& terms_;
  Workspace& work_;
  std::size_t end_;
  double equity_left_ = 0.0;
  double equity_share_ = 1.0;  ///< Of uses, pro rata.
  double bridge_ = 0.0;        ///< Balance of the bridge loan.
  double surplus_ = 0.0;
};

}  // namespace

void FundConstruction(const Terms& terms, Workspace& work) {
  Construction construction(terms, work);
  for (std::size_t t = 0; t <= static_cast<std::size_t>(terms.construction_end); ++t) construction.FundPoint(t);
}

}  // namespace calanque::company
