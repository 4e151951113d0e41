#include "engine/portfolio/funding_setup.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "engine/kernel/discount.h"
#include "engine/kernel/series.h"
#include "engine/portfolio/given_money.h"

namespace calanque::portfolio {
namespace {

std::size_t Find(const std::vector<std::string>& ids, const std::string& id) {
  return static_cast<std::size_t>(std::ranges::find(ids, id) - ids.begin());
}

Years Forecast(const model::YearForecast& forecast, std::size_t year_count) {
  Years out(year_count);
  for (std::size_t t = 0; t < year_count && !forecast.amounts.empty(); ++t) {
    out[t] = t < forecast.amounts.size() ? forecast.amounts[t] : out[t - 1] * (1.0 + forecast.growth_nominal_per_year);
  }
  return out;
}

FundingKind KindOf(const model::FundingSource& source) {
  struct Kinds {
    FundingKind operator()(const model::OwnFundsTerms&) const { return FundingKind::kOwnFunds; }
    FundingKind operator()(const model::VatRefundTerms&) const { return FundingKind::kVatRefund; }
    FundingKind operator()(const model::GrantTerms&) const { return FundingKind::kGrant; }
    FundingKind operator()(const model::LoanTerms&) const { return FundingKind::kLoan; }
    FundingKind operator()(const model::EquityTerms&) const { return FundingKind::kEquity; }
    FundingKind operator()(const model::PartnershipTerms&) const { return FundingKind::kPartnership; }
  };
  return std::visit(Kinds(), source.kind);
}

int LagOf(const model::FundingSource& source) {
  if (const auto* refund = std::get_if<model::VatRefundTerms>(&source.kind)) return refund->lag_years;
  if (const auto* grant = std::get_if<model::GrantTerms>(&source.kind)) return grant->lag_years;
  return 0;
}

bool IsFilled(const GivenMoney& given) {
  return std::ranges::any_of(given.amounts, [](double a) { return a != 0; });
}

class Builder {
 public:
  Builder(const FundingFigures& figures, const model::FinancingPlanTerms& terms) : figures_(figures), terms_(terms) {
    made_.figures = &figures;
    made_.terms = &terms;
    made_.city = Find(figures.party_ids, terms.city_party_id);
  }

  FundingSetup Build() && {
    for (const model::FundingSource& source : terms_.funding_sources) AddOffer(source);
    AddCity();
    SpendGiven();
    AddAccounts();
    return std::move(made_);
  }

 private:
  [[nodiscard]] std::size_t YearIndex(int year, std::size_t otherwise) const {
    return year == 0 ? otherwise : static_cast<std::size_t>(year - figures_.first_year);
  }

  void AddOffer(const model::FundingSource& source) {
    Offer offer{.terms = &source, .kind = KindOf(source), .payer = Find(figures_.party_ids, source.payer_party_id)};
    offer.pays_party.assign(figures_.party_ids.size(), false);
    if (offer.is_own_funds()) offer.pays_party[offer.payer] = true;
    for (const std::string& id : source.payee_party_ids) offer.pays_party[Find(figures_.party_ids, id)] = true;
    offer.pays_project.assign(figures_.project_ids.size(), source.eligible_project_ids.empty());
    for (const std::string& id : source.eligible_project_ids) {
      offer.pays_project[Find(figures_.project_ids, id)] = true;
    }
    std::vector<double> spending(figures_.project_ids.size());
    for (const FundingNeed& need : figures_.needs) spending[need.project] += kernel::Sum(need.amounts);
    for (std::size_t p = 0; p < spending.size(); ++p) {
      if (spending[p] < source.min_project_amount) offer.pays_project[p] = false;
    }
    offer.first_year = YearIndex(source.first_year, 0);
    offer.last_year = YearIndex(source.last_year, figures_.year_count - 1);
    offer.lag_years = LagOf(source);
    offer.repayment = RepaymentOf(source);
    made_.offers.push_back(std::move(offer));
  }

  void AddCity() {
    const std::size_t years = figures_.year_count;
    CitySetup& city = made_.city_years;
    const model::AccountsForecast accounts = terms_.accounts.value_or(model::AccountsForecast{});
    city.operating_revenue = Forecast(accounts.operating_revenue, years);
    city.operating_expenditure = Forecast(accounts.operating_expenditure, years);
    city.principal_repaid = Forecast(accounts.principal_repaid, years);
    city.borrowed = Forecast(accounts.borrowed, years);
    city.own_capital_receipts = Forecast(accounts.own_capital_receipts, years);
    city.capital_grants = Forecast(accounts.capital_grants, years);
    city.other_investment = Forecast(accounts.other_investment, years);
    for (Years* row : {&city.given_borrowed, &city.given_interest, &city.given_principal, &city.given_contract_payments,
                       &city.given_item_payments, &city.given_item_vat_refunds}) {
      row->assign(years, 0.0);
    }
  }

  void SpendGiven() {
    const std::size_t need_count = figures_.needs.size();
    const Years none(figures_.year_count);
    made_.contract_uses.assign(need_count, none);
    made_.item_uses.assign(need_count, none);
    made_.given_grants.assign(figures_.project_ids.size(), 0.0);
    made_.contract_grants = made_.given_grants;
    contract_receipts_.assign(figures_.party_ids.size(), {});
    item_receipts_ = contract_receipts_;
    for (const FundingNeed& need : figures_.needs) open_.push_back(need.amounts);
    for (const GivenMoney& given : figures_.given) {
      if (IsFilled(given) && (given.is_committed || terms_.uses_planned_grants)) made_.given.push_back(&given);
    }
    made_.given_uses.resize(made_.given.size());
    Spend(true, true);
    Spend(true, false);
    made_.gaps_before = open_;
    Spend(false, true);
    Spend(false, false);
  }

