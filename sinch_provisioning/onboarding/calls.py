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
from sinch_provisioning.onboarding.facts import SKEW, Facts, facts_of
from sinch_provisioning.onboarding.kinds import KINDS, Stage, has_key, newest
from sinch_provisioning.onboarding.steps import ONCE, Call, Entry, History, Seen, SeenPart
from sinch_provisioning.onboarding.wanted import Part, RcsSender, Wanted, parts

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

    def open_intents(self, likeness: str) -> int:
        """Return how many onboardings, the asking one included, have an intent to create of this likeness open."""
        ...


def _group(client: AsyncProject, part: Part) -> Any:
    """Return the group of methods for the kind of a part."""
    family, name = part.kind.split(".")
    return getattr(getattr(client, family), name if name == "account" else f"{name}s")


def _address(part: Part, id: str) -> tuple[str, ...]:
    """Return the arguments by which the methods of a kind name a resource."""
    if part.kind == "whatsapp.account":
        return ()
    if part.kind == "whatsapp.template":
        return part.body.name, str(part.body.language)
    return (*part.options.get("parents", ()), id)


async def look(client: AsyncProject, wanted: Wanted, history: History, others: Others, *, now: float) -> Seen:
    """Return what the service shows of the parts that are under way; reads only. `now` is in seconds since 1970.

    Raises:
        ProvisioningError: something could not be read; look again later.
    """
    found = {
        part.key: await _look(client, part, facts_of(history, part.key), others) for part in due_parts(wanted, history)
    }
    return Seen(at=now, parts=found)


async def _look(client: AsyncProject, part: Part, facts: Facts, others: Others) -> SeenPart:
    group = _group(client, part)
    if facts.id is None and not has_key(part):
        return await _candidates(part, group, facts, others)
    resource = await _or_none(group.get(*_address(part, facts.id)) if facts.id is not None else _by_key(part, group))
    if resource is None:
        return SeenPart()
    activities = group.activities(*_address(part, KINDS[part.kind].id_of(resource)))
    last = facts.calls[-1] if facts.calls else None
    if last is not None and last[0].step in {"Comment", "Register"} and facts.is_open(last[0].step):
        return SeenPart(resource=resource, evidence=await _shown(activities, last[0]))
    if KINDS[part.kind].stage(resource) not in {Stage.REJECTED, Stage.FAILED}:
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


async def _by_key(part: Part, group: Any) -> Any:
    """Return the resource with the natural key of a part."""
    if part.kind not in {"whatsapp.sender", "kakaotalk.template"}:
        return await group.get(*_address(part, getattr(part.body, "plus_friend_id", "")))
    listing = group.list(*part.options.get("parents", ()), page_size=100)
    return await _first(listing, lambda one: KINDS[part.kind].same(part, one))


async def _first(listing: AsyncIterator[Any], fits: Callable[[Any], bool]) -> Any:
    async for one in listing:
        if fits(one):
            return one
    return None


async def _candidates(part: Part, group: Any, facts: Facts, others: Others) -> SeenPart:
    """Return what the open intents may have made and no onboarding has claimed, oldest first."""
    opened = [intent for intent, outcome in facts.calls if intent.step == "Create" and facts.is_unknown(outcome)]
    if not opened:
        return SeenPart()
    since = datetime.fromtimestamp(opened[0].at - SKEW, UTC)
    kind = KINDS[part.kind]
    search = {"search": part.body.details.brand.name} if part.kind == "rcs.sender" else {}
    found = await _or_none(group.list(page_size=100, **search).collect()) or ()
    fitting = [one for one in found if one.created is not None and one.created >= since and kind.same(part, one)]
    taken = others.claimed(part.kind, [kind.id_of(one) for one in fitting])
    free = sorted((one for one in fitting if kind.id_of(one) not in taken), key=lambda one: (one.created, one.id))
    return SeenPart(candidates=tuple(free), open_intents=others.open_intents(kind.likeness(part)))


async def _shown(activities: AsyncIterator[Any], intent: Entry) -> bool:
    """Return whether the activities since an intent show what was intended."""
    since = datetime.fromtimestamp(intent.at - SKEW, UTC)
    kind = ActivityType.COMMENT_ADDED if intent.step == "Comment" else ActivityType.REGISTERED
    async for one in activities:
        if one.created is not None and one.created < since:
            return False
        if one.type == kind and (intent.step == "Register" or one.comment == intent.data["text"]):
            return True
    return False


def intent_of(wanted: Wanted, step: Call, *, now: float) -> Entry:
    """Return the entry to store before the call of a step."""
    names = ("mark", "numbers", "text")
    data: dict[str, Any] = {name: getattr(step, name) for name in names if hasattr(step, name)}
    if isinstance(step, steps.Create):
        part = _part(wanted, step)
        data["likeness"] = KINDS[part.kind].likeness(part)
    return Entry(at=now, what="intent", part=step.part, step=type(step).__name__, data=data)


def _part(wanted: Wanted, step: Call) -> Part:
    return next(part for part in parts(wanted) if part.key == step.part)


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
        data = await _call(client, _part(wanted, step), step, secrets)
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
    group, kind, address = _group(client, part), KINDS[part.kind], _address(part, step.id)
    resource: Any = None
    match step:
        case steps.Adopt():
            resource = await group.get(*address)
        case steps.Create(body=body):
            resource = await _create(group, part, body, secrets)
        case steps.Update(change=change) if part.kind == "whatsapp.account":
            resource = await group.update(change)
        case steps.Update(change=change) if part.kind == "rcs.sender":
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
    ours = not isinstance(step, steps.Adopt) or step.ours
    numbers = list(getattr(resource.details, "test_numbers", None) or ())
    shown = written(kind.details(part.body), newest(resource), only_equal=not ours)
    if isinstance(step, steps.Update):
        shown = {path: shown[path] for path, _ in leaves(step.change) if path in shown}
    return {"id": kind.id_of(resource), "written": shown, "numbers": numbers}


async def _create(group: Any, part: Part, body: Any, secrets: Mapping[str, str]) -> Any:
    if isinstance(body, RcsSender):
        fixed = {"region": body.region, "billing_category": body.billing_category, "use_case": body.use_case}
        return await group.create(**fixed, details=body.details)
    if part.options.get("signup_code"):
        body = evolve(body, authentication_code=_given(secrets, "authentication_code"))
    return await group.create(*part.options.get("parents", ()), body)


def _given(secrets: Mapping[str, str], name: str) -> Secret:
    if name not in secrets:
        raise errors.InvalidRequest([(name, "is not in memory any more, as it is never stored; give it again")])
    return Secret(secrets[name])
