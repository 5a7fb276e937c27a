"""Answers to questions: every topic, with any product and country, in every language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import select

from bot.conversation.translation import speaking
from bot.core.database import session_on
from bot.destinations.prices.rate_cards import RateCard
from bot.handlers import ROUTES
from bot.handlers.chat import enquiry_view
from bot.handlers.chat.questions import country_lines
from bot.people import enquiries
from bot.people.enquiries import MOST_AN_HOUR, Enquiry
from bot.understanding.result import Topic, Unclear
from tests.support import placed_orders
from tests.support.asking import Asking, asking, shown

KARAK, INTIP, ABON = ("SOLO-002",), ("SOLO-001",), ("SOLO-008", "SOLO-009", "SOLO-010")
SECRET = "Bisa titip salam?"


@pytest.fixture
async def siti(sqlite_url: str, filled_database: Path) -> AsyncIterator[Asking]:
    async with asking(sqlite_url, filled_database) as somebody:
        yield somebody


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("destination", [None, "TW", "KR"])
async def test_every_topic_has_an_answer_with_buttons_for_any_product_and_country(
    siti: Asking, language: str, destination: str | None
) -> None:
    await siti.coordinator()
    siti.language, siti.session.person.destination = language, "TW" if destination == "TW" else None
    abouts = ((), (KARAK,), (ABON,), (KARAK, INTIP), (tuple(siti.shop.catalogue.by_sku),), (("GONE-1",),))
    for topic, about, to in product(get_args(Topic), abouts, (None, "JP", "KR", "XX", destination)):
        screen = await siti.ask(topic, about=about, destination=to)
        assert screen.buttons, (topic, about, to)
        assert "{" not in screen.title + screen.body
        for button in screen.buttons:
            ROUTES.match(button.route)


async def test_price_with_its_unit_is_answered_on_the_product_page(siti: Asking) -> None:
    screen = await siti.ask("price", about=(INTIP,))
    assert screen.body.startswith("Sweet fried rice crust: Rp24,000 a pack")
    assert screen.route == f"product/{siti.shop.catalogue.by_sku['SOLO-001'].id}"


async def test_several_matching_products_are_listed_as_buttons(siti: Asking) -> None:
    screen = await siti.ask("price", about=(ABON,))
    assert screen.title == "What it costs"
    assert len([one for one in screen.buttons if one.route.startswith("product/")]) == 3
    again = await siti.go(screen.route)
    assert (again.title, again.body) == (screen.title, screen.body)


async def test_long_product_list_shows_the_first_and_counts_the_others(siti: Asking) -> None:
    every = tuple(siti.shop.catalogue.by_sku)
    screen = await siti.ask("stock", about=(every,))
    assert screen.body.startswith(f"There are {len(every) - 6} more of that name.")


async def test_question_without_a_name_is_about_the_product_on_the_screen(siti: Asking) -> None:
    siti.session.screen = f"product/{siti.shop.catalogue.by_sku['SOLO-002'].id}"
    screen = await siti.ask("stock")
    assert "yes, 220 left" in screen.body
    other = await siti.ask("stock", unclear=(Unclear("dodol", None, ()),))
    assert "“dodol” is not in our catalogue" in other.body


async def test_price_question_without_a_product_asks_which_one(siti: Asking) -> None:
    assert (await siti.ask("price")).body.startswith("Which product do you mean?")


@pytest.mark.parametrize("topic", ["cutoff", "freight", "may_go"])
async def test_missing_country_is_asked_for_and_closed_country_is_named(siti: Asking, topic: str) -> None:
    assert (await siti.ask(topic)).route == "to"
    assert "South Korea is not open yet" in (await siti.ask(topic, destination="KR")).title
    assert "Iceland is not open yet" in (await siti.ask(topic, destination="IS")).title
    assert siti.session.person.destination is None


async def test_a_closed_country_is_meant_until_another_one_is_named(siti: Asking) -> None:
    await siti.ask("may_go", destination="KR")
    assert "no price of carrying to South Korea yet" in (await siti.ask("freight")).body
    assert "no date yet" in (await siti.ask("cutoff")).body
    assert (await siti.ask("freight", destination="TW")).title == "Freight to Taiwan"
    siti.session.person.destination = "TW"
    siti.session.screen = "home"
    assert (await siti.ask("freight")).title == "Freight to Taiwan"


async def test_question_about_another_country_does_not_change_the_destination(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    screen = await siti.ask("may_go", about=(("SOLO-008",),), destination="JP")
    assert "✖ Cannot be sent to Japan" in screen.body
    assert "to/JP" in [one.route for one in screen.buttons]
    assert siti.session.person.destination == "TW"


async def test_question_about_two_countries_answers_both(siti: Asking) -> None:
    screen = await siti.ask("cutoff", either=("JP", "TH"))
    assert screen.title == "Next shipment to Japan"
    assert "Sent to Thailand with shipment TH-" in screen.body


async def test_further_topics_are_answered_in_a_line_each(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    screen = await siti.ask("price", "may_go", "cutoff", about=(KARAK,))
    first, second, third = (
        screen.body.index(one) for one in ("✓ Can be sent", "Sent to Taiwan", "Rp15,000 a")
    )
    assert first < second < third


async def test_freight_is_quoted_for_the_goods_in_the_cart(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    assert "A parcel of 1 kg: about Rp" in (await siti.ask("freight")).body
    async with session_on(siti.connection) as db:
        await placed_orders.draft(db, siti.shop, siti.session.person, {1: 3}, siti.shop.clock.now())
        await db.commit()
    screen = await siti.ask("freight", destination="JP")
    assert screen.title == "Freight to Japan"
    assert screen.body.startswith("For what is in your cart now:\nFreight about Rp")
    assert "example rate, not a real price" in screen.body


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("ongkir 5 kg ke Taiwan?", 5000),
        ("2,5kg berapa", 2500),
        ("how much for 12.25 kilo", 12_250),
        ("ongkire sak kilo piro", 1000),
        ("sekilo berapa", 1000),
        ("isi 250 gram", 0),
        ("SOLO-1kg", 1000),
        ("12345 kg", 0),
    ],
)
def test_weight_is_read_from_the_question(text: str, grams: int) -> None:
    assert country_lines.weight_in(text) == grams


async def test_freight_is_quoted_for_a_named_weight(siti: Asking) -> None:
    screen = await siti.ask("freight", destination="TW", text="ongkir ke taiwan 7 kg berapa")
    assert screen.body.startswith("A parcel of 7 kg: about Rp")
    assert "These are example rates, not real prices." in screen.body
    again = await siti.ask("freight", destination="TW", text="ongkir ke taiwan 5 kg berapa")
    assert again.body.count("A parcel of 5 kg") == 1


async def test_total_for_another_country_is_its_freight(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    assert (await siti.ask("total", destination="JP")).title == "Freight to Japan"
    assert (await siti.ask("total")).title == "Your cart"


async def test_content_question_without_a_product_goes_to_the_coordinator(siti: Asking) -> None:
    await siti.coordinator()
    screen = await siti.ask("content", text="bisa tanpa pengawet?")
    assert screen.body.startswith("That I do not know.")
    page = await siti.ask("content", about=(KARAK,))
    assert "ask" in [one.route for one in page.buttons]


async def test_topic_that_needs_no_product_is_answered_first(siti: Asking) -> None:
    assert (await siti.ask("stock", "catalogue")).title == "Catalogue"
    assert "Which product" not in (await siti.ask("stock", "catalogue")).body


async def test_import_rules_of_a_closed_country_are_answered(siti: Asking) -> None:
    screen = await siti.ask("may_go", about=(("SOLO-008",),), destination="KR")
    assert "✖ Cannot be sent to South Korea" in screen.body
    assert "South Korea is not open yet." in screen.body


async def test_status_of_another_customers_order_is_not_shown(siti: Asking) -> None:
    async with session_on(siti.connection) as db:
        ani = await placed_orders.customer(db, siti.shop.clock.now(), "Ani")
        order = await placed_orders.place(db, siti.shop, ani, {1: 1}, siti.shop.clock.now())
        await db.commit()
    screen = await siti.ask("order_status", text=f"{order.number} sampai mana?")
    assert screen.body == "You have not ordered yet."
    assert "I do not know that order of yours." in (await siti.go(f"order/{order.id}/way")).body


async def test_open_orders_are_listed_and_a_number_selects_one(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    async with session_on(siti.connection) as db:
        placed = [
            await placed_orders.place(db, siti.shop, siti.session.person, {1: 1}, siti.shop.clock.now())
            for _ in range(2)
        ]
        await db.commit()
    screen = await siti.ask("order_status", text="where is my order?")
    assert all(f"{one.number}: It is noted" in screen.body for one in placed)
    first = placed[0].number or ""
    picked = await siti.ask("order_status", text=f"where is {first.lower().replace('-', ' ')}?")
    assert picked.title == f"Order {first}: where it is"


async def test_transit_time_is_given_as_an_example_until_a_carrier_states_it(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    screen = await siti.ask("time_to_arrive", text="kapan sampai?")
    assert "The way takes about 4 to 8 days" in screen.body
    assert "These days are examples" in screen.body
    cards = {(card.service, card.valid_from): as_stated(card) for card in siti.shop.freight.cards("TW")}
    siti.shop.freight = siti.shop.freight.with_overrides({"TW": cards})
    screen = await siti.ask("time_to_arrive", text="kapan sampai?")
    assert "The way takes about 4 to 9 days" in screen.body
    assert "examples" not in screen.body
    siti.shop.freight = siti.shop.freight.with_overrides({"TW": {}})


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("harus sampai sebelum 20 Des ya?", "✓ If all goes well, that is before Sun, 20 Dec 2026."),
        ("nyampe sebelum 17 desember ga", "⚠ Before Thu, 17 Dec 2026 is close"),
        ("can it arrive before Dec 14?", "✖ Before Mon, 14 Dec 2026 it hardly arrives."),
        ("nyampe sebelum natal ga", "✓ If all goes well, that is before Fri, 25 Dec 2026."),
        ("before new year?", "✓ If all goes well, that is before Fri, 1 Jan 2027."),
    ],
)
async def test_arrival_before_a_day_is_reckoned_and_never_promised(siti: Asking, asked: str, verdict: str):
    siti.session.person.destination = "TW"
    screen = await siti.ask("time_to_arrive", text=asked)
    assert verdict in screen.body
    assert "nobody can promise" in screen.body


def as_stated(card: RateCard) -> RateCard:
    return card.model_copy(update={"example": False, "transit_days_least": 4, "transit_days_most": 9})


async def test_payment_answer_is_the_shops_text_or_an_enquiry(siti: Asking) -> None:
    await siti.coordinator()
    assert (await siti.ask("payment")).route.startswith("enquiry/")
    paying = siti.shop.profile.payment.model_copy(update={"en": "Transfer to Bank Contoh 123."})
    siti.shop.profile = siti.shop.profile.model_copy(update={"payment": paying})
    screen = await siti.ask("payment")
    assert (screen.title, screen.route) == ("How to pay", "pay")
    assert screen.body.startswith("Transfer to Bank Contoh 123.")


async def test_enquiry_without_a_coordinator_is_not_stored(siti: Asking) -> None:
    screen = await siti.ask(text=SECRET)
    assert "nobody is here yet whom I could ask" in screen.body
    siti.shop.profile = siti.shop.profile.model_copy(update={"coordinator_contact": "wa.me/62812"})
    assert "Please ask a person: wa.me/62812" in (await siti.ask(text=SECRET)).body
    assert await siti.enquiry_count() == 0


async def test_customer_can_see_send_and_drop_only_own_enquiries(siti: Asking) -> None:
    await siti.coordinator()
    screen = await siti.ask(text=SECRET)
    code = screen.route.partition("/")[2]
    siti_session, siti.session = siti.session, await siti.somebody("Ani")
    for route in (f"enquiry/{code}", f"enquiry/{code}/send"):
        assert "That message is no longer here." in (await siti.go(route)).body
    assert SECRET not in (await siti.go(f"enquiry/{code}/no")).body
    assert await siti.connection.scalar(select(Enquiry.sent_at)) is None
    siti.session = siti_session
    assert SECRET in (await siti.go(f"enquiry/{code}")).body
    assert (await siti.go(f"enquiry/{code}/send")).title == "Message passed on"
    assert (await siti.go(f"enquiry/{code}/no")).title == "Message passed on"


async def test_too_many_enquiries_in_an_hour_are_refused_kindly(siti: Asking) -> None:
    await siti.coordinator()
    for number in range(MOST_AN_HOUR):
        screen = await siti.ask(text=f"Pertanyaan {number}?")
        await siti.go(f"{screen.route}/send")
    assert "Your questions are with the coordinator already." in (await siti.ask(text=SECRET)).body
    assert await siti.enquiry_count() == MOST_AN_HOUR


async def test_button_of_an_erased_enquiry_says_that_it_is_gone(siti: Asking) -> None:
    await siti.coordinator()
    screen = await siti.ask(text=SECRET)
    async with session_on(siti.connection) as db:
        await enquiries.erase_due(db, siti.shop.clock.now() + enquiries.UNSENT_KEPT)
        await db.commit()
    for route in (screen.route, f"{screen.route}/send"):
        assert "That message is no longer here." in (await siti.go(route)).body
    assert await siti.enquiry_count() == 0


async def test_invisible_characters_are_no_enquiry(siti: Asking) -> None:
    await siti.coordinator()
    with speaking("en"):
        turn = await siti.turn("")
        screen = await shown(turn, await enquiry_view.offer(turn, "\u202e\u200b"))
    assert screen.title == "Ask the coordinator"
    assert await siti.enquiry_count() == 0
