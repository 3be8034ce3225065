"""An onboarding as a workflow of Temporal: one brand each, asked about by update and query; outside SemVer.

pip install sinch-provisioning temporalio
temporal server start-dev
python -m examples.temporal_onboarding
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

with workflow.unsafe.imports_passed_through():
    import attrs

    from sinch_provisioning import AsyncClient, from_json, to_json
    from sinch_provisioning.errors import InvalidRequest
    from sinch_provisioning.onboarding import (
        ONCE,
        SECRET_WORDS,
        Call,
        Entry,
        NeedsPerson,
        Run,
        Wanted,
        answered,
        intent_of,
        look,
        next_step,
        noted,
        perform,
    )

QUEUE = "onboarding"
LOOK = timedelta(minutes=2)


class Alone:
    """No other onboarding has the same brand, as the brand is the id of its workflow; so none can have its sender."""

    def claimed(self, kind: str, ids: Sequence[str]) -> set[str]:  # noqa: ARG002
        """Return the ids that others have."""
        return set()

    def open_intents(self, likeness: str, project_id: str) -> int:  # noqa: ARG002
        """Return how many onboardings may have created what looks the same."""
        return 1


def dumped(*entries: Entry) -> list[dict[str, Any]]:
    """Return entries as plain JSON."""
    return [attrs.asdict(entry) for entry in entries]


class Activities:
    """What calls Sinch. Payloads are JSON: what is wanted by `to_json`, entries of the history, and the time."""

    def __init__(self, client: AsyncClient, watch: Callable[[str], None] = lambda _moment: None) -> None:
        self._client = client
        self._watch = watch

    @activity.defn
    async def decide(self, wanted_json: str, past: list[dict[str, Any]], now: float) -> dict[str, Any]:
        """Look and decide; return what was noted, and the step: an intent to call, a wait, a question, or the end."""
        found, step = await self._step(from_json(Wanted, wanted_json), [Entry(**one) for one in past], now)
        wanted = from_json(Wanted, wanted_json)
        if isinstance(step, Call):
            intent = dumped(intent_of(wanted, step, now=now))[0]
            return {"noted": dumped(*found), "intent": intent, "once": isinstance(step, ONCE)}
        return {"noted": dumped(*found), "step": type(step).__name__, "fields": attrs.asdict(step)}

    @activity.defn
    async def call(self, wanted_json: str, past: list[dict[str, Any]], intent: dict[str, Any]) -> dict[str, Any]:
        """Make the call that was intended; return its outcome."""
        wanted, now = from_json(Wanted, wanted_json), intent["at"]
        _, step = await self._step(wanted, [Entry(**one) for one in past], now)
        if not isinstance(step, Call) or dumped(intent_of(wanted, step, now=now))[0] != intent:
            entry = Entry(at=now, what="outcome", part=intent["part"], step=intent["step"], result="later")
            return dumped(attrs.evolve(entry, data={"message": "something has changed since", "retry_after": 0.0}))[0]
        outcome = await perform(self._client, wanted, step, now=lambda: now)
        self._watch("responded")
        return dumped(outcome)[0]

    async def _step(self, wanted: Wanted, past: Sequence[Entry], now: float) -> tuple[list[Entry], Any]:
        seen = await look(self._client, wanted, past, Alone(), now=now)
        found = noted(wanted, seen, past)
        return found, next_step(wanted, seen, [*past, *found])


@workflow.defn
class Onboarding:
    """Look, decide, intend, call, record: until all is live. Temporal's history is the record."""

    def __init__(self) -> None:
        self._wanted = ""
        self._past: list[dict[str, Any]] = []
        self._state: dict[str, Any] = {"step": "Started", "fields": {}}
        self._woken = False
        self._answers = 0

    @workflow.run
    async def run(self, wanted: str, past: list[dict[str, Any]]) -> str:
        """Bring about what is wanted; return `Done` or `Failed`."""
        self._wanted, self._past = self._wanted or wanted, [*past, *self._past]
        while True:
            self._woken, wanted, answers = False, self._wanted, self._answers
            found: dict[str, Any] = await workflow.execute_activity(
                "decide", args=[wanted, self._past, workflow.time()], start_to_close_timeout=LOOK
            )
            if answers != self._answers:
                continue  # a person has answered meanwhile
            self._past += found.pop("noted")
            if "intent" in found:
                await self._call(found["intent"], once=found["once"])
                continue
            self._state = found
            if found["step"] in {"Done", "Failed"}:
                return str(found["step"])
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(args=[self._wanted, self._past])
            try:
                seconds = max(1.0, found["fields"]["at"] - workflow.time())
                await workflow.wait_condition(lambda: self._woken, timeout=seconds)
            except TimeoutError:
                pass  # it is time to look again

    async def _call(self, intent: dict[str, Any], *, once: bool) -> None:
        """Note an intent, have its call made, and note the outcome; if none comes, the next look finds out."""
        before = list(self._past)
        self._past.append(intent)
        policy = RetryPolicy(maximum_attempts=1) if once else RetryPolicy(maximum_attempts=5)
        try:
            outcome: dict[str, Any] = await workflow.execute_activity(
                "call", args=[self._wanted, before, intent], start_to_close_timeout=LOOK, retry_policy=policy
            )
        except ActivityError:
            return
        self._past.append(outcome)

    @workflow.query
    def status(self) -> dict[str, Any]:
        """Return where it stands: the step, and its fields."""
        return self._state

    @workflow.signal
    def heard(self) -> None:
        """Look at once, as an event has come."""
        self._woken = True

    @workflow.update
    def answer(self, given: dict[str, Any]) -> None:
        """Answer the question."""
        wanted, entry, _ = self._answered(given)
        self._wanted = to_json(wanted).decode()
        self._past += dumped(entry)
        self._state = {"step": "Answered", "fields": {}}
        self._woken, self._answers = True, self._answers + 1

    @answer.validator
    def _can_answer(self, given: dict[str, Any]) -> None:
        try:
            self._answered(given)
        except InvalidRequest as error:
            raise ApplicationError(str(error), type="InvalidRequest") from None

    def _answered(self, given: Mapping[str, Any]) -> tuple[Wanted, Entry, dict[str, str]]:
        if SECRET_WORDS & set(given):
            raise InvalidRequest([("code", "would be stored by Temporal: encrypt its payloads first")])
        fields, question = self._state["fields"], None
        if self._state["step"] == "NeedsPerson":
            lists: dict[str, Any] = {key: tuple(fields[key]) for key in ("where", "fields")}
            question = NeedsPerson(**fields | lists)
        run = Run(name="", project_id="", wanted=from_json(Wanted, self._wanted))
        return answered(run, question, given, now=workflow.time())


async def begin(client: Client, brand: str, wanted: Wanted) -> Any:
    """Start the onboarding of a brand, and return its handle; Temporal rejects a second one of the same brand."""
    payload: list[Any] = [to_json(wanted).decode(), []]
    return await client.start_workflow(Onboarding.run, args=payload, id=f"onboarding {brand}", task_queue=QUEUE)


def worker(client: Client, activities: Activities) -> Worker:
    """Return a worker of this process."""
    steps: list[Callable[..., Any]] = [activities.decide, activities.call]
    # The SDK imports parts of itself on use, and what the workflow uses of it is pure.
    allowed = SandboxRestrictions.default.with_passthrough_modules("sinch_provisioning")
    runner = SandboxedWorkflowRunner(restrictions=allowed)
    return Worker(client, task_queue=QUEUE, workflows=[Onboarding], activities=steps, workflow_runner=runner)


async def main() -> None:
    """Work until the process is stopped."""
    async with AsyncClient.from_env() as sinch:
        await worker(await Client.connect("localhost:7233"), Activities(sinch)).run()


if __name__ == "__main__":
    asyncio.run(main())
