"""Answers to the questions that every shop gets, from facts that differ from the demo's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.database import session_on
from bot.ordering.best_sellers import LEAST_ORDERS
from bot.ordering.shop_profile import Spoken
from bot.understanding.criteria import Criteria
from tests.support import placed_orders
from tests.support.asking import Asking, asking

ABON, KECAP, INTIP = ("SOLO-008",), ("SOLO-052",), ("SOLO-001",)


@pytest.fixture
async def siti(sqlite_url: str, filled_database: Path) -> AsyncIterator[Asking]:
    async with asking(sqlite_url, filled_database) as somebody:
        somebody.session.person.destination = "TW"
        yield somebody


async def put_into_cart(siti: Asking, **pieces: int) -> None:
    for sku, many in pieces.items():
        ware = siti.shop.catalogue.by_sku[sku.replace("_", "-")]
        await siti.go(f"cart/set/{ware.id}/{many}")


async def place_orders(siti: Asking, many: int, product_id: int) -> None:
    async with session_on(siti.connection) as db:
        now = siti.shop.clock.now()
        for number in range(many):
            who = await placed_orders.customer(db, now, f"Ani {number}")
            await placed_orders.place(db, siti.shop, who, {product_id: 1}, now)
        await db.commit()


async def test_best_sellers_are_named_with_the_orders_that_they_are_counted_in(siti: Asking):
    assert "I cannot say yet: there were 0 orders" in (await siti.ask("best_seller")).body
    await place_orders(siti, LEAST_ORDERS, siti.shop.catalogue.by_sku["SOLO-002"].id)
    screen = await siti.ask("best_seller")
    assert f"• Rice cracker (karak): in {LEAST_ORDERS} orders" in screen.body
    assert screen.buttons[0].label.startswith("Rice cracker")


async def test_goods_that_fit_into_the_step_leave_the_freight_as_it_is(siti: Asking):
    assert "Your cart is empty" in (await siti.ask("freight_why")).body
    await put_into_cart(siti, SOLO_052=1)
    before = await siti.go("cart")
    screen = await siti.ask("fits_step")
    assert "Still free in this step: 313 g" in screen.body
    added = next(one.route for one in screen.buttons if one.route.startswith("product/"))
    await siti.go(f"cart/set/{added.partition('/')[2]}/1")
    after = await siti.go("cart")
    freight = {one.label: one.amount for one in before.sums}["Freight about"]
    assert freight == "Rp156,300"
    assert freight == {one.label: one.amount for one in after.sums}["Freight about"]


async def test_country_without_a_rate_card_says_so(siti: Asking):
    siti.shop.freight = type(siti.shop.freight)({})
    assert "No rate card is recorded" in (await siti.ask("freight_why")).body


async def test_tax_follows_the_border_and_the_cart(siti: Asking):
    assert "Goods up to about TWD" in (await siti.ask("tax")).body
    await put_into_cart(siti, SOLO_067=3)
    assert "⚠ May be taxed at the border" in (await siti.ask("tax")).body
    assert "Practically nothing comes in free" in (await siti.ask("tax", destination="TH")).body


async def test_pick_up_place_is_told_where_the_shop_has_named_one(siti: Asking):
    assert "No pick-up place is named for Taiwan" in (await siti.ask("pickup")).body
    places = {"TW": Spoken(id="Toko Contoh, Taipei", en="Contoh Shop, Taipei")}
    siti.shop.profile = siti.shop.profile.model_copy(update={"pick_up": places})
    assert "Contoh Shop, Taipei" in (await siti.ask("pickup")).body


async def test_rule_that_keeps_a_product_out_is_told_with_its_source(siti: Asking):
    screen = await siti.ask("why_not", about=(ABON,))
    assert "✖ Cannot be sent to Taiwan." in screen.body
    assert "Source: " in screen.body
    assert "No legal advice." in screen.body
    assert "Instead: " in screen.body
    allowed = await siti.ask("why_not", about=(INTIP,))
    assert "✓ Can be sent to Taiwan" in allowed.body


async def test_without_a_product_the_one_in_the_cart_that_may_not_go_is_explained(siti: Asking):
    siti.session.person.destination = None
    await put_into_cart(siti, SOLO_008=1, SOLO_001=1)
    await siti.go("to/TW")
    screen = await siti.ask("why_not")
    assert screen.title.startswith("Beef floss")


async def test_product_without_a_picture_is_offered_to_be_asked_for(siti: Asking, tmp_path: Path):
    await siti.coordinator()
    siti.shop.photos = [tmp_path]
    assert "There is no picture of Sweet fried rice crust" in (await siti.ask("photo", about=(INTIP,))).body
    (tmp_path / "SOLO-001.jpg").write_bytes(b"picture")
    assert (await siti.ask("photo", about=(INTIP,))).photo == "product/SOLO-001"


async def test_amounts_in_another_currency_are_converted_or_the_missing_rate_is_told(siti: Asking):
    asked = replace(Criteria(), price_most=100)
    screen = await siti.ask("find", criteria=asked, currency="TWD")
    assert "up to Rp53," in screen.body
    screen = await siti.ask("find", criteria=asked, currency="XXX")
    assert "For that currency I have no rate." in screen.body
    assert "up to" not in screen.body


async def test_budget_is_reckoned_with_freight(siti: Asking):
    screen = await siti.ask("find", criteria=replace(Criteria(), budget=300_000, shelf="food-snack"))
    assert "Reckoned with freight to Taiwan" in screen.body
    assert "• Sweet fried rice crust: enough for 2" in screen.body
    little = await siti.ask("find", criteria=replace(Criteria(), budget=100_000))
    assert "alone more than that" in little.body


async def test_question_never_changes_the_cart(siti: Asking):
    await put_into_cart(siti, SOLO_052=1)
    before = (await siti.go("cart")).body
    for topic in ("find", "best_seller", "freight_why", "fits_step", "minimum", "tax", "why_not", "origin"):
        await siti.ask(topic, about=(KECAP,), criteria=replace(Criteria(), halal=True))
    assert (await siti.go("cart")).body == before
