"""What was found, for people and for machines."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from benchmarks.measure import Outcome, Ratio, Spread

RESULTS = Path(__file__).parent / "results"

_UNITS = {"us": "us", "cpu": "us", "wall": "us", "speed": "/s", "ms": "ms", "MB": "MB"}
_BESIDE = {"cpu": "CPU {:.0f} us", "wall": "wall {:.0f} us", "peak": "peak {:.0f} MB", "idle": "idle {:.0f} MB"}


def machine() -> str:
    """Say what this ran on."""
    interpreter = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {interpreter}"


def show(outcome: Outcome) -> str:
    """Return one benchmark as text."""
    lines = [f"\n{outcome.title}"]
    width = max((len(figure.who) for figure in outcome.figures), default=0)
    for figure in outcome.figures:
        beside = ", ".join(_BESIDE.get(name, name + " {:.1f}").format(value) for name, value in figure.beside.items())
        unit = _UNITS.get(figure.unit, figure.unit)
        lines.append(
            f"  {figure.who:<{width}}  {_number(figure.value):>24} {unit:<3} {figure.what}"
            + (f"  ({beside})" if beside else "")
        )
    lines += [f"  {note}" for note in outcome.notes]
    return "\n".join(lines)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return all ratios with what they should be, as a table that Markdown takes too."""
    rows = [("ours against", "measured", "lowest to highest", "target", "stretch", "")]
    for outcome in outcomes:
        for ratio in outcome.ratios:
            value = ratio.value
            rows.append(
                (
                    ratio.what,
                    f"{value.median:.2f}{ratio.unit}",
                    f"{value.low:.2f} to {value.high:.2f}",
                    _aim(ratio, ratio.target),
                    _aim(ratio, ratio.stretch),
                    verdict(ratio),
                )
            )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * max(width, 3) for width in widths) + " |")
    return "\n".join(lines)


def verdict(ratio: Ratio) -> str:
    """Say whether a ratio is what it should be."""
    if ratio.target is None:
        return ""
    return "stretch" if ratio.reaches(ratio.stretch) else "met" if ratio.reaches(ratio.target) else "MISSED"


def save(outcomes: Mapping[str, Outcome], versions: Mapping[str, str], *, quick: bool, seconds: float) -> Path:
    """Write everything as JSON and return where."""
    RESULTS.mkdir(exist_ok=True)
    content = {
        "machine": machine(),
        "quick": quick,
        "seconds": round(seconds),
        "versions": dict(versions),
        "benchmarks": {name: attrs.asdict(outcome) for name, outcome in outcomes.items()},
    }
    path = RESULTS / "latest.json"
    path.write_text(json.dumps(_rounded(content), indent=1) + "\n")
    return path


def _rounded(value: object) -> object:
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list() | tuple():
            return [_rounded(item) for item in value]
        case _:
            return value


def _number(value: Spread) -> str:
    digits = 0 if value.median >= 1000 else 1
    text = f"{value.median:,.{digits}f}"
    return text if value.low == value.high else f"{text} ({value.low:,.{digits}f}-{value.high:,.{digits}f})"


def _aim(ratio: Ratio, aim: float | None) -> str:
    if aim is None:
        return ""
    return f"{'>=' if ratio.more_is_better else '<='} {aim:g}{ratio.unit}"
