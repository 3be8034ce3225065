"""One word for everything that is run here: `nox -s tests`, `nox -s lint`, ...; `nox -l` lists them.

Each session has an environment of its own, made on first use. With `--no-venv` it takes the one that nox itself is in
(`pip install -e '.[dev,checks]'` first), and what is missing there is a session skipped with its reason.
"""

import os
import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True

HERE = Path(__file__).parent


def needs(session: nox.Session, *extras: str, modules: Sequence[str] = (), programs: Sequence[str] = ()) -> None:
    """Install the package with extras; where nothing can be installed, skip if something is missing, or fail in CI."""
    if session.virtualenv.is_sandboxed:
        session.install("-e", f".[{','.join(extras)}]")
        return
    missing = [module for module in modules if find_spec(module) is None]
    missing += [program for program in programs if shutil.which(program) is None]
    if missing:
        reason = f"{', '.join(missing)} missing: pip install -e '.[{','.join(extras)}]'"
        if os.environ.get("CI"):
            session.error(reason)
        session.skip(reason)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the test suite, in as many processes as there are cores; arguments go to pytest."""
    needs(session, "dev", modules=("pytest", "xdist"))
    session.run("python", "-m", "pytest", "-q", "-n", "logical", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, directions of imports, and the workflows."""
    needs(session, "dev", "checks", programs=("ruff", "lint-imports", "zizmor", "check-jsonschema"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")
    workflows = sorted(map(str, HERE.glob(".github/workflows/*.yml")))
    session.run("zizmor", "--offline", "--quiet", "--no-progress", ".github")
    session.run("check-jsonschema", "--quiet", "--builtin-schema", "vendor.github-workflows", *workflows)
    session.run("check-jsonschema", "--quiet", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")
    forms = sorted(str(form) for form in HERE.glob(".github/ISSUE_TEMPLATE/*.yml") if form.name != "config.yml")
    session.run("check-jsonschema", "--quiet", "--builtin-schema", "vendor.github-issue-forms", *forms)
    config = ".github/ISSUE_TEMPLATE/config.yml"
    session.run("check-jsonschema", "--quiet", "--builtin-schema", "vendor.github-issue-config", config)


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy, also of snippets, and pyright, that every public type is known; ty and pyrefly: calls."""
    needs(session, "dev", "checks", "engines", "frameworks", "tables", programs=("mypy", "pyright", "ty", "pyrefly"))
    session.run("mypy")
    session.run("python", "-m", "tests.docs.snippet_types")
    session.run("pyright")
    session.run("pyright", "--verifytypes", "sinch_provisioning", "--ignoreexternal")
    python = session.run("python", "-c", "import sys; print(sys.executable)", silent=True)
    session.run("ty", "check", "--quiet", "--error-on-warning", "--python", str(python).strip())
    session.run("pyrefly", "check", "--python-interpreter-path", str(python).strip())


@nox.session
def surface(session: nox.Session) -> None:
    """Compare the public surface with its text, and with a commit: `nox -s surface -- v1.2.0`."""
    needs(session, "dev", "checks", modules=("griffe",))
    session.run("python", "-m", "tests.surface")
    session.run("python", "-m", "pytest", "-q", "tests/test_surface.py", "tests/test_surface_text.py")
    for ref in session.posargs:
        session.run("python", "-m", "tests.surface", "--against", ref)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site, where a warning is an error, and check that what it says is so; arguments go to pytest."""
    needs(session, "docs", "dbos", "tables", modules=("pytest", "sphinx", "furo", "myst_parser", "sphinx_llm"))
    site = HERE / "build" / "site"
    shutil.rmtree(site, ignore_errors=True)
    session.run("python", "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "docs", str(site))
    # The onboarding service is an application of DBOS, of which a process has one: the session engines tests it.
    examples = ("tests/examples", "--ignore=tests/examples/test_onboarding_service.py")
    pages = ["tests/docs", "tests/test_errata.py", *examples, "tests/reliability/test_table.py"]
    session.run(
        *("python", "-m", "pytest", "-q", "-n", "logical", *pages, "tests/repository", *session.posargs),
        env={"DOCS_SITE": str(site), "DOCS_EXTRAS": "all" if session.virtualenv.is_sandboxed else "some"},
    )


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed, as ratios to peers that are installed when it runs; arguments go to `python -m benchmarks`."""
    needs(session, "dev", modules=("attrs",))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Feed mutated data to everything that reads; `nox -s fuzz -- --executions 1000000`."""
    needs(session, "dev", modules=("hypothesis",))
    session.run("python", "-m", "tests.fuzz", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Run a client for long against a failing service, and kill onboardings; arguments go to `tests.soak`."""
    needs(session, "dev", modules=("trustme",))
    session.run("python", "-m", "tests.soak", *session.posargs)
    session.run("python", "-m", "tests.onboarding.killing")
    session.run("python", "-m", "tests.onboarding.machine")


@nox.session
def engines(session: nox.Session) -> None:
    """Test what runs on durable engines and clusters: Dask, DBOS on SQLite and PostgreSQL, Temporal."""
    needs(session, "engines", modules=("dbos", "distributed", "temporalio"))
    onboarding = ("tests/onboarding/test_dbos.py", "tests/onboarding/test_temporal.py")
    tests = ("tests/sweeping/test_dask.py", *onboarding, "tests/examples/test_onboarding_service.py")
    session.run("python", "-m", "pytest", "-q", *tests, *session.posargs)


@nox.session
def data(session: nox.Session) -> None:
    """Test the tables of estates with what reads them, and the reports: duckdb, polars, pandas, pyarrow, altair."""
    needs(session, "tables", modules=("altair", "duckdb", "polars", "pandas", "pyarrow"))
    places = ("tests/tables", "tests/sweeping", "tests/reports")
    session.run("python", "-m", "pytest", "-q", "-n", "logical", *places, *session.posargs)


@nox.session
def frameworks(session: nox.Session) -> None:
    """Test what the SDK is hosted in: gunicorn, Celery, Django, Litestar, gevent, notebooks; arguments go to pytest."""
    needs(session, "dev", "frameworks", modules=("celery", "django", "gevent", "gunicorn", "ipykernel", "litestar"))
    session.run("python", "-m", "pytest", "-q", "-n", "logical", "tests/frameworks", "tests/webhooks", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure which lines and branches the tests run, and fail below the floor of pyproject.toml."""
    needs(session, "dev", "checks", "dbos", "tables", modules=("coverage", "pytest"))
    session.run("python", "-m", "coverage", "erase")
    session.run("python", "-m", "coverage", "run", "-m", "pytest", "-q", "-n", "logical", *session.posargs)
    session.run("python", "-m", "coverage", "combine", "--quiet")
    session.run("python", "-m", "coverage", "report", "--skip-covered", "--sort=cover")


@nox.session
def mutation(session: nox.Session) -> None:
    """Put small faults into the package, and say which ones no test notices; arguments go to `tests.mutation`."""
    needs(session, "dev", "checks", modules=("coverage", "pytest"))
    session.run("python", "-m", "tests.mutation", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Test on the lowest versions of the dependencies that pyproject.toml allows."""
    if not session.virtualenv.is_sandboxed:
        session.skip("it needs an environment of its own: nox -s lowest, without --no-venv")
    project = nox.project.load_toml("pyproject.toml")["project"]
    # Those with a condition are not at their floor, as the tools of the tests need newer ones.
    floors = [each.split(",")[0].replace(">=", "==") for each in project["dependencies"] if ";" not in each]
    session.install("-e", ".[dev]", *floors)
    session.run(
        *("python", "-m", "pytest", "-q", "-n", "logical", "tests/core", "tests/test_cost.py", "tests/net"),
        *("tests/contract", "--ignore", "tests/contract/test_schemathesis.py", *session.posargs),
    )


@nox.session
def build(session: nox.Session) -> None:
    """Build what is released, and check it: the same bytes twice, metadata, contents, every import, the demo, a pex."""
    needs(session, "release", modules=("build", "twine", "check_wheel_contents", "cyclonedx_py", "pex"))
    session.run("python", "-m", "tests.release", *session.posargs)


@nox.session(venv_backend="none")
def newest(session: nox.Session) -> None:
    """Run the suite on the newest Pythons, in a chroot of Debian's unstable release; says why where it cannot."""
    if shutil.which("bash") is None:
        session.skip("it needs bash")
    session.run("bash", ".ci/newest", *session.posargs, external=True)
