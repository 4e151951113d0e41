"""Answers of PlanningService as pandas frames."""

from dataclasses import dataclass

import pandas

from calanque.frames import Warned, conventions_frame, or_nan
from calanque.v1 import abatement_curve_pb2, financing_plan_pb2, progress_pb2, selection_pb2


@dataclass(frozen=True)
class Curve(Warned):
    """`measures`: one row per measure, in the curve's order. `interactions`: those that act on the same demand, alone, last in
    and with their fair share. `pathways`: emissions by sector ("": all) and year. `carbon_budget`: what each pathway emits."""

    measures: pandas.DataFrame
    interactions: pandas.DataFrame
    pathways: pandas.DataFrame
    carbon_budget: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: abatement_curve_pb2.BuildAbatementCurveResponse


@dataclass(frozen=True)
class Selection(Warned):
    """`status`: optimal, limit, nothing_found or infeasible. `chosen`, `left_out`: one row per project. `constraints`: one row
    per constraint and year; `is_in_conflict` where nothing meets them together. `frontier`: efficient points, cost and risk."""

    status: str
    chosen: pandas.DataFrame
    left_out: pandas.DataFrame
    constraints: pandas.DataFrame
    frontier: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: selection_pb2.SelectPortfolioResponse


@dataclass(frozen=True)
class FinancingPlan(Warned):
    """`status`: optimal or infeasible. `needs`: what each party owes for each project and year, before and after the plan.
    `uses`: which source pays for it. `sources`: what each source pays. `accounts`: of the city, with and without the plan."""

    status: str
    needs: pandas.DataFrame
    uses: pandas.DataFrame
    sources: pandas.DataFrame
    accounts: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: financing_plan_pb2.PlanFinancingResponse


@dataclass(frozen=True)
class Progress(Warned):
    """`quantities`: one row per project ("": the portfolio), quantity and period. `earned_value`, `figures`: one row per
    project and figure. `indicators`: tables T10 and T11."""

    quantities: pandas.DataFrame
    earned_value: pandas.DataFrame
    figures: pandas.DataFrame
    indicators: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: progress_pb2.TrackProgressResponse


def _word(enum, value, prefix):
    return enum.Name(value).removeprefix(prefix).lower()


def _frame(rows, columns):
    return pandas.DataFrame(list(rows), columns=columns)


def _fields(message, names):
    """NaN for an optional number that is absent."""
    descriptors = message.DESCRIPTOR.fields_by_name
    return tuple(or_nan(message, n) if descriptors[n].has_presence else getattr(message, n) for n in names)


def _by_year(first_year, *lists):
    """(year, value of each list); a list may be empty, which is NaN."""
    for t in range(max(map(len, lists), default=0)):
        yield (first_year + t, *(values[t] if t < len(values) else float("nan") for values in lists))


_SHARE_COLUMNS = ["cost_present_amount", "abatement_t_co2e", "abatement_discounted_t_co2e"]
_MEASURE_COLUMNS = [*_SHARE_COLUMNS, "abatement_cost_amount_per_t_co2e", "pareto_layer", "start_t_co2e", "full_year"]
_PATHWAY_COLUMNS = [
    f"{name}_t_co2e" for name in ("baseline", "business_as_usual", "target", "avoided", "scheduled", "residual")
]


def curve_frames(answer):
    measures = [
        (m.project_id, _word(abatement_curve_pb2.MeasureKind, m.kind, "MEASURE_KIND_"), *_fields(m, _MEASURE_COLUMNS))
        for m in answer.measures
    ]
    interactions = [
        (m.interaction_group_id, m.project_id, case, *_fields(getattr(m, case), _SHARE_COLUMNS))
        for m in answer.measures
        if m.interaction_group_id
        for case in ("standalone", "last_in", "in_order")
    ]
    pathways = [
        (pathway.sector_id, *row)
        for pathway in answer.pathways
        for row in _by_year(answer.pathway_first_year, *(getattr(pathway, name) for name in _PATHWAY_COLUMNS))
    ]
    return Curve(
        _frame(measures, ["project", "kind", *_MEASURE_COLUMNS]),
        _frame(interactions, ["group", "project", "case", *_SHARE_COLUMNS]),
        _frame(pathways, ["sector", "year", *_PATHWAY_COLUMNS]),
        _frame(
            ((use.name, use.emission_t_co2e, use.exceeded_year) for use in answer.carbon_budget_uses),
            ["name", "emission_t_co2e", "exceeded_year"],
        ),
        conventions_frame(answer.conventions),
        answer,
    )


_CHOSEN_COLUMNS = ["start_year", "fraction", "npv_amount", "enpv_amount", "abatement_t_co2e", "investment_amount"]
_CONSTRAINT_COLUMNS = [
    "lower_limit_value",
    "upper_limit_value",
    "used_value",
    "is_binding",
    "shadow_price_chosen",
    "shadow_price_relaxed",
    "shadow_price_abatement_t_co2e",
]
_TOTAL_COLUMNS = ["npv_amount", "enpv_amount", "abatement_t_co2e", "investment_amount", "expected_shortfall_amount"]


