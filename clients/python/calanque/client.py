"""The client: one method a call, and the frames it gives back."""

from dataclasses import dataclass

import grpc
import pandas

from calanque import planning
from calanque.errors import CalanqueError, reason_name
from calanque.frames import Warned, conventions_frame, or_nan, warning_texts
from calanque.scenario import (
    comparison_request_from,
    curve_request_from,
    financing_request_from,
    progress_request_from,
    request_from,
    selection_request_from,
    simulation_request_from,
)
from calanque.v1 import appraisal_service_pb2 as messages
from calanque.v1 import appraisal_service_pb2_grpc, planning_service_pb2_grpc, ppp_service_pb2_grpc, risk_service_pb2_grpc
from calanque.v1 import ppp_service_pb2, results_pb2, risk_service_pb2

_CELL = ["metric", "project", "perspective", "view", "unit"]


@dataclass(frozen=True)
class Appraisal(Warned):
    """`values`: one row per figure that is one number, or why there is none. `series`: one row per number of the others, by
    year and row label (for a list, such as all roots of an IRR, the row is its place and there is no year)."""

    values: pandas.DataFrame
    series: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: messages.AppraisePortfolioResponse


@dataclass(frozen=True)
class Comparison(Warned):
    """`rows`: one row per figure and case. `cautions`: what to know before comparing."""

    rows: pandas.DataFrame
    cautions: list
    raw: messages.ComparePortfoliosResponse


@dataclass(frozen=True)
class Explanation(Warned):
    """`money` and `physical`: one row per column and point in time; `inputs`: what went into each column, with its source."""

    values: pandas.DataFrame
    series: pandas.DataFrame
    money: pandas.DataFrame
    physical: pandas.DataFrame
    inputs: pandas.DataFrame
    raw: messages.ExplainResponse


@dataclass(frozen=True)
class Simulation(Warned):
    """`figures`: one row per figure and statistic ("mean", "quantile_0.9", ...). `years`: quantiles by calendar year, the
    portfolio's where `project` is "".
    `tornado`: every figure of the portfolio with one driver at its 10 % and 90 % point. `stresses`: the same in each stress.
    `reverse_stresses`: the multiple that breaks each limit, or why there is none. `sensitivities`: Sobol' indices by group
    of drivers, where they were asked for. `contributions`: each project's share of the portfolio's variance."""

    figures: pandas.DataFrame
    years: pandas.DataFrame
    probabilities: pandas.DataFrame
    tornado: pandas.DataFrame
    stresses: pandas.DataFrame
    reverse_stresses: pandas.DataFrame
    sensitivities: pandas.DataFrame
    contributions: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: risk_service_pb2.SimulationResult


@dataclass(frozen=True)
class ModeComparison(Warned):
    """`costs`: one row per mode and discount rate, the layers of the public sector comparator. `probabilities`: of the modes
    on many futures, where they were simulated."""

    costs: pandas.DataFrame
    probabilities: pandas.DataFrame
    raw: ppp_service_pb2.CompareDeliveryModesResponse

    @property
    def warnings(self):
        return warning_texts(*(mode.warnings for mode in self.raw.modes), self.raw.simulation.warnings)


