"""What must not show: bodies on their way out, and credentials that come back in foreign text."""

import base64
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import final

from sinch_provisioning.core.secrets import Secret

# A shorter text is more likely a word than a secret.
_SHORTEST = 6
# So many characters of a secret in a row are taken for a part of it.
_PART = 12
# Longest text that is searched for parts; a longer one for whole secrets only.
_SEARCHED = 20_000
_MASK = "***"


@final
class Sealed:  # no class of attrs, whose fields rich shows, whatever the repr says
    """Bytes that show themselves only through `reveal()`: a body may hold secrets of the caller's."""

    __slots__ = ("_content",)

    def __init__(self, content: bytes) -> None:
        self._content = content

    def reveal(self) -> bytes:
        """Return the bytes themselves."""
        return self._content

    def __len__(self) -> int:
        return len(self._content)

    def __repr__(self) -> str:
        return f"Sealed({len(self._content)} bytes)"


@final
class Cut:
    """Cuts credentials out of foreign texts, as a gateway may echo what it was sent."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(sorted({one for one in secrets if len(one) >= _SHORTEST}, key=len, reverse=True))

    @classmethod
    def of(cls, *headers: Secret | None) -> "Cut":
        """Make one for the contents of Authorization headers, as they are and as they decode."""
        secrets: list[str] = []
        for header in headers:
            if header is not None:
                scheme, _, value = header.reveal().partition(" ")
                secrets.append(value)
                if scheme == "Basic":
                    decoded = base64.b64decode(value).decode("utf-8", "replace")
                    secrets += [decoded, decoded.partition(":")[2]]
        return cls(secrets)

    def also(self, *secrets: object) -> "Cut":
        """Return one that cuts these texts too."""
        return Cut((*self._secrets, *(one for one in secrets if isinstance(one, str))))

    def __repr__(self) -> str:
        return "Cut(***)"

    def text(self, text: str) -> str:
        """Return a text without the credentials, and without parts of them, as a text may have been cut short."""
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        if len(text) <= _SEARCHED:
            for secret in self._secrets:
                text = _without_parts(text, secret)
        return text

    def body(self, body: bytes) -> bytes:
        """Return a body without the credentials."""
        for secret in self._secrets:
            body = body.replace(secret.encode(), _MASK.encode())
        return body


def _without_parts(text: str, secret: str) -> str:
    parts = {secret[i : i + _PART] for i in range(len(secret) - _PART + 1)}
    hidden = bytearray(len(text))
    for i in range(len(text) - _PART + 1):
        if text[i : i + _PART] in parts:
            hidden[i : i + _PART] = b"\x01" * _PART
    if not any(hidden):
        return text
    runs = groupby(zip(text, hidden, strict=True), key=itemgetter(1))
    return "".join(_MASK if is_hidden else "".join(map(itemgetter(0), run)) for is_hidden, run in runs)
