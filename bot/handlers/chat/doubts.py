"""Doubts about a reading in words: each names what may be meant otherwise."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, later
from bot.handlers.shared.turn import Turn
from bot.ordering.proposal_parts import OpenDoubt
from bot.ordering.proposals import Proposal
from bot.understanding import DoubtKind, Interpretation

MOST_TOLD = 6
ALL = ("intent", "number", "goods", "many", "meant", "cue", "there", "size")
NOT_MEANT = later("❓ I am not sure that this is what you want. If it is not, tap Never mind.")
QUESTIONS: dict[DoubtKind, str] = {
    "size": later(
        "❓ {product}: “{text}” cannot be chosen here. If it matters, write it into the note of the order."
    ),
    "number": later("❓ {product}: is “{text}” how many you want, or another number?"),
    "goods": later("❓ {product}: do you want it so?"),
    "many": later("❓ {product}: really {text} pcs?"),
    "meant": later("❓ {product}: is that what “{text}” means?"),
}
CORRECTED = later("❓ “{text}”: did you mean something else? If so, type how it shall be.")
NUMBER_ALONE = later("❓ I could not place the number “{text}”.")
THERE = later(
    "{products}: in the order already, so it stays as it is. If you want another number, type it beside."
)
GOODS_ALONE = later("❓ I have not put in “{text}”. If you want it, type it once more with how many.")


def told(turn: Turn, proposal: Proposal, kinds: Container[str] = ALL) -> list[str]:
    """A line for each doubt of these kinds about a proposal."""
    removed = {one.product_id for one in proposal.changes if one.op == "remove"}
    asked = (one for one in proposal.doubts if not _is_of_removed(one, removed))
    lines = dict.fromkeys(_line(turn, proposal, one) for one in asked if one.kind in kinds)
    return list(lines)[:MOST_TOLD]


def _is_of_removed(doubt: OpenDoubt, removed: Collection[int]) -> bool:
    """Whether only goods that go anyway are in doubt."""
    return doubt.kind == "goods" and bool(doubt.product_ids) and {*doubt.product_ids} <= {*removed}


def _line(turn: Turn, proposal: Proposal, doubt: OpenDoubt) -> str:
    text = shorten(doubt.text, 40)
    changed = [one for one in doubt.product_ids if one in proposal.product_ids]
    asked = {one for word in proposal.words for one in word.any_of}
    if doubt.kind == "intent":
        return _(NOT_MEANT)
    if doubt.kind == "cue":
        return _(CORRECTED).format(text=text)
    if doubt.kind == "there":
        return _(THERE).format(products=_names(turn, doubt.product_ids))
    if not changed and not asked & {*doubt.product_ids}:
        alone = NUMBER_ALONE if doubt.kind == "number" else GOODS_ALONE
        return _(alone).format(text=text)
    question = QUESTIONS[doubt.kind]
    return _(question).format(product=_names(turn, changed or doubt.product_ids), text=text)


def _names(turn: Turn, product_ids: Iterable[int]) -> str:
    """The products by name; several sizes of one by that of the product."""
    wares = [one for one in map(turn.shop.catalogue.by_id.get, product_ids) if one is not None]
    whole = turn.shop.catalogue.by_sku.get(wares[0].option_of) if len(wares) > 1 else None
    if whole is not None and all(one.option_of == whole.sku for one in wares):
        wares = [whole]
    return shorten(", ".join(one.name(language()) for one in wares), 60)


def perhaps_an_order(interpretation: Interpretation) -> str:
    """For a message of which no proposal is made, though it may be an order; "" without that doubt."""
    proposed = interpretation.lines or interpretation.edits or interpretation.unclear
    if proposed or not any(one.kind == "intent" for one in interpretation.doubts):
        return ""
    return _("If you want to order it: type “order”, the product and how many.")
