"""Sums in another currency: of what is at hand, of the goods on the screen, or of an amount that is named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.questions.at_hand import AtHand, at_hand
from bot.handlers.chat.questions.question import question_of, shown
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation, OrderQuestion

DOLLARS = frozenset({"TWD", "HKD", "SGD", "USD", "AUD", "CAD", "NZD", "BND"})
RIYALS = frozenset({"SAR", "QAR", "OMR"})
MOST_CODES = 12
MOST = 6
NAME_ROOM = 60
SAMPLE = 100_000


async def converted(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Screen | Redirect | None:
    """The amount that is named, what is at hand, or the goods on the screen, in the currencies asked for."""
    codes = list(dict.fromkeys(_code(turn, read, one) for one in (asked.currency, *asked.beside) if one))
    if asked.amount and (told := _of_amount(turn, read, asked, codes)):
        return noted(await turn.current(), told)
    if not codes:
        return None
    found = await at_hand(turn)
    if found is not None and found.goods:
        return Redirect(found.route, "\n".join(_of_order(turn, found, one) for one in codes))
    wares = question_of(turn, read).wares or shown(turn)
    lines = [line for one in codes for line in _of_goods(turn, wares[:MOST], one)]
    return noted(await turn.current(), "\n".join(lines))


def _code(turn: Turn, read: Interpretation, typed: str) -> str:
    """The code of a currency; a dollar or riyal is that of the country named, or sent to, if it has one.

    A country beside it stands behind its code: `DOLLAR-BN`.
    """
    typed, _sign, of_country = typed.partition("-")
    family = DOLLARS if typed == "DOLLAR" else RIYALS if typed == "SAR" else frozenset[str]()
    to = turn.shop.destinations.get(of_country or read.destination or turn.person.destination or "")
    if to is not None and to.currency in family:
        return to.currency
    return "USD" if typed == "DOLLAR" else typed


def _of_amount(turn: Turn, read: Interpretation, asked: OrderQuestion, codes: Sequence[str]) -> str:
    """An amount of rupiah in the currencies, or one of another currency in rupiah."""
    if not asked.amount_in:
        return "\n".join(_in(turn, asked.amount, one) for one in codes)
    code = _code(turn, read, asked.amount_in)
    if (rate := turn.shop.rates.of(code)) is None:
        return _no_rate(turn, code)
    words = _("{amount} is about {sum}.")
    rupiah = int(asked.amount * rate.rupiah)
    told = words.format(amount=f"{asked.amount} {code}", sum=formatting.rupiah(rupiah))
    return "\n".join([told, *(_in(turn, rupiah, one) for one in codes if one != code)])


def _in(turn: Turn, rupiah: int, code: str) -> str:
    about = formatting.about(rupiah, code, turn.shop.rates)
    return f"{formatting.rupiah(rupiah)} {about}" if about else _no_rate(turn, code)


def _of_order(turn: Turn, found: AtHand, code: str) -> str:
    """The sum of what is at hand in a currency, or which currencies have a rate."""
    about = formatting.about(found.total_rupiah, code, turn.shop.rates)
    if not about:
        return _no_rate(turn, code)
    words = _("{sum} for goods and freight {about}")
    if found.freight_rupiah is None:
        words = _("{sum} for the goods {about}; the freight follows after weighing.")
    return words.format(sum=formatting.rupiah(found.total_rupiah), about=about)


def _of_goods(turn: Turn, wares: Sequence[Ware], code: str) -> list[str]:
    """The price of each of these goods in a currency; without goods that of a round sum."""
    if turn.shop.rates.of(code) is None or not wares:
        return [_in(turn, SAMPLE, code)]
    words = _("{product}: {price}")
    return [
        words.format(
            product=shorten(one.name(language()), NAME_ROOM), price=_in(turn, one.price_rupiah, code)
        )
        for one in wares
    ]


def _no_rate(turn: Turn, code: str) -> str:
    codes = ", ".join(turn.shop.rates.currencies()[:MOST_CODES])
    return _("I have no rate for {currency}. There is one for: {codes}.").format(currency=code, codes=codes)
