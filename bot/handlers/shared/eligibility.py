"""Import rules in words: whether goods may go, what can go instead, which paper they need, what tax."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.catalog import Ware
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.core import money
from bot.core.clock import solo_day
from bot.destinations import Action, Verdict
from bot.destinations.rules import alternatives
from bot.destinations.rules.limits import Exceeded, Frequent
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering.quotes import Quote, Taxable
from bot.ordering.shop import Shop
from bot.orders import Order, OrderLine

NAME_ROOM = 60
PAPER_ROOM = 120
SHORT_ROOM = 210


def verdict(turn: Turn, ware: Ware, to: str = "") -> Verdict:
    """Today's verdict on a product for a country: `to`, else the customer's destination."""
    to = to or turn.person.destination or ""
    return turn.shop.restrictions.verdict_of(to, ware, solo_day(turn.now))


def may_go(turn: Turn, ware: Ware, room: int = 260, to: str = "") -> str:
    """Whether a product may enter the destination, and if not or not surely, why; or the paper it needs."""
    to = to or turn.person.destination or ""
    return verdict_text(turn.shop, verdict(turn, ware, to), to, room)


def verdict_text(shop: Shop, verdict: Verdict, to: str, room: int = 260) -> str:
    """A verdict in at most `room` characters of reason, `to` being the country; "" while that is unknown."""
    if verdict.stays_because:
        return _("✖ This does not travel: {reason}").format(reason=verdict.reason(language(), room))
    if not to:
        return ""
    country = shop.destinations.name(to, language())
    reason = verdict.reason(language(), room)
    if verdict.action is Action.ALLOW:
        return _("✓ Can be sent to {country}").format(country=country)
    if verdict.action is Action.WARN:
        return _("⚠ {country}: {reason}").format(country=country, reason=reason)
    if verdict.action is Action.NEEDS_DOCUMENT:
        if room < SHORT_ROOM:
            words = _("📄 {country} asks for: {paper}")
            return words.format(country=country, paper=papers(verdict))
        short = verdict.reason(language(), min(room, 160))
        words = _("📄 {country}: {reason} Needed: {paper}.")
        return words.format(country=country, reason=short, paper=papers(verdict))
    return _("✖ Cannot be sent to {country}: {reason}").format(country=country, reason=reason)


def papers(verdict: Verdict) -> str:
    """The papers that goods need, by name."""
    named = ", ".join(verdict.documents(language()))
    return shorten(named, PAPER_ROOM).rstrip(".") or _("a paper that the coordinator will name")


def explanation(turn: Turn, ware: Ware) -> list[str]:
    """Lines that explain a verdict on a product: the authority, or how a line waits for its paper."""
    return explanation_of(verdict(turn, ware))


def explanation_of(verdict: Verdict) -> list[str]:
    """Lines that explain any verdict."""
    if verdict.action is Action.NEEDS_DOCUMENT:
        return [waits_for_paper()]
    authority = verdict.authority(language()) if verdict.blocks else ""
    return [_("Authority: {authority}").format(authority=shorten(authority, 100))] if authority else []


def waits_for_paper() -> str:
    """What happens to a line whose paper is missing."""
    return _(
        "You can order it: it waits for that paper. If the paper is not here at the cut-off, it stays behind"
        " and you do not pay for it."
    )


def alternative(turn: Turn, ware: Ware, to: str = "") -> Ware | None:
    """A product that may go where this one may not; None when this one may, or nothing else may."""
    to = to or turn.person.destination or ""
    if not verdict(turn, ware, to).blocks:
        return None
    shop = turn.shop
    return alternatives.alternative(ware, shop.catalogue.goods(), shop.restrictions, to, solo_day(turn.now))


def alternative_text(turn: Turn, ware: Ware, to: str = "") -> str:
    """The alternative as a line of text; "" when there is none."""
    substitute = alternative(turn, ware, to)
    if substitute is None:
        return ""
    return _("Instead: {product}").format(product=shorten(substitute.name(language()), NAME_ROOM))


def paper_text(line: OrderLine) -> str:
    """Whether the paper of a placed line is recorded or awaited; "" for a line that needs none."""
    paper = shorten(line.paper(language()), PAPER_ROOM) or _("a paper that the coordinator will name")
    if line.documented_at is not None:
        number = shorten(line.document_number or "", 60)
        return _("✓ {paper}: {number}").format(paper=paper, number=number)
    if line.held_at is not None:
        return _("📄 stays behind, {paper} is missing; not charged").format(paper=paper)
    return _("📄 waits for: {paper}").format(paper=paper) if line.lacks_document else ""


def freight(quote: Quote) -> list[str]:
    """The estimated freight and total of a quote, or that the freight follows after weighing."""
    if quote.card is None or quote.freight_rupiah is None:
        return [_("Freight follows after weighing.")]
    weight = formatting.weight(quote.chargeable_grams)
    if quote.goes_by_volume:
        weight = _("{weight}, going by the parcel's size").format(weight=weight)
    facts = {"sum": formatting.rupiah(quote.freight_rupiah), "weight": weight}
    if quote.card.example:
        estimate = _("Freight about {sum} for {weight} (example rate, not a real price)").format(**facts)
    else:
        estimate = _("Freight about {sum} for {weight}; it is settled after weighing").format(**facts)
    return [estimate, _("Together about {sum}").format(sum=formatting.rupiah(quote.total_rupiah))]


def estimated(order: Order) -> str:
    """The freight estimate of what is due."""
    if order.freight_estimate_rupiah is None:
        return _("Freight follows after weighing.")
    words = _("Freight about {sum} for {weight}; it is settled after weighing")
    weight = formatting.weight(order.chargeable_grams_estimate or 0)
    return words.format(sum=formatting.rupiah(order.freight_estimate_rupiah), weight=weight)


def warnings(quote: Quote) -> Iterator[str]:
    """Warnings about a whole order: possible import tax, and each limit that the order exceeds."""
    if quote.taxable:
        yield _taxable(quote.taxable)
    for exceeded in quote.exceeded:
        yield _exceeded(exceeded)


def _taxable(taxable: Taxable) -> str:
    free = money.foreign(Decimal(taxable.free), taxable.currency, language())
    if taxable.about is None:
        words = _("⚠ May be taxed at the border: free up to {free}, and no rate is known to compare.")
        return words.format(free=free)
    worth = money.foreign(taxable.about.amount, taxable.currency, language())
    if taxable.about.stale:
        worth = _("{amount}, by an old rate").format(amount=worth)
    facts = {"worth": worth, "free": free, "currency": money.currency_name(taxable.currency, language())}
    if taxable.free_in_name_only:
        words = _("⚠ May be taxed at the border: practically from the first {currency} on (goods ≈ {worth}).")
        return words.format(**facts)
    if not taxable.free:
        return _("⚠ May be taxed at the border: nothing comes in free (goods ≈ {worth}).").format(**facts)
    return _("⚠ May be taxed at the border: goods ≈ {worth}, free up to {free}.").format(**facts)


def _exceeded(exceeded: Exceeded) -> str:
    words = _("⚠ {reason} This order: {weight}.")
    return words.format(reason=exceeded.limit.why(language()), weight=formatting.weight(exceeded.grams))


def frequent(one: Frequent) -> str:
    """The warning that a recipient receives parcels often."""
    words = _("⚠ {reason} This would be number {count}.")
    return words.format(reason=one.frequency.why(language()), count=one.parcels)
