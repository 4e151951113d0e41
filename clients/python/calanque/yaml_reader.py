"""From a tree of nodes to a protobuf message, by its descriptor: the protobuf JSON mapping with the proto's own field names (its
JSON names are accepted too). The rules are those of clients/cli/yaml_reader.cc, so that both clients take the same files.

json_format does not do: it gets a dict, in which a key stands once, and has int() and float() read the numbers, which take 1_5
for 15.
"""

import difflib
import math
import re

from google.protobuf.descriptor import FieldDescriptor

from calanque import limits
from calanque.errors import Violation
from calanque.yaml_tree import NUMBER, Refused, place_of

_KIND_WORDS = {"null": "nothing", "scalar": "a single value", "list": "a list", "mapping": "a mapping"}
_INT32 = (-(2**31), 2**31 - 1)
_INT64 = (-(2**63), 2**63 - 1)
_RANGES = {
    FieldDescriptor.CPPTYPE_INT32: _INT32,
    FieldDescriptor.CPPTYPE_INT64: _INT64,
    # A seed: the half of the range that is positive with a sign, too, is more than anybody needs.
    FieldDescriptor.CPPTYPE_UINT64: (0, _INT64[1]),
}
_DIGITS = re.compile(r"[-+]?[0-9]+")
_EXACT_BELOW = 2.0**53
_LONGEST_QUOTE = 60


class _Wrong(Exception):
    """A scalar that its field does not take."""


class Reader:
    """Reads one or more files into one message: messages merge, lists append, single values are set. A file may set anew what
    the files it includes have set; two files that stand side by side may not disagree."""

    def __init__(self):
        self.violations = []
        self._file = None
        self._ignored_key = None
        self._layer = 0
        self._first_included = 0
        self._settings = {}  # Of single values that stand in no list: path -> (place, layer).

    def read(self, tree, file, layer, first_included, message, ignored_key):
        """Reads all of `tree` but `ignored_key` at its top. `layer`: the file's number in reading order; those it includes are
        from `first_included` on."""
        self._file, self._layer, self._first_included, self._ignored_key = file, layer, first_included, ignored_key
        self._mapping(tree, "", message)

    def add(self, place, path, message):
        # What is quoted from a file may hold anything: no commands to a terminal, no second line.
        text = re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", f"{place}: {message}")
        self.violations.append(Violation(path, text, "invalid_input"))

    def wrong(self, place, path, message):
        """As `add`, but stops where nobody reads on; a broken file could hold millions."""
        self.add(place, path, message)
        if len(self.violations) >= limits.MAX_VIOLATIONS:
            raise Refused(place, "reading stopped here: too many problems (limit max_violations)")

    def _wrong_node(self, node, path, message):
        self.wrong(place_of(self._file, node), path, message)

    def _mapping(self, node, path, message):
        type_ = message.DESCRIPTOR
        if node.kind != "mapping":
            self._wrong_node(node, path, f"is {_KIND_WORDS[node.kind]}; expected a mapping of {type_.full_name}")
            return
        if path:
            message.SetInParent()  # It is there, even if it is empty.
        seen = {}
        for key, value in node.value:
            if not path and key.kind == "scalar" and key.value == self._ignored_key:
                continue
            field = _field(type_, key.value) if key.kind == "scalar" else None
            if field is None:
                self._unknown(key, path, type_)
            elif self._is_first(key, value, field, seen, _joined(path, field.name)) and value.kind != "null":
                self._field_value(value, _joined(path, field.name), field, message)

    def _is_first(self, key, value, field, seen, path):
        """Whether neither the field nor another arm of its oneof stands in the same mapping already."""
        oneof = field.containing_oneof
        if field.name in seen:
            self._wrong_node(key, path, f"stands twice; the first is at {place_of(self._file, seen[field.name])}")
            return False
        if oneof is not None and len(oneof.fields) > 1:
            if value.kind == "null":  # Absent: harmless beside a real arm.
                return True
            for other in oneof.fields:
                if other.name in seen:
                    first = place_of(self._file, seen[other.name])
                    self._wrong_node(key, path, f"stands beside '{other.name}' (at {first}); expected only one of these")
                    return False
        seen[field.name] = key
        return True

    def _field_value(self, value, path, field, message):
        if field.label == FieldDescriptor.LABEL_REPEATED:
            self._list(value, path, field, getattr(message, field.name))
        elif field.message_type is not None:
            self._mapping(value, path, getattr(message, field.name))
        else:
            if "[" not in path:
                self._note_setting(value, path)
            try:
                setattr(message, field.name, _scalar(value, field))
            except _Wrong as wrong:
                self._wrong_node(value, path, str(wrong))

    def _list(self, value, path, field, target):
        if value.kind != "list":
            self._wrong_node(value, path, f"is {_KIND_WORDS[value.kind]}; expected a list")
            return
        for i, element in enumerate(value.value, start=len(target)):
            if field.message_type is not None:
                self._mapping(element, f"{path}[{i}]", target.add())
                continue
            try:
                target.append(_scalar(element, field))
            except _Wrong as wrong:
                self._wrong_node(element, f"{path}[{i}]", str(wrong))

    def _note_setting(self, value, path):
        place = place_of(self._file, value)
        other, layer = self._settings.get(path, (None, self._layer))
        self._settings[path] = (place, self._layer)
        if layer < self._first_included:
            text = f"is set in two files that stand side by side; the other is at {other}"
            self.wrong(place, path, f"{text}. Expected one, or one in the file that includes both")

    def _unknown(self, key, path, type_):
        if key.kind != "scalar":
            message = f"a key is {_KIND_WORDS[key.kind]}; expected a field name of {type_.full_name}"
        elif key.value == "<<":
            message = "merge keys are not supported, write the fields out or use an alias of a whole value"
        else:
            message = f"unknown field {_quoted(key.value)} in {type_.full_name}{_hint(key.value, type_)}"
        self._wrong_node(key, path, message)


