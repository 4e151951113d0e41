"""The Python client against a running server: what is asked arrives, what is answered lands in the right frame.

CALANQUED names the server's program. Figures are checked by hand calculation, not against the client's own code.
"""

import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import calanque
import grpc
import pandas
import yaml


def is_serving(target):
    """Asks grpc.health.v1.Health; the bytes are HealthCheckResponse{status: SERVING}."""
    with grpc.insecure_channel(target) as channel:
        try:
            return channel.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=1) == b"\x08\x01"
        except grpc.RpcError:
            return False


def series(item_id, payer, payee, category, amounts):
    return {
        "id": item_id,
        "payer_party_id": payer,
        "payee_party_id": payee,
        "explicit_series": {"category": category, "amounts": amounts},
    }


def scenario():
    """A city pays 1,000 on the valuation date and receives 600 one and two years later, discounted at 10 %."""
    return {
        "label": "small",
        "portfolio": {
            "id": "small",
            "currency_code": "EUR",
            "parties": [{"id": "city"}, {"id": "users"}, {"id": "supplier", "is_outside": True}],
            "perspectives": [{"id": "city", "party_ids": ["city"], "discount_rate_id": "city-rate"}],
            "default_price_terms": {"basis": "PRICE_BASIS_NOMINAL"},
            "projects": [
                {
                    "id": "pool",
                    "with_project": [
                        series("building", "city", "supplier", "FLOW_CATEGORY_INVESTMENT", [1000, 0, 0]),
                        series("tickets", "users", "city", "FLOW_CATEGORY_REVENUE", [0, 600, 600]),
                    ],
                },
                {
                    "id": "park",
                    "with_project": [series("trees", "city", "supplier", "FLOW_CATEGORY_INVESTMENT", [50, 0, 0])],
                },
            ],
        },
        "assumptions": {
            "discount_rates": [{"id": "city-rate", "basis": "PRICE_BASIS_NOMINAL", "constant_rate_per_year": 0.1}]
        },
        "options": {
            "grid": {"start_date": "2025-01-01", "periodicity": "PERIODICITY_ANNUAL", "period_count": 3},
            "valuation_date": "2025-01-01",
            "flow_timing": "FLOW_TIMING_START",
            "price_basis": "PRICE_BASIS_NOMINAL",
        },
    }


