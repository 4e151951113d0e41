#include <algorithm>
#include <cmath>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr double kMaxLifeYears = 200.0;
constexpr int kMaxLagYears = 50;
constexpr double kMaxBeta = 10.0;
constexpr double kShortestLifeYears = 1.0 / 12.0;

/// One function per kind; `path` is the item's.
class ItemValidator {
 public:
  ItemValidator(ValidationContext& context, const CashFlowItem& item, const FieldPath& path)
      : context_(context), item_(item), item_path_(path) {}

  void operator()(const Investment& item) {
    const FieldPath path = item_path_ / "investment";
    PayerAndPayee();
    context_.NotNegative(item.amount, path / "amount");
    context_.Profile(item.spend_profile, path / "spend_profile");
    const bool needs_life = item.replace_at_end_of_life || item.residual_method == ResidualMethod::kStraightLine;
    if (item.life_years < 0.0 || item.life_years > kMaxLifeYears ||
        (needs_life && item.life_years < kShortestLifeYears)) {
      context_.Fail(path / "life_years",
                    "is " + NumberText(item.life_years) +
                        (needs_life ? "; replacement and straight-line residual value need 1/12 to 200 years"
                                    : "; expected 0 (not stated) to 200 years"));
    }
    if (item.replacement_cost_fraction) {
      context_.NotNegative(*item.replacement_cost_fraction, path / "replacement_cost_fraction");
      if (!item.replace_at_end_of_life) {
        context_.Fail(path / "replacement_cost_fraction", "is set; expected replace_at_end_of_life with it");
      }
    }
    context_.NotNegative(item.residual_value_amount, path / "residual_value_amount");
    if (item.residual_value_amount > 0.0 && item.residual_method != ResidualMethod::kExplicit) {
      context_.Fail(path / "residual_value_amount",
                    "is set; expected residual_method RESIDUAL_METHOD_EXPLICIT with it");
    }
    Vat(item.vat_rate_fraction, item.vat_payee_party_id, path);
  }

  void operator()(const OperatingCost& item) {
    const FieldPath path = item_path_ / "operating_cost";
    PayerAndPayee();
    context_.Span(item.span, path);
    context_.Rate(item.growth_real_per_year, path / "growth_real_per_year");
    Vat(item.vat_rate_fraction, item.vat_payee_party_id, path);
  }

  void operator()(const EnergyFlow& item) {
    const FieldPath path = item_path_ / "energy";
    const bool is_sold = item.use == EnergyUse::kSold;
    if (is_sold) {
      PayerAndPayee();
    } else {
      Payer();
      context_.RequireIfSet(context_.parties, item_.payee_party_id, item_path_ / "payee_party_id");
    }
    EnergyPrice(item, is_sold, path);
    context_.NotNegative(item.quantity_mwh_per_year, path / "quantity_mwh_per_year");
    context_.Span(item.span, path);
    if (item.degradation_per_year < 0.0 || item.degradation_per_year >= 1.0) {
      context_.Fail(path / "degradation_per_year", "is " + NumberText(item.degradation_per_year) +
                                                       "; expected a fraction from 0 to below 1 (0.5 % is 0.005)");
    }
    context_.Fraction(item.rebound_fraction, path / "rebound_fraction");
    if (item.rebound_fraction > 0.0 && item.use != EnergyUse::kSaved) {
      context_.Fail(path / "rebound_fraction", "is set; only energy saved rebounds (ENERGY_USE_SAVED)");
    }
    if (item.displaces_emissions && !is_sold) {
      context_.Fail(path / "displaces_emissions", "is set; it applies to energy sold (ENERGY_USE_SOLD)");
    }
  }

  void operator()(const Revenue& item) {
    const FieldPath path = item_path_ / "revenue";
    PayerAndPayee();
    context_.NotNegative(item.volume_per_year, path / "volume_per_year");
    context_.Span(item.span, path);
    context_.Fractions(item.ramp_up_fractions, path / "ramp_up_fractions");
    context_.Rate(item.volume_growth_per_year, path / "volume_growth_per_year");
  }

