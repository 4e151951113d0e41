#include "engine/run/start_figures.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "engine/run/delayed_request.h"
#include "engine/run/evaluate.h"

namespace calanque::run {
namespace {

using portfolio::ProgrammeFigures;
using portfolio::StartFigures;

void AddParty(const std::string& id, std::vector<std::string>& ids) {
  if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

std::vector<std::string> PartiesOf(const model::SelectionTerms& terms) {
  std::vector<std::string> ids;
  for (const model::BudgetLimit& budget : terms.budgets) AddParty(budget.party_id, ids);
  for (const model::DebtLimit& debt : terms.debts) AddParty(debt.party_id, ids);
  return ids;
}

/// Only what a selection reads is computed.
void AskForFigures(const model::SelectionTerms& terms, model::AppraisalOptions& options) {
  options.perspective_ids = {terms.perspective_id};
  options.metric_names = {"npv_amount", "enpv_amount", "abatement_cumulative_t_co2e", "abatement_by_year_t_co2e",
                          "investment_amount"};
  options.omits_projects = false;
}

/// Copies a cell into the figures of its project; says so where there is no number.
void Read(const Cell& cell, const std::string& project, StartFigures& out, Failures& failures) {
  if (cell.metric->has_total_views && cell.view != metric::View::kIncremental) {
    const bool is_spending = cell.metric->name == "investment_amount" && cell.view == metric::View::kWith;
    if (is_spending && std::holds_alternative<double>(cell.outcome)) {
      out.start.investment_amount = std::get<double>(cell.outcome);
    }
    return;
  }
  if (const auto* none = std::get_if<NoFigure>(&cell.outcome)) {
    failures.push_back({none->reason, "",
                        "project '" + project + "' has no " + std::string(cell.metric->name) + " when delayed by " +
                            std::to_string(out.start.delay_years) + " years: " + std::string(none->message)});
  } else if (const auto* series = std::get_if<metric::YearSeries>(&cell.outcome)) {
    out.abatement_t_co2e.assign(series->values.begin(), series->values.end());
  } else if (const auto* value = std::get_if<double>(&cell.outcome)) {
    if (cell.metric->name == "npv_amount") out.start.npv_amount = *value;
    if (cell.metric->name == "enpv_amount") out.start.enpv_amount = *value;
    if (cell.metric->name == "abatement_cumulative_t_co2e") out.start.abatement_t_co2e = *value;
  }
}

/// Money that comes back on capital spending. Who receives the tax itself is paid by the need of others.
bool IsGrantOrRefund(const ledger::MoneyColumn& column) {
  return column.category == ledger::Category::kGrant ||
         (column.category == ledger::Category::kInvestmentTax && column.funding_role != ledger::FundingRole::kNeed);
}

/// Spending and grants of one project by party and calendar year; the first year in which money moves.
class PaymentReader {
 public:
  PaymentReader(const plan::Plan& plan, const ledger::Block& block, const std::vector<std::string>& party_ids)
      : plan_(plan), block_(block) {
    for (const std::string& id : party_ids) {
      const auto found = std::ranges::find(plan.party_ids, id);
      parties_.push_back(static_cast<std::size_t>(found - plan.party_ids.begin()));
    }
  }

  void Read(std::size_t project, StartFigures& out) const {
    const ledger::PointAxis& axis = plan_.schema.axis;
    const auto year_count = static_cast<std::size_t>(axis.year_count);
    out.investment_amounts.assign(parties_.size(), std::vector<double>(year_count));
    out.grant_amounts = out.investment_amounts;
    int first = axis.year_count;
    const ledger::ColumnRange range = plan_.schema.money_of_project[project];
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      const ledger::MoneyColumn& column = plan_.schema.money[i];
      if (column.side != ledger::Side::kWith) continue;
      const std::span<const double> amounts = block_.Money(i);
      for (std::size_t point = 0; point < amounts.size(); ++point) {
        if (amounts[point] == 0) continue;
        const int year = axis.year_indices[point];
        first = std::min(first, year);
        AddTo(column, static_cast<std::size_t>(year), amounts[point], out);
      }
    }
    out.start.year = axis.first_year + (first < axis.year_count ? first : 0);
  }

 private:
  void AddTo(const ledger::MoneyColumn& column, std::size_t year, double amount, StartFigures& out) const {
    for (std::size_t p = 0; p < parties_.size(); ++p) {
      const bool pays = column.payer.value == parties_[p] && column.payee.value != parties_[p];
      const bool receives = column.payee.value == parties_[p] && column.payer.value != parties_[p];
      if (pays && column.funding_role == ledger::FundingRole::kNeed) out.investment_amounts[p][year] += amount;
      if (receives && IsGrantOrRefund(column)) out.grant_amounts[p][year] += amount;
    }
  }

  const plan::Plan& plan_;
  const ledger::Block& block_;
  std::vector<std::size_t> parties_;
};

/// Adds one start to every project of the figures.
Failures AddDelay(const plan::Plan& plan, int delay, const StopPoll& stop, ProgrammeFigures& figures) {
  const ledger::Block block = FillLedger(plan, stop);
  const auto cells = Evaluate(plan, block, stop);
  if (!cells) return {cells.error()};
  for (portfolio::ProjectFigures& project : figures.projects)
    project.starts.push_back({.start = {.delay_years = delay}});
  Failures failures;
  for (const Cell& cell : *cells) {
    if (cell.project == kWholePortfolio) continue;
    portfolio::ProjectFigures& project = figures.projects[static_cast<std::size_t>(cell.project)];
    Read(cell, project.id, project.starts.back(), failures);
  }
  const PaymentReader payments(plan, block, figures.party_ids);
  for (std::size_t i = 0; i < figures.projects.size(); ++i) payments.Read(i, figures.projects[i].starts.back());
  return failures;
}

/// What the horizon leaves nothing of still starts one year later than the start before.
void NumberYears(ProgrammeFigures& figures) {
  for (portfolio::ProjectFigures& project : figures.projects) {
    const int first = project.starts.front().start.year;
    for (StartFigures& start : project.starts) start.start.year = first + start.start.delay_years;
  }
}

}  // namespace

Result<ProgrammeFigures, Failures> EvaluateStarts(const model::AppraisalRequest& request,
                                                  const model::SelectionTerms& terms, const plan::CompileLimits& limits,
                                                  const StopPoll& stop) {
  ProgrammeFigures figures;
  figures.party_ids = PartiesOf(terms);
  model::AppraisalRequest asked = request;
  AskForFigures(terms, asked.options);
  for (int delay = 0; delay <= terms.max_delay_years; ++delay) {
    const auto plan =
        plan::Compile(DelayedPortfolio(asked, delay, terms.cost_growth_real_fraction_per_year), limits, stop);
    if (!plan) return plan.error();
    if (delay == 0) {
      figures.first_year = plan->schema.axis.first_year;
      figures.year_count = plan->schema.axis.year_count;
      figures.currency_code = plan->currency_code;
      for (const plan::Name& name : plan->projects) figures.projects.push_back({name.id, name.display_name, {}});
    }
    Failures failures = AddDelay(*plan, delay, stop, figures);
    if (!failures.empty()) return failures;
  }
  NumberYears(figures);
  return figures;
}

}  // namespace calanque::run
