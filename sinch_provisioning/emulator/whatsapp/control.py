"""What Meta, Sinch and the client decide about WhatsApp."""

from typing import Literal

from sinch_provisioning.emulator.control_group import ControlGroup, on_one, on_only, on_pair, on_project, switch
from sinch_provisioning.emulator.files import fail_file
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.flows import Flows
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.senders import Senders
from sinch_provisioning.emulator.whatsapp.solutions import Solutions
from sinch_provisioning.emulator.whatsapp.templates import Templates

TemplateFileError = Literal[
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
    "template_check_media_file_size",
    "template_media_file_size_exceeds_maximum_file_size_limit",
    "template_start_session_for_uploading_media",
]


def _fail_template_file(part: Templates, url: str, code: TemplateFileError | None) -> None:
    """Let the file at a URL be unusable, or usable again with None. Files are never really fetched."""
    part.fail_file(url, code)


class AccountControl(ControlGroup):
    """What becomes of a project's WhatsApp account. Without any decision it goes live after a while."""

    hold = on_project(Account, Account.hold)
    ask_client = on_only(Account, Account.ask_client, "review")
    onboard = on_only(Account, Account.approve, "review")
    reject = on_only(Account, Account.reject, "review")
    set_daily_limit = on_only(Account, Account.set_daily_limit)
    set_location = on_only(Account, Account.set_location)
    ban = on_only(Account, Account.ban)
    corrupt = switch(Account, "corrupt", "Let the record of the account be inconsistent, or whole again.")
    keep_drafts = switch(Account, "keepsDrafts", "Let template drafts keep the account from being deleted.")


class SendersControl(ControlGroup):
    """What Meta and Sinch do with senders. Without any decision, everything succeeds after a while."""

    hold = on_project(Senders, Senders.hold)
    finish = on_one(Senders, Senders.approve, "review")
    reject = on_one(Senders, Senders.reject, "review")
    fail = on_one(Senders, Senders.fail, "review")
    set_state = on_one(Senders, Senders.set_state)
    decide_field = on_one(Senders, Senders.decide_field)
    set_quality = on_one(Senders, Senders.set_quality)
    set_daily_limit = on_one(Senders, Senders.set_daily_limit)
    code = on_one(Senders, Senders.code_of, "read")
    set_registered_at_meta = on_one(Senders, Senders.set_registered_at_meta)
    outside_cloud_api = on_one(Senders, Senders.outside_cloud_api)
    fail_registration = on_one(Senders, Senders.fail_registration)
    take_username = on_project(Senders, Senders.take_username)
    fail_file = on_project(Senders, fail_file)


class TemplatesControl(ControlGroup):
    """Reviews and other decisions of Meta, figures, locks. Without any, every submission is approved after a while."""

    hold = on_project(Templates, Templates.hold)
    strict = switch(Templates, "strict", "Let submissions fail that break a documented rule, or repeat content.")
    limit = on_project(Templates, Templates.set_limit)
    dynamic_pricing = on_project(Templates, Templates.offer_pricing)
    approve = on_pair(Templates, Templates.approve, "review")
    reject = on_pair(Templates, Templates.reject_for, "review")
    reject_next = on_project(Templates, Templates.reject_next)
    fail_file = on_project(Templates, _fail_template_file)
    set_state = on_pair(Templates, Templates.set_state)
    set_pending = on_pair(Templates, Templates.set_pending)
    set_quality = on_pair(Templates, Templates.set_quality)
    announce_category = on_pair(Templates, Templates.announce_category)
    set_category = on_pair(Templates, Templates.set_category)
    delete = on_pair(Templates, Templates.delete)
    make_at_meta = on_project(Templates, Templates.make_at_meta)
    delete_at_meta = on_project(Templates, Templates.delete_at_meta)
    count_sends = on_pair(Templates, Templates.count_sends)
    add_figures = on_pair(Templates, Templates.add_figures)
    lock = on_project(Templates, Templates.lock)


class MetaControl(ControlGroup):
    """Business accounts, flows and apps at Meta; what Embedded Signup gave, and whether it is good."""

    add_waba = on_project(Meta, Meta.add_waba)
    reject_credential = on_project(Meta, Meta.reject)
    offer_manager = on_project(Meta, Meta.offer_manager)
    fail_meta = on_project(Meta, Meta.fail)
    offer_analytics = on_project(Meta, Meta.offer_analytics)
    add_flow = on_project(Flows, Flows.add)
    add_partner_app = on_project(Solutions, Solutions.add_app)


class WhatsappControl(ControlGroup):
    """Decisions about WhatsApp, by what they are about."""

    account: AccountControl
    senders: SendersControl
    templates: TemplatesControl
    meta: MetaControl
