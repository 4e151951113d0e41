#include "engine/run/explain_item.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace calanque::run {
namespace {

using ledger::Category;

std::string NumberText(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

std::string NumbersText(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : ", ") + NumberText(value);
  return text;
}

std::string JoinedIds(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text;
}

std::string Citation(const model::SourceNote& note) {
  return note.kind == model::SourceKind::kAssumption ? "assumption: " + note.citation : note.citation;
}

/// Collects the figures of one message, each with its source.
class InputList {
 public:
  explicit InputList(const std::vector<model::SourceNote>& notes) : notes_(notes) {}

  void Add(const std::string& field, const std::string& value) {
    inputs_.push_back({field, value, SourceOf(notes_, field), {}});
  }
  void Add(const std::string& field, double value) { Add(field, NumberText(value)); }
  /// A figure whose default says nothing.
  void AddUnless(double neutral, const std::string& field, double value) {
    if (value != neutral) Add(field, value);
  }
  void Add(const std::string& field, const model::YearlyProfile& profile) {
    Add(field, "from " + time::FormatIsoDate(profile.start_date) + ", shares a year " + NumbersText(profile.fractions));
  }
  void Add(const model::ActiveSpan& span) {
    Add("start_date", time::FormatIsoDate(span.start_date));
    if (span.end_date) Add("end_date", time::FormatIsoDate(*span.end_date));
  }
  [[nodiscard]] std::vector<ExplainedInput> Take() && { return std::move(inputs_); }

 private:
  const std::vector<model::SourceNote>& notes_;
  std::vector<ExplainedInput> inputs_;
};

struct InputWriter {
  InputList& list;

