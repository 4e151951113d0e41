#include <algorithm>
#include <variant>

#include "engine/finance/investment_profile.h"
#include "engine/finance/operating_profile.h"
#include "engine/plan/compile_item.h"

namespace calanque::plan {
namespace {

using ledger::Category;
using ledger::FundingRole;
using ledger::PhysicalKind;

/// Role of an explicit amount by its category.
FundingRole RoleOf(Category category, std::optional<model::Commitment> commitment) {
  switch (category) {
    case Category::kInvestment:
    case Category::kReplacement:
      return FundingRole::kNeed;
    case Category::kGrant:
    case Category::kCertificate:
    case Category::kFinancing:
      return SourceRole(commitment.value_or(model::Commitment::kPlanned));
    case Category::kInvestmentTax:  // A refund that is certain, else a tax that is paid with the works.
      return commitment == model::Commitment::kCommitted ? FundingRole::kCommittedSource : FundingRole::kNeed;
    case Category::kTax:  // A refund that is certain; other taxes are neither need nor source.
      return commitment == model::Commitment::kCommitted ? FundingRole::kCommittedSource : FundingRole::kNone;
    case Category::kResidualValue:
    case Category::kOperatingCost:
    case Category::kEnergy:
    case Category::kEnergyTax:
    case Category::kRevenue:
    case Category::kDebtService:
    case Category::kCarbon:
    case Category::kCoBenefit:
      return FundingRole::kNone;
  }
  return FundingRole::kNone;
}

PhysicalKind ScopeKind(model::EmissionScope scope) {
  switch (scope) {
    case model::EmissionScope::kScope1:
      return PhysicalKind::kEmissionScope1;
    case model::EmissionScope::kScope2:
      return PhysicalKind::kEmissionScope2;
    case model::EmissionScope::kScope3:
      return PhysicalKind::kEmissionScope3;
  }
  return PhysicalKind::kEmissionScope1;
}

/// One function per kind; each reads as the recipe of its columns.
class Compiler {
 public:
  Compiler(const model::CashFlowItem& item, const model::PriceTerms& terms, ItemWriter& writer)
      : item_(item),
        writer_(writer),
        context_(writer.context()),
        periods_per_year_(context_.request.options.grid.periods_per_year()),
        period_count_(static_cast<std::size_t>(context_.periods.period_count())),
        terms_(terms) {}

  void operator()(const model::Investment& investment) {
    const auto spending = writer_.Scratch(0);
    const auto replacement = writer_.Scratch(1);
    const auto residual = writer_.Scratch(2);
    const double share_left_out = finance::AddInvestment(context_.periods, investment,
                                                         {Periods(spending), Periods(replacement), Periods(residual)});
    writer_.WarnIfCut(share_left_out, ".investment.spend_profile");
    if (share_left_out > 0.0 && investment.residual_method == model::ResidualMethod::kExplicit) {
      context_.Warn(ItemPath(writer_.place(), context_.request).append(".investment.residual_value_amount"),
                    "counts in full at the horizon, before all of the asset is paid for");
    }
    const FactorIndex prices = context_.factors.Prices(terms_);
    writer_.AddMoney(Payer(), Payee(), Category::kInvestment, FundingRole::kNeed, spending, prices);
    writer_.AddMoney(Payer(), Payee(), Category::kReplacement, FundingRole::kNeed, replacement, prices);
    writer_.AddMoney(Payee(), Payer(), Category::kResidualValue, FundingRole::kNone, residual, prices);
    if (investment.vat_rate_fraction == 0.0) return;
    const auto vat = writer_.Scratch(3);
    for (std::size_t i = 0; i < vat.size(); ++i) {
      vat[i] = investment.vat_rate_fraction * (spending[i] + replacement[i]);
    }
    writer_.AddMoney(Payer(), context_.Party(investment.vat_payee_party_id), Category::kInvestmentTax,
                     FundingRole::kNeed, vat, prices);
  }

  void operator()(const model::OperatingCost& cost) {
    const double per_year = cost.fixed_amount_per_year + cost.variable_amount_per_unit * cost.quantity_per_year;
    const auto row = Operation(0, cost.span, per_year, {cost.growth_real_per_year, {}});
    const FactorIndex prices = context_.factors.Prices(terms_);
    writer_.AddMoney(Payer(), Payee(), Category::kOperatingCost, FundingRole::kNone, row, prices);
    if (cost.vat_rate_fraction == 0.0) return;
    const auto vat = Operation(1, cost.span, per_year * cost.vat_rate_fraction, {cost.growth_real_per_year, {}});
    writer_.AddMoney(Payer(), context_.Party(cost.vat_payee_party_id), Category::kTax, FundingRole::kNone, vat, prices);
  }

