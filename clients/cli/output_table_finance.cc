#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "clients/cli/number_text.h"
#include "clients/cli/output_finance.h"
#include "clients/cli/page_text.h"

namespace calanque::cli {
namespace {

constexpr int kNearYears = 10;  // Of accounts: all; later ones every fifth.
constexpr int kYearStep = 5;
constexpr std::size_t kSourceWidth = 28;

template <typename Amounts>
double SumOf(const Amounts& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), 0.0);
}

std::string KindText(v1::FundingKind kind) {
  switch (kind) {
    case v1::FUNDING_KIND_OWN_FUNDS:
      return "own funds";
    case v1::FUNDING_KIND_VAT_REFUND:
      return "refunds of VAT";
    case v1::FUNDING_KIND_GRANT:
      return "grants";
    case v1::FUNDING_KIND_CERTIFICATES:
      return "certificates";
    case v1::FUNDING_KIND_LOAN:
      return "loans";
    case v1::FUNDING_KIND_EQUITY:
      return "capital";
    case v1::FUNDING_KIND_PARTNERSHIP:
      return "partnership";
    default:
      return "unknown";
  }
}

/// Need, gap before and gap after.
struct Sums {
  double need = 0;
  double before = 0;
  double after = 0;

  void Add(const v1::NeedResult& one) {
    need += SumOf(one.need_amounts());
    before += SumOf(one.gap_before_amounts());
    after += SumOf(one.gap_after_amounts());
  }
};

/// Lays out one answer.
class Page {
 public:
  Page(const v1::PlanFinancingResponse& response, const TextStyle& style)
      : response_(response),
        style_(style),
        currency_(response.conventions().currency_code()),
        scale_(ScaleFor(response.need_amount(), currency_)) {
    for (const v1::DisplayName& name : response.project_names()) projects_[name.id()] = Printable(name.display_name());
    for (const v1::DisplayName& name : response.party_names()) parties_[name.id()] = Printable(name.display_name());
  }

  std::string Render() {
    text_ += Bold("Financing plan at least cost to: " + NameOf(parties_, response_.city_party_id()), style_) + "\n" +
             StatusText() + "\n";
    if (response_.status() != v1::FINANCING_STATUS_UNSPECIFIED) {
      Conflict();
      ByParty();
      ByProject();
      ByYear();
      Sources();
      Accounts();
      Constraints();
      LargestProgramme();
      Leverage();
    }
    text_ += ClosingText(response_, style_);
    return std::move(text_);
  }

 private:
  static std::string NameOf(const std::map<std::string, std::string>& names, const std::string& id) {
    const auto found = names.find(id);
    return found != names.end() ? found->second : Printable(id);
  }
  [[nodiscard]] std::string Money(double amount) const { return scale_.Format(amount) + " " + scale_.unit; }

  [[nodiscard]] std::string StatusText() const {
    const std::string gap = "Needs of " + Money(response_.need_amount()) + "; committed money leaves " +
                            Money(response_.gap_before_amount()) + " open";
    switch (response_.status()) {
      case v1::FINANCING_STATUS_OPTIMAL:
        return gap + ", the plan " + Money(response_.gap_after_amount()) + ". It costs the city " +
               Money(response_.city_cost_present_amount()) + " in money of " + std::to_string(response_.first_year()) +
               ".";
      case v1::FINANCING_STATUS_INFEASIBLE:
        return gap + ".\nNo plan can meet these constraints together; without any one of them the others can be met:";
      default:
        return "Checked only.";
    }
  }

  void Add(const std::string& title, const TextTable& table) { text_ += Section(title, table, style_); }

  void Conflict() {
    if (response_.status() != v1::FINANCING_STATUS_INFEASIBLE) return;
    for (const int index : response_.conflict_constraint_indices()) {
      text_ += "  - " + Printable(response_.constraints(index).display_name()) + "\n";
    }
  }

  void AddSums(const std::string& name, const Sums& sums, TextTable& table) const {
    table.AddRow({name, scale_.Format(sums.need), scale_.Format(sums.before), scale_.Format(sums.after)});
  }

