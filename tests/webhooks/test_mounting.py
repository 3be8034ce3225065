"""Endpoints in real frameworks: what the guide shows, what people try first, and what middleware does before them."""

import atexit
import logging
import re
import types
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import flask
import pytest
from aiohttp import web
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Mount, Route

from sinch_provisioning import webhooks
from sinch_provisioning.webhooks import Call, Event, Receiver
from tests.servers import Heard, aiohttp_server, asgi_server, post, waitress_server
from tests.webhooks.calls import BODY, SECRET, receiver, signed

pytestmark = pytest.mark.anyio

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "webhooks.md").read_text(encoding="utf-8")
PROGRAMS = dict(re.findall(r"```\{code-block\} python\n:caption: (.+?)\n\n(.*?)```", GUIDE, re.DOTALL))
HOOK = "/webhooks/sinch"
Seen = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Litestar sets up the logging of the process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers and hasattr(handler, "listener"):
            atexit.unregister(handler.listener.stop)
            handler.listener.stop()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def seen() -> Seen:
    return []


@pytest.fixture
def handler(seen: Seen) -> Callable[[Event, Call], None]:
    """A handler that keeps the type of each event and the path that it came by."""
    return lambda event, call: seen.append((event.type, call.path))


async def called(port: int, path: str = "/hook", **options: Any) -> Heard:
    return await post(port, BODY, signed(), path=path, **options)


@pytest.fixture(scope="module")
def django() -> Any:
    """Django, set up once, as it has one configuration for each process."""
    found = pytest.importorskip("django", reason="needs Django: pip install -e '.[frameworks]'")
    from django.conf import settings

    settings.configure(
        SECRET_KEY="x",
        ALLOWED_HOSTS=["*"],
        LOGGING_CONFIG=None,
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware", f"{__name__}.reading_middleware"],
    )
    found.setup()
    return found


reading: list[Callable[[Any], object]] = []
"""What Django's middleware does with each request."""


def reading_middleware(get_response: Any) -> Any:
    def middleware(request: Any) -> Any:
        for read in reading:
            read(request)
        return get_response(request)

    return middleware


@asynccontextmanager
async def django_server(server: str, *urls: Any) -> AsyncGenerator[int]:
    from django.core.asgi import get_asgi_application
    from django.core.wsgi import get_wsgi_application
    from django.test.utils import override_settings

    module = types.ModuleType("urls")
    module.urlpatterns = list(urls)  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=module):
        if server == "asgi":
            async with asgi_server(get_asgi_application()) as port:
                yield port
        else:
            with waitress_server(get_wsgi_application()) as port:
                yield port


@asynccontextmanager
async def program(caption: str) -> AsyncGenerator[int]:
    """Serve a program of the guide."""
    module: dict[str, Any] = {"__name__": __name__}
    exec(compile(PROGRAMS[caption], caption, "exec"), module)
    if caption == "Flask":
        with waitress_server(module["app"]) as port:
            yield port
    elif caption == "aiohttp":
        async with aiohttp_server(module["app"]) as port:
            yield port
    elif "Django" in caption:
        async with django_server("wsgi", *module["urlpatterns"]) as port:
            yield port
    else:
        async with asgi_server(module["app"]) as port:
            yield port


NEEDED = {"Django, urls.py": "django", "Litestar": "litestar"}


