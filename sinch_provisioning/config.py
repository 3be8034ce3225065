"""Every setting of a client, its default and the reason for it."""

import enum
import os
import ssl as ssl_module
from collections.abc import Awaitable, Callable, Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any, Self, TypedDict, cast

import attrs
from attrs.validators import optional

from sinch_provisioning._version import __version__
from sinch_provisioning.core.addresses import check_proxy, is_loopback, split_url
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import ConfigurationError

__all__ = ["Config", "ConfigFields", "RetryPolicy", "Server", "TokenProvider", "header_safe", "ssl_context"]

TokenProvider = Callable[[], Awaitable[str]]
"""An async function that returns a bearer token; asked again when the service rejects the one it gave."""


class Server(str, enum.Enum):
    """Base URLs of the documents. Only production is meant for the public; nothing is promised of the others."""

    PRODUCTION = "https://provisioning.api.sinch.com"
    STAGING = "https://provisioning-api.int.staging.sinch.com"
    STAGING_DEV = "https://provisioning-api-dev.int.staging.sinch.com"
    ADMIN_PRODUCTION = "https://provisioning-api.unauth.int.prod.sinch.com"
    ADMIN_STAGING = "https://provisioning-api.unauth.int.staging.sinch.com"
    ADMIN_STAGING_DEV = "https://provisioning-api-dev.unauth.int.staging.sinch.com"

    def __str__(self) -> str:
        return self.value