  void ByParty() {
    TextTable table({"Who spends", "need " + scale_.unit, "open before", "open after"});
    Sums all;
    for (const v1::DisplayName& party : response_.party_names()) {
      Sums sums;
      for (const v1::NeedResult& need : response_.needs()) {
        if (need.party_id() == party.id()) sums.Add(need);
      }
      if (sums.need > 0) AddSums(Printable(party.display_name()), sums, table);
    }
    for (const v1::NeedResult& need : response_.needs()) all.Add(need);
    AddSums("All", all, table);
    Add("Needs and gaps by party", table);
  }

  /// The source that pays most of a need.
  [[nodiscard]] std::string MainSource(const v1::NeedResult& need) const {
    const auto most =
        std::ranges::max_element(need.uses(), {}, [](const v1::SourceUse& use) { return SumOf(use.amounts()); });
    if (most == need.uses().end()) return "nobody";
    return scale_.Format(SumOf(most->amounts())) + " " +
           Shortened(Printable(response_.funding_sources(most->source_index()).display_name()), kSourceWidth);
  }

  void ByProject() {
    TextTable table({"Project", "need " + scale_.unit, "open before", "open after", "most from"}, {4});
    for (const v1::NeedResult& need : response_.needs()) {
      Sums sums;
      sums.Add(need);
      table.AddRow({NameOf(projects_, need.project_id()), scale_.Format(sums.need), scale_.Format(sums.before),
                    scale_.Format(sums.after), MainSource(need)});
    }
    Add("Needs and gaps by project", table);
  }

  void ByYear() {
    const auto add = [](const google::protobuf::RepeatedField<double>& amounts, std::vector<double>& out) {
      out.resize(static_cast<std::size_t>(amounts.size()));
      for (int t = 0; t < amounts.size(); ++t) out[static_cast<std::size_t>(t)] += amounts[t];
    };
    std::vector<double> need;
    std::vector<double> before;
    std::vector<double> after;
    std::vector<double> city;
    for (const v1::NeedResult& one : response_.needs()) {
      add(one.need_amounts(), need);
      add(one.gap_before_amounts(), before);
      add(one.gap_after_amounts(), after);
      if (one.party_id() == response_.city_party_id()) add(one.gap_after_amounts(), city);
    }
    city.resize(need.size());
    TextTable table({"Year", "need " + scale_.unit, "open before", "open after", "of it the city's"});
    for (std::size_t t = 0; t < need.size(); ++t) {
      if (need[t] == 0) continue;
      table.AddRow({std::to_string(response_.first_year() + static_cast<int>(t)), scale_.Format(need[t]),
                    scale_.Format(before[t]), scale_.Format(after[t]), scale_.Format(city[t])});
    }
    Add("Needs and gaps by year", table);
  }

  void Sources() {
    if (response_.status() != v1::FINANCING_STATUS_OPTIMAL) return;
    TextTable table({"Source", "pays " + scale_.unit, "of at most", "rate", "years", "interest, fees",
                     "city's cost " + std::to_string(response_.first_year())});
    std::map<std::pair<bool, v1::FundingKind>, std::pair<double, v1::SourceResult>> given;
    for (const v1::SourceResult& source : response_.funding_sources()) {
      if (!source.is_from_scenario()) continue;
      auto& [paid, sum] = given[{!source.is_committed(), source.kind()}];
      paid += SumOf(source.paid_amounts());
      sum.set_charge_amount(sum.charge_amount() + source.charge_amount());
      sum.set_city_cost_present_amount(sum.city_cost_present_amount() + source.city_cost_present_amount());
    }
    for (const auto& [key, value] : given) {
      table.AddRow({std::string("Scenario: ") + (key.first ? "planned " : "committed ") + KindText(key.second),
                    scale_.Format(value.first), scale_.Format(value.first), "", "",
                    scale_.Format(value.second.charge_amount()),
                    scale_.Format(value.second.city_cost_present_amount())});
    }
    for (const v1::SourceResult& source : response_.funding_sources()) {
      const bool is_nothing = source.id().starts_with("receipts/") && SumOf(source.paid_amounts()) == 0;
      if (source.is_from_scenario() || is_nothing) continue;
      const bool is_repaid = source.tenor_years() > 0;
      table.AddRow({Printable(source.display_name()), scale_.Format(SumOf(source.paid_amounts())),
                    source.has_max_amount() ? scale_.Format(source.max_amount()) : "",
                    is_repaid ? FormatPercent(source.rate_nominal_per_year(), 2) : "",
                    is_repaid ? std::to_string(source.tenor_years()) : "",
                    is_repaid ? scale_.Format(source.charge_amount()) : "",
                    scale_.Format(source.city_cost_present_amount())});
    }
    Add("Who pays (own funds: what is set aside less what comes back)", table);
  }

