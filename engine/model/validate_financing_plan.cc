#include "engine/model/validate_financing_plan.h"

#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "engine/model/number_text.h"
#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr int kMostYears = 60;  ///< Of a tenor.
constexpr int kMostLagYears = 50;
constexpr int kMostDeliveryYears = 20;

class Check {
 public:
  Check(const AppraisalRequest& request, const FinancingPlanTerms& terms) : context_(request), terms_(terms) {}

  Failures Run() && {
    const FieldPath root;
    Scalars(root);
    Sources(root / "funding_sources");
    Caps(root / "stacking_caps");
    if (terms_.accounts) Accounts(*terms_.accounts, root / "accounts");
    Rules(root / "rules");
    Parties(terms_.closed_gap_party_ids, root / "closed_gap_party_ids");
    Parties(terms_.public_party_ids, root / "public_party_ids");
    return std::move(context_).Take();
  }

 private:
  void RateFromZero(double rate, const FieldPath& path) {
    context_.Range(rate, 0.0, 1.0, path, "a rate from 0 to 1 per year (5 % is 0.05)");
  }
  void Amount(const std::optional<double>& amount, const FieldPath& path) {
    if (amount) context_.NotNegative(*amount, path);
  }

  void Scalars(const FieldPath& root) {
    context_.Require(context_.parties, terms_.city_party_id, root / "city_party_id");
    RateFromZero(terms_.discount_rate_nominal_per_year, root / "discount_rate_nominal_per_year");
    if (context_.request.options.price_basis != PriceBasis::kNominal) {
      const FieldPath appraisal = root / "appraisal";
      const FieldPath options = appraisal / "options";
      context_.Fail(options / "price_basis", "is not nominal; expected PRICE_BASIS_NOMINAL: debt and accounts are");
    }
    if (terms_.funding_sources.empty()) {
      context_.Fail(root / "funding_sources", "is empty; expected at least one source of money");
    }
  }

  /// Known parties, each once.
  void Parties(const std::vector<std::string>& ids, const FieldPath& path) {
    ValidationContext::Places seen;
    for (std::size_t i = 0; i < ids.size(); ++i) context_.RequireOnce(context_.parties, seen, ids[i], path[i]);
  }

  void Sources(const FieldPath& path) {
    sources_.Fill(terms_.funding_sources);
    std::set<std::string> own;
    for (std::size_t i = 0; i < terms_.funding_sources.size(); ++i) {
      const FundingSource& source = terms_.funding_sources[i];
      const FieldPath element = path[i];
      context_.CheckId(sources_, source.id, i, element);
      context_.Require(context_.parties, source.payer_party_id, element / "payer_party_id");
      Payees(source, element / "payee_party_ids");
      const FieldPath projects = element / "eligible_project_ids";
      ValidationContext::Places seen;
      for (std::size_t p = 0; p < source.eligible_project_ids.size(); ++p) {
        context_.RequireOnce(context_.projects, seen, source.eligible_project_ids[p], projects[p]);
      }
      Window(source, element);
      Amount(source.max_amount, element / "max_amount");
      Amount(source.max_amount_per_year, element / "max_amount_per_year");
      Amount(source.max_amount_per_project, element / "max_amount_per_project");
      context_.Fraction(source.max_fraction, element / "max_fraction");
      context_.NotNegative(source.min_project_amount, element / "min_project_amount");
      if (std::holds_alternative<OwnFundsTerms>(source.kind) && !own.insert(source.payer_party_id).second) {
        context_.Fail(element / "payer_party_id",
                      "'" + source.payer_party_id + "' has own funds above; expected one source of them per party");
      }
      std::visit([&](const auto& kind) { Kind(kind, source, element); }, source.kind);
    }
  }

  void Payees(const FundingSource& source, const FieldPath& path) {
    if (std::holds_alternative<OwnFundsTerms>(source.kind)) {
      if (!source.payee_party_ids.empty()) context_.Fail(path, "is set; own funds pay for the payer's needs only");
      return;
    }
    if (source.payee_party_ids.empty()) context_.Fail(path, "is empty; expected whose spending it can pay");
    Parties(source.payee_party_ids, path);
    for (std::size_t i = 0; i < source.payee_party_ids.size(); ++i) {
      if (source.payee_party_ids[i] == source.payer_party_id) {
        context_.Fail(path[i], "is the payer itself; expected another party, or own_funds");
      }
      if (std::holds_alternative<EquityTerms>(source.kind) && source.payee_party_ids[i] == terms_.city_party_id) {
        context_.Fail(path[i], "is the city; expected a party that can issue capital");
      }
    }
  }

  void Window(const FundingSource& source, const FieldPath& element) {
    if (source.first_year != 0) context_.GridYear(source.first_year, element / "first_year");
    if (source.last_year != 0) context_.GridYear(source.last_year, element / "last_year");
    if (source.first_year != 0 && source.last_year != 0 && source.last_year < source.first_year) {
      context_.Fail(element / "last_year", "is " + std::to_string(source.last_year) + "; expected first_year or later");
    }
  }

