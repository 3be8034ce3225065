"""Which response becomes which error, at the edges of the ranges of statuses."""

from typing import Any

import pytest

from sinch_provisioning import errors
from sinch_provisioning.core.failures import api_error, retry_after


def error(status: int, body: bytes = b"", **headers: str) -> errors.ApiError:
    request: Any = {"method": "GET", "route": "/x", "operation": None, "attempts": 1, "wall": 0.0}
    return api_error(
        status=status, headers={name.replace("_", "-"): each for name, each in headers.items()}, body=body, **request
    )


@pytest.mark.parametrize(
    ("status", "is_redirect"),
    [(199, False), (299, False), (300, True), (302, True), (399, True), (400, False), (500, False)],
)
def test_a_redirect_is_told_from_other_responses(status: int, is_redirect: bool) -> None:
    assert ("a redirect, which is not followed" in error(status).message) is is_redirect


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, errors.ApiError),
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (412, errors.PreconditionFailed),
        (418, errors.ApiError),
        (424, errors.FailedDependency),
        (429, errors.RateLimited),
        (499, errors.ApiError),
        (500, errors.ServerError),
        (599, errors.ServerError),
    ],
)
def test_a_status_has_its_class(status: int, kind: type[errors.ApiError]) -> None:
    assert type(error(status)) is kind


def test_what_is_not_the_apis_own_is_quoted_by_its_beginning() -> None:
    assert error(502, b"x" * 300, Content_Type="text/plain; charset=utf-8").message == (
        f"a response that is not the API's own (text/plain): {'x' * 200}"
    )
    assert error(502, b"<html>", Content_Type="text/html").message == (
        "a response that is not the API's own (text/html, 6 bytes)"
    )
    assert error(502).message == "a response that is not the API's own (no content type)"


@pytest.mark.parametrize("body", [b"[1]", b'"text"', b"7", b"null", b"{"])
def test_a_body_that_is_not_an_object_is_not_the_apis_own(body: bytes) -> None:
    assert error(400, body).error_code is None
    assert "not the API's own" in error(400, body).message


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("2", 2.0),
        ("2.1", 3.0),
        ("1" * 30, 111_111_111_111.0),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 90.0),
        ("Thu, 01 Jan 1970 00:00:05 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:01:40", 90.0),
        ("-1", None),
        ("soon", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, 10.0) == seconds


def test_half_an_emoji_in_the_words_does_not_hide_the_error() -> None:
    found = error(400, b'{"errorCode":"invalid_name","message":"Caf\\ud83d"}')
    assert (found.error_code, found.message) == ("invalid_name", "Caf\ufffd")