def _joined(path, name):
    return f"{path}.{name}" if path else name


def _field(type_, key):
    """The field that a key names: by its own name or its JSON name."""
    field = type_.fields_by_name.get(key)
    return field or next((one for one in type_.fields if one.json_name == key), None)


def _hint(word, type_):
    names = [field.name for field in type_.fields]
    nearest = difflib.get_close_matches(word[:_LONGEST_QUOTE], names, n=1)
    return f"; did you mean '{nearest[0]}'?" if nearest else f"; its fields are {', '.join(names)}"


def _quoted(text):
    return f"'{text}'" if len(text) <= _LONGEST_QUOTE else f"'{text[:_LONGEST_QUOTE]}...'"


def _scalar(node, field):
    """What to set the field to. Text is taken as it is written: a year or a date needs no quotes to be a name."""
    if node.kind != "scalar":
        raise _Wrong(f"is {_KIND_WORDS[node.kind]}; expected {_expected(field)}")
    text = node.value
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            raise _Wrong("holds half of a surrogate pair; expected text in Unicode")
        return text
    if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE:
        return _number(text)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        # Nothing else: YAML 1.1 would take "no", the country code, for false.
        if text not in ("true", "false"):
            raise _Wrong(f"is {_quoted(text)}; expected true or false")
        return text == "true"
    if field.cpp_type == FieldDescriptor.CPPTYPE_ENUM:
        return _enum_number(text, field.enum_type)
    return _whole(text, *_RANGES[field.cpp_type])


def _expected(field):
    words = {
        FieldDescriptor.CPPTYPE_STRING: "text",
        FieldDescriptor.CPPTYPE_BOOL: "true or false",
        FieldDescriptor.CPPTYPE_ENUM: "one name",
        FieldDescriptor.CPPTYPE_DOUBLE: "a number",
    }
    return words.get(field.cpp_type, "a whole number")


def _number(text):
    if text.lower().lstrip("+-.") in ("inf", "infinity", "nan"):
        raise _Wrong(f"is {_quoted(text)}; expected a finite number")
    if not NUMBER.fullmatch(text):
        raise _Wrong(f"is {_quoted(text)}; expected a number{_number_hint(text)}")
    value = float(text)
    if math.isinf(value):
        raise _Wrong(f"is {_quoted(text)}; expected a finite number within the range of a double")
    return value


def _number_hint(text):
    """Where the text is a number in another country's or a spreadsheet's dress."""
    if not any(c.isdigit() for c in text):
        return ""
    if text.endswith("%"):
        return ", as a fraction (0.05 for 5 %)"
    if "," in text:
        return " with a decimal point and no separators (1234.5)"
    return " without separators (1234.5)" if any(c in " _'" for c in text) else ""


def _whole(text, least, most):
    """A whole number; 5.0 and 1e3 are whole, too."""
    beyond = _Wrong(f"is {_quoted(text)}; expected a whole number from {least} to {most}")
    if _DIGITS.fullmatch(text):
        # int() refuses thousands of digits with an exception of its own.
        if len(text.lstrip("+-0")) > 20:
            raise beyond
        value = int(text)
    else:
        number = _number(text)
        if not number.is_integer():
            raise _Wrong(f"is {_quoted(text)}; expected a whole number")
        if abs(number) > _EXACT_BELOW:
            raise beyond
        value = int(number)
    if not least <= value <= most:
        raise beyond
    return value


def _enum_number(text, type_):
    value = type_.values_by_name.get(text)
    if value is not None:
        return value.number
    try:
        number = _whole(text, *_INT32)
    except _Wrong:
        number = None
    if number in type_.values_by_number:
        return number
    # All but the value that stands for "not set".
    names = [one.name for one in type_.values if one.number != 0 or len(type_.values) == 1]
    nearest = difflib.get_close_matches(text[:_LONGEST_QUOTE], names, n=1)
    hint = f"did you mean {nearest[0]}? Expected" if nearest else "expected"
    raise _Wrong(f"is {_quoted(text)}; {hint} one of {', '.join(names)}")
