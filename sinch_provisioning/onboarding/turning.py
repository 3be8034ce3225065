"""What every engine does around `next_step`: one turn, a person's answer, an event. Engines add storage and time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

import attrs

from sinch_provisioning.client import AsyncProject
from sinch_provisioning.core.codec import from_dict, to_dict
from sinch_provisioning.core.codec.names import camel
from sinch_provisioning.errors import ConfigurationError, InvalidRequest, ProvisioningError
from sinch_provisioning.onboarding.calls import Others, intent_of, look, perform
from sinch_provisioning.onboarding.deciding import due_parts, next_step, noted
from sinch_provisioning.onboarding.kinds import KINDS, standing
from sinch_provisioning.onboarding.steps import Call, Entry, History, NeedsPerson, Seen, SeenPart, Step, Wait
from sinch_provisioning.onboarding.wanted import Wanted, checked, part_of
from sinch_provisioning.webhooks.events import KnownEvent

SECRET_WORDS: Final = frozenset({"code", "authentication_code"})
"""Answers that are never stored."""
_RETRY_LOOK: Final = 300.0
_WORDS: Final = frozenset({"again", "keep", "overwrite", "give_up"})

Standing: TypeAlias = Mapping[str, Mapping[str, str | None]]
"""By part: `state`, `status` of the changes, and when it was `modified` last, in the service's words."""
Watch: TypeAlias = Callable[[str, str, Call], None]
"""Called with the moment (`intended`, `responded`, `recorded`), the name of the run, and the step."""


class Ledger(Others, Protocol):
    """Where an engine keeps histories and claims durably."""

    def append(self, name: str, entry: Entry, *, claim: tuple[str, str] | None = None) -> bool:
        """Store an entry, and with it the claim of a resource by kind and id; False, and nothing, if another has it."""
        ...


@attrs.frozen(kw_only=True)
class Run:
    """One onboarding, as an engine stores it."""

    name: str
    project_id: str
    wanted: Wanted
    history: History = ()


@attrs.frozen(kw_only=True)
class Turn:
    """What a turn has come to: the run with what has happened, and how the parts stand that were looked at."""

    run: Run
    step: Step
    standing: Standing


async def turn(
    client: AsyncProject,
    run: Run,
    ledger: Ledger,
    *,
    now: Callable[[], float],
    secrets: Mapping[str, str] = {},
    watch: Watch = lambda _moment, _name, _step: None,
) -> Turn:
    """Look, decide, and make at most one call; after a `Call` take the next turn at once.

    A turn that died at any point is simply taken again with the history that was stored: the intent is stored before
    the call, and the next look finds out what became of it. `secrets` are answers that are not stored, by their words.
    """

    def keep(entry: Entry, claim: tuple[str, str] | None = None) -> bool:
        nonlocal run
        kept = ledger.append(run.name, entry, claim=claim)
        if kept:
            run = attrs.evolve(run, history=(*run.history, entry))
        return kept

    try:
        seen = await look(client, run.wanted, run.history, ledger, now=now())
    except ConfigurationError:
        raise
    except ProvisioningError as error:
        wait = Wait(why=f"the service could not be read: {error}", at=now() + _RETRY_LOOK)
        return Turn(run=run, step=wait, standing={})
    for entry in noted(run.wanted, seen, run.history):
        keep(entry)
    step = next_step(run.wanted, seen, run.history)
    if isinstance(step, Call):
        keep(intent_of(run.wanted, step, now=now()))
        watch("intended", run.name, step)
        outcome = await perform(client, run.wanted, step, now=now, secrets=secrets)
        watch("responded", run.name, step)
        part, id = part_of(run.wanted, step.part), outcome.data.get("id")
        if not keep(outcome, None if id is None or part.has_key else (part.kind.name, id)):
            # Another run was quicker; what this one has made is among the candidates of its next look.
            keep(attrs.evolve(outcome, result="unknown", data={"message": f"{id} belongs to another onboarding"}))
        watch("recorded", run.name, step)
    shown = {key: _standing(one.resource) for key, one in seen.parts.items() if one.resource is not None}
    return Turn(run=run, step=step, standing=shown)