class Client:
    """Calls one server; `timeout_seconds` bounds each call. Close it, or use it in a `with`."""

    def __init__(self, target="127.0.0.1:50051", timeout_seconds=60.0):
        # The answer's size is bounded by the server, which refuses portfolios over its limits.
        self._channel = grpc.insecure_channel(target, options=[("grpc.max_receive_message_length", -1)])
        self._stub = appraisal_service_pb2_grpc.AppraisalServiceStub(self._channel)
        self._risk_stub = risk_service_pb2_grpc.RiskServiceStub(self._channel)
        self._ppp_stub = ppp_service_pb2_grpc.PppServiceStub(self._channel)
        self._planning_stub = planning_service_pb2_grpc.PlanningServiceStub(self._channel)
        self._timeout_seconds = timeout_seconds

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self._channel.close()

    def appraise(self, scenario, metrics=None, perspectives=None):
        """Every figure of a scenario, or only the metrics and perspectives named; returns an Appraisal."""
        request = request_from(scenario)
        if metrics is not None:
            request.options.metric_names[:] = metrics
        if perspectives is not None:
            request.options.perspective_ids[:] = perspectives
        answer = self._call(self._stub.AppraisePortfolio, request)
        return Appraisal(*_cell_frames(answer.cells), conventions_frame(answer.conventions), answer)

    def compare(self, scenarios):
        """The portfolio figures of 2 to 20 scenarios, the first being the reference; returns a Comparison."""
        answer = self._call(
            self._stub.ComparePortfolios, messages.ComparePortfoliosRequest(cases=[request_from(s) for s in scenarios])
        )
        rows = [
            (row.metric_name, row.perspective_id, _view(row.view), row.unit, label, *_outcome(value, failure), difference)
            for row in answer.rows
            for label, value, failure, difference in zip(answer.labels, row.values, row.failures, _differences(row))
        ]
        columns = ["metric", "perspective", "view", "unit", "label", "value", "failure", "difference"]
        return Comparison(pandas.DataFrame(rows, columns=columns), list(answer.cautions), answer)

    def metrics(self):
        """Every metric the server knows: name, unit, description, source."""
        answer = self._call(self._stub.ListMetrics, messages.ListMetricsRequest())
        rows = [(m.name, m.unit, m.description, m.source) for m in answer.metrics]
        return pandas.DataFrame(rows, columns=["name", "unit", "description", "source"])

    def explain(self, scenario, project, perspective, view="incremental"):
        """One project's figures down to their columns; returns an Explanation. `view`: "incremental", "with" or "without"; the
        names that frames use, "with_project" and "without_project", do, too."""
        answer = self._call(
            self._stub.Explain,
            messages.ExplainRequest(
                appraisal=request_from(scenario),
                project_id=project,
                perspective_id=perspective,
                view=_view_of(view),
            ),
        )
        money = [
            (c.item_id, c.category, _view(c.side), c.payer_party_id, c.payee_party_id, date, c.sign, amount, factor)
            for c in answer.money_columns
            for date, amount, factor in zip(answer.point_dates, c.amounts, c.discount_factors)
        ]
        physical = [
            (c.item_id, c.kind, _view(c.side), c.unit, date, quantity)
            for c in answer.physical_columns
            for date, quantity in zip(answer.point_dates, c.quantities)
        ]
        inputs = [
            (c.item_id, c.formula, i.name, i.value, i.source)
            for c in (*answer.money_columns, *answer.physical_columns)
            for i in c.inputs
        ]
        return Explanation(
            *_cell_frames(answer.cells),
            pandas.DataFrame(
                money,
                columns=["item", "category", "side", "payer", "payee", "date", "sign", "amount", "discount_factor"],
            ),
            pandas.DataFrame(physical, columns=["item", "kind", "side", "unit", "date", "quantity"]),
            pandas.DataFrame(inputs, columns=["item", "formula", "name", "value", "source"]),
            answer,
        )

    def simulate(
        self, scenario, risk=None, paths=None, seed=None, sensitivity_paths=None, progress=None, project_years=False
    ):
        """Many futures of a scenario; returns a Simulation. `risk`: a file or a dict of the shape of risk.yaml; default: the
        risk.yaml beside the scenario. `progress` is called with each SimulationProgress message, about ten a second.
        `project_years`: the years of every project, too."""
        request = simulation_request_from(scenario, risk)
        if paths is not None:
            request.options.path_count = paths
        if seed is not None:
            request.options.seed = seed
        if sensitivity_paths is not None:
            request.sensitivity.path_count = sensitivity_paths
        if project_years:
            request.options.has_project_years = True
        result = None
        try:
            for message in self._risk_stub.Simulate(request, timeout=self._timeout_seconds):
                if message.HasField("result"):
                    result = message.result
                elif progress is not None:
                    progress(message.progress)
        except grpc.RpcError as error:
            raise CalanqueError.from_rpc_error(error) from error
        return _simulation(result)

    def compare_modes(self, scenario, partnership=None):
        """The delivery modes of a partnership side by side; returns a ModeComparison. `partnership`: a file or a dict of the
        shape of partnership.yaml; default: the partnership.yaml beside the scenario."""
        answer = self._call(self._ppp_stub.CompareDeliveryModes, comparison_request_from(scenario, partnership))
        costs = [
            tuple(getattr(cost, column) for column in ("mode_id", "discount_rate_per_year", *_COST_COLUMNS))
            for cost in answer.costs
        ]
        chances = [
            (p.name, p.mode_id, p.other_mode_id, p.published_description, p.probability, p.standard_error_probability)
            for p in answer.simulation.probabilities
        ]
        return ModeComparison(
            pandas.DataFrame(costs, columns=["mode", "discount_rate_per_year", *_COST_COLUMNS]),
            pandas.DataFrame(
                chances, columns=["name", "mode", "other_mode", "published", "probability", "standard_error"]
            ),
            answer,
        )

    def curve(self, scenario, curve=None, perspective=None):
        """Measures ranked by what a tonne costs, and the emission pathway; returns a Curve. `curve`: a file or a dict of the shape
        of curve.yaml; default: the curve.yaml beside the scenario, where there is one."""
        request = curve_request_from(scenario, curve)
        if perspective is not None:
            request.perspective_id = perspective
        return planning.curve_frames(self._call(self._planning_stub.BuildAbatementCurve, request))

    def select(self, scenario, selection=None, perspective=None, frontier_points=None):
        """Which projects, how much of them and when, under constraints; returns a Selection. `selection`: a file or a dict of the
        shape of selection.yaml; default: the selection.yaml beside the scenario."""
        request = selection_request_from(scenario, selection)
        if perspective is not None:
            request.perspective_id = perspective
        if frontier_points is not None:
            request.frontier_point_count = frontier_points
        return planning.selection_frames(self._call(self._planning_stub.SelectPortfolio, request))

    def finance(self, scenario, finance=None):
        """Who pays for every project, at least cost to the city; returns a FinancingPlan. `finance`: a file or a dict of the shape
        of finance.yaml; default: the finance.yaml beside the scenario."""
        request = financing_request_from(scenario, finance)
        return planning.financing_frames(self._call(self._planning_stub.PlanFinancing, request))

    def track(self, scenario, actuals=None):
        """What was spent, delivered and avoided against the plan; returns a Progress. `actuals`: a file or a dict of the shape of
        actuals.yaml; default: the actuals.yaml beside the scenario."""
        request = progress_request_from(scenario, actuals)
        return planning.progress_frames(self._call(self._planning_stub.TrackProgress, request))

    def _call(self, method, request):
        try:
            return method(request, timeout=self._timeout_seconds)
        except grpc.RpcError as error:
            raise CalanqueError.from_rpc_error(error) from error


