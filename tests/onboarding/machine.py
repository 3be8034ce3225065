"""Hypothesis plays the service, the people, the network and the crashes; an onboarding has to come through.

`python -m tests.onboarding.machine --steps 10000` takes that many steps.
"""

# ruff: noqa: T201 - it is a command

import argparse
import asyncio
import random
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.problems import Problem
from sinch_provisioning.onboarding import Call, Done, Entry, Failed, NeedsPerson, Run, Step, answered, read_wanted, turn
from sinch_provisioning.testing import SkippingClock
from tests.onboarding import scene

PATIENCE = 300
"""Looks until an onboarding that is left alone has to have ended, or to ask."""
AT_ONCE = 25
"""Calls in a row, without time passing, that an onboarding may make at most."""
KINDS = ("rcs", "rcs", "kakaotalk", "whatsapp")
FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"status": 500},
    {"status": 429},
    {"reset": "before"},
    {"reset": "after"},
    {"malformed": True},
)
NUMBERS = ["+46123123222", "+46123123223"]
steps = Counter[str]()
"""Steps of the machine that were taken, by rule."""


class Died(BaseException):
    """The process is gone."""


class Memory:
    """A ledger that is lost with this process, which is not the one that dies."""

    def __init__(self) -> None:
        self.history: dict[str, list[Entry]] = {}
        self._claims: dict[tuple[str, str], str] = {}

    def append(self, name: str, entry: Entry, *, claim: tuple[str, str] | None = None) -> bool:
        if claim is not None and self._claims.setdefault(claim, name) != name:
            return False
        self.history[name].append(entry)
        return True

    def claimed(self, kind: str, ids: Sequence[str]) -> set[str]:
        return {id for id in ids if (kind, id) in self._claims}

    def open_intents(self, likeness: str, project_id: str) -> int:
        found = 0
        for history in self.history.values():
            intents: dict[str, bool] = {}
            for entry in history:
                if entry.what == "intent" and entry.step == "Create" and entry.data["likeness"] == likeness:
                    intents[entry.part] = True
                elif entry.what == "outcome" and entry.step in {"Create", "Adopt"}:
                    stays = {"Create": {"unknown"}, "Adopt": {"unknown", "later"}}[entry.step]
                    intents[entry.part] = intents.get(entry.part, False) and entry.result in stays
            found += sum(intents.values())
        return found


