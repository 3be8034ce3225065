"""Client: the same calls without await, for scripts and notebooks."""

import random as random_module
from collections.abc import Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, Unpack, overload

from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.blocking.bridge import Bridge
from sinch_provisioning.client import AsyncClient, AsyncProject, _RequestOptions, _Scope, made_at  # pyright: ignore[reportPrivateUsage]
from sinch_provisioning.config import Config, ConfigFields
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.groups import Group
from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.net.dispatch import ProjectDispatch
from sinch_provisioning.net.hooks import Hook

if TYPE_CHECKING:
    from sinch_provisioning.bundles.api import BlockingBundles
    from sinch_provisioning.conversation.api import BlockingConversation
    from sinch_provisioning.kakaotalk.api import BlockingKakaotalk
    from sinch_provisioning.rcs.api import BlockingRcs
    from sinch_provisioning.sms.api import BlockingSms
    from sinch_provisioning.webhooks.api import BlockingWebhooks
    from sinch_provisioning.whatsapp.api import BlockingWhatsapp

T = TypeVar("T")

__all__ = ["Client", "Project"]


class Project(BlockingResource[AsyncProject], _Scope["Project"]):
    rcs: Final["Group[BlockingRcs]"] = Group("sinch_provisioning.rcs.api:BlockingRcs")
    whatsapp: Final["Group[BlockingWhatsapp]"] = Group("sinch_provisioning.whatsapp.api:BlockingWhatsapp")
    kakaotalk: Final["Group[BlockingKakaotalk]"] = Group("sinch_provisioning.kakaotalk.api:BlockingKakaotalk")
    conversation: Final["Group[BlockingConversation]"] = Group(
        "sinch_provisioning.conversation.api:BlockingConversation"
    )
    bundles: Final["Group[BlockingBundles]"] = Group("sinch_provisioning.bundles.api:BlockingBundles")
    sms: Final["Group[BlockingSms]"] = Group("sinch_provisioning.sms.api:BlockingSms")
    webhooks: Final["Group[BlockingWebhooks]"] = Group("sinch_provisioning.webhooks.api:BlockingWebhooks")

    def __init__(self, bridge: Bridge, target: AsyncProject) -> None:
        super().__init__(bridge, target)
        self._dispatch = target._dispatch  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - shared with its twin

    def _scope(self, dispatch: ProjectDispatch, /) -> "Project":
        return Project(self._bridge, AsyncProject(dispatch))

    @overload
    def request(self, method: str, path: str, *, returns: type[T], **options: Unpack[_RequestOptions]) -> T: ...
    @overload
    def request(self, method: str, path: str, *, returns: None = None, **options: Unpack[_RequestOptions]) -> None: ...
    @wraps(AsyncProject.request)
    def request(self, method: str, path: str, **options: Any) -> Any:
        return self._bridge.run(self._target.request, method, path, **options)


class Client(Project):
    """The blocking client: `with Client(config) as sinch: ...`. Safe to use from many threads.

    Takes a Config or its fields as keywords. All its calls run in one event loop in a thread of its own, which starts
    with the first call.

    Args:
        config: The settings.
        clock: Whose time counts for retries, tokens and waits; for tests.
        random: Returns 0..1 for the jitter of retries; for tests.
        hooks: See each attempt, and whole calls, retries, waits and token fetches if they want to (`Observer`), in the
            loop's thread.
        fields: Fields of `Config`.

    Raises:
        ConfigurationError: a setting is missing, unknown, or contradicts another.
    """

    def __init__(
        self,
        config: Config | None = None,
        /,
        *,
        clock: Clock | None = None,
        random: "random_module.Random | None" = None,
        hooks: Sequence[Hook] = (),
        **fields: Unpack[ConfigFields],
    ) -> None:
        if "session" in fields:
            del fields
            raise ConfigurationError(
                "Client takes no session: a session belongs to one event loop, and Client has a loop of its own; "
                "give proxy, ssl or trust_env, or use AsyncClient",
                field="session",
            )
        try:
            self._client = AsyncClient(config, clock=clock, random=random, hooks=hooks, **fields)
        finally:
            del fields  # so that an error passes through no frame that holds secrets
        self.config: Config = self._client.config
        unclosed = f"unclosed {type(self).__name__}, made at {made_at()}; use `with` or `client.close()`"
        super().__init__(Bridge(self._client.close, unclosed), self._client)

    @classmethod
    def from_env(cls, *, hooks: Sequence[Hook] = (), **overrides: Unpack[ConfigFields]) -> Self:
        """Make a client from SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET and the like; see `Config.from_env`."""
        try:
            return cls(Config.from_env(**overrides), hooks=hooks)
        finally:
            del overrides

    def close(self) -> None:
        """Close the session and end the thread; a second call does nothing."""
        self._bridge.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_bridge"):
            self._bridge.abandon()