@pytest.mark.parametrize("caption", PROGRAMS)
async def test_each_program_of_the_guide_receives_events(
    caption: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if caption == "Litestar":
        pytest.importorskip("litestar", reason="needs Litestar: pip install -e '.[frameworks]'")
    elif "Django" in caption:
        request.getfixturevalue("django")
    monkeypatch.setenv("SINCH_WEBHOOK_SECRET", SECRET)
    options: Any = Receiver.__init__.__kwdefaults__
    monkeypatch.setattr(Receiver.__init__, "__kwdefaults__", {**options, "tolerance": 1e10})
    async with program(caption) as port:
        heard = await called(port, HOOK)
        assert (heard.status, heard.body) == (200, b"handled")
        assert (await post(port, BODY, {"Content-Type": "application/json"}, path=HOOK)).status == 401
        assert (await called(port, HOOK, method="GET")).status == 405
    assert capsys.readouterr().out == "RCS_ACCOUNT_COMMENT_ADDED\n"


def test_the_guide_shows_each_framework() -> None:
    assert list(PROGRAMS) == ["FastAPI", "Flask", "Django, urls.py", "Litestar", "aiohttp"]


def _returning(site: flask.Flask, hook: Any) -> None:
    site.add_url_rule("/hook", view_func=lambda: hook, methods=["POST"])


FLASK: dict[str, Callable[[flask.Flask, Any], object]] = {
    "@app.post": lambda site, hook: site.post("/hook")(hook),
    "add_url_rule": lambda site, hook: site.add_url_rule("/hook", view_func=hook, methods=["POST"]),
    "with a parameter": lambda site, hook: site.post("/<name>")(hook),
    "a view that returns it": _returning,
}


@pytest.mark.parametrize("way", FLASK)
async def test_flask_takes_an_endpoint_for_a_view(way: str, seen: Seen, handler: Any) -> None:
    site = flask.Flask("site")
    FLASK[way](site, webhooks.wsgi.endpoint(receiver(), handler))
    site.post("/another")(webhooks.wsgi.endpoint(receiver(), handler))
    with waitress_server(site) as port:
        assert (await called(port)).status == 200
        assert (await called(port, "/another")).status == 200
    assert seen == [("RCS_ACCOUNT_COMMENT_ADDED", "/hook"), ("RCS_ACCOUNT_COMMENT_ADDED", "/another")]


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("read", ["get_data", "get_json"])
async def test_what_a_before_request_of_flask_has_read_is_used(
    read: str, chunked: bool, seen: Seen, handler: Any
) -> None:
    site = flask.Flask("site")
    site.before_request(lambda: getattr(flask.request, read)() and None)
    site.post("/hook")(webhooks.wsgi.endpoint(receiver(), handler))
    with waitress_server(site) as port:
        assert (await called(port, chunked=chunked)).status == 200
    assert len(seen) == 1


async def test_a_stream_that_flask_has_read_is_named(
    seen: Seen, handler: Any, caplog: pytest.LogCaptureFixture
) -> None:
    site = flask.Flask("site")
    site.before_request(lambda: flask.request.stream.read() and None)
    site.post("/hook")(webhooks.wsgi.endpoint(receiver(), handler))
    with waitress_server(site) as port:
        heard = await called(port)
    assert (heard.status, heard.body) == (500, b"the body was read before")
    assert not seen
    assert "the body of a call was read before it came to its endpoint" in caplog.text


@pytest.mark.parametrize("way", ["post", "add_api_route"])
def test_what_fastapi_cannot_mount_says_what_to_write(way: str, handler: Any) -> None:
    api, hook = FastAPI(), webhooks.asgi.endpoint(receiver(), handler)
    with pytest.raises(
        TypeError, match=r'FastAPI: Route\("/path", webhooks\.asgi\.endpoint\(\.\.\.\)\) among the routes'
    ):
        api.post("/hook")(hook) if way == "post" else api.add_api_route("/hook", hook, methods=["POST"])


async def test_fastapi_with_middleware_that_reads_the_body(seen: Seen, handler: Any) -> None:
    api = FastAPI()
    api.router.routes.append(Route("/hook/{project}", webhooks.asgi.endpoint(receiver(), handler)))

    @api.middleware("http")
    async def read(request: Request, call_next: Any) -> Any:
        assert await request.body() == BODY
        return await call_next(request)

    async with asgi_server(api) as port:
        assert (await called(port, "/hook/acme")).status == 200
    assert seen == [("RCS_ACCOUNT_COMMENT_ADDED", "/hook/acme")]


async def test_aiohttp_with_middleware_that_reads_the_body(seen: Seen, handler: Any) -> None:
    @web.middleware
    async def read(request: web.Request, handler: Any) -> Any:
        assert await request.read() == BODY
        return await handler(request)

    application = web.Application(middlewares=[read])
    application.router.add_post("/{name}", webhooks.aiohttp.endpoint(receiver(), handler))
    async with aiohttp_server(application) as port:
        assert (await called(port)).status == 200
    assert seen == [("RCS_ACCOUNT_COMMENT_ADDED", "/hook")]


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
@pytest.mark.parametrize("kind", ["wsgi", "asgi"])
async def test_django_takes_both_endpoints_for_views(
    django: Any, kind: str, server: str, seen: Seen, handler: Any
) -> None:
    from django.urls import path

    async def handle(event: Event, call: Call) -> None:
        handler(event, call)

    view = getattr(webhooks, kind).endpoint(receiver(), handle)
    async with django_server(server, path("<name>", view)) as port:
        assert (await called(port)).status == 200
        refused = await post(port, BODY, {"Content-Type": "application/json"})
        assert (refused.status, refused.body) == (401, b"missing")
    assert seen == [("RCS_ACCOUNT_COMMENT_ADDED", "/hook")]


@pytest.mark.parametrize(
    ("read", "status"),
    [(lambda request: request.body, 200), (lambda request: request.read(), 500)],
    ids=["body", "read"],
)
async def test_django_with_middleware_that_reads_the_body(
    django: Any,
    read: Any,
    status: int,
    seen: Seen,
    handler: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from django.urls import path

    monkeypatch.setattr(f"{__name__}.reading", [read])
    async with django_server("wsgi", path("hook", webhooks.wsgi.endpoint(receiver(), handler))) as port:
        assert (await called(port)).status == status
    assert len(seen) == (status == 200)
    assert status == 200 or "cannot access body after reading from request's data stream" in caplog.text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Litestar's, about the parameters
async def test_litestar_says_what_to_write_where_it_takes_an_endpoint_for_a_function(
    handler: Any, caplog: pytest.LogCaptureFixture
) -> None:
    litestar = pytest.importorskip("litestar", reason="needs Litestar: pip install -e '.[frameworks]'")
    hook = webhooks.asgi.endpoint(receiver(), handler)
    site = litestar.Litestar([litestar.post("/hook")(hook)], debug=True)
    async with asgi_server(site) as port:
        heard = await called(port)
    assert heard.status == 500
    assert b"Litestar: asgi(" in heard.body


@pytest.mark.parametrize("given", [({},), ({}, {}, {}), ("a", "b")])
async def test_an_endpoint_that_is_called_as_something_else_says_how_to_mount_it(given: Any, handler: Any) -> None:
    with pytest.raises(TypeError, match="the endpoint is not mounted right"):
        webhooks.wsgi.endpoint(receiver(), handler)(*given)
    with pytest.raises(TypeError, match="the endpoint is not mounted right"):
        await webhooks.asgi.endpoint(receiver(), handler)(given[0])


async def test_a_server_that_calls_the_endpoint_of_another_kind_says_how_to_mount_it(
    handler: Any, caplog: pytest.LogCaptureFixture
) -> None:
    hooks: dict[str, Any] = {kind: getattr(webhooks, kind).endpoint(receiver(), handler) for kind in ("asgi", "wsgi")}
    with caplog.at_level(logging.ERROR):
        async with asgi_server(FastAPI(routes=[Mount("/hook", hooks["wsgi"])])) as port:
            assert (await called(port, "/hook/")).status == 500
        application = web.Application()
        application.router.add_post("/hook", hooks["asgi"])
        async with aiohttp_server(application) as port:
            assert (await called(port)).status == 500
    assert caplog.text.count("the endpoint is not mounted right") == 2
