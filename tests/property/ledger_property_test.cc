// Identities of the ledger on random portfolios. Each test draws from RapidCheck's seed, which a failure prints.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "engine/run/evaluate.h"
#include "tests/support/sample_request.h"

namespace calanque {
namespace {

using testing::CompileOrThrow;
using testing::EvaluateOrThrow;
using testing::RandomRequest;
using testing::ValueOf;

constexpr int kProjects = 4;
constexpr int kPeriods = 20;

std::uint32_t AnySeed() { return *rc::gen::arbitrary<std::uint32_t>(); }

void AssertNear(double left, double right, double size) {
  if (std::abs(left - right) > 1e-9 * size + 1e-6) RC_FAIL(std::to_string(left) + " != " + std::to_string(right));
}

/// Sum of sizes of the economy's yearly flows: the scale of rounding errors.
double Size(const plan::Plan& plan) {
  const auto block = run::FillLedger(plan);
  double size = 0.0;
  for (std::uint32_t c = 0; c < plan.schema.money.size(); ++c) {
    for (const double amount : block.Money(c)) size += std::abs(amount);
  }
  return size;
}

// What one party pays another receives, in every period.
RC_GTEST_PROP(LedgerProperty, CashIsConservedBetweenParties, ()) {
  const plan::Plan plan = CompileOrThrow(RandomRequest(AnySeed(), kProjects, kPeriods));
  const auto cells = EvaluateOrThrow(plan);
  const auto& table =
      std::get<metric::YearTable>(testing::OutcomeOf(plan, cells, "party_net_flow_by_year_amount", "", ""));
  const std::size_t years = table.values.size() / table.row_labels.size();
  for (std::size_t year = 0; year < years; ++year) {
    double sum = 0.0;
    double size = 0.0;
    for (std::size_t party = 0; party < table.row_labels.size(); ++party) {
      sum += table.values[party * years + year];
      size += std::abs(table.values[party * years + year]);
    }
    AssertNear(sum, 0.0, size);
  }
}

// What crosses the border in money is the sum of its categories; of taxes nothing does where the State stands inside.
RC_GTEST_PROP(LedgerProperty, CategoriesAddUpToTheCashFlow, ()) {
  const plan::Plan plan = CompileOrThrow(RandomRequest(AnySeed(), kProjects, kPeriods));
  const auto cells = EvaluateOrThrow(plan);
  const double size = Size(plan);
  for (const char* perspective : {"economy", "city"}) {
    const auto& table =
        std::get<metric::YearTable>(testing::OutcomeOf(plan, cells, "cash_flow_by_category_amount", "", perspective));
    const auto& net =
        std::get<metric::YearSeries>(testing::OutcomeOf(plan, cells, "net_cash_flow_by_year_amount", "", perspective));
    std::vector<double> sum(net.values.size());
    for (std::size_t row = 0; row < table.row_labels.size(); ++row) {
      const std::string_view category = table.row_labels[row];
      RC_ASSERT(std::string_view(perspective) == "city" || category.find("tax") == std::string_view::npos);
      if (category == "carbon" || category == "co_benefit") continue;
      for (std::size_t y = 0; y < sum.size(); ++y) sum[y] += table.values[row * sum.size() + y];
    }
    for (std::size_t y = 0; y < sum.size(); ++y) AssertNear(sum[y], net.values[y], size);
  }
}

// Capital is what three categories hold, with and without the State inside.
RC_GTEST_PROP(LedgerProperty, InvestmentIsSpendingWithItsTaxesLessRefunds, ()) {
  const plan::Plan plan = CompileOrThrow(RandomRequest(AnySeed(), kProjects, kPeriods));
  const auto cells = EvaluateOrThrow(plan);
  for (const char* perspective : {"economy", "city"}) {
    const auto& table =
        std::get<metric::YearTable>(testing::OutcomeOf(plan, cells, "cash_flow_by_category_amount", "", perspective));
    const std::size_t years = table.values.size() / std::max<std::size_t>(table.row_labels.size(), 1);
    double capital = 0.0;
    for (std::size_t row = 0; row < table.row_labels.size(); ++row) {
      const std::string_view category = table.row_labels[row];
      if (category != "investment" && category != "replacement" && category != "investment_tax") continue;
      for (std::size_t y = 0; y < years; ++y) capital -= table.values[row * years + y];
    }
    AssertNear(ValueOf(plan, cells, "investment_amount", "", perspective), capital, Size(plan));
  }
}

RC_GTEST_PROP(LedgerProperty, ProjectsAddUpToThePortfolio, ()) {
  const plan::Plan plan = CompileOrThrow(RandomRequest(AnySeed(), kProjects, kPeriods));
  const auto cells = EvaluateOrThrow(plan);
  for (const char* metric : {"npv_amount", "enpv_amount", "investment_amount"}) {
    for (const char* perspective : {"economy", "city"}) {
      double sum = 0.0;
      for (const auto& project : plan.projects) sum += ValueOf(plan, cells, metric, project.id, perspective);
      AssertNear(sum, ValueOf(plan, cells, metric, "", perspective), Size(plan));
    }
  }
}

/// Multiplies every amount of money by k, quantities untouched.
void ScaleMoney(model::AppraisalRequest& request, double k) {
  const auto scale = [k](std::vector<model::CashFlowItem>& items) {
    for (auto& item : items) {
      if (auto* it = std::get_if<model::Investment>(&item.kind)) it->amount *= k;
      if (auto* it = std::get_if<model::OperatingCost>(&item.kind)) {
        it->fixed_amount_per_year *= k;
        it->variable_amount_per_unit *= k;
      }
      if (auto* it = std::get_if<model::Revenue>(&item.kind)) it->tariff_amount_per_unit *= k;
      if (auto* it = std::get_if<model::CoBenefit>(&item.kind)) it->value_amount_per_unit *= k;
      if (auto* it = std::get_if<model::Grant>(&item.kind); it != nullptr && it->cap_amount) *it->cap_amount *= k;
    }
  };
  for (auto& project : request.portfolio.projects) {
    scale(project.with_project);
    scale(project.without_project);
  }
  for (auto& source : request.portfolio.financing_sources) source.amount *= k;
  for (auto& curve : request.assumptions.curves) {
    if (curve.id == "gas-energy" || curve.id == "gas-tax" || curve.id == "carbon") {
      std::get<model::CurveConstant>(curve.shape).value *= k;
    }
  }
}

// Changing the currency unit (euro to thousand francs, say) scales values and leaves rates alone.
RC_GTEST_PROP(LedgerProperty, ChangingTheCurrencyUnitScalesEveryValue, ()) {
  model::AppraisalRequest request = RandomRequest(AnySeed(), kProjects, kPeriods);
  const plan::Plan plan = CompileOrThrow(request);
  const auto cells = EvaluateOrThrow(plan);
  const double k = *rc::gen::element(0.001, 0.5, 6.55957, 1000.0);
  ScaleMoney(request, k);
  const plan::Plan scaled = CompileOrThrow(request);
  const auto scaled_cells = EvaluateOrThrow(scaled);
  for (const char* perspective : {"economy", "city"}) {
    AssertNear(ValueOf(scaled, scaled_cells, "npv_amount", "", perspective),
               k * ValueOf(plan, cells, "npv_amount", "", perspective), k * Size(plan));
    const auto& irr = testing::OutcomeOf(plan, cells, "irr_per_year", "", perspective);
    const auto& scaled_irr = testing::OutcomeOf(scaled, scaled_cells, "irr_per_year", "", perspective);
    RC_ASSERT(irr.index() == scaled_irr.index());
    if (const auto* rate = std::get_if<double>(&irr)) AssertNear(std::get<double>(scaled_irr), *rate, 1e3);
  }
}

/// Half of a project: amounts and quantities halved, caps too.
model::Project Half(model::Project project, const std::string& id) {
  project.id = id;
  const auto halve = [](std::vector<model::CashFlowItem>& items) {
    for (auto& item : items) {
      if (auto* it = std::get_if<model::Investment>(&item.kind)) it->amount /= 2.0;
      if (auto* it = std::get_if<model::OperatingCost>(&item.kind)) {
        it->fixed_amount_per_year /= 2.0;
        it->quantity_per_year /= 2.0;
      }
      if (auto* it = std::get_if<model::EnergyFlow>(&item.kind)) it->quantity_mwh_per_year /= 2.0;
      if (auto* it = std::get_if<model::Revenue>(&item.kind)) it->volume_per_year /= 2.0;
      if (auto* it = std::get_if<model::CoBenefit>(&item.kind)) it->quantity_per_year /= 2.0;
      if (auto* it = std::get_if<model::Emission>(&item.kind)) it->quantity_t_co2e_per_year /= 2.0;
      if (auto* it = std::get_if<model::Grant>(&item.kind); it != nullptr && it->cap_amount) *it->cap_amount /= 2.0;
    }
  };
  halve(project.with_project);
  halve(project.without_project);
  return project;
}

RC_GTEST_PROP(LedgerProperty, SplittingAProjectInTwoChangesNothing, ()) {
  model::AppraisalRequest request = RandomRequest(AnySeed(), kProjects, kPeriods);
  const plan::Plan whole = CompileOrThrow(request);
  const auto cells = EvaluateOrThrow(whole);
  const model::Project project = request.portfolio.projects[1];
  request.portfolio.projects[1] = Half(project, "half-1");
  request.portfolio.projects.push_back(Half(project, "half-2"));
  const plan::Plan split = CompileOrThrow(request);
  const auto split_cells = EvaluateOrThrow(split);
  for (const char* metric : {"npv_amount", "enpv_amount", "financing_need_amount"}) {
    AssertNear(ValueOf(split, split_cells, metric, "", "city"), ValueOf(whole, cells, metric, "", "city"), Size(whole));
  }
  AssertNear(ValueOf(split, split_cells, "abatement_cumulative_t_co2e", "", ""),
             ValueOf(whole, cells, "abatement_cumulative_t_co2e", "", ""), 1e6);
}

// The same yearly flows at year ends, on an annual and on a monthly grid.
RC_GTEST_PROP(LedgerProperty, AnnualEqualsMonthlyWhenFlowsSitAtYearEnds, ()) {
  const auto amounts = *rc::gen::container<std::vector<double>>(
      10, rc::gen::map(rc::gen::inRange(-1000, 1000), [](int cents) { return cents / 7.0; }));
  model::AppraisalRequest annual = testing::EmptyRequest(10);
  testing::AddProject(annual, "p").with_project = {
      testing::Item("flows", "households", "city", testing::SeriesOf(ledger::Category::kRevenue, amounts))};
  model::AppraisalRequest monthly = annual;
  monthly.options.grid.months_per_period = 1;
  monthly.options.grid.period_count = 120;
  std::vector<double> spread(120, 0.0);
  for (std::size_t year = 0; year < amounts.size(); ++year) spread[12 * year + 11] = amounts[year];
  std::get<model::ExplicitSeries>(monthly.portfolio.projects[0].with_project[0].kind).amounts = spread;
  const plan::Plan a = CompileOrThrow(annual);
  const plan::Plan m = CompileOrThrow(monthly);
  AssertNear(ValueOf(a, EvaluateOrThrow(a), "npv_amount", "", "city"),
             ValueOf(m, EvaluateOrThrow(m), "npv_amount", "", "city"), 1e4);
}

// Net present value is linear: that of two item lists together is the sum of each alone.
RC_GTEST_PROP(LedgerProperty, NpvIsLinearInTheItems, ()) {
  const auto left = *rc::gen::container<std::vector<double>>(
      8, rc::gen::map(rc::gen::inRange(-500, 500), [](int v) { return v * 1.1; }));
  const auto right = *rc::gen::container<std::vector<double>>(
      8, rc::gen::map(rc::gen::inRange(-500, 500), [](int v) { return v * 0.9; }));
  const double k = *rc::gen::element(-3.0, 0.25, 2.0);
  const auto value = [](const std::vector<double>& amounts) {
    model::AppraisalRequest request = testing::EmptyRequest(8);
    testing::AddProject(request, "p").with_project = {
        testing::Item("flows", "households", "city", testing::SeriesOf(ledger::Category::kRevenue, amounts))};
    const plan::Plan plan = CompileOrThrow(request);
    return ValueOf(plan, EvaluateOrThrow(plan), "npv_amount", "", "city");
  };
  std::vector<double> both(8);
  for (std::size_t i = 0; i < both.size(); ++i) both[i] = left[i] + k * right[i];
  AssertNear(value(both), value(left) + k * value(right), 1e4);
}

}  // namespace
}  // namespace calanque
