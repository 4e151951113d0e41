#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <variant>

#include "engine/finance/operating_profile.h"
#include "engine/kernel/annuity.h"
#include "engine/metric/sums.h"
#include "engine/plan/compile_item.h"

namespace calanque::plan {
namespace {

using ledger::Category;
using ledger::FundingRole;

/// One function per dependent kind.
class Compiler {
 public:
  Compiler(const model::CashFlowItem& item, const model::PriceTerms& terms, const SideItems& side, ItemWriter& writer)
      : item_(item), terms_(terms), side_(side), writer_(writer), context_(writer.context()) {}

  void operator()(const model::Grant& grant) {
    ShareStep step;
    step.column = writer_.AddEmptyMoney(Payer(), Payee(), Category::kGrant, SourceRole(grant.commitment));
    step.is_fixed_amount = grant.amount.has_value();
    step.fixed_amount = grant.amount.value_or(0.0);
    step.share = grant.share_of_eligible_fraction.value_or(0.0);
    step.price_factor = context_.factors.Prices(terms_);
    step.deflator = context_.factors.Deflator();
    step.has_cap = grant.cap_amount.has_value();
    step.cap_amount = grant.cap_amount.value_or(0.0);
    AddTerms(
        grant.eligible_item_ids, 1.0, [](Category category) { return category == Category::kInvestment; }, step.base);
    if (grant.payment_profile) {
      step.payment_profile.assign(static_cast<std::size_t>(context_.plan.schema.axis.point_count()), 0.0);
      const double share_left_out = finance::AddProfile(
          context_.periods, *grant.payment_profile, 1.0,
          std::span(step.payment_profile).first(static_cast<std::size_t>(context_.periods.period_count())));
      writer_.WarnIfCut(share_left_out, ".grant.payment_profile");
      step.cap_amount *= 1.0 - share_left_out;
    } else {
      step.target_points = TargetPoints(grant.payment_lag_years);
      EligibleSpending spending = SpendingBefore(step);
      spending.beyond_amount = SpendingBeyond(grant);
      WarnOfLostPayments(spending);
      if (step.fixed_amount > 0.0 && spending.Total() == 0.0) {
        context_.Warn(ItemPath(writer_.place(), context_.request),
                      "pays nothing: it follows its eligible items, which spend nothing");
      }
      step.fixed_amount *= spending.SeenFraction();
      step.cap_amount *= spending.FollowedFraction();
    }
    Add(std::move(step));
  }

  void operator()(const model::VatCompensation& refund) {
    ShareStep step;
    // What it follows is capital spending alone.
    step.column = writer_.AddEmptyMoney(Payer(), Payee(), Category::kInvestmentTax, SourceRole(refund.commitment));
    step.share = refund.rate_fraction;
    step.deflator = context_.factors.Deflator();
    AddTerms(
        refund.eligible_item_ids, refund.eligible_share_fraction,
        [](Category category) { return metric::kCapital.Holds(category); }, step.base);
    AddTerms(
        refund.deducted_item_ids, 1.0, [](Category category) { return category == Category::kGrant; }, step.deductions);
    step.target_points = TargetPoints(refund.payment_lag_years);
    WarnOfLostPayments(SpendingBefore(step));
    Add(std::move(step));
  }

  void operator()(const model::ResidualValue& residual) {
    ContinuationStep step;
    step.column = writer_.AddEmptyMoney(Payer(), Payee(), Category::kResidualValue, FundingRole::kNone);
    step.annuity_years = kernel::AnnuityFactor(residual.discount_rate_per_year, residual.remaining_years);
    const auto& axis = context_.plan.schema.axis;
    const int last_year_start = axis.period_count - context_.request.options.grid.periods_per_year();
    step.value_point = static_cast<std::uint32_t>(axis.period_count - 1);
    for (int point = 0; point < axis.point_count(); ++point) {
      if (axis.period_indices[static_cast<std::size_t>(point)] >= last_year_start) {
        step.last_year_points.push_back(static_cast<std::uint32_t>(point));
      }
    }
    for (const std::string& id : residual.continuing_item_ids) {
      const std::size_t count = step.terms.size();
      AddSignedTerms(id, step.terms);
      if (std::none_of(step.terms.begin() + static_cast<std::ptrdiff_t>(count), step.terms.end(),
                       [&](const ColumnTerm& term) { return FlowsFrom(term.column, step.last_year_points.front()); })) {
        context_.Warn(
            ItemPath(writer_.place(), context_.request),
            "'" + id + "' adds nothing: in the last year it has no flow to or from '" + item_.payee_party_id + "'");
      }
    }
    context_.plan.dependent_steps.push_back(
        {DependentKind::kContinuation, static_cast<std::uint32_t>(context_.plan.continuation_steps.size())});
    context_.plan.continuation_steps.push_back(std::move(step));
  }

  template <typename Independent>
  void operator()(const Independent&) {
    CALANQUE_CHECK(false, "independent item compiled as dependent: " + item_.id);
  }

 private:
  /// What a payment in step with spending follows, in the items' own prices. A grant and its cap are of all of it; the
  /// horizon must not move the parts of later years forward.
  struct EligibleSpending {
    double seen_amount = 0.0;    ///< Before the horizon.
    double beyond_amount = 0.0;  ///< After it.
    double lost_amount = 0.0;    ///< Of the seen: its payment comes after the horizon.
    bool loses_payments = false;

