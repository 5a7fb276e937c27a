"""The cart in words: its lines, its sums, and what keeps a line from going."""

from __future__ import annotations

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.destinations import Action
from bot.destinations.rules.limits import Frequent
from bot.handlers.customer.destination_view import joining_line
from bot.handlers.shared import eligibility, formatting, reckoning
from bot.handlers.shared.reckoning import Reckoning
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.carts import Cart, CartLine, Trouble
from bot.ordering.earlier_orders import placed_for
from bot.orders import Order

MOST_WARNINGS = 2
WARNING_ROOM = 130


async def read(turn: Turn) -> Cart | None:
    """The customer's cart, checked against today's catalogue and rules; None while there is no draft."""
    draft = await carts.find(turn.db, turn.person.id)
    return carts.read(draft, turn.shop, solo_day(turn.now)) if draft else None


def line_text(turn: Turn, line: CartLine, room: int = 110) -> str:
    """A line of the cart, for whom it is, and what keeps it from going or makes it risky."""
    text = _("{count} × {product}: {sum}").format(
        count=line.quantity,
        product=shorten(line.ware.name(language()), 60),
        sum=formatting.rupiah(line.rupiah),
    )
    return "\n   ".join(
        filter(None, [text, formatting.for_whom(line.for_whom), trouble_text(turn, line, room)])
    )


def trouble_text(turn: Turn, line: CartLine, room: int, to: str = "") -> str:
    """What keeps a line from going to `to`, or its risk; "" when nothing does.

    `to` is the customer's destination when none is named.
    """
    to = to or turn.person.destination or ""
    if line.trouble == Trouble.GONE:
        return _("✖ no longer available")
    if line.trouble == Trouble.SHORT:
        return _("✖ only {left} left").format(left=line.ware.stock)
    if line.trouble == Trouble.REFUSED:
        why = eligibility.verdict_text(turn.shop, line.verdict, to, room)
        texts = [
            why,
            *eligibility.explanation_of(line.verdict),
            eligibility.alternative_text(turn, line.ware, to),
        ]
        return "\n   ".join(filter(None, texts))
    if line.verdict.action is Action.ALLOW:
        return ""
    return eligibility.verdict_text(turn.shop, line.verdict, to, room)


async def totals(turn: Turn, found: Cart) -> list[str]:
    """What belongs to the sums of a cart: remarks, shortened warnings, shipment, lines that cannot go."""
    lines = [*sums(turn, found).remarks, *_short_warnings(found)]
    if found.waiting:
        lines.append(eligibility.waits_for_paper())
    lines.append(await joining_line(turn) or _("Where to? Please choose a destination."))
    if found.troubled:
        lines.append(
            ngettext(
                "✖ {count} line cannot be ordered; take it out to go on.",
                "✖ {count} lines cannot be ordered; take them out to go on.",
                len(found.troubled),
            ).format(count=len(found.troubled))
        )
    return lines


def sums(turn: Turn, found: Cart) -> Reckoning:
    """Goods, weight and freight; the last sum also converted to the destination's currency."""
    return reckoning.of_quote(found.rupiah, found.grams, found.quote, turn.shop.rates)


async def totals_in_full(turn: Turn, found: Cart) -> list[str]:
    """For the review: the remarks on the sums, every warning in full, and the shipment."""
    warnings = list(eligibility.warnings(found.quote)) if found.quote else []
    warnings += [eligibility.frequent(one) for one in await _frequent(turn, found.order)]
    return [*sums(turn, found).remarks, *warnings, await joining_line(turn)]


async def _frequent(turn: Turn, draft: Order) -> list[Frequent]:
    to, limits, day = draft.destination or "", turn.shop.limits, solo_day(turn.now)
    since = limits.looks_back_to(to, day)
    if since is None:
        return []
    earlier = await placed_for(turn.db, to, draft.mobile, since)
    return limits.frequent(to, map(solo_day, earlier), day)


def accepting(found: Cart) -> list[str]:
    """What a customer accepts by confirming: the risks, and that a line waits for its paper."""
    risks = [_("By confirming you accept the ⚠ risks named above.")] if found.risky else []
    papers = [f"📄 {eligibility.waits_for_paper()}"] if found.waiting else []
    return ["", *risks, *papers] if risks or papers else []


def _short_warnings(found: Cart) -> list[str]:
    warnings = list(eligibility.warnings(found.quote)) if found.quote else []
    lines = [shorten(one, WARNING_ROOM) for one in warnings[:MOST_WARNINGS]]
    return lines if len(warnings) <= MOST_WARNINGS else [*lines, _("⚠ More on this before you order.")]
