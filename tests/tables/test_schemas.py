"""The tables are what the models are: every column stands where a model has it, with its type."""

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

from sinch_provisioning.core.codec.names import wire_name
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import shape
from sinch_provisioning.operations import OPERATIONS, ListOperation
from sinch_provisioning.sweeping.ledger import SECRETS
from sinch_provisioning.tables import TABLES, Column, Table
from tests.tables.document import PAGE, page

KINDS: dict[Any, str] = {bool: "boolean", dt.datetime: "timestamp"}
SOURCES = [(table, index) for table in TABLES.values() for index in range(len(table.sources))]


def item_of(operation: str) -> Any:
    returns: Any = OPERATIONS[operation].returns
    return getattr(returns, "item_type", returns)


def bare(tp: Any) -> Any:
    """Return a type without what says that it may be absent, or what its rules are."""
    while True:
        if get_origin(tp) is Annotated:
            tp = get_args(tp)[0]
        elif get_origin(tp) in {Union, types.UnionType}:
            real = [arg for arg in get_args(tp) if arg is not type(None)]
            if len(real) > 1:
                return tuple(real)
            tp = real[0]
        else:
            return tp


def field(model: Any, path: str) -> Any:
    """Return the type of what a path of the wire's names leads to."""
    for name in path.split("."):
        found = [one for one in attrs.fields(model) if wire_name(one) == name]
        assert found, f"{model.__name__} has no {name}"
        model = bare(get_type_hints(model, include_extras=True)[found[0].name])
    return model


def kind(tp: Any) -> str:
    if get_origin(tp) is Sequence:
        inner = bare(get_args(tp)[0])
        assert issubclass(inner, OpenEnum)
        return "list"
    if tp == (int, float):
        return "number"
    return KINDS.get(tp, "text" if issubclass(tp, str) else "?")


def element(table: Table, source: int, path: str) -> tuple[Any, str]:
    """Return the model that a path begins in, and the rest of it."""
    model = item_of(table.sources[source])
    if path[1:2] != ":":
        return model, path
    for array in table.arrays[: int(path[0])]:
        model = bare(get_args(field(model, array))[0])
    return model, path[2:]


@pytest.mark.parametrize(("table", "source"), SOURCES, ids=lambda each: getattr(each, "name", str(each)))
def test_every_path_leads_to_a_field_of_the_column_s_type(table: Table, source: int) -> None:
    for column in table.columns:
        if column.name in {"unchanged_since", "seen"}:
            continue
        assert len(column.paths) == len(table.sources), column.name
        for path in filter(None, map(str.strip, column.paths[source].split("|"))):
            if path.startswith("'"):
                assert column.type == "text"
            elif path.startswith("@"):
                assert path in {"@project", "@parent"}
            else:
                assert kind(field(*element(table, source, path))) == column.type, (column.name, path)


def test_no_column_is_a_secret_and_every_secret_is_cut() -> None:
    named: set[str] = set()

    def walk(model: Any, seen: frozenset[Any]) -> None:
        if get_origin(model) in {Sequence, Mapping}:
            model = bare(get_args(model)[-1])
        for each in model if isinstance(model, tuple) else (model,):
            if not attrs.has(each) or each in seen:
                continue
            for one in attrs.fields(each):
                tp = bare(get_type_hints(each, include_extras=True)[one.name])
                if tp is Secret:
                    named.add(wire_name(one))
                else:
                    walk(tp, seen | {each})

    for operation in OPERATIONS.values():
        if isinstance(operation, ListOperation) or operation.id == "getWhatsappAccount":
            walk(item_of(operation.id), frozenset())
    assert named == set(SECRETS)
    paths = [path for table in TABLES.values() for column in table.columns for path in column.paths]
    assert not [path for path in paths if any(name in path for name in SECRETS)]


def test_no_item_of_a_list_is_read_strictly() -> None:
    operations = [one.id for one in OPERATIONS.values() if isinstance(one, ListOperation)]
    assert not [id for id in operations if shape(item_of(id)).is_sent]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_is_documented(table: Table) -> None:
    assert all(doc.endswith(".") for doc in (table.doc, *(column.doc for column in table.columns)))
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) | table.quiet <= set(names)
    assert all(isinstance(column, Column) for column in table.columns)


def test_the_page_of_the_tables_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m tests.tables.document`"
