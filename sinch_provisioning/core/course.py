"""Where a walk through the pages of a list goes, and whether it gets anywhere."""

from typing import Any

from sinch_provisioning.core.pages import Page
from sinch_provisioning.errors import InvalidRequest, ProvisioningError

EMPTY_PAGES = 100
"""Empty pages in a row that a walk follows at most; a filter may leave some empty, but not without end."""


class Course:
    """The way of one walk: notices pages that lead nowhere, in constant memory whatever the number of pages.

    One token is remembered and compared with those that come; after 1, 2, 4, ... steps the current one takes its place
    (Brent's algorithm). A circle is noticed after at most three times its length and the way to it.
    """

    __slots__ = ("_empty", "_mark", "_operation", "_power", "_steps")

    def __init__(self, operation: str, start: str | None) -> None:
        self._operation = operation
        self._mark = start
        self._power: int = 1
        self._steps = 0
        self._empty = 0

    def after(self, page: Page[Any]) -> str | None:
        """Return where the page after this one starts, or None if it is the last; ask before handing the page on.

        Raises:
            ProvisioningError: the walk cannot come to an end; `resume_token` leads to what was not handed on.
        """
        following = page.next_token
        if following is None:
            return None
        if following in {page.token, self._mark}:
            raise self._error("the service's next page is one that it has returned before", page.token)
        self._empty = 0 if page.items or page.unreadable else self._empty + 1
        if self._empty >= EMPTY_PAGES:
            raise self._error(f"{EMPTY_PAGES} pages in a row are empty, and there is still a next one", following)
        self._steps += 1
        if self._steps == self._power:
            self._mark = following
            self._power *= 2
            self._steps = 0
        return following

    def _error(self, words: str, resume_token: str | None) -> ProvisioningError:
        error = ProvisioningError(f"{self._operation}: {words}")
        error.resume_token = resume_token
        return error


def check_token(name: str, token: object) -> None:
    """Reject what cannot be a page's token.

    Raises:
        InvalidRequest: it is neither a text of at least one character nor None.
    """
    if token is not None and (not isinstance(token, str) or not token):
        what = "is empty" if isinstance(token, str) else f"is a {type(token).__name__}"
        raise InvalidRequest([(name, f"must be a page's token (str), or None for the first page; {what}")])
