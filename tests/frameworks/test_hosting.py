"""Clients at the top of a module, in the servers, queues and kernels that people host them in; `nox -s frameworks`."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning.emulator import Emulator

ROOT = Path(__file__).parents[2]
REASON = "nox -s frameworks: pip install 'sinch-provisioning[frameworks]'"
SENDERS = 5


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(senders=SENDERS) as running:
        yield running


@pytest.fixture
def environment(emulator: Emulator, tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "SINCH_PROJECT_ID": emulator.project_id,
        "SINCH_KEY_ID": emulator.key_id,
        "SINCH_KEY_SECRET": emulator.key_secret,
        "SINCH_BASE_URL": emulator.url,
        "SINCH_AUTH_URL": emulator.auth_url,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
        "HOME": str(tmp_path),
    }


def write(folder: Path, name: str, source: str) -> None:
    (folder / name).write_text(textwrap.dedent(source))


@contextmanager
def running(folder: Path, environment: dict[str, str], *command: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a program in a process group of its own, and end it and its children."""
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def eventually(folder: Path, process: "subprocess.Popen[str]", attempt: Callable[[], Any]) -> Any:
    """Return what an attempt returns as soon as it does not fail with an OSError."""
    until = time.monotonic() + 30
    while True:
        try:
            return attempt()
        except OSError as error:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError((folder / "output").read_text()) from error
            time.sleep(0.05)


def fetch(port: int, path: str = "/") -> Any:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return json.load(response)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


APP = """
    import json, os
    from sinch_provisioning import Client

    sinch = Client.from_env()
    WARM = sinch.rcs.senders.list().first().id  # before the fork, as of a health check or a migration


    def app(environ, start_response):
        ids = [sender.id for sender in sinch.rcs.senders.list(page_size=2)]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"pid": os.getpid(), "ids": ids, "warm": WARM}).encode()]
"""


@pytest.mark.parametrize("worker", ["sync", "gthread", "gevent"])
def test_gunicorn_preload_with_a_warm_up_call(
    emulator: Emulator, environment: dict[str, str], tmp_path: Path, worker: str
) -> None:
    pytest.importorskip("gunicorn", reason=REASON)
    if worker == "gevent":
        pytest.importorskip("gevent", reason=REASON)
        # As gevent asks for: before anything else is imported, which gunicorn itself does not do with --preload.
        write(tmp_path, "gunicorn.conf.py", "import gevent.monkey; gevent.monkey.patch_all()")
    write(tmp_path, "app.py", APP)
    port = free_port()
    options = ["--preload", "--workers", "2", "--threads", "2", "--worker-class", worker, "--bind", f"127.0.0.1:{port}"]
    with running(tmp_path, environment, "gunicorn", *options, "app:app") as process:
        eventually(tmp_path, process, lambda: fetch(port))
        seen = [fetch(port) for _ in range(30)]
        while len({found["pid"] for found in seen}) < 2 and len(seen) < 1000:  # the system chooses who serves
            seen.append(fetch(port))
    output = (tmp_path / "output").read_text()
    assert len({found["pid"] for found in seen}) == 2, output
    assert process.pid not in {found["pid"] for found in seen}
    assert {tuple(found["ids"]) for found in seen} == {tuple(seen[0]["ids"])}, output
    assert len(seen[0]["ids"]) == SENDERS
    assert "Traceback" not in output
    assert emulator.tokens_issued == 1, "the workers have their parent's"


