"""The calls of an onboarding: `look` reads what a step depends on, `perform` makes its one call, `turn` does both."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeAlias

import attrs

from sinch_provisioning import errors
from sinch_provisioning.client import AsyncProject
from sinch_provisioning.core.comparing import at, leaves, written
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Action, ActivityType
from sinch_provisioning.onboarding import steps
from sinch_provisioning.onboarding.deciding import due_parts, next_step, noted
from sinch_provisioning.onboarding.kinds import KINDS, Stage, newest, standing
from sinch_provisioning.onboarding.steps import Call, Entry, Facts, History, NeedsPerson, Seen, SeenPart, Step
from sinch_provisioning.onboarding.wanted import Part, RcsSender, Run, Wanted, part_of
from sinch_provisioning.webhooks.events import KnownEvent

# In spite of their statuses, waiting helps with the first, and not with the second.
_LATER: Final = frozenset(
    {"account_is_in_progress", "sender_request_code_failed", "resource_locked", "sender-register-too-many-requests"}
)
_NEVER: Final = frozenset({"sender-already-registered", "log_in_facebook_required"})
_RETRY_LOOK: Final = 300.0

Standing: TypeAlias = Mapping[str, Mapping[str, str | None]]
"""By part: `state`, `status` of the changes, and when it was `modified` last, in the service's words."""
Watch: TypeAlias = Callable[[str, str, Call], None]
"""Called with the moment (`intended`, `responded`, `recorded`), the name of the run, and the step."""


class Others(Protocol):
    """What an engine knows of its other onboardings, so that two do not take one resource."""

    def claimed(self, kind: str, ids: Sequence[str]) -> set[str]:
        """Return those ids that an onboarding has already."""
        ...

    def open_intents(self, likeness: str, project_id: str) -> int:
        """Return how many onboardings of a project, the asking one included, may have created what is like this."""
        ...


class Ledger(Others, Protocol):
    """Where an engine keeps histories and claims durably."""

    def append(self, name: str, entry: Entry, *, claim: tuple[str, str] | None = None) -> bool:
        """Store an entry, and with it the claim of a resource by kind and id.

        It returns False, and stores nothing, if another onboarding has the resource, or if the entry is an intent of an
        onboarding that has ended.
        """
        ...


def _group(client: AsyncProject, part: Part) -> Any:
    """Return the group of methods for the kind of a part."""
    family, name = part.kind.name.split(".")
    return getattr(getattr(client, family), name if name == "account" else f"{name}s")


async def look(client: AsyncProject, wanted: Wanted, history: History, others: Others, *, now: float) -> Seen:
    """Return what the service shows of the parts that are under way; reads only. `now` is in seconds since 1970.

    Raises:
        ProvisioningError: something could not be read; look again later.
    """
    found = {part.key: await _look(client, part, facts, others) for part, facts in due_parts(wanted, history)}
    return Seen(at=now, parts=found)


async def _look(client: AsyncProject, part: Part, facts: Facts, others: Others) -> SeenPart:
    group = _group(client, part)
    if facts.id is not None:
        resource = await _or_none(group.get(*part.address(facts.id)))
    elif not part.has_key:
        return await _candidates(client, part, facts, others)
    elif part.kind.name in {"whatsapp.sender", "kakaotalk.template"}:  # whose natural keys the API lists, but not gets
        resource = await _or_none(_first(group.list(*part.parents, page_size=100), part.is_like))
    else:
        resource = await _or_none(group.get(*part.address(getattr(part.body, "plus_friend_id", ""))))
    if resource is None:
        return SeenPart()
    activities = group.activities(*part.address(part.kind.id_of(resource)))
    stage, unproven = part.kind.stage(resource), facts.unproven
    if unproven.open or (stage is Stage.CODE and facts.last("Register") is steps.NEVER):
        return SeenPart(resource=resource, evidence=await _shown(activities, unproven.intent))
    if stage not in {Stage.REJECTED, Stage.FAILED}:
        return SeenPart(resource=resource)
    rejection = await _first(activities, lambda one: one.type in {"REJECTED", "ERROR"})
    words = (at(resource, "changes.error_reason"), at(rejection, "comment"), at(resource, "rejection_code"))
    return SeenPart(resource=resource, remark=next((str(one) for one in words if one), None))


async def _or_none(call: Awaitable[Any]) -> Any:
    """Return what a call returns, None if there is nothing, or not even an account."""
    try:
        return await call
    except errors.ApiError as error:
        if isinstance(error, errors.NotFound) or error.error_code == "project_not_initialized":
            return None
        raise


async def _first(listing: AsyncIterator[Any], fits: Callable[[Any], bool]) -> Any:
    async for one in listing:
        if fits(one):
            return one
    return None


