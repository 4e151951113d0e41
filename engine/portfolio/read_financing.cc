#include "engine/portfolio/read_financing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "engine/kernel/series.h"

namespace calanque::portfolio {
namespace {

/// A gap below this share of a need is a solver's rounding.
constexpr double kRounding = 1e-7;

double RateOf(const model::FundingSource& source) {
  if (const auto* loan = std::get_if<model::LoanTerms>(&source.kind)) return loan->loan.interest_rate_nominal_per_year;
  if (const auto* equity = std::get_if<model::EquityTerms>(&source.kind)) return equity->return_nominal_per_year;
  if (const auto* partner = std::get_if<model::PartnershipTerms>(&source.kind)) return partner->rate_nominal_per_year;
  return 0.0;
}

/// Amounts by column, with the solver's rounding taken out of every cell.
class Solution {
 public:
  Solution(const FundingSetup& setup, const FundingColumns& columns, std::vector<double> amounts)
      : setup_(setup), columns_(columns), amounts_(std::move(amounts)) {
    for (double& amount : amounts_) amount = std::max(amount, 0.0);
    for (std::size_t n = 0; n < setup.figures->needs.size() && !amounts_.empty(); ++n) {
      for (std::size_t t = 0; t < setup.year_count(); ++t) Settle(n, t);
    }
  }

  [[nodiscard]] bool is_empty() const { return amounts_.empty(); }
  [[nodiscard]] double At(std::size_t column) const {
    return column == kNone || amounts_.empty() ? 0.0 : amounts_[column];
  }
  [[nodiscard]] Years Row(const std::vector<std::size_t>& columns) const {
    Years row;
    for (const std::size_t column : columns) row.push_back(At(column));
    return row;
  }
  /// What a source pays for needs of a party (kNone: of all) by year.
  [[nodiscard]] Years Used(std::size_t offer, std::size_t party) const {
    Years out(setup_.year_count());
    for (std::size_t n = 0; n < setup_.figures->needs.size(); ++n) {
      if (party == kNone || setup_.figures->needs[n].party == party)
        kernel::Accumulate(out, Row(columns_.use[offer][n]));
    }
    return out;
  }
  /// What it pays to own accounts of a party (kNone: of all), in the year in which it comes.
  [[nodiscard]] Years Awarded(std::size_t offer, std::size_t party) const {
    Years out(setup_.year_count());
    const auto lag = static_cast<std::size_t>(setup_.offers[offer].lag_years);
    for (std::size_t n = 0; n < setup_.figures->needs.size(); ++n) {
      if (party != kNone && setup_.figures->needs[n].party != party) continue;
      for (std::size_t t = lag; t < out.size(); ++t) out[t] += At(columns_.award[offer][n][t - lag]);
    }
    return out;
  }

 private:
  void Settle(std::size_t n, std::size_t t) {
    const double need = setup_.figures->needs[n].amounts[t];
    if (need <= 0) return;
    const double open = std::max(0.0, need - setup_.contract_uses[n][t] - setup_.item_uses[n][t]);
    double& gap = amounts_[columns_.gap[n][t]];
    gap = std::min(gap, open);
    double paid = At(columns_.own[n][t]);
    for (const auto& uses : columns_.use) paid += At(uses[n][t]);
    if (gap < kRounding * need && paid > 0) gap = 0;
    if (paid == 0) {
      gap = open;
      return;
    }
    const double factor = (open - gap) / paid;
    if (columns_.own[n][t] != kNone) amounts_[columns_.own[n][t]] *= factor;
    for (const auto& uses : columns_.use) {
      if (uses[n][t] != kNone) amounts_[uses[n][t]] *= factor;
    }
  }

  const FundingSetup& setup_;
  const FundingColumns& columns_;
  std::vector<double> amounts_;
};

/// out[t] += what draws up to t bring in t by a row of the repayment.
void AddService(const Years& draws, const Years& row, Years& out) {
  for (std::size_t drawn = 0; drawn < draws.size(); ++drawn) {
    for (std::size_t t = drawn; t < out.size() && t - drawn < row.size(); ++t) out[t] += draws[drawn] * row[t - drawn];
  }
}

class Reader {
 public:
  Reader(const FundingSetup& setup, const FundingColumns& columns, const std::vector<double>& amounts,
         FinancingAnswer& out)
      : setup_(setup),
        figures_(*setup.figures),
        columns_(columns),
        solution_(setup, columns, amounts),
        out_(out),
        is_public_(figures_.party_ids.size(), false) {
    for (std::size_t p = 0; p < is_public_.size(); ++p) {
      is_public_[p] = std::ranges::count(setup.terms->public_party_ids, figures_.party_ids[p]) > 0;
    }
  }

