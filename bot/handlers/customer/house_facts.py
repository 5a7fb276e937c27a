"""What is so in this shop about its papers, wrapping, payment and honesty, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, later
from bot.handlers.customer.goods_found import halal_told
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation
from bot.understanding.decide.topics import HOUSE

PAYMENT_ROOM = 400


def _wish() -> str:
    return _("Write the wish into the note to the seller when you check out: it is read with the order.")


def _receipt(turn: Turn) -> list[str]:
    return [
        _("An order's page here shows its number, goods, prices and freight, and what is paid."),
        _("A receipt of its own, or in another name, is no service that we have yet."),
        _wish(),
    ]


def _gift_wrap(turn: Turn) -> list[str]:
    return [
        _("Gift wrapping, ribbons and cards are no service that we have yet, so we cannot promise them."),
        _wish(),
    ]


def _no_price(turn: Turn) -> list[str]:
    return [
        _("The papers for customs must state the value of the goods; that cannot be left out."),
        _("Whether a maker puts its own price label on a piece is not recorded here."),
        _wish(),
    ]


def _parcel_number(turn: Turn) -> list[str]:
    return [
        _("Yes: once the parcel has its number, the order's page here shows it. Before that there is none."),
        _("You can also ask here at any time where your order is."),
    ]


def _final_price(turn: Turn) -> list[str]:
    """What of the sums may still change."""
    tax = _("Tax and duty of the country are not in it; what is due the recipient pays there.")
    if turn.shop.profile.exporter.incoterm == "DDP":
        tax = _("Yes: tax and duty there are on us.")
    return [
        _("The prices of the goods stay as they are in your order; other fees of ours are not noted."),
        _("The freight is an estimate until the parcel is weighed; you read the real sum here then."),
        tax,
    ]


def _pay_there(turn: Turn) -> list[str]:
    """How to pay in the shop's own words, which may allow it; without them nothing does."""
    if how := shorten(turn.shop.profile.how_to_pay(language()), PAYMENT_ROOM):
        return [how]
    told = _("Paying when the parcel arrives is not among our ways to pay.")
    return [told, _("You pay after the order is placed; we tell you here how.")]


def _if_broken(turn: Turn) -> list[str]:
    return [
        _("Then type here what is wrong, with photos: the coordinator looks at it with you."),
        _("You can ask for your money back or for the goods once more; the coordinator decides."),
    ]


def _trust(turn: Turn) -> list[str]:
    words = _(
        "This is the automatic assistant of {shop}; small makers of Solo and a coordinator stand behind it."
    )
    return [
        words.format(shop=turn.shop.profile.name),
        _("You pay nothing before an order is placed, and how to pay you read only here, with its number."),
        _("If in doubt, talk to a person first."),
    ]


def _contact(turn: Turn) -> list[str]:
    if contact := turn.shop.profile.coordinator_contact:
        return [_("To talk to a person: {contact}").format(contact=shorten(contact, 200))]
    return [_("No telephone number is noted here: everything goes by this chat, also talking to a person.")]


def _own_risk(turn: Turn) -> list[str]:
    return [
        _("“At your own risk”: no rule that we know forbids it, but customs there may stop it all the same."),
        _("What they keep is then lost at your expense. The page of each product says why it is marked so."),
    ]


def _tax_basis(turn: Turn) -> list[str]:
    return [
        _("Whether the freight counts towards that limit is not noted here: customs there decides."),
        _("We ourselves compare only the value of the goods with it."),
    ]


def _certified(turn: Turn) -> list[str]:
    return [
        halal_told(turn),
        _("That is what each maker states; we do not check certificates of BPJPH or MUI ourselves."),
    ]


def _faster(turn: Turn) -> list[str]:
    return [
        _("Orders go together with the next consignment. EMS or an express courier cannot be chosen here."),
    ]


def _size_chart(turn: Turn) -> list[str]:
    return [
        _("There is no size table here yet: how many centimetres each size has is not recorded."),
        _("Only the names of the sizes are: they stand on the product's page."),
    ]


def _pay_ways(turn: Turn) -> list[str]:
    """How to pay in the shop's own words; without them no way is promised."""
    if how := shorten(turn.shop.profile.how_to_pay(language()), PAYMENT_ROOM):
        return [how]
    return [
        _("Which ways to pay there are (transfer, card, e-wallet) is not noted here yet: we promise none."),
        _("The prices are in rupiah. You pay after the order is placed; we tell you here how."),
    ]


def _together(turn: Turn) -> list[str]:
    """How orders travel together, and that nobody waits for others to order."""
    return [
        _("All orders to one country up to the closing date travel in one shipment, each in its own parcel."),
        _("You need not wait until others order: a shipment closes on its date. No least number is noted."),
        _("The freight counts only your own parcel."),
    ]


def _in_parts(turn: Turn) -> list[str]:
    """That paying in parts, or by somebody else, is not noted; whoever pays needs the order's number."""
    return [
        _("Paying in parts or later is not noted among our ways to pay, so we cannot promise it."),
        _("Somebody else may pay for you with the order's number; the way to pay stands with the order."),
    ]


def _hours(turn: Turn) -> list[str]:
    return [
        _("I am the automatic assistant and answer at any time."),
        _("At which hours the coordinator answers is not noted here."),
    ]


def _expiry(turn: Turn) -> list[str]:
    return [
        _("The date on a pack is not recorded here; the page of each product says how long it keeps."),
        _("If it should keep long, write that into the note to the seller when you check out."),
    ]


def _abroad_only(turn: Turn) -> list[str]:
    return [_("We send abroad only, no parcels within Indonesia, and there is no shop to collect from.")]


FACTS: Mapping[str, tuple[str, Callable[[Turn], list[str]]]] = {
    "receipt": (later("Receipt"), _receipt),
    "gift_wrap": (later("Wrapped as a present"), _gift_wrap),
    "no_price": (later("Prices on the parcel"), _no_price),
    "parcel_number": (later("Number of the parcel"), _parcel_number),
    "final_price": (later("Is the sum final?"), _final_price),
    "pay_there": (later("Paying on arrival"), _pay_there),
    "if_broken": (later("If something is wrong with it"), _if_broken),
    "trust": (later("Who we are"), _trust),
    "contact": (later("Reaching us"), _contact),
    "own_risk": (later("At your own risk"), _own_risk),
    "tax_basis": (later("What the limit counts"), _tax_basis),
    "certified": (later("Whose word “halal” is"), _certified),
    "faster": (later("A faster way"), _faster),
    "size_chart": (later("Measures of the sizes"), _size_chart),
    "pay_ways": (later("Ways to pay"), _pay_ways),
    "together": (later("Travelling together"), _together),
    "in_parts": (later("Paying in parts"), _in_parts),
    "hours": (later("When we answer"), _hours),
    "expiry": (later("Dates on the packs"), _expiry),
    "abroad_only": (later("Only abroad"), _abroad_only),
}
"""The title and the facts of each topic."""


def beside(turn: Turn, read: Interpretation) -> str:
    """What is so about such topics that a text asks of beside an order, a change or a yes; "" for none."""
    return "\n".join(line for topic in read.topics if topic in HOUSE for line in FACTS[topic][1](turn))
