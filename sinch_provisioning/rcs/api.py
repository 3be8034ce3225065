"""The calls of the RCS family."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.rcs.account.api import Account, BlockingAccount
from sinch_provisioning.rcs.questionnaires.api import BlockingQuestionnaires, Questionnaires
from sinch_provisioning.rcs.senders.api import BlockingSenders, Senders


class Rcs(Resource):
    """RCS: senders, the account that holds them, and the questions before a launch."""

    senders: Final = Group(Senders)
    account: Final = Group(Account)
    questionnaires: Final = Group(Questionnaires)


class BlockingRcs(BlockingResource[Rcs]):
    senders: Final = Group(BlockingSenders)
    account: Final = Group(BlockingAccount)
    questionnaires: Final = Group(BlockingQuestionnaires)
