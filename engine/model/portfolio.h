// A portfolio as people describe it. Field meanings, units and ranges: proto/calanque/v1/portfolio.proto,
// project.proto, financing.proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/figure_set.h"
#include "engine/model/cash_flow_item.h"
#include "engine/model/common.h"

namespace calanque::model {

struct Party {
  std::string id;
  std::string display_name;
  bool is_outside = false;
  std::string group_id;  ///< Empty: the id.
};

struct Perspective {
  std::string id;
  std::string display_name;
  std::vector<std::string> party_ids;
  bool includes_all_parties = false;
  std::string discount_rate_id;
};

struct Project {
  std::string id;
  std::string display_name;
  std::string description;
  std::string sector_id;
  std::optional<PriceTerms> default_price_terms;
  std::vector<CashFlowItem> with_project;
  std::vector<CashFlowItem> without_project;
  FigureSet unknown_figures;
};

struct OwnFunds {};
struct ProgrammeGrant {};

enum class RepaymentProfile { kAnnuity, kEqualPrincipal, kBullet };

struct Loan {
  double interest_rate_nominal_per_year = 0.0;
  double tenor_years = 0.0;
  double grace_years = 0.0;
  RepaymentProfile repayment_profile = RepaymentProfile::kAnnuity;
};

struct FinancingSource {
  std::string id;
  std::string display_name;
  std::string project_id;  ///< Empty: the portfolio as a whole.
  std::string payer_party_id;
  std::string payee_party_id;
  double amount = 0.0;
  YearlyProfile payment_profile;
  Commitment commitment = Commitment::kPlanned;
  std::variant<OwnFunds, ProgrammeGrant, Loan> kind;
  std::vector<SourceNote> sources;
};

struct SectorEmission {
  std::string id;
  std::string display_name;
  double baseline_t_co2e = 0.0;
  double trend_t_co2e = 0.0;
  double planned_reduction_t_co2e = 0.0;
  std::vector<SourceNote> sources;
  std::string group_id;  ///< Empty: the id.
};

struct EmissionBaseline {
  std::string perimeter;
  int base_year = 0;
  int target_year = 0;
  std::vector<SectorEmission> sectors;
};

struct Portfolio {
  std::string id;
  std::string display_name;
  std::string currency_code;
  std::vector<Party> parties;
  std::vector<Perspective> perspectives;
  std::optional<PriceTerms> default_price_terms;
  std::vector<Project> projects;
  std::vector<FinancingSource> financing_sources;
  std::optional<EmissionBaseline> baseline;
  std::int64_t inhabitant_count = 0;
};

}  // namespace calanque::model
