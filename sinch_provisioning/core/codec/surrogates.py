r"""Half of a surrogate pair, as `"Caf\\ud83d"`, which a careless cut of an emoji leaves in JSON."""

import re

# An escaped character of any kind, so that the u of an escaped backslash is not taken for one.
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


def repair(body: bytes) -> bytes | None:
    """Return JSON with each lone surrogate escape as U+FFFD, or None if it has none."""
    parts: list[bytes] = []
    done = 0
    found = False
    escapes = list(_ESCAPE.finditer(body)) if b"\\u" in body else []
    skip = False
    for index, escape in enumerate(escapes):
        if skip:
            skip = False
            continue
        code = _surrogate(escape)
        if code is None:
            continue
        following = escapes[index + 1] if index + 1 < len(escapes) else None
        if code < 0xDC00 and following is not None and following.start() == escape.end():
            second = _surrogate(following)
            if second is not None and second >= 0xDC00:
                skip = True
                continue
        found = True
        parts += [body[done : escape.start()], b"\\ufffd"]
        done = escape.end()
    return b"".join([*parts, body[done:]]) if found else None


def _surrogate(escape: re.Match[bytes]) -> int | None:
    digits = escape[1]
    if digits is None:
        return None
    code = int(digits, 16)
    return code if 0xD800 <= code <= 0xDFFF else None