async def _candidates(client: AsyncProject, part: Part, facts: Facts, others: Others) -> SeenPart:
    """Return what the open intents may have made and no onboarding has claimed, oldest first."""
    opened = [call.intent for call in facts.calls if call.intent.step == "Create" and call.open]
    if not opened:
        return SeenPart()
    since = _earliest(opened[0])
    search = {"search": part.body.details.brand.name} if part.kind.name == "rcs.sender" else {}
    listed = await _or_none(_group(client, part).list(page_size=100, **search).collect()) or ()
    fitting = [one for one in listed if one.created is not None and one.created >= since and part.is_like(one)]
    taken = others.claimed(part.kind.name, [one.id for one in fitting])
    free = sorted((one for one in fitting if one.id not in taken), key=lambda one: (one.created, one.id))
    return SeenPart(candidates=tuple(free), open_intents=others.open_intents(part.likeness, client.project_id))


async def _shown(activities: AsyncIterator[Any], intent: Entry) -> bool:
    """Return whether the activities since an intent, newest first, show its comment, or a registration by anyone."""
    kind = ActivityType.COMMENT_ADDED if intent.step == "Comment" else ActivityType.REGISTERED
    async for one in activities:
        if one.created is not None and one.created < _earliest(intent):
            return False
        if one.type == kind and intent.data.get("text") in {None, one.comment}:
            return True
    return False


def _earliest(intent: Entry) -> datetime:
    """Return when the service's clock may have shown the time of an intent."""
    return datetime.fromtimestamp(max(0.0, intent.at - steps.SKEW), UTC)


def intent_of(wanted: Wanted, step: Call, *, now: float) -> Entry:
    """Return the entry to store before the call of a step."""
    data: dict[str, Any] = {name: getattr(step, name) for name in ("mark", "numbers", "text") if hasattr(step, name)}
    if isinstance(step, steps.Create):
        data["likeness"] = part_of(wanted, step.part).likeness
    if isinstance(step, steps.Update):
        data["paths"] = [path for path, _ in leaves(step.change)]
    return Entry(at=now, what="intent", part=step.part, step=type(step).__name__, data=data)


async def perform(
    client: AsyncProject, wanted: Wanted, step: Call, *, now: Callable[[], float], secrets: Mapping[str, str] = {}
) -> Entry:
    """Make the call of a step, once, and return its outcome to be stored; errors of the service are outcomes.

    Store `intent_of(step)` before. After a death in between the outcome is unknown: look, and decide again. `secrets`
    are answers that are not stored, by the word of the question, such as `code`.

    Raises:
        ConfigurationError: the client cannot be used.
    """
    result, data = "done", dict[str, Any]()
    try:
        data = await _call(client, part_of(wanted, step.part), step, secrets)
    except errors.ConfigurationError:
        raise
    except errors.ProvisioningError as error:
        result = _failure(step, error)
        data["message"], data["retry_after"] = str(error)[:500], getattr(error, "retry_after", None) or 0.0
        if isinstance(error, errors.InvalidRequest):
            data["fields"] = [field.removeprefix("details.") for field, _ in error.violations]
    return Entry(at=now(), what="outcome", part=step.part, step=type(step).__name__, result=result, data=data)


def _failure(step: Call, error: errors.ProvisioningError) -> str:
    code = getattr(error, "error_code", None)
    if code in _NEVER or isinstance(error, errors.InvalidRequest):
        return "rejected"
    if isinstance(error, errors.RateLimited) or code in _LATER:
        return "later"
    if isinstance(error, errors.ApiError) and not isinstance(error, errors.ServerError):
        return "rejected"
    return "unknown" if isinstance(step, steps.ONCE) and getattr(error, "sent", True) else "later"