def _positive(_owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        # Only numbers are quoted: what was meant for another field may be a secret.
        raise ConfigurationError(f"{field.name} must be a number, not {type(value).__name__}", field=field.name)
    if not 0 < value < float("inf"):
        raise ConfigurationError(f"{field.name} must be a positive number, not {value!r}", field=field.name)


def _count(_owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigurationError(f"{field.name} must be a whole number, not {type(value).__name__}", field=field.name)
    if value < 1:
        raise ConfigurationError(f"{field.name} must be at least 1, not {value!r}", field=field.name)


def _kind(words: str, *kinds: type) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    def check(_owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kinds):
            raise ConfigurationError(f"{field.name} must be {words}, not {type(value).__name__}", field=field.name)

    return check


_flag = _kind("True or False", bool)


# Typed as anything, as type checkers take the type of a field from its default.
_count_or_none: Any = optional(_count)
_positive_or_none: Any = optional(_positive)


def _trust(_owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    _kind("an SSLContext, True, False or the path of a file of certificates", bool, str, ssl_module.SSLContext)(
        _owner, field, value
    )
    if isinstance(value, str):
        ssl_context(value)


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When and how often a failed attempt is retried. Waits are random up to a ceiling that doubles each time."""

    attempts: int = attrs.field(default=4, validator=_count)
    """Attempts of one call altogether. The vendor advises three retries at most."""
    wait_initial: float = attrs.field(default=0.5, validator=_positive)
    """Ceiling of the first wait, seconds."""
    wait_max: float = attrs.field(default=10.0, validator=_positive)
    """Highest ceiling, seconds; the vendor's advice too."""
    retry_after_max: float = attrs.field(default=60.0, validator=_positive)
    """Longest `Retry-After` to be waited for, seconds; a longer one raises its error at once."""
    budget: int | None = attrs.field(default=500, validator=_count_or_none)
    """Quota that all calls of a client share, so that an outage is not multiplied: a retry takes 5, a success gives
    some back. None turns it off."""


def _secret(value: "str | Secret | None") -> Secret | None:
    return Secret(value) if isinstance(value, str) else value


def _token(value: "str | Secret | TokenProvider | None") -> "Secret | TokenProvider | None":
    return Secret(value) if isinstance(value, str) else value


def _without_password(url: str | None) -> str:
    """Return the repr of a URL without what may be credentials: a lone user name may be a token."""
    if url is None or "@" not in url:
        return repr(url)
    return repr(f"{url.partition('://')[0]}://***@{url.rpartition('@')[2]}")


def _path(value: Any) -> Any:
    return os.fspath(cast("os.PathLike[str]", value)) if isinstance(value, os.PathLike) else value


def _url(value: str) -> str:
    return str(value).rstrip("/")


class ConfigFields(TypedDict, total=False):
    """The settings as keywords of a client; see `Config`."""

    project_id: str
    key_id: str | None
    key_secret: str | Secret | None
    access_token: str | Secret | TokenProvider | None
    basic_auth: bool
    base_url: str
    auth_url: str
    timeout: float
    connect_timeout: float
    deadline: float
    concurrency: int
    retry: RetryPolicy
    max_body: int
    proxy: str | None
    trust_env: bool
    ssl: ssl_module.SSLContext | bool | str
    rate: float | None
    allow_http: bool
    user_agent: str


@attrs.frozen(kw_only=True)
class Config:
    """Settings of a client.

    Credentials are an access key (`key_id` and `key_secret`), by OAuth2 or with `basic_auth`, or an `access_token`.

    Raises:
        ConfigurationError: something is missing or contradicts itself; `.field` names it.
    """

    project_id: str = ""
    """Project that the calls are about; `client.project(id)` leads to others."""
    key_id: str | None = attrs.field(default=None, validator=_kind("a text", str, NoneType))
    key_secret: Secret | None = attrs.field(
        default=None, converter=_secret, validator=_kind("a text", Secret, NoneType)
    )
    access_token: Secret | TokenProvider | None = attrs.field(default=None, converter=_token)
    """A bearer token, or an async function that returns one."""
    basic_auth: bool = attrs.field(default=False, validator=_flag)
    """Send key id and secret with each request instead of a token. For trials: the service limits it much harder."""
    base_url: str = attrs.field(default=Server.PRODUCTION, converter=_url, repr=_without_password)
    auth_url: str = attrs.field(default="https://auth.sinch.com", converter=_url, repr=_without_password)
    """Where tokens come from: `{auth_url}/oauth2/token`."""
    timeout: float = attrs.field(default=30.0, validator=_positive)
    """Seconds for one attempt; some creates fetch files from elsewhere while one waits."""
    connect_timeout: float = attrs.field(default=10.0, validator=_positive)
    """Seconds of an attempt for getting a connection. What ends here never left, so any call may be retried."""
    deadline: float = attrs.field(default=120.0, validator=_positive)
    """Seconds for a whole call with its waits and retries: four attempts of `timeout` fit."""
    concurrency: int = attrs.field(default=20, validator=_count)
    """Requests under way at once: enough to keep a core busy decoding, and no burst that the service would reject.
    Above 200 one core is full, and the garbage collector takes a good part of it (docs/guides/hosting.md)."""
    retry: RetryPolicy = attrs.field(factory=RetryPolicy, validator=_kind("a RetryPolicy", RetryPolicy))
    max_body: int = attrs.field(default=64 * 1024 * 1024, validator=_count)
    """Largest response that is read, bytes: a page of 1000 templates stays well below."""
    proxy: str | None = attrs.field(default=None, repr=_without_password, validator=_kind("a text", str, NoneType))
    """URL of an HTTP proxy, which may hold a name and a password for it."""
    trust_env: bool = attrs.field(default=False, validator=_flag)
    """Follow HTTP_PROXY, HTTPS_PROXY, NO_PROXY and .netrc's proxy entries."""
    ssl: ssl_module.SSLContext | bool | str = attrs.field(default=True, converter=_path, validator=_trust)
    """True for the system's certificates; the path of a file (PEM) or folder of the certificates that are trusted
    instead, say of a private CA; or a context. False checks nothing."""
    rate: float | None = attrs.field(default=None, validator=_positive_or_none)
    """Requests a second, evenly spaced, over all projects of a client; retries count, token requests do not. None for
    no limit: the service's own limits are not published, and its 429 is waited for."""
    allow_http: bool = attrs.field(default=False, validator=_flag)
    """Plain http to other hosts than this machine; credentials would cross the network in the clear."""
    user_agent: str = attrs.field(default=f"sinch-provisioning/{__version__}", validator=_kind("a text", str))

    if not TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None:
            failure = _made(self, fields)
            if failure is not None:
                # Raised from a frame that holds nothing: the values may be secrets.
                del self
                fields.clear()
                raise failure

    def __attrs_post_init__(self) -> None:
        self._check_project()
        self._check_credentials()
        self._check_url("base_url", self.base_url)
        self._check_url("auth_url", self.auth_url)
        if self.proxy is not None:
            check_proxy(split_url("proxy", self.proxy))
        if not header_safe(self.user_agent):
            raise ConfigurationError("user_agent holds characters that no header may hold", field="user_agent")

    def _check_project(self) -> None:
        if not isinstance(self.project_id, str) or not self.project_id.strip():
            raise ConfigurationError(
                "project_id is missing: give it, or set SINCH_PROJECT_ID and use from_env()", field="project_id"
            )

    def _check_credentials(self) -> None:
        key, secret, token = self.key_id, self.key_secret, self.access_token
        if token is not None:
            if key or secret:
                raise ConfigurationError(
                    "access_token contradicts key_id and key_secret: give one or the other", field="access_token"
                )
            if self.basic_auth:
                raise ConfigurationError("basic_auth needs key_id and key_secret, not access_token", field="basic_auth")
            if isinstance(token, Secret):
                _check_text("access_token", token.reveal())
                if not token.reveal() or not header_safe(token.reveal()) or " " in token.reveal():
                    raise ConfigurationError(
                        "access_token is empty or holds characters that no header may hold", field="access_token"
                    )
            elif not callable(token):
                raise ConfigurationError("access_token must be a text or an async function", field="access_token")
            return
        if not key and not secret:
            raise ConfigurationError(
                "credentials are missing: give key_id and key_secret (or set SINCH_KEY_ID and SINCH_KEY_SECRET and use "
                "from_env()), or access_token",
                field="key_id",
            )
        if not key:
            raise ConfigurationError("key_id is missing beside key_secret", field="key_id")
        if not secret or not isinstance(secret, Secret) or not secret.reveal():
            raise ConfigurationError("key_secret is missing beside key_id", field="key_secret")
        if ":" in key:
            raise ConfigurationError("key_id cannot hold a colon", field="key_id")
        _check_text("key_id", key)
        _check_text("key_secret", secret.reveal())

    def _check_url(self, field: str, url: str) -> None:
        parts = split_url(field, url)
        if "@" in url or parts.query or parts.fragment:
            raise ConfigurationError(f"{field} must be a plain URL without credentials or query", field=field)
        if parts.scheme == "http" and not self.allow_http and not is_loopback(parts.hostname or ""):
            raise ConfigurationError(
                f"{field}: plain http would show the credentials on the network; use https, or allow_http=True",
                field=field,
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, /, **overrides: Any) -> Self:
        """Read the settings from environment variables.

        SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET, SINCH_ACCESS_TOKEN, SINCH_BASE_URL, SINCH_AUTH_URL and
        SINCH_PROXY are the fields of these names, SINCH_CA_BUNDLE is `ssl` as a path, and SINCH_TRUST_ENV is
        `trust_env` (1, true, yes, on; 0, false, no, off).

        Args:
            environ: Read from this mapping instead of the process's environment.
            overrides: Fields that win over the environment. Credentials given here replace those found there.

        Raises:
            ConfigurationError: something is missing or contradicts itself.
        """
        fields = _found(environ, overrides) | overrides
        # No frame that an error passes through holds the values.
        del environ
        overrides.clear()
        try:
            return cls.of(**fields)
        finally:
            fields.clear()

    @classmethod
    def of(cls, /, **fields: Any) -> Self:
        """Make a configuration from keywords, naming the nearest field for one that does not exist.

        Raises:
            ConfigurationError: an unknown field, or as for `Config`.
        """
        try:
            return cls(**fields)
        finally:
            fields.clear()


def _made(config: Config, fields: dict[str, Any]) -> ConfigurationError | None:
    """Fill a configuration; return what is wrong with the fields, without the frames that hold them."""
    for name in fields:
        hint = _no_setting(name)
        if hint is not None:
            return ConfigurationError(f"{name} is not a setting{hint}", field=name)
    try:
        cast("Any", config).__attrs_init__(**fields)
    except ConfigurationError as error:
        error.__context__ = None
        return error.with_traceback(None)
    return None


_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off")


def _no_setting(name: str) -> str | None:
    """Return what to write instead, if there is no setting of this name."""
    known = [field.name for field in attrs.fields(Config)]
    if name in known:
        return None
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}"


def _found(environ: Mapping[str, str] | None, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that the environment gives."""
    environ = os.environ if environ is None else environ
    names = ["project_id", "base_url", "auth_url", "proxy"]
    if not {"key_id", "key_secret", "access_token"} & overrides.keys():
        names += ["key_id", "key_secret", "access_token"]
    found: dict[str, Any] = {
        name: environ[f"SINCH_{name.upper()}"] for name in names if environ.get(f"SINCH_{name.upper()}")
    }
    if environ.get("SINCH_CA_BUNDLE"):
        found["ssl"] = environ["SINCH_CA_BUNDLE"]
    trust_env = environ.get("SINCH_TRUST_ENV", "").strip().lower()
    if trust_env:
        # What is neither stays a text, which Config rejects.
        found["trust_env"] = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(trust_env, trust_env)
    return found


def _check_text(field: str, text: str) -> None:
    """Reject a credential that only looks right: it would be an unexplained 401 with each call."""
    if text != text.strip():
        raise ConfigurationError(
            f"{field} begins or ends with white space, as from a file with a line end: use text.strip()", field=field
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        printable = False
    else:
        printable = text.isprintable()
    if not printable:
        raise ConfigurationError(f"{field} holds characters that are not printable text", field=field)


def ssl_context(path: str) -> ssl_module.SSLContext:
    """Return a context that trusts the certificates of a file or a folder, and no others.

    Raises:
        ConfigurationError: there are none to be read; it does not quote the path, which may be a mistaken secret.
    """
    try:
        if os.path.isdir(path):  # noqa: PTH112 - pathlib is not imported otherwise
            return ssl_module.create_default_context(capath=path)
        return ssl_module.create_default_context(cafile=path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        if isinstance(error, ssl_module.SSLError):
            reason = "it holds no certificate in PEM format"
    raise ConfigurationError(f"ssl names no file of certificates that can be read: {reason}", field="ssl")


def header_safe(text: str) -> bool:
    """Return whether a header can hold a text, and nothing in it would end the header."""
    return text.isascii() and text.isprintable()