def selection_frames(answer):
    conflict = set(answer.conflict_constraint_indices)
    left_out = (
        (one.project_id, _word(selection_pb2.LeftOutReason, one.reason, "LEFT_OUT_REASON_"), one.gain_value)
        for one in answer.left_out
    )
    constraints = (
        (one.id, one.display_name, one.unit, one.year, *_fields(one, _CONSTRAINT_COLUMNS), i in conflict)
        for i, one in enumerate(answer.constraints)
    )
    frontier = (
        (kind, point.cost_present_amount, *_fields(point.totals, _TOTAL_COLUMNS), list(point.project_ids))
        for kind, points in (("cost", answer.cost_frontier), ("risk", answer.risk_frontier))
        for point in points
    )
    return Selection(
        _word(selection_pb2.SelectionStatus, answer.status, "SELECTION_STATUS_"),
        _frame(((one.project_id, *_fields(one, _CHOSEN_COLUMNS)) for one in answer.chosen), ["project", *_CHOSEN_COLUMNS]),
        _frame(left_out, ["project", "reason", "gain_value"]),
        _frame(constraints, ["constraint", "display_name", "unit", "year", *_CONSTRAINT_COLUMNS, "is_in_conflict"]),
        _frame(frontier, ["kind", "cost_present_amount", *_TOTAL_COLUMNS, "projects"]),
        conventions_frame(answer.conventions),
        answer,
    )


_ACCOUNT_COLUMNS = [
    "operating_revenue_amount",
    "operating_expenditure_amount",
    "gross_savings_amount",
    "net_savings_amount",
    "debt_opening_amount",
    "borrowed_amount",
    "principal_repaid_amount",
    "debt_closing_amount",
    "debt_repayment_years",
    "is_within_ceiling",
]


def financing_frames(answer):
    first_year = answer.first_year
    needs = (
        (need.project_id, need.party_id, *row)
        for need in answer.needs
        for row in _by_year(first_year, need.need_amounts, need.gap_before_amounts, need.gap_after_amounts)
    )
    uses = (
        (need.project_id, need.party_id, answer.funding_sources[use.source_index].id, *row)
        for need in answer.needs
        for use in need.uses
        for row in _by_year(first_year, use.amounts)
    )
    sources = (
        (
            source.id,
            _word(financing_plan_pb2.FundingKind, source.kind, "FUNDING_KIND_"),
            source.payer_party_id,
            sum(source.used_amounts),
            sum(source.paid_amounts),
            source.charge_amount,
            source.city_cost_present_amount,
        )
        for source in answer.funding_sources
    )
    accounts = (
        (case, year.year, *_fields(year, _ACCOUNT_COLUMNS))
        for case, years in (("without", answer.accounts_without), ("with", answer.accounts_with))
        for year in years
    )
    return FinancingPlan(
        _word(financing_plan_pb2.FinancingStatus, answer.status, "FINANCING_STATUS_"),
        _frame(needs, ["project", "party", "year", "need_amount", "gap_before_amount", "gap_after_amount"]),
        _frame(uses, ["project", "party", "source", "year", "used_amount"]),
        _frame(
            sources,
            ["source", "kind", "payer", "used_amount", "paid_amount", "charge_amount", "city_cost_present_amount"],
        ),
        _frame(accounts, ["case", "year", *_ACCOUNT_COLUMNS]),
        conventions_frame(answer.conventions),
        answer,
    )


_QUANTITY_COLUMNS = ["planned_values", "current_values", "price_variances", "volume_variances", "timing_variances"]
_FIGURES = ["npv_amount", "abatement_t_co2e", "target_year_abatement_t_co2e", "gap_amount"]
_INDICATOR_COLUMNS = ["baseline", "target", "latest_year", "latest", "expected", "forecast", "progress_fraction"]


def progress_frames(answer):
    projects = [*([answer.portfolio] if answer.HasField("portfolio") else []), *answer.projects]
    quantities = (
        (project.project_id, _word(progress_pb2.ProgressQuantity, q.quantity, "PROGRESS_QUANTITY_"), q.unit, date, *row)
        for project in projects
        for q in project.quantities
        for date, (_, *row) in zip(
            answer.period_start_dates, _by_year(0, *(getattr(q, name) for name in _QUANTITY_COLUMNS))
        )
    )
    earned_value = (
        (project.project_id, field.name, value)
        for project in projects
        for field, value in zip(
            project.earned_value.DESCRIPTOR.fields,
            _fields(project.earned_value, [field.name for field in project.earned_value.DESCRIPTOR.fields]),
        )
    )
    figures = (
        (project.project_id, name, *_fields(project.figures, [f"planned_{name}", f"updated_{name}"]))
        for project in projects
        for name in _FIGURES
    )
    indicators = (
        (one.indicator_id, "T11" if one.is_financial else "T10", one.unit, *_fields(one, _INDICATOR_COLUMNS))
        for one in answer.indicators
    )
    return Progress(
        _frame(
            quantities,
            ["project", "quantity", "unit", "period", "planned", "current", "price", "volume", "timing"],
        ),
        _frame(earned_value, ["project", "name", "value"]),
        _frame(figures, ["project", "name", "planned", "updated"]),
        _frame(indicators, ["indicator", "table", "unit", *_INDICATOR_COLUMNS]),
        conventions_frame(answer.conventions),
        answer,
    )
