"""YAML text, or a dict, as a tree of nodes that remember where they stand.

Built from the parser's events, as clients/cli/yaml_tree.cc does: each limit is checked before anything grows, a key that stands
twice is still there, and a scalar is the text that was written, whatever YAML would make of it.
"""

import decimal
import numbers
import os
import re
from dataclasses import dataclass

import yaml

from calanque import limits

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "~", "null", "Null", "NULL")
_NUMBER_TAGS = ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int")

# [0-9], since \d and float() take digits of all scripts.
NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")


class Refused(Exception):
    """Nothing more can be read. `place`: "file:line:column", or "file"."""

    def __init__(self, place, message):
        super().__init__(message)
        self.place = place


@dataclass(slots=True)
class Node:
    """`kind`: "null", "scalar", "list" or "mapping". `value`: a scalar's text, a list's nodes, a mapping's pairs of nodes. An
    alias is its anchor's node. `size`: how many nodes it is with aliases written out, but no more than is needed to refuse it.
    `line` 0: not known."""

    kind: str
    line: int = 0
    column: int = 0
    value: object = None
    size: int = 1


def place_of(file, node):
    return f"{file}:{node.line}:{node.column}" if node.line else str(file)


def tree_of_text(data, file):
    """The root node of one document, from bytes. Raises Refused at the first thing that is no YAML or over a limit."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_place_of_byte(file, data, error.start), "is not UTF-8 text; expected YAML in UTF-8") from error
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_Parser):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _syntax_error(file, text.encode(), error) from error
    if builder.root is None:
        raise Refused(f"{file}:1:1", "the file is empty; expected a mapping")
    return builder.root


def tree_of_value(value, name):
    """The root node of a dict as Python code writes it. Raises Refused where it holds what no YAML file could."""
    return _node_of(value, name, 0, {})


def _syntax_error(file, data, error):
    if isinstance(error, yaml.reader.ReaderError):  # A control character: it comes with its offset alone.
        return Refused(_place_of_byte(file, data, error.position), f"is not valid YAML: {error.reason}")
    mark = getattr(error, "problem_mark", None)
    place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
    return Refused(place, f"is not valid YAML: {getattr(error, 'problem', None) or error}")


def _place_of_byte(file, data, offset):
    line = data.count(b"\n", 0, offset) + 1
    column = offset - data.rfind(b"\n", 0, offset)
    return f"{file}:{line}:{column}"


class _Builder:
    def __init__(self, file):
        self.root = None
        self._file = file
        self._open = []
        self._anchors = {}
        self._node_count = 0
        self._document_count = 0

    def take(self, event):
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._start(event, "mapping" if isinstance(event, yaml.MappingStartEvent) else "list")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document_count += 1
            if self._document_count > 1:
                raise self._refused(event, "a second YAML document starts here; expected one document per file")

    def _scalar(self, event):
        is_null = event.implicit[0] and event.value in _NULLS
        if event.tag in _NUMBER_TAGS and not NUMBER.fullmatch(event.value):
            raise self._refused(event, "is tagged as a number; expected a number")
        self._add(self._new(event, "null" if is_null else "scalar", event.value))

    def _start(self, event, kind):
        if len(self._open) >= limits.MAX_YAML_DEPTH:
            limit = f"{limits.MAX_YAML_DEPTH} levels deep (limit max_yaml_depth)"
            raise self._refused(event, f"is nested more than {limit}")
        self._open.append(self._new(event, kind, []))

    def _end(self):
        node = self._open.pop()
        self._add(_filled(node, node.value))

    def _alias(self, event):
        node = self._anchors.get(event.anchor)
        if node is None:
            raise self._refused(event, "is an alias of an anchor that is not there")
        if any(node is one for one in self._open):
            raise self._refused(event, "this alias stands inside its own anchor; expected an alias of something complete")
        self._count(event)
        self._add(node)

    def _new(self, event, kind, value):
        self._count(event)
        node = Node(kind, event.start_mark.line + 1, event.start_mark.column + 1, value)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _add(self, node):
        if self._open:
            self._open[-1].value.append(node)
        else:
            self.root = node

    def _count(self, event):
        self._node_count += 1
        if self._node_count > limits.MAX_YAML_NODES:
            raise self._refused(event, f"the file has more than {limits.MAX_YAML_NODES} nodes (limit max_yaml_nodes)")

    def _refused(self, event, message):
        return Refused(f"{self._file}:{event.start_mark.line + 1}:{event.start_mark.column + 1}", message)


def _node_of(value, name, depth, known):
    """`known`: nodes by the id of what they were made of, since what yaml.load read may hold aliases of aliases, too."""
    if depth > limits.MAX_YAML_DEPTH:
        raise Refused(name, f"is nested more than {limits.MAX_YAML_DEPTH} levels deep (limit max_yaml_depth)")
    if value is None:
        return Node("null")
    if not isinstance(value, (dict, list, tuple)):
        return Node("scalar", value=_text_of(value, name))
    if id(value) in known:
        return known[id(value)]
    is_dict = isinstance(value, dict)
    flat = [one for pair in value.items() for one in pair] if is_dict else value
    nodes = [_node_of(one, name, depth + 1, known) for one in flat]
    node = _filled(Node("mapping" if is_dict else "list"), nodes)
    known[id(value)] = node
    return node


def _filled(node, nodes):
    """With its children. Bounded: doubled at each level, a size would soon be a number of many thousand digits."""
    node.size = min(1 + sum(one.size for one in nodes), limits.MAX_YAML_NODES + 1)
    node.value = list(zip(nodes[::2], nodes[1::2])) if node.kind == "mapping" else nodes
    return node


def _text_of(value, name):
    if isinstance(value, (str, os.PathLike)):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    try:
        if isinstance(value, numbers.Integral):
            return str(int(value))
        if isinstance(value, (numbers.Real, decimal.Decimal)):
            return repr(float(value))
    except (OverflowError, ValueError) as error:
        raise Refused(name, "holds a number of more digits than any field takes") from error
    raise Refused(name, f"holds a {type(value).__name__}; expected a dict, a list, text, a number, True, False or None")
