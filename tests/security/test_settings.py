"""Settings that cannot work are rejected where they are made, by their name, and nothing of them shows."""

import os
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, Config, errors
from tests.security.test_secrets import KEY, PROXY, TOKEN, found_in, told_by

BASE = {"project_id": "p", "key_id": "kid", "key_secret": KEY}
BEARER = {"key_id": None, "key_secret": None}
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "not UTF-8": ({"key_secret": f"{KEY}\udcff"}, "key_secret"),
    "line end": ({"key_secret": f"{KEY}\n"}, "key_secret"),
    "Windows line end": ({"key_secret": f"{KEY}\r\n"}, "key_secret"),
    "leading blank": ({"key_secret": f" {KEY}"}, "key_secret"),
    "byte order mark": ({"key_secret": f"\ufeff{KEY}"}, "key_secret"),
    "no-break space": ({"key_secret": f"{KEY}\xa0"}, "key_secret"),
    "NUL": ({"key_secret": f"{KEY}\0"}, "key_secret"),
    "id with a line end": ({"key_id": "kid\n"}, "key_id"),
    "id that is not UTF-8": ({"key_id": "kid\udcff"}, "key_id"),
    "id with a colon": ({"key_id": "kid:x"}, "key_id"),
    "token with a line end": (BEARER | {"access_token": f"{TOKEN}\n"}, "access_token"),
    "token with a blank": (BEARER | {"access_token": f"{TOKEN} x"}, "access_token"),
    "token that is not UTF-8": (BEARER | {"access_token": f"{TOKEN}\udcff"}, "access_token"),
    "proxy that is not latin-1": ({"proxy": f"http://user:%E2%82%AC{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy that is not UTF-8": ({"proxy": f"http://user:%FF{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy with a slash": ({"proxy": f"http://user:1/{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy with a hash": ({"proxy": f"http://user:1#{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy with a question mark": ({"proxy": f"http://user:1?{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy with a bracket": ({"proxy": f"http://user:[{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy with a compatibility character": ({"proxy": f"http://user:\u2100{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy without a host": ({"proxy": f"http://user:{PROXY}"}, "proxy"),
    "proxy with a colon in the name": ({"proxy": f"http://us%3Aer:{PROXY}@127.0.0.1:1"}, "proxy"),
    "proxy with a line end": ({"proxy": f"http://user:{PROXY}%0A@127.0.0.1:1"}, "proxy"),
    "base URL with a password": ({"base_url": f"https://user:{PROXY}@example.com"}, "base_url"),
    "base URL with a token": ({"base_url": f"https://{TOKEN}@example.com"}, "base_url"),
    "base URL with a slash in it": ({"base_url": f"https://user:1/{PROXY}@example.com"}, "base_url"),
    "auth URL with a password": ({"auth_url": f"https://user:{PROXY}@[example.com"}, "auth_url"),
    "empty label": ({"base_url": "https://a..localhost"}, "base_url"),
    "long label": ({"auth_url": f"https://{'a' * 64}.example.com"}, "auth_url"),
    "long host": ({"base_url": "https://" + "a." * 130 + "com"}, "base_url"),
    "empty label of a proxy": ({"proxy": "http://a..b:80"}, "proxy"),
    "secret as a number": ({"timeout": KEY}, "timeout"),
    "secret as a count": ({"concurrency": KEY}, "concurrency"),
    "secret as a flag": ({"basic_auth": KEY}, "basic_auth"),
    "secret as a policy": ({"retry": KEY}, "retry"),
    "no such setting": ({"secret": KEY}, "secret"),
}
MAKERS: dict[str, Any] = {
    "Config": Config,
    "Config.of": Config.of,
    "Config.from_env": Config.from_env,
    "AsyncClient": AsyncClient,
    "Client": Client,
    "AsyncClient.from_env": AsyncClient.from_env,
    "Client.from_env": Client.from_env,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
@pytest.mark.parametrize(("fields", "field"), BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_work_is_rejected_without_showing_it(make: Any, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        make(**(BASE | fields))
    assert caught.value.field == field
    assert found_in(told_by(caught.value)) == []


@pytest.mark.parametrize("make", [Config.from_env, AsyncClient.from_env, Client.from_env])
def test_the_environment_is_shown_no_more_than_what_is_given(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_PROJECT_ID", "p")
    monkeypatch.setenv("SINCH_KEY_ID", "kid")
    monkeypatch.setitem(os.environ, "SINCH_KEY_SECRET", f"{KEY}\n")
    with pytest.raises(errors.ConfigurationError, match="ends with white space") as caught:
        make()
    assert found_in(told_by(caught.value)) == []


def test_fields_beside_a_config_show_nothing() -> None:
    for make in (AsyncClient, Client):
        with pytest.raises(errors.ConfigurationError) as caught:
            make(Config(**BASE), access_token=TOKEN)  # type: ignore[arg-type]
        assert found_in(told_by(caught.value)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"key_secret": "pässwörd"},
        {"proxy": "http://user:p%40ss%2Fw%23rd@127.0.0.1:3128"},
        {"proxy": "http://user:p%C3%A9@127.0.0.1:3128/"},
        {"proxy": "http://[::1]:3128"},
        {"base_url": "https://example.com."},
        {"base_url": "https://[::1]:8443/prefix/"},
    ],
)
def test_what_can_work_is_taken(fields: dict[str, Any]) -> None:
    made = Config(**(BASE | fields))
    assert "p%40ss" not in repr(made)
    assert "user" not in repr(made).replace("user_agent", "")
