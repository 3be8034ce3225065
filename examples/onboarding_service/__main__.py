"""Serve the service, or show six weeks of it in a minute.

    python -m examples.onboarding_service serve --port 8000
    python -m examples.onboarding_service demo --weeks 6

`serve` takes its settings from the environment: SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET,
SINCH_WEBHOOK_SECRET, SERVICE_PASSWORD, PUBLIC_URL, and DATABASE_URL if it is not to be a file.
"""

import argparse
import asyncio
import os
import sys

import uvicorn

from examples.onboarding_service.app import Settings, create_app
from examples.onboarding_service.demo import demo
from sinch_provisioning import Config


def main() -> int:
    """Run a command; uvicorn stops gracefully on SIGTERM and SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m examples.onboarding_service")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve").add_argument("--port", type=int, default=8000)
    commands.add_parser("demo").add_argument("--weeks", type=int, default=6)
    given = parser.parse_args()
    if given.command == "demo":
        return asyncio.run(demo(given.weeks))
    settings = Settings(
        sinch=Config.from_env(),
        webhook_secret=os.environ["SINCH_WEBHOOK_SECRET"],
        password=os.environ["SERVICE_PASSWORD"],
        public_url=os.environ["PUBLIC_URL"],
        database=os.environ.get("DATABASE_URL", "sqlite:///onboardings.db"),
    )
    uvicorn.run(create_app(settings), port=given.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
