"""`next_step`: what an onboarding does next. Pure: the time is that of the look, and nothing is called."""

from typing import Any, Final, TypeAlias, cast

import attrs

from sinch_provisioning import rcs
from sinch_provisioning.core.comparing import at, compared, digest, leaves, overlaid, written
from sinch_provisioning.onboarding import steps
from sinch_provisioning.onboarding.kinds import Stage, newest
from sinch_provisioning.onboarding.steps import LOOK, NEVER, SETTLE, Entry, Facts, History, NeedsPerson, Step, Wait
from sinch_provisioning.onboarding.wanted import Part, Wanted, parts

_REFUSING: Final = frozenset({"REJECTED", "SUSPENDED", "UNLAUNCHED", "INVALID_IN_GOOGLE_MY_BUSINESS"})
_DECIDED: Final = _REFUSING | {"LAUNCHED", "NOT_LAUNCHED"}
_BEFORE_SETUP: Final = ("brand.logo_url", "brand.banner_url")
Names: TypeAlias = tuple[str, ...]


def next_step(wanted: Wanted, seen: steps.Seen, history: History) -> Step:
    """Return the next step of an onboarding.

    A call comes before a question about another part, and a question before a wait; so while a person is asked,
    everything else goes on. Parts that were not `seen` are passed over. What was called according to the history is
    not called again before a look has shown that it left no trace.
    """
    if any(entry.what == "cancelled" for entry in history):
        return steps.Failed(why="it was cancelled")
    due = due_parts(wanted, history)
    if not due:
        return steps.Done()
    found: list[NeedsPerson | Wait] = []
    for part, facts in due:
        step = _Decision(part, facts, seen).step() if part.key in seen.parts else None
        if isinstance(step, NeedsPerson | Wait):
            found.append(step)
        elif step is not None:
            return step
    if not found:
        return Wait(why="the next part has to be looked at", at=seen.at)
    first = min(found, key=lambda step: (isinstance(step, Wait), step.at))
    events = tuple(event for kind in dict.fromkeys(part.kind for part, _ in due) for event in kind.triggers)
    return attrs.evolve(first, at=min(step.at for step in found), events=events)


def noted(wanted: Wanted, seen: steps.Seen, history: History) -> list[Entry]:
    """Return what to add to the history after a look, before `next_step`: what is as wanted, and what is live."""
    found: list[Entry] = []
    for part, facts in due_parts(wanted, history):
        one = seen.parts.get(part.key, steps.SeenPart())
        if one.resource is None or facts.id is None:
            continue
        if one.evidence and facts.unproven.open:
            step = facts.unproven.intent.step
            found.append(Entry(at=seen.at, what="outcome", part=part.key, step=step, result="done"))
        equal = written(part.details, newest(one.resource), only_equal=True)
        known = {path: list(pair) for path, pair in facts.written.items() if path not in facts.unsure}
        fresh = {path: pair for path, pair in equal.items() if known.get(path) != pair}
        if fresh:
            found.append(Entry(at=seen.at, what="seen", part=part.key, data={"written": fresh}))
        if _Decision(part, steps.facts_of([*history, *found], part.key), seen).step() is None:
            found.append(Entry(at=seen.at, what="live", part=part.key))
    return found


def due_parts(wanted: Wanted, history: History) -> list[tuple[Part, Facts]]:
    """Return the parts that a look has to be about: those that are not live, and whose predecessors are."""
    found = [(part, steps.facts_of(history, part.key)) for part in parts(wanted)]
    live = {None, *(part.key for part, facts in found if facts.live)}
    return [(part, facts) for part, facts in found if not facts.live and part.after in live]


