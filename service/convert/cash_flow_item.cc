#include "service/convert/from_proto.h"

namespace calanque::service {
namespace {

model::ActiveSpan Span(const std::string& start, const std::string& end, const FieldPath& path, Reader& reader) {
  return {reader.Date(start, path / "start_date"), reader.OptionalDate(end, path / "end_date")};
}

model::ResidualMethod ConvertResidualMethod(v1::ResidualMethod method, const FieldPath& path, Reader& reader) {
  switch (method) {
    case v1::RESIDUAL_METHOD_UNSPECIFIED:
    case v1::RESIDUAL_METHOD_NONE:
      return model::ResidualMethod::kNone;
    case v1::RESIDUAL_METHOD_STRAIGHT_LINE:
      return model::ResidualMethod::kStraightLine;
    case v1::RESIDUAL_METHOD_EXPLICIT:
      return model::ResidualMethod::kExplicit;
    default:
      reader.FailEnum(method, path);
      return model::ResidualMethod::kNone;
  }
}

model::Investment Convert(const v1::Investment& in, const FieldPath& path, Reader& reader) {
  model::Investment out;
  out.amount = in.amount();
  if (in.has_spend_profile()) {
    out.spend_profile = reader.YearlyProfile(in.spend_profile(), path / "spend_profile");
  } else {
    reader.Fail(path / "spend_profile", "is missing; expected start_date and fractions that sum to 1");
  }
  out.life_years = in.life_years();
  out.replace_at_end_of_life = in.replace_at_end_of_life();
  if (in.has_replacement_cost_fraction()) out.replacement_cost_fraction = in.replacement_cost_fraction();
  out.residual_method = ConvertResidualMethod(in.residual_method(), path / "residual_method", reader);
  out.residual_value_amount = in.residual_value_amount();
  out.vat_rate_fraction = in.vat_rate_fraction();
  out.vat_payee_party_id = in.vat_payee_party_id();
  return out;
}

model::OperatingCost Convert(const v1::OperatingCost& in, const FieldPath& path, Reader& reader) {
  model::OperatingCost out;
  out.fixed_amount_per_year = in.fixed_amount_per_year();
  out.variable_amount_per_unit = in.variable_amount_per_unit();
  out.quantity_per_year = in.quantity_per_year();
  out.span = Span(in.start_date(), in.end_date(), path, reader);
  out.growth_real_per_year = in.growth_real_per_year();
  out.vat_rate_fraction = in.vat_rate_fraction();
  out.vat_payee_party_id = in.vat_payee_party_id();
  return out;
}

model::EnergyFlow Convert(const v1::EnergyFlow& in, const FieldPath& path, Reader& reader) {
  model::EnergyFlow out;
  switch (in.use()) {
    case v1::ENERGY_USE_CONSUMED:
      out.use = model::EnergyUse::kConsumed;
      break;
    case v1::ENERGY_USE_SAVED:
      out.use = model::EnergyUse::kSaved;
      break;
    case v1::ENERGY_USE_SELF_CONSUMED:
      out.use = model::EnergyUse::kSelfConsumed;
      break;
    case v1::ENERGY_USE_SOLD:
      out.use = model::EnergyUse::kSold;
      break;
    default:
      reader.FailEnum(in.use(), path / "use");
  }
  out.carrier_id = in.carrier_id();
  out.quantity_mwh_per_year = in.quantity_mwh_per_year();
  out.span = Span(in.start_date(), in.end_date(), path, reader);
  out.degradation_per_year = in.degradation_per_year();
  out.rebound_fraction = in.rebound_fraction();
  out.price_curve_id = in.price_curve_id();
  out.displaces_emissions = in.displaces_emissions();
  return out;
}

model::Revenue Convert(const v1::Revenue& in, const FieldPath& path, Reader& reader) {
  model::Revenue out;
  out.tariff_amount_per_unit = in.tariff_amount_per_unit();
  out.volume_per_year = in.volume_per_year();
  out.volume_unit = in.volume_unit();
  out.span = Span(in.start_date(), in.end_date(), path, reader);
  out.ramp_up_fractions = ToVector(in.ramp_up_fractions());
  out.volume_growth_per_year = in.volume_growth_per_year();
  return out;
}

model::Grant Convert(const v1::Grant& in, const FieldPath& path, Reader& reader) {
  model::Grant out;
  switch (in.size_case()) {
    case v1::Grant::kAmount:
      out.amount = in.amount();
      break;
    case v1::Grant::kShareOfEligibleFraction:
      out.share_of_eligible_fraction = in.share_of_eligible_fraction();
      break;
    case v1::Grant::SIZE_NOT_SET:
      reader.Fail(path, "has no size; expected amount or share_of_eligible_fraction");
      break;
  }
  out.eligible_item_ids = ToVector(in.eligible_item_ids());
  if (in.has_cap_amount()) out.cap_amount = in.cap_amount();
  if (in.has_payment_profile()) {
    out.payment_profile = reader.YearlyProfile(in.payment_profile(), path / "payment_profile");
  }
  out.payment_lag_years = in.payment_lag_years();
  out.commitment = reader.Commitment(in.commitment(), path / "commitment");
  return out;
}

model::EnergySavingCertificate Convert(const v1::EnergySavingCertificate& in, const FieldPath& path, Reader& reader) {
  model::EnergySavingCertificate out;
  out.certified_mwh_cumac = in.certified_mwh_cumac();
  out.price_curve_id = in.price_curve_id();
  if (in.has_payment_profile()) {
    out.payment_profile = reader.YearlyProfile(in.payment_profile(), path / "payment_profile");
  } else {
    reader.Fail(path / "payment_profile", "is missing; expected start_date and fractions that sum to 1");
  }
  out.commitment = reader.Commitment(in.commitment(), path / "commitment");
  return out;
}

model::VatCompensation Convert(const v1::VatCompensation& in, const FieldPath& path, Reader& reader) {
  model::VatCompensation out;
  out.rate_fraction = in.rate_fraction();
  out.eligible_item_ids = ToVector(in.eligible_item_ids());
  if (in.has_eligible_share_fraction()) out.eligible_share_fraction = in.eligible_share_fraction();
  out.deducted_item_ids = ToVector(in.deducted_item_ids());
  out.payment_lag_years = in.payment_lag_years();
  out.commitment = reader.Commitment(in.commitment(), path / "commitment");
  return out;
}

model::CoBenefit Convert(const v1::CoBenefit& in, const FieldPath& path, Reader& reader) {
  model::CoBenefit out;
  out.quantity_per_year = in.quantity_per_year();
  out.value_amount_per_unit = in.value_amount_per_unit();
  out.quantity_unit = in.quantity_unit();
  out.span = Span(in.start_date(), in.end_date(), path, reader);
  out.growth_per_year = in.growth_per_year();
  out.ramp_up_fractions = ToVector(in.ramp_up_fractions());
  return out;
}

model::Emission Convert(const v1::Emission& in, const FieldPath& path, Reader& reader) {
  model::Emission out;
  out.quantity_t_co2e_per_year = in.quantity_t_co2e_per_year();
  out.scope = reader.Scope(in.scope(), path / "scope");
  out.span = Span(in.start_date(), in.end_date(), path, reader);
  out.growth_per_year = in.growth_per_year();
  out.ramp_up_fractions = ToVector(in.ramp_up_fractions());
  return out;
}

model::ResidualValue Convert(const v1::ResidualValue& in, const FieldPath&, Reader&) {
  return {ToVector(in.continuing_item_ids()), in.remaining_years(), in.discount_rate_per_year()};
}

model::SeriesStep ConvertStep(v1::SeriesStep step, const FieldPath& path, Reader& reader) {
  if (step == v1::SERIES_STEP_YEAR) return model::SeriesStep::kYear;
  if (step != v1::SERIES_STEP_PERIOD && step != v1::SERIES_STEP_UNSPECIFIED) reader.FailEnum(step, path);
  return model::SeriesStep::kPeriod;
}

std::optional<model::Commitment> OptionalCommitment(v1::Commitment commitment, const FieldPath& path, Reader& reader) {
  if (commitment == v1::COMMITMENT_UNSPECIFIED) return std::nullopt;
  return reader.Commitment(commitment, path);
}

model::ExplicitSeries Convert(const v1::ExplicitSeries& in, const FieldPath& path, Reader& reader) {
  return {reader.Category(in.category(), path / "category"), reader.OptionalDate(in.start_date(), path / "start_date"),
          ConvertStep(in.step(), path / "step", reader), ToVector(in.amounts()),
          OptionalCommitment(in.commitment(), path / "commitment", reader)};
}

model::DatedFlows Convert(const v1::DatedFlows& in, const FieldPath& path, Reader& reader) {
  model::DatedFlows out;
  out.category = reader.Category(in.category(), path / "category");
  const FieldPath dates = path / "dates";
  for (int i = 0; i < in.dates_size(); ++i) out.dates.push_back(reader.Date(in.dates(i), dates[i]));
  out.amounts = ToVector(in.amounts());
  out.commitment = OptionalCommitment(in.commitment(), path / "commitment", reader);
  return out;
}

model::PhysicalSeries Convert(const v1::PhysicalSeries& in, const FieldPath& path, Reader& reader) {
  model::PhysicalSeries out;
  const bool is_emission = in.kind() == v1::PHYSICAL_KIND_EMISSION_T_CO2E;
  const bool is_energy =
      in.kind() == v1::PHYSICAL_KIND_ENERGY_CONSUMED_MWH || in.kind() == v1::PHYSICAL_KIND_ENERGY_PRODUCED_MWH;
  const bool has_scope = is_emission || in.scope() != v1::EMISSION_SCOPE_UNSPECIFIED;
  const auto scope = has_scope ? reader.Scope(in.scope(), path / "scope") : model::EmissionScope::kScope1;
  if (is_energy && has_scope) {
    reader.Fail(path / "scope", "is set; only emissions have a scope (PHYSICAL_KIND_EMISSION_T_CO2E)");
  }
  switch (in.kind()) {
    case v1::PHYSICAL_KIND_EMISSION_T_CO2E:
      out.kind = static_cast<ledger::PhysicalKind>(scope);  // The scopes come first, in order; held by a test.
      break;
    case v1::PHYSICAL_KIND_ENERGY_CONSUMED_MWH:
      out.kind = ledger::PhysicalKind::kEnergyConsumed;
      break;
    case v1::PHYSICAL_KIND_ENERGY_PRODUCED_MWH:
      out.kind = ledger::PhysicalKind::kEnergyProduced;
      break;
    default:
      reader.FailEnum(in.kind(), path / "kind");
  }
  out.start_date = reader.OptionalDate(in.start_date(), path / "start_date");
  out.step = ConvertStep(in.step(), path / "step", reader);
  out.quantities = ToVector(in.quantities());
  return out;
}

}  // namespace

model::CashFlowItem ConvertItem(const v1::CashFlowItem& item, const FieldPath& path, Reader& reader) {
  model::CashFlowItem out;
  out.id = item.id();
  out.display_name = item.display_name();
  out.payer_party_id = item.payer_party_id();
  out.payee_party_id = item.payee_party_id();
  if (item.has_price_terms()) out.price_terms = reader.PriceTerms(item.price_terms(), path / "price_terms");
  if (item.has_beta()) out.beta = item.beta();
  out.sources = reader.Sources(item.sources(), path / "sources");
  switch (item.kind_case()) {
    case v1::CashFlowItem::kInvestment:
      out.kind = Convert(item.investment(), path / "investment", reader);
      break;
    case v1::CashFlowItem::kOperatingCost:
      out.kind = Convert(item.operating_cost(), path / "operating_cost", reader);
      break;
    case v1::CashFlowItem::kEnergy:
      out.kind = Convert(item.energy(), path / "energy", reader);
      break;
    case v1::CashFlowItem::kRevenue:
      out.kind = Convert(item.revenue(), path / "revenue", reader);
      break;
    case v1::CashFlowItem::kGrant:
      out.kind = Convert(item.grant(), path / "grant", reader);
      break;
    case v1::CashFlowItem::kCertificate:
      out.kind = Convert(item.certificate(), path / "certificate", reader);
      break;
    case v1::CashFlowItem::kVatCompensation:
      out.kind = Convert(item.vat_compensation(), path / "vat_compensation", reader);
      break;
    case v1::CashFlowItem::kCoBenefit:
      out.kind = Convert(item.co_benefit(), path / "co_benefit", reader);
      break;
    case v1::CashFlowItem::kEmission:
      out.kind = Convert(item.emission(), path / "emission", reader);
      break;
    case v1::CashFlowItem::kResidualValue:
      out.kind = Convert(item.residual_value(), path / "residual_value", reader);
      break;
    case v1::CashFlowItem::kExplicitSeries:
      out.kind = Convert(item.explicit_series(), path / "explicit_series", reader);
      break;
    case v1::CashFlowItem::kDatedFlows:
      out.kind = Convert(item.dated_flows(), path / "dated_flows", reader);
      break;
    case v1::CashFlowItem::kPhysicalSeries:
      out.kind = Convert(item.physical_series(), path / "physical_series", reader);
      break;
    case v1::CashFlowItem::KIND_NOT_SET:
      reader.Fail(path,
                  "has no kind; expected one of investment, operating_cost, energy, revenue, grant, certificate, "
                  "vat_compensation, co_benefit, emission, residual_value, explicit_series, dated_flows, "
                  "physical_series");
      break;
  }
  return out;
}

}  // namespace calanque::service
