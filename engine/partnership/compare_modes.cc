#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <optional>

#include "engine/company/measures.h"
#include "engine/kernel/series.h"
#include "engine/model/number_text.h"
#include "engine/partnership/describe_mode.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/risk_cost.h"
#include "engine/ppp/public_sector_comparator.h"

namespace calanque::partnership {
namespace {

/// Rates outside are roots of the equation and nothing that anybody discounts at.
constexpr double kLowestRate = -0.2;
constexpr double kHighestRate = 1.0;

/// The comparator's layers of one mode, by period.
struct Layers {
  std::vector<double> raw;
  double raw_opening = 0.0;  ///< Part of the first, paid on the first day of the grid.
  std::vector<double> neutrality;
  RiskRows risk;
};

struct ModeAtHand {
  const model::DeliveryMode* mode = nullptr;
  BuiltMode built;
  Layers layers;
};

Figure Fraction(const char* name, const Result<double>& value) { return {name, "1", value}; }

ppp::PublicSectorCost CostAt(const Project& project, const Layers& layers, double rate) {
  ppp::PublicSectorCost cost;
  cost.raw_amount = PresentValue(project, layers.raw, layers.raw_opening, rate);
  cost.competitive_neutrality_amount = PresentValue(project, layers.neutrality, rate);
  cost.transferred_risk_amount = PresentValue(project, layers.risk.transferable, rate);
  cost.retained_risk_amount = PresentValue(project, layers.risk.retained, rate);
  return cost;
}

ppp::PartnershipCost AsPartnership(const ppp::PublicSectorCost& cost) {
  return {cost.BeforeRisk(), cost.transferred_risk_amount + cost.retained_risk_amount};
}

/// What the mode costs beside the reference at one rate: neutrality counts on both sides, risk in the second figure;
/// the last ones at the mode's rate with its premium.
Result<ModeCost> CompareAt(const Project& project, const ModeAtHand& reference, const ModeAtHand& mode, double rate) {
  const ppp::PublicSectorCost psc = CostAt(project, reference.layers, rate);
  const ppp::PublicSectorCost own = CostAt(project, mode.layers, rate);
  ModeCost cost;
  cost.mode_id = mode.mode->id;
  cost.discount_rate_per_year = rate;
  cost.raw_present_amount = own.raw_amount;
  cost.competitive_neutrality_present_amount = own.competitive_neutrality_amount;
  cost.transferable_risk_present_amount = own.transferred_risk_amount;
  cost.retained_risk_present_amount = own.retained_risk_amount;
  cost.total_present_amount = own.Total();
  const auto value = ppp::CompareCosts(psc, AsPartnership(own));
  if (!value) return value.error();
  cost.value_for_money_before_risk_amount = value->before_risk_amount;
  cost.value_for_money_before_risk = Fraction("value_for_money_before_risk_fraction", value->before_risk_fraction);
  cost.value_for_money_amount = value->amount;
  cost.value_for_money = Fraction("value_for_money_fraction", value->fraction);
  cost.rate_with_premium_per_year =
      ppp::PartnershipRate(rate, ppp::ComparisonRates{mode.mode->risk_share_premium_per_year});
  const ppp::PublicSectorCost at_premium = CostAt(project, mode.layers, cost.rate_with_premium_per_year);
  const auto with_premium = ppp::CompareCosts(psc, AsPartnership(at_premium));
  if (!with_premium) return with_premium.error();
  cost.total_with_premium_present_amount = at_premium.Total();
  cost.value_for_money_with_premium_amount = with_premium->amount;
  cost.value_for_money_with_premium = Fraction("value_for_money_with_premium_fraction", with_premium->fraction);
  return cost;
}

/// A row behind what of its first amount is paid on the first day.
std::vector<double> FromOpening(const std::vector<double>& row, double opening_amount = 0.0) {
  std::vector<double> points = {opening_amount};
  points.insert(points.end(), row.begin(), row.end());
  points[1] -= opening_amount;
  return points;
}

std::vector<double> BreakEvenRates(const Project& project, const ModeAtHand& reference, const ModeAtHand& mode,
                                   double premium_per_year) {
  const Layers& base = reference.layers;
  const auto& years = project.plan->schema.axis.years;
  std::vector<double> times = {OpeningYears(project)};
  times.insert(times.end(), years.begin(), years.begin() + static_cast<std::ptrdiff_t>(base.raw.size()));
  std::vector<double> own_risk = mode.layers.risk.retained;
  kernel::Accumulate(own_risk, mode.layers.risk.transferable);
  std::vector<double> payments = mode.layers.raw;
  kernel::Accumulate(payments, mode.layers.neutrality);
  const auto raw = FromOpening(base.raw, base.raw_opening);
  const auto neutrality = FromOpening(base.neutrality);
  const auto transferable = FromOpening(base.risk.transferable);
  const auto retained = FromOpening(base.risk.retained);
  const auto paid = FromOpening(payments, mode.layers.raw_opening);
  const auto own = FromOpening(own_risk);
  ppp::ComparisonFlows flows;
  flows.times_years = times;
  flows.raw_amount = raw;
  flows.competitive_neutrality_amount = neutrality;
  flows.transferred_risk_amount = transferable;
  flows.public_retained_risk_amount = retained;
  flows.payments_amount = paid;
  flows.partnership_retained_risk_amount = own;
  const auto rates = ppp::BreakEvenRates(flows, ppp::RiskLines::kCounted, ppp::ComparisonRates{premium_per_year});
  std::vector<double> plausible;
  if (!rates) return plausible;
  for (const double rate : rates->all()) {
    if (rate > kLowestRate && rate < kHighestRate) plausible.push_back(rate);
  }
  return plausible;
}

/// The reference's risk on top of which the sign flips: what transferable risk it would have to carry.
Figure FlipPremium(const ModeCost& cost, const ModeCost& reference) {
  return {"break_even_risk_premium_amount", "CURRENCY",
          reference.transferable_risk_present_amount - cost.value_for_money_amount};
}

/// The return of shareholders at which value for money after risk is zero.
Figure IndifferenceIrr(const Project& project, const ProjectFlows& flows, const ModeAtHand& reference,
                       const ModeAtHand& mode) {
  Figure figure{"indifference_equity_irr_per_year", "1/year",
                Failure{Reason::kNotApplicable, "", "the mode's charge is not solved for a return of shareholders"}};
  if (!mode.built.company || mode.built.ledger.outline.charge == nullptr) return figure;
  const double rate = project.setting->discount_rate_nominal_per_year;
  const double target = CostAt(project, reference.layers, rate).Total();
  std::optional<Failure> unbuilt;  // The first; the search goes astray after it.
  const auto excess = [&](double irr) {
    if (unbuilt) return std::nan("");
    const auto built = BuildMode(project, flows, *mode.mode, irr);
    if (!built) {
      unbuilt = Failure{Reason::kNotApplicable, "",
                        "the search ended at a return of " + model::NumberText(irr) +
                            " per year, where the mode cannot be built: " + built.error().message};
      return std::nan("");
    }
    Layers layers = mode.layers;
    layers.raw = built->city_cost_amounts;
    layers.raw_opening = built->city_cost_opening_amount;
    return CostAt(project, layers, rate).Total() - target;
  };
  double low = 0.0;
  double high = 0.5;
  const double at_low = excess(low);
  const double at_high = excess(high);
  if (unbuilt) {
    figure.value = *unbuilt;
    return figure;
  }
  if (!(at_low * at_high <= 0.0)) {
    figure.value = Failure{Reason::kNotApplicable, "",
                           at_low > 0.0 ? "the mode costs more even where shareholders earn nothing"
                                        : "the mode costs less even where shareholders earn 50 % a year"};
    return figure;
  }
  std::uintmax_t limit = 60;
  const auto root = boost::math::tools::toms748_solve(
      excess, low, high, at_low, at_high, [](double a, double b) { return std::abs(b - a) < 1e-12; }, limit);
  if (unbuilt) {
    figure.value = *unbuilt;
  } else {
    figure.value = 0.5 * (root.first + root.second);
  }
  return figure;
}

Result<ModeAtHand> Prepare(const Project& project, const ProjectFlows& flows, const ComparisonTerms& terms,
                           std::size_t index) {
  ModeAtHand at_hand;
  at_hand.mode = &terms.modes[index];
  auto built = BuildMode(project, flows, *at_hand.mode);
  if (!built) {
    Failure failure = built.error();
    failure.field_path = "modes[" + std::to_string(index) + "]." + failure.field_path;
    return failure;
  }
  at_hand.built = std::move(built).value();
  at_hand.layers.raw = at_hand.built.city_cost_amounts;
  at_hand.layers.raw_opening = at_hand.built.city_cost_opening_amount;
  at_hand.layers.neutrality =
      LevelRow(at_hand.built.ledger.input.window, at_hand.mode->competitive_neutrality_amount_per_year);
  auto risk = ExpectedRisk(project, flows, terms, *at_hand.mode);
  if (!risk) return risk.error();
  at_hand.layers.risk = std::move(risk).value();
  return at_hand;
}

}  // namespace

Result<Comparison> CompareDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                        const model::CityAccounts* accounts, const StopPoll& stop) {
  const ProjectFlows flows = ReadProjectFlows(project);
  std::vector<ModeAtHand> modes;
  std::size_t reference = 0;
  for (std::size_t i = 0; i < terms.modes.size(); ++i) {
    if (stop()) return Cancelled();
    auto at_hand = Prepare(project, flows, terms, i);
    if (!at_hand) return at_hand.error();
    if (terms.modes[i].id == terms.reference_mode_id) reference = i;
    modes.push_back(std::move(at_hand).value());
  }
  std::vector<double> rates = {project.setting->discount_rate_nominal_per_year};
  rates.insert(rates.end(), terms.discount_rates_per_year.begin(), terms.discount_rates_per_year.end());
  Comparison comparison;
  for (const ModeAtHand& mode : modes) {
    if (stop()) return Cancelled();
    const std::string path = "modes[" + std::to_string(comparison.modes.size()) + "]";
    comparison.modes.push_back(DescribeMode(project, flows, *mode.mode, path, accounts, mode.built));
    std::optional<ModeCost> at_setting;
    for (const double rate : rates) {
      auto cost = CompareAt(project, modes[reference], mode, rate);
      if (!cost) return cost.error();
      if (!at_setting) at_setting = *cost;
      comparison.costs.push_back(std::move(cost).value());
    }
    if (&mode == &modes[reference]) continue;
    const auto own = CompareAt(project, modes[reference], modes[reference], rates[0]);
    comparison.switches.push_back(
        {mode.mode->id, BreakEvenRates(project, modes[reference], mode, 0.0),
         BreakEvenRates(project, modes[reference], mode, mode.mode->risk_share_premium_per_year),
         FlipPremium(*at_setting, *own), IndifferenceIrr(project, flows, modes[reference], mode)});
  }
  return comparison;
}

}  // namespace calanque::partnership
