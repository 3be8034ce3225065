"""Sending stored events on: to the one address that was given, and to no other."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sinch_provisioning import errors
from sinch_provisioning.webhooks.local import check_target, post
from tests.webhooks.calls import BODY, SECRET, receiver

heard: list[tuple[str, str]] = []


class Target(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        event = receiver(tolerance=float("inf")).receive(body, self.headers.items())
        heard.append((self.path, event.comment or ""))
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def target() -> Iterator[str]:
    heard.clear()
    with HTTPServer(("127.0.0.1", 0), Target) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("rest", "path"), [("", "/"), ("/", "/"), ("?a=b", "/?a=b"), ("/hooks/x%20y?a=b#c", "/hooks/x%20y?a=b")]
)
def test_an_event_goes_where_it_is_sent(target: str, rest: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert post(f"http://{target}{rest}", BODY, SECRET) == 307
    assert heard == [(path, "hello")]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1", "refused"),
        ("http://127.0.0.1:port", "nonnumeric port"),
        ("http://[::1", "Invalid IPv6 URL"),
        ("http://127.0.0.1:1/ü", "ascii"),
    ],
)
def test_what_goes_wrong_is_told(url: str, said: str) -> None:
    result = post(url, BODY, SECRET)
    assert isinstance(result, str)
    assert said in result


def test_a_target_that_speaks_no_tls_is_told(target: str) -> None:
    result = post(f"https://{target}", BODY, SECRET)
    assert isinstance(result, str)
    assert "SSL" in result or "EOF" in result or "reset" in result


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host/x", "http:///x", "http://a b", ""])
def test_what_is_not_a_target_is_rejected(url: str) -> None:
    with pytest.raises(errors.InvalidRequest, match="to: must be a URL"):
        check_target("to", url)
