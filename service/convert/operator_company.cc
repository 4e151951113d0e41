#include "service/convert/from_proto_ppp.h"

namespace calanque::service {
namespace {

model::TrancheRank ConvertRank(v1::TrancheRank rank, const FieldPath& path, const RangeReader& range) {
  switch (rank) {
    case v1::TRANCHE_RANK_UNSPECIFIED:
    case v1::TRANCHE_RANK_SENIOR:
      return model::TrancheRank::kSenior;
    case v1::TRANCHE_RANK_MEZZANINE:
      return model::TrancheRank::kMezzanine;
    case v1::TRANCHE_RANK_SHAREHOLDER:
      return model::TrancheRank::kShareholder;
    default:
      range.reader().FailEnum(rank, path);
      return model::TrancheRank::kSenior;
  }
}

model::FundingOrder ConvertOrder(v1::FundingOrder order, const FieldPath& path, const RangeReader& range) {
  switch (order) {
    case v1::FUNDING_ORDER_UNSPECIFIED:
    case v1::FUNDING_ORDER_PRO_RATA:
      return model::FundingOrder::kProRata;
    case v1::FUNDING_ORDER_EQUITY_FIRST:
      return model::FundingOrder::kEquityFirst;
    case v1::FUNDING_ORDER_EQUITY_BRIDGE:
      return model::FundingOrder::kEquityBridge;
    default:
      range.reader().FailEnum(order, path);
      return model::FundingOrder::kProRata;
  }
}

model::GearingBase ConvertGearingBase(v1::GearingBase base, const FieldPath& path, const RangeReader& range) {
  switch (base) {
    case v1::GEARING_BASE_UNSPECIFIED:
    case v1::GEARING_BASE_USES:
      return model::GearingBase::kUses;
    case v1::GEARING_BASE_USES_WITH_FIRST_FEE:
      return model::GearingBase::kUsesWithFirstFee;
    default:
      range.reader().FailEnum(base, path);
      return model::GearingBase::kUses;
  }
}

std::vector<double> NotNegatives(const google::protobuf::RepeatedField<double>& in, const FieldPath& path,
                                 const RangeReader& range) {
  std::vector<double> out;
  for (int i = 0; i < in.size(); ++i) out.push_back(range.NotNegative(in[i], path[i]));
  return out;
}

model::SizingLimits ConvertLimits(const v1::SizingLimits& in, const FieldPath& path, const RangeReader& range) {
  model::SizingLimits out;
  if (in.has_amount()) out.amount = range.NotNegative(in.amount(), path / "amount");
  if (in.has_gearing_fraction()) {
    out.gearing_fraction = range.Fraction(in.gearing_fraction(), path / "gearing_fraction");
  }
  if (in.has_equity_fraction()) out.equity_fraction = range.Fraction(in.equity_fraction(), path / "equity_fraction");
  if (in.has_dscr_factor()) out.dscr_factor = range.Positive(in.dscr_factor(), path / "dscr_factor");
  if (in.has_llcr_factor()) out.llcr_factor = range.Positive(in.llcr_factor(), path / "llcr_factor");
  if (in.has_plcr_factor()) out.plcr_factor = range.Positive(in.plcr_factor(), path / "plcr_factor");
  return out;
}

model::Tranche ConvertTranche(const v1::Tranche& in, const FieldPath& path, const RangeReader& range) {
  model::Tranche out;
  out.id = in.id();
  out.display_name = in.display_name();
  out.lender_party_id = in.lender_party_id();
  out.rank = ConvertRank(in.rank(), path / "rank", range);
  out.profile = ConvertProfile(in.profile(), path / "profile", range);
  if (!in.has_rate()) range.FailMissing(path / "rate");
  out.rate = ConvertRate(in.rate(), path / "rate", range);
  out.tenor_years = range.NotNegative(in.tenor_years(), path / "tenor_years");
  out.grace_years = range.NotNegative(in.grace_years(), path / "grace_years");
  out.capitalises_interest_in_grace = in.capitalises_interest_in_grace();
  out.balloon_fraction = range.Fraction(in.balloon_fraction(), path / "balloon_fraction");
  out.principal_fractions = ToVector(in.principal_fractions());
  out.sweep_fraction = range.Fraction(in.sweep_fraction(), path / "sweep_fraction");
  out.bears_interest_on_average_balance = in.bears_interest_on_average_balance();
  out.upfront_fee_fraction = range.Fraction(in.upfront_fee_fraction(), path / "upfront_fee_fraction");
  out.commitment_fee_per_year = range.Fraction(in.commitment_fee_per_year(), path / "commitment_fee_per_year");
  out.running_fee_amount_per_year =
      range.NotNegative(in.running_fee_amount_per_year(), path / "running_fee_amount_per_year");
  out.limits = ConvertLimits(in.limits(), path / "limits", range);
  return out;
}

model::TaxDepreciation ConvertDepreciation(const v1::TaxDepreciation& in, const FieldPath& path,
                                           const RangeReader& range) {
  switch (in.method_case()) {
    case v1::TaxDepreciation::kStraightLineYears:
      return model::StraightLineDepreciation{range.Positive(in.straight_line_years(), path / "straight_line_years")};
    case v1::TaxDepreciation::kDeclining: {
      const FieldPath declining = path / "declining";
      model::DecliningDepreciation out;
      out.life_years = std::max(range.Count(in.declining().life_years(), 200, declining / "life_years"), 1);
      if (in.declining().life_years() < 1) range.reader().Fail(declining / "life_years", "is below 1");
      out.coefficient_factor = range.Positive(in.declining().coefficient_factor(), declining / "coefficient_factor");
      return out;
    }
    case v1::TaxDepreciation::kExplicitSeries: {
      const FieldPath series = path / "explicit_series";
      const FieldPath list = series / "fractions";
      double sum = 0.0;
      for (int i = 0; i < in.explicit_series().fractions_size(); ++i) {
        sum += range.Fraction(in.explicit_series().fractions(i), list[i]);
      }
      if (sum > 1.0 + 1e-9) range.reader().Fail(list, "add up to more than 1");
      return model::DepreciationSeries{ToVector(in.explicit_series().fractions())};
    }
    case v1::TaxDepreciation::kExplicitAmounts: {
      const FieldPath explicit_amounts = path / "explicit_amounts";
      return model::DepreciationAmounts{
          NotNegatives(in.explicit_amounts().amounts(), explicit_amounts / "amounts", range)};
    }
    default:
      return model::Caducity{};
  }
}

model::IncomeTax ConvertIncomeTax(const v1::IncomeTax& in, const FieldPath& path, const RangeReader& range) {
  model::IncomeTax out;
  out.rate_fraction = range.Fraction(in.rate_fraction(), path / "rate_fraction");
  out.is_deductible_later = in.is_deductible_later();
  const FieldPath years = path / "change_years";
  for (int i = 0; i < in.change_years_size(); ++i) {
    out.change_years.push_back(range.Count(in.change_years(i), 2400, years[i]));
    if (i > 0 && in.change_years(i) <= in.change_years(i - 1)) {
      range.reader().Fail(years[i], "does not come after the year before it in the list");
    }
  }
  const FieldPath rates = path / "changed_rate_fractions";
  for (int i = 0; i < in.changed_rate_fractions_size(); ++i) {
    out.changed_rate_fractions.push_back(range.Fraction(in.changed_rate_fractions(i), rates[i]));
  }
  if (in.change_years_size() != in.changed_rate_fractions_size()) {
    range.reader().Fail(rates, "has " + std::to_string(in.changed_rate_fractions_size()) + " rates for " +
                                   std::to_string(in.change_years_size()) + " change_years; expected one each");
  }
  return out;
}

model::TaxRegime ConvertTaxRegime(const v1::TaxRegime& in, const FieldPath& path, const RangeReader& range) {
  model::TaxRegime out;
  const FieldPath taxes = path / "taxes";
  for (int i = 0; i < in.taxes_size(); ++i) {
    out.taxes.push_back(ConvertIncomeTax(in.taxes(i), taxes[i], range));
  }
  out.loss = in.loss() == v1::TAX_LOSS_REFUNDED ? model::TaxLoss::kRefunded : model::TaxLoss::kCarriedForward;
  if (!v1::TaxLoss_IsValid(in.loss())) range.reader().FailEnum(in.loss(), path / "loss");
  out.loss_floor_amount = range.NotNegative(in.loss_floor_amount(), path / "loss_floor_amount");
  if (in.has_loss_fraction()) out.loss_fraction = range.Fraction(in.loss_fraction(), path / "loss_fraction");
  if (in.has_interest_floor_amount()) {
    out.interest_floor_amount = range.NotNegative(in.interest_floor_amount(), path / "interest_floor_amount");
  }
  if (in.has_interest_ebitda_fraction()) {
    out.interest_ebitda_fraction = range.Fraction(in.interest_ebitda_fraction(), path / "interest_ebitda_fraction");
  }
  out.is_paid_next_year = in.is_paid_next_year();
  out.depreciation = ConvertDepreciation(in.depreciation(), path / "depreciation", range);
  out.keeps_grants_in_cost = in.keeps_grants_in_cost();
  out.keeps_financing_out_of_cost = in.keeps_financing_out_of_cost();
  out.keeps_maintenance_out_of_expenses = in.keeps_maintenance_out_of_expenses();
  out.other_taxable_amounts = ToVector(in.other_taxable_amounts());
  out.tax_credit_amounts = NotNegatives(in.tax_credit_amounts(), path / "tax_credit_amounts", range);
  return out;
}

model::CompanyReserves ConvertReserves(const v1::CompanyReserves& in, const FieldPath& path, const RangeReader& range) {
  model::CompanyReserves out;
  out.debt_service_months = range.NotNegative(in.debt_service_months(), path / "debt_service_months");
  out.operating_cost_months = range.NotNegative(in.operating_cost_months(), path / "operating_cost_months");
  out.maintenance_look_ahead_years =
      range.NotNegative(in.maintenance_look_ahead_years(), path / "maintenance_look_ahead_years");
  out.interest_nominal_per_year = range.Rate(in.interest_nominal_per_year(), path / "interest_nominal_per_year");
  return out;
}

model::DistributionRules ConvertDistribution(const v1::DistributionRules& in, const FieldPath& path,
                                             const RangeReader& range) {
  model::DistributionRules out;
  out.lock_up_dscr_factor = range.NotNegative(in.lock_up_dscr_factor(), path / "lock_up_dscr_factor");
  out.default_dscr_factor = range.NotNegative(in.default_dscr_factor(), path / "default_dscr_factor");
  out.is_limited_by_retained_earnings = in.is_limited_by_retained_earnings();
  out.legal_reserve_fraction = range.Fraction(in.legal_reserve_fraction(), path / "legal_reserve_fraction");
  out.legal_reserve_capital_fraction =
      range.Fraction(in.legal_reserve_capital_fraction(), path / "legal_reserve_capital_fraction");
  out.minimum_cash_amount = range.NotNegative(in.minimum_cash_amount(), path / "minimum_cash_amount");
  out.shareholders_fund_shortfalls = in.shareholders_fund_shortfalls();
  return out;
}

model::VatFacility ConvertVat(const v1::VatFacility& in, const FieldPath& path, const RangeReader& range) {
  model::VatFacility out;
  out.vat_rate_fraction = range.Fraction(in.vat_rate_fraction(), path / "vat_rate_fraction");
  out.refund_lag_years = range.NotNegative(in.refund_lag_years(), path / "refund_lag_years");
  out.rate = ConvertRate(in.rate(), path / "rate", range);
  return out;
}

}  // namespace

model::LoanRate ConvertRate(const v1::LoanRate& in, const FieldPath& path, const RangeReader& range) {
  model::LoanRate out;
  out.fixed_nominal_per_year = range.Rate(in.fixed_nominal_per_year(), path / "fixed_nominal_per_year");
  if (in.has_hedged_fraction()) out.hedged_fraction = range.Fraction(in.hedged_fraction(), path / "hedged_fraction");
  out.base_rate_curve_id = in.base_rate_curve_id();
  out.margin_per_year = range.Rate(in.margin_per_year(), path / "margin_per_year");
  out.is_quoted_per_period = in.is_quoted_per_period();
  return out;
}

model::TrancheProfile ConvertProfile(v1::TrancheProfile profile, const FieldPath& path, const RangeReader& range) {
  switch (profile) {
    case v1::TRANCHE_PROFILE_SCULPTED:
      return model::TrancheProfile::kSculpted;
    case v1::TRANCHE_PROFILE_ANNUITY:
      return model::TrancheProfile::kAnnuity;
    case v1::TRANCHE_PROFILE_EQUAL_PRINCIPAL:
      return model::TrancheProfile::kEqualPrincipal;
    case v1::TRANCHE_PROFILE_BULLET:
      return model::TrancheProfile::kBullet;
    case v1::TRANCHE_PROFILE_BALLOON:
      return model::TrancheProfile::kBalloon;
    case v1::TRANCHE_PROFILE_EXPLICIT:
      return model::TrancheProfile::kExplicit;
    case v1::TRANCHE_PROFILE_CASH_SWEEP:
      return model::TrancheProfile::kCashSweep;
    default:
      range.reader().FailEnum(profile, path);
      return model::TrancheProfile::kAnnuity;
  }
}

model::OperatorCompany ConvertCompany(const v1::OperatorCompany& in, const FieldPath& path, const RangeReader& range) {
  model::OperatorCompany out;
  const FieldPath tranches = path / "tranches";
  for (int i = 0; i < in.tranches_size(); ++i) {
    out.tranches.push_back(ConvertTranche(in.tranches(i), tranches[i], range));
  }
  out.funding_order = ConvertOrder(in.funding_order(), path / "funding_order", range);
  out.gearing_base = ConvertGearingBase(in.gearing_base(), path / "gearing_base", range);
  const FieldPath bridge = path / "equity_bridge";
  out.equity_bridge.rate = ConvertRate(in.equity_bridge().rate(), bridge / "rate", range);
  out.equity_bridge.upfront_fee_fraction =
      range.Fraction(in.equity_bridge().upfront_fee_fraction(), bridge / "upfront_fee_fraction");
  if (in.has_vat_facility()) out.vat_facility = ConvertVat(in.vat_facility(), path / "vat_facility", range);
  out.reserves = ConvertReserves(in.reserves(), path / "reserves", range);
  out.receivable_days = range.NotNegative(in.receivable_days(), path / "receivable_days");
  out.payable_days = range.NotNegative(in.payable_days(), path / "payable_days");
  out.tax_regime = ConvertTaxRegime(in.tax_regime(), path / "tax_regime", range);
  out.cfads_is_before_tax = in.cfads_is_before_tax();
  out.cfads_excludes_reserve_interest = in.cfads_excludes_reserve_interest();
  out.distribution = ConvertDistribution(in.distribution(), path / "distribution", range);
  const FieldPath cases = path / "downside_cases";
  for (int i = 0; i < in.downside_cases_size(); ++i) {
    const v1::SizingCase& one = in.downside_cases(i);
    const FieldPath at = cases[i];
    out.downside_cases.push_back({range.Positive(one.revenue_factor(), at / "revenue_factor"),
                                  range.Positive(one.operating_cost_factor(), at / "operating_cost_factor"),
                                  range.Positive(one.dscr_factor(), at / "dscr_factor")});
  }
  out.closing_cost_amount = range.NotNegative(in.closing_cost_amount(), path / "closing_cost_amount");
  if (in.has_target_equity_irr_per_year()) {
    out.target_equity_irr_per_year = range.Rate(in.target_equity_irr_per_year(), path / "target_equity_irr_per_year");
  }
  out.equity_discount_rate_per_year =
      range.Rate(in.equity_discount_rate_per_year(), path / "equity_discount_rate_per_year");
  return out;
}

}  // namespace calanque::service
