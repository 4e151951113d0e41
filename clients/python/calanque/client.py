"""The client: one method a call, and the frames it gives back."""

from dataclasses import dataclass

import grpc
import pandas

from calanque.errors import CalanqueError, reason_name
from calanque.scenario import request_from
from calanque.v1 import appraisal_service_pb2 as messages
from calanque.v1 import appraisal_service_pb2_grpc, options_pb2, results_pb2

_CELL = ["metric", "project", "perspective", "view", "unit"]


@dataclass(frozen=True)
class Appraisal:
    """`values`: one row per figure that is one number, or why there is none. `series`: one row per number of the others, by
    year and row label (for a list, such as all roots of an IRR, the row is its place and there is no year)."""

    values: pandas.DataFrame
    series: pandas.DataFrame
    conventions: pandas.DataFrame
    raw: messages.AppraisePortfolioResponse


@dataclass(frozen=True)
class Comparison:
    """`rows`: one row per figure and case. `cautions`: what to know before comparing."""

    rows: pandas.DataFrame
    cautions: list
    raw: messages.ComparePortfoliosResponse


@dataclass(frozen=True)
class Explanation:
    """`money` and `physical`: one row per column and point in time; `inputs`: what went into each column, with its source."""

    values: pandas.DataFrame
    series: pandas.DataFrame
    money: pandas.DataFrame
    physical: pandas.DataFrame
    inputs: pandas.DataFrame
    raw: messages.ExplainResponse


class Client:
    """Calls one server; `timeout_seconds` bounds each call. Close it, or use it in a `with`."""

    def __init__(self, target="127.0.0.1:50051", timeout_seconds=60.0):
        # The answer's size is bounded by the server, which refuses portfolios over its limits.
        self._channel = grpc.insecure_channel(target, options=[("grpc.max_receive_message_length", -1)])
        self._stub = appraisal_service_pb2_grpc.AppraisalServiceStub(self._channel)
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
        return Appraisal(*_cell_frames(answer.cells), _conventions_frame(answer.conventions), answer)

    def compare(self, scenarios):
        """The portfolio figures of 2 to 20 scenarios, the first being the reference; returns a Comparison."""
        answer = self._call(
            self._stub.ComparePortfolios, messages.ComparePortfoliosRequest(cases=[request_from(s) for s in scenarios])
        )
        rows = [
            (row.metric_name, row.perspective_id, _view(row.view), row.unit, label, *_outcome(value, failure), difference)
            for row in answer.rows
            for label, value, failure, difference in zip(answer.labels, row.values, row.failures, row.differences)
        ]
        columns = ["metric", "perspective", "view", "unit", "label", "value", "failure", "difference"]
        return Comparison(pandas.DataFrame(rows, columns=columns), list(answer.cautions), answer)

    def metrics(self):
        """Every metric the server knows: name, unit, description, source."""
        answer = self._call(self._stub.ListMetrics, messages.ListMetricsRequest())
        rows = [(m.name, m.unit, m.description, m.source) for m in answer.metrics]
        return pandas.DataFrame(rows, columns=["name", "unit", "description", "source"])

    def explain(self, scenario, project, perspective, view="incremental"):
        """One project's figures down to their columns; returns an Explanation."""
        answer = self._call(
            self._stub.Explain,
            messages.ExplainRequest(
                appraisal=request_from(scenario),
                project_id=project,
                perspective_id=perspective,
                view=results_pb2.FlowView.Value(f"FLOW_VIEW_{view.upper()}"),
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

    def _call(self, method, request):
        try:
            return method(request, timeout=self._timeout_seconds)
        except grpc.RpcError as error:
            raise CalanqueError.from_rpc_error(error) from error


def _view(view):
    """FLOW_VIEW_WITH_PROJECT -> "with_project"."""
    return results_pb2.FlowView.Name(view).removeprefix("FLOW_VIEW_").lower()


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


def _conventions_frame(conventions):
    grid, options = conventions.options.grid, conventions.options
    rows = [
        ("currency", conventions.currency_code),
        ("valuation_date", options.valuation_date),
        ("grid_start_date", grid.start_date),
        ("grid_periodicity", options_pb2.Periodicity.Name(grid.periodicity).removeprefix("PERIODICITY_").lower()),
        ("grid_period_count", str(grid.period_count)),
        *(("statement", statement) for statement in conventions.statements),
    ]
    return pandas.DataFrame(rows, columns=["name", "value"])
