#include "engine/run/funding_figures.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/metric/sums.h"
#include "engine/run/evaluate.h"

namespace calanque::run {
namespace {

using ledger::Category;
using ledger::FundingRole;
using ledger::MoneyColumn;
using portfolio::FundingKind;
using portfolio::GivenMoney;

bool IsOperating(const MoneyColumn& column) {
  constexpr metric::CategorySet kCurrent =
      metric::kEnergyTaxed | metric::CategorySet{Category::kOperatingCost, Category::kRevenue, Category::kTax};
  return kCurrent.Holds(column.category) && column.funding_role == FundingRole::kNone;
}

FundingKind KindOf(Category category) {
  switch (category) {
    case Category::kInvestmentTax:
    case Category::kTax:
      return FundingKind::kVatRefund;
    case Category::kCertificate:
      return FundingKind::kCertificates;
    case Category::kFinancing:
      return FundingKind::kOwnFunds;
    default:
      return FundingKind::kGrant;
  }
}

/// A source that the plan counts: planned loans and own funds are what a financing plan is to find.
bool Counts(const MoneyColumn& column) {
  return column.funding_role == FundingRole::kCommittedSource ||
         (column.funding_role == FundingRole::kPlannedSource && column.category != Category::kFinancing);
}

class Gatherer {
 public:
  Gatherer(const plan::Plan& plan, const model::AppraisalRequest& request, std::string_view city_party_id,
           const StopPoll& stop)
      : plan_(plan), request_(request), block_(FillLedger(plan, stop)) {
    const auto found = std::ranges::find(plan.party_ids, city_party_id);
    border_.inside.assign(plan.party_ids.size(), 0);
    border_.inside[static_cast<std::size_t>(found - plan.party_ids.begin())] = 1;
    out_.first_year = plan.schema.axis.first_year;
    out_.year_count = static_cast<std::size_t>(plan.schema.axis.year_count);
    out_.city_operating_effect_amounts.resize(out_.year_count);
    for (const plan::Name& project : plan.projects) out_.project_ids.push_back(project.id);
    for (const plan::Name& party : plan.parties) {
      out_.party_ids.push_back(party.id);
      out_.party_names.push_back(party.display_name);
    }
  }

  portfolio::FundingFigures Gather() && {
    for (std::size_t i = 0; i < plan_.schema.money.size(); ++i) {
      const MoneyColumn& column = plan_.schema.money[i];
      if (IsOperating(column)) AddOperation(i, column);
      if (column.side != ledger::Side::kWith) continue;
      const bool is_need = column.funding_role == FundingRole::kNeed && column.payer != column.payee;
      if (is_need) AddTo(needs_[{column.project.value, column.payer.value}], i, 1.0);
      if (Counts(column)) AddGiven(i, column);
    }
    for (auto& [key, amounts] : needs_) {
      if (std::ranges::all_of(amounts, [](double amount) { return amount <= 0; })) continue;
      for (double& amount : amounts) amount = std::max(amount, 0.0);
      out_.needs.push_back({key.first, key.second, std::move(amounts)});
    }
    return std::move(out_);
  }

 private:
  void AddTo(std::vector<double>& years, std::size_t column, double sign) const {
    years.resize(out_.year_count);
    const std::span<const double> amounts = block_.Money(column);
    for (std::size_t point = 0; point < amounts.size(); ++point) {
      years[static_cast<std::size_t>(plan_.schema.axis.year_indices[point])] += sign * amounts[point];
    }
  }

  void AddOperation(std::size_t i, const MoneyColumn& column) {
    const double side = ledger::SideSign(column.side);
    if (const int sign = border_.Sign(column); sign != 0) AddTo(out_.city_operating_effect_amounts, i, side * sign);
  }

  void AddGiven(std::size_t i, const MoneyColumn& column) {
    GivenMoney given{.kind = KindOf(column.category), .payer = column.payer.value, .payee = column.payee.value};
    given.is_committed = column.funding_role == FundingRole::kCommittedSource;
    if (column.project.value < plan_.projects.size()) given.project = column.project.value;
    if (column.item.value >= plan::kFirstFinancingItem) {
      const model::FinancingSource& source =
          request_.portfolio.financing_sources[column.item.value - plan::kFirstFinancingItem];
      given.is_contract = true;
      given.id = source.id;
      given.display_name = source.display_name.empty() ? source.id : source.display_name;
      if (const auto* loan = std::get_if<model::Loan>(&source.kind)) {
        given.kind = FundingKind::kLoan;
        given.loan = *loan;
      }
    } else {
      const model::Project& project = request_.portfolio.projects[column.project.value];
      const model::CashFlowItem& item = project.with_project[column.item.value];
      const std::string& name = item.display_name.empty() ? item.id : item.display_name;
      given.id = project.id + "/" + item.id;
      if (const auto* refund = std::get_if<model::VatCompensation>(&item.kind)) {
        given.refund_lag_years = refund->payment_lag_years;
      }
      given.display_name = name + ": " + plan_.projects[column.project.value].display_name;
    }
    AddTo(given.amounts, i, 1.0);
    // Grants taken back are spending of nobody: a plan has no use for them.
    for (double& amount : given.amounts) amount = std::max(amount, 0.0);
    out_.given.push_back(std::move(given));
  }

  const plan::Plan& plan_;
  const model::AppraisalRequest& request_;
  ledger::Block block_;
  ledger::Border border_;
  portfolio::FundingFigures out_;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<double>> needs_;  ///< (project, party)
};

}  // namespace

portfolio::FundingFigures GatherFunding(const plan::Plan& plan, const model::AppraisalRequest& request,
                                        std::string_view city_party_id, const StopPoll& stop) {
  return Gatherer(plan, request, city_party_id, stop).Gather();
}

}  // namespace calanque::run
