"""What has changed since a commit so that a user's code may break: `python -m tests.surface --against REF`."""

import ast
import re
import subprocess
from collections.abc import Iterator
from typing import Any

from tests.surface import PACKAGE, TEXT, surface


def breaks(ref: str) -> Iterator[tuple[str, str]]:
    """Walk what has changed since a commit so that a user's code may break: what, and how.

    griffe compares methods. Of all else, every changed line of the text counts that does not only take more: fields,
    functions, calls, commands, exit codes, operations.
    """
    import griffe  # type: ignore[import-not-found,unused-ignore]  # comes with `nox -s surface`

    shown = subprocess.run(["git", "show", f"{ref}:./tests/surface.txt"], capture_output=True, text=True, check=True)
    before, after = sections(shown.stdout), sections(surface())
    old = griffe.load_git(PACKAGE, ref=ref, repo=TEXT.parents[1], resolve_aliases=True)
    new = griffe.load(PACKAGE, search_paths=[TEXT.parents[1]], resolve_aliases=True)
    for section, lines in before.items():
        kept = after.get(section, {})
        for path, line in lines.items():
            owner = path.rpartition(".")[0]
            if path not in kept:
                if owner not in lines or owner in kept:  # else it has gone with its class
                    yield path, "removed"
            elif section.startswith(PACKAGE) and ": class(" in line:
                yield from _compared(griffe, path, old[path], new[path])
            elif section.startswith(PACKAGE) and owner in lines and "(" in line.partition(":")[0]:
                continue  # a method, which griffe has compared with its class
            elif kept[path] != line and not _only_grew(line, kept[path]):
                yield path, f"was: {line}"
        for path, line in kept.items():
            is_argument = section.startswith(PACKAGE) and not re.search(r" = |\(|: module$|not an argument$", line)
            if is_argument and path not in lines and path.rpartition(".")[0] in lines:
                yield path, "added as required"


def sections(text: str) -> dict[str, dict[str, str]]:
    """Return the lines of each section of the text by what they are about."""
    found: dict[str, dict[str, str]] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("# "):
            title = line[2:]
        elif line:
            path = re.match(r"(?:async )?(?:exit [\w ,]+|sinch-provisioning [\w -]+|[\w.]+)", line)
            found.setdefault(title, {})[path.group().removeprefix("async ") if path else line] = line
    return found


def _only_grew(before: str, after: str) -> bool:
    """Whether a call or a command takes what it took, and more only by keywords that may be left out."""
    both: list[ast.FunctionDef] = []
    for line in (before, after):
        _, bracket, rest = line.partition("(")
        if not bracket or line.startswith("async ") is not before.startswith("async "):
            return False
        node = ast.parse(f"def f({rest}: ...").body[0]
        assert isinstance(node, ast.FunctionDef)
        both.append(node)
    old, new = both
    known = {arg.arg for arg in old.args.kwonlyargs}
    more = [number for number, arg in enumerate(new.args.kwonlyargs) if arg.arg not in known]
    if not all(new.args.kw_defaults[number] for number in more):
        return False
    positional = len(old.args.args)
    extra = new.args.args[positional:]
    if len(extra) > len(new.args.defaults):
        return False
    del new.args.args[positional:], new.args.defaults[len(new.args.defaults) - len(extra) :]
    for number in reversed(more):
        del new.args.kwonlyargs[number], new.args.kw_defaults[number]
    return ast.unparse(old) == ast.unparse(new)


def _compared(griffe: Any, path: str, before: Any, after: Any) -> Iterator[tuple[str, str]]:
    for each in griffe.find_breaking_changes(before, after):
        inner = each.obj.canonical_path.removeprefix(after.canonical_path)
        if each.obj.is_function:
            yield f"{path}{inner}", _explained(each)


def _explained(breakage: Any) -> str:
    in_colour: str = breakage.explain()
    return re.sub(r"\x1b\[\d*m", "", in_colour).rpartition(": ")[2]


def told() -> set[str]:
    """Return the names in backticks that the changelog has under Unreleased as changed or removed."""
    changelog = (TEXT.parents[1] / "CHANGELOG.md").read_text()
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## ")[0]
    parts = [part for part in unreleased.split("\n### ") if part.startswith(("Changed", "Removed"))]
    return {word for part in parts for name in re.findall(r"`([^`]+)`", part) for word in re.findall(r"\w+", name)}


def untold(ref: str) -> list[str]:
    """Return the breaks since a commit that the changelog does not tell."""
    known = told()
    return [f"{what}: {how}" for what, how in breaks(ref) if re.findall(r"\w+", what)[-1] not in known]
