"""What can be done to a module so that it still compiles."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import attrs

PACKAGE = Path(__file__).parents[2] / "sinch_provisioning"
TARGETS = {
    "core": (
        "tests/core",
        "tests/rcs/test_models.py",
        "tests/whatsapp/test_models.py",
        "tests/security/test_echoes.py",
    ),
    "net": ("tests/net", "tests/reliability/test_deadlines.py", "tests/security/test_settings.py"),
    "webhooks": ("tests/webhooks",),
    "bulk": ("tests/test_bulk.py", "tests/test_bulk_map.py"),
    "paging.py": ("tests/test_paging.py", "tests/test_page_tokens.py", "tests/test_unreadable.py"),
}
"""What is mutated, below the package, and the tests that have to notice."""

_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
}


@attrs.frozen
class Mutant:
    """One fault: a piece of a module, and what stands there instead."""

    file: Path
    line: int
    span: tuple[int, int]
    """Where the piece begins and ends, in bytes."""
    before: str
    after: str

    def source(self) -> bytes:
        """Return the module with the fault in it."""
        text = self.file.read_bytes()
        start, end = self.span
        return text[:start] + self.after.encode() + text[end:]

    def __str__(self) -> str:
        where = f"{self.file.relative_to(PACKAGE.parent)}:{self.line}"
        return f"{where}: {_short(self.before)}  ->  {_short(self.after)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) < 90 else f"{line[:87]}..."


def files(only: list[str]) -> Iterator[Path]:
    """Walk the modules to mutate."""
    for target in TARGETS:
        path = PACKAGE / target
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if not only or any(name in str(file.relative_to(PACKAGE)) for name in only):
                yield file


def tests_of(changed: list[Path]) -> list[str]:
    """Return the tests of the targets that files belong to."""
    parts = {file.relative_to(PACKAGE).parts[0] for file in changed}
    return [test for target, tests in TARGETS.items() if target in parts for test in tests]


def mutants(file: Path) -> Iterator[Mutant]:
    """Walk the faults that a module can be given."""
    data = file.read_bytes()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _code(ast.parse(data)):
        for changed in _changed(node):
            assert isinstance(node, ast.expr | ast.stmt)
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            before, after = data[start:end].decode(), ast.unparse(changed)
            if isinstance(node, ast.expr):
                after = f"({after})"
            elif "\n" in after:
                continue  # a block, whose indentation would be lost
            yield Mutant(file, node.lineno, (start, end), before, after)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs: no annotations, no decorators, nothing that is for type checkers or only declared."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Raise() | ast.Assert():
            return
        case ast.ClassDef(bases=bases) if any("Protocol" in ast.unparse(base) for base in bases):
            return
        case ast.Assign(targets=[ast.Name(id=name)]) if name.startswith("__"):
            return
        case _:
            yield node
    skipped = {"annotation", "returns", "decorator_list", "bases", "type_params"}
    for name, value in ast.iter_fields(node):
        if name not in skipped:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _code(child)


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """Walk the changed forms of one node."""
    other = deepcopy(node)
    match other:
        case ast.Compare(ops=ops):
            for number, op in enumerate(ops):
                changed = deepcopy(other)
                changed.ops[number] = _OTHER[type(op)]()  # type: ignore[call-overload]
                yield changed
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _OTHER:
            other.op = _OTHER[type(op)]()  # type: ignore[assignment]
            yield other
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield ast.Pass()
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Continue():
            yield ast.Break()
        case _:
            pass
