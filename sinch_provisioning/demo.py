"""The demo: a sweep over many projects, then the life of one sender, all against the built-in emulator."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING

from sinch_provisioning import AsyncClient, bulk, from_dict, rcs, whatsapp
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock

if TYPE_CHECKING:
    from rich.console import Console


def demo(*, projects: int = 12, senders: int = 300) -> None:
    """Show the SDK at work against the built-in emulator.

    Args:
        projects: Projects to sweep.
        senders: Senders in each of them.
    """
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)  # a file or a pipe has no edge to wrap at
    asyncio.run(run(console, projects=projects, senders=senders))


async def run(console: "Console", *, projects: int, senders: int) -> None:
    """Run the demo and end with one line that sums it up."""
    started = time.perf_counter()
    ids = [f"project-{number:02}" for number in range(1, projects + 1)]
    async with (
        Emulator(project_id=ids, senders=senders) as emulator,
        # What takes the service hours is over as soon as it is waited for.
        AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as sinch,
    ):
        console.print(f"The emulator serves {projects} projects at {emulator.url}; nothing leaves this machine.\n")
        total, took = await sweep(console, sinch, ids, projects * senders)
        await life_of_a_sender(console, sinch)
        await account(console, sinch)
        requests = len(emulator.requests)
    console.print(
        f"\nDone: {projects} projects, {total:,} senders swept in {took:.2f} s ({total / took:,.0f} a second), "
        f"1 sender launched, {requests} requests, {time.perf_counter() - started:.1f} s in all."
    )


def show(console: "Console", code: str) -> None:
    """Print a call as a reader could type it."""
    from rich.syntax import Syntax

    console.print(Syntax(code, "python", theme="ansi_dark", background_color="default", word_wrap=True))


async def sweep(console: "Console", sinch: AsyncClient, ids: list[str], expected: int) -> tuple[int, float]:
    """List the senders of all projects at once and print a table of their states."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Table

    show(
        console,
        "async for result in bulk.listings({id: sinch.project(id).rcs.senders.list(page_size=100) for id in ids}):\n"
        "    counts[result.key][result.item.state] += 1",
    )
    counts: dict[str, Counter[str]] = {id: Counter() for id in ids}
    started = time.perf_counter()
    columns = (TextColumn("sweeping"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("senders", total=expected)
        async for result in bulk.listings({id: sinch.project(id).rcs.senders.list(page_size=100) for id in ids}):
            if result.error is not None:
                console.print(f"{result.key} broke off: {result.error}; it can go on at {result.resume_token}")
                continue
            counts[result.key][result.item.state or "none"] += 1
            progress.advance(bar)
    took, all_states = time.perf_counter() - started, sum(counts.values(), Counter[str]())

    used = [state for state in rcs.SenderState if all_states[state]]
    gap = 1 if console.width < 100 else 2  # so that no word is cut at 80 columns
    table = Table(title="Senders by state", title_justify="left", box=None, padding=(0, gap, 0, 0), pad_edge=False)
    table.add_column("project")
    for name in (*(state.replace("_", " ").lower() for state in used), "all"):
        table.add_column(name, justify="right")
    for id, count in counts.items():
        table.add_row(id, *(str(count[state]) for state in used), str(count.total()))
    console.print(table)
    return all_states.total(), took


async def life_of_a_sender(console: "Console", sinch: AsyncClient) -> None:
    """Create a sender, complete it, launch it and follow it until it is live."""
    show(
        console,
        "\nsender = await sinch.rcs.senders.create(\n"
        "    region=rcs.Region.EU,\n"
        "    billing_category=rcs.BillingCategory.CONVERSATIONAL,\n"
        "    use_case=rcs.UseCase.TRANSACTIONAL,\n"
        ")",
    )
    senders = sinch.rcs.senders
    sender = await senders.create(
        region=rcs.Region.EU,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.TRANSACTIONAL,
    )
    console.print(f"{sender.id} is {sender.state}\n")

    show(console, "rcs.missing_launch_requirements(sender)")
    for path in rcs.missing_launch_requirements(sender):
        console.print(f"  {path}")

    show(console, "\nsender = await sinch.rcs.senders.update(sender.id, details=COMPLETE)  # brand, countries, answers")
    sender = await senders.update(sender.id, details=complete("Parcel News"))
    sender = await senders.wait_for(sender.id, rcs.SenderState.IN_TEST)
    console.print(f"{sender.state}; still missing: {rcs.missing_launch_requirements(sender) or 'nothing'}\n")

    show(
        console,
        "await sinch.rcs.senders.launch(sender.id)\n"
        "sender = await sinch.rcs.senders.wait_for(sender.id, rcs.SenderState.LAUNCHED, deadline=3600)",
    )
    await senders.launch(sender.id)
    sender = await senders.wait_for(sender.id, rcs.SenderState.LAUNCHED)
    for country in sender.country_status or []:
        operators = ", ".join(f"{operator.name} {operator.status}" for operator in country.operators)
        console.print(f"  {country.country}: {country.status} ({operators})")
    console.print(f"{sender.id} is {sender.state}\n")

    show(
        console,
        'await sinch.rcs.senders.comment(sender.id, "Thank you!")\n'
        "async for activity in sinch.rcs.senders.activities(sender.id): ...",
    )
    await senders.comment(sender.id, "Thank you!")
    await history(console, senders.activities(sender.id))


async def account(console: "Console", sinch: AsyncClient) -> None:
    """Ask for a WhatsApp account, comment on it and list what happened to it."""
    show(
        console,
        "\nawait sinch.whatsapp.account.create(whatsapp.PartnerInitiatedAccountInput(...))\n"
        "await sinch.whatsapp.account.wait_for(whatsapp.AccountState.ONBOARDED)\n"
        'await sinch.whatsapp.account.comment("Please look at our new sender")\n'
        "async for activity in sinch.whatsapp.account.activities(): ...",
    )
    category = whatsapp.Vertical.TRAVEL_AND_TRANSPORTATION
    wanted = whatsapp.PartnerInitiatedAccountInput(
        waba_name="Parcel News",
        client_business_manager_id="1234567890",
        sender_details=whatsapp.AccountSenderDetails(display_name="Parcel News", business_category=category),
    )
    await sinch.whatsapp.account.create(wanted)
    await sinch.whatsapp.account.wait_for(whatsapp.AccountState.ONBOARDED)
    await sinch.whatsapp.account.comment("Please look at our new sender")
    await history(console, sinch.whatsapp.account.activities())


async def history(console: "Console", activities: AsyncIterable[rcs.Activity]) -> None:
    """Print what has happened."""
    async for activity in activities:
        console.print(f"  {activity.created:%H:%M:%S} {activity.type} {activity.comment or ''}")


def complete(name: str) -> rcs.DetailsUpdate:
    """Return all that a brand has to tell before its sender can be launched in Germany."""
    site = "https://parcels.example"
    brand = {
        "name": name,
        "emails": [{"label": "Help", "address": "help@parcels.example"}],
        "banner_url": f"{site}/banner.png",
        "logo_url": f"{site}/logo.png",
        "privacy_policy_url": f"{site}/privacy",
        "terms_of_service_url": f"{site}/terms",
    }
    general = {
        "opt_in_description": "A box to tick when ordering",
        "trigger_description": "A parcel is on its way",
        "interactions_description": "Delivery times, and a link to change the day",
        "opt_out_description": "Answer STOP",
        "screenshot_uris": [f"{site}/screen.png"],
        "video_uris": [f"{site}/video.mp4"],
    }
    contact = {"name": "Ann Example", "email": "ann@parcels.example", "website": site}
    questionnaire = {"general": {"answers": general}, "verification": {"answers": contact}}
    return from_dict(rcs.DetailsUpdate, {"countries": ["DE"], "brand": brand, "questionnaire": questionnaire})
