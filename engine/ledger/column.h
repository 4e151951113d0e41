// What a column of the ledger is: who pays whom for what, or which quantity is counted.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/base/strong_id.h"

namespace calanque::ledger {

using PartyIndex = StrongIndex<struct PartyTag>;
using ProjectIndex = StrongIndex<struct ProjectTag>;
using ItemIndex = StrongIndex<struct ItemTag>;

/// Line of the accounts. The order is the order of reports.
enum class Category : std::uint8_t {
  kInvestment,
  kReplacement,
  kInvestmentTax,  ///< Taxes on capital spending that are not recovered, and what is refunded of them.
  kResidualValue,
  kOperatingCost,
  kEnergy,
  kEnergyTax,  ///< The tax part of energy bills.
  kRevenue,
  kGrant,
  kCertificate,
  kTax,  ///< All other taxes: VAT on running cost, tax on profit.
  kFinancing,
  kDebtService,
  kCarbon,
  kCoBenefit,
};
inline constexpr int kCategoryCount = 15;

/// Names as printed and used in tables: "investment", "residual_value", ...
inline constexpr std::array<std::string_view, kCategoryCount> kCategoryNames = {
    "investment", "replacement", "investment_tax", "residual_value", "operating_cost",
    "energy",     "energy_tax",  "revenue",        "grant",          "certificate",
    "tax",        "financing",   "debt_service",   "carbon",         "co_benefit"};

inline constexpr std::string_view CategoryName(Category category) {
  return kCategoryNames[static_cast<std::size_t>(category)];
}

/// The world with the project, or without it.
enum class Side : std::uint8_t { kWith, kWithout };

/// What a column of the side counts in the difference, with minus without.
inline constexpr double SideSign(Side side) { return side == Side::kWith ? 1.0 : -1.0; }

/// What a column means for the question "where is money missing".
enum class FundingRole : std::uint8_t {
  kNone,             ///< Neither.
  kNeed,             ///< Capital spending: investment, replacement, taxes on them.
  kCommittedSource,  ///< Signed or voted money.
  kPlannedSource,    ///< Asked for or planned.
};

inline constexpr int kFundingRoleCount = 4;

/// A column of money: per point, what the payer hands to the payee.
struct MoneyColumn {
  ProjectIndex project;
  ItemIndex item;  ///< Position of the item in its project (with side first, then without), or of the financing source.
  PartyIndex payer;
  PartyIndex payee;
  std::uint32_t stream = 0;  ///< Which beta; index into the plan's streams.
  Category category = Category::kInvestment;
  Side side = Side::kWith;
  FundingRole funding_role = FundingRole::kNone;

  bool operator==(const MoneyColumn&) const = default;
};

/// What a physical column counts.
enum class PhysicalKind : std::uint8_t {
  kEmissionScope1,  ///< tCO2e, positive = emitted.
  kEmissionScope2,
  kEmissionScope3,
  kEnergyConsumed,  ///< MWh bought, negative = saved.
  kEnergyProduced,  ///< MWh produced.
};
inline constexpr int kPhysicalKindCount = 5;
inline constexpr int kScopeCount = 3;

/// Whether tonnes are counted, of whichever scope.
inline constexpr bool IsEmission(PhysicalKind kind) { return kind <= PhysicalKind::kEmissionScope3; }

/// A column of a physical quantity per point.
struct PhysicalColumn {
  ProjectIndex project;
  ItemIndex item;
  std::int32_t carrier = -1;  ///< Index into the assumptions' carriers; -1 where there is none.
  PhysicalKind kind = PhysicalKind::kEmissionScope1;
  Side side = Side::kWith;

  bool operator==(const PhysicalColumn&) const = default;
};

}  // namespace calanque::ledger
