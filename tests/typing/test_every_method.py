"""The files of this folder, which type checkers read, leave out no method."""

import ast
from pathlib import Path

import pytest

from tests.test_surface import methods, resources

FAMILIES = [
    path
    for path in sorted(Path(__file__).parent.glob("*.py"))
    if path.stem in {"bundles", "conversation", "kakaotalk", "rcs", "sms", "webhooks", "whatsapp"}
]


def called(function: ast.AST) -> set[str]:
    """Return the paths of all calls that start from the client."""
    short = {
        target.id: ast.unparse(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            root, _, rest = ast.unparse(node.func).partition(".")
            found.add(f"{short.get(root, root)}.{rest}")
    return found


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_every_method_is_called_awaited_and_not(path: Path) -> None:
    expected = {
        f"{group}.{name}"
        for group, resource in resources().items()
        if group.split(".")[1] == path.stem
        for name, _ in methods(type(resource))
    }
    assert expected
    functions = [
        node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for name in ("awaited", "blocking"):
        (function,) = [node for node in functions if node.name == name]
        assert expected - called(function) == set()


def test_there_is_a_file_for_each_family() -> None:
    assert len(FAMILIES) == 7