_COST_COLUMNS = [
    "raw_present_amount",
    "competitive_neutrality_present_amount",
    "transferable_risk_present_amount",
    "retained_risk_present_amount",
    "total_present_amount",
    "value_for_money_before_risk_amount",
    "value_for_money_amount",
]


def _figure_rows(figure, probabilities):
    head = (figure.metric_name, figure.project_id, figure.perspective_id, figure.unit)
    yield (*head, "deterministic", or_nan(figure, "deterministic_value"))
    yield (*head, "path_count", figure.path_count)
    yield (*head, "missing_path_count", figure.missing_path_count)
    if figure.path_count == 0:
        return
    for name in ("mean", "standard_error", "standard_deviation", "minimum"):
        yield (*head, name, getattr(figure, name))
    for probability, value in zip(probabilities, figure.quantiles):
        yield (*head, f"quantile_{probability:g}", value)
    for name in ("maximum", "below_zero_probability", "value_at_risk", "expected_shortfall"):
        yield (*head, name, getattr(figure, name))


def _year_rows(years, probabilities):
    count = len(years.means)
    for y in range(count):
        head = (years.name, years.project_id, years.perspective_id, years.unit, years.first_year + y)
        yield (*head, "deterministic", years.deterministic_values[y])
        yield (*head, "mean", years.means[y])
        for p, probability in enumerate(probabilities):
            yield (*head, f"quantile_{probability:g}", years.quantiles[p * count + y])


def _reverse_row(reverse):
    move = reverse.move
    if not reverse.HasField("move"):
        nan = float("nan")
        return (reverse.reverse_stress_id, reverse.unit, nan, nan, nan, {}, reverse.failure.message)
    held = {driver.driver_id: driver.value for driver in move.drivers}
    return (reverse.reverse_stress_id, reverse.unit, move.multiple_factor, move.value, move.residual_value, held, "")


