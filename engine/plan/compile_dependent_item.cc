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
    AddTerms(grant.eligible_item_ids, 1.0, IsInvestment, step.base);
    if (grant.payment_profile) {
      step.payment_profile.assign(static_cast<std::size_t>(context_.plan.schema.axis.point_count()), 0.0);
      const double share_left_out = finance::AddProfile(
          context_.periods, *grant.payment_profile, 1.0,
          std::span(step.payment_profile).first(static_cast<std::size_t>(context_.periods.period_count())));
      writer_.WarnIfCut(share_left_out, ".grant.payment_profile");
      step.cap_amount *= 1.0 - share_left_out;
      if (!step.is_fixed_amount) step.base = WholeBase(grant);
    } else {
      step.target_points = TargetPoints(grant.payment_lag_years);
      EligibleSpending spending = SpendingBefore(step);
      for (const std::string& id : grant.eligible_item_ids) spending.beyond_amount += SpendingBeyond(id);
      WarnOfLostPayments(spending);
      if (step.fixed_amount > 0.0 && spending.Total() == 0.0) {
        Warn("pays nothing: it follows its eligible items, which spend nothing");
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
    WarnOfNoVat(refund);
    Add(std::move(step));
  }

  /// Cash that goes on is worth cash; what is none while it goes on (co-benefits, carbon) has a column of its own.
  void operator()(const model::ResidualValue& residual) {
    std::vector<ColumnTerm> cash;
    std::vector<ColumnTerm> benefits;
    std::vector<ColumnTerm> carbon;
    for (const std::string& id : residual.continuing_item_ids) {
      std::vector<ColumnTerm> terms;
      AddSignedTerms(id, terms);
      WarnOfWhatDoesNotGoOn(id, terms);
      for (const ColumnTerm& term : terms) {
        const Category category = context_.plan.schema.money[term.column].category;
        (category == Category::kCoBenefit ? benefits : category == Category::kCarbon ? carbon : cash).push_back(term);
      }
    }
    if (!cash.empty()) AddContinuation(residual, Category::kResidualValue, std::move(cash));
    if (!benefits.empty()) AddContinuation(residual, Category::kCoBenefit, std::move(benefits));
    if (!carbon.empty()) AddContinuation(residual, Category::kCarbon, std::move(carbon));
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

  void Warn(std::string message) { context_.Warn(ItemPath(writer_.place(), context_.request), std::move(message)); }

  [[nodiscard]] bool IsInLastYear(std::size_t point) const {
    const auto& axis = context_.plan.schema.axis;
    return axis.period_indices[point] >= axis.period_count - context_.request.options.grid.periods_per_year();
  }

  void AddContinuation(const model::ResidualValue& residual, Category category, std::vector<ColumnTerm> terms) {
    ContinuationStep step;
    step.column = writer_.AddEmptyMoney(Payer(), Payee(), category, FundingRole::kNone);
    step.annuity_years = kernel::AnnuityFactor(residual.discount_rate_per_year, residual.remaining_years);
    const auto& axis = context_.plan.schema.axis;
    step.value_point = static_cast<std::uint32_t>(axis.period_count - 1);
    for (int point = 0; point < axis.point_count(); ++point) {
      if (IsInLastYear(static_cast<std::size_t>(point))) {
        step.last_year_points.push_back(static_cast<std::uint32_t>(point));
      }
    }
    step.terms = std::move(terms);
    context_.plan.dependent_steps.push_back(
        {DependentKind::kContinuation, static_cast<std::uint32_t>(context_.plan.continuation_steps.size())});
    context_.plan.continuation_steps.push_back(std::move(step));
  }

  void WarnOfWhatDoesNotGoOn(const std::string& id, const std::vector<ColumnTerm>& terms) {
    if (std::none_of(terms.begin(), terms.end(),
                     [&](const ColumnTerm& term) { return FlowsInLastYear(term.column); })) {
      Warn("'" + id + "' adds nothing: in the last year it has no flow to or from '" + item_.payee_party_id + "'");
      return;
    }
    const model::ActiveSpan* span = SpanOf(side_.items[side_.index_by_id.at(id)]);
    if (span == nullptr || !span->end_date || *span->end_date >= context_.periods.Horizon()) return;
    Warn("'" + id + "' ends on " + time::FormatIsoDate(*span->end_date) + " and is taken to go on as in the last year");
  }

  void WarnOfNoVat(const model::VatCompensation& refund) {
    for (const std::string& id : refund.eligible_item_ids) {
      const auto* investment = std::get_if<model::Investment>(&side_.items[side_.index_by_id.at(id)].kind);
      if (investment == nullptr || investment->vat_rate_fraction != 0.0) continue;
      Warn("refunds VAT of '" + id + "', on which none is paid (vat_rate_fraction)");
    }
  }

  static bool IsInvestment(Category category) { return category == Category::kInvestment; }

  /// What a share along a profile is of: all that the eligible items cost. What an item spends beyond the horizon no
  /// column knows: what it spends before stands for it, at the item's own prices.
  std::vector<ColumnTerm> WholeBase(const model::Grant& grant) {
    std::vector<ColumnTerm> base;
    for (const std::string& id : grant.eligible_item_ids) {
      ShareStep item;
      AddTerms({id}, 1.0, IsInvestment, item.base);
      EligibleSpending spending = SpendingBefore(item);
      spending.beyond_amount = SpendingBeyond(id);
      if (spending.seen_amount == 0.0 && spending.beyond_amount != 0.0) {
        Warn("counts nothing for '" + id + "', which spends nothing within the horizon");
        continue;
      }
      for (const ColumnTerm& term : item.base) base.push_back({term.column, 1.0 / spending.SeenFraction()});
    }
    return base;
  }

  [[nodiscard]] EligibleSpending SpendingBefore(const ShareStep& step) const {
    EligibleSpending spending;
    ForEachOwnStep([&](const ScaleStep& scale) {
      for (const ColumnTerm& term : step.base) {
        if (scale.column != term.column) continue;
        for (std::uint32_t i = 0; i < scale.count; ++i) {
          const double amount = context_.plan.coefficients[scale.coefficient_offset + i];
          spending.seen_amount += amount;
          if (amount == 0.0 || step.target_points.empty()) continue;  // Along a profile none is lost by its lag.
          if (step.target_points[scale.first_point + i] != kLostPoint) continue;
          spending.lost_amount += amount;
          spending.loses_payments = true;
        }
      }
    });
    return spending;
  }

  [[nodiscard]] double SpendingBeyond(const std::string& id) {
    const auto* investment = std::get_if<model::Investment>(&side_.items[side_.index_by_id.at(id)].kind);
    if (investment == nullptr) return 0.0;
    const auto row = writer_.Scratch(0).first(static_cast<std::size_t>(context_.periods.period_count()));
    return investment->amount * finance::AddProfile(context_.periods, investment->spend_profile, 0.0, row);
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

  /// Whether a column has an amount in the last year; those of dependent items are not known yet.
  [[nodiscard]] bool FlowsInLastYear(std::uint32_t column) const {
    bool flows = false;
    ForEachOwnStep([&](const ScaleStep& step) {
      if (step.column != column) return;
      for (std::uint32_t i = 0; i < step.count; ++i) {
        const double amount = context_.plan.coefficients[step.coefficient_offset + i];
        flows = flows || (amount != 0.0 && IsInLastYear(step.first_point + i));
      }
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
    const bool is_all = spending.lost_amount == spending.seen_amount;
    Warn(std::string(is_all ? "this payment" : "part of this payment") +
         " falls beyond the horizon and is not in the figures");
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
