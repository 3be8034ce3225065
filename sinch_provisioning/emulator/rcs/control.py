"""What Google, the operators and owners of phones decide about RCS senders."""

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.rcs import lifecycle
from sinch_provisioning.emulator.rcs.records import operators_of
from sinch_provisioning.emulator.store import Store

STATUSES = frozenset({
    "LAUNCHED",
    "NOT_LAUNCHED",
    "PENDING",
    "PENDING_UNLAUNCHED",
    "REJECTED",
    "SUSPENDED",
    "UNLAUNCHED",
    "INVALID_IN_GOOGLE_MY_BUSINESS",
})
NUMBER_STATES = frozenset({
    "DECLINED",
    "EXPIRED",
    "FAILED",
    "INVALID",
    "PENDING",
    "REJECTED",
    "UNVERIFIED",
    "VERIFIED",
})


class RcsControl:
    """Decisions about RCS senders."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set_operator(
        self, project_id: str, sender_id: str, country: str, operator: str, status: str, remark: str | None = None
    ) -> None:
        """Let an operator of a country decide, say LAUNCHED, or REJECTED with a remark.

        Raises:
            ValueError: there is no such operator or status.
            Problem: there is no such sender.
        """
        if status not in STATUSES:
            raise ValueError(f"status is one of {', '.join(sorted(STATUSES))}, not {status}")
        if operator not in operators_of(country):
            raise ValueError(f"operators of {country} are {', '.join(operators_of(country))}, not {operator}")
        with self._store.clock.lock:
            lifecycle.decide(self._store.projects[project_id], sender_id, country, operator, status, remark)
            self._store.save()

    def unlaunch(self, project_id: str, sender_id: str) -> None:
        """Take a sender out of service, as only Sinch can."""
        with self._store.clock.lock:
            project = self._store.projects[project_id]
            record = lifecycle.rcs(project).edit(sender_id)
            for country, rows in record["operators"].items():
                for operator in rows:
                    lifecycle.decide(project, sender_id, country, operator, "UNLAUNCHED")
            lifecycle.move(project, record, "UNLAUNCHED")
            self._store.save()

    def test_number(self, project_id: str, sender_id: str, number: str, state: str) -> None:
        """Let the owner of a phone, or the network, decide about an invitation, say VERIFIED or DECLINED.

        Raises:
            ValueError: there is no such state.
            Problem: there is no such sender, or it has no such number.
        """
        if state not in NUMBER_STATES:
            raise ValueError(f"state is one of {', '.join(sorted(NUMBER_STATES))}, not {state}")
        with self._store.clock.lock:
            kept = lifecycle.rcs(self._store.projects[project_id]).edit(sender_id)["numbers"].get(number)
            if kept is None:
                raise problem("user_is_not_tester_for_agent")
            kept["state"] = state
            kept["step"] += 1
            self._store.save()
