"""Snapshots: the whole state as plain JSON."""

from collections.abc import Container
from typing import Annotated, Any, Literal, TypedDict

import msgspec

from sinch_provisioning.emulator.bounds import MAX_SENDERS
from sinch_provisioning.emulator.clock import LATEST, YEAR, Due

VERSION = 2
"""Form of a snapshot."""


class _SavedProject(TypedDict):
    senders: Annotated[int, msgspec.Meta(ge=0, le=MAX_SENDERS)]
    tables: dict[str, dict[str, dict[str, Any]]]


class _SavedClock(TypedDict):
    now: Annotated[float, msgspec.Meta(ge=0, le=LATEST)]
    due: list[Due]


class _Saved(TypedDict):
    version: Literal[2]
    seed: int
    meta: dict[str, Any]
    clock: _SavedClock
    projects: dict[str, _SavedProject]


def is_state(saved: object, actions: Container[str]) -> bool:
    """Return whether something is a snapshot of this version, in which nothing is due but known actions."""
    try:
        state = msgspec.convert(saved, _Saved)
    except msgspec.ValidationError:
        return False
    return all(due.action in actions and 0 <= due.at <= LATEST + YEAR for due in state["clock"]["due"])
