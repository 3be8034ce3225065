"""The calls of the RCS family without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.groups import Group
from sinch_provisioning.rcs import api


class SenderTestNumbers(BlockingResource[api.SenderTestNumbers]):
    """Phones that may try a sender before its launch. Numbers are E.164 with a plus, as `+46123123222`."""

    add: Final = blocking(api.SenderTestNumbers.add)
    state: Final = blocking(api.SenderTestNumbers.state)
    delete: Final = blocking(api.SenderTestNumbers.delete)
    capabilities: Final = blocking(api.SenderTestNumbers.capabilities)
    retry: Final = blocking(api.SenderTestNumbers.retry)  # pyright: ignore[reportDeprecated]


class Senders(BlockingResource[api.Senders]):
    """RCS senders: each is one Google agent with all that its launch needs."""

    list: Final = blocking_listing(api.Senders.list)
    create: Final = blocking(api.Senders.create)
    get: Final = blocking(api.Senders.get)
    update: Final = blocking(api.Senders.update)
    launch: Final = blocking(api.Senders.launch)
    wait_for: Final = blocking(api.Senders.wait_for)
    activities: Final = blocking_listing(api.Senders.activities)
    comment: Final = blocking(api.Senders.comment)

    test_numbers: Final = Group(SenderTestNumbers)


class Account(BlockingResource[api.Account]):
    """The project's RCS account, which holds its senders."""

    activities: Final = blocking_listing(api.Account.activities)
    comment: Final = blocking(api.Account.comment)


class Questionnaires(BlockingResource[api.Questionnaires]):
    """The questions that senders have to answer before their launch."""

    get: Final = blocking(api.Questionnaires.get)


class Rcs(BlockingResource[api.Rcs]):
    """RCS: senders, the account that holds them, and the questions before a launch."""

    senders: Final = Group(Senders)
    account: Final = Group(Account)
    questionnaires: Final = Group(Questionnaires)