def _simulation(result):
    probabilities = list(result.options.quantile_probabilities)
    groups = [", ".join(group.driver_ids) for group in result.sensitivity_groups]
    frame = pandas.DataFrame
    return Simulation(
        frame(
            [row for figure in result.figures for row in _figure_rows(figure, probabilities)],
            columns=["metric", "project", "perspective", "unit", "statistic", "value"],
        ),
        frame(
            [row for years in result.years for row in _year_rows(years, probabilities)],
            columns=["name", "project", "perspective", "unit", "year", "statistic", "value"],
        ),
        frame(
            [(p.name, p.perspective_id, p.probability, p.standard_error_probability) for p in result.probabilities],
            columns=["name", "perspective", "probability", "standard_error"],
        ),
        frame(
            [
                (t.driver_id, t.metric_name, t.perspective_id, t.unit, or_nan(t, "low_value"), or_nan(t, "high_value"))
                for t in result.tornado_figures
            ],
            columns=["driver", "metric", "perspective", "unit", "low", "high"],
        ),
        frame(
            [
                (stress.stress_id, f.metric_name, f.perspective_id, f.unit, or_nan(f, "value"))
                for stress in result.stresses
                for f in stress.figures
            ],
            columns=["stress", "metric", "perspective", "unit", "value"],
        ),
        frame(
            [_reverse_row(reverse) for reverse in result.reverse_stresses],
            columns=["reverse_stress", "unit", "multiple", "value", "residual", "held_at", "failure"],
        ),
        frame(
            [
                (one.metric_name, one.perspective_id, *row)
                for one in result.sensitivities
                for row in zip(
                    groups,
                    one.first_order_fractions,
                    one.first_order_standard_error_fractions,
                    one.total_fractions,
                    one.total_standard_error_fractions,
                )
            ],
            columns=[
                "metric",
                "perspective",
                "drivers",
                "first_order",
                "first_order_standard_error",
                "total",
                "total_standard_error",
            ],
        ),
        frame(
            [(c.project_id, c.perspective_id, c.share_fraction) for c in result.contributions],
            columns=["project", "perspective", "share"],
        ),
        conventions_frame(result.conventions),
        result,
    )


def _view(view):
    """FLOW_VIEW_WITH_PROJECT -> "with_project"."""
    return results_pb2.FlowView.Name(view).removeprefix("FLOW_VIEW_").lower()


_VIEWS = {
    "incremental": results_pb2.FLOW_VIEW_INCREMENTAL,
    "with": results_pb2.FLOW_VIEW_WITH_PROJECT,
    "without": results_pb2.FLOW_VIEW_WITHOUT_PROJECT,
    "with_project": results_pb2.FLOW_VIEW_WITH_PROJECT,
    "without_project": results_pb2.FLOW_VIEW_WITHOUT_PROJECT,
}


def _view_of(word):
    view = _VIEWS.get(str(word).lower())
    if view is None:
        raise ValueError(f"view is {word!r}; expected one of {', '.join(_VIEWS)}")
    return view


def _differences(row):
    """NaN where either value is missing: the answer has a 0 there, which would read as "the same"."""
    return [
        float("nan") if failure or row.failures[0] else difference
        for failure, difference in zip(row.failures, row.differences)
    ]


def _outcome(value, reason):
    return (float("nan"), reason_name(reason)) if reason else (value, "")


def _cell_frames(cells):
    values, series = [], []
    for cell in cells:
        head = (cell.metric_name, cell.project_id, cell.perspective_id, _view(cell.view), cell.unit)
        kind = cell.WhichOneof("outcome")
        if kind == "value":
            values.append((*head, cell.value, ""))
        elif kind == "failure":
            values.append((*head, float("nan"), f"{reason_name(cell.failure.reason)}: {cell.failure.message}"))
        elif kind == "values":
            series += [(*head, None, str(i + 1), value) for i, value in enumerate(cell.values.values)]
        elif kind == "series":
            series += [(*head, cell.series.first_year + i, "", value) for i, value in enumerate(cell.series.values)]
        elif kind == "table":
            table = cell.table
            series += [
                (*head, table.first_year + i % table.year_count, table.row_labels[i // table.year_count], value)
                for i, value in enumerate(table.values)
            ]
    series_frame = pandas.DataFrame(series, columns=[*_CELL, "year", "row", "value"]).astype({"year": "Int64"})
    return pandas.DataFrame(values, columns=[*_CELL, "value", "failure"]), series_frame
