"""Scenario files: YAML in the protobuf JSON mapping of AppraisePortfolioRequest, plus `include`, a list of relative paths.

What is included comes first, in order, each with its own includes; then the file itself over them.
"""

import os
import pathlib

from calanque import limits
from calanque.errors import CalanqueError
from calanque.v1 import (
    abatement_curve_pb2,
    appraisal_service_pb2,
    financing_plan_pb2,
    ppp_service_pb2,
    progress_pb2,
    risk_service_pb2,
    selection_pb2,
)
from calanque.yaml_reader import Reader
from calanque.yaml_tree import Refused, place_of, tree_of_text, tree_of_value

_INCLUDE_KEY = "include"


def request_from(scenario):
    """An AppraisePortfolioRequest from a folder, a file, a dict or a request (which is copied)."""
    request = appraisal_service_pb2.AppraisePortfolioRequest()
    if isinstance(scenario, appraisal_service_pb2.AppraisePortfolioRequest):
        request.CopyFrom(scenario)
    elif isinstance(scenario, dict):
        _read(scenario, request)
    else:
        path = pathlib.Path(scenario)
        path = path / "scenario.yaml" if path.is_dir() else path
        _read(path, request)
        named = pathlib.Path(os.path.abspath(path))  # "scenario.yaml" alone does not say its folder.
        request.label = request.label or (named.parent.name if named.name == "scenario.yaml" else named.stem)
    return request


def simulation_request_from(scenario, risk=None):
    """A SimulateRequest from a scenario and what is uncertain: a file or a dict; default: risk.yaml beside the scenario."""
    return _beside(scenario, risk, "risk.yaml", risk_service_pb2.SimulateRequest)


def comparison_request_from(scenario, partnership=None):
    """A CompareDeliveryModesRequest from a scenario and its partnership; default: partnership.yaml beside the scenario."""
    return _beside(scenario, partnership, "partnership.yaml", ppp_service_pb2.CompareDeliveryModesRequest)


def curve_request_from(scenario, curve=None):
    """A BuildAbatementCurveRequest; default: curve.yaml beside the scenario, where there is one."""
    return _beside(scenario, curve, "curve.yaml", abatement_curve_pb2.BuildAbatementCurveRequest, is_optional=True)


def selection_request_from(scenario, selection=None):
    """A SelectPortfolioRequest from a scenario, an objective and constraints; default: selection.yaml beside the scenario."""
    return _beside(scenario, selection, "selection.yaml", selection_pb2.SelectPortfolioRequest)


def financing_request_from(scenario, finance=None):
    """A PlanFinancingRequest from a scenario, sources and accounts; default: finance.yaml beside the scenario."""
    return _beside(scenario, finance, "finance.yaml", financing_plan_pb2.PlanFinancingRequest)


def progress_request_from(scenario, actuals=None):
    """A TrackProgressRequest from a scenario and what is recorded; default: actuals.yaml beside the scenario."""
    return _beside(scenario, actuals, "actuals.yaml", progress_pb2.TrackProgressRequest)


def _beside(scenario, extra, name, message_type, is_optional=False):
    if isinstance(scenario, message_type):
        request = message_type()
        request.CopyFrom(scenario)
        return request
    if extra is None:
        extra = _path_beside(scenario, name)
        has_place = extra is not None and pathlib.Path(scenario).exists()
        if not has_place or (is_optional and not extra.exists()):
            request = message_type(appraisal=request_from(scenario))  # Raises where there is no such scenario.
            if is_optional:
                return request
            raise CalanqueError("UNREADABLE", f"a scenario without a folder has no {name} beside it; expected a file or a dict")
    request, own = message_type(), message_type()
    _read_all([lambda: request.appraisal.CopyFrom(request_from(scenario)), lambda: _read(extra, own)])
    request.MergeFrom(own)
    return request


def _read_all(readers):
    """Raises one CalanqueError with what is wrong in all that they read."""
    errors = []
    for read in readers:
        try:
            read()
        except CalanqueError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        violations = [violation for error in errors for violation in error.violations]
        raise CalanqueError("UNREADABLE", "; ".join(error.message for error in errors), violations)


def _path_beside(scenario, name):
    """None where the scenario has no folder."""
    if isinstance(scenario, (dict, appraisal_service_pb2.AppraisePortfolioRequest)):
        return None
    path = pathlib.Path(scenario)
    return (path if path.is_dir() else path.parent) / name