  void operator()(const Grant& item) {
    const FieldPath path = item_path_ / "grant";
    PayerAndPayee();
    if (item.amount) context_.NotNegative(*item.amount, path / "amount");
    if (item.share_of_eligible_fraction) {
      context_.Fraction(*item.share_of_eligible_fraction, path / "share_of_eligible_fraction");
    }
    if (item.share_of_eligible_fraction && item.eligible_item_ids.empty()) {
      context_.Fail(path / "eligible_item_ids", "is empty; a share needs the items it is a share of");
    }
    if (item.amount && item.eligible_item_ids.empty() && !item.payment_profile) {
      context_.Fail(path / "payment_profile", "is missing; expected when it is paid, or eligible_item_ids to follow");
    }
    if (item.cap_amount) context_.NotNegative(*item.cap_amount, path / "cap_amount");
    if (item.payment_profile) context_.Profile(*item.payment_profile, path / "payment_profile");
    Lag(item.payment_lag_years, path);
    if (item.payment_profile && item.payment_lag_years != 0) {
      context_.Fail(path / "payment_lag_years", "is set together with payment_profile; expected one of them");
    }
  }

  void operator()(const EnergySavingCertificate& item) {
    const FieldPath path = item_path_ / "certificate";
    PayerAndPayee();
    context_.NotNegative(item.certified_mwh_cumac, path / "certified_mwh_cumac");
    context_.Require(context_.curves, item.price_curve_id, path / "price_curve_id");
    context_.Profile(item.payment_profile, path / "payment_profile");
  }

  void operator()(const VatCompensation& item) {
    const FieldPath path = item_path_ / "vat_compensation";
    PayerAndPayee();
    context_.Fraction(item.rate_fraction, path / "rate_fraction");
    context_.Fraction(item.eligible_share_fraction, path / "eligible_share_fraction");
    if (item.eligible_item_ids.empty()) {
      context_.Fail(path / "eligible_item_ids", "is empty; expected the investments it refunds");
    }
    Lag(item.payment_lag_years, path);
  }

  void operator()(const CoBenefit& item) {
    const FieldPath path = item_path_ / "co_benefit";
    PayerAndPayee();
    if (context_.parties.Find(item_.payer_party_id) && !context_.IsOutside(item_.payer_party_id)) {
      context_.Fail(item_path_ / "payer_party_id",
                    "'" + item_.payer_party_id +
                        "' stands inside; a benefit outside markets flows from an outside party (nature)");
    }
    context_.Span(item.span, path);
    context_.Rate(item.growth_per_year, path / "growth_per_year");
    context_.Fractions(item.ramp_up_fractions, path / "ramp_up_fractions");
  }

  void operator()(const Emission& item) {
    const FieldPath path = item_path_ / "emission";
    OnlyPayer();
    context_.Span(item.span, path);
    context_.Rate(item.growth_per_year, path / "growth_per_year");
    context_.Fractions(item.ramp_up_fractions, path / "ramp_up_fractions");
  }

  void operator()(const ResidualValue& item) {
    const FieldPath path = item_path_ / "residual_value";
    PayerAndPayee();
    if (item.continuing_item_ids.empty()) {
      context_.Fail(path / "continuing_item_ids", "is empty; expected the items that go on beyond the horizon");
    }
    if (item.remaining_years <= 0.0 || item.remaining_years > kMaxLifeYears) {
      context_.Fail(path / "remaining_years",
                    "is " + NumberText(item.remaining_years) + "; expected above 0 and at most 200 years");
    }
    context_.Rate(item.discount_rate_per_year, path / "discount_rate_per_year");
    const auto& grid = context_.request.options.grid;
    if (context_.periods && grid.period_count < grid.periods_per_year()) {
      context_.Fail(path, "needs a full last year; expected a grid of at least one year");
    }
  }

  void operator()(const ExplicitSeries& item) {
    const FieldPath path = item_path_ / "explicit_series";
    PayerAndPayee();
    Series(item.start_date, item.step, item.amounts.size(), path, "amounts");
    Sureness(item.category, item.commitment, path / "commitment");
  }

  void operator()(const DatedFlows& item) {
    const FieldPath path = item_path_ / "dated_flows";
    PayerAndPayee();
    if (item.dates.size() != item.amounts.size() || item.dates.empty()) {
      context_.Fail(path, "has " + std::to_string(item.dates.size()) + " dates and " +
                              std::to_string(item.amounts.size()) + " amounts; expected as many of both, at least one");
    }
    const FieldPath dates = path / "dates";
    for (std::size_t i = 0; i < item.dates.size(); ++i) context_.InGrid(item.dates[i], dates[i]);
    Sureness(item.category, item.commitment, path / "commitment");
  }

