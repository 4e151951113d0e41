#include "engine/finance/depreciation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "engine/base/check.h"

namespace calanque::finance {
namespace {

bool IsYearFraction(double fraction) { return fraction > 0.0 && fraction <= 1.0; }

void Write(const StraightLine& rule, double cost, std::span<double> out) {
  CALANQUE_CHECK(rule.life_years > 0.0, "life_years > 0");
  CALANQUE_CHECK(IsYearFraction(rule.first_year_fraction), "first_year_fraction in (0, 1]");
  // Differences of the years used so far, so that the amounts add up to the cost.
  double used_before = 0.0;
  for (std::size_t year = 0; year < out.size(); ++year) {
    const double used = std::min(rule.first_year_fraction + static_cast<double>(year), rule.life_years);
    out[year] = cost * ((used - used_before) / rule.life_years);
    used_before = used;
  }
}

void Write(const DecliningBalance& rule, double cost, std::span<double> out) {
  CALANQUE_CHECK(rule.life_years >= 1 && rule.coefficient > 0.0, "life_years >= 1, coefficient > 0");
  CALANQUE_CHECK(IsYearFraction(rule.first_year_fraction), "first_year_fraction in (0, 1]");
  const double declining_rate = std::min(1.0, rule.coefficient / rule.life_years);
  const auto life = static_cast<std::size_t>(rule.life_years);
  double book = cost;
  for (std::size_t year = 0; year < out.size(); ++year) {
    double amount = 0.0;
    if (year + 1 == life) {
      amount = book;
    } else if (year < life) {
      const double rate = std::max(declining_rate, 1.0 / static_cast<double>(life - year));
      amount = book * rate * (year == 0 ? rule.first_year_fraction : 1.0);
    }
    out[year] = amount;
    book -= amount;
  }
}

void Write(const ExplicitDepreciation& rule, double cost, std::span<double> out) {
  const double total = std::accumulate(rule.fractions.begin(), rule.fractions.end(), 0.0);
  CALANQUE_CHECK(total <= 1.0 + 1e-9, "fractions add up to at most 1");
  for (std::size_t year = 0; year < out.size(); ++year) {
    const double fraction = year < rule.fractions.size() ? rule.fractions[year] : 0.0;
    CALANQUE_CHECK(fraction >= 0.0, "fractions are not negative");
    out[year] = cost * fraction;
  }
}

}  // namespace

void Depreciate(const DepreciationRule& rule, double cost_amount, std::span<double> out_amount) {
  std::visit([&](const auto& chosen) { Write(chosen, cost_amount, out_amount); }, rule);
}

}  // namespace calanque::finance
