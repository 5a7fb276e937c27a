"""The order at hand in states that the transcripts do not reach: no country, no rate, other terms, routes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.translation import speaking
from bot.core.clock import solo_day
from bot.core.database import session_on
from bot.handlers.chat.questions import order_asked, order_share
from bot.handlers.chat.questions.at_hand import AtHand, at_hand
from bot.ordering import quotes
from bot.people.friends import FriendShare
from bot.understanding import Edit, Interpretation, OrderQuestion
from tests.support import placed_orders
from tests.support.asking import Asking, asking, shown

INTIP, KARAK, KECAP = "SOLO-001", "SOLO-002", "SOLO-052"


@pytest.fixture
async def siti(sqlite_url: str, filled_database: Path) -> AsyncIterator[Asking]:
    async with asking(sqlite_url, filled_database) as somebody:
        somebody.session.person.destination = "TW"
        yield somebody


def id_of(siti: Asking, sku: str) -> int:
    return siti.shop.catalogue.by_sku[sku].id


async def put(siti: Asking, sku: str, many: int) -> None:
    await siti.go(f"cart/set/{id_of(siti, sku)}/{many}")


async def answered(siti: Asking, asked: OrderQuestion, text: str = "?", **more: object) -> str:
    with speaking("en"):
        turn = await siti.turn(text)
        found = await order_asked.answered(turn, Interpretation("question", of_order=asked, **more))
        assert found is not None
        screen = await shown(turn, found)
        await turn.db.commit()
    return f"{screen.title}\n{screen.body}"


async def test_goods_that_are_not_bulky_are_explained_by_their_weight(siti: Asking):
    await put(siti, KECAP, 3)
    body = (await siti.go("hand/why")).body
    assert "What weighs the most:" in body
    assert "Carriers round that up to 500 g" in body
    assert "bulky" not in body


async def test_last_goods_are_not_offered_to_be_left_out(siti: Asking):
    await put(siti, KECAP, 1)
    screen = await siti.go("hand/why")
    assert "small goods cost little more" in screen.body
    assert not [one for one in screen.buttons if one.route.startswith("hand/if")]


async def test_button_of_fewer_goods_leads_to_what_it_names(siti: Asking):
    await put(siti, KARAK, 3)
    why = await siti.go("hand/why")
    fewer = next(one for one in why.buttons if one.route.startswith("hand/if"))
    told = re.search(r"about (Rp[\d,]+) \((Rp[\d,]+) less\)", why.body)
    assert told is not None
    reckoned = await siti.go(fewer.route)
    assert f"about {told[1]}" in reckoned.body
    assert f"{told[2]} less" in reckoned.body


async def test_without_a_country_it_is_asked_for(siti: Asking):
    siti.session.person.destination = None
    await put(siti, KARAK, 3)
    assert "That depends on the country." in (await siti.go("hand/why")).body


async def test_without_a_rate_card_the_freight_follows(siti: Asking):
    siti.shop.freight = type(siti.shop.freight)({})
    await put(siti, KARAK, 3)
    assert "Freight follows after weighing." in (await siti.go("hand/why")).body
    assert "Each pays Rp15,000 for the goods" in (await siti.go("hand/share/3")).body
    assert "Freight follows" in (await siti.go(f"hand/if/TW/{id_of(siti, KARAK)}-1")).body
    assert "the freight follows" in await answered(siti, OrderQuestion("convert", currency="EUR"))


async def test_currency_without_a_rate_is_told_with_those_that_have_one(siti: Asking):
    await put(siti, KARAK, 3)
    told = await answered(siti, OrderQuestion("convert", currency="XAU"))
    assert "I have no rate for XAU. There is one for: AED," in told


@pytest.mark.parametrize(
    ("to", "typed", "code"), [("SG", "DOLLAR", "SGD"), ("QA", "SAR", "QAR"), ("TW", "SAR", "SAR")]
)
async def test_dollar_and_riyal_are_those_of_the_country(siti: Asking, to: str, typed: str, code: str):
    await put(siti, KARAK, 3)
    await siti.go(f"to/{to}")
    assert code in (await answered(siti, OrderQuestion("convert", currency=typed))).partition("(")[0]


async def test_who_pays_tax_decides_whether_it_is_included(siti: Asking):
    assert "No: our sums" in await answered(siti, OrderQuestion("included"))
    exporter = siti.shop.profile.exporter.model_copy(update={"incoterm": "DDP"})
    siti.shop.profile = siti.shop.profile.model_copy(update={"exporter": exporter})
    assert "Yes: tax and duty there are on us." in await answered(siti, OrderQuestion("included"))


@pytest.mark.parametrize("code", ["x", "999999-1", "-"])
async def test_route_without_goods_leads_back(siti: Asking, code: str):
    await put(siti, KARAK, 3)
    assert (await siti.go(f"hand/if/TW/{code}")).title == "Your cart"
    assert (await siti.go(f"hand/if/TW/{code}/take")).title == "Your cart"
    assert (await siti.go(f"hand/if/XX/{id_of(siti, KARAK)}-1")).title == "Your cart"


@pytest.mark.parametrize("people", [0, 1, 51, -3])
async def test_nobody_and_a_crowd_are_asked_how_many(siti: Asking, people: int):
    await put(siti, KARAK, 3)
    assert (await siti.go(f"hand/share/{people}")).title == "Divide among how many?"
    assert (await siti.go("hand/share/2")).title == "Among 2 people"


async def test_nothing_at_hand_leads_to_the_cart(siti: Asking):
    for route in ("hand/share", "hand/share/3", "hand/share/named/1", "hand/if/TW/x"):
        assert (await siti.go(route)).title == "Your cart"
    assert (await siti.go("hand/why")).title == "Freight to Taiwan"


async def test_too_many_changes_are_asked_for_bit_by_bit(siti: Asking):
    await put(siti, KARAK, 3)
    skus = [one.sku for one in siti.shop.catalogue.offered()][:30]
    asked = OrderQuestion("supposed", supposed=tuple(Edit(sku, "add", 2) for sku in skus))
    assert "That is a lot at once." in await answered(siti, asked)


async def test_placed_order_keeps_the_estimate_that_it_was_told(siti: Asking):
    async with session_on(siti.connection) as db:
        now = siti.shop.clock.now()
        order = await placed_orders.place(db, siti.shop, siti.session.person, {id_of(siti, KARAK): 3}, now)
        order.freight_estimate_rupiah = 123_456
        await db.commit()
    assert "Freight about Rp123,456 to Taiwan" in (await siti.go("hand/why")).body
    assert "Freight Rp123,456 → about" in (await siti.go(f"hand/if/TW/{id_of(siti, KARAK)}-1")).body


async def test_shares_by_name_add_up_to_the_sum(siti: Asking):
    wares = [siti.shop.catalogue.by_sku[sku] for sku in (KARAK, INTIP, KECAP)]
    goods = [(wares[0], 3), (wares[1], 2), (wares[2], 1)]
    day = solo_day(siti.shop.clock.now())
    for_whom = {
        wares[0].id: (FriendShare("Rina", 2),),
        wares[1].id: (FriendShare("Sari", 1), FriendShare("Rina", 0)),
    }
    quote = quotes.quote(siti.shop, siti.shop.destinations["TW"], goods, day)
    found = AtHand("cart", goods, quote, for_whom=for_whom)
    with speaking("en"):
        screen = order_share.by_name(found, quote, 1)
    paid = {
        name: int(rupiah.replace(",", ""))
        for name, rupiah in re.findall(r"^(.+?): Rp([\d,]+) \(", screen.body, re.M)
    }
    assert paid.keys() == {"Rina", "Sari", "Nobody named"}
    assert sum(paid.values()) == found.total_rupiah
    assert paid["Rina"] > 2 * wares[0].price_rupiah


async def test_asking_changes_nothing(siti: Asking):
    await put(siti, KARAK, 3)
    before = await siti.go("cart")
    with speaking("en"):
        found = await at_hand(await siti.turn("?"))
    assert found is not None
    assert found.pieces == {id_of(siti, KARAK): 3}
    for route in ("hand/why", "hand/share/4", f"hand/if/TW/{id_of(siti, KARAK)}-1.{id_of(siti, INTIP)}-2"):
        await siti.go(route)
    assert replace(await siti.go("cart"), route="") == replace(before, route="")
