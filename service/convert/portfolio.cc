#include "service/convert/from_proto.h"

namespace calanque::service {
namespace {

FigureSet ConvertUnknown(const google::protobuf::RepeatedField<int>& in, const FieldPath& path, Reader& reader) {
  FigureSet out;
  for (int i = 0; i < in.size(); ++i) {
    switch (in[i]) {
      case v1::UNKNOWN_FIGURE_INVESTMENT:
        out = out | Figure::kInvestment;
        break;
      case v1::UNKNOWN_FIGURE_RUNNING:
        out = out | Figure::kRunning;
        break;
      case v1::UNKNOWN_FIGURE_ABATEMENT:
        out = out | Figure::kAbatement;
        break;
      case v1::UNKNOWN_FIGURE_FUNDING:
        out = out | Figure::kFunding;
        break;
      default:
        reader.FailEnum(static_cast<v1::UnknownFigure>(in[i]), path[i]);
    }
  }
  return out;
}

model::Project ConvertProject(const v1::Project& in, const FieldPath& path, Reader& reader) {
  model::Project out;
  out.id = in.id();
  out.display_name = in.display_name();
  out.description = in.description();
  out.sector_id = in.sector_id();
  if (in.has_default_price_terms()) {
    out.default_price_terms = reader.PriceTerms(in.default_price_terms(), path / "default_price_terms");
  }
  const FieldPath with = path / "with_project";
  out.with_project.reserve(static_cast<std::size_t>(in.with_project_size()));
  for (int i = 0; i < in.with_project_size(); ++i) {
    out.with_project.push_back(ConvertItem(in.with_project(i), with[i], reader));
  }
  const FieldPath without = path / "without_project";
  out.without_project.reserve(static_cast<std::size_t>(in.without_project_size()));
  for (int i = 0; i < in.without_project_size(); ++i) {
    out.without_project.push_back(ConvertItem(in.without_project(i), without[i], reader));
  }
  out.unknown_figures = ConvertUnknown(in.unknown_figures(), path / "unknown_figures", reader);
  return out;
}

model::FinancingSource ConvertSource(const v1::FinancingSource& in, const FieldPath& path, Reader& reader) {
  model::FinancingSource out;
  out.id = in.id();
  out.display_name = in.display_name();
  out.project_id = in.project_id();
  out.payer_party_id = in.payer_party_id();
  out.payee_party_id = in.payee_party_id();
  out.amount = in.amount();
  if (in.has_payment_profile()) {
    out.payment_profile = reader.YearlyProfile(in.payment_profile(), path / "payment_profile");
  } else {
    reader.Fail(path / "payment_profile", "is missing; expected start_date and fractions that sum to 1");
  }
  out.commitment = reader.Commitment(in.commitment(), path / "commitment");
  switch (in.kind_case()) {
    case v1::FinancingSource::kOwnFunds:
      out.kind = model::OwnFunds{};
      break;
    case v1::FinancingSource::kProgrammeGrant:
      out.kind = model::ProgrammeGrant{};
      break;
    case v1::FinancingSource::kLoan:
      out.kind = ConvertLoan(in.loan(), path / "loan", reader);
      break;
    case v1::FinancingSource::KIND_NOT_SET:
      reader.Fail(path, "has no kind; expected one of own_funds, programme_grant, loan");
      break;
  }
  out.sources = reader.Sources(in.sources(), path / "sources");
  return out;
}

model::EmissionBaseline ConvertBaseline(const v1::EmissionBaseline& in, const FieldPath& path, Reader& reader) {
  model::EmissionBaseline out{in.perimeter(), in.base_year(), in.target_year(), {}};
  const FieldPath sectors = path / "sectors";
  for (int i = 0; i < in.sectors_size(); ++i) {
    const v1::SectorEmission& sector = in.sectors(i);
    const FieldPath element = sectors[i];
    out.sectors.push_back({sector.id(), sector.display_name(), sector.baseline_t_co2e(), sector.trend_t_co2e(),
                           sector.planned_reduction_t_co2e(), reader.Sources(sector.sources(), element / "sources"),
                           sector.group_id()});
  }
  return out;
}

}  // namespace

model::Loan ConvertLoan(const v1::Loan& in, const FieldPath& path, Reader& reader) {
  model::Loan out{in.interest_rate_nominal_per_year(), in.tenor_years(), in.grace_years(),
                  model::RepaymentProfile::kAnnuity};
  switch (in.repayment_profile()) {
    case v1::REPAYMENT_PROFILE_ANNUITY:
      break;
    case v1::REPAYMENT_PROFILE_EQUAL_PRINCIPAL:
      out.repayment_profile = model::RepaymentProfile::kEqualPrincipal;
      break;
    case v1::REPAYMENT_PROFILE_BULLET:
      out.repayment_profile = model::RepaymentProfile::kBullet;
      break;
    default:
      reader.FailEnum(in.repayment_profile(), path / "repayment_profile");
  }
  return out;
}

model::Portfolio ConvertPortfolio(const v1::Portfolio& in, const FieldPath& path, Reader& reader) {
  model::Portfolio out;
  out.id = in.id();
  out.display_name = in.display_name();
  out.currency_code = in.currency_code();
  for (const v1::Party& party : in.parties())
    out.parties.push_back({party.id(), party.display_name(), party.is_outside(), party.group_id()});
  for (const v1::Perspective& perspective : in.perspectives()) {
    out.perspectives.push_back({perspective.id(), perspective.display_name(), ToVector(perspective.party_ids()),
                                perspective.includes_all_parties(), perspective.discount_rate_id()});
  }
  if (in.has_default_price_terms()) {
    out.default_price_terms = reader.PriceTerms(in.default_price_terms(), path / "default_price_terms");
  }
  const FieldPath projects = path / "projects";
  out.projects.reserve(static_cast<std::size_t>(in.projects_size()));
  for (int i = 0; i < in.projects_size() && !reader.IsStopped(); ++i) {
    out.projects.push_back(ConvertProject(in.projects(i), projects[i], reader));
  }
  const FieldPath sources = path / "financing_sources";
  for (int i = 0; i < in.financing_sources_size() && !reader.IsStopped(); ++i) {
    out.financing_sources.push_back(ConvertSource(in.financing_sources(i), sources[i], reader));
  }
  if (in.has_baseline()) out.baseline = ConvertBaseline(in.baseline(), path / "baseline", reader);
  out.inhabitant_count = in.inhabitant_count();
  return out;
}

}  // namespace calanque::service
