"""What the callers do: read, write, comment, sweep; each as fast as it can."""

import asyncio
import itertools
import random
from collections.abc import Callable

import attrs

from sinch_provisioning import AsyncClient, Config, RetryPolicy, errors, rcs
from tests.soak.accounts import Accounts

KINDS = {"read": 40, "write": 20, "comment": 35, "sweep": 5}


def config(url: str) -> Config:
    """Return settings that lose no time waiting, and give up on a stall soon."""
    policy = RetryPolicy(wait_initial=0.001, wait_max=0.01, budget=None)
    return Config(
        project_id="p",
        key_id="k",
        key_secret="s",
        base_url=url,
        auth_url=url,
        timeout=1.0,
        concurrency=100,
        retry=policy,
    )


@attrs.define
class Plan:
    """Decides what comes next, and when it is over."""

    seed: int
    is_over: Callable[[], bool]
    _numbers: "itertools.count[int]" = attrs.field(factory=itertools.count)

    async def run(self, sinch: AsyncClient, accounts: Accounts, name: str, callers: int) -> None:
        """Let many callers share a client until the plan is over."""
        async with asyncio.TaskGroup() as group:
            for number in range(callers):
                group.create_task(self._call(sinch, accounts, f"{name}{number}"))

    async def _call(self, sinch: AsyncClient, accounts: Accounts, caller: str) -> None:
        chance = random.Random(f"{self.seed} {caller} {next(self._numbers)}")
        doings = {"read": self._read, "write": self._write, "comment": self._comment, "sweep": self._sweep}
        while not self.is_over():
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            text = f"{caller}-{next(self._numbers)}"
            try:
                wrong = await doings[kind](sinch, accounts, caller, text)
            except errors.ProvisioningError as error:
                accounts.failed(kind, error)
            else:
                accounts.succeeded(kind, wrong)

    async def _read(self, sinch: AsyncClient, _accounts: Accounts, _caller: str, text: str) -> str | None:
        sender = await sinch.rcs.senders.get(text)
        return None if sender.id == text else f"asked for {text}, got {sender.id}"

    async def _write(self, sinch: AsyncClient, accounts: Accounts, caller: str, text: str) -> str | None:
        accounts.wrote(caller, None)  # until it is known what is there
        await sinch.rcs.senders.update(caller, details=rcs.DetailsUpdate(brand=rcs.BrandUpdate(name=text)))
        accounts.wrote(caller, text)
        return None

    async def _comment(self, sinch: AsyncClient, accounts: Accounts, _caller: str, text: str) -> str | None:
        try:
            comment = await sinch.rcs.senders.comment("s1", text)
        except errors.ProvisioningError as error:
            accounts.commented(text, error)
            raise
        accounts.commented(text, None)
        return None if comment.comment == text else f"wrote {text}, got {comment.comment}"

    async def _sweep(self, sinch: AsyncClient, accounts: Accounts, _caller: str, text: str) -> str | None:
        found: list[str] = []
        token: str | None = None
        while True:
            try:
                async for page in sinch.project(text).rcs.senders.list(page_size=20).pages(token):
                    found += [sender.id for sender in page.items]
            except errors.ProvisioningError as error:
                token = error.resume_token
            else:
                accounts.swept(text, found)
                return None
