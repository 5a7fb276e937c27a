"""What is told to who waits for a country: that it is open, or that it was closed again meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.destinations.overrides import Opening, Overrides, StatedBy
from bot.handlers.notices import WORDINGS
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice
from tests.support import small_shop
from tests.support.small_shop import NOW


@pytest.mark.parametrize(
    ("is_open", "title", "route"), [(True, "sudah dibuka!", "to/AE"), (False, "belum dibuka", "waiting/AE")]
)
async def test_the_notice_says_how_it_stands_when_it_is_sent(is_open: bool, title: str, route: str) -> None:
    shop = small_shop.shop()
    shop.take(Overrides(openings={"AE": Opening(is_open, StatedBy(NOW))}))
    notice = Notice(kind=NoticeKind.COUNTRY_OPEN, subject="AE/20261123", chat_id=1, version=1)
    worded = await WORDINGS[NoticeKind.COUNTRY_OPEN](AsyncSession(), shop, notice)
    assert worded is not None
    assert title in worded.screen.title
    assert [one.route for one in worded.screen.buttons] == [route]
