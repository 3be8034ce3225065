"""Onboardings that survive weeks: nothing is made twice, nothing is forgotten, whatever dies in between.

`next_step` decides, and is pure; `look`, `perform` and `turn` call the service; `plain.Runner` does all of it over an
SQLite file.
"""

from sinch_provisioning.onboarding.calls import Ledger as Ledger
from sinch_provisioning.onboarding.calls import Others as Others
from sinch_provisioning.onboarding.calls import heard as heard
from sinch_provisioning.onboarding.calls import intent_of as intent_of
from sinch_provisioning.onboarding.calls import look as look
from sinch_provisioning.onboarding.calls import perform as perform
from sinch_provisioning.onboarding.calls import subject_of as subject_of
from sinch_provisioning.onboarding.calls import turn as turn
from sinch_provisioning.onboarding.deciding import next_step as next_step
from sinch_provisioning.onboarding.deciding import noted as noted
from sinch_provisioning.onboarding.steps import ONCE as ONCE
from sinch_provisioning.onboarding.steps import Adopt as Adopt
from sinch_provisioning.onboarding.steps import Call as Call
from sinch_provisioning.onboarding.steps import Comment as Comment
from sinch_provisioning.onboarding.steps import Create as Create
from sinch_provisioning.onboarding.steps import Discard as Discard
from sinch_provisioning.onboarding.steps import Done as Done
from sinch_provisioning.onboarding.steps import Entry as Entry
from sinch_provisioning.onboarding.steps import Failed as Failed
from sinch_provisioning.onboarding.steps import History as History
from sinch_provisioning.onboarding.steps import Invite as Invite
from sinch_provisioning.onboarding.steps import Launch as Launch
from sinch_provisioning.onboarding.steps import NeedsPerson as NeedsPerson
from sinch_provisioning.onboarding.steps import Register as Register
from sinch_provisioning.onboarding.steps import Seen as Seen
from sinch_provisioning.onboarding.steps import SeenPart as SeenPart
from sinch_provisioning.onboarding.steps import Step as Step
from sinch_provisioning.onboarding.steps import Update as Update
from sinch_provisioning.onboarding.steps import Verify as Verify
from sinch_provisioning.onboarding.steps import Wait as Wait
from sinch_provisioning.onboarding.store import Status as Status
from sinch_provisioning.onboarding.store import Store as Store
from sinch_provisioning.onboarding.wanted import SECRET_WORDS as SECRET_WORDS
from sinch_provisioning.onboarding.wanted import Kakaotalk as Kakaotalk
from sinch_provisioning.onboarding.wanted import RcsSender as RcsSender
from sinch_provisioning.onboarding.wanted import Run as Run
from sinch_provisioning.onboarding.wanted import Wanted as Wanted
from sinch_provisioning.onboarding.wanted import Whatsapp as Whatsapp
from sinch_provisioning.onboarding.wanted import answered as answered
from sinch_provisioning.onboarding.wanted import read_wanted as read_wanted
