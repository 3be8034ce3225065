"""What a store keeps of an item: its JSON without secrets, what tells it from others, and whether a model fits it."""

import re
from hashlib import blake2b
from typing import Any, Final

import msgspec

from sinch_provisioning import from_json
from sinch_provisioning.errors import DecodeError

SECRETS: Final = ("authToken", "bearerToken", "secret")
"""Names of the secrets that items may hold; their values are never stored."""
_NAMES = "|".join(SECRETS).encode()
_SECRET = re.compile(rb'"(' + _NAMES + rb')"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"|[^\s",\[{}\]]+)', re.DOTALL)

_IDENTITY: Final[dict[str, tuple[str, ...]]] = {
    "listKakaotalkSenders": ("plusFriendId",),
    "listKakaotalkTemplates": ("code",),
    "listWhatsappTemplates": ("name", "language"),
    "listWhatsappTemplatesByName": ("name", "language"),
    "getWhatsappAccount": (),
}
"""What tells the items of a list apart, where it is not their id. An activity has none: all of its JSON tells it."""


class Keeper:
    """Makes of the items of one operation what is kept of them."""

    def __init__(self, operation: str) -> None:
        from sinch_provisioning.operations import OPERATIONS  # all families, which reading a store does without

        self._names = _IDENTITY.get(operation, ("id",))
        returns: Any = OPERATIONS[operation].returns
        self._model: Any = getattr(returns, "item_type", returns)
        self._decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode

    def keep(self, raw: bytes) -> tuple[str, bytes, bytes]:
        """Return what tells an item from others, its hash, and its JSON without secrets."""
        raw = _SECRET.sub(rb'"\1"\2"***"', raw)
        digest = blake2b(raw, digest_size=16).digest()
        return self._identity(raw) or f"#{digest.hex()}", digest, raw

    def problem(self, raw: bytes) -> str | None:
        """Return why no model fits the item, or None."""
        try:
            from_json(self._model, raw)
        except DecodeError as error:
            return str(error)
        return None

    def _identity(self, raw: bytes) -> str | None:
        """Return what tells an item from the others of its list; None if all of its JSON does."""
        if not self._names:
            return "-"
        try:
            found = self._decode(raw)
            values = [msgspec.json.decode(found[name], type=str) for name in self._names]
        except (msgspec.MsgspecError, KeyError, ValueError, RecursionError):
            return None
        return "/".join(values)
