// The operator company of a mode: fed from the mode's ledger, and written back into it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/company/flows.h"
#include "engine/company/workspace.h"
#include "engine/partnership/mode_ledger.h"

namespace calanque::partnership {

/// Rows that the company's flows look into, by point; the flows must not outlive it.
struct ModeCompany {
  company::Terms terms;
  std::vector<double> works, other_uses, grants, charge, other_revenue, operating_cost, maintenance;
  std::vector<double> tax_depreciation, other_taxable, tax_credits;  ///< Empty: none given.
  company::Decision decision;
  std::unique_ptr<company::Workspace> work;

  [[nodiscard]] company::Flows flows() const;
};

/// What the operator pays and is paid in `ledger` until the contract ends, as the company's flows. Cost before
/// operation is a use of funds; investment after its start counts as major maintenance.
ModeCompany MakeModeCompany(const Project& project, const model::DeliveryMode& mode, const ModeLedger& ledger);

/// The company's payments as columns: charge, loans, shareholders, tax. Point 0 is the opening amount of the first
/// period.
void AddCompanyColumns(const Project& project, const model::DeliveryMode& mode, const ModeCompany& company,
                       ModeLedger& ledger);

/// How the public accounts book what the contract costs them, by period.
struct PaymentParts {
  std::vector<double> investment;  ///< Repays lenders, then shareholders' capital in level parts; at most the payment.
  std::vector<double> financing;   ///< Interest, return, tax, margin.
  std::vector<double> running;     ///< Operating cost and maintenance set aside.
};

/// Splits `payments` of the public party to the operator, by period: what is negative in a period has no parts.
PaymentParts SplitPayments(const ModeCompany& company, std::span<const double> payments);

}  // namespace calanque::partnership
