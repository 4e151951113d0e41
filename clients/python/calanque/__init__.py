"""Calanque from Python: sends a scenario to a running server, gives back pandas frames. It computes nothing.

    from calanque import Client

    with Client("127.0.0.1:50051") as client:
        appraisal = client.appraise("scenarios/marseille", metrics=["npv_amount"])
        print(appraisal.values)        # metric, project, perspective, view, unit, value, failure
        print(appraisal.series)        # metric, ..., unit, year, row, value
        print(appraisal.conventions)   # how the figures were made
        appraisal.raw                  # the answer as it came, a protobuf message
        simulation = client.simulate("scenarios/marseille", paths=10_000, sensitivity_paths=5_000)
        print(simulation.sensitivities)  # metric, perspective, drivers, first_order, ..., total, ...
        print(client.compare_modes("scenarios/marseille-schools").costs)  # mode, discount_rate_per_year, ...
        print(client.curve("scenarios/marseille").measures)  # project, kind, ..., abatement_cost_amount_per_t_co2e, ...
        print(client.select("scenarios/marseille").chosen)   # project, start_year, fraction, ...
        print(client.finance("scenarios/marseille").needs)   # project, party, year, need_amount, ...
        print(client.track("scenarios/marseille").figures)   # project, name, planned, updated

A scenario is a folder with a scenario.yaml, the path of such a file, a dict of the same shape, or an AppraisePortfolioRequest.
A request that is refused raises CalanqueError, whose `violations` name every wrong field; a file that cannot be read does, too,
with file:line:column of each.

Needs Debian's python3-grpcio, python3-pandas and python3-yaml, and two folders on PYTHONPATH: this package's
(clients/python) and that of the stubs which the build generates (build/release/python).
"""

import pkgutil

# The generated calanque/v1 lives in the build tree. This makes one package of both folders.
__path__ = pkgutil.extend_path(__path__, __name__)

from calanque.client import Appraisal, Client, Comparison, Explanation, ModeComparison, Simulation  # noqa: E402
from calanque.errors import CalanqueError, Violation  # noqa: E402
from calanque.planning import Curve, FinancingPlan, Progress, Selection  # noqa: E402

__all__ = [
    "Appraisal",
    "CalanqueError",
    "Client",
    "Comparison",
    "Curve",
    "Explanation",
    "FinancingPlan",
    "ModeComparison",
    "Progress",
    "Selection",
    "Simulation",
    "Violation",
]