  void Spend(bool is_committed, bool is_contract) {
    for (std::size_t g = 0; g < made_.given.size(); ++g) {
      const GivenMoney& given = *made_.given[g];
      if (given.is_committed != is_committed || given.is_contract != is_contract) continue;
      SpendOne(given, made_.given_uses[g]);
      CountForCity(given);
    }
  }

  void SpendOne(const GivenMoney& given, GivenUse& use) {
    use.used.assign(figures_.year_count, 0.0);
    use.released = given.amounts;
    for (std::size_t n = 0; n < figures_.needs.size() && given.project; ++n) {
      if (figures_.needs[n].project == *given.project && figures_.needs[n].party == given.payee) use.need = n;
    }
    if (use.need != kNone) {
      SpendReceipts(given.amounts, open_[use.need], use.used, use.released);
      Years& uses = (given.is_contract ? made_.contract_uses : made_.item_uses)[use.need];
      kernel::Accumulate(uses, use.used);
      const double need = kernel::Sum(figures_.needs[use.need].amounts);
      if (given.refund_lag_years && need > 0) {
        made_.refund_shares.push_back(
            {use.need, static_cast<std::size_t>(*given.refund_lag_years), kernel::Sum(given.amounts) / need});
      }
      if (given.kind == FundingKind::kGrant) {
        (given.is_contract ? made_.contract_grants : made_.given_grants)[*given.project] += kernel::Sum(given.amounts);
      }
    }
    Years& receipts = (given.is_contract ? contract_receipts_ : item_receipts_)[given.payee];
    receipts.resize(figures_.year_count);
    kernel::Accumulate(receipts, use.released);
  }

  void CountForCity(const GivenMoney& given) {
    CitySetup& city = made_.city_years;
    const bool is_paid = given.payee == made_.city;
    for (std::size_t t = 0; t < figures_.year_count; ++t) {
      if (given.payer == made_.city) {
        (given.is_contract ? city.given_contract_payments : city.given_item_payments)[t] += given.amounts[t];
      }
      if (is_paid && given.kind == FundingKind::kVatRefund) city.given_item_vat_refunds[t] += given.amounts[t];
    }
    if (!is_paid || !given.loan) return;
    const Repayment service = RepaymentOf(*given.loan, given.amounts);
    city.given_service_present_amount += service.PresentCost(terms_.discount_rate_nominal_per_year);
    const auto add = [&](const std::vector<double>& row, Years& out) {
      kernel::Accumulate(out, std::span(row).first(figures_.year_count));
    };
    add(service.borrowed, city.given_borrowed);
    add(service.interest, city.given_interest);
    add(service.principal, city.given_principal);
  }

  void AddAccounts() {
    std::vector<std::size_t> offers(figures_.party_ids.size(), kNone);
    std::vector<bool> is_paid_back(figures_.party_ids.size(), false);
    for (std::size_t s = 0; s < made_.offers.size(); ++s) {
      const Offer& offer = made_.offers[s];
      if (offer.is_own_funds()) offers[offer.payer] = s;
      for (std::size_t p = 0; p < offers.size(); ++p) {
        if (offer.pays_party[p] && (offer.is_award() || RefundsVat(offer))) is_paid_back[p] = true;
      }
    }
    for (std::size_t p = 0; p < offers.size(); ++p) {
      const bool is_given = !contract_receipts_[p].empty() || !item_receipts_[p].empty();
      const bool spends = std::ranges::any_of(figures_.needs, [p](const FundingNeed& need) { return need.party == p; });
      if ((!spends && p != made_.city) || (offers[p] == kNone && !is_paid_back[p] && !is_given)) continue;
      OwnAccountSetup account{p, offers[p], std::move(contract_receipts_[p]), std::move(item_receipts_[p])};
      account.contract_receipts.resize(figures_.year_count);
      account.item_receipts.resize(figures_.year_count);
      made_.accounts.push_back(std::move(account));
    }
  }

  static bool RefundsVat(const Offer& offer) {
    return std::ranges::any_of(offer.repayment.vat_refund, [](double refund) { return refund != 0; });
  }

  const FundingFigures& figures_;
  const model::FinancingPlanTerms& terms_;
  FundingSetup made_;
  std::vector<Years> open_;               ///< [need]
  std::vector<Years> contract_receipts_;  ///< [party]
  std::vector<Years> item_receipts_;      ///< [party]
};

}  // namespace

std::size_t FundingSetup::AccountOf(std::size_t party) const {
  const auto found = std::ranges::find(accounts, party, &OwnAccountSetup::party);
  return found == accounts.end() ? kNone : static_cast<std::size_t>(found - accounts.begin());
}

double FundingSetup::Discount(std::size_t year) const {
  return kernel::CompoundDiscountFactor(terms->discount_rate_nominal_per_year, static_cast<double>(year));
}

FundingSetup SetUpFunding(const FundingFigures& figures, const model::FinancingPlanTerms& terms) {
  return Builder(figures, terms).Build();
}

}  // namespace calanque::portfolio