  void Kind(const OwnFundsTerms&, const FundingSource&, const FieldPath&) {}
  void Kind(const VatRefundTerms& refund, const FundingSource&, const FieldPath& element) {
    const FieldPath path = element / "vat_refund";
    context_.Fraction(refund.rate_fraction, path / "rate_fraction");
    context_.Count(refund.lag_years, 0, kMostLagYears, path / "payment_lag_years");
  }
  void Kind(const GrantTerms& grant, const FundingSource&, const FieldPath& element) {
    const FieldPath path = element / "grant";
    context_.Count(grant.lag_years, 0, kMostLagYears, path / "payment_lag_years");
  }
  void Kind(const LoanTerms& terms, const FundingSource&, const FieldPath& element) {
    const FieldPath path = element / "loan";
    context_.Fraction(terms.fee_fraction, path / "fee_fraction");
    const FieldPath loan = path / "loan";
    RateFromZero(terms.loan.interest_rate_nominal_per_year, loan / "interest_rate_nominal_per_year");
    const double tenor = terms.loan.tenor_years;
    const double grace = terms.loan.grace_years;
    if (!(tenor >= 1 && tenor <= kMostYears && tenor == std::floor(tenor))) {
      context_.Fail(loan / "tenor_years", "is " + NumberText(tenor) + "; expected whole years, 1 to 60");
    } else if (!(grace >= 0 && grace < tenor && grace == std::floor(grace))) {
      context_.Fail(loan / "grace_years", "is " + NumberText(grace) + "; expected whole years, 0 to below the tenor");
    } else if (grace > 0 && terms.loan.repayment_profile == RepaymentProfile::kBullet) {
      context_.Fail(loan / "grace_years", "is set; a bullet loan repays nothing before its tenor: expected none");
    }
  }
  void Kind(const EquityTerms& equity, const FundingSource&, const FieldPath& element) {
    const FieldPath path = element / "equity";
    RateFromZero(equity.return_nominal_per_year, path / "return_nominal_per_year");
    context_.Count(equity.tenor_years, 1, kMostYears, path / "tenor_years");
  }
  void Kind(const PartnershipTerms& partnership, const FundingSource&, const FieldPath& element) {
    const FieldPath path = element / "partnership";
    RateFromZero(partnership.rate_nominal_per_year, path / "rate_nominal_per_year");
    context_.Count(partnership.delivery_lag_years, 0, kMostDeliveryYears, path / "delivery_lag_years");
    context_.Count(partnership.tenor_years, 1, kMostYears, path / "tenor_years");
    context_.Fraction(partnership.vat_refund_fraction, path / "vat_refund_fraction");
  }

  void Caps(const FieldPath& path) {
    IdSet ids("stacking cap");
    ids.Fill(terms_.stacking_caps);
    for (std::size_t i = 0; i < terms_.stacking_caps.size(); ++i) {
      const StackingCap& cap = terms_.stacking_caps[i];
      const FieldPath element = path[i];
      context_.CheckId(ids, cap.id, i, element);
      context_.Fraction(cap.max_fraction, element / "max_fraction");
      const FieldPath list = element / "funding_source_ids";
      if (cap.funding_source_ids.empty()) context_.Fail(list, "is empty; expected the sources that share the cap");
      ValidationContext::Places seen;
      for (std::size_t s = 0; s < cap.funding_source_ids.size(); ++s) {
        const std::string& id = cap.funding_source_ids[s];
        context_.RequireOnce(sources_, seen, id, list[s]);
        const auto found = sources_.Find(id);
        if (found && std::holds_alternative<OwnFundsTerms>(terms_.funding_sources[*found].kind)) {
          context_.Fail(list[s], "'" + id + "' are own funds; expected money from somebody else");
        }
      }
    }
  }

  void Accounts(const AccountsForecast& accounts, const FieldPath& path) {
    context_.NotNegative(accounts.opening_debt_amount, path / "opening_debt_amount");
    Forecast(accounts.operating_revenue, path / "operating_revenue");
    Forecast(accounts.operating_expenditure, path / "operating_expenditure");
    Forecast(accounts.principal_repaid, path / "principal_repaid");
    Forecast(accounts.borrowed, path / "borrowed");
    Forecast(accounts.own_capital_receipts, path / "own_capital_receipts");
    Forecast(accounts.capital_grants, path / "capital_grants");
    Forecast(accounts.other_investment, path / "other_investment");
  }
  void Forecast(const YearForecast& forecast, const FieldPath& path) {
    const FieldPath amounts = path / "amounts";
    for (std::size_t i = 0; i < forecast.amounts.size(); ++i) context_.NotNegative(forecast.amounts[i], amounts[i]);
    const int year_count = context_.last_year - context_.first_year + 1;
    if (forecast.amounts.size() > static_cast<std::size_t>(year_count)) {
      context_.Fail(amounts, "has " + std::to_string(forecast.amounts.size()) +
                                 " amounts; expected at most one per year of the grid, " + std::to_string(year_count));
    }
    context_.Rate(forecast.growth_nominal_per_year, path / "growth_nominal_per_year");
  }

  void Rules(const FieldPath& path) {
    const AccountRules& rules = terms_.rules;
    if (rules.debt_ceiling_years && !(*rules.debt_ceiling_years > 0.0 && *rules.debt_ceiling_years <= 100.0)) {
      context_.Fail(path / "debt_ceiling_years",
                    "is " + NumberText(*rules.debt_ceiling_years) + "; expected years above 0, at most 100");
    }
    if (rules.minimum_gross_savings_fraction) {
      context_.Fraction(*rules.minimum_gross_savings_fraction, path / "minimum_gross_savings_fraction");
    }
    if (!terms_.accounts && (rules.debt_ceiling_years || rules.minimum_gross_savings_fraction)) {
      context_.Fail(path, "is set without accounts; expected the accounts that must respect it");
    }
  }

  ValidationContext context_;
  const FinancingPlanTerms& terms_;
  IdSet sources_{"funding source"};
};

}  // namespace

Failures ValidateFinancingPlan(const AppraisalRequest& request, const FinancingPlanTerms& terms) {
  return Check(request, terms).Run();
}

}  // namespace calanque::model
