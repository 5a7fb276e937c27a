"""What each of several people pays of the order at hand: alike, or by the goods that are for them."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, Sum, shorten, sum_line
from bot.conversation.translation import _, ngettext
from bot.handlers.chat.questions.at_hand import AtHand, at_hand
from bot.handlers.chat.questions.order_freight import back_label
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import leaf
from bot.handlers.shared.turn import Turn
from bot.ordering.quotes import Quote, QuoteLine
from bot.shipping import freight_split
from bot.understanding.decide.order_questions import MOST_PEOPLE

QUICK = (2, 3, 4, 5, 6)
NAME_ROOM = 40
OTHERS = ""
"""In place of a name: goods of which nobody is named."""


@place("hand/share")
async def share(turn: Turn) -> Screen | Redirect:
    """What each pays for whom goods are named; else asks among how many the sum is divided."""
    found = await at_hand(turn)
    if found is None or not found.goods:
        return Redirect(found.route if found else "cart")
    return by_name(found, found.quote, 1) if found.for_whom and found.quote else _among_how_many(found)


@place("hand/share/named/{page}")
async def share_page(turn: Turn, page: int) -> Screen | Redirect:
    """What each pays for whom goods are named, page by page."""
    found = await at_hand(turn)
    if found is None or found.quote is None or not found.for_whom:
        return Redirect("hand/share")
    return by_name(found, found.quote, page)


def _among_how_many(found: AtHand) -> Screen:
    body = [
        _("Together about {sum}.").format(sum=formatting.rupiah(found.total_rupiah)),
        _("Tap how many of you pay alike."),
        _(
            "Or tell me whose the goods are, for example “karak 2 for Rina, intip 1 for Sari”: then I reckon"
            " what each pays."
        ),
    ]
    buttons = [Button(str(one), f"hand/share/{one}", beside=one != QUICK[0]) for one in QUICK]
    asks = None if found.waiting is not None else Ask("hand/share/typed")
    return Screen(_("Divide among how many?"), "\n".join(body), [*buttons, _back(found)], asks)


@action("hand/share/typed")
async def typed(turn: Turn) -> Redirect | NotAnAnswer:
    """Among how many people the sum is divided was typed."""
    people = turn.shop.reader().amount(turn.text)
    return Redirect(f"hand/share/{people}") if people and 2 <= people <= MOST_PEOPLE else NotAnAnswer()


@place("hand/share/{people}")
async def alike(turn: Turn, people: int) -> Screen | Redirect:
    """The sum divided among so many people alike."""
    found = await at_hand(turn)
    if found is None or not found.goods or not 2 <= people <= MOST_PEOPLE:
        return Redirect("hand/share" if found and found.goods else "cart")
    title = ngettext("Among {count} person", "Among {count} people", people).format(count=people)
    words = _("Each pays about {sum}: {goods} for the goods and {freight} for the freight.")
    if found.freight_rupiah is None:
        words = _("Each pays {sum} for the goods; the freight follows after weighing.")
    each = words.format(
        sum=formatting.rupiah(_each(found.total_rupiah, people)),
        goods=formatting.rupiah(_each(found.goods_rupiah, people)),
        freight=formatting.rupiah(_each(found.freight_rupiah or 0, people)),
    )
    lines = [each, _("Rounded up to whole rupiah."), *_how_sure(found)]
    named = [Button(_("By name"), "hand/share")] if found.for_whom else []
    others = [Button(str(one), f"hand/share/{one}", beside=one != QUICK[0]) for one in QUICK if one != people]
    return Screen(title, "\n".join(lines), [_back(found), *named, *others], sums=_sums(found))


def _each(rupiah: int, people: int) -> int:
    return -(-rupiah // people)


def _sums(found: AtHand) -> list[Sum]:
    goods = sum_line(_("Goods"), formatting.rupiah(found.goods_rupiah))
    if found.freight_rupiah is None:
        return [goods]
    freight, together = _("Freight about"), _("Together about")
    if found.is_settled:
        freight, together = _("Freight"), _("Together")
    return [
        goods,
        sum_line(freight, formatting.rupiah(found.freight_rupiah)),
        sum_line(together, formatting.rupiah(found.total_rupiah), total=True),
    ]


def _how_sure(found: AtHand) -> list[str]:
    card = found.quote.card if found.quote else None
    if card is None or found.is_settled:
        return []
    if card.example:
        return [_("These are example rates, not real prices. The freight is settled after weighing.")]
    return [_("These are estimates: the freight is settled after weighing.")]


def by_name(found: AtHand, quote: Quote, page: int) -> Screen:
    """What each pays for whom goods are named: their goods, and the freight by what decides it."""
    goods, sizes = _of_each(found, quote)
    freight = freight_split.split(quote.freight_rupiah or 0, sizes) if any(sizes.values()) else {}
    words = _("{name}: {sum} ({goods} + freight {freight})")
    if quote.freight_rupiah is None:
        words = _("{name}: {goods}; freight follows after weighing")
    lines = [
        words.format(
            name=shorten(name, NAME_ROOM) or _("Nobody named"),
            sum=formatting.rupiah(rupiah + freight.get(name, 0)),
            goods=formatting.rupiah(rupiah),
            freight=formatting.rupiah(freight.get(name, 0)),
        )
        for name, rupiah in goods.items()
    ]
    people = len(goods.keys() - {OTHERS})
    how = _("The freight is divided by what the goods of each weigh.")
    if quote.goes_by_volume:
        how = _("The freight is divided by the room that the goods of each take.")
    buttons = [_back(found), Button(_("All alike"), f"hand/share/{max(people, 2)}")]
    return leaf(
        _("What each pays"),
        [*lines, "", how, *_how_sure(found)],
        page,
        "hand/share/named/{page}",
        buttons,
        sums=_sums(found),
    )


def _of_each(found: AtHand, quote: Quote) -> tuple[dict[str, int], dict[str, int]]:
    """What the goods of each cost, and what of them decides the freight: their room, or their weight."""
    goods: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for line in quote.lines:
        for name, pieces in _pieces_of_each(found, line).items():
            size = line.cubic_millimetres if quote.goes_by_volume else line.grams
            goods[name] = goods.get(name, 0) + line.ware.price_rupiah * pieces
            sizes[name] = sizes.get(name, 0) + size // line.pieces * pieces
    return goods, sizes


def _pieces_of_each(found: AtHand, line: QuoteLine) -> dict[str, int]:
    """Who gets how many pieces of a line; those of whom it is not known are nobody's."""
    shares = found.for_whom.get(line.ware.id, ())
    pieces = {one.name: one.pieces for one in shares if one.pieces}
    rest = line.pieces - sum(pieces.values())
    return {**pieces, OTHERS: rest} if rest > 0 else pieces


def _back(found: AtHand) -> Button:
    return Button(back_label(found), found.route)