def test_a_celery_worker_that_forks(emulator: Emulator, environment: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("celery", reason=REASON)
    (tmp_path / "queue").mkdir()
    write(
        tmp_path,
        "jobs.py",
        """
        import os, sys
        from celery import Celery
        from sinch_provisioning import Client

        app = Celery("jobs", broker="filesystem://", backend="file://" + os.getcwd())
        folder = os.path.join(os.getcwd(), "queue")
        app.conf.broker_transport_options = {
            "data_folder_in": folder, "data_folder_out": folder, "polling_interval": 0.05
        }
        app.conf.broker_connection_retry_on_startup = True
        sinch = Client.from_env()
        sinch.rcs.senders.list().first()  # before the fork


        @app.task
        def count():
            return os.getpid(), sinch.rcs.senders.list().count()


        if __name__ == "__main__":
            results = [count.delay() for _ in range(8)]
            print([tuple(result.get(timeout=30, interval=0.05)) for result in results])
            sinch.close()
        """,
    )
    worker = ["celery", "-A", "jobs", "worker", "--pool", "prefork", "--concurrency", "2"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with running(tmp_path, environment, *worker):
        done = subprocess.run(
            [sys.executable, "jobs.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
    output = (tmp_path / "output").read_text()
    assert done.returncode == 0, done.stderr + output
    found = json.loads(done.stdout.replace("(", "[").replace(")", "]"))
    assert {count for _, count in found} == {SENDERS}
    assert "Traceback" not in output
    assert emulator.tokens_issued == 2, "one of the worker and its children, one of the program that asked"


def test_an_async_view_of_django_under_wsgi(emulator: Emulator, environment: dict[str, str], tmp_path: Path) -> None:
    """Django runs each request of an async view in an event loop of its own there."""
    pytest.importorskip("django", reason=REASON)
    write(
        tmp_path,
        "shop.py",
        """
        import json, sys
        import django
        from django.conf import settings
        from django.core.handlers.wsgi import WSGIHandler
        from django.http import JsonResponse
        from django.test import Client as Browser
        from django.urls import path
        from sinch_provisioning import AsyncClient

        sinch = AsyncClient.from_env()

        async def view(request):
            return JsonResponse({"count": await sinch.rcs.senders.list().count()})

        urlpatterns = [path("", view)]
        settings.configure(ROOT_URLCONF="shop", ALLOWED_HOSTS=["*"], SECRET_KEY="x")
        if __name__ == "__main__":
            sys.modules["shop"] = sys.modules["__main__"]
            django.setup()
            browser = Browser()
            print([browser.get("/").json()["count"] for _ in range(5)])
        """,
    )
    done = subprocess.run(
        [sys.executable, "shop.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.stdout == f"{[SENDERS] * 5}\n", done.stderr
    assert emulator.tokens_issued == 1


def test_a_notebook(emulator: Emulator, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clients in one kernel, whose event loop runs all the time; `bulk` without async in threads."""
    pytest.importorskip("ipykernel", reason=REASON)
    nbclient = pytest.importorskip("nbclient", reason=REASON)
    nbformat = pytest.importorskip("nbformat", reason=REASON)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    cells = [
        "from sinch_provisioning import AsyncClient, Client, bulk",
        "sinch = Client.from_env(); ids = [sender.id for sender in sinch.rcs.senders.list()]; len(ids)",
        "len(bulk.gather({id: (lambda id=id: sinch.rcs.senders.get(id)) for id in ids}))",
        "len(list(bulk.map(sinch.rcs.senders.get, ids)))",
        "apart = AsyncClient.from_env(); await apart.rcs.senders.list().count()",
        "len([result async for result in bulk.map(apart.rcs.senders.get, ids)])",
        "await apart.close(); sinch.close(); len(ids)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    shown = [cell["outputs"][0]["data"]["text/plain"] for cell in notebook["cells"][1:]]
    assert shown == [str(SENDERS)] * 6


GEVENT = """
    import gevent.monkey
    gevent.monkey.patch_all()
    import gevent, time
    from sinch_provisioning import Client, bulk, errors

    ticks = 0

    def tick():
        global ticks
        while True:
            ticks += 1
            gevent.sleep(0.001)

    one, other = Client.from_env(), Client.from_env()
    gevent.spawn(tick)
    jobs = [gevent.spawn(lambda sinch=sinch: [sinch.rcs.senders.list().count() for _ in range(10)])
            for sinch in (one, other) * 4]
    gevent.joinall(jobs, raise_error=True)
    assert {count for job in jobs for count in job.value} == {5}, jobs
    assert ticks > 10, "other greenlets go on meanwhile"
    ids = [sender.id for sender in one.rcs.senders.list()]
    assert len(list(bulk.map(other.rcs.senders.get, ids, concurrency=3))) == 5
    assert len(list(bulk.listings({"a": one.rcs.senders.list(page_size=2)}))) == 5
    try:
        with gevent.Timeout(0.2):
            one.request("GET", "/rcs/senders", returns=dict)
            one.request("GET", "/rcs/senders", query={"pageSize": 3}, returns=dict)
            while True:
                one.rcs.senders.get(ids[0])
    except gevent.Timeout:
        print("gave up")
    assert one.rcs.senders.list().count() == 5
    one.close()
    try:
        one.rcs.senders.list().first()
    except errors.ClientClosed:
        print("closed")
    other.close()
"""


def test_two_clients_under_gevent(emulator: Emulator, environment: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("gevent", reason=REASON)
    write(tmp_path, "greenlets.py", GEVENT)
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "greenlets.py"], cwd=tmp_path, env=environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "gave up\nclosed\n"), done.stderr
    assert done.stderr == ""


def test_a_client_left_open_under_gevent_ends_with_its_warning(environment: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("gevent", reason=REASON)
    write(
        tmp_path,
        "left.py",
        """
        import gevent.monkey
        gevent.monkey.patch_all()
        from sinch_provisioning import Client
        sinch = Client.from_env()
        print(sinch.rcs.senders.list().count())
        """,
    )
    done = subprocess.run(
        [sys.executable, "-W", "default::ResourceWarning", "left.py"], cwd=tmp_path, env=environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, f"{SENDERS}\n"), done.stderr
    assert "unclosed Client, made at" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_function_of_lambda_runs_a_loop_for_each_call(
    emulator: Emulator, environment: dict[str, str], tmp_path: Path
) -> None:
    write(
        tmp_path,
        "function.py",
        """
        import asyncio
        from sinch_provisioning import AsyncClient

        sinch = AsyncClient.from_env()

        def handler(event, context):
            return asyncio.run(answer(event))

        async def answer(event):
            return {"count": await sinch.rcs.senders.list().count()}

        print([handler({}, None)["count"] for _ in range(4)])
        """,
    )
    done = subprocess.run(
        [sys.executable, "function.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{[SENDERS] * 4}\n", "")
    assert emulator.tokens_issued == 1