def _standing(resource: Any) -> dict[str, str | None]:
    state, status = standing(resource)
    modified = getattr(resource, "modified", None)
    return {"state": state, "status": status, "modified": modified and modified.isoformat()}


def answered(
    run: Run, question: NeedsPerson | None, answer: Mapping[str, Any], *, now: float
) -> tuple[Wanted, Entry, dict[str, str]]:
    """Return what an answer leads to: what is wanted from now on, the entry to store, and secrets to keep in memory.

    An answer is by field or word of the question; a field may be given by its last name alone.

    Raises:
        InvalidRequest: nothing was asked, a name is not among the question's fields, or a value does not fit.
    """
    if question is None:
        raise InvalidRequest([("answer", "nothing is asked at the moment")])
    key, *where = question.where
    place = part_of(run.wanted, key).place
    data: dict[str, Any] = {"mark": question.mark, "words": []}
    secrets, wanted = dict[str, str](), to_dict(run.wanted)
    for word, value in _fields(question, answer).items():
        data["words"].append(word)
        if word in SECRET_WORDS:
            secrets[word] = str(value)
        elif word in _WORDS and value is not True:
            raise InvalidRequest([(word, "is true, or left out")])
        elif word == "keep":
            data["keep"] = [*where, question.mark]
        elif word == "overwrite":
            data["overwrite"] = where
        elif word == "id":
            data["chosen"] = str(value)
        elif word not in _WORDS:
            _put(wanted, place[:-1] if word == "verified_numbers" else place, word, value)
            data["overwrite"] = [*data.get("overwrite", ()), word]
    return checked(from_dict(Wanted, wanted)), Entry(at=now, what="answer", part=key, data=data), secrets


def _fields(question: NeedsPerson, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer by the fields and words of a question in full."""
    offered = ", ".join(question.fields) or "no answer: it is settled elsewhere"
    found, wrong = dict[str, Any](), list[tuple[str, str]]()
    for name, value in answer.items():
        meant = [one for one in question.fields if name in {one, one.rpartition(".")[2]}]
        if len(meant) == 1 or name in meant:
            found[name if name in meant else meant[0]] = value
        else:
            text = f"may be {' or '.join(meant)}" if meant else f"is not asked for; the question takes {offered}"
            wrong.append((name, text))
    if wrong or not answer:
        raise InvalidRequest(wrong or [("answer", f"is empty; the question takes {offered}")])
    return found


def _put(data: Any, place: Sequence[str | int], path: str, value: object) -> None:
    """Put a value into plain data, at a path below a place."""
    *names, last = map(camel, path.split("."))
    for name in (*place, *names):
        data = data[name] if isinstance(name, int) else data.setdefault(name, {})
    data[last] = value


def heard(run: Run, event: object, *, last: Step | None, seen: Standing, now: float) -> bool:
    """Return whether an event calls for a look: whether its resource asks for anything else than to go on waiting.

    The look decides in any case, so an event that is doubled, late or out of order costs a look at most, and one that
    is older than what was `seen`, the standing of the last turn, does not. `last` is the run's last step.
    """
    found = subject_of(event)
    for part, facts in due_parts(run.wanted, run.history):
        if found is None or (part.kind.name, facts.id) != found[:2]:
            continue
        before, current = seen.get(part.key, {}).get("modified"), _standing(found[2])["modified"]
        if before and current and current < before:
            return False
        step = next_step(run.wanted, Seen(at=now, parts={part.key: SeenPart(resource=found[2])}), run.history)
        same = isinstance(step, NeedsPerson) and isinstance(last, NeedsPerson) and step.mark == last.mark
        return not (same or (isinstance(step, Wait) and step.at > now))
    return False


def subject_of(event: object) -> tuple[str, str, Any] | None:
    """Return kind, id and model of the resource that an event is about; None if no onboarding can have it."""
    resource, trigger = getattr(event, "payload", None), getattr(event, "type", "")
    for name, kind in KINDS.items():
        if isinstance(event, KnownEvent) and resource is not None and trigger in kind.triggers:
            return name, kind.id_of(resource), resource
    return None
