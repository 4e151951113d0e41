// The rows of a financing plan, one kind after another: what they say stands before each.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/check.h"
#include "engine/kernel/series.h"
#include "engine/portfolio/financing_programme.h"

namespace calanque::portfolio {
namespace {

using optimize::kInfinity;

/// What differences of amounts leave for rounding, of the largest coefficient of a row: a solver must not pivot on it.
constexpr double kRounding = 1e-12;

/// Cost of moving own money to and fro, per unit: only so much that nothing moves without a reason.
constexpr double kMovement = 1e-6;

}  // namespace

class FinancingProgramme::Builder {
 public:
  Builder(const FundingSetup& setup, ProgrammeSize size, FinancingProgramme& made)
      : setup_(setup),
        figures_(*setup.figures),
        terms_(*setup.terms),
        years_(setup.year_count()),
        is_largest_(size == ProgrammeSize::kLargest),
        made_(made),
        columns_(made.columns_) {}

  void Build() {
    needs_of_party_.resize(figures_.party_ids.size());
    needs_of_project_.resize(figures_.project_ids.size());
    made_.gaps_.resize(figures_.party_ids.size());
    for (std::size_t n = 0; n < figures_.needs.size(); ++n) {
      const FundingNeed& need = figures_.needs[n];
      needs_of_party_[need.party].push_back(n);
      needs_of_project_[need.project].push_back(n);
      for (const double amount : need.amounts) made_.money_unit_ = std::max(made_.money_unit_, amount);
    }
    columns_.scale = NewColumn(1.0, is_largest_ ? 0.0 : 1.0, is_largest_ ? kLargestProgramme : 1.0);
    MakeColumns();
    AddNeeds();
    AddAwardLimits();
    AddDraws();
    AddAccounts();
    AddSourceCaps();
    AddStackingCaps();
    if (terms_.accounts) AddCityRows();
    AddClosedGaps();
    AddCosts();
  }

 private:
  std::size_t NewColumn(double unit, double lower = 0.0, double upper = kInfinity) {
    made_.programme_.columns.push_back({.lower = lower / unit, .upper = upper / unit});
    made_.units_.push_back(unit);
    return made_.units_.size() - 1;
  }

  /// lower <= expression <= upper, in money.
  std::size_t AddRow(const Expression& expression, double lower, double upper) {
    optimize::Row row;
    double scale = 0;
    for (const auto& [column, coefficient] : expression.terms()) {
      row.entries.push_back({column, coefficient * made_.units_[column]});
      scale = std::max(scale, std::abs(row.entries.back().coefficient));
    }
    if (scale == 0) scale = made_.money_unit_;
    std::erase_if(row.entries,
                  [scale](const optimize::Entry& entry) { return std::abs(entry.coefficient) < kRounding * scale; });
    for (optimize::Entry& entry : row.entries) entry.coefficient /= scale;
    row.lower = (lower - expression.constant()) / scale;
    row.upper = (upper - expression.constant()) / scale;
    made_.programme_.rows.push_back(std::move(row));
    made_.row_scales_.push_back(scale);
    return made_.row_scales_.size() - 1;
  }

  void AddConstraint(FundingConstraint constraint) {
    Expression difference = constraint.used;
    difference.Subtract(constraint.limit);
    made_.constraint_rows_.push_back(AddRow(difference, -kInfinity, 0.0));
    made_.constraints_.push_back(std::move(constraint));
  }

  [[nodiscard]] std::string NameOf(const std::string& id, const std::string& display_name) const {
    return display_name.empty() ? id : display_name;
  }
  [[nodiscard]] int Year(std::size_t t) const { return figures_.first_year + static_cast<int>(t); }

  template <typename Visit>
  void ForEachCell(Visit&& visit) const {
    for (std::size_t n = 0; n < figures_.needs.size(); ++n) {
      for (std::size_t t = 0; t < years_; ++t) {
        if (figures_.needs[n].amounts[t] > 0) visit(n, t, figures_.needs[n].amounts[t]);
      }
    }
  }

