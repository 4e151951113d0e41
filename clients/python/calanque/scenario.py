"""Scenario files: YAML in the protobuf JSON mapping of AppraisePortfolioRequest, plus `include`, a list of relative paths."""

import pathlib
import re

import yaml
from google.protobuf import json_format

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

_INCLUDE_DEPTH_MAX = 8


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.2's core types only, so that 2025-01-31 and NO stay text."""

    yaml_implicit_resolvers = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def request_from(scenario):
    """An AppraisePortfolioRequest from a folder, a file, a dict or a request (which is copied)."""
    request = appraisal_service_pb2.AppraisePortfolioRequest()
    if isinstance(scenario, appraisal_service_pb2.AppraisePortfolioRequest):
        request.CopyFrom(scenario)
    elif isinstance(scenario, dict):
        request.CopyFrom(_parse(scenario, pathlib.Path("."), "the dict", 0))
    else:
        path = pathlib.Path(scenario)
        path = path / "scenario.yaml" if path.is_dir() else path
        request.CopyFrom(_read(path, 0))
        request.label = request.label or (path.parent.name if path.name == "scenario.yaml" else path.stem)
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
    request = message_type(appraisal=request_from(scenario))
    if extra is None:
        extra = _path_beside(scenario, name)
        if is_optional and (extra is None or not extra.exists()):
            return request
        if extra is None:
            raise CalanqueError("UNREADABLE", f"a scenario without a folder has no {name} beside it; expected a file or a dict")
    content, where = (extra, "the dict") if isinstance(extra, dict) else (_load(pathlib.Path(extra)), extra)
    own = message_type()
    try:
        json_format.ParseDict(content, own)
    except json_format.ParseError as error:
        raise CalanqueError("UNREADABLE", f"{where}: {error}") from error
    request.MergeFrom(own)
    return request


def _path_beside(scenario, name):
    """None where the scenario has no folder."""
    if isinstance(scenario, (dict, appraisal_service_pb2.AppraisePortfolioRequest)):
        return None
    path = pathlib.Path(scenario)
    return (path if path.is_dir() else path.parent) / name


def _read(path, depth):
    if depth > _INCLUDE_DEPTH_MAX:
        raise CalanqueError("UNREADABLE", f"{path}: includes are nested too deeply, or in a circle")
    return _parse(_load(path), path.parent, path, depth)


def _load(path):
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CalanqueError("UNREADABLE", f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise CalanqueError("UNREADABLE", f"{path}: expected a mapping at the top")
    return content


def _parse(content, folder, name, depth):
    """What is included comes first, in order; the content itself is merged over it as protobuf's MergeFrom does."""
    request = appraisal_service_pb2.AppraisePortfolioRequest()
    own = appraisal_service_pb2.AppraisePortfolioRequest()
    for included in content.get("include") or ():
        request.MergeFrom(_read(folder / included, depth + 1))
    try:
        json_format.ParseDict({key: value for key, value in content.items() if key != "include"}, own)
    except json_format.ParseError as error:
        raise CalanqueError("UNREADABLE", f"{name}: {error}") from error
    request.MergeFrom(own)
    return request