  void operator()(const PhysicalSeries& item) {
    const FieldPath path = item_path_ / "physical_series";
    OnlyPayer();
    Series(item.start_date, item.step, item.quantities.size(), path, "quantities");
  }

 private:
  void Payer() { context_.Require(context_.parties, item_.payer_party_id, item_path_ / "payer_party_id"); }
  void Payee() { context_.Require(context_.parties, item_.payee_party_id, item_path_ / "payee_party_id"); }
  /// Of a physical item: whose it is may be stated, but nobody is paid.
  void OnlyPayer() {
    context_.RequireIfSet(context_.parties, item_.payer_party_id, item_path_ / "payer_party_id");
    if (!item_.payee_party_id.empty()) {
      context_.Fail(item_path_ / "payee_party_id", "is set; for a physical quantity nobody is paid: expected none");
    }
  }
  void PayerAndPayee() {
    Payer();
    Payee();
    if (item_.payer_party_id == item_.payee_party_id && !item_.payer_party_id.empty()) {
      context_.Fail(item_path_ / "payee_party_id", "is the payer too; expected two parties");
    }
  }

  /// A price of its own, or the carrier's.
  void EnergyPrice(const EnergyFlow& item, bool is_sold, const FieldPath& path) {
    context_.Require(context_.carriers, item.carrier_id, path / "carrier_id");
    context_.RequireIfSet(context_.curves, item.price_curve_id, path / "price_curve_id");
    const auto found = context_.carriers.Find(item.carrier_id);
    if (!found) return;
    const Carrier& carrier = context_.request.assumptions.carriers[*found];
    if (is_sold) {
      SalePrice(item, carrier, path);
    } else {
      BillPayee(item, carrier);
    }
    if (item.displaces_emissions && carrier.emissions.empty()) {
      context_.Fail(path / "displaces_emissions",
                    "is set, but carrier '" + carrier.id + "' has no emission factors; expected some, or false");
    }
  }

  /// What the buyer pays is the seller's.
  void SalePrice(const EnergyFlow& item, const Carrier& carrier, const FieldPath& path) {
    if (!item.price_curve_id.empty()) return;
    const bool is_taxed = std::any_of(carrier.prices.begin(), carrier.prices.end(),
                                      [](const CarrierPrice& price) { return price.is_tax; });
    if (carrier.prices.empty()) {
      context_.Fail(path / "price_curve_id",
                    "is missing, and carrier '" + carrier.id + "' has no price; expected one of them");
    } else if (is_taxed) {
      context_.Fail(path / "price_curve_id", "is missing, and the price of carrier '" + carrier.id +
                                                 "' holds taxes, which no seller keeps; expected the seller's price");
    }
  }

  /// Whoever is paid by an own price stands in the item or in the carrier; the carrier's prices name whom they pay.
  void BillPayee(const EnergyFlow& item, const Carrier& carrier) {
    const FieldPath path = item_path_ / "payee_party_id";
    const bool has_own_price = !item.price_curve_id.empty();
    if (has_own_price && carrier.prices.empty() && item_.payee_party_id.empty()) {
      context_.Fail(path, "is missing, and carrier '" + carrier.id +
                              "' names no payee; expected who is paid the price of the item");
    }
    if (!has_own_price && !item_.payee_party_id.empty()) {
      context_.Fail(path, "is set, but " +
                              (carrier.prices.empty() ? "carrier '" + carrier.id + "' has no price, so nobody is paid"
                                                      : "the prices of carrier '" + carrier.id + "' name who is paid") +
                              "; expected none, or a price_curve_id");
    }
  }

  void Vat(double rate, const std::string& payee, const FieldPath& path) {
    context_.Fraction(rate, path / "vat_rate_fraction");
    if (rate > 0.0 || !payee.empty()) context_.Require(context_.parties, payee, path / "vat_payee_party_id");
    if (!payee.empty() && payee == item_.payer_party_id) {
      context_.Fail(path / "vat_payee_party_id", "is who pays it; expected another party, as the state");
    }
  }

  void Lag(int years, const FieldPath& path) {
    if (years < 0 || years > kMaxLagYears) {
      context_.Fail(path / "payment_lag_years", "is " + std::to_string(years) + "; expected 0 to 50 whole years");
    }
  }