  static std::string YearsText(const v1::CityYear& year) {
    return year.has_debt_repayment_years() ? FormatFixed(year.debt_repayment_years(), 1) : "no savings";
  }

  void Accounts() {
    const bool has_plan = response_.accounts_with_size() > 0;
    TextTable table({"Year", "gross savings " + scale_.unit, "with plan", "net savings", "with plan", "debt",
                     "with plan", "years to repay", "with plan"});
    for (int t = 0; t < response_.accounts_without_size(); ++t) {
      if (t >= kNearYears && t % kYearStep != 0) continue;
      const v1::CityYear& without = response_.accounts_without(t);
      const v1::CityYear& with = has_plan ? response_.accounts_with(t) : without;
      const auto text = [&](double amount) { return has_plan ? scale_.Format(amount) : ""; };
      table.AddRow({std::to_string(without.year()), scale_.Format(without.gross_savings_amount()),
                    text(with.gross_savings_amount()), scale_.Format(without.net_savings_amount()),
                    text(with.net_savings_amount()), scale_.Format(without.debt_closing_amount()),
                    text(with.debt_closing_amount()), YearsText(without), has_plan ? YearsText(with) : ""});
    }
    Add("Accounts of the city, without and with the programme and its plan", table);
  }

  void Constraints() {
    if (response_.status() != v1::FINANCING_STATUS_OPTIMAL) return;
    TextTable table({"Constraint", "used " + scale_.unit, "gap closed", "cost saved"});
    for (const v1::FinancingConstraint& one : response_.constraints()) {
      if (one.gap_price_amount_per_unit() < kWorthShowing && one.cost_price_amount_per_unit() < kWorthShowing) continue;
      table.AddRow({Printable(one.display_name()), scale_.Format(one.used_amount()),
                    FormatFixed(one.gap_price_amount_per_unit(), 3), FormatFixed(one.cost_price_amount_per_unit(), 3)});
    }
    Add("Constraints with a price (what one more " + currency_ + " of the limit is worth)", table);
  }

  void LargestProgramme() {
    if (!response_.has_largest_programme()) return;
    const v1::LargestProgramme& largest = response_.largest_programme();
    text_ += "\n" + Bold("Largest programme the city can carry", style_) + "\n  ";
    if (largest.is_unlimited()) {
      text_ += "Nothing limits it.\n";
      return;
    }
    text_ += FormatFixed(largest.scale_factor(), 2) + " times this one: the city spends " +
             Money(largest.city_need_amount()) + ". Limited by:\n";
    constexpr int kMost = 20;
    for (int i = 0; i < std::min(largest.binding_constraint_indices_size(), kMost); ++i) {
      text_ += "  - " + Printable(response_.constraints(largest.binding_constraint_indices(i)).display_name()) + "\n";
    }
    if (largest.binding_constraint_indices_size() > kMost) {
      text_ += "  - and " + std::to_string(largest.binding_constraint_indices_size() - kMost) + " more\n";
    }
  }

  void Leverage() {
    if (!response_.has_leverage()) return;
    const v1::Leverage& leverage = response_.leverage();
    text_ += "\n" + Bold("Leverage", style_) + "\n  Private money " + Money(leverage.private_amount()) +
             ", public money " + Money(leverage.public_amount());
    if (leverage.has_private_per_public_factor()) {
      text_ += ": " + FormatFixed(leverage.private_per_public_factor(), 2) + " private per public " + currency_;
    }
    text_ += ".\n  Private lenders and partners advance " + Money(leverage.private_advance_amount()) +
             " of the public money.\n";
  }

  static constexpr double kWorthShowing = 5e-4;

  const v1::PlanFinancingResponse& response_;
  TextStyle style_;
  std::string currency_;
  MoneyScale scale_;
  std::map<std::string, std::string> projects_;
  std::map<std::string, std::string> parties_;
  std::string text_;
};

}  // namespace

std::string FinanceTable(const v1::PlanFinancingResponse& response, const TextStyle& style) {
  return Page(response, style).Render();
}

}  // namespace calanque::cli
