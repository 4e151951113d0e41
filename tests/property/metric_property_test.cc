// What holds for metrics of any flows.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/kernel/discount.h"
#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;

// Everything a metric can see, as plain rows.
struct Subject {
  double rate = 0.0;
  std::vector<std::vector<double>> amounts;  // By category.
  std::vector<std::vector<double>> emissions;
  std::vector<double> need, committed, planned, carbon_values, produced;

  [[nodiscard]] std::size_t size() const { return need.size(); }
};

// Half of the rows are empty; amounts are whole, so that sums of few of them are exact.
std::vector<double> AnyRow(std::size_t size, int low, int high) {
  std::vector<double> row(size);
  if (*rc::gen::arbitrary<bool>()) {
    for (double& value : row) value = *rc::gen::inRange(low, high);
  }
  return row;
}

Subject AnySubject(std::size_t size) {
  Subject subject;
  subject.rate = *rc::gen::inRange(-20, 200) / 1000.0;
  for (int c = 0; c < ledger::kCategoryCount; ++c) subject.amounts.push_back(AnyRow(size, -1000, 1001));
  for (int s = 0; s < ledger::kScopeCount; ++s) subject.emissions.push_back(AnyRow(size, -50, 11));
  subject.need = AnyRow(size, 0, 1001);
  subject.committed = AnyRow(size, 0, 1001);
  subject.planned = AnyRow(size, 0, 1001);
  subject.produced = AnyRow(size, 0, 101);
  subject.carbon_values = AnyRow(size, 1, 800);
  return subject;
}

Subject AnySubject() { return AnySubject(*rc::gen::inRange<std::size_t>(1, 41)); }

std::vector<double> Scaled(std::vector<double> row, double k) {
  for (double& value : row) value *= k;
  return row;
}

void Fill(InputFixture& fixture, const Subject& subject, double money) {
  for (int c = 0; c < ledger::kCategoryCount; ++c) {
    fixture.Set(static_cast<Category>(c), Scaled(subject.amounts[static_cast<std::size_t>(c)], money));
  }
  for (int s = 0; s < ledger::kScopeCount; ++s) {
    fixture.SetEmissions(s + 1, subject.emissions[static_cast<std::size_t>(s)]);
  }
  fixture.SetNeed(Scaled(subject.need, money))
      .SetCommitted(Scaled(subject.committed, money))
      .SetPlanned(Scaled(subject.planned, money))
      .SetProduced(subject.produced)
      .SetCarbonValue(Scaled(subject.carbon_values, money));
  fixture.options.target_year = 2026;
  fixture.options.target_irr_per_year = 0.07;
  fixture.planned_reduction_t_co2e = 100.0;
}

InputFixture Fixture(const Subject& subject, double money = 1.0) {
  InputFixture fixture(static_cast<int>(subject.size()), 1.0, subject.rate);
  Fill(fixture, subject, money);
  return fixture;
}

// Values of any outcome; empty for a failure.
std::vector<double> Values(const InputFixture::Answer& answer) {
  const Outcome& outcome = answer.outcome;
  if (const auto* number = std::get_if<double>(&outcome)) return {*number};
  if (const auto* series = std::get_if<YearSeries>(&outcome)) return {series->values.begin(), series->values.end()};
  if (const auto* table = std::get_if<YearTable>(&outcome)) return {table->values.begin(), table->values.end()};
  if (const auto* list = std::get_if<ValueList>(&outcome)) return {list->values.begin(), list->values.end()};
  return {};
}

// Equal up to rounding of amounts of the given size.
void AssertNear(double actual, double expected, double size) {
  RC_ASSERT(std::abs(actual - expected) <= 1e-9 * (std::abs(expected) + size));
}

// Counting in another currency changes amounts and nothing else. A power of two leaves every rounding as it was.
RC_GTEST_PROP(MetricProperty, ChangingTheCurrencyScalesAmountsAndOnlyThem, ()) {
  const Subject subject = AnySubject();
  const double k = std::ldexp(1.0, *rc::gen::inRange(-12, 13));
  const InputFixture before = Fixture(subject);
  const InputFixture after = Fixture(subject, k);
  for (const Definition& metric : StandardMetrics()) {
    RC_LOG() << metric.name << std::endl;
    const auto old_answer = before.Compute(metric.name);
    const auto new_answer = after.Compute(metric.name);
    RC_ASSERT(old_answer.outcome.index() == new_answer.outcome.index());
    const double scale = metric.unit.starts_with("CURRENCY") ? k : 1.0;
    const std::vector<double> expected = Values(old_answer);
    const std::vector<double> actual = Values(new_answer);
    RC_ASSERT(expected.size() == actual.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
      RC_ASSERT(std::isfinite(actual[i]));
      AssertNear(actual[i], scale * expected[i], 0.0);
    }
  }
}

// Present values and sums are linear: two projects, or two parts of one, add up to the whole.
RC_GTEST_PROP(MetricProperty, SumsAreLinear, ()) {
  const Subject a = AnySubject();
  Subject b = AnySubject(a.size());
  b.rate = a.rate;
  const double k = *rc::gen::inRange(-8, 9) / 4.0;
  Subject sum = a;
  const auto add = [k](std::vector<double>& to, const std::vector<double>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += k * from[i];
  };
  for (std::size_t c = 0; c < sum.amounts.size(); ++c) add(sum.amounts[c], b.amounts[c]);
  for (std::size_t s = 0; s < sum.emissions.size(); ++s) add(sum.emissions[s], b.emissions[s]);
  add(sum.need, b.need);
  add(sum.committed, b.committed);
  for (const char* name :
       {"npv_amount", "fnpv_c_amount", "fnpv_k_amount", "enpv_amount", "investment_amount",
        "investment_present_value_amount", "equivalent_annual_cost_amount_per_year", "abatement_cumulative_t_co2e",
        "abatement_by_year_t_co2e", "abatement_by_scope_t_co2e", "financing_need_amount", "committed_sources_amount",
        "financing_gap_net_amount", "financing_gap_by_year_amount", "net_cash_flow_by_year_amount"}) {
    RC_LOG() << name << std::endl;
    const auto of_a = Values(Fixture(a).Compute(name));
    const auto of_b = Values(Fixture(b).Compute(name));
    const auto of_sum = Values(Fixture(sum).Compute(name));
    RC_ASSERT(of_sum.size() == of_a.size());
    for (std::size_t i = 0; i < of_sum.size(); ++i) AssertNear(of_sum[i], of_a[i] + k * of_b[i], 1e4);
  }
}

