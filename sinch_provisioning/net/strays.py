"""Keeps a response that belongs to no request from being taken for the response to the next one.

aiohttp puts a connection back into its pool after a response, and uses it again as long as it is connected. If the
server, or something in between, sends one response too many, the next call would get it, and each later call the
response to the one before. So a connection on which anything has arrived since its last response is closed.
"""

import re
import select
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, final
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.connector import Connection

_HEAD_END = re.compile(rb"\r?\n\r?\n")
# Longest end of a head, less one byte: what has to be remembered to find an end that comes in two pieces.
_OVERLAP = 3
# Enough of a status line to know the status: `HTTP/1.1 204`.
_STATUS_LINE = 12
_WITHOUT_BODY = frozenset({b"204", b"304"})


class StrayError(Exception):
    """A kept connection is not fit for use: something has arrived on it. Nothing of the request was sent."""


class UnaskedError(Exception):
    """A new connection is not fit for use: the server spoke first. Nothing of the request was sent."""


@final
class Guard:
    """Looks at each connection of a session just before a request is written to it."""

    __slots__ = ("_used",)

    def __init__(self) -> None:
        # By connection, what tells whether it holds bytes that have not been read.
        self._used: WeakKeyDictionary[Any, Callable[[], object]] = WeakKeyDictionary()

    def watch(self, request: aiohttp.ClientRequest) -> None:
        """Make a request check its connection the next time that it is sent, and watch what comes back."""

        def checked(conn: Connection) -> Coroutine[Any, Any, aiohttp.ClientResponse]:
            del request.send  # back to the method of the class
            self._check(conn.protocol)
            return request.send(conn)

        request.send = checked  # type: ignore[method-assign]

    def _check(self, protocol: Any) -> None:
        holds_something = self._used.get(protocol)
        if protocol.should_close or (holds_something is not None and holds_something()):
            raise UnaskedError if holds_something is None else StrayError
        if holds_something is None:
            self._used[protocol] = _looking_at(protocol.transport)
        parser = getattr(protocol, "_parser", None)  # a new one for each request
        if parser is not None:
            protocol._parser = _Parser(parser, protocol)  # noqa: SLF001 - aiohttp has no other place for it


def _looking_at(transport: Any) -> Callable[[], object]:
    """Return what tells whether a socket holds bytes, or the end of the connection, that have not been read."""
    sock = transport.get_extra_info("socket")
    descriptor = -1 if sock is None else sock.fileno()
    if descriptor < 0:
        return bool  # the transport has no socket to look at; what it has read is known from the protocol
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return partial(poll.poll, 0)
    return lambda: select.select([descriptor], [], [], 0)[0]


@final
class _Parser:
    """aiohttp's parser of responses, fed with the one response that was asked for and nothing after it."""

    __slots__ = ("_line", "_parser", "_payload", "_protocol", "_recent")

    def __init__(self, parser: Any, protocol: Any) -> None:
        self._parser = parser
        self._protocol = protocol
        # The body of the response, once its head has come.
        self._payload: Any = None
        # The beginning of the head that is being read, and its last bytes.
        self._line = b""
        self._recent = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)

    def feed_data(self, data: bytes) -> tuple[Any, bool, bytes]:
        """Parse what has arrived; see aiohttp's `HttpParser.feed_data`."""
        payload = self._payload
        if payload is not None:
            return self._body(payload, data)
        if data[9:12] != b"200" or self._line:
            return self._heads(data)
        # Nearly all there is: one response, whose head ends here, with a body.
        parsed: tuple[Any, bool, bytes] = self._parser.feed_data(data)
        if not parsed[0]:  # its head is cut in two
            self._line, self._recent = data[:_STATUS_LINE], data[-_OVERLAP:]
        if len(parsed[0]) != 1:
            return self._take(parsed[0]), *parsed[1:]
        self._payload = parsed[0][0][1]
        return parsed

    def _body(self, payload: Any, data: bytes) -> tuple[Any, bool, bytes]:
        if data and payload.is_eof():
            self._protocol.force_close()
            if self._protocol.transport is not None:
                self._protocol.transport.close()
            return (), False, b""
        found, upgraded, tail = self._parser.feed_data(data)
        if found:
            self._protocol.force_close()
        return (), upgraded, tail

    def _heads(self, data: bytes) -> tuple[Any, bool, bytes]:
        """Parse head by head: 1xx announce another one, and 204 and 304 end with theirs, whatever follows."""
        messages: list[Any] = []
        begin = 0
        while True:
            self._line += data[begin : begin + _STATUS_LINE - len(self._line)]
            overlap = len(self._recent)
            end = _HEAD_END.search(self._recent + data) if overlap else _HEAD_END.search(data, begin)
            if end is None:
                self._recent = (self._recent + data[begin:])[-_OVERLAP:]
                found, upgraded, tail = self._parser.feed_data(data[begin:])
                return (*messages, *self._take(found)), upgraded, tail
            cut = end.end() - overlap
            found, upgraded, tail = self._parser.feed_data(data[begin:cut])
            messages += self._take(found)
            status, self._line, self._recent = self._line[9:12], b"", b""
            begin = cut
            if begin >= len(data) or upgraded:
                return messages, upgraded, tail + data[begin:]
            if self._payload is None:
                continue
            if status in _WITHOUT_BODY:
                self._protocol.force_close()
                return messages, upgraded, tail
            found, upgraded, tail = self._body(self._payload, data[begin:])
            return (*messages, *found), upgraded, tail

    def _take(self, messages: Any) -> Any:
        """Keep the messages up to the first that is a response in earnest, as 1xx only announce one."""
        for number, (message, payload) in enumerate(messages, 1):
            if not 100 <= message.code < 200 or message.code == 101:
                self._payload = payload
                if len(messages) > number:
                    self._protocol.force_close()
                return messages[:number]
        return messages
