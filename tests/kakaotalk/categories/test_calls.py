"""KakaoTalk categories, async and blocking, against the emulator."""

import pytest

from sinch_provisioning import AsyncClient, kakaotalk
from tests.kakaotalk.scene import details, make

pytestmark = pytest.mark.anyio


class TestCategories:
    async def test_a_sender_is_made_with_a_path_of_the_tree(self, sinch: AsyncClient) -> None:
        await make(sinch)
        tree = await sinch.kakaotalk.categories.senders()
        assert [category.depth for category in tree.categories] == [1] * len(tree.categories)
        *_, last = kakaotalk.sender_category_paths(tree)
        given = details(
            top_level_category_code=last.top_level.code,
            mid_level_category_code=last.mid_level.code,
            sub_level_category_code=last.sub_level.code,
        )
        sender = await sinch.kakaotalk.senders.create(plus_friend_id="other", details=given)
        assert sender.changes is not None
        assert sender.changes.details.sub_level_category_code == last.sub_level.code

    async def test_template_categories_come_page_by_page(self, sinch: AsyncClient) -> None:
        await make(sinch)
        categories = sinch.kakaotalk.categories
        whole = await categories.templates("shop", page_size=100).collect()
        assert [category async for category in categories.templates("shop", page_size=3)] == whole
        names = {category.name_english for category in whole}
        assert kakaotalk.TemplateCategoryEnglishName.MEMBERSHIP in names
        assert all(
            part.name and part.name.is_known and part.name_english and part.name_english.is_known
            for one in whole
            for part in one.subcategories
        )
        codes = [part.code for category in whole for part in category.subcategories]
        assert "999999" in codes
        assert len(set(codes)) == len(codes)