// A reported rate is a root of the flows in the report.
RC_GTEST_PROP(MetricProperty, FlowsAreWorthNothingAtTheirRateOfReturn, ()) {
  const InputFixture fixture = Fixture(AnySubject());
  const std::vector<double> flows = fixture.Series("net_cash_flow_by_year_amount");
  std::vector<double> rates = Values(fixture.Compute("irr_per_year"));
  RC_ASSERT(std::is_sorted(rates.begin(), rates.end()));
  std::vector<double> sizes = flows;
  for (double& size : sizes) size = std::abs(size);
  for (const double rate : rates) {
    RC_ASSERT(rate > -1.0);
    std::vector<double> years(flows.size());
    for (std::size_t i = 0; i < years.size(); ++i) years[i] = 1.0 + static_cast<double>(i);
    const double scale = kernel::NetPresentValue(rate, years, sizes);
    RC_ASSERT(std::abs(kernel::NetPresentValue(rate, years, flows)) <= 1e-8 * scale);
  }
}

// A monthly grid whose flows stand in each December says what the yearly grid says.
RC_GTEST_PROP(MetricProperty, MonthsEqualYearsWhenFlowsSitAtYearEnds, ()) {
  const Subject yearly = AnySubject();
  const auto at_year_ends = [](const std::vector<double>& row) {
    std::vector<double> months(12 * row.size());
    for (std::size_t i = 0; i < row.size(); ++i) months[12 * i + 11] = row[i];
    return months;
  };
  Subject monthly = yearly;
  for (auto& row : monthly.amounts) row = at_year_ends(row);
  for (auto& row : monthly.emissions) row = at_year_ends(row);
  for (auto* row : {&monthly.need, &monthly.committed, &monthly.planned, &monthly.produced}) *row = at_year_ends(*row);
  auto months = InputFixture::WithPeriods(static_cast<int>(monthly.size()), 1.0 / 12, 12, yearly.rate);
  Fill(months, monthly, 1.0);
  const InputFixture years = Fixture(yearly);
  for (const char* name :
       {"npv_amount", "enpv_amount", "benefit_cost_ratio", "profitability_index", "levelised_cost_amount_per_mwh",
        "abatement_target_year_t_co2e", "abatement_by_scope_t_co2e", "abatement_cost_a2_amount_per_t_co2e",
        "abatement_cost_a3_amount_per_t_co2e", "financing_gap_amount", "financing_gap_by_year_amount",
        "cash_flow_by_category_amount", "eu_grant_amount", "grant_for_zero_npv_amount"}) {
    RC_LOG() << name << std::endl;
    const auto of_months = Values(months.Compute(name));
    const auto of_years = Values(years.Compute(name));
    RC_ASSERT(of_months.size() == of_years.size());
    for (std::size_t i = 0; i < of_months.size(); ++i) {
      // Where terms cancel, a quotient is as good as its parts.
      AssertNear(of_months[i], of_years[i], 1.0);
    }
  }
}

// Money of one year does not pay another: the gap is at least the net gap, and at least 0.
RC_GTEST_PROP(MetricProperty, FinancingGapIsAtLeastTheNetGap, ()) {
  const InputFixture fixture = Fixture(AnySubject());
  const double gap = fixture.Number("financing_gap_amount");
  RC_ASSERT(gap >= 0.0);
  RC_ASSERT(gap >= fixture.Number("financing_gap_net_amount"));
  RC_ASSERT(gap <= fixture.Number("financing_need_amount"));
}

// A4 is the constant price of carbon at which the flows break even.
RC_GTEST_PROP(MetricProperty, A4PaidForEachTonneBreaksEven, ()) {
  Subject subject = AnySubject();
  for (const Category none : {Category::kFinancing, Category::kDebtService, Category::kCarbon, Category::kCoBenefit}) {
    subject.amounts[static_cast<std::size_t>(none)].assign(subject.size(), 0.0);
  }
  const double price = Fixture(subject).Number("abatement_cost_a4_amount_per_t_co2e");
  RC_PRE(std::isfinite(price) && std::abs(price) < 1e6);
  auto& carbon = subject.amounts[static_cast<std::size_t>(Category::kCarbon)];
  for (const auto& scope : subject.emissions) {
    for (std::size_t i = 0; i < carbon.size(); ++i) carbon[i] -= price * scope[i];
  }
  AssertNear(Fixture(subject).Number("enpv_amount"), 0.0, 1e5);
}

RC_GTEST_PROP(MetricProperty, FundingGapRateIsAShare, ()) {
  const InputFixture fixture = Fixture(AnySubject());
  for (const double rate : Values(fixture.Compute("eu_funding_gap_fraction"))) {
    RC_ASSERT(rate >= 0.0);
    RC_ASSERT(rate <= 1.0);
  }
}

}  // namespace
}  // namespace calanque::metric
