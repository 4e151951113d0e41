"""The reference job in numpy, as an analyst would write it: 40 projects x 30 years x 10,000 paths.

Prints one line of JSON: seconds to draw, seconds to evaluate (best of several), and the mean portfolio NPV.
Run with Debian's /usr/bin/python3 and python3-numpy.
"""

import json
import sys
import time

import numpy as np

PROJECTS, YEARS, PATHS = 40, 30, 10_000


def draw(rng):
    """Factors [path, year], and of projects [path, project]; correlation 0.3 between the yearly shocks."""
    times = np.arange(YEARS) + 0.5
    steps = np.diff(times, prepend=0.0)
    mixing = np.linalg.cholesky(np.full((4, 4), 0.3) + 0.7 * np.eye(4))
    shocks = rng.standard_normal((YEARS, PATHS, 4)) @ mixing.T
    walk = np.cumsum(shocks * np.sqrt(steps)[:, None, None], axis=0)
    gas = np.exp(0.2 * walk[:, :, 0] - 0.02 * times[:, None]).T
    carbon = np.exp(0.3 * walk[:, :, 1] - 0.045 * times[:, None]).T
    rates = np.zeros((PATHS, 2))
    logs = np.zeros((2, PATHS, YEARS))
    for year in range(YEARS):
        logs[:, :, year] = logs[:, :, max(year - 1, 0)] + rates.T * steps[year]
        rates = rates * np.exp(-0.3 * steps[year]) + 0.01 * np.sqrt(steps[year]) * shocks[year, :, 2:]
    index, discount = np.exp(logs[0]), np.exp(-logs[1])
    shared = rng.standard_normal(PATHS)
    own = rng.standard_normal((PATHS, PROJECTS))
    overrun = np.exp(0.3 * (np.sqrt(0.5) * shared[:, None] + np.sqrt(0.5) * own))
    performance = 0.7 + 0.4 * rng.random(PATHS)
    return gas, carbon, index, discount, overrun, performance


def evaluate(gas, carbon, index, discount, overrun, performance):
    """Portfolio flows [path, year] and NPV [path, project]."""
    years = np.arange(YEARS)
    grown = index * 1.02 ** (years + 1.0)
    factor = discount * 1.05 ** -(years + 1.0)
    flows = np.zeros((PATHS, YEARS))
    npv = np.empty((PATHS, PROJECTS))
    for project in range(PROJECTS):
        scale = 1.0 + project / 40.0
        flow = scale * 10_000.0 * performance[:, None] * (80.0 * gas + 20.0 * carbon) - scale * 100_000.0 * grown
        flow[:, :2] -= scale * 4e6 * overrun[:, project, None] * grown[:, :2]
        flows += flow
        npv[:, project] = np.einsum("pt,pt->p", flow, factor)
    return flows, npv


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    drawing, evaluating, mean = [], [], 0.0
    for repeat in range(repeats):
        start = time.perf_counter()
        factors = draw(np.random.default_rng(repeat))
        middle = time.perf_counter()
        _, npv = evaluate(*factors)
        drawing.append(middle - start)
        evaluating.append(time.perf_counter() - middle)
        mean += npv.sum(axis=1).mean() / repeats
    print(json.dumps({"draw_seconds": min(drawing), "evaluate_seconds": min(evaluating), "mean_npv": mean}))


if __name__ == "__main__":
    main()
