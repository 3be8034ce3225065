"""What the emulator has answered in the tests so far, by operation: noted from its journals as tests end."""

from collections.abc import Iterable

from sinch_provisioning.emulator import Emulator

PRODUCED: set[tuple[str, int, str | None]] = set()
"""Operation, status, and the error code of a refusal."""


def note(values: Iterable[object]) -> None:
    """Note what the emulators among a test's fixtures have answered.

    An answer that a fault rule gave counts for `internal_error` only: nothing else makes an emulator fail.
    """
    emulators = {id(found): found for value in values if (found := _emulator(value)) is not None}
    for emulator in emulators.values():
        for entry in emulator.requests:
            told = entry.operation is not None and entry.status is not None
            if told and (entry.fault is None or entry.error_code == "internal_error"):
                PRODUCED.add((str(entry.operation), int(entry.status or 0), entry.error_code))


def _emulator(value: object) -> Emulator | None:
    found = getattr(value, "emulator", value)
    return found if isinstance(found, Emulator) else None