  void operator()(const model::EnergyFlow& energy) {
    const model::Carrier& carrier = context_.Carrier(energy.carrier_id);
    const bool is_bought = energy.use == model::EnergyUse::kConsumed;
    const bool is_sold = energy.use == model::EnergyUse::kSold;
    const double kept = energy.use == model::EnergyUse::kSaved ? 1.0 - energy.rebound_fraction : 1.0;
    const double quantity = energy.quantity_mwh_per_year * kept;
    const auto positive = Operation(0, energy.span, quantity, {-energy.degradation_per_year, {}});
    const auto signed_row =
        Operation(1, energy.span, is_bought || is_sold ? quantity : -quantity, {-energy.degradation_per_year, {}});
    AddEnergyMoney(energy, carrier, is_sold ? positive : signed_row);
    AddEnergyPhysical(energy, carrier, positive, signed_row);
  }

  void operator()(const model::Revenue& revenue) {
    const auto row = Operation(0, revenue.span, revenue.tariff_amount_per_unit * revenue.volume_per_year,
                               {revenue.volume_growth_per_year, revenue.ramp_up_fractions});
    writer_.AddMoney(Payer(), Payee(), Category::kRevenue, FundingRole::kNone, row, context_.factors.Prices(terms_));
  }

  void operator()(const model::EnergySavingCertificate& certificate) {
    const auto row = writer_.Scratch(0);
    writer_.WarnIfCut(finance::AddProfile(context_.periods, certificate.payment_profile,
                                          certificate.certified_mwh_cumac, Periods(row)),
                      ".certificate.payment_profile");
    writer_.AddMoney(Payer(), Payee(), Category::kCertificate, SourceRole(certificate.commitment), row,
                     context_.factors.MoneyCurve(certificate.price_curve_id));
  }

  void operator()(const model::CoBenefit& benefit) {
    const auto row = Operation(0, benefit.span, benefit.quantity_per_year * benefit.value_amount_per_unit,
                               {benefit.growth_per_year, benefit.ramp_up_fractions});
    writer_.AddMoney(Payer(), Payee(), Category::kCoBenefit, FundingRole::kNone, row, context_.factors.Prices(terms_));
  }

  void operator()(const model::Emission& emission) {
    const auto row = Operation(0, emission.span, emission.quantity_t_co2e_per_year,
                               {emission.growth_per_year, emission.ramp_up_fractions});
    writer_.AddPhysical(ScopeKind(emission.scope), -1, row, FactorTable::Ones());
  }

  void operator()(const model::ExplicitSeries& series) {
    const auto row = Series(series.start_date, series.step, series.amounts);
    writer_.AddMoney(Payer(), Payee(), series.category, RoleOf(series.category, series.commitment), row,
                     context_.factors.Prices(terms_));
  }

  void operator()(const model::DatedFlows& flows) {
    const auto row = writer_.Scratch(0);
    for (std::size_t i = 0; i < flows.dates.size(); ++i) {
      row[context_.dated_point.at(flows.dates[i].time_since_epoch().count())] += flows.amounts[i];
    }
    writer_.AddMoney(Payer(), Payee(), flows.category, RoleOf(flows.category, flows.commitment), row,
                     context_.factors.Prices(terms_));
  }

  void operator()(const model::PhysicalSeries& series) {
    const auto row = Series(series.start_date, series.step, series.quantities);
    writer_.AddPhysical(series.kind, -1, row, FactorTable::Ones());
  }

  // Dependent kinds are compiled by CompileDependentItem.
  void operator()(const model::Grant&) { Misplaced(); }
  void operator()(const model::VatCompensation&) { Misplaced(); }
  void operator()(const model::ResidualValue&) { Misplaced(); }

 private:
  [[noreturn]] void Misplaced() const {
    CALANQUE_CHECK(false, "dependent item compiled as independent: " + item_.id);
    throw Defect("unreachable");
  }

