"""The calls of an onboarding: `look` reads what a step depends on, `perform` makes the one call of a step."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from sinch_provisioning import errors
from sinch_provisioning.client import AsyncProject
from sinch_provisioning.core.comparing import leaves, written
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Action, ActivityType
from sinch_provisioning.onboarding import steps
from sinch_provisioning.onboarding.deciding import due_parts
from sinch_provisioning.onboarding.facts import SKEW, Facts
from sinch_provisioning.onboarding.kinds import Stage, newest
from sinch_provisioning.onboarding.steps import ONCE, Call, Entry, History, Seen, SeenPart
from sinch_provisioning.onboarding.wanted import Part, RcsSender, Wanted, part_of

# In spite of their statuses, waiting helps with the first, and not with the second.
_LATER: Final = frozenset(
    {"account_is_in_progress", "sender_request_code_failed", "resource_locked", "sender-register-too-many-requests"}
)
_NEVER: Final = frozenset({"sender-already-registered", "log_in_facebook_required"})


class Others(Protocol):
    """What an engine knows of its other onboardings, so that two do not take one resource."""

    def claimed(self, kind: str, ids: Sequence[str]) -> set[str]:
        """Return those ids that an onboarding has already."""
        ...

    def open_intents(self, likeness: str, project_id: str) -> int:
        """Return how many onboardings of a project, the asking one included, may have created what is like this."""
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
    if facts.unproven.open:
        return SeenPart(resource=resource, evidence=await _shown(activities, facts.unproven.intent))
    if part.kind.stage(resource) not in {Stage.REJECTED, Stage.FAILED}:
        return SeenPart(resource=resource)
    rejection = await _first(activities, lambda one: one.type in {"REJECTED", "ERROR"})
    words = (
        getattr(resource.changes, "error_reason", None),
        getattr(rejection, "comment", None),
        getattr(resource, "rejection_code", None),
    )
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
    opened = [call.intent.at for call in facts.calls if call.intent.step == "Create" and call.open]
    if not opened:
        return SeenPart()
    search = {"search": part.body.details.brand.name} if part.kind.name == "rcs.sender" else {}
    listed = await _or_none(_group(client, part).list(page_size=100, **search).collect()) or ()
    fitting = [one for one in listed if one.created is not None and _since(opened[0], one) and part.is_like(one)]
    taken = others.claimed(part.kind.name, [one.id for one in fitting])
    free = sorted((one for one in fitting if one.id not in taken), key=lambda one: (one.created, one.id))
    return SeenPart(candidates=tuple(free), open_intents=others.open_intents(part.likeness, client.project_id))


def _since(at: float, one: Any) -> bool:
    """Return whether something may have come about since, as far as clocks agree."""
    return one.created is None or bool(one.created >= datetime.fromtimestamp(at - SKEW, UTC))


async def _shown(activities: AsyncIterator[Any], intent: Entry) -> bool:
    """Return whether the activities since an intent show what was intended."""
    kind = ActivityType.COMMENT_ADDED if intent.step == "Comment" else ActivityType.REGISTERED
    text = intent.data.get("text")
    found = await _first(
        activities, lambda one: not _since(intent.at, one) or (one.type == kind and text in {None, one.comment})
    )
    return found is not None and _since(intent.at, found)


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
    return "unknown" if isinstance(step, ONCE) and getattr(error, "sent", True) else "later"


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
        case steps.Update(change=change) if part.kind.name == "rcs.sender":
            resource = await group.update(*address, details=change)
        case steps.Update(change=change):
            resource = await group.update(*address, details=change, status=Action.SUBMIT)
        case steps.Submit():
            resource = await group.update(*address, status=Action.SUBMIT)
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
