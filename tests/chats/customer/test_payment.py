"""The payment text reaches the customer as the shop wrote it: with its lines and all its digits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.translation import speaking
from bot.core.database import session_on
from bot.handlers.notices import customer
from bot.ordering.shop_profile import Payment
from bot.people.outbox import Notice
from tests.support import placed_orders
from tests.support.running_shop import fresh_shop, opened

ACCOUNT = "Bank Contoh 123 456 789\na.n. Koperasi Rantau"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("pay", [ACCOUNT, "9" * 380 + "\nsampai sini"])
async def test_payment_text_is_sent_unchanged(
    sqlite_url: str, filled_database: Path, language: str, pay: str
) -> None:
    shop = fresh_shop()
    shop.profile = shop.profile.model_copy(update={"payment": Payment(id=pay, en=pay)})
    async with (
        opened(sqlite_url, filled_database) as db,
        db.writing() as connection,
        session_on(connection) as objects,
    ):
        await shop.refresh(connection)
        who = await placed_orders.customer(objects, shop.clock.now())
        order = await placed_orders.place(objects, shop, who, {1: 3}, shop.clock.now())
        notice = Notice(kind="placed", subject=str(order.id), chat_id=1, version=1)
        with speaking(language):
            worded = await customer.placed(objects, shop, notice)
    assert worded is not None
    assert pay in worded.screen.body
    assert worded.screen.body.count(order.number) == 1
    assert "…" not in worded.screen.body