async def _call(client: AsyncProject, part: Part, step: Call, secrets: Mapping[str, str]) -> dict[str, Any]:  # noqa: PLR0912 - one case a step
    """Make the call, and return what is stored of the response."""
    group, address = _group(client, part), part.address(step.id)
    resource: Any = None
    match step:
        case steps.Adopt():
            resource = await group.get(*address)
        case steps.Create(body=RcsSender() as body):
            fixed = {"region": body.region, "billing_category": body.billing_category, "use_case": body.use_case}
            resource = await group.create(**fixed, details=body.details)
        case steps.Create(body=body):
            code = _given(secrets, "authentication_code") if part.of_sender("signup_code") else None
            resource = await group.create(*part.parents, evolve(body, authentication_code=code) if code else body)
        case steps.Update(change=change) if part.kind.name == "whatsapp.account":
            resource = await group.update(change)
        case steps.Update(change=change):
            review = {} if part.kind.name == "rcs.sender" else {"status": Action.SUBMIT}
            resource = await group.update(*address, **review, **({} if change is None else {"details": change}))
        case steps.Discard():
            await _or_none(group.delete_changes(*address))
            return {"stays": await _or_none(group.get(*address)) is not None}
        case steps.Invite(numbers=added):
            await group.test_numbers.add(*address, added)
        case steps.Launch():
            await group.launch(*address)
        case steps.Register(method=method) if method:
            return {"code_sent": (await group.register(*address, method=method)).verification_code_sent}
        case steps.Register():
            await group.register(*address)
        case steps.Verify(with_code=with_code):
            await group.verify(*address, **({"code": _given(secrets, "code")} if with_code else {}))
        case steps.Comment(text=text):
            await group.comment(*address, text)
        case _:
            raise TypeError(f"{type(step).__name__} is not a call")
    if resource is None:
        return {}
    numbers = list(getattr(resource.details, "test_numbers", None) or ())
    # What existed may differ from what is wanted by the will of others, which is asked about.
    shown = written(part.details, newest(resource), only_equal=isinstance(step, steps.Adopt))
    if isinstance(step, steps.Update):
        shown = {path: shown[path] for path, _ in leaves(step.change) if path in shown}
    return {"id": part.kind.id_of(resource), "written": shown, "numbers": numbers}


def _given(secrets: Mapping[str, str], name: str) -> Secret:
    if name not in secrets:
        raise errors.InvalidRequest([(name, "is not in memory any more, as it is never stored; give it again")])
    return Secret(secrets[name])


async def turn(
    client: AsyncProject,
    run: Run,
    ledger: Ledger,
    *,
    now: Callable[[], float],
    secrets: Mapping[str, str] = {},
    watch: Watch = lambda _moment, _name, _step: None,
) -> tuple[Step, Standing]:
    """Look, decide, and make at most one call; return the step, and how the parts stand that were looked at.

    After a `Call` take the next turn at once. A turn that died at any point is simply taken again with the history that
    was stored: the intent is stored before the call, and the next look finds out what became of it. `secrets` are
    answers that are not stored, by their words.
    """
    try:
        seen = await look(client, run.wanted, run.history, ledger, now=now())
    except errors.ConfigurationError:
        raise
    except errors.ProvisioningError as error:
        return steps.Wait(why=f"the service could not be read: {error}", at=now() + _RETRY_LOOK), {}
    fresh = noted(run.wanted, seen, run.history)
    for entry in fresh:
        ledger.append(run.name, entry)
    step = next_step(run.wanted, seen, [*run.history, *fresh])
    shown = {key: standing(one.resource) for key, one in seen.parts.items() if one.resource is not None}
    if not isinstance(step, Call):
        return step, shown
    if not ledger.append(run.name, intent_of(run.wanted, step, now=now())):
        return steps.Wait(why="it has ended meanwhile", at=now()), shown
    watch("intended", run.name, step)
    outcome = await perform(client, run.wanted, step, now=now, secrets=secrets)
    watch("responded", run.name, step)
    part, id = part_of(run.wanted, step.part), outcome.data.get("id")
    if not ledger.append(run.name, outcome, claim=None if id is None or part.has_key else (part.kind.name, id)):
        # Another run was quicker; what this one has made is among the candidates of its next look.
        data = {"message": f"{id} belongs to another onboarding"}
        ledger.append(run.name, attrs.evolve(outcome, result="unknown", data=data))
    watch("recorded", run.name, step)
    return step, shown


def heard(run: Run, event: object, *, last: Step | None, seen: Standing, now: float) -> bool:
    """Return whether an event calls for a look: whether its resource asks for anything else than to go on waiting.

    The look decides in any case, so an event that is doubled, late or out of order costs a look at most, and one that
    is older than what was `seen`, the standing of the last turn, does not. `last` is the run's last step.
    """
    found = subject_of(event)
    for part, facts in due_parts(run.wanted, run.history):
        if found is None or (part.kind.name, facts.id) != found[:2]:
            continue
        before, current = seen.get(part.key, {}).get("modified"), standing(found[2])["modified"]
        if before and current and current < before:
            return False
        step = next_step(run.wanted, Seen(at=now, parts={part.key: SeenPart(resource=found[2])}), run.history)
        same = isinstance(step, NeedsPerson) and isinstance(last, NeedsPerson) and step.mark == last.mark
        return not (same or (isinstance(step, steps.Wait) and step.at > now))
    return False


def subject_of(event: object) -> tuple[str, str, Any] | None:
    """Return kind, id and model of the resource that an event is about; None if no onboarding can have it."""
    resource, trigger = getattr(event, "payload", None), getattr(event, "type", "")
    for name, kind in KINDS.items():
        if isinstance(event, KnownEvent) and resource is not None and trigger in kind.triggers:
            return name, kind.id_of(resource), resource
    return None
