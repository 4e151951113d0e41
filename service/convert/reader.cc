#include "service/convert/reader.h"

namespace calanque::service {

time::Date Reader::Date(const std::string& text, const FieldPath& path) {
  if (const auto date = time::ParseIsoDate(text)) return *date;
  Fail(path, text.empty()
                 ? "is missing; expected a date as in \"2025-01-31\""
                 : "'" + text + "' is no date; expected year-month-day as in \"2025-01-31\", years 1900 to 2400");
  return {};
}

std::optional<time::Date> Reader::OptionalDate(const std::string& text, const FieldPath& path) {
  if (text.empty()) return std::nullopt;
  return Date(text, path);
}

void Reader::FailEnumText(int value, const google::protobuf::EnumDescriptor& descriptor, const FieldPath& path) {
  std::string allowed;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    if (descriptor.value(i)->number() != 0) allowed += (allowed.empty() ? "" : ", ") + descriptor.value(i)->name();
  }
  Fail(path, (value == 0 ? "is missing" : "has no meaning for the number " + std::to_string(value)) +
                 ("; expected one of " + allowed));
}

model::PriceBasis Reader::PriceBasis(v1::PriceBasis basis, const FieldPath& path) {
  switch (basis) {
    case v1::PRICE_BASIS_NOMINAL:
      return model::PriceBasis::kNominal;
    case v1::PRICE_BASIS_REAL:
      return model::PriceBasis::kReal;
    default:
      FailEnum(basis, path);
      return model::PriceBasis::kNominal;
  }
}

model::PriceTerms Reader::PriceTerms(const v1::PriceTerms& terms, const FieldPath& path) {
  return {PriceBasis(terms.basis(), path / "basis"), OptionalDate(terms.price_base_date(), path / "price_base_date"),
          terms.index_curve_id()};
}

model::YearlyProfile Reader::YearlyProfile(const v1::YearlyProfile& profile, const FieldPath& path) {
  return {Date(profile.start_date(), path / "start_date"), ToVector(profile.fractions())};
}

std::vector<model::SourceNote> Reader::Sources(const google::protobuf::RepeatedPtrField<v1::SourceNote>& notes,
                                               const FieldPath& path) {
  std::vector<model::SourceNote> out;
  out.reserve(static_cast<std::size_t>(notes.size()));
  for (int i = 0; i < notes.size(); ++i) {
    const v1::SourceNote& note = notes[i];
    model::SourceNote made{
        {note.fields().begin(), note.fields().end()}, model::SourceKind::kAssumption, note.citation()};
    if (note.kind() == v1::SOURCE_KIND_PUBLISHED) {
      made.kind = model::SourceKind::kPublished;
    } else if (note.kind() == v1::SOURCE_KIND_DERIVED) {
      made.kind = model::SourceKind::kDerived;
    } else if (note.kind() != v1::SOURCE_KIND_ASSUMPTION) {
      const FieldPath element = path[i];
      FailEnum(note.kind(), element / "kind");
    }
    if (note.citation().empty()) {
      const FieldPath element = path[i];
      Fail(element / "citation", "is missing; expected the publication, or the reason of the assumption");
    }
    out.push_back(std::move(made));
  }
  return out;
}

model::Commitment Reader::Commitment(v1::Commitment commitment, const FieldPath& path) {
  if (commitment == v1::COMMITMENT_COMMITTED) return model::Commitment::kCommitted;
  if (commitment != v1::COMMITMENT_PLANNED) FailEnum(commitment, path);
  return model::Commitment::kPlanned;
}

model::EmissionScope Reader::Scope(v1::EmissionScope scope, const FieldPath& path) {
  switch (scope) {
    case v1::EMISSION_SCOPE_1:
      return model::EmissionScope::kScope1;
    case v1::EMISSION_SCOPE_2:
      return model::EmissionScope::kScope2;
    case v1::EMISSION_SCOPE_3:
      return model::EmissionScope::kScope3;
    default:
      FailEnum(scope, path);
      return model::EmissionScope::kScope1;
  }
}

ledger::Category Reader::Category(v1::FlowCategory category, const FieldPath& path) {
  using enum ledger::Category;
  switch (category) {
    case v1::FLOW_CATEGORY_INVESTMENT:
      return kInvestment;
    case v1::FLOW_CATEGORY_REPLACEMENT:
      return kReplacement;
    case v1::FLOW_CATEGORY_INVESTMENT_TAX:
      return kInvestmentTax;
    case v1::FLOW_CATEGORY_RESIDUAL_VALUE:
      return kResidualValue;
    case v1::FLOW_CATEGORY_OPERATING_COST:
      return kOperatingCost;
    case v1::FLOW_CATEGORY_ENERGY:
      return kEnergy;
    case v1::FLOW_CATEGORY_ENERGY_TAX:
      return kEnergyTax;
    case v1::FLOW_CATEGORY_REVENUE:
      return kRevenue;
    case v1::FLOW_CATEGORY_GRANT:
      return kGrant;
    case v1::FLOW_CATEGORY_CERTIFICATE:
      return kCertificate;
    case v1::FLOW_CATEGORY_TAX:
      return kTax;
    case v1::FLOW_CATEGORY_FINANCING:
      return kFinancing;
    case v1::FLOW_CATEGORY_DEBT_SERVICE:
      return kDebtService;
    case v1::FLOW_CATEGORY_CARBON:
      return kCarbon;
    case v1::FLOW_CATEGORY_CO_BENEFIT:
      return kCoBenefit;
    default:
      FailEnum(category, path);
      return kInvestment;
  }
}

}  // namespace calanque::service