  /// Only sources are sure or not; a tax is one only as a refund that is certain.
  void Sureness(ledger::Category category, std::optional<Commitment> commitment, const FieldPath& path) {
    if (!commitment) return;
    switch (category) {
      case ledger::Category::kGrant:
      case ledger::Category::kCertificate:
      case ledger::Category::kFinancing:
        return;
      case ledger::Category::kInvestmentTax:
      case ledger::Category::kTax:
        if (*commitment == Commitment::kCommitted) return;
        context_.Fail(path,
                      "is PLANNED; a refund in taxes is a source only where it is COMMITTED: expected that, or a "
                      "vat_compensation, which may be planned");
        return;
      default:
        context_.Fail(path, "is set; it applies to sources: grants, certificates, financing and refunds of taxes");
    }
  }

  void Series(const std::optional<time::Date>& start, SeriesStep step, std::size_t count, const FieldPath& path,
              std::string_view values) {
    if (count == 0) context_.Fail(path / values, "is empty; expected at least one number");
    if (!context_.periods) return;
    const auto& grid = context_.request.options.grid;
    const int first = start ? context_.periods->IndexOf(*start) : 0;
    if (start) {
      context_.InGrid(*start, path / "start_date");
      if (first < 0 || first >= grid.period_count) return;
      if (context_.periods->StartOf(first) != *start) {
        context_.Fail(path / "start_date", time::FormatIsoDate(*start) +
                                               " is inside a period; expected the first day of one, as " +
                                               time::FormatIsoDate(context_.periods->StartOf(first)));
        return;
      }
    }
    const int periods_per_number = step == SeriesStep::kYear ? grid.periods_per_year() : 1;
    const auto room = static_cast<std::size_t>((grid.period_count - first) / periods_per_number);
    if (count > room) {
      context_.Fail(path / values, "has " + std::to_string(count) + " numbers; expected at most " +
                                       std::to_string(room) + ", to the end of the grid");
    }
  }

  ValidationContext& context_;
  const CashFlowItem& item_;
  const FieldPath& item_path_;
};

/// Items whose prices come from a curve with terms of its own.
bool IsPricedByCurve(const CashFlowItem& item) {
  return std::holds_alternative<EnergyFlow>(item.kind) || std::holds_alternative<EnergySavingCertificate>(item.kind);
}

/// Items that are paid as a share of what others cost on the day.
bool IsShareOfOthers(const CashFlowItem& item) {
  const auto* grant = std::get_if<Grant>(&item.kind);
  return std::holds_alternative<VatCompensation>(item.kind) ||
         (grant != nullptr && grant->share_of_eligible_fraction.has_value());
}

/// Why terms of this item would be read by nobody, and so may be missing and must not look as if somebody did; empty
/// where its amounts stand in them.
std::string_view WhyTermsAreUnread(const CashFlowItem& item) {
  if (IsPhysical(item)) return "a physical quantity has no prices: expected none";
  if (IsPricedByCurve(item)) return "the price curve has its own terms: expected none here";
  if (std::holds_alternative<ResidualValue>(item.kind)) {
    return "the value is made of other items' flows, in their prices: expected none";
  }
  return IsShareOfOthers(item) ? "a share is of what is paid on the day: expected none, or NOMINAL" : "";
}

void ValidateTerms(ValidationContext& context, const Project& project, const CashFlowItem& item,
                   const FieldPath& path) {
  const std::string_view why_unread = WhyTermsAreUnread(item);
  if (!item.price_terms) {
    const bool has_default = project.default_price_terms || context.request.portfolio.default_price_terms;
    if (why_unread.empty() && !has_default) {
      context.Fail(
          path,
          "is missing, and neither the project nor the portfolio has default_price_terms; expected real or nominal");
    }
  } else if (why_unread.empty() || (IsShareOfOthers(item) && item.price_terms->basis == PriceBasis::kNominal)) {
    context.Terms(*item.price_terms, path);
  } else {
    context.Fail(path, "is set; " + std::string(why_unread));
  }
}

}  // namespace

void ValidateItem(ValidationContext& context, const Project& project, const CashFlowItem& item, const FieldPath& path) {
  ValidateTerms(context, project, item, path / "price_terms");
  if (item.beta) context.Range(*item.beta, -kMaxBeta, kMaxBeta, path / "beta", "-10 to 10");
  const auto* physical = std::get_if<PhysicalSeries>(&item.kind);
  if (item.beta && physical != nullptr && !ledger::IsEmission(physical->kind)) {
    context.Fail(path / "beta", "is set; megawatt-hours are worth nothing by themselves: expected none");
  }
  std::visit(ItemValidator(context, item, path), item.kind);
}

}  // namespace calanque::model