class Onboardings(RuleBasedStateMachine):
    """Onboardings of one project; what the service holds is compared with what was to be."""

    emulator: Emulator
    loop: asyncio.AbstractEventLoop
    examples = 0

    @initialize(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    def begin(self, kinds: list[str]) -> None:
        cls = type(self)
        cls.examples += 1
        self.emulator._faults.clear()
        self.project = self.emulator.add_project()
        self.client = AsyncClient(self.emulator.config(self.project), clock=SkippingClock(self.emulator))
        self.ledger, self.runs = Memory(), dict[str, Run]()
        self.secrets: dict[str, dict[str, str]] = {}
        self.last: dict[str, Step] = {}
        self.agains = Counter[str]()
        for index, kind in enumerate(kinds):
            name, unique = f"{kind} {index}", f"{cls.examples}{index}"
            details = {"testNumbers": NUMBERS}
            wanted = {
                "rcs": scene.rcs(f"Brand {cls.examples}", comment="Hello", details=details, verified_numbers=1),
                "kakaotalk": scene.kakaotalk(f"@{unique}", comment="Hello"),
                "whatsapp": scene.whatsapp(f"5{int(unique):08}", comment="Hello"),
            }[kind]
            if kind == "whatsapp":
                wanted["whatsapp"]["templates"][0]["name"] = f"hello_{index}"
            self.runs[name] = Run(name=name, project_id=self.project, wanted=read_wanted(wanted))
            self.ledger.history[name] = []

    def teardown(self) -> None:
        if hasattr(self, "client"):
            try:
                self._left_alone()
            finally:
                self.loop.run_until_complete(self.client.close())

    # What can happen.

    @rule(data=st.data(), death=st.sampled_from(["", "", "", "intended", "responded", "recorded"]))
    def turn(self, data: st.DataObject, death: str) -> None:
        steps["turn" if not death else f"death when {death}"] += 1
        self._turn(data.draw(st.sampled_from(sorted(self.runs))), death)

    @rule(data=st.data(), turns=st.integers(1, 6), seconds=st.sampled_from([0.0, 10.0, 3601.0]))
    def go_on(self, data: st.DataObject, turns: int, seconds: float) -> None:
        name = data.draw(st.sampled_from(sorted(self.runs)))
        for _ in range(turns):
            steps["turn"] += 1
            self._turn(name)
        self.emulator.advance(seconds)

    @rule(seconds=st.sampled_from([1.0, 30.0, 400.0, 3601.0, 90_000.0]))
    def wait(self, seconds: float) -> None:
        steps["wait"] += 1
        self.emulator.advance(seconds)

    @rule(fault=st.sampled_from(FAULTS), skip=st.integers(0, 3))
    def fail(self, fault: dict[str, Any], skip: int) -> None:
        steps["fault"] += 1
        self.emulator.fail(**fault, project=self.project, skip=skip, times=5)

    @rule(data=st.data())
    @precondition(lambda self: any(isinstance(step, NeedsPerson) and step.fields for step in self.last.values()))
    def answer(self, data: st.DataObject) -> None:
        steps["answer"] += 1
        asking = sorted(name for name, step in self.last.items() if isinstance(step, NeedsPerson) and step.fields)
        name = data.draw(st.sampled_from(asking))
        question = self.last[name]
        assert isinstance(question, NeedsPerson)
        words = [word for word in question.fields if word in {"again", "keep", "overwrite", "code", "id"}]
        if words:
            self._answer(name, data.draw(st.sampled_from(words)), data.draw(st.booleans()))

    @rule(number=st.integers(0, 20), status=st.sampled_from(["REJECTED", "SUSPENDED", "LAUNCHED"]))
    def operator(self, number: int, status: Any) -> None:
        steps["operator"] += 1
        rows = [
            (sender["id"], country, name)
            for sender in self._table("rcs_senders").values()
            for country, row in sorted(sender["operators"].items())
            for name in sorted(row)
        ]
        if rows:
            sender, country, name = rows[number % len(rows)]
            self.emulator.control.rcs.set_operator(self.project, sender, country, name, status, f"Because {number}.")

    @rule(number=st.integers(0, 5), color=st.sampled_from(["#111111", "#222222"]))
    def by_hand(self, number: int, color: str) -> None:
        """Somebody changes what the onboarding wants, or what it leaves alone."""
        steps["by hand"] += 1
        for kind, change in (("rcs_senders", {"brand": {"color": color}}), ("kakaotalk_senders", {"name": color})):
            for key, record in sorted(self._table(kind).items())[:1]:
                with self.emulator._store.decision(self.project) as project:
                    edited = project.table(kind).edit(key)
                    if kind == "rcs_senders":
                        edited["brand"].update(change["brand"], description=f"By hand {number}")
                    elif "details" in record:
                        edited["details"].update(change)

    @rule(what=st.sampled_from(["reject", "fail", "approve", "hold", "unhold", "test_number", "unlaunch"]))
    def decide(self, what: str) -> None:
        steps["decision"] += 1
        control, project = self.emulator.control, self.project
        for group, names in self._reviewed():
            self._try(getattr(group, what, None) if what in {"reject", "fail", "approve"} else None, project, *names)
        if what in {"hold", "unhold"}:
            for group in (control.whatsapp.senders, control.whatsapp.templates, control.kakaotalk.templates):
                group.hold(project, what == "hold")
        for key, record in list(self._table("rcs_senders").items())[:1]:
            if what == "test_number" and record["numbers"]:
                control.rcs.test_number(project, key, min(record["numbers"]), "DECLINED")
            if what == "unlaunch" and record["state"] == "LAUNCHED":
                control.rcs.unlaunch(project, key)

    # How it happens.

    def _table(self, kind: str) -> dict[str, Any]:
        return dict(self.emulator._store.projects[self.project].table(kind).items())

    def _reviewed(self) -> list[tuple[Any, tuple[str, ...]]]:
        """Return what may be in review: who decides about it, and its names."""
        control, found = self.emulator.control, list[tuple[Any, tuple[str, ...]]]()
        found += [(control.whatsapp.senders, (key,)) for key in self._table("whatsapp_senders")]
        found += [(control.kakaotalk.senders, (key,)) for key in self._table("kakaotalk_senders")]
        for one in self._table("kakaotalk_templates").values():
            found.append((control.kakaotalk.templates, (one["plusFriendId"], one["code"])))
        for one in self._table("whatsapp_templates").values():
            found.append((control.whatsapp.templates, (one["name"], one["language"])))
        return found

    def _try(self, action: Any, *about: str) -> None:
        try:
            if action is not None:
                action(*about)
        except (ValueError, Problem):
            pass  # there is nothing to decide

    def _turn(self, name: str, death: str = "") -> Step | None:
        def watch(moment: str, _name: str, _step: Call) -> None:
            if moment == death:
                raise Died

        run = attrs.evolve(self.runs[name], history=tuple(self.ledger.history[name]))
        task = turn(
            self.client,
            run,
            self.ledger,
            now=self.emulator.clock.now,
            secrets=self.secrets.get(name, {}),
            watch=watch,
        )
        try:
            step, _ = self.loop.run_until_complete(task)
        except Died:
            self.secrets.pop(name, None)
            return None
        self.last[name] = step
        return step

    def _answer(self, name: str, word: str, right: bool = True) -> None:
        question = self.last[name]
        assert isinstance(question, NeedsPerson)
        value: Any = True
        if word == "code":
            value = self._code(name) if right else "000000"
            if value is None:
                word, value = "again", True
        elif word == "id":
            value = question.where[1]
        history = self.ledger.history[name]
        run = attrs.evolve(self.runs[name], history=tuple(history))
        wanted, entry, secrets = answered(run, question, {word: value}, now=self.emulator.clock.now())
        history.append(entry)
        self.secrets.setdefault(name, {}).update(secrets)
        self.runs[name] = attrs.evolve(self.runs[name], wanted=wanted)
        self.agains[name] += word == "again"
        del self.last[name]

    def _code(self, name: str) -> str | None:
        """Return the code that a person has received, if one was sent."""
        wanted = self.runs[name].wanted
        if wanted.kakaotalk is not None:
            record = self._table("kakaotalk_senders").get(wanted.kakaotalk.sender.plus_friend_id, {})
        else:
            details: Any = getattr(wanted.whatsapp and wanted.whatsapp.sender, "details", None)
            senders = self._table("whatsapp_senders").values()
            record = next((one for one in senders if one["phoneNumber"] == details.phone_number), {})
        return str(record["code"]) if record.get("code") else None

    # What has to hold.

    def _left_alone(self) -> None:
        """Stop all that goes wrong, and answer what can be answered: every onboarding has to end, or to ask."""
        self.emulator._faults.clear()
        self.decide("unhold")
        for name in self.runs:
            in_a_row = 0
            for _ in range(PATIENCE):
                step = self._turn(name)
                in_a_row = in_a_row + 1 if isinstance(step, Call) else 0
                assert in_a_row < AT_ONCE, self.ledger.history[name][-10:]
                if isinstance(step, Call):
                    continue
                if isinstance(step, Done | Failed):
                    break
                if isinstance(step, NeedsPerson) and step.fields:
                    words = [word for word in ("code", "overwrite", "id", "again", "keep") if word in step.fields]
                    if not words:
                        break  # more than this person knows
                    self._answer(name, words[0])
                    continue
                self.emulator.advance(3600)
                self._approve()
            else:
                raise AssertionError((name, self.last.get(name), self.ledger.history[name][-10:]))
        self._nothing_twice()

    def _approve(self) -> None:
        """Approve all that is in review; a new KakaoTalk sender waits for its code instead."""
        for group, names in self._reviewed():
            if group is not self.emulator.control.kakaotalk.senders:
                self._try(getattr(group, "finish", None) or group.approve, self.project, *names)

    def _nothing_twice(self) -> None:
        agains = sum(self.agains.values())
        entries = [entry for history in self.ledger.history.values() for entry in history]
        histories = self.ledger.history.items()
        marks = {
            (name, e.data.get("mark")) for name, h in histories for e in h if e.what == "intent" and e.step == "Launch"
        }
        discards = sum(e.what == "outcome" and e.step == "Discard" and e.result == "done" for e in entries)
        rcs = sum(name.startswith("rcs") for name in self.runs)
        coded = len(self.runs) - rcs
        senders = self._table("rcs_senders").values()
        assert len(senders) <= rcs + agains, "an RCS sender was made twice"
        assert self._arrived("launchRcsSender") <= len(marks), "a sender was launched twice for one reason"
        assert self._arrived("registerKakaotalkSender", "registerWhatsappSender") <= coded + agains + discards
        for record in senders:
            texts = [one["comment"] for one in record["activities"] if one["type"] == "COMMENT_ADDED"]
            assert len(set(texts)) == len(texts), "a comment was left twice"
        assert self._arrived("addRcsTestNumbers") == 0, "numbers that the creation invited were invited again"

    def _arrived(self, *operations: str) -> int:
        gone = {"status 503", "status 500", "status 429", "reset before"}
        return sum(
            one.project_id == self.project and one.fault not in gone and (one.status is None or one.status < 300)
            for operation in operations
            for one in self.emulator.requests.of(operation)
        )


def play(examples: int, length: int, *, seed: int | None = None) -> None:
    """Take steps: so many onboardings, each of so many steps at most."""
    loop = asyncio.new_event_loop()
    with Emulator(frozen=True) as emulator:
        machine = type("Played", (Onboardings,), {"emulator": emulator, "loop": loop})
        options = settings(
            max_examples=examples,
            stateful_step_count=length,
            deadline=None,
            database=None,
            derandomize=seed is None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        if seed is not None:
            random.seed(seed)
        try:
            run_state_machine_as_test(machine, settings=options)
        finally:
            loop.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--length", type=int, default=40)
    given = parser.parse_args()
    while steps.total() < given.steps:
        play(max(1, (given.steps - steps.total()) // given.length), given.length, seed=random.randrange(2**32))
    for what, count in steps.most_common():
        print(f"{what:24} {count:>6}")
    print(f"{steps.total():>31} steps")
    sys.exit(0)