SCENARIOS = pathlib.Path(__file__).parents[3] / "scenarios"
POOL_NPV = -1000 + 600 / 1.1 + 600 / 1.1**2


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        command = [os.environ["CALANQUED"], "--listen", "127.0.0.1:0"]
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.stop_server)
        # "calanqued 0.1.0 listening on 127.0.0.1:40123"
        cls.target = cls.server.stdout.readline().split()[-1]
        deadline = time.monotonic() + 30
        while not is_serving(cls.target):
            if cls.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not come up")
            time.sleep(0.05)
        cls.client = calanque.Client(cls.target)
        cls.addClassCleanup(cls.client.close)

    @classmethod
    def stop_server(cls):
        """Runs after the client is closed."""
        cls.server.send_signal(signal.SIGTERM)
        try:
            if cls.server.wait(timeout=30) != 0:
                raise RuntimeError("the server did not end cleanly on SIGTERM")
        finally:
            cls.server.kill()
            cls.server.stdout.close()

    def risk(self):
        """The pool's works cost a factor of 1 or 1.2, even chances."""
        return {
            "risk": {
                "drivers": [
                    {
                        "id": "works",
                        "draw": {"discrete": {"probabilities": [0.5, 0.5], "values": [1, 1.2]}},
                        "quantity": {"kinds": ["QUANTITY_KIND_INVESTMENT"], "project_ids": ["pool"]},
                    }
                ],
                "stresses": [{"id": "twice", "drivers": [{"driver_id": "works", "value": 2}]}],
                "reverse_stresses": [
                    {
                        "id": "down-to-minus-500",
                        "stress_id": "twice",
                        "limit": {"metric_name": "npv_amount", "perspective_id": "city", "least_value": -500},
                    }
                ],
            },
            "options": {"path_count": 20000, "seed": 1},
        }

    def test_simulate_fills_frames_and_tells_progress(self):
        seen = []
        with calanque.Client(self.target) as client:
            simulation = client.simulate(scenario(), self.risk(), sensitivity_paths=100, progress=seen.append, project_years=True)
        npv = simulation.figures.query("metric == 'npv_amount' and project == '' and perspective == 'city'")
        npv = npv.set_index("statistic")["value"]
        base = POOL_NPV - 50
        self.assertAlmostEqual(npv["deterministic"], base, places=9)
        self.assertAlmostEqual(npv["mean"], base - 100, delta=4 * npv["standard_error"])
        self.assertAlmostEqual(npv["quantile_0.05"], base - 200, places=9)
        twice = simulation.stresses.query("metric == 'npv_amount'")["value"].item()
        self.assertAlmostEqual(twice, base - 1000, places=9)
        reverse = simulation.reverse_stresses.iloc[0]
        self.assertAlmostEqual(reverse["multiple"], (500 + base) / 1000, places=9)
        self.assertEqual(list(reverse["held_at"]), ["works"])
        index = simulation.sensitivities.query("metric == 'npv_amount'").iloc[0]
        self.assertEqual((index["drivers"], index["first_order"], index["total"]), ("works", 1.0, 1.0))
        self.assertTrue(all(progress.total_path_count == 20000 for progress in seen))
        self.assertEqual(set(simulation.years["year"]), {2025, 2026, 2027})
        self.assertEqual(set(simulation.years["project"]), {"", "pool", "park"})

    def test_simulate_raises_with_every_violation(self):
        risk = self.risk()
        risk["risk"]["drivers"][0]["draw"]["discrete"]["probabilities"] = [0.5, 1.5]
        risk["options"]["path_count"] = 0
        with calanque.Client(self.target) as client, self.assertRaises(calanque.CalanqueError) as caught:
            client.simulate(scenario(), risk)
        paths = {violation.field_path for violation in caught.exception.violations}
        self.assertIn("options.path_count", paths)
        self.assertTrue(any(path.startswith("risk.drivers[0].draw.discrete") for path in paths), paths)

    def test_simulate_without_a_risk_file_says_so(self):
        with calanque.Client(self.target) as client, self.assertRaisesRegex(calanque.CalanqueError, "risk.yaml"):
            client.simulate(scenario())

    def test_compare_modes_reads_the_partnership_beside_the_scenario(self):
        with calanque.Client(self.target) as client:
            comparison = client.compare_modes(SCENARIOS / "marseille-schools")
        costs = comparison.costs
        self.assertEqual(set(costs["mode"]), {mode.mode_id for mode in comparison.raw.costs})
        layers = costs.filter(regex="^(raw|competitive|transferable|retained)").sum(axis=1)
        self.assertLess((layers - costs["total_present_amount"]).abs().max(), 1e-3)
        expected = (SCENARIOS / "marseille-schools" / "expected-partnership.csv").read_text(encoding="utf-8")
        line = next(row for row in expected.splitlines() if row.startswith("direct,total_present_amount,0.0225,"))
        direct = costs.query("mode == 'direct' and discount_rate_per_year == 0.0225")["total_present_amount"].item()
        self.assertAlmostEqual(direct, float(line.split(",")[-1]), delta=1.0)

    def test_curve_ranks_measures_with_and_without_a_side_file(self):
        """The park spends 50 for nothing; the pool avoids 10 t a year and gains, so that its tonnes save money."""
        content = scenario()
        smoke = {"id": "smoke", "payer_party_id": "city"}
        smoke["emission"] = {"start_date": "2025-01-01", "quantity_t_co2e_per_year": 10, "scope": "EMISSION_SCOPE_1"}
        content["portfolio"]["projects"][0]["without_project"] = [smoke]
        with calanque.Client(self.target) as client:
            measures = client.curve(content).measures.set_index("project")
            marseille = client.curve(SCENARIOS / "marseille")
        self.assertEqual((measures.kind["pool"], measures.kind["park"]), ("saves_money", "no_effect"))
        self.assertAlmostEqual(measures.cost_present_amount["pool"], -POOL_NPV, places=9)
        self.assertAlmostEqual(measures.abatement_t_co2e["pool"], 30, places=9)
        self.assertTrue(pandas.isna(measures.abatement_cost_amount_per_t_co2e["park"]))
        homes = marseille.pathways.query("sector == 'residential'").set_index("year")
        self.assertAlmostEqual(
            homes.business_as_usual_t_co2e[2030] - homes.avoided_t_co2e[2030], homes.residual_t_co2e[2030], delta=1e-6
        )
        self.assertEqual(set(marseille.interactions["case"]), {"standalone", "last_in", "in_order"})
        self.assertEqual(marseille.carbon_budget.set_index("name").exceeded_year["business_as_usual"], 2048)

    def test_select_keeps_what_gains_and_says_why_not_the_rest(self):
        """The pool gains, the park costs 50; a budget of 0 in 2025 leaves both out, or waits."""
        terms = {"objective": "SELECTION_OBJECTIVE_MAXIMISE_NPV", "perspective_id": "city"}
        none = {"id": "none", "party_id": "city", "limits": {"first_year": 2025, "values": [0]}}
        with calanque.Client(self.target) as client:
            free = client.select(scenario(), terms)
            poor = client.select(scenario(), {**terms, "budgets": [none]})
        self.assertEqual(free.status, "optimal")
        chosen = free.chosen.set_index("project")
        self.assertEqual((list(chosen.index), chosen.start_year["pool"], chosen.fraction["pool"]), (["pool"], 2025, 1.0))
        self.assertAlmostEqual(chosen.npv_amount["pool"], POOL_NPV, places=9)
        self.assertEqual(free.left_out.set_index("project").reason["park"], "no_gain")
        self.assertEqual(list(poor.chosen.project), [])
        self.assertEqual(poor.left_out.set_index("project").reason["pool"], "does_not_fit")
        budget = poor.constraints.query("constraint == 'none' and year == 2025")
        self.assertEqual((budget.used_value.item(), budget.is_in_conflict.item()), (0, False))

    def test_finance_says_who_pays_and_what_stays_open(self):
        """1,050 to be paid in 2025, of which the city has 800."""
        terms = {
            "city_party_id": "city",
            "funding_sources": [{"id": "own", "payer_party_id": "city", "max_amount": 800, "own_funds": {}}],
        }
        with calanque.Client(self.target) as client:
            plan = client.finance(scenario(), terms)
        self.assertEqual(plan.status, "optimal")
        year = plan.needs.query("year == 2025")
        self.assertAlmostEqual(year.need_amount.sum(), 1050, places=6)
        self.assertAlmostEqual(year.gap_after_amount.sum(), 250, places=6)
        self.assertAlmostEqual(plan.uses.query("source == 'own'").used_amount.sum(), 800, places=6)
        own = plan.sources.set_index("source").loc["own"]
        self.assertEqual((own.kind, own.payer), ("own_funds", "city"))
        self.assertAlmostEqual(own.used_amount, 800, places=6)

    def test_track_follows_what_was_spent(self):
        """Planned: 1,000 for the pool in 2025. Paid: 1,100 for all of it, so 100 of price."""
        record = {
            "perspective_id": "city",
            "status_date": "2026-01-01",
            "actuals": [{"project_id": "pool", "delivered_fractions": [1], "spent_amounts": [1100]}],
        }
        with calanque.Client(self.target) as client:
            progress = client.track(scenario(), record)
        spent = progress.quantities.query("project == 'pool' and quantity == 'spent' and period == '2025-01-01'").iloc[0]
        self.assertAlmostEqual(spent.planned, 1000, places=9)
        self.assertAlmostEqual(spent.current, 1100, places=9)
        self.assertAlmostEqual(spent.price, 100, places=9)
        self.assertAlmostEqual(spent.volume + spent.timing, 0, places=9)
        earned = progress.earned_value.query("project == 'pool'").set_index("name").value
        self.assertAlmostEqual(earned["cost_variance_amount"], -100, places=9)
        npv = progress.figures.query("project == 'pool' and name == 'npv_amount'").iloc[0]
        self.assertAlmostEqual(npv.updated - npv.planned, -100, places=9)

    def test_planning_reads_the_files_beside_the_scenario(self):
        with calanque.Client(self.target) as client:
            self.assertEqual(client.finance(SCENARIOS / "marseille").raw.city_party_id, "city")
            self.assertEqual(set(client.track(SCENARIOS / "marseille").indicators.table), {"T10", "T11"})
            self.assertIn("metro-tram", set(client.curve(SCENARIOS / "marseille", perspective="economy").measures.project))
            with self.assertRaisesRegex(calanque.CalanqueError, "selection.yaml"):
                client.select(scenario())

    def test_values_hold_one_row_per_number(self):
        appraisal = self.client.appraise(scenario(), metrics=["npv_amount"], perspectives=["city"])
        npv = appraisal.values.query("metric == 'npv_amount' and view == 'incremental'").set_index("project")
        self.assertAlmostEqual(npv.value["pool"], POOL_NPV, places=9)
        self.assertAlmostEqual(npv.value["park"], -50, places=9)
        self.assertAlmostEqual(npv.value[""], POOL_NPV - 50, places=9)
        self.assertEqual(set(npv.unit), {"EUR"})
        self.assertEqual(set(npv.perspective), {"city"})
        self.assertEqual(set(npv.failure), {""})

    def test_what_does_not_exist_is_a_row_with_its_reason(self):
        values = self.client.appraise(scenario()).values
        park = values[(values.project == "park") & values.metric.str.contains("irr")]
        self.assertTrue(park.failure.str.startswith("not_applicable: ").any(), park)
        self.assertTrue(park[park.failure != ""].value.isna().all())

    def test_series_are_long_and_by_calendar_year(self):
        series_frame = self.client.appraise(scenario()).series
        by_year = series_frame[series_frame.year.notna()]
        self.assertEqual(sorted(set(by_year.year)), [2025, 2026, 2027])
        per_year = by_year.groupby(["metric", "project", "perspective", "view", "row"]).size()
        self.assertEqual(set(per_year), {3})

    def test_conventions_say_how_the_figures_were_made(self):
        conventions = self.client.appraise(scenario()).conventions
        named = conventions[conventions.name != "statement"].set_index("name").value
        self.assertEqual(named["currency"], "EUR")
        self.assertEqual(named["valuation_date"], "2025-01-01")
        self.assertEqual(named["grid_periodicity"], "annual")
        self.assertGreater((conventions.name == "statement").sum(), 0)

    def test_a_folder_with_an_included_file_is_the_same_request(self):
        content = scenario()
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "small").mkdir()
            (root / "shared.yaml").write_text(yaml.safe_dump({"assumptions": content.pop("assumptions")}))
            # Unquoted dates must stay text.
            text = yaml.safe_dump({"include": ["../shared.yaml"], **content}).replace("'2025-01-01'", "2025-01-01")
            self.assertNotIn("'2025", text)
            (root / "small" / "scenario.yaml").write_text(text)
            from_folder = self.client.appraise(root / "small")
        self.assertEqual(from_folder.raw.input_hash, self.client.appraise(scenario()).raw.input_hash)

    def test_a_shipped_scenario_is_read_as_its_authors_meant(self):
        """The figures that the scenario's README derives by hand: A1 and A5."""
        values = self.client.appraise(SCENARIOS / "electric-bus").values
        bus = values.query("project == 'electric-bus'").set_index("metric").value
        self.assertAlmostEqual(bus["abatement_cost_a1_amount_per_t_co2e"], 7495, delta=0.5)
        self.assertAlmostEqual(bus["abatement_cost_a5_amount_per_t_co2e"], 426, delta=0.5)

    def test_all_violations_arrive_with_their_paths(self):
        wrong = scenario()
        wrong["portfolio"]["currency_code"] = "euro"
        wrong["portfolio"]["perspectives"][0]["discount_rate_id"] = "nowhere"
        with self.assertRaises(calanque.CalanqueError) as caught:
            self.client.appraise(wrong)
        self.assertEqual(caught.exception.code, "INVALID_ARGUMENT")
        paths = {violation.field_path for violation in caught.exception.violations}
        self.assertLessEqual({"portfolio.currency_code", "portfolio.perspectives[0].discount_rate_id"}, paths)
        self.assertTrue(all(violation.message for violation in caught.exception.violations))

    def test_a_field_that_does_not_exist_is_named_before_anything_is_sent(self):
        with self.assertRaisesRegex(calanque.CalanqueError, "portfolo"):
            self.client.appraise({"portfolo": {}})

    def test_no_server(self):
        with socket.socket() as deaf:  # bound, but it never listens
            deaf.bind(("127.0.0.1", 0))
            with calanque.Client(f"127.0.0.1:{deaf.getsockname()[1]}", timeout_seconds=5) as lonely:
                with self.assertRaises(calanque.CalanqueError) as caught:
                    lonely.metrics()
        self.assertEqual(caught.exception.code, "UNAVAILABLE")

    def test_metrics_are_listed_with_unit_and_meaning(self):
        metrics = self.client.metrics().set_index("name")
        self.assertEqual(metrics.unit["npv_amount"], "CURRENCY")
        self.assertTrue((metrics.description != "").all())

    def test_compare_puts_cases_side_by_side(self):
        cheaper = scenario()
        cheaper["label"] = "cheaper"
        cheaper["portfolio"]["projects"][1]["with_project"][0]["explicit_series"]["amounts"] = [20, 0, 0]
        rows = self.client.compare([scenario(), cheaper]).rows
        npv = rows.query("metric == 'npv_amount' and view == 'incremental' and perspective == 'city'").set_index("label")
        self.assertAlmostEqual(npv.value["small"], POOL_NPV - 50, places=9)
        self.assertAlmostEqual(npv.difference["cheaper"], 30, places=9)

    def test_every_answer_carries_its_warnings(self):
        odd = scenario()
        odd["label"] = "odd"
        odd["assumptions"]["discount_rates"][0]["constant_rate_per_year"] = 4
        path = "assumptions.discount_rates[0].constant_rate_per_year"
        answers = {
            "": self.client.appraise(odd),
            "cases[1].": self.client.compare([scenario(), odd]),
            "appraisal.": self.client.explain(odd, "pool", "city"),
        }
        for prefix, answer in answers.items():
            self.assertEqual(len(answer.warnings), 1, answer.warnings)
            self.assertIn("is 4, more than 100 % a year", answer.warnings[0])
            self.assertTrue(answer.warnings[0].endswith(f"({prefix}{path})"), answer.warnings[0])
        self.assertEqual(self.client.appraise(scenario()).warnings, [])

    def test_compare_says_no_difference_where_a_value_is_missing(self):
        """A pool without tickets has no rate of return, so none to subtract from either."""
        free = scenario()
        free["label"] = "free"
        free["portfolio"]["projects"][0]["with_project"].pop()
        for cases in ([scenario(), free], [free, scenario()]):
            rows = self.client.compare(cases).rows.query("view == 'incremental' and perspective == 'city'")
            irr = rows[rows.metric.str.contains("irr")]
            irr = irr[irr.metric == irr.metric.iloc[0]].set_index("label")
            self.assertGreater(irr.value["small"], 0)
            self.assertEqual(irr.failure["free"], "not_applicable")
            self.assertTrue(pandas.isna(irr.difference["free"]), irr)
            self.assertEqual(pandas.isna(irr.difference["small"]), cases[0] is free, irr)

    def test_violations_that_were_not_listed_are_counted(self):
        wrong = scenario()
        wrong["portfolio"]["projects"] += [{"id": "pool"} for _ in range(150)]
        with self.assertRaises(calanque.CalanqueError) as caught:
            self.client.appraise(wrong)
        error = caught.exception
        self.assertGreater(error.omitted_violation_count, 0)
        self.assertGreaterEqual(len(error.violations) + error.omitted_violation_count, 150)
        self.assertTrue(str(error).endswith(f"\n  and {error.omitted_violation_count} more"), error)

    def test_explain_takes_the_words_of_the_command_line(self):
        for word, view in (("with", "with_project"), ("without", "without_project"), ("WITH_PROJECT", "with_project")):
            values = self.client.explain(scenario(), "pool", "city", view=word).values
            self.assertEqual(set(values.view), {view})
        with self.assertRaisesRegex(ValueError, "incremental, with, without"):
            self.client.explain(scenario(), "pool", "city", view="both")

    def test_the_example_of_the_readme_runs_as_written(self):
        """Against this test's server, and with the stubs of this build."""
        readme = (SCENARIOS.parent / "README.md").read_text(encoding="utf-8")
        command = re.search(r"^```\n(PYTHONPATH=.*?)^```$", readme, re.MULTILINE | re.DOTALL).group(1)
        self.assertIn("127.0.0.1:50051", command)
        self.assertIn(":build/release/python ", command)
        stubs = pathlib.Path(calanque.v1.appraisal_service_pb2.__file__).parents[2]
        command = command.replace("127.0.0.1:50051", self.target).replace("build/release/python", str(stubs))
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        run = subprocess.run(
            ["/bin/sh", "-c", command], cwd=SCENARIOS.parent, env=environment, capture_output=True, text=True, timeout=120
        )
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("npv_amount", run.stdout)

    def test_explain_opens_a_figure_down_to_its_columns(self):
        explanation = self.client.explain(scenario(), "pool", "city")
        money = explanation.money
        self.assertEqual(set(money.item), {"building", "tickets"})
        self.assertAlmostEqual((money.sign * money.amount * money.discount_factor).sum(), POOL_NPV, places=9)


if __name__ == "__main__":
    unittest.main()
