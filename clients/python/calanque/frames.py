"""What frames of all answers share."""

import pandas

from calanque.v1 import options_pb2


def or_nan(message, field):
    """NaN for an optional number that is absent."""
    return getattr(message, field) if message.HasField(field) else float("nan")


def conventions_frame(conventions):
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


def warning_texts(*lists):
    """"what a careful reader should know (field.path)", each once."""
    texts = (f"{w.message} ({w.field_path})" if w.field_path else w.message for warnings in lists for w in warnings)
    return list(dict.fromkeys(texts))


class Warned:
    """An answer, `raw`, that may say what a careful reader should know."""

    @property
    def warnings(self):
        return warning_texts(self.raw.warnings)
