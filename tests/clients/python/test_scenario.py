"""Scenario files as the Python client reads them: what the command line takes is taken, what it refuses is refused with its place.

No server is asked.
"""

import contextlib
import os
import pathlib
import re
import tempfile
import time
import unittest

import calanque
from calanque import limits, scenario

ROOT = pathlib.Path(__file__).parents[3]


@contextlib.contextmanager
def working_folder(path):
    """As contextlib.chdir, which came with Python 3.11."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


class ScenarioFileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, text):
        return scenario.request_from(self.write("a.yaml", text))

    def refused(self, text):
        """The error of a file that is refused; places in it are relative to the test's folder."""
        return self.refused_file(self.write("a.yaml", text))

    def refused_file(self, path):
        with working_folder(self.folder), self.assertRaises(calanque.CalanqueError) as caught:
            scenario.request_from(os.path.relpath(path))
        self.assertEqual(caught.exception.code, "UNREADABLE")
        return caught.exception

    def assert_refused(self, text, *parts):
        message = str(self.refused(text))
        for part in parts:
            self.assertIn(part, message)

    def test_a_key_that_stands_twice_is_refused_with_both_places(self):
        error = self.refused("label: a\nportfolio:\n  id: x\n  currency_code: EUR\n  id: y\n")
        self.assertEqual(
            [tuple(violation) for violation in error.violations],
            [("portfolio.id", "a.yaml:5:3: stands twice; the first is at a.yaml:3:3", "invalid_input")],
        )
        self.assertIn("portfolio.id: a.yaml:5:3: stands twice", str(error))

    def test_both_names_of_one_field_are_one_key(self):
        self.assert_refused("portfolio: {currency_code: EUR, currencyCode: USD}", "currency_code: a.yaml:1:33: stands twice")
        self.assertEqual(self.read("portfolio: {currencyCode: USD}").portfolio.currency_code, "USD")
        with self.assertRaisesRegex(calanque.CalanqueError, "portfolio.currency_code: the dict: stands twice"):
            scenario.request_from({"portfolio": {"currency_code": "EUR", "currencyCode": "USD"}})

    def test_a_block_that_stands_twice_is_refused_even_if_it_is_empty_once(self):
        self.assert_refused("portfolio: ~\nportfolio: {id: x}\n", "portfolio: a.yaml:2:1: stands twice")

    def test_two_arms_of_a_oneof_are_refused(self):
        self.assert_refused(
            "portfolio: {projects: [{with_project: [{investment: {}, revenue: {}}]}]}\n",
            "portfolio.projects[0].with_project[0].revenue: a.yaml:1:57: stands beside 'investment' (at a.yaml:1:41)",
        )
        self.read("portfolio: {projects: [{with_project: [{investment: {}, revenue: ~}]}]}\n")

    def test_files_side_by_side_may_not_disagree(self):
        self.write("left.yaml", "portfolio: {currency_code: EUR}\n")
        self.write("right.yaml", "portfolio: {currency_code: USD}\n")
        self.assert_refused(
            "include: [left.yaml, right.yaml]\n",
            "right.yaml:1:28: is set in two files that stand side by side; the other is at left.yaml:1:28",
        )

    def test_a_file_sets_anew_what_it_includes(self):
        self.write("left.yaml", "portfolio: {currency_code: EUR, parties: [{id: a}]}\n")
        request = self.read("include: [left.yaml]\nportfolio: {currency_code: USD, parties: [{id: b}]}\n")
        self.assertEqual(request.portfolio.currency_code, "USD")
        self.assertEqual([party.id for party in request.portfolio.parties], ["a", "b"])

    def test_a_file_included_twice_or_in_a_circle_is_refused(self):
        self.write("left.yaml", "portfolio: {parties: [{id: a}]}\n")
        self.assert_refused("include: [left.yaml, left.yaml]\n", "a.yaml:1:22: 'left.yaml' is included already at a.yaml:1:11")
        self.assert_refused("include: [a.yaml]\n", "a.yaml:1:11: 'a.yaml' includes this file")

    def test_an_include_that_is_no_list_of_paths_is_refused(self):
        self.write("base.yaml", "label: base\n")
        for text, place in (
            ("include: base.yaml\n", "a.yaml:1:10"),
            ("include: 5\n", "a.yaml:1:10"),
            ("include: {a: b}\n", "a.yaml:1:10"),
            ("include: [~]\n", "a.yaml:1:11"),
            ("include: [[base.yaml]]\n", "a.yaml:1:11"),
            ('include: ["a\\0b"]\n', "a.yaml:1:11"),
            ("include: [/etc/hostname]\n", "a.yaml:1:11"),
            ("include: [nowhere.yaml]\n", "a.yaml:1:11"),
            (f"include: [{'x' * 5000}]\n", "a.yaml:1:11"),
            ("include: [.]\n", "a.yaml:1:11"),
            ("include: []\ninclude: [base.yaml]\n", "a.yaml:2:1"),
        ):
            with self.subTest(text):
                self.assert_refused(text, f"include: {place}: ")
        self.assertEqual(self.read("include: ~\n").label, "a")

    def test_numbers_are_read_as_written_or_refused(self):
        grid = "options: {{grid: {{period_count: {}}}}}"
        amount = "portfolio: {{projects: [{{with_project: [{{investment: {{amount: {}}}}}]}}]}}"
        for text in ("41_4", "1_5", "'1_0'", "'1,000'", "5%", "0x10", "٣", "true", "x", "' 5'", "''"):
            with self.subTest(text):
                self.assert_refused(grid.format(text), "options.grid.period_count: a.yaml:1:32: is ")
                self.assert_refused(amount.format(text), "investment.amount: a.yaml:1:62: is ")
        for text in ("9" * 400, "-" + "9" * 5000, "1e400", ".inf", "NaN", "!!float abc", "!!int 5_000"):
            with self.subTest(text[:12]):
                self.assert_refused(grid.format(text), "a.yaml:1:32: ")
                self.assert_refused(amount.format(text), "a.yaml:1:62: ")
        for text in ("3000000000", "1.5", "1e30"):
            with self.subTest(text):
                self.assert_refused(grid.format(text), "expected a whole number")
        for text, count in (("12", 12), ("+12", 12), ("12.0", 12), ("1e3", 1000), ("'12'", 12), ("-0", 0)):
            with self.subTest(text):
                self.assertEqual(self.read(grid.format(text)).options.grid.period_count, count)
        for text, value in (("1234.5", 1234.5), (".5", 0.5), ("-5.", -5), ("1E-3", 0.001), ("'7'", 7)):
            with self.subTest(text):
                item = self.read(amount.format(text)).portfolio.projects[0].with_project[0]
                self.assertEqual(item.investment.amount, value)

    def test_a_dict_is_held_to_the_same_numbers(self):
        for count in ("1_2", 1.5, float("nan"), 10**6000, True):
            with self.subTest(str(type(count))), self.assertRaises(calanque.CalanqueError) as caught:
                scenario.request_from({"options": {"grid": {"period_count": count}}})
            self.assertEqual(caught.exception.code, "UNREADABLE")
        self.assertEqual(scenario.request_from({"options": {"grid": {"period_count": 12.0}}}).options.grid.period_count, 12)

    def test_texts_are_taken_as_written(self):
        for text, label in (
            ("2030", "2030"),
            ("1_5", "1_5"),
            ("010", "010"),
            ("1.50", "1.50"),
            ("true", "true"),
            ("2025-01-31", "2025-01-31"),
            ("NO", "NO"),
            ("'null'", "null"),
        ):
            with self.subTest(text):
                self.assertEqual(self.read(f"label: {text}\n").label, label)
        portfolio = self.read("portfolio: {id: 13, display_name: 2030, currency_code: EUR}\n").portfolio
        self.assertEqual((portfolio.id, portfolio.display_name), ("13", "2030"))
        self.assertEqual(scenario.request_from({"label": 2030}).label, "2030")

    def test_what_no_field_takes_is_a_violation(self):
        for text, place in (
            ("label: [a]\n", "label: a.yaml:1:8: is a list; expected text"),
            ("portfolio: 5\n", "portfolio: a.yaml:1:12: is a single value; expected a mapping"),
            ("portfolio: {projects: [~]}\n", "portfolio.projects[0]: a.yaml:1:24: is nothing"),
            ("portfolio: {projects: {}}\n", "portfolio.projects: a.yaml:1:23: is a mapping; expected a list"),
            ("options: {flow_timing: FLOW_TIMING_ND}\n", "a.yaml:1:24: is 'FLOW_TIMING_ND'; did you mean FLOW_TIMING_END?"),
            ("options: {omits_projects: yes}\n", "a.yaml:1:27: is 'yes'; expected true or false"),
            ("labl: x\n", "a.yaml:1:1: unknown field 'labl'"),
            ("? {a: b}\n: 2\n", "a.yaml:1:3: a key is a mapping"),
            ("- a\n", "a.yaml:1:1: is a list; expected a mapping"),
            ("", "a.yaml:1:1: the file is empty"),
            ("label: a\n---\nlabel: b\n", "a.yaml:2:1: a second YAML document"),
            ("portfolio: &p\n  projects: [*p]\n", "a.yaml:2:14: this alias stands inside its own anchor"),
            ("label: *p\n", "a.yaml:1:8: "),
            ("label: 'x\n", "a.yaml:"),
            ("label: " + "[" * 100, "a.yaml:1:71: is nested more than 64 levels deep"),
        ):
            with self.subTest(text):
                self.assert_refused(text, place)

    def test_a_dict_that_is_no_scenario_is_refused(self):
        circle = {}
        circle["portfolio"] = circle
        for content in ({1: 2}, {"label": "\ud800"}, {"label": b"x"}, {"label": {"x"}}, circle):
            with self.subTest(str(content)), self.assertRaises(calanque.CalanqueError) as caught:
                scenario.request_from(content)
            self.assertEqual(caught.exception.code, "UNREADABLE")

    def test_bytes_that_are_no_text_are_refused_with_their_place(self):
        path = self.folder / "a.yaml"
        path.write_bytes(b"label: a\nportfolio: {id: \xe9}\n")
        self.assertIn("a.yaml:2:17: is not UTF-8 text", str(self.refused_file(path)))
        path.write_bytes(b"label: a\nportfolio: {id: x\0}\n")
        self.assertIn("a.yaml:2:18: ", str(self.refused_file(path)))
        path.write_bytes(b"\xef\xbb\xbflabel: b\n")
        self.assertEqual(scenario.request_from(path).label, "b")

    def test_all_that_is_wrong_in_all_files_is_said_at_once(self):
        self.write("left.yaml", "portfolio: {idd: x}\n")
        self.write("right.yaml", "label: 'x\n")
        error = self.refused("include: [left.yaml, right.yaml]\noptions: {omits_projects: 1}\n")
        self.assertEqual(len(error.violations), 3, error)
        many = self.refused("portfolio:\n  projects:\n" + "    - {idd: x}\n" * 500)
        self.assertEqual(len(many.violations), limits.MAX_VIOLATIONS + 1)
        self.assertIn("too many problems (limit max_violations)", many.violations[-1].message)

    def test_what_is_quoted_holds_no_command_to_a_terminal(self):
        message = self.refused('"\\e[31m\\n": x\n').violations[0].message
        self.assertTrue(message.isprintable(), message)

    def test_aliases_of_aliases_are_counted_and_not_written_out(self):
        """Curves of sources of texts, 200 each: 8 million texts if they were written out."""
        texts = "[" + ", ".join(["x"] * 200) + "]"
        sources = f"[&s {{citation: c, fields: {texts}}}" + ", *s" * 199 + "]"
        start = time.monotonic()
        self.assert_refused(
            f"assumptions: {{curves: [&c {{id: a, sources: {sources}}}" + ", *c" * 199 + "]}\n",
            "2000000 nodes once aliases are written out (limit max_yaml_nodes)",
        )
        # Each level doubles: a count that is not bounded would be a number of thousands of digits.
        levels = "".join(f"    - &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 50_000))
        self.assert_refused("portfolio:\n  parties:\n    - &a0 [x]\n" + levels, "limit max_yaml_nodes")
        self.assertLess(time.monotonic() - start, 30)

    def test_a_dict_that_shares_its_parts_is_counted_too(self):
        part = ["x"] * 10
        for _ in range(12):
            part = [part] * 10
        with self.assertRaisesRegex(calanque.CalanqueError, "limit max_yaml_nodes"):
            scenario.request_from({"portfolio": part})

    def test_an_alias_is_what_it_stands_for(self):
        portfolio = self.read("portfolio: {id: &a bus, display_name: *a, parties: [&p {id: x}, *p]}\n").portfolio
        self.assertEqual((portfolio.display_name, len(portfolio.parties)), ("bus", 2))

    def test_a_file_over_the_limit_of_bytes_is_refused(self):
        half = "# " + "x" * (limits.MAX_YAML_BYTES // 2) + "\n"
        self.write("left.yaml", half + "label: a\n")
        self.assert_refused("include: [left.yaml]\n" + half, "8388608 bytes of YAML, all files together (limit max_yaml_bytes)")
        self.assertEqual(self.read(half + "label: b\n").label, "b")

    def test_an_include_is_a_file_and_no_device(self):
        os.mkfifo(self.folder / "pipe")
        self.assert_refused("include: [pipe]\n", "'pipe' is not a file")

    def test_a_file_beside_the_scenario_is_held_to_the_same_rules(self):
        self.write("scenario.yaml", "label: a\n")
        self.write("shared.yaml", "sensitivity: {path_count: 7}\n")
        self.write("risk.yaml", "include: [shared.yaml]\noptions: {path_count: 5}\n")
        request = scenario.simulation_request_from(self.folder)
        self.assertEqual((request.options.path_count, request.sensitivity.path_count), (5, 7))
        self.write("risk.yaml", "options: {path_count: 5, path_count: 1_0}\n")
        with self.assertRaisesRegex(calanque.CalanqueError, r"risk.yaml:1:26: stands twice; the first is at .*risk.yaml:1:11"):
            scenario.simulation_request_from(self.folder)

    def test_slips_in_the_scenario_and_beside_it_are_said_together(self):
        self.write("scenario.yaml", "portfolio: {idd: small}\n")
        self.write("risk.yaml", "options: {path_count: 1_0}\n")
        with self.assertRaises(calanque.CalanqueError) as caught:
            scenario.simulation_request_from(self.folder)
        self.assertEqual(len(caught.exception.violations), 2, caught.exception)
        self.assertRegex(caught.exception.message, r"scenario.yaml cannot be read; .*risk.yaml cannot be read$")

    def test_nothing_is_looked_for_beside_a_scenario_that_is_not_there(self):
        self.write("risk.yaml", "options: {path_count: 1_0}\n")
        with self.assertRaises(calanque.CalanqueError) as caught:
            scenario.simulation_request_from(self.folder / "marseile")
        self.assertEqual(len(caught.exception.violations), 1, caught.exception)
        with self.assertRaisesRegex(calanque.CalanqueError, "unknown field 'idd'"):
            scenario.simulation_request_from({"portfolio": {"idd": "small"}})

    def test_a_scenario_named_from_inside_its_folder_is_labelled_by_the_folder(self):
        self.write("scenario.yaml", "portfolio: {id: x}\n")
        with working_folder(self.folder):
            self.assertEqual(scenario.request_from("scenario.yaml").label, self.folder.name)
            self.assertEqual(scenario.request_from(".").label, self.folder.name)

    def test_limits_are_those_of_the_command_line(self):
        header = (ROOT / "service" / "limits.h").read_text(encoding="utf-8")
        stated = dict(re.findall(r"(max_\w+) = (?:std::size_t\{)?(\d[\d' <}]*)", header))
        for name in ("max_yaml_bytes", "max_yaml_nodes", "max_yaml_depth", "max_include_files", "max_violations"):
            number, _, shift = re.sub(r"[ '}]", "", stated[name]).partition("<<")
            self.assertEqual(getattr(limits, name.upper()), int(number) << int(shift or 0), name)


if __name__ == "__main__":
    unittest.main()
