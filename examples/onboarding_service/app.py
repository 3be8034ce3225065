"""The service: a JSON API, an endpoint for events, a page, and one worker that moves the onboardings on."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import attrs
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, status
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from starlette.routing import Route

from examples.onboarding_service.page import page
from sinch_provisioning import AsyncClient, Config, webhooks
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.onboarding.dbos import Runner, Status

HOOK = "/webhooks/sinch"
TRIGGERS = [webhooks.WebhookTrigger.ALL]
log = logging.getLogger(__name__)
api = APIRouter()


@attrs.frozen(kw_only=True)
class Settings:
    """What the service needs to know; `clock` moves its time in the demo."""

    sinch: Config
    webhook_secret: str
    password: str
    """Of the API and the page; the user name does not matter."""
    public_url: str
    """Where Sinch reaches the service."""
    database: str = "sqlite:///onboardings.db"
    inbox: str = "events.db"
    clock: Any = None


def create_app(settings: Settings) -> FastAPI:
    """Return the application; it opens everything when it starts, and closes it when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        clock = settings.clock
        async with AsyncClient(settings.sinch, clock=clock) as client:
            with webhooks.Inbox(settings.inbox) as app.state.inbox:
                async with Runner(client, settings.database, clock=clock) as app.state.runner:
                    target = settings.public_url + HOOK
                    await client.webhooks.ensure(target=target, secret=settings.webhook_secret, triggers=TRIGGERS)
                    app.state.worker = worker = asyncio.create_task(work(app.state.runner, app.state.inbox))
                    yield
                    worker.cancel()
                    await asyncio.wait([worker])

    async def receive(_event: webhooks.Event, call: webhooks.Call) -> None:
        app.state.inbox.add(call.body, call.headers)  # is on the disk before Sinch hears that it has arrived
        await app.state.runner.read(app.state.inbox)

    hook = webhooks.asgi.endpoint(webhooks.Receiver(settings.webhook_secret), receive)
    app = FastAPI(title="Onboarding", lifespan=lifespan, routes=[Route(HOOK, hook)])
    app.state.password = settings.password
    app.add_exception_handler(InvalidRequest, invalid)
    app.include_router(api, dependencies=[Depends(allowed)])
    app.add_api_route("/health", health)
    return app


async def work(runner: Runner, inbox: webhooks.Inbox) -> None:
    """Move the onboardings on; if this fails, health says so, and a restart goes on where it was."""
    try:
        await runner.read(inbox)  # what came in just before the last stop
        while True:
            await runner.run_until_idle()
            await runner.pause()
    except Exception:
        log.exception("the worker has failed")
        raise


def allowed(request: Request, given: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> None:
    """Let in who knows the password."""
    if not secrets.compare_digest(given.password.encode(), request.app.state.password.encode()):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, headers={"WWW-Authenticate": "Basic"})


async def invalid(_request: Request, error: Exception) -> JSONResponse:
    """Name each field that does not fit."""
    assert isinstance(error, InvalidRequest)  # noqa: S101 - it is registered for no other
    return JSONResponse({"violations": [{"field": field, "text": text} for field, text in error.violations]}, 422)


def shown(one: Status) -> dict[str, Any]:
    """Return where an onboarding stands as JSON."""
    return attrs.asdict(one)


def known(request: Request, name: str) -> Status:
    """Return an onboarding by its name in the path."""
    for one in request.app.state.runner.status():
        if one.name == name:
            return one  # type: ignore[no-any-return]
    raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no onboarding {name!r}")


@api.put("/onboardings/{name}", status_code=status.HTTP_202_ACCEPTED)
async def start(request: Request, name: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Begin an onboarding; the same again changes nothing."""
    await request.app.state.runner.start(name, wanted)
    return shown(known(request, name))


@api.get("/onboardings")
async def listing(request: Request, state: str | None = None) -> list[dict[str, Any]]:
    """List all onboardings, or those of a state: working, waiting, asking, done, failed."""
    return [shown(one) for one in request.app.state.runner.status() if state in {None, one.state}]


@api.get("/onboardings/{name}")
async def one(request: Request, name: str) -> dict[str, Any]:
    """Return one onboarding."""
    return shown(known(request, name))


@api.post("/onboardings/{name}/answer", status_code=status.HTTP_202_ACCEPTED)
async def answer(request: Request, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Answer a question, by its fields."""
    known(request, name)
    await request.app.state.runner.answer(name, given)
    return shown(known(request, name))


@api.delete("/onboardings/{name}", status_code=status.HTTP_202_ACCEPTED)
async def cancel(request: Request, name: str) -> dict[str, Any]:
    """End an onboarding; what is at Sinch stays as it is."""
    known(request, name)
    await request.app.state.runner.cancel(name)
    return shown(known(request, name))


@api.get("/", response_class=HTMLResponse)
async def progress(request: Request) -> HTMLResponse:
    """Show where each onboarding stands."""
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "Cache-Control": "no-store"}
    return HTMLResponse(page(request.app.state.runner.status()), headers=policy)


async def health(request: Request) -> JSONResponse:
    """Say whether the worker works; needs no password."""
    works = not request.app.state.worker.done()
    return JSONResponse({"status": "ok" if works else "the worker has failed: restart"}, 200 if works else 503)
