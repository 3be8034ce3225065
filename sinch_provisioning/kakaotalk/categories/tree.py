"""From the tree of sender categories to the three codes that a sender has."""

from collections.abc import Iterator

import attrs

from sinch_provisioning.kakaotalk.categories.models import SenderCategory, SenderCategoryList


@attrs.frozen
class SenderCategoryPath:
    """A category that a sender can have, with the two levels above it."""

    top_level: SenderCategory
    mid_level: SenderCategory
    sub_level: SenderCategory


def sender_category_paths(tree: SenderCategoryList) -> Iterator[SenderCategoryPath]:
    """Yield all categories that a sender can have, in the order of the tree.

    A sender's details take the codes of all three levels, as each code is unique only among its siblings.
    """
    for top in tree.categories:
        for mid in top.subcategories:
            for sub in mid.subcategories:
                yield SenderCategoryPath(top, mid, sub)
