"""How a command ends: its exit code, and what is said of an error."""

import enum
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from types import UnionType
from typing import Any, Final

from cyclopts import CycloptsError

from sinch_provisioning import errors
from sinch_provisioning.cli.options import Problem, close_clients, quiet

once: ContextVar[bool] = ContextVar("once", default=False)
"""Whether the command's call must not be made twice."""
_IN_PYTHON = re.compile("; [^;]* newer than this version goes as .*")
# What the command line has instead of arguments of Config.
_FROM_ENV = re.compile(": give .*from_env.*")
_SETTINGS = {
    "project_id": "give --project, set SINCH_PROJECT_ID",
    "key_id": "set SINCH_KEY_ID and SINCH_KEY_SECRET, or SINCH_ACCESS_TOKEN",
}
_OF_EXTRA = ("jmespath", "rich", "ruamel")  # what else is missing says so itself
# What an error is as JSON: only what is known to hold no secret.
_FACTS = (
    *("status", "error_code", "resolution", "validation_errors", "request_id", "retry_after", "operation", "field"),
    *("project_id", "sent", "attempts", "resume_token", "violations", "path", "state", "wanted"),
)


class Exit(enum.IntEnum):
    """Exit codes."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    CONFIGURATION = 3  # or authentication
    NOT_FOUND = 4
    REJECTED = 5
    RATE_LIMITED = 6
    DIFFERENT = 7
    WAIT_FAILED = 8
    PARTLY = 9
    REPEATABLE = 75  # nothing was done, or it may be repeated safely
    LOOK_FIRST = 76  # what must not be done twice may have been done
    INTERRUPTED = 130


_CODES: Final[tuple[tuple[type | UnionType, Exit], ...]] = (
    (errors.InvalidRequest, Exit.USAGE),
    (errors.ConfigurationError | errors.StorageError | errors.Unauthorized | ModuleNotFoundError, Exit.CONFIGURATION),
    (errors.NotFound, Exit.NOT_FOUND),
    (errors.RateLimited, Exit.RATE_LIMITED),
    (errors.WaitFailed, Exit.WAIT_FAILED),
    (errors.BulkFailed, Exit.PARTLY),
    (errors.TransportError | errors.DeadlineExceeded | errors.ServerError, Exit.REPEATABLE),
    (errors.ApiError, Exit.REJECTED),
)


def run(tokens: Sequence[str]) -> int:
    """Run a command and return its exit code; what goes wrong is said on standard error."""
    from sinch_provisioning.cli.app import app

    as_json = re.search(r"\0(-o|--output)[\0=]?jsonl?\0", "\0".join(["", *tokens, ""])) is not None
    quiet.set(as_json)
    once.set(False)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller; what is opened later would get its number
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 - for the rest of the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            result = app(tokens, exit_on_error=False, print_error=not as_json, result_action="return_value")
            sys.stdout.flush()
        finally:
            close_clients()
    except BrokenPipeError:
        # The reader has seen enough. What is left in the buffer must not be tried again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return Exit.DONE
    except KeyboardInterrupt:
        words = "interrupted; it may have been carried out: look before trying again"
        return report(Problem(words, code=Exit.INTERRUPTED)) if once.get() else Exit.INTERRUPTED
    except SystemExit as error:
        if isinstance(error.code, str):
            raise  # what the emulator cannot start with
        return Exit.DONE  # rich ends so when the reader has seen enough
    except CycloptsError as error:
        return report(Problem(str(error))) if as_json else Exit.USAGE
    except Exception as error:  # noqa: BLE001 - a traceback does not help at a command line
        return report(error)
    return result if isinstance(result, int) else Exit.DONE


def report(error: BaseException) -> int:
    """Say on standard error what went wrong, and return the exit code."""
    if isinstance(error, ImportError) and isinstance(error.__cause__, ModuleNotFoundError):
        error = error.__cause__  # of a command, which is imported when it is used
    if isinstance(error, errors.InvalidRequest):
        error = errors.InvalidRequest([(field, _IN_PYTHON.sub("", rule)) for field, rule in error.violations])
    code, text = exit_code(error), _text(error)
    if quiet.get():
        facts: dict[str, Any] = {name: getattr(error, name, None) for name in _FACTS}
        told = {name: value for name, value in facts.items() if value not in (None, "", [], ())}
        told = {"type": type(error).__name__, "exit_code": code, "message": text, **told}
        print(json.dumps({"error": told}, ensure_ascii=False, default=str), file=sys.stderr)
    else:
        token = getattr(error, "resume_token", None)
        print(f"error: {text}", *[f"go on with --after {token}"] * (token is not None), sep="\n", file=sys.stderr)
    if code == Exit.UNEXPECTED and os.environ.get("SINCH_DEBUG"):
        raise error
    return code


def exit_code(error: BaseException) -> int:
    """Return the exit code of an error."""
    if isinstance(error, Problem):
        return error.code
    if isinstance(error, OSError) and error.filename is not None:
        return Exit.USAGE  # a file that an option names
    code = next((code for kind, code in _CODES if isinstance(error, kind)), Exit.UNEXPECTED)
    # The service may also have done its part where only its response cannot be read.
    done = error.sent if isinstance(error, errors.TransportError | errors.DeadlineExceeded) else True
    uncertain = code is Exit.REPEATABLE or isinstance(error, errors.DecodeError)
    return Exit.LOOK_FIRST if uncertain and done and _once(error) else code


def _once(error: BaseException) -> bool:
    """Tell whether the call of an error does something more when it is made again."""
    from sinch_provisioning.operations import OPERATIONS, Safety

    operation = OPERATIONS.get(getattr(error, "operation", None) or "")
    return getattr(error, "method", "") == "POST" if operation is None else operation.safety is Safety.ONCE


def _text(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError):
        name = (error.name or "").partition(".")[0]
        return f"{name} is missing: pip install 'sinch-provisioning[cli]'" if name in _OF_EXTRA else str(error)
    if isinstance(error, errors.ConfigurationError):
        way = f": {_SETTINGS.get(error.field or '')}, or make a profile: sinch-provisioning configure --help"
        return _FROM_ENV.sub(way, str(error))
    if isinstance(error, Problem | errors.ProvisioningError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'input or output'}: {error.strerror}"
    return f"{type(error).__name__}: {error} (SINCH_DEBUG=1 shows where)"
