"""What Google, the operators and owners of phones decide about RCS senders."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.files import FileError
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.rcs.lifecycle import Senders
from sinch_provisioning.emulator.rcs.records import OPERATORS, operators_of

JSON = Any

Status = Literal[
    "INVALID_IN_GOOGLE_MY_BUSINESS",
    "LAUNCHED",
    "NOT_LAUNCHED",
    "PENDING",
    "PENDING_UNLAUNCHED",
    "REJECTED",
    "SUSPENDED",
    "UNLAUNCHED",
]
NumberState = Literal["DECLINED", "EXPIRED", "FAILED", "INVALID", "PENDING", "REJECTED", "UNVERIFIED", "VERIFIED"]
Registration = Literal[
    "ARCHIVED", "COMPLETED", "INCOMPLETE", "MANUAL_REVIEW", "NEW", "PENDING", "PENDING_REVIEW", "REJECTED"
]
ChannelStatus = Literal["ACTIVE", "FAILING", "PENDING"]


class RcsControl(ControlGroup):
    """Decisions about RCS senders. A project or a sender that is not there raises `Problem`."""

    def set_operator(
        self, project_id: str, sender_id: str, country: str, operator: str, status: Status, remark: str | None = None
    ) -> None:
        """Let an operator of a country decide, say LAUNCHED, or REJECTED with a remark."""
        _one_of("country", country, OPERATORS)
        _one_of(f"an operator of {country}", operator, operators_of(country))
        with self._sender(project_id, sender_id) as (senders, record):
            senders.decide(record, country, operator, status, remark)

    def unlaunch(self, project_id: str, sender_id: str) -> None:
        """Take a sender out of service, as only Sinch can."""
        with self._sender(project_id, sender_id) as (senders, record):
            for country, rows in record["operators"].items():
                for operator in rows:
                    senders.decide(record, country, operator, "UNLAUNCHED")
            senders.move(record, "UNLAUNCHED")

    def test_number(self, project_id: str, sender_id: str, number: str, state: NumberState) -> None:
        """Let the owner of a phone, or the network, decide about an invitation, say VERIFIED or DECLINED."""
        with self._sender(project_id, sender_id) as (_, record):
            kept = record["numbers"].get(number)
            if kept is None:
                raise problem("user_is_not_tester_for_agent")
            kept["state"] = state
            kept["step"] += 1

    def register_brand(self, project_id: str, sender_id: str, status: Registration) -> None:
        """Let the registration of a brand for the US come to a status, say PENDING_REVIEW or COMPLETED."""
        with self._sender(project_id, sender_id) as (senders, record):
            senders.register(record, status)

    def link_app(self, project_id: str, sender_id: str, app_id: str, channel_status: ChannelStatus = "ACTIVE") -> None:
        """Let a Conversation API app use a sender for its RCS channel."""
        with self._sender(project_id, sender_id) as (senders, record):
            record["conversationApiApp"] = app_id
            record["conversationApiAppDetails"] = {
                "id": app_id,
                "projectId": senders.project.id,
                "region": record["region"],
                "channelStatus": channel_status,
            }

    def fail_file(self, project_id: str, url: str, code: FileError | None) -> None:
        """Let the image at a URL be unusable in new senders, or usable again with None. None is ever really fetched."""
        with self._store.decision(project_id) as project:
            project.part(Senders).files.fail(url, code)

    @contextmanager
    def _sender(self, project_id: str, sender_id: str) -> Generator[tuple[Senders, JSON]]:
        with self._store.decision(project_id) as project:
            senders = project.part(Senders)
            yield senders, senders.edit(sender_id)


def _one_of(name: str, value: str, choices: Any) -> None:
    if value not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}, not {value}")