  void MakeColumns() {
    const std::vector<std::size_t> no_years(years_, kNone);
    const std::vector<std::vector<std::size_t>> no_needs(figures_.needs.size(), no_years);
    const std::vector<std::vector<std::size_t>> no_parties(figures_.party_ids.size(), no_years);
    columns_.use.assign(setup_.offers.size(), no_needs);
    columns_.award = columns_.use;
    columns_.draw.assign(setup_.offers.size(), no_parties);
    columns_.own = no_needs;
    columns_.gap = no_needs;
    ForEachCell([&](std::size_t n, std::size_t t, double amount) {
      const FundingNeed& need = figures_.needs[n];
      const bool must_close = is_largest_ && setup_.IsCity(need.party);
      columns_.gap[n][t] = NewColumn(amount, 0.0, must_close ? 0.0 : kInfinity);
      for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
        const Offer& offer = setup_.offers[s];
        if (offer.is_own_funds() || !offer.IsOpen(need, t)) continue;
        (offer.is_award() ? columns_.award : columns_.use)[s][n][t] = NewColumn(amount);
      }
      const std::size_t account = setup_.AccountOf(need.party);
      if (account == kNone) return;
      const std::size_t offer = setup_.accounts[account].offer;
      const bool pays = offer == kNone || setup_.offers[offer].pays_project[need.project];
      if (pays) columns_.own[n][t] = NewColumn(amount);
    });
  }

  /// uses + own + gap (- what signed money leaves over) + given = need.
  void AddNeeds() {
    ForEachCell([&](std::size_t n, std::size_t t, double amount) {
      Expression row;
      for (const auto& uses : columns_.use) row.Add(uses[n][t], 1.0);
      row.Add(columns_.own[n][t], 1.0);
      row.Add(columns_.gap[n][t], 1.0);
      made_.gaps_[figures_.needs[n].party].Add(columns_.gap[n][t], 1.0);
      const double contract = setup_.contract_uses[n][t];
      if (is_largest_ && contract > 0) row.Add(NewColumn(amount), -1.0);
      row.Add(columns_.scale, setup_.item_uses[n][t] - amount);
      row.AddConstant(contract);
      AddRow(row, 0.0, 0.0);
    });
  }

