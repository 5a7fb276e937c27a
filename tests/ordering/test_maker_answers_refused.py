"""An impossible answer is refused as a whole: no line of it is recorded."""

from __future__ import annotations

import pytest

from bot.ordering import history, maker_answers
from bot.orders import QuantityRefused
from tests.support import rows
from tests.support.trade import Trade


async def test_one_impossible_line_refuses_all_answers() -> None:
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        trade = await Trade.begin(db)
        await trade.order(0, {1: 2, 5: 3})  # both of the same maker
        order = (await trade.placed())[0]
        first, second = order.lines
        assert first.umkm_id == second.umkm_id
        wishes = {first.id: 1, second.id: 4}
        with pytest.raises(QuantityRefused):
            await maker_answers.answer(
                db, order.id, first.umkm_id or 0, wishes, order.revision, 1, trade.now, trade.shop
            )
        assert [(one.confirmed, one.answered_at) for one in order.lines] == [(None, None)] * 2
        assert [row.what for row in await history.history(db, order.id)] == ["placed"]
