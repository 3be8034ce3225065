"""Decisions of Meta, of Sinch and of the client about a WhatsApp account."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Literal

import msgspec

from sinch_provisioning.emulator.store import Project, Store
from sinch_provisioning.emulator.whatsapp import account

Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Ban = Literal["DISABLE", "REINSTATE", "SCHEDULE_FOR_DISABLE"]
Limit = Literal["TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]


class AccountControl:
    """What becomes of a project's WhatsApp account. Without any decision it goes live after a while."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(self, project_id: str, on: bool = True) -> None:
        """Leave requests that are handed in from now on undecided."""
        with self._store.decision(project_id) as project:
            account.whatsapp(project).data["hold"] = on

    def ask_client(self, project_id: str) -> None:
        """Let Meta ask the client to accept.

        Raises:
            ValueError: no request is in work.
        """
        with self._pending(project_id) as project:
            account.ask_client(project)

    def onboard(self, project_id: str) -> None:
        """Let the account go live now.

        Raises:
            ValueError: no request is in work.
        """
        with self._pending(project_id) as project:
            account.onboard(project)

    def reject(self, project_id: str, reason: str | None = None) -> None:
        """Let the request for the account be refused.

        Raises:
            ValueError: no request is in work.
        """
        with self._pending(project_id) as project:
            account.reject(project, reason)

    def set_daily_limit(self, project_id: str, limit: Limit) -> None:
        """Let Meta limit the business anew."""
        with self._account(project_id) as (project, found):
            found["businessDailyLimit"] = limit
            project.emit("WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED", found)

    def set_location(self, project_id: str, country: Country) -> None:
        """Let the business data at Meta name another country, as `PL`."""
        with self._account(project_id) as (project, found):
            found["primaryBusinessLocation"] = country
            project.emit("WHATSAPP_WABA_ACCOUNT_CHANGED", found)

    def ban(self, project_id: str, ban: Ban) -> None:
        """Let Meta announce a ban, impose it or lift it; no event tells of that."""
        with self._account(project_id) as (project, found):
            found["wabaBanState"] = ban
            found["wabaBanDate"] = project.clock.text()

    def corrupt(self, project_id: str, on: bool = True) -> None:
        """Let the record of the account be inconsistent, or whole again."""
        with self._account(project_id) as (project, _):
            account.whatsapp(project).data["corrupt"] = on

    def keep_drafts(self, project_id: str, on: bool = True) -> None:
        """Let template drafts withstand, so that the account cannot be deleted."""
        with self._account(project_id) as (project, _):
            account.whatsapp(project).data["keepsDrafts"] = on

    @contextmanager
    def _account(self, project_id: str) -> Generator[tuple[Project, account.JSON], None, None]:
        with self._store.decision(project_id) as project:
            yield project, account.account_of(project)

    @contextmanager
    def _pending(self, project_id: str) -> Generator[Project, None, None]:
        with self._account(project_id) as (project, found):
            if not account.is_pending(found):
                raise ValueError(f"no request is in work at the account of {project_id}")
            yield project