  void operator()(const model::Investment& item) const {
    list.Add("amount", item.amount);
    list.Add("spend_profile", item.spend_profile);
    list.AddUnless(0.0, "life_years", item.life_years);
    if (item.replace_at_end_of_life)
      list.Add("replacement_cost_fraction", item.replacement_cost_fraction.value_or(1.0));
    list.AddUnless(0.0, "residual_value_amount", item.residual_value_amount);
    list.AddUnless(0.0, "vat_rate_fraction", item.vat_rate_fraction);
  }
  void operator()(const model::OperatingCost& item) const {
    list.AddUnless(0.0, "fixed_amount_per_year", item.fixed_amount_per_year);
    list.AddUnless(0.0, "variable_amount_per_unit", item.variable_amount_per_unit);
    list.AddUnless(0.0, "quantity_per_year", item.quantity_per_year);
    list.AddUnless(0.0, "growth_real_per_year", item.growth_real_per_year);
    list.AddUnless(0.0, "vat_rate_fraction", item.vat_rate_fraction);
    list.Add(item.span);
  }
  void operator()(const model::EnergyFlow& item) const {
    list.Add("carrier_id", item.carrier_id);
    list.Add("quantity_mwh_per_year", item.quantity_mwh_per_year);
    list.AddUnless(0.0, "degradation_per_year", item.degradation_per_year);
    list.AddUnless(0.0, "rebound_fraction", item.rebound_fraction);
    if (!item.price_curve_id.empty()) list.Add("price_curve_id", item.price_curve_id);
    list.Add(item.span);
  }
  void operator()(const model::Revenue& item) const {
    list.Add("tariff_amount_per_unit", item.tariff_amount_per_unit);
    list.Add("volume_per_year", item.volume_per_year);
    list.AddUnless(0.0, "volume_growth_per_year", item.volume_growth_per_year);
    if (!item.ramp_up_fractions.empty()) list.Add("ramp_up_fractions", NumbersText(item.ramp_up_fractions));
    list.Add(item.span);
  }
  void operator()(const model::Grant& item) const {
    if (item.amount) list.Add("amount", *item.amount);
    if (item.share_of_eligible_fraction) list.Add("share_of_eligible_fraction", *item.share_of_eligible_fraction);
    if (!item.eligible_item_ids.empty()) list.Add("eligible_item_ids", JoinedIds(item.eligible_item_ids));
    if (item.cap_amount) list.Add("cap_amount", *item.cap_amount);
    if (item.payment_profile) list.Add("payment_profile", *item.payment_profile);
    list.AddUnless(0, "payment_lag_years", item.payment_lag_years);
  }
  void operator()(const model::EnergySavingCertificate& item) const {
    list.Add("certified_mwh_cumac", item.certified_mwh_cumac);
    list.Add("price_curve_id", item.price_curve_id);
    list.Add("payment_profile", item.payment_profile);
  }
  void operator()(const model::VatCompensation& item) const {
    list.Add("rate_fraction", item.rate_fraction);
    list.Add("eligible_item_ids", JoinedIds(item.eligible_item_ids));
    list.AddUnless(1.0, "eligible_share_fraction", item.eligible_share_fraction);
    if (!item.deducted_item_ids.empty()) list.Add("deducted_item_ids", JoinedIds(item.deducted_item_ids));
    list.Add("payment_lag_years", item.payment_lag_years);
  }
  void operator()(const model::CoBenefit& item) const {
    list.Add("quantity_per_year", item.quantity_per_year);
    list.Add("value_amount_per_unit", item.value_amount_per_unit);
    list.AddUnless(0.0, "growth_per_year", item.growth_per_year);
    if (!item.ramp_up_fractions.empty()) list.Add("ramp_up_fractions", NumbersText(item.ramp_up_fractions));
    list.Add(item.span);
  }
  void operator()(const model::Emission& item) const {
    list.Add("quantity_t_co2e_per_year", item.quantity_t_co2e_per_year);
    list.AddUnless(0.0, "growth_per_year", item.growth_per_year);
    if (!item.ramp_up_fractions.empty()) list.Add("ramp_up_fractions", NumbersText(item.ramp_up_fractions));
    list.Add(item.span);
  }
  void operator()(const model::ResidualValue& item) const {
    list.Add("continuing_item_ids", JoinedIds(item.continuing_item_ids));
    list.Add("remaining_years", item.remaining_years);
    list.Add("discount_rate_per_year", item.discount_rate_per_year);
  }
  void operator()(const model::ExplicitSeries& item) const { list.Add("amounts", NumbersText(item.amounts)); }
  void operator()(const model::DatedFlows& item) const {
    for (std::size_t i = 0; i < item.dates.size(); ++i) {
      list.Add("amounts", time::FormatIsoDate(item.dates[i]) + ": " + NumberText(item.amounts[i]));
    }
  }
  void operator()(const model::PhysicalSeries& item) const { list.Add("quantities", NumbersText(item.quantities)); }
};

std::string InvestmentFormula(const model::Investment& investment, Category category) {
  switch (category) {
    case Category::kReplacement:
      return "amount x replacement_cost_fraction at each end of life x price index";
    case Category::kResidualValue:
      return investment.residual_method == model::ResidualMethod::kExplicit
                 ? "residual_value_amount at the horizon x price index"
                 : "cost of the asset in use x life left at the horizon / life_years x price index";
    case Category::kInvestmentTax:
      return "vat_rate_fraction x (investment + replacement)";
    default:
      return "amount x share of the year x price index";
  }
}

struct FormulaWriter {
  Category category;

