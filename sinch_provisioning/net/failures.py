"""From aiohttp's errors to ours, without what aiohttp's own errors and frames hold."""

import aiohttp

from sinch_provisioning.core.sealed import Cut
from sinch_provisioning.errors import (
    ConfigurationError,
    ConnectFailed,
    ConnectionLost,
    DecodeError,
    ProvisioningError,
    TimedOut,
)
from sinch_provisioning.net.strays import UnaskedError

# Longer chains of causes than this go in circles.
_DEPTH = 20


class Broken(Exception):
    """Raised in place of an error of aiohttp, so that aiohttp does not retry the request itself."""


def transport_error(
    error: Exception, limit: aiohttp.ClientTimeout, *, begun: bool
) -> tuple[ProvisioningError, BaseException | None]:
    """Return our error for one of aiohttp's, and its cause: the system's own, as aiohttp's may hold credentials."""
    cause: BaseException | None
    match error:
        case aiohttp.ConnectionTimeoutError():
            return TimedOut(f"no connection within {limit.connect:g} seconds", sent=False), None
        case TimeoutError():
            what = "response" if begun else "connection"
            return TimedOut(f"no {what} within {limit.total:g} seconds", sent=begun), None
        case aiohttp.ClientConnectorCertificateError():
            return ConnectFailed(f"no connection: {error}"), without_frames(error.certificate_error)
        case aiohttp.ClientConnectorError():
            return ConnectFailed(f"no connection: {error}"), without_frames(error.os_error)
        case UnaskedError():
            return ConnectFailed("no connection: the server sent a response before there was a request"), None
        case aiohttp.ClientHttpProxyError():
            return ConnectFailed(f"the proxy rejected the connection: {error.status} {error.message}"), None
        case aiohttp.ClientResponseError():
            cause, words = None, f"the response is not valid HTTP: {error.message}"
        case ValueError() if not begun:  # about the URL or a proxy of the environment; it may quote a password
            return ConfigurationError("no request can be made: check base_url, auth_url and the proxy"), None
        case _:
            cause = without_frames(system_error(error))
            words = f"the connection broke: {words_of(cause)}" if cause else "the server closed the connection"
    return (ConnectionLost(words, sent=True) if begun else ConnectFailed(f"no connection: {words}")), cause


def without_frames(error: BaseException | None) -> BaseException | None:
    """Return an error without its frames and those of its causes: aiohttp's frames hold the headers that it writes."""
    one, depth = error, 0
    while one is not None and depth < _DEPTH:
        one.__traceback__ = None
        one, depth = one.__cause__ or one.__context__, depth + 1
    return error


def system_error(error: BaseException | None) -> BaseException | None:
    """Return the system's own error among an error's causes: it speaks of the connection, and quotes nothing."""
    for _ in range(_DEPTH):
        if error is None or type(error).__module__ == "builtins":
            break
        error = error.__cause__ or error.__context__
    return error if isinstance(error, OSError) else None


def is_bomb(error: BaseException | None) -> bool:
    """Return whether a body was given up because of what it unpacks to: older versions of aiohttp have a limit."""
    for _ in range(_DEPTH):
        if error is None:
            break
        if type(error).__name__ == "DecompressSizeError" or "DecompressSizeError" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def tidy(error: ProvisioningError, cut: Cut) -> None:
    """Take the request's credentials out of an error's text."""
    error.args = tuple(cut.text(arg) if isinstance(arg, str) else arg for arg in error.args)
    if isinstance(error, DecodeError):
        error.reason = cut.text(error.reason)


def words_of(error: BaseException | None) -> str:
    return str(error) or type(error).__name__
