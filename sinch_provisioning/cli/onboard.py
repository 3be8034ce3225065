"""Onboardings on this machine: bring what files describe live, show where it stands, answer questions."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import attrs
from cyclopts import App, Parameter

from sinch_provisioning import onboarding, profiles
from sinch_provisioning.cli.bodies import Body, parse
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import NONE, Options, Problem, note
from sinch_provisioning.cli.output import emit
from sinch_provisioning.core.durations import seconds
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.onboarding import plain

onboard: App = App(name="onboard", help="Bring senders, accounts and templates live; it may take weeks.")


@Parameter(name="*", group="Running")
@attrs.frozen(kw_only=True)
class Running:
    """How onboardings run."""

    store: Path = Path("onboarding.db")
    """File that keeps what has happened."""
    every: str = "1h"
    """Time between two looks at what others decide."""
    once: Annotated[bool, Parameter(negative=())] = False
    """Do what can be done now, and do not wait."""


@onboard.command
def run(*file: Path, running: Running = Running(), options: Options = NONE) -> int:
    """Bring what FILEs say (YAML, JSON) live; ends with it, or when something failed (5) or a person is needed (8).

    Args:
        file: What is wanted, below `rcs`, `whatsapp` and `kakaotalk`; offers.yaml is the onboarding `offers`.
    """
    wanted = {one.stem: Body(input=str(one)).content() for one in file}
    if len(wanted) != len(file) or not file:
        raise Problem("give one file or more, each with a name of its own, as that names the onboarding")
    return asyncio.run(_run(wanted, {}, running, options))


@onboard.command
def answer(file: Path, /, *words: str, running: Running = Running(), options: Options = NONE) -> int:
    """Answer with FIELD=VALUE, as logo_url=https://..., or with a word of the question, as again; goes on as `run`.

    Args:
        file: File or name of the onboarding.
        words: The answer; `status` shows which fields the question has.
    """
    given: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        given[name] = (parse(text, name) if text.startswith(("[", "{")) else text) if equals else True
    return asyncio.run(_run({file.stem: None}, given, running, options))


@onboard.command
def status(*file: Path, running: Running = Running(), options: Options = NONE) -> None:
    """Show where the onboardings of FILEs stand, or all of them; also while they run.

    Args:
        file: Files or names of the onboardings.
    """
    with onboarding.Store(running.store, write=False) as store:
        emit([_row(one) for one in store.status() if not file or one.name in {each.stem for each in file}], options)


async def _run(wanted: Mapping[str, Any], given: dict[str, Any], running: Running, options: Options) -> int:
    config, every = (
        profiles.load(options.profile, project_id=options.project).config,
        seconds(running.every, pause=True),
    )
    async with plain.Runner(config, running.store, look_every=every, watch=_note) as runner:
        for name, new in wanted.items():
            await (_answer(runner, name, given) if new is None else runner.start(name, new))
            await runner.wake(name)
        said: dict[str, str] = {}
        while True:
            await runner.run_until_idle()
            found = [one for one in runner.status() if one.name in wanted]
            if running.once or all(one.due is None or (one.question and one.question.fields) for one in found):
                break
            for one in found:
                if one.due is not None and said.get(one.name) != one.step:
                    said[one.name] = one.step
                    note(f"{one.name}: {one.step}; looks again every {running.every} (Ctrl-C is safe)")
            await runner.pause()
    emit(list(map(_row, found)), options)
    codes = {"failed": Exit.REJECTED, "asking": Exit.WAIT_FAILED}
    return min((codes[one.state] for one in found if one.state in codes), default=Exit.DONE)


async def _answer(runner: plain.Runner, name: str, given: dict[str, Any]) -> None:
    """Answer; digits are a text where one is asked for, such as a phone number, and a number elsewhere."""
    try:
        await runner.answer(name, given)
    except InvalidRequest:
        numbers = {key: int(text) for key, text in given.items() if isinstance(text, str) and text.isdecimal()}
        if not numbers:
            raise
        await runner.answer(name, given | numbers)


def _row(one: onboarding.Status) -> dict[str, Any]:
    asked = {name: getattr(one.question, name, None) for name in ("fields", "remark")}
    due = None if one.due is None else datetime.fromtimestamp(one.due, UTC)
    return {"name": one.name, "state": one.state, "step": one.step, **asked, "due": due, "parts": one.standing}


def _note(moment: str, name: str, step: onboarding.Call) -> None:
    if moment == "recorded":
        note(f"{name}: {type(step).__name__.lower()} {step.part}")
