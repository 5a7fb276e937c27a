"""What is answered to questions, whatever is asked of whichever product and country, in every language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people
from bot.conversation import sessions
from bot.conversation.events import Address, Event
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted
from bot.conversation.sessions import Session
from bot.conversation.translation import speaking
from bot.core.database import session_on
from bot.core.deployment import Deployment
from bot.destinations.prices.rate_cards import RateCard
from bot.handlers import ROUTES
from bot.handlers.chat import enquiry_view
from bot.handlers.chat.questions import answer, country_lines
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.people import Role, enquiries
from bot.people.enquiries import MOST_AN_HOUR, Enquiry
from bot.understanding import Interpretation
from bot.understanding.result import Topic, Unclear
from tests.support import placed_orders
from tests.support.following_redirects import screen_behind
from tests.support.running_shop import fresh_shop, opened

KARAK, INTIP, ABON = ("SOLO-002",), ("SOLO-001",), ("SOLO-008", "SOLO-009", "SOLO-010")
SECRET = "Bisa titip salam?"


async def shown(turn: Turn, answered: Screen | Redirect) -> Screen:
    """The screen of an answer, with its note above it."""
    if isinstance(answered, Screen):
        return answered
    screen = await screen_behind(turn, answered.route)
    return noted(screen, answered.note) if answered.note else screen


@dataclass
class Asking:
    """Somebody with questions, in a shop with its goods and shipments."""

    connection: AsyncConnection
    shop: Shop
    session: Session
    language: str = "en"

    async def turn(self, text: str) -> Turn:
        event = Event(self.session.address, "1", "text", text=text)
        db = session_on(self.connection)
        return Turn(event, self.session, db, self.shop.clock.now(), self.shop, Deployment())

    async def ask(self, *topics: str, text: str = "?", **more: object) -> Screen:
        told = Interpretation("question", topics=topics, **more)
        with speaking(self.language):
            turn = await self.turn(text)
            screen = await shown(turn, await answer.reply(turn, told))
            await turn.db.commit()
        return screen

    async def go(self, route: str) -> Screen:
        with speaking(self.language):
            turn = await self.turn("")
            assert await turn.may(ROUTES.match(route)[0].role)
            screen = await screen_behind(turn, route)
            await turn.db.commit()
        return screen

    async def coordinator(self) -> None:
        async with session_on(self.connection) as db:
            who = await self.somebody("Wati")
            await people.grant(db, who.person.id, Role.COORDINATOR, self.shop.clock.now())
            await db.commit()

    async def somebody(self, name: str) -> Session:
        event = Event(Address("browser", "web", name), "1", "text", language="en", name=name)
        now = self.shop.clock.now()
        return (await sessions.open_chats(self.connection, [event], now))[event.address]

    async def kept(self) -> int:
        return await self.connection.scalar(select(func.count()).select_from(Enquiry)) or 0


@pytest.fixture
async def siti(sqlite_url: str, filled_database: Path) -> AsyncIterator[Asking]:
    shop = fresh_shop()
    async with opened(sqlite_url, filled_database) as db, db.writing() as connection:
        await shop.refresh(connection)
        asking = Asking(connection, shop, Session(0, Address("", "", ""), None, Role.CUSTOMER))
        asking.session = await asking.somebody("Siti")
        yield asking


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("destination", [None, "TW", "KR"])
async def test_every_question_about_anything_has_an_answer_that_leads_on(
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


async def test_a_price_is_told_with_its_unit_on_the_products_own_page(siti: Asking) -> None:
    screen = await siti.ask("price", about=(INTIP,))
    assert screen.body.startswith("Sweet fried rice crust: Rp24,000 a pack")
    assert screen.route == f"product/{siti.shop.catalogue.by_sku['SOLO-001'].id}"


async def test_a_word_that_fits_several_products_shows_them_all_as_buttons(siti: Asking) -> None:
    screen = await siti.ask("price", about=(ABON,))
    assert screen.title == "What it costs"
    assert len([one for one in screen.buttons if one.route.startswith("product/")]) == 3
    again = await siti.go(screen.route)
    assert (again.title, again.body) == (screen.title, screen.body)


async def test_of_too_many_products_the_first_are_shown_and_the_others_are_counted(siti: Asking) -> None:
    every = tuple(siti.shop.catalogue.by_sku)
    screen = await siti.ask("stock", about=(every,))
    assert screen.body.startswith(f"There are {len(every) - 6} more of that name.")


async def test_this_one_is_the_product_on_the_screen(siti: Asking) -> None:
    siti.session.screen = f"product/{siti.shop.catalogue.by_sku['SOLO-002'].id}"
    screen = await siti.ask("stock")
    assert "yes, 220 left" in screen.body
    other = await siti.ask("stock", unclear=(Unclear("dodol", None, ()),))
    assert "“dodol” is not in our catalogue" in other.body


async def test_a_question_without_a_product_asks_which(siti: Asking) -> None:
    assert (await siti.ask("price")).body.startswith("Which product do you mean?")


async def test_without_a_country_it_is_asked_and_a_closed_one_is_told(siti: Asking) -> None:
    for topic in ("cutoff", "freight", "may_go"):
        assert (await siti.ask(topic)).route == "to"
        assert "South Korea is not open yet." in (await siti.ask(topic, destination="KR")).body
        assert "we do not send to Iceland yet" in (await siti.ask(topic, destination="IS")).body
    assert siti.session.person.destination is None


async def test_another_country_is_answered_for_and_becomes_nobodys_destination(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    screen = await siti.ask("may_go", about=(("SOLO-008",),), destination="JP")
    assert "✖ Cannot be sent to Japan" in screen.body
    assert "to/JP" in [one.route for one in screen.buttons]
    assert siti.session.person.destination == "TW"


async def test_two_countries_are_both_answered_for(siti: Asking) -> None:
    screen = await siti.ask("cutoff", either=("JP", "TH"))
    assert screen.title == "Next shipment to Japan"
    assert "Sent to Thailand with shipment TH-" in screen.body


async def test_what_is_asked_beside_is_told_in_a_line(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    screen = await siti.ask("price", "may_go", "cutoff", about=(KARAK,))
    first, second, third = (
        screen.body.index(one) for one in ("✓ Can be sent", "Sent to Taiwan", "Rp15,000 a")
    )
    assert first < second < third


async def test_freight_is_for_the_cart_when_there_is_one(siti: Asking) -> None:
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
def test_a_weight_is_read_out_of_a_question(text: str, grams: int) -> None:
    assert country_lines.weight_in(text) == grams


async def test_freight_for_a_weight_that_is_named(siti: Asking) -> None:
    screen = await siti.ask("freight", destination="TW", text="ongkir ke taiwan 7 kg berapa")
    assert screen.body.startswith("A parcel of 7 kg: about Rp")
    assert "These are example rates, not real prices." in screen.body
    again = await siti.ask("freight", destination="TW", text="ongkir ke taiwan 5 kg berapa")
    assert again.body.count("A parcel of 5 kg") == 1


async def test_the_total_to_another_country_is_what_carrying_there_would_cost(siti: Asking) -> None:
    siti.session.person.destination = "TW"
    assert (await siti.ask("total", destination="JP")).title == "Freight to Japan"
    assert (await siti.ask("total")).title == "Your cart"


async def test_a_wish_without_a_product_is_for_a_person(siti: Asking) -> None:
    await siti.coordinator()
    screen = await siti.ask("content", text="bisa tanpa pengawet?")
    assert screen.body.startswith("That I do not know.")
    page = await siti.ask("content", about=(KARAK,))
    assert "ask" in [one.route for one in page.buttons]


async def test_the_topic_that_can_be_told_in_full_is_answered_first(siti: Asking) -> None:
    assert (await siti.ask("stock", "catalogue")).title == "Catalogue"
    assert "Which product" not in (await siti.ask("stock", "catalogue")).body


async def test_the_rules_of_a_country_that_is_not_open_are_told_all_the_same(siti: Asking) -> None:
    screen = await siti.ask("may_go", about=(("SOLO-008",),), destination="KR")
    assert "✖ Cannot be sent to South Korea" in screen.body
    assert "South Korea is not open yet." in screen.body


async def test_nobody_is_told_where_somebody_elses_order_is(siti: Asking) -> None:
    async with session_on(siti.connection) as db:
        ani = await placed_orders.customer(db, siti.shop.clock.now(), "Ani")
        order = await placed_orders.place(db, siti.shop, ani, {1: 1}, siti.shop.clock.now())
        await db.commit()
    screen = await siti.ask("order_status", text=f"{order.number} sampai mana?")
    assert screen.body == "You have not ordered yet."
    assert "I do not know that order of yours." in (await siti.go(f"order/{order.id}/way")).body


async def test_several_open_orders_are_listed_and_a_number_picks_one(siti: Asking) -> None:
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


async def test_how_long_the_way_takes_is_never_made_up(siti: Asking) -> None:
    await siti.coordinator()
    siti.session.person.destination = "TW"
    screen = await siti.ask("time_to_arrive", text="kapan sampai?")
    assert "How long the way takes from there, I cannot say." in screen.body
    assert screen.route.startswith("enquiry/")
    cards = {(card.service, card.valid_from): as_stated(card) for card in siti.shop.freight.cards("TW")}
    siti.shop.freight = siti.shop.freight.laid_over({"TW": cards})
    screen = await siti.ask("time_to_arrive", text="kapan sampai?")
    assert "That is no promise." in screen.body


def as_stated(card: RateCard) -> RateCard:
    return card.model_copy(update={"example": False, "transit_days_least": 4, "transit_days_most": 9})


async def test_payment_is_as_the_shop_says_and_open_while_it_says_nothing(siti: Asking) -> None:
    await siti.coordinator()
    assert (await siti.ask("payment")).route.startswith("enquiry/")
    paying = siti.shop.profile.payment.model_copy(update={"en": "Transfer to Bank Contoh 123."})
    siti.shop.profile = siti.shop.profile.model_copy(update={"payment": paying})
    screen = await siti.ask("payment")
    assert (screen.title, screen.route) == ("How to pay", "pay")
    assert screen.body.startswith("Transfer to Bank Contoh 123.")


async def test_what_nobody_can_be_asked_is_said_and_kept_nowhere(siti: Asking) -> None:
    screen = await siti.ask(text=SECRET)
    assert "nobody is here yet whom I could ask" in screen.body
    siti.shop.profile = siti.shop.profile.model_copy(update={"coordinator_contact": "wa.me/62812"})
    assert "Please ask a person: wa.me/62812" in (await siti.ask(text=SECRET)).body
    assert await siti.kept() == 0


async def test_only_the_customers_own_enquiry_can_be_seen_sent_or_dropped(siti: Asking) -> None:
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


async def test_who_has_sent_many_questions_is_asked_to_wait_kindly(siti: Asking) -> None:
    await siti.coordinator()
    for number in range(MOST_AN_HOUR):
        screen = await siti.ask(text=f"Pertanyaan {number}?")
        await siti.go(f"{screen.route}/send")
    assert "Your questions are with the coordinator already." in (await siti.ask(text=SECRET)).body
    assert await siti.kept() == MOST_AN_HOUR


async def test_an_old_button_of_an_erased_enquiry_says_so(siti: Asking) -> None:
    await siti.coordinator()
    screen = await siti.ask(text=SECRET)
    async with session_on(siti.connection) as db:
        await enquiries.erase_due(db, siti.shop.clock.now() + enquiries.UNSENT_KEPT)
        await db.commit()
    for route in (screen.route, f"{screen.route}/send"):
        assert "That message is no longer here." in (await siti.go(route)).body
    assert await siti.kept() == 0


async def test_signs_that_cannot_be_seen_are_no_question(siti: Asking) -> None:
    await siti.coordinator()
    with speaking("en"):
        turn = await siti.turn("")
        screen = await shown(turn, await enquiry_view.offer(turn, "\u202e\u200b"))
    assert screen.title == "Ask the coordinator"
    assert await siti.kept() == 0
