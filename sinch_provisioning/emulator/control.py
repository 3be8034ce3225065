"""Decisions of others, made by hand: one group for each family, each decision a method of the part that it is about."""

from typing import Final, Literal

from sinch_provisioning.emulator.bundles.orders import Bundles
from sinch_provisioning.emulator.control_group import ControlGroup, on_one, on_only, on_pair, on_project, switch
from sinch_provisioning.emulator.conversation.apps import ConversationApps
from sinch_provisioning.emulator.files import FileUser, fail_file
from sinch_provisioning.emulator.kakaotalk.account import Account as KakaotalkAccount
from sinch_provisioning.emulator.kakaotalk.senders import Senders as KakaotalkSenders
from sinch_provisioning.emulator.kakaotalk.templates import Templates as KakaotalkTemplates
from sinch_provisioning.emulator.rcs.lifecycle import Senders as RcsSenders
from sinch_provisioning.emulator.sms.apps import SmsApps
from sinch_provisioning.emulator.whatsapp.account import Account as WhatsappAccount
from sinch_provisioning.emulator.whatsapp.flows import Flows
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.senders import Senders as WhatsappSenders
from sinch_provisioning.emulator.whatsapp.solutions import Solutions
from sinch_provisioning.emulator.whatsapp.templates import Templates as WhatsappTemplates

KakaotalkFileError = Literal["file_invalid_mime_type", "file_not_found", "file_size_too_large", "file_unexpected_error"]
TemplateFileError = Literal[
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
    "template_check_media_file_size",
    "template_media_file_size_exceeds_maximum_file_size_limit",
    "template_start_session_for_uploading_media",
]


def _fail_at_kakao(part: FileUser, url: str, code: KakaotalkFileError | None) -> None:
    """Let Kakao reject the image at a URL, or accept it again with None. Files are never really fetched."""
    part.fail_file(url, code)


def _fail_at_meta(part: WhatsappTemplates, url: str, code: TemplateFileError | None) -> None:
    """Let the file at a URL be unusable, or usable again with None. Files are never really fetched."""
    part.fail_file(url, code)


class RcsControl(ControlGroup):
    """Decisions about RCS senders. A project or a sender that is not there raises `Problem`."""

    set_operator: Final = on_one(RcsSenders, RcsSenders.decide)
    unlaunch: Final = on_one(RcsSenders, RcsSenders.unlaunch)
    test_number: Final = on_one(RcsSenders, RcsSenders.set_number)
    register_brand: Final = on_one(RcsSenders, RcsSenders.register)
    link_app: Final = on_one(RcsSenders, RcsSenders.link_app)
    fail_file: Final = on_project(RcsSenders, fail_file)


class WhatsappAccountControl(ControlGroup):
    """What becomes of a project's WhatsApp account. Without any decision it goes live after a while."""

    hold: Final = on_project(WhatsappAccount, WhatsappAccount.hold)
    ask_client: Final = on_only(WhatsappAccount, WhatsappAccount.ask_client, "review")
    onboard: Final = on_only(WhatsappAccount, WhatsappAccount.approve, "review")
    reject: Final = on_only(WhatsappAccount, WhatsappAccount.reject, "review")
    set_daily_limit: Final = on_only(WhatsappAccount, WhatsappAccount.set_daily_limit)
    set_location: Final = on_only(WhatsappAccount, WhatsappAccount.set_location)
    ban: Final = on_only(WhatsappAccount, WhatsappAccount.ban)
    corrupt: Final = switch(
        WhatsappAccount, "corrupt", "Let the record of the account be inconsistent, or whole again."
    )
    keep_drafts: Final = switch(
        WhatsappAccount, "keepsDrafts", "Let template drafts keep the account from being deleted."
    )


class WhatsappSendersControl(ControlGroup):
    """What Meta and Sinch do with senders. Without any decision, everything succeeds after a while."""

    hold: Final = on_project(WhatsappSenders, WhatsappSenders.hold)
    finish: Final = on_one(WhatsappSenders, WhatsappSenders.approve, "review")
    reject: Final = on_one(WhatsappSenders, WhatsappSenders.reject, "review")
    fail: Final = on_one(WhatsappSenders, WhatsappSenders.fail, "review")
    set_state: Final = on_one(WhatsappSenders, WhatsappSenders.set_state)
    decide_field: Final = on_one(WhatsappSenders, WhatsappSenders.decide_field)
    set_quality: Final = on_one(WhatsappSenders, WhatsappSenders.set_quality)
    set_daily_limit: Final = on_one(WhatsappSenders, WhatsappSenders.set_daily_limit)
    code: Final = on_one(WhatsappSenders, WhatsappSenders.code_of, "read")
    set_registered_at_meta: Final = on_one(WhatsappSenders, WhatsappSenders.set_registered_at_meta)
    outside_cloud_api: Final = on_one(WhatsappSenders, WhatsappSenders.outside_cloud_api)
    fail_registration: Final = on_one(WhatsappSenders, WhatsappSenders.fail_registration)
    take_username: Final = on_project(WhatsappSenders, WhatsappSenders.take_username)
    fail_file: Final = on_project(WhatsappSenders, fail_file)


