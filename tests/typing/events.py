"""What type checkers make of events."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_never, assert_type

from sinch_provisioning import Secret, rcs, webhooks, whatsapp
from sinch_provisioning.webhooks import KnownEvent, UnknownEvent, WebhookTrigger


def by_class(event: webhooks.Event) -> None:
    match event:
        case webhooks.RcsSenderStatusUpdated(payload=sender, current_state=state, comment=comment):
            assert_type(sender, rcs.Sender)
            assert_type(state, rcs.SenderState | None)
            assert_type(comment, str | None)
        case webhooks.WhatsappTemplateDeleted(payload=template):
            assert_type(template, whatsapp.Template | None)
        case webhooks.RcsAccountCommentAdded():
            assert_type(event.comment, str | None)
            assert_type(event.payload, None)
        case UnknownEvent():
            assert_type(event.type, WebhookTrigger)
            assert_type(event.comment, str | None)
        case KnownEvent():
            assert_type(event.body, bytes)
        case _:
            assert_never(event)


def by_type(event: webhooks.Event) -> None:
    if not isinstance(event, UnknownEvent) and event.type is WebhookTrigger.WHATSAPP_SENDER_ACTIVE:
        assert_type(event, webhooks.WhatsappSenderActive)  # ty: ignore[assert-type-unspellable-subtype]
        assert_type(event.payload, whatsapp.Sender)


async def awaited(event: webhooks.Event) -> None:
    assert_type(event.comment, str | None)


def plain(event: webhooks.Event) -> int:
    return len(event.body)


async def with_call(event: webhooks.Event, call: webhooks.Call) -> None:
    assert_type(call.headers["x"], str)


def one_secret(call: webhooks.Call) -> str | None:
    return call.path


async def several_secrets(call: webhooks.Call) -> list[str | Secret]:
    return [call.path]


def servers(receiver: webhooks.Receiver) -> None:
    assert_type(webhooks.asgi.endpoint(receiver, awaited), webhooks.asgi.AsgiEndpoint)
    webhooks.aiohttp.endpoint(receiver, plain)
    webhooks.wsgi.endpoint(receiver, plain)
    webhooks.asgi.endpoint(receiver, with_call)
    webhooks.Receiver(one_secret, remember=webhooks.FileReplays("nonces.db"))
    webhooks.Receiver(several_secrets, remember=100)
    webhooks.Receiver(plain)  # type: ignore[arg-type]  # ty: ignore[invalid-argument-type]
    webhooks.asgi.endpoint(receiver, lambda: None)  # type: ignore[arg-type]  # ty: ignore[invalid-argument-type]
    receiver.receive(b"{}", {"x": "y"})
    receiver.receive(b"{}", [(b"x", b"y")])
    receiver.receive("{}", {})  # type: ignore[arg-type]  # ty: ignore[invalid-argument-type]


def inbox(kept: webhooks.Inbox) -> None:
    for entry in kept.waiting("reader"):
        assert_type(entry.number, int)
        by_class(entry.event)
        kept.done(entry, "reader")
