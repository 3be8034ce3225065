"""A group of decisions, each of which is a call: of a method here, of a path over HTTP."""

from sinch_provisioning.emulator.store import Store


class ControlGroup:
    """What others decide about one thing: its public methods are decisions, its public attributes further groups.

    A decision about something that does not exist raises `Problem`; one that cannot be taken, as nothing waits for it,
    `ValueError`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