    [[nodiscard]] double SeenFraction() const { return Fraction(seen_amount); }
    [[nodiscard]] double FollowedFraction() const { return Fraction(seen_amount - lost_amount); }
    [[nodiscard]] double Total() const { return seen_amount + beyond_amount; }

   private:
    [[nodiscard]] double Fraction(double part) const {
      const double total = Total();
      return (beyond_amount == 0.0 && !loses_payments) || total == 0.0 ? 1.0 : part / total;
    }
  };

  [[nodiscard]] EligibleSpending SpendingBefore(const ShareStep& step) const {
    EligibleSpending spending;
    ForEachOwnStep([&](const ScaleStep& scale) {
      for (const ColumnTerm& term : step.base) {
        if (scale.column != term.column) continue;
        for (std::uint32_t i = 0; i < scale.count; ++i) {
          const double amount = context_.plan.coefficients[scale.coefficient_offset + i];
          spending.seen_amount += amount;
          if (amount == 0.0 || step.target_points[scale.first_point + i] != kLostPoint) continue;
          spending.lost_amount += amount;
          spending.loses_payments = true;
        }
      }
    });
    return spending;
  }

  [[nodiscard]] double SpendingBeyond(const model::Grant& grant) {
    double amount = 0.0;
    for (const std::string& id : grant.eligible_item_ids) {
      const auto* investment = std::get_if<model::Investment>(&side_.items[side_.index_by_id.at(id)].kind);
      if (investment == nullptr) continue;
      const auto row = writer_.Scratch(0).first(static_cast<std::size_t>(context_.periods.period_count()));
      amount += investment->amount * finance::AddProfile(context_.periods, investment->spend_profile, 0.0, row);
    }
    return amount;
  }

  [[nodiscard]] ledger::PartyIndex Payer() const { return context_.Party(item_.payer_party_id); }
  [[nodiscard]] ledger::PartyIndex Payee() const { return context_.Party(item_.payee_party_id); }

  [[nodiscard]] ledger::ColumnRange ColumnsOf(std::string_view id) const {
    return side_.money_columns[side_.index_by_id.at(id)];
  }

  template <typename Predicate>
  void AddTerms(const std::vector<std::string>& ids, double weight, Predicate counts, std::vector<ColumnTerm>& terms) {
    for (const std::string& id : ids) {
      const ledger::ColumnRange range = ColumnsOf(id);
      for (std::uint32_t column = range.begin; column < range.end; ++column) {
        if (counts(context_.plan.schema.money[column].category)) terms.push_back({column, weight});
      }
    }
  }

  /// Steps that write this project's money, the last first: its own come last.
  template <typename Visit>
  void ForEachOwnStep(Visit&& visit) const {
    const auto& plan = context_.plan;
    for (auto step = plan.scale_steps.rbegin(); step != plan.scale_steps.rend(); ++step) {
      if (step->is_physical) continue;
      if (plan.schema.money[step->column].project != writer_.place().project) return;
      visit(*step);
    }
  }

  /// Whether a column has an amount at or after a point of the grid; those of dependent items are not known yet.
  [[nodiscard]] bool FlowsFrom(std::uint32_t column, std::uint32_t first_point) const {
    bool flows = false;
    ForEachOwnStep([&](const ScaleStep& step) {
      flows = flows || (step.column == column && step.first_point + step.count > first_point);
    });
    return flows;
  }

  /// The payee's side of the continuing flows.
  void AddSignedTerms(std::string_view id, std::vector<ColumnTerm>& terms) {
    const ledger::ColumnRange range = ColumnsOf(id);
    for (std::uint32_t column = range.begin; column < range.end; ++column) {
      const auto& money = context_.plan.schema.money[column];
      if (money.payee == money.payer) continue;
      if (money.payee == Payee()) terms.push_back({column, 1.0});
      if (money.payer == Payee()) terms.push_back({column, -1.0});
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> TargetPoints(int lag_years) const {
    const auto& axis = context_.plan.schema.axis;
    const int lag = lag_years * context_.request.options.grid.periods_per_year();
    std::vector<std::uint32_t> targets;
    for (int point = 0; point < axis.point_count(); ++point) {
      const int period = axis.period_indices[static_cast<std::size_t>(point)] + lag;
      const bool stays = lag == 0;
      targets.push_back(stays                        ? static_cast<std::uint32_t>(point)
                        : period < axis.period_count ? static_cast<std::uint32_t>(period)
                                                     : kLostPoint);
    }
    return targets;
  }

  void WarnOfLostPayments(const EligibleSpending& spending) {
    if (!spending.loses_payments) return;
    context_.Warn(ItemPath(writer_.place(), context_.request),
                  "part of this payment falls beyond the horizon and is not in the figures");
  }

  void Add(ShareStep step) {
    context_.plan.dependent_steps.push_back(
        {DependentKind::kShare, static_cast<std::uint32_t>(context_.plan.share_steps.size())});
    context_.plan.share_steps.push_back(std::move(step));
  }

  const model::CashFlowItem& item_;
  const model::PriceTerms& terms_;
  const SideItems& side_;
  ItemWriter& writer_;
  CompileContext& context_;
};

}  // namespace

void CompileDependentItem(const model::CashFlowItem& item, const model::PriceTerms& terms, const SideItems& side,
                          ItemWriter& writer) {
  std::visit(Compiler(item, terms, side, writer), item.kind);
}

}  // namespace calanque::plan
