"""What an import costs and gives: nothing is loaded before it is used, and everything that is named is there."""

import json
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent

import pytest

import sinch_provisioning

HEAVY = ["aiohttp", "anyio", "asyncio", "cattrs", "attrs", "msgspec", "jsonschema_rs", "rich", "cyclopts", "pytest"]


def loaded_by(script: str) -> set[str]:
    """Return the modules that a script loads in an interpreter of its own."""
    code = dedent(script) + "\nimport json, sys; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_package_itself_loads_next_to_nothing() -> None:
    loaded = loaded_by("import sinch_provisioning")
    assert not {name for name in HEAVY if name in loaded}
    ours = {name for name in loaded if name.startswith("sinch_provisioning")}
    assert ours == {"sinch_provisioning"}


def test_telemetry_without_its_extra_says_what_to_install() -> None:
    loaded_by("""
        import sys
        sys.modules["opentelemetry"] = None
        try:
            import sinch_provisioning.telemetry
        except ModuleNotFoundError as error:
            assert "pip install 'sinch-provisioning[otel]'" in str(error)
        else:
            raise AssertionError
    """)


@pytest.mark.parametrize(
    "script",
    [
        "from sinch_provisioning import AsyncClient, Client, Config, bulk, errors",
        "from sinch_provisioning import rcs, whatsapp, kakaotalk, conversation, bundles, sms, webhooks",
        "from sinch_provisioning.operations import OPERATIONS; assert OPERATIONS",
        """
        from sinch_provisioning import AsyncClient
        sinch = AsyncClient(project_id="p", key_id="k", key_secret="s")
        sinch.rcs.senders.list()
        """,
        """
        from sinch_provisioning import Client
        with Client(project_id="p", key_id="k", key_secret="s") as sinch:
            sinch.rcs.senders.list()
        """,
    ],
)
def test_aiohttp_is_loaded_with_the_first_request_only(script: str) -> None:
    loaded = loaded_by(script)
    assert "aiohttp" not in loaded
    assert not {name for name in loaded if name.startswith("sinch_provisioning.emulator")}


def test_one_family_does_not_load_the_others() -> None:
    families = {"rcs", "whatsapp", "kakaotalk", "conversation", "bundles", "sms", "webhooks"}
    for family in sorted(families):
        loaded = loaded_by(f"from sinch_provisioning import {family}")
        others = {name for name in families - {family} if f"sinch_provisioning.{name}" in loaded}
        assert not others, f"{family} loads {others}"


@pytest.mark.parametrize("name", vars(sinch_provisioning)["__all__"])
def test_every_name_is_there_and_is_listed(name: str) -> None:
    assert getattr(sinch_provisioning, name) is not None
    assert name in dir(sinch_provisioning)


def test_names_are_resolved_once_and_are_those_of_their_rooms() -> None:
    from sinch_provisioning.client import AsyncClient
    from sinch_provisioning.core.unset import UNSET

    assert sinch_provisioning.AsyncClient is AsyncClient
    assert sinch_provisioning.UNSET is UNSET
    assert "AsyncClient" in vars(sinch_provisioning)
    assert import_module("sinch_provisioning.rcs") is sinch_provisioning.rcs


def test_what_was_not_used_yet_is_listed_too() -> None:
    loaded = loaded_by(
        """
        import sinch_provisioning
        assert set(sinch_provisioning.__all__) <= set(dir(sinch_provisioning))
        namespace = {}
        exec("from sinch_provisioning import *", namespace)
        assert set(sinch_provisioning.__all__) <= set(namespace)
        """
    )
    assert "aiohttp" not in loaded


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'sinch_provisioning' has no attribute 'Clent'"):
        _ = sinch_provisioning.Clent  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def test_the_version_is_that_of_the_installed_package() -> None:
    assert sinch_provisioning.__version__ == version("sinch-provisioning")


def test_the_package_says_that_it_is_typed() -> None:
    package = sinch_provisioning.__file__
    assert package is not None
    assert (Path(package).parent / "py.typed").is_file()


def test_only_the_bridge_crosses_threads() -> None:
    """import-linter knows no modules inside of other packages, so this rule of its kind stands here."""
    package = Path(sinch_provisioning.__file__).parent
    crossing = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "anyio.from_thread" in path.read_text()
    ]
    assert crossing == ["blocking/loop.py"]
