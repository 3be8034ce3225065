import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.tokens import DEFAULT_LIFETIME, Token, TokenState, lifetime

ORDER = [TokenState.FRESH, TokenState.REFRESH_SOON, TokenState.MUST_REFRESH, TokenState.EXPIRED]


def jwt(claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{payload}.x"


@given(st.floats(0.5, 100_000), st.lists(st.floats(0, 200_000), min_size=2))
def test_a_token_only_ages(life: float, moments: list[float]) -> None:
    token = Token(Secret("t"), 0.0, life)
    states = [ORDER.index(token.state(now)) for now in sorted(moments)]
    assert states == sorted(states)
    assert token.state(0.0) is TokenState.FRESH
    assert token.state(life) is TokenState.EXPIRED


def test_the_hour_of_a_token() -> None:
    token = Token(Secret("t"), 0.0, 3600.0)
    assert [token.state(now) for now in (0, 3299, 3300, 3569, 3570, 3599, 3600)] == [
        TokenState.FRESH,
        TokenState.FRESH,
        TokenState.REFRESH_SOON,
        TokenState.REFRESH_SOON,
        TokenState.MUST_REFRESH,
        TokenState.MUST_REFRESH,
        TokenState.EXPIRED,
    ]


def test_lifetime() -> None:
    assert lifetime(3599, "x", 0) == 3599
    assert lifetime("3599", "x", 0) == 3599
    assert lifetime(None, jwt({"exp": 1500}), 1000) == 500
    assert lifetime(-1, jwt({"exp": 1500}), 1000) == 500
    assert lifetime(None, jwt({"exp": 900}), 1000) == DEFAULT_LIFETIME
    assert lifetime(True, jwt([]), 0) == DEFAULT_LIFETIME


@given(st.one_of(st.none(), st.text(), st.floats(), st.integers()), st.text())
def test_a_lifetime_is_always_usable(expires_in: object, token: str) -> None:
    assert 0 < lifetime(expires_in, token, 1000.0) < float("inf")


def test_a_lifetime_is_read_whatever_padding_the_token_lacks() -> None:
    for extra in range(8):
        assert lifetime(None, jwt({"exp": 1500, "sub": "x" * extra}), 1000) == 500
