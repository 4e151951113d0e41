// What a project pays, earns, saves, emits. Field meanings, units and ranges: proto/calanque/v1/cash_flow_item.proto.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/ledger/column.h"
#include "engine/model/common.h"

namespace calanque::model {

enum class ResidualMethod { kNone, kStraightLine, kExplicit };

struct Investment {
  double amount = 0.0;
  YearlyProfile spend_profile;
  double life_years = 0.0;
  bool replace_at_end_of_life = false;
  std::optional<double> replacement_cost_fraction;  ///< Absent: 1.
  ResidualMethod residual_method = ResidualMethod::kNone;
  double residual_value_amount = 0.0;
  double vat_rate_fraction = 0.0;
  std::string vat_payee_party_id;
};

/// First day with, first day without; absent end: the horizon.
struct ActiveSpan {
  time::Date start_date{};
  std::optional<time::Date> end_date;
};

struct OperatingCost {
  double fixed_amount_per_year = 0.0;
  double variable_amount_per_unit = 0.0;
  double quantity_per_year = 0.0;
  ActiveSpan span;
  double growth_real_per_year = 0.0;
  double vat_rate_fraction = 0.0;
  std::string vat_payee_party_id;
};

enum class EnergyUse { kConsumed, kSaved, kSelfConsumed, kSold };

struct EnergyFlow {
  EnergyUse use = EnergyUse::kConsumed;
  std::string carrier_id;
  double quantity_mwh_per_year = 0.0;
  ActiveSpan span;
  double degradation_per_year = 0.0;
  double rebound_fraction = 0.0;
  std::string price_curve_id;  ///< Empty: the carrier's prices.
  bool displaces_emissions = false;
};

struct Revenue {
  double tariff_amount_per_unit = 0.0;
  double volume_per_year = 0.0;
  std::string volume_unit;
  ActiveSpan span;
  std::vector<double> ramp_up_fractions;
  double volume_growth_per_year = 0.0;
};

struct Grant {
  std::optional<double> amount;  ///< Exactly one of amount and share.
  std::optional<double> share_of_eligible_fraction;
  std::vector<std::string> eligible_item_ids;
  std::optional<double> cap_amount;
  std::optional<YearlyProfile> payment_profile;
  int payment_lag_years = 0;
  Commitment commitment = Commitment::kPlanned;
};

struct EnergySavingCertificate {
  double certified_mwh_cumac = 0.0;
  std::string price_curve_id;
  YearlyProfile payment_profile;
  Commitment commitment = Commitment::kPlanned;
};

struct VatCompensation {
  double rate_fraction = 0.0;
  std::vector<std::string> eligible_item_ids;
  double eligible_share_fraction = 1.0;
  std::vector<std::string> deducted_item_ids;
  int payment_lag_years = 0;
  Commitment commitment = Commitment::kPlanned;
};

struct CoBenefit {
  double quantity_per_year = 0.0;
  double value_amount_per_unit = 0.0;
  std::string quantity_unit;
  ActiveSpan span;
  double growth_per_year = 0.0;
  std::vector<double> ramp_up_fractions;
};

struct Emission {
  double quantity_t_co2e_per_year = 0.0;
  EmissionScope scope = EmissionScope::kScope1;
  ActiveSpan span;
  double growth_per_year = 0.0;
  std::vector<double> ramp_up_fractions;
};

struct ResidualValue {
  std::vector<std::string> continuing_item_ids;
  double remaining_years = 0.0;
  double discount_rate_per_year = 0.0;
};

enum class SeriesStep { kPeriod, kYear };

struct ExplicitSeries {
  ledger::Category category = ledger::Category::kInvestment;
  std::optional<time::Date> start_date;  ///< Absent: the start of the grid.
  SeriesStep step = SeriesStep::kPeriod;
  std::vector<double> amounts;
  std::optional<Commitment> commitment;  ///< Of sources only. Absent: planned.
};

struct DatedFlows {
  ledger::Category category = ledger::Category::kInvestment;
  std::vector<time::Date> dates;
  std::vector<double> amounts;
  std::optional<Commitment> commitment;  ///< Of sources only. Absent: planned.
};

struct PhysicalSeries {
  ledger::PhysicalKind kind = ledger::PhysicalKind::kEmissionScope1;
  std::optional<time::Date> start_date;
  SeriesStep step = SeriesStep::kPeriod;
  std::vector<double> quantities;
};

using ItemKind =
    std::variant<Investment, OperatingCost, EnergyFlow, Revenue, Grant, EnergySavingCertificate, VatCompensation,
                 CoBenefit, Emission, ResidualValue, ExplicitSeries, DatedFlows, PhysicalSeries>;

struct CashFlowItem {
  std::string id;
  std::string display_name;
  std::string payer_party_id;
  std::string payee_party_id;
  std::optional<PriceTerms> price_terms;
  std::optional<double> beta;
  std::vector<SourceNote> sources;
  ItemKind kind;
};

}  // namespace calanque::model
