"""Answers to the questions that every shop gets: each leads to a place, or says why nothing is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, language
from bot.destinations import Action
from bot.destinations.prices.exchange_rates import RateEntry
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions import country_lines, product_answer, product_lines
from bot.handlers.chat.questions.at_hand import at_hand, left_out
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer.product_search import found_in
from bot.handlers.customer.waiting import pending, way_on
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.understanding.criteria import Criteria

NAME_ROOM = 60
NOWHERE = "-"
DOLLARS = frozenset({"TWD", "HKD", "SGD", "USD", "AUD", "CAD", "NZD", "BND"})


def find(question: Question) -> Redirect:
    """The goods that meet what was typed, in the country that was named or is chosen."""
    interpretation = question.interpretation
    to = question.to if question.served else ""
    asked, told = _in_rupiah(question.turn, interpretation.criteria, interpretation.currency)
    return Redirect(f"pick/{replace(asked, to=to).code}/1", told)


def _in_rupiah(turn: Turn, asked: Criteria, currency: str) -> tuple[Criteria, str]:
    """The criteria with their amounts in rupiah, and what they were taken for.

    Without a rate they are left out, which is told.
    """
    if not currency:
        return asked, ""
    to = turn.shop.destinations.get(turn.person.destination or "")
    dollar = to.currency if to and to.currency in DOLLARS else "USD"
    code, amount = dollar if currency == "DOLLAR" else currency, asked.price_most or asked.budget
    rate = turn.shop.rates.of(code)
    if rate is None:
        dropped = replace(asked, price_most=None, budget=None)
        return dropped, _("For that currency I have no rate. Please say it in rupiah.")
    price, budget = (_converted(many, rate) for many in (asked.price_most, asked.budget))
    words = _("{amount} is about {sum}.")
    here = words.format(amount=f"{amount} {code}", sum=formatting.rupiah(price or budget or 0))
    return replace(asked, price_most=price, budget=budget), here if price or budget else ""


def _converted(amount: int | None, rate: RateEntry) -> int | None:
    """Whole rupiah for an amount of the rate's currency."""
    return None if amount is None else int(amount * rate.rupiah)


async def _find(question: Question) -> Screen | Redirect:
    """Goods by criteria; while a choice is open, those of the choice that meet them."""
    waiting = await pending(question.turn)
    word = waiting.open_word if waiting else None
    if word is not None and not question.interpretation.criteria.shelf:
        offered = question.turn.shop.catalogue.by_id
        choices = (offered[one] for one in word.any_of if one in offered)
        wares = tuple(one for one in choices if question.interpretation.criteria.meets(one))
        if wares:
            return await product_answer.answer(replace(question, wares=wares), "content")
    return find(question)


async def _popular(question: Question) -> Redirect:
    return Redirect("popular")


async def _step(question: Question) -> Redirect:
    found = await at_hand(question.turn)
    if found is not None and found.goods and not question.elsewhere:
        return Redirect("hand/why")
    return await _fits(question)


async def _fits(question: Question) -> Redirect:
    return country_lines.no_destination(question) or Redirect(f"cost/{question.to}/step")


async def _minimum(question: Question) -> Redirect:
    return Redirect(f"minimum/{question.to or NOWHERE}")


async def _tax(question: Question) -> Redirect:
    if not question.known:
        return country_lines.no_destination(question) or Redirect("to")
    return Redirect(f"tax/{question.to}")


async def _pickup(question: Question) -> Redirect:
    return country_lines.no_destination(question) or Redirect(f"pickup/{question.to}")


async def _several_addresses(question: Question) -> Redirect:
    """An order has one recipient; whose goods are whose within it can be told."""
    words = _(
        "One order goes to one address. For other addresses place an order each: after the first one you"
        " can go on with the next. If all goes to one address, say whose goods are whose, for example"
        " “karak 2 for Rina”: the names are noted with them."
    )
    return Redirect(await way_on(question.turn) or "browse", words)


async def _origin(question: Question) -> Screen | Redirect:
    """Where the shop's goods come from; the page of a named product says who makes it, and where."""
    if question.interpretation.about:
        return await product_answer.answer(question, "content")
    return Redirect("origin")


async def _own_data(question: Question) -> Redirect:
    return Redirect("mydata")


async def _photo(question: Question) -> Screen | Redirect:
    """The page of a product that has a picture; says where there is none, and offers to ask for one."""
    shop = question.turn.shop
    pictured = [ware for ware in question.wares if shop.photo(f"product/{ware.sku}")]
    if pictured:
        return Redirect(f"product/{pictured[0].id}")
    if question.wares:
        name = shorten(question.wares[0].name(language()), NAME_ROOM)
        none = _("There is no picture of {product} here yet; shall I ask for one?").format(product=name)
        return await offer(question.turn, question.turn.text, none)
    if any(shop.photo(f"product/{ware.sku}") for ware in shop.catalogue.goods()):
        return Redirect("browse", _("The picture stands on a product's page. Which one do you mean?"))
    none = _("We have no pictures here yet; what each product is stands on its page.")
    return await offer(question.turn, question.turn.text, none)


async def _why_not(question: Question) -> Screen | Redirect:
    """The rule that keeps goods out, with its source: of the named ones, else of those in the cart."""
    redirect = country_lines.no_destination(question, "why")
    if redirect is not None and not question.known:
        return redirect
    wares = question.wares or await _refused_in_cart(question) or _example(question)
    if not wares:
        return redirect or Redirect(f"going/{question.to}")
    if len(wares) == 1:
        return Redirect(f"product/{wares[0].id}/why/{question.to}")
    return await product_answer.answer(replace(question, wares=wares), "may_go")


async def _refused_in_cart(question: Question) -> tuple[Ware, ...]:
    """The goods that the rules keep out of the order being read, or of the cart."""
    if question.unknown:
        return ()
    turn = question.turn
    return tuple(one for one in await left_out(turn) if eligibility.verdict(turn, one, question.to).blocks)


def _example(question: Question) -> tuple[Ware, ...]:
    """A product of the kind that is named (`daging`) and does not simply go; none otherwise."""
    if not question.unknown:
        return ()
    turn = question.turn
    hits = found_in(turn.shop, question.unknown)
    held = (one for one in hits if eligibility.verdict(turn, one, question.to).action is not Action.ALLOW)
    return tuple(held)[:1]


async def discount_briefly(question: Question) -> str:
    """Why there is no discount."""
    return _("Our prices are the makers' own and the same for everybody; no discount is recorded here.")


async def _discount(question: Question) -> Screen | Redirect:
    told = [await discount_briefly(question), product_lines.line(question, "price")]
    return await offer(question.turn, question.turn.text, "\n".join(filter(None, told)))


async def _made_on(question: Question) -> Screen | Redirect:
    """Days of making are not recorded; how long the goods keep is, and when they are handed in."""
    facts = [
        _("On which day a piece was made is not recorded here."),
        product_lines.line(question, "content"),
    ]
    if question.served:
        facts += await country_lines.dates(question.turn, question.to)
    return await offer(question.turn, question.turn.text, "\n".join(filter(None, facts)))


ANSWERS: Mapping[str, Callable[[Question], Awaitable[Screen | Redirect]]] = {
    "find": _find,
    "best_seller": _popular,
    "freight_why": _step,
    "fits_step": _fits,
    "minimum": _minimum,
    "tax": _tax,
    "pickup": _pickup,
    "several_addresses": _several_addresses,
    "photo": _photo,
    "own_data": _own_data,
    "why_not": _why_not,
    "discount": _discount,
    "origin": _origin,
    "made_on": _made_on,
}