  void Read() {
    for (std::size_t g = 0; g < setup_.given.size(); ++g) AddGiven(*setup_.given[g], setup_.given_uses[g]);
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) AddOffer(s);
    AddAccounts();
    for (std::size_t n = 0; n < figures_.needs.size(); ++n) AddNeed(n);
    for (const FundedSource& source : out_.sources) out_.city_cost_present_amount += source.city_cost_present_amount;
  }

 private:
  [[nodiscard]] double PresentOf(const Years& amounts) const {
    double sum = 0;
    for (std::size_t t = 0; t < amounts.size(); ++t) sum += setup_.Discount(t) * amounts[t];
    return sum;
  }

  void Bear(std::size_t party, double amount) {
    (is_public_[party] ? out_.leverage.public_amount : out_.leverage.private_amount) += amount;
  }
  void Advance(std::size_t payer, std::size_t payee, double amount) {
    if (!is_public_[payer] && is_public_[payee]) out_.leverage.private_advance_amount += amount;
  }

  void AddGiven(const GivenMoney& given, const GivenUse& use) {
    FundedSource source{.id = given.id, .display_name = given.display_name, .kind = given.kind, .payer = given.payer};
    source.is_given = true;
    source.is_committed = given.is_committed;
    source.paid_amounts = given.amounts;
    source.used_amounts = use.used;
    source.max_amount = kernel::Sum(given.amounts);
    if (given.payer == setup_.city) source.city_cost_present_amount += PresentOf(given.amounts);
    if (given.loan) {
      const Repayment service = RepaymentOf(*given.loan, given.amounts);
      source.charge_amount = kernel::Sum(service.interest);
      source.tenor_years = static_cast<int>(std::lround(given.loan->tenor_years));
      source.rate_per_year = given.loan->interest_rate_nominal_per_year;
      if (given.payee == setup_.city) {
        source.city_cost_present_amount += service.PresentCost(setup_.terms->discount_rate_nominal_per_year);
      }
      Advance(given.payer, given.payee, kernel::Sum(given.amounts));
    }
    Bear(given.loan ? given.payee : given.payer, kernel::Sum(given.amounts));
    out_.sources.push_back(std::move(source));
  }

  void AddOffer(std::size_t s) {
    const Offer& offer = setup_.offers[s];
    FundedSource source{.id = offer.terms->id, .display_name = offer.terms->display_name, .kind = offer.kind};
    source.payer = offer.payer;
    source.max_amount = offer.terms->max_amount;
    source.tenor_years = offer.repayment.tenor_years();
    source.rate_per_year = RateOf(*offer.terms);
    source.used_amounts = solution_.Used(s, kNone);
    source.paid_amounts = source.used_amounts;
    kernel::Accumulate(source.paid_amounts, solution_.Awarded(s, kNone));
    if (!offer.is_own_funds()) CountOffer(s, source);
    out_.sources.push_back(std::move(source));
  }

  void CountOffer(std::size_t s, FundedSource& source) {
    const Offer& offer = setup_.offers[s];
    if (setup_.IsCity(offer.payer)) source.city_cost_present_amount += PresentOf(source.paid_amounts);
    if (offer.repayment.is_empty() || offer.kind == FundingKind::kEquity)
      Bear(offer.payer, kernel::Sum(source.paid_amounts));
    if (offer.repayment.is_empty()) return;
    const double cost = offer.repayment.PresentCost(setup_.terms->discount_rate_nominal_per_year);
    for (std::size_t party = 0; party < figures_.party_ids.size(); ++party) {
      if (!offer.pays_party[party]) continue;
      const Years draws = solution_.Used(s, party);
      source.charge_amount +=
          kernel::Sum(draws) * kernel::Sum(offer.repayment.interest) + CapitalisedOf(offer, kernel::Sum(draws));
      if (setup_.IsCity(party)) source.city_cost_present_amount += PresentOf(draws) * cost;
      if (setup_.IsCity(offer.payer)) source.city_cost_present_amount -= PresentOf(draws) * cost;
      if (offer.kind != FundingKind::kEquity) Bear(party, kernel::Sum(draws));
      Advance(offer.payer, party, kernel::Sum(draws));
    }
  }

  /// Interest that becomes debt before delivery.
  static double CapitalisedOf(const Offer& offer, double drawn) {
    return drawn * (kernel::Sum(offer.repayment.borrowed) - 1.0);
  }

