#include "engine/portfolio/progress_indicators.h"

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <numeric>
#include <span>
#include <utility>

#include "engine/portfolio/sound_ratio.h"

namespace calanque::portfolio {
namespace {

using model::Of;
using model::ProgressQuantity;

/// Rows of the whole portfolio by calendar year.
struct YearRows {
  std::vector<double> planned;
  std::vector<double> current;

  void Cumulate() {
    std::partial_sum(planned.begin(), planned.end(), planned.begin());
    std::partial_sum(current.begin(), current.end(), current.begin());
  }
};

class FromPlan {
 public:
  FromPlan(const ProgressFigures& figures, const ProgressAnswer& answer) : figures_(figures), answer_(answer) {
    const int last = figures.first_year + static_cast<int>(figures.year_count) - 1;
    const bool holds_target = figures.target_year >= figures.first_year && figures.target_year <= last;
    target_year_ = holds_target ? figures.target_year : last;
    const std::size_t next = answer.recorded_count;
    recorded_years_ = next < figures.period_count() ? figures.year_of_period[next] : figures.year_count;
  }

  [[nodiscard]] YearRows Rows(std::initializer_list<ProgressQuantity> quantities) const {
    YearRows rows{std::vector<double>(figures_.year_count), std::vector<double>(figures_.year_count)};
    for (const ProgressQuantity quantity : quantities) {
      const QuantityProgress& progress = Of(answer_.portfolio.quantities, quantity);
      for (std::size_t t = 0; t < figures_.period_count(); ++t) {
        rows.planned[figures_.year_of_period[t]] += progress.planned[t];
        rows.current[figures_.year_of_period[t]] += progress.current[t];
      }
    }
    return rows;
  }

  [[nodiscard]] Indicator Make(std::string id, std::string name, std::string unit, bool is_financial,
                               const YearRows& rows) const {
    Indicator out;
    out.id = std::move(id);
    out.display_name = std::move(name);
    out.unit = std::move(unit);
    out.is_financial = is_financial;
    out.is_from_plan = true;
    out.baseline_year = figures_.first_year;
    out.target_year = target_year_;
    const auto target = static_cast<std::size_t>(target_year_ - figures_.first_year);
    out.target = rows.planned[target];
    out.forecast = rows.current[target];
    if (recorded_years_ == 0) return out;
    out.latest_year = figures_.first_year + static_cast<int>(recorded_years_) - 1;
    out.latest = rows.current[recorded_years_ - 1];
    out.expected = rows.planned[recorded_years_ - 1];
    return out;
  }

 private:
  const ProgressFigures& figures_;
  const ProgressAnswer& answer_;
  int target_year_ = 0;
  std::size_t recorded_years_ = 0;  ///< Whole calendar years.
};

/// Received over spent, both since the start; 0 where nothing is spent.
YearRows Covered(const YearRows& received, const YearRows& spent) {
  YearRows out = received;
  for (std::size_t y = 0; y < out.planned.size(); ++y) {
    out.planned[y] = SoundRatio(out.planned[y], spent.planned[y]).value_or(0.0);
    out.current[y] = SoundRatio(out.current[y], spent.current[y]).value_or(0.0);
  }
  return out;
}

Indicator FromRecord(const model::ProgressIndicator& given) {
  Indicator out;
  out.id = given.id;
  out.display_name = given.display_name;
  out.unit = given.unit;
  out.is_financial = given.is_financial;
  out.baseline_year = given.baseline_year;
  out.baseline = given.baseline;
  out.target_year = given.target_year;
  out.target = given.target;
  if (given.recorded.empty()) return out;
  out.latest_year = given.recorded_years.back();
  out.latest = given.recorded.back();
  const double way = static_cast<double>(out.latest_year - out.baseline_year) / (out.target_year - out.baseline_year);
  out.expected = out.baseline + way * (out.target - out.baseline);
  return out;
}

}  // namespace

std::optional<double> Indicator::progress_fraction() const {
  if (!latest || target == baseline) return std::nullopt;
  const double fraction = (*latest - baseline) / (target - baseline);
  if (!std::isfinite(fraction)) return std::nullopt;
  return fraction;
}

std::vector<Indicator> ProgressIndicators(const ProgressFigures& figures, const ProgressAnswer& answer,
                                          const model::ProgressTerms& terms, const std::string& currency_code) {
  using enum ProgressQuantity;
  const FromPlan plan(figures, answer);
  YearRows spent = plan.Rows({kSpent});
  YearRows received = plan.Rows({kReceived, kReceivedPlanned});
  spent.Cumulate();
  received.Cumulate();
  std::vector<Indicator> out;
  if (figures.has_abatement) {
    out.push_back(
        plan.Make("abatement_t_co2e", "Emissions avoided in the year", "tCO2e", false, plan.Rows({kAbatement})));
    out.push_back(
        plan.Make("energy_mwh", "Energy saved or produced for sale in the year", "MWh", false, plan.Rows({kEnergy})));
  }
  if (figures.has_npv) {
    out.push_back(plan.Make("running_amount", "Savings and revenue less running cost in the year", currency_code, false,
                            plan.Rows({kRunning, kEnergyMoney})));
  }
  if (figures.has_gap) {
    out.push_back(plan.Make("spent_amount", "Capital spent since the start", currency_code, true, spent));
    out.push_back(
        plan.Make("received_amount", "Money of sources received since the start", currency_code, true, received));
    out.push_back(plan.Make("covered_fraction", "Part of the capital spent that sources have paid", "fraction", true,
                            Covered(received, spent)));
  }
  for (const model::ProgressIndicator& given : terms.indicators) out.push_back(FromRecord(given));
  return out;
}

}  // namespace calanque::portfolio
