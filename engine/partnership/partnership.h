// Delivery modes of one project: structure one, compare several, solve a term.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/delivery_mode.h"
#include "engine/model/request.h"
#include "engine/partnership/results.h"
#include "engine/plan/plan.h"

namespace calanque::partnership {

/// What every call needs: the appraisal that gives the project's flows, and who stands where. Borrowed.
struct Project {
  const model::AppraisalRequest* request = nullptr;
  const plan::Plan* plan = nullptr;
  const model::PppSetting* setting = nullptr;
};

/// What is wrong with the setting, the modes, the risks and the accounts; all of it, with paths as in the request
/// ("setting.project_id", "modes[1].company.tranches[0].tenor_years"; the one mode of a structure is "mode").
Failures ValidateSetting(const Project& project);
Failures ValidateMode(const Project& project, const model::DeliveryMode& mode, const std::string& path);
Failures ValidateRisks(const std::vector<model::RiskLine>& risks, const std::vector<model::DeliveryMode>& modes,
                       const std::vector<model::BiasType>& bias_types);
/// Of a comparison: every mode, their ids, the reference, the risks.
struct ComparisonTerms;
Failures ValidateComparison(const Project& project, const ComparisonTerms& terms);
/// That the mode has what is to be solved, and that shareholders are not asked to earn less than lenders.
struct SolveTermsOptions;
Failures ValidateSolve(const Project& project, const model::DeliveryMode& mode, const SolveTermsOptions& options);
Failures ValidateAccounts(const Project& project, const model::CityAccounts& accounts);

/// Builds one mode. The project's flows with the project are read off its ledger; the mode decides who carries them and
/// writes what is paid between the parties.
/// Errors  what makes the company impossible: no debt capacity, no charge that gives the return, ...
Result<StructuredMode> StructureProject(const Project& project, const model::DeliveryMode& mode,
                                        const model::CityAccounts* accounts);

struct ComparisonTerms {
  std::vector<model::DeliveryMode> modes;
  std::string reference_mode_id;
  std::vector<model::RiskLine> risks;
  std::vector<model::BiasType> bias_types;  ///< That lines of `risks` may refer to.
  std::vector<double> discount_rates_per_year;
};

/// Builds every mode and lays the public sector comparator's layers over each.
Result<Comparison> CompareDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                        const model::CityAccounts* accounts, const StopPoll& stop);

enum class SolvedUnknown { kCharge, kGrant, kDebt, kTenor, kOperatingSubsidy, kTariff };
enum class SolveTarget { kEquityIrr, kEquityNpv, kProjectNpv, kMinimumDscr, kAverageDscr };

struct SolveTermsOptions {
  SolvedUnknown unknown = SolvedUnknown::kCharge;
  SolveTarget target = SolveTarget::kEquityIrr;
  double target_value = 0.0;
  std::string tranche_id;  ///< Empty: the first.
  std::optional<time::Date> target_end_date =
      std::nullopt;  ///< Last day of the flows of an IRR or NPV; absent: the contract's.
};

/// Finds the term and builds the mode at it: `solved` of the answer is the term.
/// Errors  with paths as in SolveTermsRequest: "target_value" where no term meets it, "mode.company..." as above.
Result<StructuredMode> SolveTerms(const Project& project, const model::DeliveryMode& mode,
                                  const SolveTermsOptions& options);

/// How partnership figures are made, one sentence each.
std::vector<std::string> Conventions(const Project& project, const model::DeliveryMode* mode);

}  // namespace calanque::partnership
