"""Faults on request: what goes wrong, for which requests, how often."""

import math
import random
import re
from typing import Literal

import attrs

from sinch_provisioning.emulator.problems import KNOWN

Reset = Literal["before", "after"]

# What can be done to a request, by the field that asks for it; one rule does one of them.
_KINDS = {
    "status": "status",
    "error_code": "status",
    "reset": "reset",
    "truncate": "truncate",
    "malformed": "malformed",
    "html": "html",
    "expire_token": "expire_token",
}


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
_VALUE = re.compile(r"[\t\x20-\x7e]{0,8000}")
_MAX_HEADERS = 50
# They frame the response; what they promise would not be kept, and nobody could tell why a connection breaks.
_FRAMING = frozenset({"connection", "content-length", "transfer-encoding"})
_LONGEST_WAIT = 86_400.0
_MAX_RETRY_AFTER = 10**12
_MAX_COUNT = 10**12


@attrs.define(kw_only=True, eq=False)
class Fault:
    """A rule: the requests that it is for, and what becomes of them."""

    operation: str | None = None
    project: str | None = None
    method: str | None = None
    path: str | None = None
    times: int | None = None
    skip: int = 0
    chance: float | None = None
    status: int | None = None
    error_code: str | None = None
    retry_after: float | str | None = None
    reset: Reset | None = None
    delay: float | None = None
    truncate: int | bool = False
    malformed: bool = False
    html: bool = False
    expire_token: bool = False
    headers: dict[str, str] = attrs.field(factory=dict[str, str])
    id: int = 0
    """Its number among all rules ever added."""
    hits: int = 0
    """How often it has struck."""
    _seen: int = 0
    _rules: "list[Fault] | None" = None

    def __attrs_post_init__(self) -> None:
        kinds = {
            kind
            for name, kind in _KINDS.items()
            if getattr(self, name) is not None and getattr(self, name) is not False
        }
        if len(kinds) > 1 and kinds != {"status", "html"}:
            raise ValueError(f"one fault does one thing, not {' and '.join(sorted(kinds))}; add a rule for each")
        if not kinds and self.delay is None and not self.headers:
            raise ValueError(
                "the rule says no fault: give status, error_code, reset, delay, truncate, malformed, html, "
                "expire_token or headers"
            )
        if self.reset not in {None, "before", "after"}:
            raise ValueError(f"reset is 'before' or 'after' the request is taken, not {self.reset!r}")
        if self.retry_after is not None and not self.answers:
            raise ValueError("retry_after needs a status, as 429 or 503")
        if self.error_code is not None and self.status is None and self.error_code not in KNOWN:
            raise ValueError(f"{self.error_code} is in no document, so it needs a status")
        if self.truncate is not True and self.truncate < 0:
            raise ValueError(f"truncate is a number of bytes, not {self.truncate}")
        if self.status is not None and not 300 <= self.status <= 599:
            raise ValueError(f"status has to be an error, 300 to 599, is {self.status}")
        if self.chance is not None and not 0 <= self.chance <= 1:
            raise ValueError(f"chance is between 0 and 1, not {self.chance}")
        if (self.times is not None and self.times < 1) or self.skip < 0 or (self.delay is not None and self.delay < 0):
            raise ValueError("times is at least 1; skip and delay are not negative")
        if self.delay is not None and not self.delay <= _LONGEST_WAIT:
            raise ValueError(f"delay is at most {_LONGEST_WAIT:g} seconds of real time, not {self.delay}")
        if max(self.times or 0, self.skip, self.truncate) > _MAX_COUNT:
            raise ValueError(f"times, skip and truncate are at most {_MAX_COUNT}")
        self._require_headers()

    def _require_headers(self) -> None:
        given = self.retry_after
        if isinstance(given, str):
            if _VALUE.fullmatch(given) is None:
                raise ValueError("retry_after is a number of seconds or a text that a header can hold")
        elif given is not None and not (math.isfinite(given) and 0 <= given <= _MAX_RETRY_AFTER):
            raise ValueError(f"retry_after is between 0 and {_MAX_RETRY_AFTER} seconds, not {given}")
        if len(self.headers) > _MAX_HEADERS:
            raise ValueError(f"a fault adds at most {_MAX_HEADERS} headers")
        for name, value in self.headers.items():
            if _TOKEN.fullmatch(name) is None or _VALUE.fullmatch(value) is None:
                raise ValueError(f"{name!r} with this value is not a header that HTTP can carry")
            if name.lower() in _FRAMING:
                raise ValueError(f"{name} frames the response and cannot be set; use truncate or reset")

    @property
    def answers(self) -> bool:
        """Whether it answers in place of the service."""
        return self.status is not None or self.error_code is not None or self.html

    @property
    def name(self) -> str:
        """What it does, in a word or two."""
        if self.reset is not None:
            return f"reset {self.reset}"
        for name in ("expire_token", "malformed", "html"):
            if getattr(self, name):
                return name
        if self.truncate is not False:
            return "truncate"
        if self.status is not None:
            return f"status {self.status}"
        return self.error_code or ("delay" if self.delay is not None else "headers")

    def remove(self) -> None:
        """Take the rule away."""
        if self._rules is not None and self in self._rules:
            self._rules[:] = [rule for rule in self._rules if rule is not self]

    def strikes(
        self, operation: str | None, project: str | None, method: str, path: str, chance: random.Random
    ) -> bool:
        """Return whether a request is to suffer, and count it."""
        if self.operation is None:
            if operation == "token":
                return False
        elif self.operation != operation:
            return False
        if self.project not in {None, project} or self.method not in {None, method}:
            return False
        if self.path is not None and self.path not in path:
            return False
        self._seen += 1
        if self._seen <= self.skip or (self.times is not None and self.hits >= self.times):
            return False
        if self.chance is not None and chance.random() >= self.chance:
            return False
        self.hits += 1
        return True


class Faults:
    """The rules in force; the first that strikes wins."""

    def __init__(self, seed: int) -> None:
        self._rules: list[Fault] = []
        self._added = 0
        self._chance = random.Random(seed)  # noqa: S311 - repeatable on purpose

    def add(self, fault: Fault) -> Fault:
        """Put a rule behind the others."""
        self._added += 1
        fault.id = self._added
        fault._rules = self._rules
        self._rules.append(fault)
        return fault

    @property
    def rules(self) -> list[Fault]:
        """The rules, the first to be tried first."""
        return list(self._rules)

    def clear(self) -> None:
        """Take all rules away."""
        self._rules.clear()

    def strike(self, operation: str | None, project: str | None, method: str, path: str) -> Fault | None:
        """Return the fault that a request suffers, if any."""
        for rule in self._rules:
            if rule.strikes(operation, project, method, path, self._chance):
                return rule
        return None
