// What the public party pays the operator: an indexed charge, less deductions; or a lease.
//
// Spans are [point], all of one size (a defect otherwise). Functions answer what is wrong with their input, or nothing;
// `out` is then untouched. No function allocates while its input is sound; cost O(points).
#pragma once

#include <optional>
#include <span>

#include "engine/base/result.h"

namespace calanque::ppp {

/// out[t] = base charge x ((1 - a) + a x index[t]), a = the share of the charge that follows the index.
///
/// Units   charge in currency per period, >= 0; share a fraction in [0, 1]; index above 0, 1 when the charge is agreed.
/// Source  HM Treasury, Standardisation of PF2 Contracts, chapter on price variations (a should match the share of
///         costs that inflates; a higher one pays the operator early):
///         ppponline.affinitext.com/public/book?id=3307&toc_id=511773.
[[nodiscard]] std::optional<Failure> WriteIndexedCharge(double base_charge_amount, double indexed_fraction,
                                                        std::span<const double> index, std::span<double> out_amount);

/// How missed availability and performance reduce the charge.
struct DeductionTerms {
  double deduction_per_unavailability = 1.0;  ///< >= 0: fraction of the charge lost per fraction unavailable; above 1
                                              ///< a ratchet.
  double cap_fraction = 1.0;                  ///< [0, 1] of the charge of the period; nothing beyond is deducted.
};

/// out[t] = charge[t] x min(deduction per unavailability x unavailable[t], cap). Never above cap x charge.
///
/// Units   charge in currency, >= 0; unavailable: fraction of the service missed, as the contract weighs it, in [0, 1].
/// Source  HM Treasury, Standardisation of PF2 Contracts, chapter on the payment mechanism (book id=3307, as above).
[[nodiscard]] std::optional<Failure> WriteDeductions(const DeductionTerms& terms, std::span<const double> charge_amount,
                                                     std::span<const double> unavailable_fraction,
                                                     std::span<double> out_amount);

/// Terms of an operating lease: the lessor keeps the asset.
struct OperatingLease {
  double asset_cost_amount = 0.0;      ///< >= 0
  double residual_value_amount = 0.0;  ///< What the lessor counts on at the end; >= 0.
  double rate_per_period = 0.0;        ///< The lessor's return, > -1.
  int period_count = 1;                ///< >= 1
  bool is_paid_in_advance = false;     ///< At the start of each period.
};

/// The level payment whose present value, with that of the residual value, is the cost of the asset.
///
/// Errors  kInvalidInput; kNotApplicable where the residual value alone gives the lessor more than the return.
/// Source  R. Brealey, S. Myers, F. Allen, Principles of Corporate Finance, chapter on leasing; closed form of
///         engine/kernel/annuity.h.
Result<double> OperatingLeasePayment(const OperatingLease& lease);

}  // namespace calanque::ppp