class WhatsappTemplatesControl(ControlGroup):
    """Reviews and other decisions of Meta, figures, locks. Without any, every submission is approved after a while."""

    hold: Final = on_project(WhatsappTemplates, WhatsappTemplates.hold)
    strict: Final = switch(
        WhatsappTemplates, "strict", "Reject submissions that break a documented rule, or repeat content."
    )
    limit: Final = on_project(WhatsappTemplates, WhatsappTemplates.set_limit)
    dynamic_pricing: Final = on_project(WhatsappTemplates, WhatsappTemplates.offer_pricing)
    approve: Final = on_pair(WhatsappTemplates, WhatsappTemplates.approve, "review")
    reject: Final = on_pair(WhatsappTemplates, WhatsappTemplates.reject_for, "review")
    reject_next: Final = on_project(WhatsappTemplates, WhatsappTemplates.reject_next)
    fail_file: Final = on_project(WhatsappTemplates, _fail_at_meta)
    set_state: Final = on_pair(WhatsappTemplates, WhatsappTemplates.set_state)
    set_pending: Final = on_pair(WhatsappTemplates, WhatsappTemplates.set_pending)
    set_quality: Final = on_pair(WhatsappTemplates, WhatsappTemplates.set_quality)
    announce_category: Final = on_pair(WhatsappTemplates, WhatsappTemplates.announce_category)
    set_category: Final = on_pair(WhatsappTemplates, WhatsappTemplates.set_category)
    delete: Final = on_pair(WhatsappTemplates, WhatsappTemplates.delete)
    make_at_meta: Final = on_project(WhatsappTemplates, WhatsappTemplates.make_at_meta)
    delete_at_meta: Final = on_project(WhatsappTemplates, WhatsappTemplates.delete_at_meta)
    count_sends: Final = on_pair(WhatsappTemplates, WhatsappTemplates.count_sends)
    add_figures: Final = on_pair(WhatsappTemplates, WhatsappTemplates.add_figures)
    lock: Final = on_project(WhatsappTemplates, WhatsappTemplates.lock)


class WhatsappMetaControl(ControlGroup):
    """Business accounts, flows and apps at Meta; what Embedded Signup gave, and whether it is good."""

    add_waba: Final = on_project(Meta, Meta.add_waba)
    reject_credential: Final = on_project(Meta, Meta.reject)
    offer_manager: Final = on_project(Meta, Meta.offer_manager)
    fail_meta: Final = on_project(Meta, Meta.fail)
    offer_analytics: Final = on_project(Meta, Meta.offer_analytics)
    add_flow: Final = on_project(Flows, Flows.add)
    add_partner_app: Final = on_project(Solutions, Solutions.add_app)


class WhatsappControl(ControlGroup):
    """Decisions about WhatsApp, by what they are about."""

    account: WhatsappAccountControl
    senders: WhatsappSendersControl
    templates: WhatsappTemplatesControl
    meta: WhatsappMetaControl


class KakaotalkAccountControl(ControlGroup):
    """What happens to a project's KakaoTalk account, which no operation shows."""

    initialize: Final = on_project(KakaotalkAccount, KakaotalkAccount.initialize)
    fail: Final = on_project(KakaotalkAccount, KakaotalkAccount.fail)


class KakaotalkSendersControl(ControlGroup):
    """What Kakao and Sinch do with senders.

    Without any decision, edits of a live sender are approved after a while; a new sender waits for its registration.
    """

    hold: Final = on_project(KakaotalkSenders, KakaotalkSenders.hold)
    approve: Final = on_one(KakaotalkSenders, KakaotalkSenders.approve, "review")
    reject: Final = on_one(KakaotalkSenders, KakaotalkSenders.reject, "review")
    set_state: Final = on_one(KakaotalkSenders, KakaotalkSenders.set_state)
    code: Final = on_one(KakaotalkSenders, KakaotalkSenders.code_of, "read")
    fail_app_key: Final = switch(
        KakaotalkSenders, "wrongAppKey", "Let no code be sent: the key between Sinch and Kakao is wrong."
    )
    fail_file: Final = on_project(KakaotalkSenders, _fail_at_kakao)


class KakaotalkTemplatesControl(ControlGroup):
    """What Kakao does with templates. Without any decision, every submission is approved after a while."""

    hold: Final = on_project(KakaotalkTemplates, KakaotalkTemplates.hold)
    approve: Final = on_pair(KakaotalkTemplates, KakaotalkTemplates.approve, "review")
    reject: Final = on_pair(KakaotalkTemplates, KakaotalkTemplates.reject, "review")
    reject_next: Final = on_project(KakaotalkTemplates, KakaotalkTemplates.reject_next)
    fail_file: Final = on_project(KakaotalkTemplates, _fail_at_kakao)
    freeze: Final = on_pair(KakaotalkTemplates, KakaotalkTemplates.freeze)


class KakaotalkControl(ControlGroup):
    """Decisions about KakaoTalk, by what they are about."""

    account: KakaotalkAccountControl
    senders: KakaotalkSendersControl
    templates: KakaotalkTemplatesControl


class SmsControl(ControlGroup):
    """Decisions about SMS apps."""

    set_status: Final = on_one(SmsApps, SmsApps.set_status)


class ConversationControl(ControlGroup):
    """Conversation API apps, which are made elsewhere than in this API."""

    add_app: Final = on_project(ConversationApps, ConversationApps.add_app)
    set_channel: Final = on_one(ConversationApps, ConversationApps.set_channel)


class BundlesControl(ControlGroup):
    """Decisions about bundles."""

    finish: Final = on_one(Bundles, Bundles.finish)
    fail: Final = on_one(Bundles, Bundles.fail)


class Control(ControlGroup):
    """Groups of decisions, by family."""

    bundles: BundlesControl
    conversation: ConversationControl
    kakaotalk: KakaotalkControl
    rcs: RcsControl
    sms: SmsControl
    whatsapp: WhatsappControl
