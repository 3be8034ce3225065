"""The buttons of a template: `Buttons(Button.web_link("Shop", "https://shop.example"), Button.of(...))`."""

# ruff: noqa: N802 - it stands where a class would: the capital says what comes out

from functools import partial
from typing import Protocol, final

from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.kakaotalk.models import ButtonType, TemplateButtonInput

__all__ = ["Button", "Buttons", "PlacedLater"]


class PlacedLater(Protocol):
    """A button that has no place yet; `Buttons` gives it one."""

    def __call__(self, *, ordering: int) -> TemplateButtonInput:
        """Return the button in its place."""
        ...


@final
class Button:
    """What can be tapped. Labels have 1 to 14 characters, links 1 to 500."""

    @staticmethod
    def web_link(name: str, mobile: str, *, pc: str | Unset = UNSET) -> PlacedLater:
        """Return a button that opens an address, on request another one on a desktop computer."""
        return Button.of(ButtonType.WEB_LINK, name, link_mo=mobile, link_pc=pc)

    @staticmethod
    def app_link(name: str, *, ios: str, android: str) -> PlacedLater:
        """Return a button that opens an app."""
        return Button.of(ButtonType.APP_LINK, name, scheme_ios=ios, scheme_android=android)

    @staticmethod
    def of(
        type: ButtonType,
        name: str | Unset = UNSET,
        *,
        link_mo: str | Unset = UNSET,
        link_pc: str | Unset = UNSET,
        scheme_ios: str | Unset = UNSET,
        scheme_android: str | Unset = UNSET,
    ) -> PlacedLater:
        """Return a button of any type; which links it needs is not documented."""
        return partial(
            TemplateButtonInput,
            type=type,
            name=name,
            link_mo=link_mo,
            link_pc=link_pc,
            scheme_ios=scheme_ios,
            scheme_android=scheme_android,
        )


def Buttons(*buttons: PlacedLater) -> list[TemplateButtonInput]:
    """Return up to five buttons of different types, from the top to the bottom."""
    return [button(ordering=place) for place, button in enumerate(buttons, start=1)]