class _Decision:
    """The decision about one part."""

    def __init__(self, part: Part, facts: Facts, seen: steps.Seen) -> None:
        self.part, self.kind, self.facts, self.now = part, part.kind, facts, seen.at
        self.seen = seen.parts[part.key]
        self.resource = self.seen.resource
        self.stage = Stage.DRAFT if self.resource is None else self.kind.stage(self.resource)
        self.is_rcs = self.kind.name == "rcs.sender"
        self.about: Any = {"part": part.key, "id": facts.id or ""}

    def step(self) -> Step | None:
        """Return the next step of the part, None if there is nothing left to do."""
        if (pause := self.facts.pause()) > self.now:
            return self._wait("a call failed, and is retried", pause)
        step, last = self._wanted_step(), self.facts.latest.outcome
        name = type(step).__name__
        if isinstance(step, steps.ONCE) and not isinstance(step, steps.Verify) and (arriving := self._arriving(name)):
            return arriving
        if not self.facts.answer and last.result == "rejected" and last.step == name:
            # Nothing has changed since that would make the service take it.
            what = f"the service rejects the step {name.lower()} of the {self.kind.noun}"
            fields = (*last.data.get("fields", ()), *self._fields) if name in {"Create", "Update"} else ()
            numbers = ("test_numbers",) if self.is_rcs and name in {"Create", "Invite"} else ()
            return self._ask(what, last.at, remark=last.data["message"], fields=(*fields, *numbers, "again"))
        return step

    def _wanted_step(self) -> Step | None:
        if self.resource is None:
            return self._creation()
        if self.facts.id is None:
            return self._adoption()
        return self._difference() or self._comment(self.part.of_sender("comment")) or self._by_stage()

    def _wait(self, why: str, at: float | None = None) -> Wait:
        return Wait(why=f"{self.part.key}: {why}", at=self.now + LOOK if at is None else at)

    def _arriving(self, step: str) -> Wait | None:
        """Return a wait while a call whose outcome is unknown may still arrive, None if none may."""
        last = self.facts.last(step)
        if not last.open or last.intent.at + SETTLE <= self.now:
            return None
        return self._wait(f"whether the step {step.lower()} arrived is not known", last.intent.at + SETTLE)

    def _ask(
        self, what: str, about: object, *, where: Names = (), remark: str | None = None, fields: Names = ("again",)
    ) -> NeedsPerson:
        """Return a question; what tells it from others is `about`, as words may change."""
        mark = about if isinstance(about, str) else digest([self.part.key, about])
        fields, where = tuple(dict.fromkeys(fields)), (self.part.key, *where)
        return NeedsPerson(what=what, where=where, at=self.now + LOOK, remark=remark, fields=fields, mark=mark)

    def _answered(self, question: NeedsPerson) -> bool:
        """Return whether the latest answer, which nothing has followed yet, is to this question."""
        return self.facts.answer.get("mark") == question.mark

    @property
    def _fields(self) -> Names:
        """What a person may change: not the name by which the part is known once it exists."""
        known_by_name = self.kind.name == "kakaotalk.template" and self.facts.id is not None
        return tuple(path for path, _ in leaves(self.part.details) if path != "name" or not known_by_name)

    # How it comes into being.

    def _creation(self) -> Step:
        facts, part, candidates = self.facts, self.part, self.seen.candidates
        if facts.id is not None:
            gone = self._ask(f"the {self.kind.noun} is gone from the service", ["gone"], fields=("give_up",))
            return steps.Failed(why=gone.what) if self._answered(gone) else gone
        if candidates:
            ids = tuple(self.kind.id_of(one) for one in candidates)
            if len(ids) <= self.seen.open_intents:
                return steps.Adopt(part=part.key, id=ids[0])
            what = f"the {self.kind.noun} wanted here could be one of {len(ids)}: name its id; again creates another"
            which = self._ask(what, list(ids), where=ids, fields=("id", "again"))
            chosen = facts.answer.get("chosen")
            if not self._answered(which) or (chosen is not None and chosen not in ids):
                return which
            if chosen is not None:
                return steps.Adopt(part=part.key, id=chosen)
        if part.of_sender("signup_code") and "authentication_code" not in facts.answer.get("words", ()):
            what = "the code of Embedded Signup is needed to create the sender"
            signup = self._ask(what, ["signup", len(facts.calls)], fields=("authentication_code",))
            return self._arriving("Create") or signup
        return steps.Create(part=part.key, body=part.body)

    def _adoption(self) -> Step:
        """Take what exists under the natural key, if it is as it is wanted or a person says so."""
        to_write, by_hand = compared(self.part.details, newest(self.resource), {})
        different = {*to_write, *by_hand} - self.facts.keep - self.facts.overwrite
        if not different:
            return steps.Adopt(part=self.part.key, id=self.kind.id_of(self.resource))
        what = f"the {self.kind.noun} exists already and differs from what is wanted"
        return self._ask(what, ["exists"], where=tuple(sorted(different)), fields=("keep", "overwrite"))

    # What differs.

    def _difference(self) -> Step | None:
        facts, shown, wanted = self.facts, newest(self.resource), self.part.details
        to_write, by_hand = compared(wanted, shown, facts.written, unsure=facts.unsure)
        if self.is_rcs and facts.invited - self._numbers().keys():
            by_hand.append("test_numbers")
        changed = [path for path in by_hand if path not in facts.keep | facts.overwrite]
        if changed:
            what = f"the {self.kind.noun} was changed meanwhile, not by this onboarding"
            about = [digest(at(shown, path)) for path in changed]
            return self._ask(what, about, where=tuple(changed), fields=("keep", "overwrite"))
        write = [path for path in (*to_write, *by_hand) if path not in facts.keep and path != "test_numbers"]
        if self.stage is Stage.REJECTED and self._answered(self._rejection()):  # all of it again
            shown, write = type(shown)(), [path for path, _ in leaves(wanted) if path not in facts.keep]
        live = self.is_rcs and self.stage in {Stage.LAUNCHING, Stage.LIVE}
        open_to_all = self.stage.name in self.kind.updatable.split()
        now = [path for path in write if open_to_all or (live and path == "countries")]
        if now:
            return steps.Update(**self.about, change=self.kind.change(shown, overlaid(shown, wanted, now)))
        if write and live:  # where the API changes nothing, people at Sinch do
            text = "Please change this sender, which the API cannot in its present state:"
            lines = (f"details.{path}: {_words(at(wanted, path))}" for path in write)
            return self._comment("\n".join((text, *lines))) or self._wait("people at Sinch were asked for a change")
        if write and self.stage is Stage.LIVE:
            what = f"the {self.kind.noun} is live, and the API cannot change it any more"
            return self._ask(what, ["fixed"], where=tuple(write), fields=("keep",))
        return None

    def _comment(self, text: str | None) -> Step | None:
        """Leave a comment unless that was done; one that may have been left is looked up in the activities."""
        made = [call.outcome.result for call in self.facts.calls if call.intent.data.get("text") == text]
        if text is None or self.stage is Stage.DRAFT or "done" in made:
            return None
        return steps.Comment(**self.about, text=text)

    # What the state asks for.

    def _by_stage(self) -> Step | None:
        missing = tuple(path for path in _BEFORE_SETUP if self.is_rcs and not at(self.resource.details, path))
        off = self._ask(f"the {self.kind.noun} was taken out of service", ["off", len(self.facts.calls)])
        match self.stage:
            case Stage.DRAFT if missing:
                return self._ask("the draft lacks what a set-up needs", list(missing), where=missing, fields=missing)
            case Stage.DRAFT if not self.is_rcs:
                return steps.Update(**self.about, change=None)
            case Stage.CODE:
                return self._code()
            case Stage.TEST:
                return self._test() or self._ready() or steps.Launch(**self.about, mark="first")
            case Stage.LAUNCHING | Stage.LIVE if self.is_rcs:
                return self._operators()
            case Stage.LIVE:
                return None
            case Stage.REJECTED | Stage.FAILED:
                again = self.stage is Stage.FAILED and self._answered(self._rejection())
                return steps.Discard(**self.about) if again else self._rejection()
            case Stage.CLIENT:
                return self._ask(self.stage.value, ["client"], fields=())
            case Stage.OFF:
                return steps.Launch(**self.about, mark=off.mark) if self.is_rcs and self._answered(off) else off
            case _:
                return self._wait(self.stage.value)

    def _rejection(self) -> NeedsPerson:
        what = f"the {self.kind.noun} was rejected, or has failed: correct it, or have it submitted again as it is"
        about, fields = ["review", len(self.facts.calls)], (*self._fields, "again")
        return self._ask(what, about, remark=self.seen.remark, fields=fields)

    def _numbers(self) -> dict[str, str]:
        return {one.number: str(one.state) for one in self.resource.test_number_states or ()}

    def _test(self) -> Step | None:
        """Invite test numbers, and wait until enough people have accepted."""
        states = self._numbers()
        gone = set[str]() if "test_numbers" in self.facts.overwrite else self.facts.invited
        numbers = self.part.body.details.test_numbers or ()
        missing = tuple(number for number in numbers if number not in states and number not in gone)
        if missing:
            return steps.Invite(**self.about, numbers=missing)
        needed = self.part.body.verified_numbers - list(states.values()).count("VERIFIED")
        if needed <= 0:
            return None
        if sum(state in {"PENDING", "UNVERIFIED"} for state in states.values()) >= needed:
            return self._wait("people with test numbers have to accept")
        remark = ", ".join(f"{number} is {state}" for number, state in sorted(states.items()))
        fields = ("test_numbers", "verified_numbers")
        return self._ask("too few test numbers can be verified", sorted(states.items()), remark=remark, fields=fields)

    def _ready(self) -> Step | None:
        """Ask for what a launch would be rejected for, and make sure that there was none."""
        missing = tuple(path.removeprefix("details.") for path in rcs.missing_launch_requirements(self.resource))
        if missing:
            fields = tuple(path.partition(" or ")[0] for path in missing)
            return self._ask("the launch needs more", list(missing), where=missing, fields=fields)
        last = self.facts.last("Launch")
        if last is NEVER or last.open:
            return None
        if last.intent.at + LOOK > self.now:
            return self._wait("the launch was taken")
        stuck = self._ask("the sender was launched, and is still in test", ["stuck", last.intent.at])
        return None if self._answered(stuck) else stuck

    def _operators(self) -> Step | None:
        """Wait for the operators, ask about those that reject the sender, and launch for those not asked yet."""
        rows = [
            (str(country.country), str(one.name), str(one.status), one.modified, one.remark)
            for country in self.resource.country_status or ()
            if country.country in (self.part.body.details.countries or ())
            for one in country.operators
        ]
        refusing = [row for row in rows if row[2] in _REFUSING]
        in_the_way = refusing or [row for row in rows if row[2] == "NOT_LAUNCHED"]
        # What an operator says has its time, so a rejection that comes again has another mark.
        mark, last = digest([row[:4] for row in in_the_way]), self.facts.last("Launch")
        launched = str(last.intent.data.get("mark")).partition(" ")[0] == mark
        lately = last.intent.at + LOOK > self.now
        if in_the_way and launched and not last.open and not lately:  # the launch has changed nothing
            refusing, launched, mark = in_the_way, False, f"{mark} {last.intent.at:.0f}"
        launch = steps.Launch(**self.about, mark=mark)
        if in_the_way and (last.open if launched else not refusing and not lately):
            return launch
        if refusing and not launched and mark not in self.facts.keep:
            names = tuple(f"{country} {name}" for country, name, *_ in refusing)
            remark = "; ".join(f"{row[0]} {row[1]} is {row[2]}: {row[4] or 'no remark'}" for row in refusing)
            what = "operators do not take the sender: mend it and submit it again, or keep it as it is"
            question = self._ask(what, mark, where=names, remark=remark, fields=(*self._fields, "again", "keep"))
            # An answer holds until its launch, whatever has to be changed before.
            return launch if mark in self.facts.answered else question
        deciding = sum(row[2] not in _DECIDED for row in rows)
        if self.stage is Stage.LIVE and not deciding and not (in_the_way and launched and lately):
            return None
        one_or_many = "1 operator decides" if deciding == 1 else f"{deciding} operators decide"
        return self._wait(one_or_many if deciding else self.stage.value)

    def _code(self) -> Step:
        """Have a code sent once, and ask for it; another one is sent only if a person asks for it."""
        facts, sent, verified = self.facts, self.facts.last("Register"), self.facts.last("Verify")
        register = steps.Register(**self.about, method=str(self.part.of_sender("method") or ""))
        by_others = self.seen.evidence or self.resource.state == "VERIFYING"
        if sent is NEVER and not by_others:
            return register
        if verified is not NEVER and not verified.open and verified.intent.at >= sent.intent.at:
            return self._wait("the code was accepted")
        what = "the one-time code that a person has received is needed; again sends another one"
        if sent.open and self.resource.state != "VERIFYING":
            if (arriving := self._arriving("Register")) is not None:
                return arriving
            if self.kind.name == "kakaotalk.sender":  # its state shows that no code was sent
                return register
            what = "whether a one-time code was sent is not known: enter it if it came; again sends another one"
        if sent.outcome.data.get("code_sent") is False:
            return steps.Verify(**self.about, with_code=False)
        remark = facts.latest.outcome.data.get("message") if facts.latest.intent.step == "Verify" else None
        question = self._ask(what, ["code", len(facts.calls)], fields=("code", "again"), remark=remark)
        code = steps.Verify(**self.about, with_code=True) if "code" in facts.answer.get("words", ()) else register
        return code if self._answered(question) else question


def _words(value: Any) -> str:
    return ", ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else str(value)
