"""The buttons of a template: `Buttons(Button.web_link("Shop", "https://shop.example"), Button.of(...))`."""

# ruff: noqa: N802 - it is used like a class: the capital says what is returned

from collections.abc import Sequence
from typing import Any, final

from sinch_provisioning.core.model import evolve
from sinch_provisioning.kakaotalk.templates.models import ButtonType, TemplateButton


@final
class Button:
    """Makes buttons, which get their positions from `Buttons`. Labels have 1 to 14 characters, links 1 to 500."""

    @staticmethod
    def web_link(name: str, mobile: str, *, pc: str | None = None) -> TemplateButton:
        """Return a button that opens an address, and optionally another address on a desktop computer."""
        return TemplateButton(type=ButtonType.WEB_LINK, name=name, link_mo=mobile, link_pc=pc)

    @staticmethod
    def app_link(name: str, *, ios: str, android: str) -> TemplateButton:
        """Return a button that opens an app."""
        return TemplateButton(type=ButtonType.APP_LINK, name=name, scheme_ios=ios, scheme_android=android)

    @staticmethod
    def of(
        type: ButtonType | str,
        name: str | None = None,
        *,
        link_mo: str | None = None,
        link_pc: str | None = None,
        scheme_ios: str | None = None,
        scheme_android: str | None = None,
    ) -> TemplateButton:
        """Return a button of any type; which links it needs is not documented."""
        kind: Any = type
        return TemplateButton(
            type=kind, name=name, link_mo=link_mo, link_pc=link_pc, scheme_ios=scheme_ios, scheme_android=scheme_android
        )


def Buttons(*buttons: TemplateButton) -> Sequence[TemplateButton]:
    """Return up to five buttons of different types, from top to bottom."""
    return tuple(evolve(button, ordering=position) for position, button in enumerate(buttons, start=1))
