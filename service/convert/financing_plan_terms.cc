#include <utility>

#include "service/convert/check_values.h"
#include "service/convert/financing_plan.h"
#include "service/convert/from_proto.h"

namespace calanque::service {
namespace {

class TermsReader {
 public:
  TermsReader(const v1::PlanFinancingRequest& request, const Limits& limits, Reader& reader)
      : request_(request), limits_(limits), reader_(reader) {}

  model::FinancingPlanTerms Read() {
    const FieldPath root;
    CheckSize(request_.funding_sources_size(), limits_.max_funding_sources, root / "funding_sources", "entries",
              reader_);
    CheckSize(request_.stacking_caps_size(), limits_.max_funding_sources, root / "stacking_caps", "entries", reader_);
    CheckSize(request_.public_party_ids_size(), limits_.max_parties, root / "public_party_ids", "entries", reader_);
    if (reader_.has(Reason::kResourceLimit)) return {};
    model::FinancingPlanTerms terms;
    terms.city_party_id = request_.city_party_id();
    terms.discount_rate_nominal_per_year = request_.discount_rate_nominal_per_year();
    terms.uses_planned_grants = request_.uses_planned_grants();
    terms.closed_gap_party_ids = ToVector(request_.closed_gap_party_ids());
    terms.public_party_ids = ToVector(request_.public_party_ids());
    (void)reader_.Sources(request_.sources(), root / "sources");
    const FieldPath sources = root / "funding_sources";
    for (int i = 0; i < request_.funding_sources_size(); ++i) {
      terms.funding_sources.push_back(Source(request_.funding_sources(i), sources[static_cast<std::size_t>(i)]));
    }
    const FieldPath caps = root / "stacking_caps";
    for (int i = 0; i < request_.stacking_caps_size(); ++i) {
      const v1::StackingCap& in = request_.stacking_caps(i);
      const FieldPath element = caps[static_cast<std::size_t>(i)];
      (void)reader_.Sources(in.sources(), element / "sources");
      terms.stacking_caps.push_back({in.id(), in.display_name(), ToVector(in.funding_source_ids()), in.max_fraction(),
                                     in.counts_scenario_grants()});
    }
    if (request_.has_accounts()) terms.accounts = Accounts(request_.accounts(), root / "accounts");
    terms.rules = Rules(request_.rules(), root / "rules");
    return terms;
  }

 private:
  model::FundingSource Source(const v1::FundingSource& in, const FieldPath& path) {
    model::FundingSource out;
    out.id = in.id();
    out.display_name = in.display_name().empty() ? in.id() : in.display_name();
    out.payer_party_id = in.payer_party_id();
    out.payee_party_ids = ToVector(in.payee_party_ids());
    out.eligible_project_ids = ToVector(in.eligible_project_ids());
    out.first_year = in.first_year();
    out.last_year = in.last_year();
    if (in.has_max_amount()) out.max_amount = in.max_amount();
    if (in.has_max_amount_per_year()) out.max_amount_per_year = in.max_amount_per_year();
    if (in.has_max_amount_per_project()) out.max_amount_per_project = in.max_amount_per_project();
    out.max_fraction = in.has_max_fraction() ? in.max_fraction() : 1.0;
    out.min_project_amount = in.min_project_amount();
    (void)reader_.Sources(in.sources(), path / "sources");
    ReadKind(in, path, out);
    return out;
  }

  void ReadKind(const v1::FundingSource& in, const FieldPath& path, model::FundingSource& out) {
    switch (in.kind_case()) {
      case v1::FundingSource::kOwnFunds:
        out.kind = model::OwnFundsTerms{};
        break;
      case v1::FundingSource::kVatRefund:
        out.kind = model::VatRefundTerms{in.vat_refund().rate_fraction(), in.vat_refund().payment_lag_years()};
        break;
      case v1::FundingSource::kGrant:
        out.kind = model::GrantTerms{in.grant().payment_lag_years()};
        break;
      case v1::FundingSource::kLoan: {
        const FieldPath loan = path / "loan";
        out.kind = model::LoanTerms{ConvertLoan(in.loan().loan(), loan / "loan", reader_), in.loan().fee_fraction()};
        break;
      }
      case v1::FundingSource::kEquity:
        out.kind = model::EquityTerms{in.equity().return_nominal_per_year(), in.equity().tenor_years()};
        break;
      case v1::FundingSource::kPartnership: {
        const v1::PartnershipOffer& offer = in.partnership();
        out.kind = model::PartnershipTerms{offer.rate_nominal_per_year(), offer.delivery_lag_years(),
                                           offer.tenor_years(), offer.vat_refund_fraction()};
        break;
      }
      case v1::FundingSource::KIND_NOT_SET:
        reader_.Fail(path, "has no kind; expected one of own_funds, vat_refund, grant, loan, equity, partnership");
    }
  }

  static model::YearForecast Forecast(const v1::YearForecast& in) {
    return {ToVector(in.amounts()), in.growth_nominal_per_year()};
  }

  model::AccountsForecast Accounts(const v1::AccountsForecast& in, const FieldPath& path) {
    (void)reader_.Sources(in.sources(), path / "sources");
    model::AccountsForecast out;
    out.opening_debt_amount = in.opening_debt_amount();
    out.operating_revenue = Forecast(in.operating_revenue());
    out.operating_expenditure = Forecast(in.operating_expenditure());
    out.principal_repaid = Forecast(in.principal_repaid());
    out.borrowed = Forecast(in.borrowed());
    out.own_capital_receipts = Forecast(in.own_capital_receipts());
    out.capital_grants = Forecast(in.capital_grants());
    out.other_investment = Forecast(in.other_investment());
    return out;
  }

  model::AccountRules Rules(const v1::AccountRules& in, const FieldPath& path) {
    (void)reader_.Sources(in.sources(), path / "sources");
    model::AccountRules out;
    if (in.has_debt_ceiling_years()) out.debt_ceiling_years = in.debt_ceiling_years();
    if (in.has_minimum_gross_savings_fraction()) {
      out.minimum_gross_savings_fraction = in.minimum_gross_savings_fraction();
    }
    out.ignores_balance_rule = in.ignores_balance_rule();
    return out;
  }

  const v1::PlanFinancingRequest& request_;
  const Limits& limits_;
  Reader& reader_;
};

}  // namespace

model::FinancingPlanTerms ConvertFinancingTerms(const v1::PlanFinancingRequest& request, const Limits& limits,
                                                Reader& reader) {
  return TermsReader(request, limits, reader).Read();
}

}  // namespace calanque::service
