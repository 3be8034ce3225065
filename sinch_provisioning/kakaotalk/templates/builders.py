"""The buttons of a template: `Buttons(Button.web_link("Shop", "https://shop.example"), Button.of(...))`."""

# ruff: noqa: N802 - it is used like a class: the capital says what is returned

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol, final

from sinch_provisioning.kakaotalk.templates.models import ButtonType, TemplateButton


class UnplacedButton(Protocol):
    """A button without a position; `Buttons` gives it one."""

    def __call__(self, *, ordering: int) -> TemplateButton:
        """Return the button at a position."""
        ...


@final
class Button:
    """Makes buttons. Labels have 1 to 14 characters, links 1 to 500."""

    @staticmethod
    def web_link(name: str, mobile: str, *, pc: str | None = None) -> UnplacedButton:
        """Return a button that opens an address, and optionally another address on a desktop computer."""
        return Button.of(ButtonType.WEB_LINK, name, link_mo=mobile, link_pc=pc)

    @staticmethod
    def app_link(name: str, *, ios: str, android: str) -> UnplacedButton:
        """Return a button that opens an app."""
        return Button.of(ButtonType.APP_LINK, name, scheme_ios=ios, scheme_android=android)

    @staticmethod
    def of(
        type: ButtonType | str,
        name: str | None = None,
        *,
        link_mo: str | None = None,
        link_pc: str | None = None,
        scheme_ios: str | None = None,
        scheme_android: str | None = None,
    ) -> UnplacedButton:
        """Return a button of any type; which links it needs is not documented."""
        kind: Any = type
        return partial(
            TemplateButton,
            type=kind,
            name=name,
            link_mo=link_mo,
            link_pc=link_pc,
            scheme_ios=scheme_ios,
            scheme_android=scheme_android,
        )


def Buttons(*buttons: UnplacedButton) -> Sequence[TemplateButton]:
    """Return up to five buttons of different types, from top to bottom."""
    return tuple(button(ordering=position) for position, button in enumerate(buttons, start=1))
