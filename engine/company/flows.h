// What goes into an operator company besides its terms: the project's cash flows.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace calanque::company {

/// Nominal amounts by point, none negative unless said. An empty span is all zeros.
struct Flows {
  std::span<const double> works;           ///< Depreciable cost of building, development included, without VAT; none
                                           ///< after construction_end.
  std::span<const double> other_uses;      ///< Costs of financial close and others that are not depreciated.
  std::span<const double> grants;          ///< Capital grants received.
  std::span<const double> charge_profile;  ///< Revenue per unit of charge: index x availability x volume.
  std::span<const double> other_revenue;   ///< Not in proportion to the charge: users, energy sold, operating subsidy.
  std::span<const double> operating_cost;
  std::span<const double> major_maintenance;  ///< Spending on renewal, when it is paid.
  std::span<const double> tax_depreciation;   ///< In place of TaxRegime::depreciation_fraction.
  std::span<const double> other_taxable;      ///< Any sign: income or cost that only the tax office counts.
  std::span<const double> tax_credits;        ///< Reduce the tax to pay; beyond it they are paid out.
};

/// Amount of a row of Flows, which may be empty.
inline double AmountAt(std::span<const double> row, std::size_t point) { return row.empty() ? 0.0 : row[point]; }

/// What a solver may change.
struct Decision {
  double charge_amount = 0.0;       ///< Multiplies Flows::charge_profile.
  double extra_grant_amount = 0.0;  ///< Lump sum at financial close.
  double revenue_factor = 1.0;      ///< On all revenue.
  double operating_cost_factor = 1.0;
  std::optional<double> debt_amount =
      std::nullopt;  ///< In place of the amount limit of debt_tranche; its other limits stand.
  std::size_t debt_tranche = 0;
};

}  // namespace calanque::company
