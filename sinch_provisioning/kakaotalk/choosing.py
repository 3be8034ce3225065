"""From the tree of sender categories to the three codes that a sender carries."""

from collections.abc import Iterator

import attrs

from sinch_provisioning.kakaotalk.models import SenderCategory, SenderCategoryList


@attrs.frozen
class SenderCategoryPath:
    """A category that a sender can have, with the two above it."""

    top_level: SenderCategory
    mid_level: SenderCategory
    sub_level: SenderCategory


def sender_category_paths(tree: SenderCategoryList) -> Iterator[SenderCategoryPath]:
    """Walk all categories that a sender can have, in the order of the tree.

    The codes of the three levels go into a sender's details together, as each is unique among its siblings only.
    """
    for top in tree.categories:
        for mid in top.subcategories:
            for sub in mid.subcategories:
                yield SenderCategoryPath(top, mid, sub)