  [[nodiscard]] ledger::PartyIndex Payer() const { return context_.Party(item_.payer_party_id); }
  [[nodiscard]] ledger::PartyIndex Payee() const { return context_.Party(item_.payee_party_id); }
  /// The part of a row that stands for periods; dated points follow it.
  [[nodiscard]] std::span<double> Periods(std::span<double> row) const { return row.first(period_count_); }

  std::span<double> Operation(int slot, const model::ActiveSpan& span, double per_year,
                              const finance::YearlyChange& change) {
    const auto row = writer_.Scratch(slot);
    finance::AddOperation(context_.periods, periods_per_year_, span, per_year, change, Periods(row));
    return row;
  }

  std::span<double> Series(const std::optional<time::Date>& start_date, model::SeriesStep step,
                           const std::vector<double>& values) {
    const auto row = writer_.Scratch(0);
    const int first = start_date ? context_.periods.IndexOf(*start_date) : 0;
    const int span = step == model::SeriesStep::kYear ? periods_per_year_ : 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (int k = 0; k < span; ++k) {
        const std::size_t period = static_cast<std::size_t>(first) + i * static_cast<std::size_t>(span) + k;
        if (period < period_count_) row[period] += values[i] / span;
      }
    }
    return row;
  }

  /// What is handed over for energy. Consumed and saved: the user pays each part of the bill (a saving is a negative
  /// payment). Sold: the buyer pays the seller the whole price. An own price goes to whom the carrier's first part goes
  /// that is no tax.
  void AddEnergyMoney(const model::EnergyFlow& energy, const model::Carrier& carrier, std::span<const double> row) {
    const bool is_sold = energy.use == model::EnergyUse::kSold;
    const Category category = is_sold ? Category::kRevenue : Category::kEnergy;
    const auto payee_of_bill = [&]() {
      if (!item_.payee_party_id.empty()) return Payee();
      const auto& parts = carrier.prices;
      const auto supply = std::find_if(parts.begin(), parts.end(), [](const auto& part) { return !part.is_tax; });
      return context_.Party((supply == parts.end() ? parts.front() : *supply).payee_party_id);
    };
    if (!energy.price_curve_id.empty()) {
      writer_.AddMoney(Payer(), payee_of_bill(), category, FundingRole::kNone, row,
                       context_.factors.MoneyCurve(energy.price_curve_id));
      return;
    }
    for (const model::CarrierPrice& price : carrier.prices) {
      const FactorIndex factor = context_.factors.MoneyCurve(price.price_curve_id);
      const Category part = !is_sold && price.is_tax ? Category::kEnergyTax : category;
      const auto payee = is_sold ? Payee() : context_.Party(price.payee_party_id);
      writer_.AddMoney(Payer(), payee, part, FundingRole::kNone, row, factor);
    }
  }

  void AddEnergyPhysical(const model::EnergyFlow& energy, const model::Carrier& carrier,
                         std::span<const double> positive, std::span<const double> signed_row) {
    const auto carrier_index = static_cast<std::int32_t>(context_.carrier_index.at(carrier.id));
    const bool is_sold = energy.use == model::EnergyUse::kSold;
    if (!is_sold) {
      writer_.AddPhysical(PhysicalKind::kEnergyConsumed, carrier_index, signed_row, FactorTable::Ones());
    }
    if (is_sold || energy.use == model::EnergyUse::kSelfConsumed) {
      writer_.AddPhysical(PhysicalKind::kEnergyProduced, carrier_index, positive, FactorTable::Ones());
    }
    if (is_sold && !energy.displaces_emissions) return;
    const auto emitted = writer_.Scratch(2);
    for (std::size_t i = 0; i < emitted.size(); ++i) emitted[i] = is_sold ? -positive[i] : signed_row[i];
    for (const model::CarrierEmission& emission : carrier.emissions) {
      writer_.AddPhysical(ScopeKind(emission.scope), carrier_index, emitted,
                          context_.factors.Curve(emission.factor_curve_id));
    }
  }

  const model::CashFlowItem& item_;
  ItemWriter& writer_;
  CompileContext& context_;
  int periods_per_year_;
  std::size_t period_count_;
  const model::PriceTerms& terms_;
};

}  // namespace

void CompileIndependentItem(const model::CashFlowItem& item, const model::PriceTerms& terms, ItemWriter& writer) {
  std::visit(Compiler(item, terms, writer), item.kind);
}

}  // namespace calanque::plan