  std::string operator()(const model::Investment& item) const { return InvestmentFormula(item, category); }
  std::string operator()(const model::OperatingCost&) const {
    const std::string cost = "(fixed + variable x quantity) x (1 + growth)^year x price index";
    return category == Category::kTax ? "vat_rate_fraction x " + cost : cost;
  }
  std::string operator()(const model::EnergyFlow& item) const {
    switch (item.use) {
      case model::EnergyUse::kConsumed:
        return "quantity x (1 - degradation)^year x price part of the carrier";
      case model::EnergyUse::kSaved:
        return "-quantity x (1 - rebound) x (1 - degradation)^year x price part of the carrier (payment avoided)";
      case model::EnergyUse::kSelfConsumed:
        return "-quantity x (1 - degradation)^year x price part of the carrier (payment avoided)";
      case model::EnergyUse::kSold:
        return "quantity x (1 - degradation)^year x sale price";
    }
    return "";
  }
  std::string operator()(const model::Revenue&) const {
    return "tariff x volume x ramp-up x (1 + growth)^year x price index";
  }
  std::string operator()(const model::Grant& item) const {
    const std::string size = item.amount ? "amount" : "share x eligible investment";
    return (item.cap_amount ? "min(" + size + ", cap)" : size) +
           (item.payment_profile ? ", paid along the profile" : ", paid with eligible spending after the lag");
  }
  std::string operator()(const model::EnergySavingCertificate&) const {
    return "certified MWh cumac x share of the year x certificate price";
  }
  std::string operator()(const model::VatCompensation&) const {
    return "rate x eligible share x investment incl. VAT x (1 - deducted grants / eligible spending), after the lag";
  }
  std::string operator()(const model::CoBenefit&) const {
    return "quantity x unit value x ramp-up x (1 + growth)^year x price index";
  }
  std::string operator()(const model::ResidualValue&) const {
    return "net flow of the last year x annuity factor(discount_rate, remaining_years)";
  }
  std::string operator()(const model::ExplicitSeries&) const { return "amounts as given x price index"; }
  std::string operator()(const model::DatedFlows&) const { return "amounts as given at their dates x price index"; }
  std::string operator()(const model::Emission&) const { return ""; }
  std::string operator()(const model::PhysicalSeries&) const { return ""; }
};

}  // namespace

std::string MoneyFormula(const model::CashFlowItem& item, Category category) {
  return std::visit(FormulaWriter{category}, item.kind);
}

std::string PhysicalFormula(const model::CashFlowItem& item) {
  if (std::holds_alternative<model::EnergyFlow>(item.kind)) {
    return "signed quantity x (1 - degradation)^year, x emission factor of the carrier for tonnes";
  }
  if (std::holds_alternative<model::Emission>(item.kind)) return "quantity x ramp-up x (1 + growth)^year";
  return "quantities as given";
}

std::vector<ExplainedInput> ItemInputs(const model::CashFlowItem& item) {
  InputList list(item.sources);
  std::visit(InputWriter{list}, item.kind);
  if (item.beta) list.Add("beta", *item.beta);
  return std::move(list).Take();
}

std::vector<ExplainedInput> SourceInputs(const model::FinancingSource& source) {
  InputList list(source.sources);
  list.Add("amount", source.amount);
  list.Add("payment_profile", source.payment_profile);
  if (const auto* loan = std::get_if<model::Loan>(&source.kind)) {
    list.Add("interest_rate_nominal_per_year", loan->interest_rate_nominal_per_year);
    list.Add("tenor_years", loan->tenor_years);
    list.AddUnless(0.0, "grace_years", loan->grace_years);
  }
  return std::move(list).Take();
}

std::string SourceOf(const std::vector<model::SourceNote>& notes, const std::string& field) {
  const auto names_field = [&](const model::SourceNote& note) {
    return std::find(note.fields.begin(), note.fields.end(), field) != note.fields.end();
  };
  auto note = std::find_if(notes.begin(), notes.end(), names_field);
  if (note == notes.end()) {
    note = std::find_if(notes.begin(), notes.end(), [](const auto& candidate) { return candidate.fields.empty(); });
  }
  return note == notes.end() ? "" : Citation(*note);
}

std::string AllSources(const std::vector<model::SourceNote>& notes) {
  std::string text;
  for (const model::SourceNote& note : notes) text += (text.empty() ? "" : "; ") + Citation(note);
  return text;
}

}  // namespace calanque::run
