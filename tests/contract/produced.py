"""The report at the end of a whole run: what the contract documents, and no emulator produced in any test.

A test cannot tell, as it sees neither the tests after it nor those of other processes. So each process notes what its
emulators respond; under pytest-xdist the workers hand their notes to the process that started them.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

from sinch_provisioning.emulator import Emulator

Response = tuple[str, int, str | None]
"""Operation, status, and the error code of a rejection."""

NAME = "sinch-produced"
KEY = "sinch_produced"


@attrs.define(eq=False)
class Produced:
    """A plugin of pytest that judges a run only if it was whole: every file, no test deselected, no failure."""

    config: pytest.Config
    documented: Collection[Response]
    """What has to come from an emulator in some test."""
    on_request: Collection[Response]
    """What an emulator responds only when a fault rule says so."""
    files: Collection[Path]
    """Test files without which a run is not whole."""
    seen: set[Response] = attrs.field(factory=set[Response])
    ran: set[Path] = attrs.field(factory=set[Path])
    whole: bool = True
    report: list[str] = attrs.field(factory=list[str])

    def note(self, values: Iterable[object]) -> None:
        """Note the responses of the emulators among a test's fixtures.

        A response that a fault rule gave counts for `internal_error` only: nothing else makes an emulator fail.
        """
        emulators = {id(found): found for value in values if (found := _emulator(value)) is not None}
        for emulator in emulators.values():
            for entry in emulator.requests:
                responded = entry.operation is not None and entry.status is not None
                if responded and (entry.fault is None or entry.error_code == "internal_error"):
                    self.seen.add((str(entry.operation), int(entry.status or 0), entry.error_code))

    def pytest_deselected(self) -> None:
        """A run without some of the tests tells nothing."""
        self.whole = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which files take part."""
        self.ran |= {item.path for item in session.items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take the notes of a worker of pytest-xdist; one that crashed left none."""
        notes = getattr(node, "workeroutput", {}).get(KEY)
        if notes is None:
            self.whole = False
            return
        self.seen |= {(operation, status, code) for operation, status, code in notes["seen"]}
        self.ran |= {Path(path) for path in notes["ran"]}
        self.whole = self.whole and notes["whole"]

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hand the notes on, or judge them."""
        if hasattr(self.config, "workeroutput"):
            notes = {"seen": [list(each) for each in self.seen], "ran": [*map(str, self.ran)], "whole": self.whole}
            self.config.workeroutput[KEY] = notes
        elif exitstatus == pytest.ExitCode.OK and self.whole and self.ran.issuperset(self.files):
            self.report = self.judge()
            if self.report:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def judge(self) -> list[str]:
        """Return what is wrong, a line each."""
        missing = sorted(set(self.documented) - self.seen - set(self.on_request), key=str)
        unasked = sorted(set(self.on_request) & self.seen, key=str)
        return [
            *(f"documented, but no test makes an emulator produce it: {each}" for each in missing),
            *(f"listed as coming on request only, but an emulator produced it by itself: {each}" for each in unasked),
        ]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what is wrong."""
        if self.report:
            terminalreporter.section("responses of the contract that no test produced", red=True)
            for line in self.report:
                terminalreporter.write_line(line)


def install(
    config: pytest.Config, documented: Collection[Response], on_request: Collection[Response], files: Sequence[Path]
) -> None:
    """Have the runs of a test suite judged."""
    config.pluginmanager.register(Produced(config, documented, on_request, frozenset(files)), NAME)


def of(config: pytest.Config) -> Produced:
    """Return the plugin that `install` made."""
    plugin = config.pluginmanager.get_plugin(NAME)
    assert isinstance(plugin, Produced)
    return plugin


def _emulator(value: object) -> Emulator | None:
    found = getattr(value, "emulator", value)
    return found if isinstance(found, Emulator) else None
