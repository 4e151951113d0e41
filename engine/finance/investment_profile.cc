#include "engine/finance/investment_profile.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/finance/operating_profile.h"

namespace calanque::finance {
namespace {

constexpr double kMonthsPerYear = 12.0;
constexpr double kSmallestShare = 1e-12;

time::Date EndOfLife(time::Date completion, double life_years, int life_count) {
  return time::AddMonths(completion, static_cast<int>(std::lround(kMonthsPerYear * life_years * life_count)));
}

}  // namespace

time::Date CompletionDate(const model::YearlyProfile& profile) {
  int last = static_cast<int>(profile.fractions.size());
  while (last > 1 && profile.fractions[static_cast<std::size_t>(last) - 1] == 0.0) --last;
  return time::AddMonths(profile.start_date, static_cast<int>(kMonthsPerYear) * last);
}

std::optional<time::Date> FirstDayWithout(const time::PeriodDates& periods, const model::Investment& investment) {
  if (investment.life_years == 0.0 || investment.replace_at_end_of_life) return std::nullopt;
  const time::Date end = EndOfLife(CompletionDate(investment.spend_profile), investment.life_years, 1);
  return end < periods.Horizon() ? std::optional(end) : std::nullopt;
}

double AddInvestment(const time::PeriodDates& periods, const model::Investment& investment,
                     const InvestmentRows& rows) {
  const double share_left_out = AddProfile(periods, investment.spend_profile, investment.amount, rows.spending);
  const time::Date horizon = periods.Horizon();
  const time::Date completion = CompletionDate(investment.spend_profile);
  const double share_paid = 1.0 - share_left_out;
  // What is not paid for yet is worth nothing yet; the rest of a share of all is rounding.
  double asset_cost = share_paid > kSmallestShare ? investment.amount * share_paid : 0.0;
  int lives = 1;
  if (investment.replace_at_end_of_life) {
    for (time::Date end = EndOfLife(completion, investment.life_years, lives); end < horizon;
         end = EndOfLife(completion, investment.life_years, ++lives)) {
      asset_cost = investment.amount * investment.replacement_cost_fraction.value_or(1.0);
      const int period = periods.IndexOf(end - std::chrono::days(1));
      rows.replacement[static_cast<std::size_t>(std::max(period, 0))] += asset_cost;
    }
  }
  const std::size_t last = rows.residual_value.size() - 1;
  if (investment.residual_method == model::ResidualMethod::kExplicit) {
    rows.residual_value[last] += investment.residual_value_amount;
  } else if (investment.residual_method == model::ResidualMethod::kStraightLine) {
    const double years_left = time::YearsBetween(horizon, EndOfLife(completion, investment.life_years, lives));
    rows.residual_value[last] += asset_cost * std::clamp(years_left / investment.life_years, 0.0, 1.0);
  }
  return share_left_out;
}

}  // namespace calanque::finance