  void AddAccounts() {
    for (std::size_t a = 0; a < setup_.accounts.size(); ++a) {
      const OwnAccountSetup& account = setup_.accounts[a];
      if (account.offer == kNone) {
        FundedSource receipts{.id = "receipts/" + figures_.party_ids[account.party],
                              .display_name = "Grants and refunds received: " + figures_.party_names[account.party],
                              .kind = FundingKind::kOwnFunds,
                              .payer = account.party};
        receipts.used_amounts.assign(setup_.year_count(), 0.0);
        out_.sources.push_back(std::move(receipts));
      }
      own_sources_.push_back(account.offer == kNone ? out_.sources.size() - 1 : setup_.given.size() + account.offer);
      AddAccount(a, out_.sources[own_sources_.back()]);
    }
  }

  void AddAccount(std::size_t a, FundedSource& source) {
    const OwnAccountSetup& setup = setup_.accounts[a];
    OwnAccount account{.party = setup.party, .received_amounts = ReceivedBy(a)};
    const bool is_planned = !solution_.is_empty();
    account.set_aside_amounts = is_planned ? solution_.Row(columns_.set_aside[a]) : Years(setup_.year_count());
    account.released_amounts = is_planned ? solution_.Row(columns_.released[a]) : Years(setup_.year_count());
    account.spent_amounts.assign(setup_.year_count(), 0.0);
    for (std::size_t n = 0; n < figures_.needs.size() && is_planned; ++n) {
      if (figures_.needs[n].party == setup.party)
        kernel::Accumulate(account.spent_amounts, solution_.Row(columns_.own[n]));
    }
    double carried = 0;
    for (std::size_t t = 0; t < setup_.year_count() && is_planned; ++t) {
      carried += account.set_aside_amounts[t] + account.received_amounts[t] - account.spent_amounts[t] -
                 account.released_amounts[t];
      account.carried_amounts.push_back(carried);
    }
    account.carried_amounts.resize(setup_.year_count());
    source.used_amounts = account.spent_amounts;
    source.paid_amounts = account.set_aside_amounts;
    for (std::size_t t = 0; t < setup_.year_count(); ++t) source.paid_amounts[t] -= account.released_amounts[t];
    if (setup_.IsCity(setup.party)) source.city_cost_present_amount = PresentOf(source.paid_amounts);
    Bear(setup.party, kernel::Sum(source.paid_amounts));
    out_.accounts.push_back(std::move(account));
  }

  [[nodiscard]] Years ReceivedBy(std::size_t a) const {
    const OwnAccountSetup& account = setup_.accounts[a];
    Years received = account.contract_receipts;
    kernel::Accumulate(received, account.item_receipts);
    for (std::size_t s = 0; s < setup_.offers.size() && !solution_.is_empty(); ++s) {
      const Offer& offer = setup_.offers[s];
      if (offer.is_award()) kernel::Accumulate(received, solution_.Awarded(s, account.party));
      if (!offer.repayment.is_empty())
        AddService(solution_.Used(s, account.party), offer.repayment.vat_refund, received);
    }
    if (!solution_.is_empty()) TakeLostRefunds(account.party, received);
    return received;
  }

  /// The scenario's refunds on works that a partner pays.
  void TakeLostRefunds(std::size_t party, Years& received) const {
    for (const RefundShare& refund : setup_.refund_shares) {
      if (figures_.needs[refund.need].party != party) continue;
      for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
        if (setup_.offers[s].kind != FundingKind::kPartnership) continue;
        for (std::size_t t = refund.lag_years; t < received.size(); ++t) {
          received[t] -= refund.share * solution_.At(columns_.use[s][refund.need][t - refund.lag_years]);
        }
      }
    }
  }

  void AddNeed(std::size_t n) {
    const FundingNeed& need = figures_.needs[n];
    FundedNeed out{need.project, need.party, need.amounts, setup_.gaps_before[n], {}, {}};
    for (std::size_t g = 0; g < setup_.given.size(); ++g) {
      if (setup_.given_uses[g].need == n) AddUse(g, setup_.given_uses[g].used, out);
    }
    for (std::size_t s = 0; s < setup_.offers.size() && !solution_.is_empty(); ++s) {
      AddUse(setup_.given.size() + s, solution_.Row(columns_.use[s][n]), out);
    }
    const std::size_t account = setup_.AccountOf(need.party);
    if (account != kNone && !solution_.is_empty()) {
      AddUse(own_sources_[account], solution_.Row(columns_.own[n]), out);
    }
    for (std::size_t t = 0; t < setup_.year_count(); ++t) {
      const double open = std::max(0.0, need.amounts[t] - setup_.contract_uses[n][t] - setup_.item_uses[n][t]);
      out.gap_after_amounts.push_back(solution_.is_empty() ? open : solution_.At(columns_.gap[n][t]));
    }
    out_.need_amount += kernel::Sum(need.amounts);
    out_.gap_before_amount += kernel::Sum(out.gap_before_amounts);
    out_.gap_after_amount += kernel::Sum(out.gap_after_amounts);
    out_.needs.push_back(std::move(out));
  }

