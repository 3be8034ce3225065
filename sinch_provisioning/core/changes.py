"""The difference of two models, as the update that turns one into the other."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import attrs

from sinch_provisioning.core.shapes import fields, shapes_of
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest

U = TypeVar("U")


def difference(update: type[U], before: object, after: object) -> U:
    """Return an update that holds only what differs: a new value, or None for what is gone.

    Args:
        update: Class of the update.
        before: What the service has; fields are matched by name.
        after: What it is to have.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    violations: list[tuple[str, str]] = []
    found = _difference(update, before, after, "", violations)
    if violations:
        raise InvalidRequest(violations)
    return cast("U", update() if found is UNSET else found)


def difference_by_kind(updates: Mapping[type[object], type[object]], before: object, after: object) -> object:
    """Return the difference of two objects of one of several classes.

    Args:
        updates: The update of each class.
        before: What the service has.
        after: What it is to have, of the same class.

    Raises:
        InvalidRequest: they are not of one of the classes, or as `difference` does.
    """
    update = updates.get(type(before))
    if update is None or type(after) is not type(before):
        names = ", ".join(kind.__name__ for kind in updates)
        raise InvalidRequest([("after", f"must be, like before, one of {names}, not {type(after).__name__}")])
    return difference(update, before, after)


def _difference(update: Any, before: object, after: object, path: str, violations: list[tuple[str, str]]) -> Any:
    shapes = shapes_of(update)
    found: dict[str, Any] = {}
    for field in attrs.fields(cast("Any", type(after))):
        name, inner = field.name, f"{path}.{field.name}" if path else field.name
        old = field.default if before is None else getattr(before, name, None)
        new = getattr(after, name)
        if old == new:
            continue
        if name not in shapes:
            violations.append((inner, "cannot be changed"))
            continue
        # The update of a nested model goes by its name: `BrandUpdate` for a `Brand`.
        wanted = f"{type(old if new is None else new).__name__}Update"
        nested = next((one.cls for one in shapes[name].options if getattr(one.cls, "__name__", "") == wanted), None)
        if nested is not None and new is not None:
            changed = _difference(nested, old, new, inner, violations)
            if changed is not UNSET:
                found[name] = changed
        elif new is None and not shapes[name].nullable:
            violations.append((inner, "cannot be removed"))
        else:
            found[name] = new
    if not found:
        return UNSET
    # Some fields go with every change.
    always = [field.name for field in fields(update) if field.required]
    return update(**{name: getattr(after, name, None) for name in always} | found)