def _read(source, message):
    """Reads a file or a dict and all it includes into `message`. Raises CalanqueError with all that is wrong in all files."""
    files = _Files(message)
    name = "the dict" if isinstance(source, dict) else str(source)
    try:
        files.take_dict(source) if isinstance(source, dict) else files.take_file(os.path.normpath(source))
    except Refused as refused:
        files.reader.add(refused.place, "", str(refused))
    if files.reader.violations:
        raise CalanqueError("UNREADABLE", f"{name} cannot be read", files.reader.violations)


class _Files:
    """Reads files depth first, as clients/cli/scenario_file.cc does. Each may be included once, since lists append."""

    def __init__(self, message):
        self.reader = Reader()
        self._message = message
        self._layer_count = 0
        self._byte_count = 0
        self._node_count = 0
        self._open = []
        self._first_places = {}

    def take_file(self, path, place=None):
        """`place`: of the include; None for the scenario's own file."""
        if not self._is_new(path, place):
            return
        data = self._bytes(path, place)
        if data is None:
            return
        try:
            tree = tree_of_text(data, path)
        except Refused as refused:  # The other files can still be checked.
            self.reader.wrong(refused.place, "", str(refused))
            return
        self._open.append(os.path.realpath(path))
        self._take(tree, path, os.path.dirname(path))
        self._open.pop()

    def take_dict(self, content):
        """Its includes are relative to the working directory."""
        self._take(tree_of_value(content, "the dict"), "the dict", "")

    def _take(self, tree, name, folder):
        self._node_count += tree.size
        if self._node_count > limits.MAX_YAML_NODES:
            text = f"more than {limits.MAX_YAML_NODES} nodes once aliases are written out (limit max_yaml_nodes)"
            raise Refused(name, f"the files hold {text}")
        first_included = self._layer_count
        self._take_includes(tree, name, folder)
        self.reader.read(tree, name, self._layer_count, first_included, self._message, _INCLUDE_KEY)
        self._layer_count += 1

    def _take_includes(self, tree, name, folder):
        if tree.kind != "mapping":  # The reader says so.
            return
        entries = [entry for entry in tree.value if entry[0].kind == "scalar" and entry[0].value == _INCLUDE_KEY]
        for key, _ in entries[1:]:
            first = place_of(name, entries[0][0])
            self.reader.wrong(place_of(name, key), _INCLUDE_KEY, f"stands twice; the first is at {first}")
        for _, value in entries[:1]:
            if value.kind == "list":
                for element in value.value:
                    self._take_include(element, place_of(name, element), folder)
            elif value.kind != "null":
                place = place_of(name, value)
                self.reader.wrong(place, _INCLUDE_KEY, "expected a list of paths relative to this file")

    def _take_include(self, node, place, folder):
        if node.kind != "scalar" or node.value == "" or "\0" in node.value or os.path.isabs(node.value):
            self.reader.wrong(place, _INCLUDE_KEY, "expected a path relative to this file")
        else:
            self.take_file(os.path.normpath(os.path.join(folder, node.value)), place)

    def _is_new(self, path, place):
        """A circle, or the same file twice, would append its lists again and again."""
        identity = os.path.realpath(path)
        if identity in self._open:
            self._refuse(path, place, "includes this file, directly or through others; expected no circle")
        elif identity in self._first_places:
            first = self._first_places[identity]
            self._refuse(path, place, f"is included already at {first}; expected once, since lists append")
        elif len(self._first_places) > limits.MAX_INCLUDE_FILES:
            limit = f"the limit max_include_files is {limits.MAX_INCLUDE_FILES}"
            self._refuse(path, place, f"is one file too many; {limit}")
        else:
            self._first_places[identity] = place
            return True
        return False

    def _bytes(self, path, place):
        """None, and said, where there are none to read."""
        file = pathlib.Path(path)
        budget = limits.MAX_YAML_BYTES - self._byte_count
        try:
            # An included device or pipe could keep us waiting for ever; what the user names himself may be one.
            is_stream = place is None and (file.is_fifo() or file.is_char_device())
            if file.exists() and not file.is_file() and not is_stream:
                self._refuse(path, place, "is not a file")
                return None
            with open(path, "rb") as stream:
                data = stream.read(budget + 1)
        except (OSError, ValueError):  # ValueError: a name that no file can have.
            self._refuse(path, place, "does not exist or cannot be reached")
            return None
        if len(data) > budget:
            limit = f"{limits.MAX_YAML_BYTES} bytes of YAML, all files together (limit max_yaml_bytes)"
            self._refuse(path, place, f"makes more than {limit}")
            return None
        self._byte_count += len(data)
        return data

    def _refuse(self, path, place, message):
        if place is None:
            self.reader.wrong(path, "", message)
        else:
            self.reader.wrong(place, _INCLUDE_KEY, f"'{path}' {message}")