  static void AddUse(std::size_t source, Years amounts, FundedNeed& out) {
    if (std::ranges::any_of(amounts, [](double amount) { return amount != 0; })) {
      out.uses.push_back({source, std::move(amounts)});
    }
  }

  const FundingSetup& setup_;
  const FundingFigures& figures_;
  const FundingColumns& columns_;
  Solution solution_;
  FinancingAnswer& out_;
  std::vector<bool> is_public_;
  std::vector<std::size_t> own_sources_;  ///< [account]: position in the answer.
};

/// What plan and scenario add to the city's accounts, by year.
struct Added {
  Years revenue, expenditure, borrowed, principal;
};

Added NothingAdded(std::size_t year_count) {
  const Years none(year_count);
  return {none, none, none, none};
}

Result<std::vector<CityYear>, Failures> MakeCityYears(const FundingSetup& setup, const Added& added) {
  const CitySetup& city = setup.city_years;
  std::vector<CityYear> years(setup.year_count());
  Years revenue = city.operating_revenue;
  Years expenditure = city.operating_expenditure;
  Years principal = city.principal_repaid;
  kernel::Accumulate(revenue, added.revenue);
  kernel::Accumulate(expenditure, added.expenditure);
  kernel::Accumulate(principal, added.principal);
  Years closing(setup.year_count());
  double debt = setup.terms->accounts->opening_debt_amount;
  for (std::size_t t = 0; t < years.size(); ++t) {
    const double borrowed = city.borrowed[t] + added.borrowed[t];
    years[t] = {revenue[t], expenditure[t], debt, borrowed, principal[t], 0.0, {}};
    debt += borrowed - principal[t];
    // What rounding leaves of a debt paid back is none.
    if (std::abs(debt) <= 1e-9 * (years[t].debt_opening_amount + borrowed)) debt = 0;
    if (debt < 0) {
      return Failures{{Reason::kInvalidInput, "accounts.principal_repaid",
                       "repays more than is owed in " +
                           std::to_string(setup.figures->first_year + static_cast<int>(t)) +
                           "; expected debt of 0 or more at the end of every year"}};
    }
    closing[t] = years[t].debt_closing_amount = debt;
  }
  std::vector<ppp::CityRatios> ratios(years.size());
  const double ceiling = setup.terms->rules.debt_ceiling_years.value_or(std::numeric_limits<double>::max());
  auto failure = ppp::WriteCityRatios({revenue, expenditure, principal, closing}, {.ceiling_years = ceiling}, ratios);
  if (failure) return Failures{std::move(*failure)};
  for (std::size_t t = 0; t < years.size(); ++t) years[t].ratios = std::move(ratios[t]);
  return years;
}

}  // namespace

void ReadFinancing(const FundingSetup& setup, const FundingColumns& columns, const std::vector<double>& amounts,
                   FinancingAnswer& out) {
  Reader(setup, columns, amounts, out).Read();
}

Result<std::vector<CityYear>, Failures> CityYearsWithout(const FundingSetup& setup) {
  return MakeCityYears(setup, NothingAdded(setup.year_count()));
}

Result<std::vector<CityYear>, Failures> CityYearsWith(const FundingSetup& setup, const FundingColumns& columns,
                                                      const std::vector<double>& amounts) {
  const Solution solution(setup, columns, amounts);
  Added added = NothingAdded(setup.year_count());
  const CitySetup& city = setup.city_years;
  kernel::Accumulate(added.expenditure, city.given_interest);
  kernel::Accumulate(added.borrowed, city.given_borrowed);
  kernel::Accumulate(added.principal, city.given_principal);
  for (std::size_t t = 0; t < setup.year_count(); ++t) {
    const double effect = setup.figures->city_operating_effect_amounts[t];
    (effect >= 0 ? added.revenue : added.expenditure)[t] += std::abs(effect);
  }
  for (std::size_t s = 0; s < setup.offers.size(); ++s) {
    const Offer& offer = setup.offers[s];
    if (offer.repayment.is_empty()) continue;
    if (offer.pays_party[setup.city]) {
      const Years draws = solution.Used(s, setup.city);
      AddService(draws, offer.repayment.interest, added.expenditure);
      AddService(draws, offer.repayment.borrowed, added.borrowed);
      AddService(draws, offer.repayment.principal, added.principal);
    }
    if (setup.IsCity(offer.payer)) AddService(solution.Used(s, kNone), offer.repayment.interest, added.revenue);
  }
  return MakeCityYears(setup, added);
}

}  // namespace calanque::portfolio
