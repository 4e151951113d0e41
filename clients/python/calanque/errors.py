"""What a call raises when the server refuses it or the scenario cannot be read."""

from typing import NamedTuple

from calanque.v1 import error_pb2, results_pb2

# Key under which gRPC carries the details of a status; here they are a serialised calanque.v1.ErrorDetail.
_DETAIL_KEY = "grpc-status-details-bin"


class Violation(NamedTuple):
    """One thing that is wrong: where in the request, what, and the kind of fault ("invalid_input")."""

    field_path: str
    message: str
    reason: str


class CalanqueError(Exception):
    """`code` is gRPC's name of the status ("INVALID_ARGUMENT", "UNAVAILABLE"), or "UNREADABLE" before anything was sent.
    `message`: the first line without it.
    `omitted_violation_count`: of those that the server found but did not list in `violations`."""

    def __init__(self, code, message, violations=(), request_id="", omitted_violation_count=0):
        lines = [f"{code}: {message}", *(f"  {_line(violation)}" for violation in violations)]
        if omitted_violation_count > 0:
            lines.append(f"  and {omitted_violation_count} more")
        super().__init__("\n".join(lines))
        self.code = code
        self.message = message
        self.violations = list(violations)
        self.request_id = request_id
        self.omitted_violation_count = omitted_violation_count

    @classmethod
    def from_rpc_error(cls, error):
        detail = error_pb2.ErrorDetail()
        for key, value in error.trailing_metadata() or ():
            if key == _DETAIL_KEY:
                detail.ParseFromString(value)
        violations = [Violation(v.field_path, v.message, reason_name(v.reason)) for v in detail.violations]
        omitted = detail.omitted_violation_count
        return cls(error.code().name, error.details(), violations, detail.request_id, omitted)


def _line(violation):
    return f"{violation.field_path}: {violation.message}" if violation.field_path else violation.message


def reason_name(reason):
    """FAILURE_REASON_NOT_APPLICABLE -> "not_applicable"."""
    return results_pb2.FailureReason.Name(reason).removeprefix("FAILURE_REASON_").lower()
