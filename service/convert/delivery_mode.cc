#include "service/convert/from_proto.h"
#include "service/convert/from_proto_ppp.h"
#include "service/convert/from_proto_risk.h"

namespace calanque::service {
namespace {

model::Charge ConvertCharge(const v1::Charge& in, const FieldPath& path, const RangeReader& range) {
  model::Charge out;
  if (in.has_amount_per_year()) {
    out.amount_per_year = range.NotNegative(in.amount_per_year(), path / "amount_per_year");
  }
  out.indexed_fraction = range.Fraction(in.indexed_fraction(), path / "indexed_fraction");
  out.index_curve_id = in.index_curve_id();
  out.expected_deduction_fraction =
      range.Fraction(in.expected_deduction_fraction(), path / "expected_deduction_fraction");
  if (in.has_maximum_deduction_fraction()) {
    out.maximum_deduction_fraction =
        range.Fraction(in.maximum_deduction_fraction(), path / "maximum_deduction_fraction");
  }
  out.escalation_per_year = range.Rate(in.escalation_per_year(), path / "escalation_per_year");
  out.index_base_date = range.reader().OptionalDate(in.index_base_date(), path / "index_base_date");
  const FieldPath factors = path / "volume_factors";
  for (int i = 0; i < in.volume_factors_size(); ++i) {
    out.volume_factors.push_back(range.NotNegative(in.volume_factors(i), factors[i]));
  }
  return out;
}

/// Absent: all of the promised savings come.
template <typename Message>
double ExpectedSavings(const Message& in, const FieldPath& path, const RangeReader& range) {
  return in.has_expected_savings_fraction()
             ? range.NotNegative(in.expected_savings_fraction(), path / "expected_savings_fraction")
             : 1.0;
}

model::Concession ConvertConcession(const v1::Concession& in, const FieldPath& path, const RangeReader& range) {
  model::Concession out;
  if (in.has_expected_revenue_factor()) {
    out.expected_revenue_factor = range.NotNegative(in.expected_revenue_factor(), path / "expected_revenue_factor");
  }
  out.lower_band_fraction = range.NotNegative(in.lower_band_fraction(), path / "lower_band_fraction");
  out.upper_band_fraction = range.NotNegative(in.upper_band_fraction(), path / "upper_band_fraction");
  out.city_pays_fraction = range.Fraction(in.city_pays_fraction(), path / "city_pays_fraction");
  out.city_takes_fraction = range.Fraction(in.city_takes_fraction(), path / "city_takes_fraction");
  out.minimum_revenue_amount_per_year =
      range.NotNegative(in.minimum_revenue_amount_per_year(), path / "minimum_revenue_amount_per_year");
  out.revenue_volatility_fraction =
      range.NotNegative(in.revenue_volatility_fraction(), path / "revenue_volatility_fraction");
  if (in.has_subsidy()) out.subsidy = ConvertCharge(in.subsidy(), path / "subsidy", range);
  return out;
}

model::DirectProcurement ConvertDirect(const v1::DirectProcurement& in, const FieldPath& path,
                                       const RangeReader& range) {
  model::DirectProcurement out;
  if (in.has_loan()) out.loan = ConvertLoan(in.loan(), path / "loan", range.reader());
  if (in.has_loan_share_fraction()) {
    out.loan_share_fraction = range.Fraction(in.loan_share_fraction(), path / "loan_share_fraction");
    if (!in.has_loan())
      range.reader().Fail(path / "loan_share_fraction", "is given without a loan; expected loan beside it");
  }
  return out;
}

model::Contract ConvertContract(const v1::DeliveryMode& in, const FieldPath& path, const RangeReader& range) {
  switch (in.contract_case()) {
    case v1::DeliveryMode::kDirect:
      return ConvertDirect(in.direct(), path / "direct", range);
    case v1::DeliveryMode::kGlobalPerformance: {
      const FieldPath at = path / "global_performance";
      const auto& mode = in.global_performance();
      return model::GlobalPerformanceContract{
          range.Fraction(mode.guaranteed_savings_fraction(), at / "guaranteed_savings_fraction"),
          ExpectedSavings(mode, at, range)};
    }
    case v1::DeliveryMode::kAvailability: {
      const FieldPath at = path / "availability";
      return model::AvailabilityPartnership{ConvertCharge(in.availability().charge(), at / "charge", range)};
    }
    case v1::DeliveryMode::kDeferredPayment: {
      const FieldPath at = path / "deferred_payment";
      const auto& mode = in.deferred_payment();
      return model::DeferredPaymentContract{
          ConvertCharge(mode.charge(), at / "charge", range),
          range.NotNegative(mode.payment_years(), at / "payment_years"),
          range.Fraction(mode.guaranteed_savings_fraction(), at / "guaranteed_savings_fraction"),
          ExpectedSavings(mode, at, range)};
    }
    case v1::DeliveryMode::kGuaranteedSavings: {
      const FieldPath at = path / "guaranteed_savings";
      const auto& mode = in.guaranteed_savings();
      return model::GuaranteedSavingsContract{
          range.Fraction(mode.guaranteed_savings_fraction(), at / "guaranteed_savings_fraction"),
          ExpectedSavings(mode, at, range), range.NotNegative(mode.fee_amount_per_year(), at / "fee_amount_per_year")};
    }
    case v1::DeliveryMode::kSharedSavings: {
      const FieldPath at = path / "shared_savings";
      const auto& mode = in.shared_savings();
      return model::SharedSavingsContract{range.Fraction(mode.company_fraction(), at / "company_fraction"),
                                          range.NotNegative(mode.sharing_years(), at / "sharing_years"),
                                          ExpectedSavings(mode, at, range)};
    }
    case v1::DeliveryMode::kRevolvingFund: {
      const FieldPath at = path / "revolving_fund";
      const auto& mode = in.revolving_fund();
      return model::RevolvingFund{
          mode.fund_party_id(), range.NotNegative(mode.opening_amount(), at / "opening_amount"),
          range.Fraction(mode.savings_repaid_fraction(), at / "savings_repaid_fraction"),
          range.NotNegative(mode.interest_nominal_per_year(), at / "interest_nominal_per_year")};
    }
    case v1::DeliveryMode::kConcession:
      return ConvertConcession(in.concession(), path / "concession", range);
    case v1::DeliveryMode::kJointCompany: {
      const FieldPath at = path / "joint_company";
      const auto& mode = in.joint_company();
      return model::JointCompany{ConvertCharge(mode.charge(), at / "charge", range),
                                 range.Fraction(mode.public_equity_fraction(), at / "public_equity_fraction")};
    }
    case v1::DeliveryMode::kLease: {
      const FieldPath at = path / "lease";
      const auto& mode = in.lease();
      return model::OperatingLease{ConvertCharge(mode.rent(), at / "rent", range),
                                   range.NotNegative(mode.lease_years(), at / "lease_years"),
                                   range.Fraction(mode.owner_residual_fraction(), at / "owner_residual_fraction")};
    }
    case v1::DeliveryMode::CONTRACT_NOT_SET:
      break;
  }
  range.reader().Fail(path,
                      "has no contract; expected one of direct, global_performance, availability, "
                      "deferred_payment, guaranteed_savings, shared_savings, revolving_fund, concession, "
                      "joint_company, lease");
  return model::DirectProcurement{};
}

model::EquityBasis ConvertBasis(v1::EquityBasis basis, const FieldPath& path, const RangeReader& range) {
  switch (basis) {
    case v1::EQUITY_BASIS_UNSPECIFIED:
    case v1::EQUITY_BASIS_BASE_CASE:
      return model::EquityBasis::kBaseCase;
    case v1::EQUITY_BASIS_MARKET_VALUE:
      return model::EquityBasis::kMarketValue;
    case v1::EQUITY_BASIS_RETURN_TO_DATE:
      return model::EquityBasis::kReturnToDate;
    default:
      range.reader().FailEnum(basis, path);
      return model::EquityBasis::kBaseCase;
  }
}

model::TerminationTerms ConvertTermination(const v1::TerminationTerms& in, const FieldPath& path,
                                           const RangeReader& range) {
  model::TerminationTerms out;
  out.authority_default_equity_basis =
      ConvertBasis(in.authority_default_equity_basis(), path / "authority_default_equity_basis", range);
  if (in.has_market_equity_return_per_year()) {
    out.market_equity_return_per_year =
        range.Rate(in.market_equity_return_per_year(), path / "market_equity_return_per_year");
  }
  out.breakage_debt_fraction = range.SignedFraction(in.breakage_debt_fraction(), path / "breakage_debt_fraction");
  out.breakage_amount = range.NotNegative(in.breakage_amount(), path / "breakage_amount");
  if (in.has_completion_cost_factor()) {
    out.completion_cost_factor = range.Positive(in.completion_cost_factor(), path / "completion_cost_factor");
  }
  out.rebid_cost_amount = range.NotNegative(in.rebid_cost_amount(), path / "rebid_cost_amount");
  if (in.has_fair_value_discount_rate_per_year()) {
    out.fair_value_discount_rate_per_year =
        range.Rate(in.fair_value_discount_rate_per_year(), path / "fair_value_discount_rate_per_year");
  }
  return out;
}

model::Refinancing ConvertRefinancing(const v1::Refinancing& in, const FieldPath& path, const RangeReader& range) {
  model::Refinancing out;
  out.date = range.reader().Date(in.date(), path / "date");
  out.tranche_id = in.tranche_id();
  if (!in.has_rate()) range.FailMissing(path / "rate");
  out.rate = ConvertRate(in.rate(), path / "rate", range);
  if (in.has_tenor_years()) out.tenor_years = range.NotNegative(in.tenor_years(), path / "tenor_years");
  if (in.profile() != v1::TRANCHE_PROFILE_UNSPECIFIED) {
    out.profile = ConvertProfile(in.profile(), path / "profile", range);
  }
  out.fee_fraction = range.Fraction(in.fee_fraction(), path / "fee_fraction");
  out.breakage_amount = in.breakage_amount();
  if (in.has_public_share_fraction()) {
    out.public_share_fraction = range.Fraction(in.public_share_fraction(), path / "public_share_fraction");
  }
  if (in.has_threshold_equity_irr_per_year()) {
    out.threshold_equity_irr_per_year =
        range.Rate(in.threshold_equity_irr_per_year(), path / "threshold_equity_irr_per_year");
  }
  if (in.has_dscr_factor()) out.dscr_factor = range.NotNegative(in.dscr_factor(), path / "dscr_factor");
  if (in.has_added_debt_limit_amount()) {
    out.added_debt_limit_amount = range.NotNegative(in.added_debt_limit_amount(), path / "added_debt_limit_amount");
  }
  return out;
}

model::RiskBase ConvertBase(v1::RiskBase base, const FieldPath& path, const RangeReader& range) {
  switch (base) {
    case v1::RISK_BASE_WORKS:
      return model::RiskBase::kWorks;
    case v1::RISK_BASE_OPERATING_COST:
      return model::RiskBase::kOperatingCost;
    case v1::RISK_BASE_MAINTENANCE:
      return model::RiskBase::kMaintenance;
    case v1::RISK_BASE_SAVINGS:
      return model::RiskBase::kSavings;
    case v1::RISK_BASE_REVENUE:
      return model::RiskBase::kRevenue;
    default:
      range.reader().FailEnum(base, path);
      return model::RiskBase::kWorks;
  }
}

model::RiskLine ConvertRisk(const v1::RiskLine& in, const FieldPath& path, const RangeReader& range) {
  model::RiskLine out;
  out.id = in.id();
  out.display_name = in.display_name();
  out.base = ConvertBase(in.base(), path / "base", range);
  const FieldPath outcomes = path / "outcomes";
  for (int i = 0; i < in.outcomes_size(); ++i) {
    const FieldPath at = outcomes[i];
    out.outcomes.push_back({range.Fraction(in.outcomes(i).probability_fraction(), at / "probability_fraction"),
                            in.outcomes(i).impact_fraction()});
  }
  if (in.has_optimism_bias()) {
    const FieldPath at = path / "optimism_bias";
    const auto& bias = in.optimism_bias();
    model::OptimismBias made;
    made.upper_fraction = range.NotNegative(bias.upper_fraction(), at / "upper_fraction");
    made.lower_fraction = range.NotNegative(bias.lower_fraction(), at / "lower_fraction");
    made.mitigation_fraction = range.Fraction(bias.mitigation_fraction(), at / "mitigation_fraction");
    if (bias.lower_fraction() > bias.upper_fraction()) {
      range.reader().Fail(at / "lower_fraction", "is above upper_fraction");
    }
    const FieldPath types = at / "types";
    for (int i = 0; i < bias.types_size(); ++i) {
      const v1::BiasTypeShare& share = bias.types(i);
      const FieldPath row = types[i];
      const FieldPath fraction = row / "cost_fraction";
      made.types.push_back(
          {share.type_id(), share.has_cost_fraction() ? range.Fraction(share.cost_fraction(), fraction) : 1.0});
    }
    out.optimism_bias = std::move(made);
  }
  if (in.has_factor_distribution()) {
    out.factor_distribution =
        ConvertDistribution(in.factor_distribution(), path / "factor_distribution", range.reader());
  }
  out.is_redrawn_each_year = in.is_redrawn_each_year();
  const FieldPath allocations = path / "allocations";
  for (int i = 0; i < in.allocations_size(); ++i) {
    const FieldPath at = allocations[i];
    out.allocations.push_back({in.allocations(i).mode_id(),
                               range.Fraction(in.allocations(i).transferred_fraction(), at / "transferred_fraction")});
  }
  return out;
}

}  // namespace

model::DeliveryMode ConvertMode(const v1::DeliveryMode& in, const FieldPath& path, const RangeReader& range) {
  model::DeliveryMode out;
  out.id = in.id();
  out.display_name = in.display_name();
  out.contract = ConvertContract(in, path, range);
  if (in.has_company()) out.company = ConvertCompany(in.company(), path / "company", range);
  if (in.has_works_factor()) out.works_factor = range.Positive(in.works_factor(), path / "works_factor");
  if (in.has_operating_cost_factor()) {
    out.operating_cost_factor = range.Positive(in.operating_cost_factor(), path / "operating_cost_factor");
  }
  if (in.has_maintenance_factor()) {
    out.maintenance_factor = range.Positive(in.maintenance_factor(), path / "maintenance_factor");
  }
  out.procurement_cost_amount = range.NotNegative(in.procurement_cost_amount(), path / "procurement_cost_amount");
  out.delay_period_count = range.Count(in.delay_period_count(), 1200, path / "delay_period_count");
  out.grants_reach_operator = in.grants_reach_operator();
  out.vat_compensation_fraction = range.Fraction(in.vat_compensation_fraction(), path / "vat_compensation_fraction");
  out.vat_compensation_lag_years =
      range.Count(in.vat_compensation_lag_years(), 50, path / "vat_compensation_lag_years");
  out.vat_rate_fraction = range.Fraction(in.vat_rate_fraction(), path / "vat_rate_fraction");
  out.competitive_neutrality_amount_per_year = in.competitive_neutrality_amount_per_year();
  out.risk_share_premium_per_year =
      range.Fraction(in.risk_share_premium_per_year(), path / "risk_share_premium_per_year");
  if (in.has_termination()) out.termination = ConvertTermination(in.termination(), path / "termination", range);
  if (in.has_refinancing()) out.refinancing = ConvertRefinancing(in.refinancing(), path / "refinancing", range);
  return out;
}

model::PppSetting ConvertSetting(const v1::PppSetting& in, const FieldPath& path, const RangeReader& range) {
  model::PppSetting out;
  out.project_id = in.project_id();
  out.public_party_id = in.public_party_id();
  out.operator_party_id = in.operator_party_id();
  out.tax_party_id = in.tax_party_id();
  out.shareholder_party_id = in.shareholder_party_id();
  out.operation_start_date = range.reader().Date(in.operation_start_date(), path / "operation_start_date");
  out.contract_end_date = range.reader().OptionalDate(in.contract_end_date(), path / "contract_end_date");
  out.discount_rate_nominal_per_year =
      range.Rate(in.discount_rate_nominal_per_year(), path / "discount_rate_nominal_per_year");
  return out;
}

std::vector<model::RiskLine> ConvertRisks(const google::protobuf::RepeatedPtrField<v1::RiskLine>& risks,
                                          const FieldPath& path, const RangeReader& range) {
  std::vector<model::RiskLine> out;
  for (int i = 0; i < risks.size(); ++i) out.push_back(ConvertRisk(risks[i], path[i], range));
  return out;
}

std::vector<model::BiasType> ConvertBiasTypes(const google::protobuf::RepeatedPtrField<v1::BiasType>& types,
                                              const FieldPath& path, const RangeReader& range) {
  std::vector<model::BiasType> out;
  for (int i = 0; i < types.size(); ++i) {
    const FieldPath at = path[i];
    out.push_back({types[i].id(), range.NotNegative(types[i].upper_fraction(), at / "upper_fraction"),
                   range.NotNegative(types[i].lower_fraction(), at / "lower_fraction")});
    if (types[i].lower_fraction() > types[i].upper_fraction()) {
      range.reader().Fail(at / "lower_fraction", "is above upper_fraction");
    }
  }
  return out;
}

model::CityAccounts ConvertAccounts(const v1::CityAccounts& in) {
  model::CityAccounts out;
  out.operating_revenue_amounts = ToVector(in.operating_revenue_amounts());
  out.operating_expenditure_amounts = ToVector(in.operating_expenditure_amounts());
  out.principal_repaid_amounts = ToVector(in.principal_repaid_amounts());
  out.debt_closing_amounts = ToVector(in.debt_closing_amounts());
  out.mandatory_spending_amounts = ToVector(in.mandatory_spending_amounts());
  if (in.has_debt_ceiling_years()) out.debt_ceiling_years = in.debt_ceiling_years();
  return out;
}

partnership::SolveTermsOptions ConvertSolve(const v1::SolveTermsRequest& in, const FieldPath& path,
                                            const RangeReader& range) {
  partnership::SolveTermsOptions out;
  // The enums of proto and engine stand in the same order, the proto's with UNSPECIFIED before.
  if (in.unknown() == v1::SOLVED_UNKNOWN_UNSPECIFIED || !v1::SolvedUnknown_IsValid(in.unknown())) {
    range.reader().FailEnum(in.unknown(), path / "unknown");
  } else {
    out.unknown = static_cast<partnership::SolvedUnknown>(in.unknown() - 1);
  }
  if (in.target() == v1::SOLVE_TARGET_UNSPECIFIED || !v1::SolveTarget_IsValid(in.target())) {
    range.reader().FailEnum(in.target(), path / "target");
  } else {
    out.target = static_cast<partnership::SolveTarget>(in.target() - 1);
  }
  const bool needs_dscr =
      out.unknown == partnership::SolvedUnknown::kTenor || out.unknown == partnership::SolvedUnknown::kOperatingSubsidy;
  if (needs_dscr && out.target != partnership::SolveTarget::kMinimumDscr) {
    range.reader().Fail(path / "target", "expected SOLVE_TARGET_MINIMUM_DSCR for a tenor or an operating subsidy");
  }
  if (out.target == partnership::SolveTarget::kEquityIrr) range.Rate(in.target_value(), path / "target_value");
  out.target_value = in.target_value();
  out.tranche_id = in.tranche_id();
  if (!in.target_end_date().empty()) {
    out.target_end_date = range.reader().Date(in.target_end_date(), path / "target_end_date");
  }
  return out;
}

}  // namespace calanque::service
