"""aiohttp's connector, safe in the child of a fork."""

import os
import warnings
from typing import Any, final

import aiohttp


@final
class Connector(aiohttp.TCPConnector):
    """Leaves the connections of the parent process alone.

    After a fork both processes have the same epoll object. A connection that is closed in the child is taken out of it
    in both, and the parent would never see what arrives there; so in the child the connector ends without closing any.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType] - a tuple of any shape, in aiohttp
        self._process = os.getpid()

    def __del__(self, _warnings: Any = warnings) -> None:
        if self._process == os.getpid():
            super().__del__(_warnings)
