"""URLs of the settings: what can be used, told without quoting what may be a password."""

from urllib.parse import SplitResult, unquote, urlsplit

from sinch_provisioning.errors import ConfigurationError

_LONGEST_HOST = 253


def split_url(field: str, url: str) -> SplitResult:
    """Return the parts of an http(s) URL.

    Raises:
        ConfigurationError: it cannot be used; the error names the field and quotes nothing.
    """
    # Nothing of the URL is quoted, and neither are Python's words about it: what is wrong may be the password.
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError(f"{field} is not a URL", field=field) from None
    # Python reads over line ends and blanks in a URL; whoever gets it next may not.
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or port == 0
        or not url.isascii()
        or not url.isprintable()
        or " " in url
    ):
        raise ConfigurationError(
            f"{field} must be an http(s) URL, with percent-encoding where it holds other than plain characters",
            field=field,
        )
    if not _is_host(parts.hostname):
        raise ConfigurationError(f"{field} names a host that cannot be", field=field)
    return parts


def _is_host(host: str) -> bool:
    """Return whether a host can be looked up: labels of 1 to 63 characters, or an IPv6 address."""
    if ":" in host:
        return True  # urlsplit has read it as an address
    try:
        return len(host.encode("idna")) <= _LONGEST_HOST
    except UnicodeError:
        return False


def check_proxy(parts: SplitResult) -> None:
    """Reject a proxy whose name and password cannot be sent.

    Raises:
        ConfigurationError: the error quotes nothing.
    """
    # `/`, `?` and `#` end the host's part of a URL: a password that holds one has to encode it.
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ConfigurationError(
            "proxy has to end with its host and port; percent-encode / ? # and @ in a password", field="proxy"
        )
    try:
        name, password = (unquote(text or "", errors="strict") for text in (parts.username, parts.password))
        (name + password).encode("latin-1")  # as the header of a proxy is encoded
    except UnicodeError:
        raise ConfigurationError("proxy holds a name or a password that cannot be sent", field="proxy") from None
    if ":" in name or not (name + password).isprintable():
        raise ConfigurationError("proxy holds a name or a password that cannot be sent", field="proxy")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    from ipaddress import ip_address

    try:
        # A name such as 127.0.0.1.example.com only looks like this machine.
        return ip_address(host).is_loopback
    except ValueError:
        return False