  /// What is paid on spending pays no more than its share of it; a refund, none of what a partner pays.
  void AddAwardLimits() {
    ForEachCell([&](std::size_t n, std::size_t t, double amount) {
      for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
        const Offer& offer = setup_.offers[s];
        const bool is_award = columns_.award[s][n][t] != kNone;
        const std::size_t column = is_award ? columns_.award[s][n][t] : columns_.use[s][n][t];
        const auto* refund = std::get_if<model::VatRefundTerms>(&offer.terms->kind);
        const double share = std::min(offer.terms->max_fraction, refund != nullptr ? refund->rate_fraction : 1.0);
        if (column == kNone || (!is_award && share >= 1.0)) continue;
        Expression row;
        row.Add(column, 1.0);
        row.Add(columns_.scale, -share * amount);
        for (std::size_t partner = 0; partner < setup_.offers.size() && refund != nullptr; ++partner) {
          if (setup_.offers[partner].kind == FundingKind::kPartnership) row.Add(columns_.use[partner][n][t], share);
        }
        AddRow(row, -kInfinity, 0.0);
      }
      LimitOwn(n, t, amount);
    });
  }

  void LimitOwn(std::size_t n, std::size_t t, double amount) {
    if (columns_.own[n][t] == kNone) return;
    const std::size_t offer = setup_.accounts[setup_.AccountOf(figures_.needs[n].party)].offer;
    const double share = offer == kNone ? 1.0 : setup_.offers[offer].terms->max_fraction;
    if (share >= 1.0) return;
    Expression row;
    row.Add(columns_.own[n][t], 1.0);
    row.Add(columns_.scale, -share * amount);
    AddRow(row, -kInfinity, 0.0);
  }

  void AddDraws() {
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
      if (setup_.offers[s].repayment.is_empty()) continue;
      for (std::size_t party = 0; party < figures_.party_ids.size(); ++party) {
        for (std::size_t t = 0; t < years_; ++t) {
          Expression row;
          for (const std::size_t n : needs_of_party_[party]) row.Add(columns_.use[s][n][t], -1.0);
          if (row.terms().empty()) continue;
          columns_.draw[s][party][t] = NewColumn(made_.money_unit_);
          row.Add(columns_.draw[s][party][t], 1.0);
          AddRow(row, 0.0, 0.0);
        }
      }
    }
  }

  /// Adds, with a weight, what draws up to a year bring in that year by a row of the repayment.
  template <typename RowOf>
  void AddService(std::size_t offer, std::size_t party, std::size_t year, double weight, RowOf&& row_of,
                  Expression& out) const {
    const std::vector<double>& row = row_of(setup_.offers[offer].repayment);
    for (std::size_t t = 0; t <= year; ++t) {
      if (year - t < row.size()) out.Add(columns_.draw[offer][party][t], weight * row[year - t]);
    }
  }

  /// What the plan's refunds and late grants bring to a party in a year, less the scenario's refunds on a partner's
  /// works.
  [[nodiscard]] Expression Received(std::size_t party, std::size_t year, bool only_vat) const {
    Expression out;
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
      const Offer& offer = setup_.offers[s];
      AddService(
          s, party, year, 1.0, [](const Repayment& r) -> const std::vector<double>& { return r.vat_refund; }, out);
      const auto lag = static_cast<std::size_t>(offer.lag_years);
      if (!offer.is_award() || lag > year || (only_vat && offer.kind != FundingKind::kVatRefund)) continue;
      for (const std::size_t n : needs_of_party_[party]) out.Add(columns_.award[s][n][year - lag], 1.0);
    }
    for (const RefundShare& refund : setup_.refund_shares) {
      if (figures_.needs[refund.need].party != party || refund.lag_years > year) continue;
      for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
        if (setup_.offers[s].kind != FundingKind::kPartnership) continue;
        out.Add(columns_.use[s][refund.need][year - refund.lag_years], -refund.share);
      }
    }
    return out;
  }

  /// carried - carried before - set aside + released + spent - received = given receipts.
  void AddAccounts() {
    const std::vector<std::size_t> no_years(years_, kNone);
    columns_.set_aside.assign(setup_.accounts.size(), no_years);
    columns_.released = columns_.carried = columns_.set_aside;
    for (std::size_t a = 0; a < setup_.accounts.size(); ++a) {
      const OwnAccountSetup& account = setup_.accounts[a];
      for (std::size_t t = 0; t < years_; ++t) {
        const bool sets_aside = account.offer != kNone && t >= setup_.offers[account.offer].first_year &&
                                t <= setup_.offers[account.offer].last_year;
        if (sets_aside) columns_.set_aside[a][t] = NewColumn(made_.money_unit_);
        columns_.released[a][t] = NewColumn(made_.money_unit_);
        columns_.carried[a][t] = NewColumn(made_.money_unit_);
        Expression row;
        row.Add(columns_.carried[a][t], 1.0);
        if (t > 0) row.Add(columns_.carried[a][t - 1], -1.0);
        row.Add(columns_.set_aside[a][t], -1.0);
        row.Add(columns_.released[a][t], 1.0);
        for (const std::size_t n : needs_of_party_[account.party]) row.Add(columns_.own[n][t], 1.0);
        row.Subtract(Received(account.party, t, false));
        row.Add(columns_.scale, -account.item_receipts[t]);
        row.AddConstant(-account.contract_receipts[t]);
        AddRow(row, 0.0, 0.0);
      }
    }
  }

  /// Adds what a source pays in a year; own funds: what is set aside.
  void AddPaid(std::size_t s, std::size_t year, Expression& out) const {
    const std::size_t account = setup_.offers[s].is_own_funds() ? setup_.AccountOf(setup_.offers[s].payer) : kNone;
    if (account != kNone) out.Add(columns_.set_aside[account][year], 1.0);
    for (std::size_t n = 0; n < figures_.needs.size(); ++n) {
      out.Add(columns_.use[s][n][year], 1.0);
      out.Add(columns_.award[s][n][year], 1.0);
    }
  }
  /// Adds what it pays on a project; own funds: refunds that came back to them too.
  void AddPaidOn(std::size_t s, std::size_t project, Expression& out) const {
    for (const std::size_t n : needs_of_project_[project]) {
      const bool is_own = setup_.offers[s].is_own_funds() && figures_.needs[n].party == setup_.offers[s].payer;
      for (std::size_t t = 0; t < years_; ++t) {
        out.Add(columns_.use[s][n][t], 1.0);
        out.Add(columns_.award[s][n][t], 1.0);
        if (is_own) out.Add(columns_.own[n][t], 1.0);
      }
    }
  }

  void AddCap(const std::string& id, std::string name, int year, const Expression& used, double limit) {
    if (used.terms().empty()) return;
    FundingConstraint constraint{id, std::move(name), year, used, {}};
    constraint.limit.AddConstant(limit);
    AddConstraint(std::move(constraint));
  }

  void AddSourceCaps() {
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
      const model::FundingSource& terms = *setup_.offers[s].terms;
      const std::string name = NameOf(terms.id, terms.display_name);
      Expression in_all;
      for (std::size_t t = 0; t < years_; ++t) {
        Expression paid;
        AddPaid(s, t, paid);
        AddPaid(s, t, in_all);
        if (!terms.max_amount_per_year) continue;
        AddCap(terms.id, name + ", " + std::to_string(Year(t)), Year(t), paid, *terms.max_amount_per_year);
      }
      if (terms.max_amount) AddCap(terms.id, name + ", in all", 0, in_all, *terms.max_amount);
      for (std::size_t p = 0; p < figures_.project_ids.size() && terms.max_amount_per_project; ++p) {
        Expression paid;
        AddPaidOn(s, p, paid);
        AddCap(terms.id, name + ", for " + figures_.project_ids[p], 0, paid, *terms.max_amount_per_project);
      }
    }
  }

  void AddStackingCaps() {
    for (const model::StackingCap& cap : terms_.stacking_caps) {
      for (std::size_t p = 0; p < figures_.project_ids.size(); ++p) {
        FundingConstraint constraint{
            cap.id, NameOf(cap.id, cap.display_name) + ", for " + figures_.project_ids[p], 0, {}, {}};
        for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
          if (std::ranges::count(cap.funding_source_ids, setup_.offers[s].terms->id) > 0) {
            AddPaidOn(s, p, constraint.used);
          }
        }
        if (constraint.used.terms().empty()) continue;
        SetStackingLimit(cap, p, constraint.limit);
        AddConstraint(std::move(constraint));
      }
    }
  }

  /// Where the scenario's grants alone pass the cap, nothing is left for others.
  void SetStackingLimit(const model::StackingCap& cap, std::size_t project, Expression& limit) const {
    double spending = 0;
    for (const std::size_t n : needs_of_project_[project]) {
      const Years& amounts = figures_.needs[n].amounts;
      spending += kernel::Sum(amounts);
    }
    const double items = cap.counts_scenario_grants ? setup_.given_grants[project] : 0.0;
    const double contracts = cap.counts_scenario_grants ? setup_.contract_grants[project] : 0.0;
    if (items + contracts > cap.max_fraction * spending) return;
    limit.Add(columns_.scale, cap.max_fraction * spending - items);
    limit.AddConstant(-contracts);
  }

  /// Adds what all sources of a kind of row bring to the city in a year: as debtor, or (`is_lender`) on what it lent.
  template <typename RowOf>
  void AddCityService(std::size_t year, double weight, bool is_lender, RowOf&& row_of, Expression& out) const {
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
      if (setup_.offers[s].repayment.is_empty()) continue;
      for (std::size_t party = 0; party < figures_.party_ids.size(); ++party) {
        const bool counts = is_lender ? setup_.IsCity(setup_.offers[s].payer) : setup_.IsCity(party);
        if (counts) AddService(s, party, year, weight, row_of, out);
      }
    }
  }

  static const std::vector<double>& Interest(const Repayment& repayment) { return repayment.interest; }
  static const std::vector<double>& Principal(const Repayment& repayment) { return repayment.principal; }
  static const std::vector<double>& Borrowed(const Repayment& repayment) { return repayment.borrowed; }

  void AddCityRows() {
    const CitySetup& city = setup_.city_years;
    const auto column = [&] { return NewColumn(made_.money_unit_, -kInfinity); };
    for (std::size_t t = 0; t < years_; ++t) {
      columns_.gross_savings.push_back(column());
      columns_.debt.push_back(column());
      columns_.principal.push_back(column());
      Expression savings;
      savings.Add(columns_.gross_savings[t], 1.0);
      savings.Add(columns_.scale, -figures_.city_operating_effect_amounts[t]);
      AddCityService(t, 1.0, false, Interest, savings);
      AddCityService(t, -1.0, true, Interest, savings);
      savings.AddConstant(city.operating_expenditure[t] + city.given_interest[t] - city.operating_revenue[t]);
      AddRow(savings, 0.0, 0.0);

      Expression principal;
      principal.Add(columns_.principal[t], 1.0);
      AddCityService(t, -1.0, false, Principal, principal);
      principal.AddConstant(-city.principal_repaid[t] - city.given_principal[t]);
      AddRow(principal, 0.0, 0.0);

      Expression debt;
      debt.Add(columns_.debt[t], 1.0);
      if (t > 0) debt.Add(columns_.debt[t - 1], -1.0);
      if (t == 0) debt.AddConstant(-terms_.accounts->opening_debt_amount);
      debt.Add(columns_.principal[t], 1.0);
      AddCityService(t, -1.0, false, Borrowed, debt);
      debt.AddConstant(-city.borrowed[t] - city.given_borrowed[t]);
      AddRow(debt, 0.0, 0.0);
      AddRules(t);
    }
  }

  void AddRules(std::size_t t) {
    const CitySetup& city = setup_.city_years;
    const model::AccountRules& rules = terms_.rules;
    const std::string year = std::to_string(Year(t));
    if (rules.debt_ceiling_years) {
      FundingConstraint ceiling{"debt-ceiling", "Debt against years of gross savings, " + year, Year(t), {}, {}};
      ceiling.used.Add(columns_.debt[t], 1.0);
      ceiling.limit.Add(columns_.gross_savings[t], *rules.debt_ceiling_years);
      AddConstraint(std::move(ceiling));
    }
    if (rules.minimum_gross_savings_fraction) {
      FundingConstraint savings{"savings", "Least gross savings, " + year, Year(t), {}, {}};
      savings.used.AddConstant(*rules.minimum_gross_savings_fraction * city.operating_revenue[t]);
      savings.limit.Add(columns_.gross_savings[t], 1.0);
      AddConstraint(std::move(savings));
    }
    if (!rules.ignores_balance_rule) {
      FundingConstraint balance{"balance", "Capital repaid from own resources, " + year, Year(t), {}, {}};
      balance.used.Add(columns_.principal[t], 1.0);
      balance.limit.Add(columns_.gross_savings[t], 1.0);
      balance.limit.AddConstant(city.own_capital_receipts[t]);
      balance.limit.Add(columns_.scale, city.given_item_vat_refunds[t]);
      balance.limit.Add(Received(setup_.city, t, true));
      AddConstraint(std::move(balance));
    }
    AddMoneyRule(t);
  }

  /// What the programme takes from the city's budget in a year is there.
  void AddMoneyRule(std::size_t t) {
    const CitySetup& city = setup_.city_years;
    FundingConstraint money{
        "money", "Own money of the city for the programme, " + std::to_string(Year(t)), Year(t), {}, {}};
    AddCityOutflow(t, money.used);
    money.limit.Add(columns_.gross_savings[t], 1.0);
    money.limit.Add(columns_.principal[t], -1.0);
    AddCityService(t, 1.0, true, Principal, money.limit);
    money.limit.AddConstant(city.borrowed[t] + city.own_capital_receipts[t] + city.capital_grants[t] -
                            city.other_investment[t]);
    AddConstraint(std::move(money));
  }

  /// Set aside less released, what the city pays for others, and what it pays as a source of the scenario.
  void AddCityOutflow(std::size_t t, Expression& out) const {
    const CitySetup& city = setup_.city_years;
    const std::size_t account = setup_.AccountOf(setup_.city);
    if (account != kNone) {
      out.Add(columns_.set_aside[account][t], 1.0);
      out.Add(columns_.released[account][t], -1.0);
    }
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
      const Offer& offer = setup_.offers[s];
      if (!setup_.IsCity(offer.payer) || offer.is_own_funds()) continue;
      const auto lag = static_cast<std::size_t>(offer.lag_years);
      for (std::size_t n = 0; n < figures_.needs.size(); ++n) {
        out.Add(columns_.use[s][n][t], 1.0);
        if (lag <= t) out.Add(columns_.award[s][n][t - lag], 1.0);
      }
    }
    out.Add(columns_.scale, city.given_item_payments[t]);
    out.AddConstant(city.given_contract_payments[t]);
  }

  void AddClosedGaps() {
    for (const std::string& id : terms_.closed_gap_party_ids) {
      const auto party =
          static_cast<std::size_t>(std::ranges::find(figures_.party_ids, id) - figures_.party_ids.begin());
      FundingConstraint closed{id, "All needs met: " + figures_.party_names[party], 0, {}, {}};
      for (const std::size_t n : needs_of_party_[party]) {
        for (const std::size_t column : columns_.gap[n]) closed.used.Add(column, 1.0);
      }
      if (!closed.used.terms().empty()) AddConstraint(std::move(closed));
    }
  }

  void AddCosts() {
    made_.city_cost_.AddConstant(setup_.city_years.given_service_present_amount);
    for (std::size_t t = 0; t < years_; ++t) {
      const double discount = setup_.Discount(t);
      Expression outflow;
      AddCityOutflow(t, outflow);
      made_.city_cost_.Add(outflow, discount);
      for (std::size_t a = 0; a < setup_.accounts.size(); ++a) {
        const bool is_city = setup_.IsCity(setup_.accounts[a].party);
        made_.other_cost_.Add(columns_.set_aside[a][t], (is_city ? 0.0 : discount) + kMovement);
        made_.other_cost_.Add(columns_.released[a][t], is_city ? kMovement : -discount + kMovement);
        made_.other_cost_.Add(columns_.carried[a][t], kMovement);
      }
    }
    for (std::size_t s = 0; s < setup_.offers.size(); ++s) {
      const Offer& offer = setup_.offers[s];
      const double cost = offer.repayment.PresentCost(terms_.discount_rate_nominal_per_year);
      for (std::size_t party = 0; party < figures_.party_ids.size(); ++party) {
        for (std::size_t t = 0; t < years_; ++t) {
          Expression& own = setup_.IsCity(party) ? made_.city_cost_ : made_.other_cost_;
          own.Add(columns_.draw[s][party][t], setup_.Discount(t) * cost);
          if (setup_.IsCity(offer.payer)) made_.city_cost_.Add(columns_.draw[s][party][t], -setup_.Discount(t) * cost);
        }
      }
    }
  }

  const FundingSetup& setup_;
  const FundingFigures& figures_;
  const model::FinancingPlanTerms& terms_;
  std::size_t years_;
  bool is_largest_;
  FinancingProgramme& made_;
  FundingColumns& columns_;
  std::vector<std::vector<std::size_t>> needs_of_party_;
  std::vector<std::vector<std::size_t>> needs_of_project_;
};

FinancingProgramme::FinancingProgramme(const FundingSetup& setup, ProgrammeSize size) {
  Builder(setup, size, *this).Build();
}

}  // namespace calanque::portfolio
