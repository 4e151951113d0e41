// The figures of an operator company: one row of amounts by point each, and per tranche.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace calanque::company {

/// Rows of the company, in the order of reports. Amounts are positive in the direction of their name.
enum class Row {
  // Construction: uses, then sources.
  kWorks,
  kOtherUses,
  kUpfrontFees,
  kCommitmentFees,
  kConstructionInterest,
  kReservePrefunding,
  kGrants,
  kEquityDraws,
  // Operation: the waterfall.
  kRevenue,
  kOperatingCost,
  kWorkingCapitalIncrease,
  kTax,
  kMaintenanceSpending,
  kMaintenanceFunding,
  kReserveInterest,
  kVatInterest,
  kCfads,
  kRunningFees,
  kInterestPaid,
  kPrincipalPaid,
  kReserveFunding,  ///< Debt-service and operating reserves; negative: release.
  kShareholderFunding,
  kCashAvailable,  ///< For shareholders, before lock-up.
  kTrappedCash,    ///< Balance.
  kShareholderInterest,
  kShareholderPrincipal,
  kDividends,
  kCapitalRepaid,
  kShortfall,  ///< Debt service due and not paid.
  // Balances and measures.
  kDebtServiceReserve,
  kOperatingReserve,
  kMaintenanceReserve,
  kDebtBalance,  ///< Senior and mezzanine.
  kDepreciation,
  kTaxableIncome,
  kNetIncome,
  kRetainedEarnings,
  kDebtServiceDue,   ///< Scheduled: running fees, interest and principal, senior and mezzanine.
  kProjectCashFlow,  ///< Before financing, after tax.
  kEquityCashFlow,   ///< Of shareholders, loans included.
  kCount,
};

inline constexpr std::size_t kRowCount = static_cast<std::size_t>(Row::kCount);

/// Name for reports, units as suffix.
std::string_view RowName(Row row);

/// Rows of one tranche.
enum class TrancheRow { kDraw, kBalance, kInterest, kPrincipal, kCount };

inline constexpr std::size_t kTrancheRowCount = static_cast<std::size_t>(TrancheRow::kCount);

/// All rows in one block of memory: allocated once, reused by every evaluation.
class Rows {
 public:
  Rows(std::size_t point_count, std::size_t tranche_count)
      : point_count_(point_count), values_(point_count * (kRowCount + tranche_count * kTrancheRowCount)) {}

  /// All zero.
  void Clear() { std::fill(values_.begin(), values_.end(), 0.0); }

  [[nodiscard]] std::size_t point_count() const { return point_count_; }
  [[nodiscard]] std::span<double> operator[](Row row) { return At(static_cast<std::size_t>(row)); }
  [[nodiscard]] std::span<const double> operator[](Row row) const { return At(static_cast<std::size_t>(row)); }
  [[nodiscard]] std::span<double> Of(std::size_t tranche, TrancheRow row) {
    return At(kRowCount + tranche * kTrancheRowCount + static_cast<std::size_t>(row));
  }
  [[nodiscard]] std::span<const double> Of(std::size_t tranche, TrancheRow row) const {
    return At(kRowCount + tranche * kTrancheRowCount + static_cast<std::size_t>(row));
  }

 private:
  [[nodiscard]] std::span<double> At(std::size_t index) {
    return {values_.data() + index * point_count_, point_count_};
  }
  [[nodiscard]] std::span<const double> At(std::size_t index) const {
    return {values_.data() + index * point_count_, point_count_};
  }

  std::size_t point_count_;
  std::vector<double> values_;
};

}  // namespace calanque::company
