"""Decides whether a message only asks about the goods that it names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want
from bot.understanding.decide.order_verb import ordered_already
from bot.understanding.spot.scene import Scene

ASKING = ("price", "how_much", "stock", "shipping", "tracking", "catalogue", "payment", "rules", "question")


def asks(message: Message) -> bool:
    """Whether a message has a question mark or a word that asks."""
    return message.has("how_much", "question") or any(token.text == "?" for token in message.tokens)


def _asks_whether_sent(message: Message, verb: int) -> bool:
    """`can you ship honey to Australia?`; `can you send me honey` orders."""
    asked = message.plain(len(message) - 1) == "?" and message.says_at(verb, "question")
    sends = message.has("to", start=verb, end=verb + 3) or message.plain(verb + 2) in message.grammar.sends
    return asked and sends and message.plain(verb + 3) not in message.grammar.to_me


def _counts_behind_question(message: Message, wants: Sequence[Want]) -> bool:
    """`rendang ga boleh masuk? ya udah karak aja 3`: what is counted stands behind what is asked."""
    asked = [at for at in range(len(message)) if message.plain(at) == "?"]
    last = max(amount.end for one in wants for amount in one.amounts)
    return bool(asked) and asked[-1] < last and not message.has("price", "tell", "shipping", "tracking")


def _asks_weight(message: Message) -> bool:
    """`karak 5 brem 2 kira-kira berapa kilo`."""
    weights = message.vocabulary.units.weights
    return any(message.plain(at + 1) in weights for at in message.where("how_much")) or (
        message.has("how_much") and any(one.plain in message.grammar.weight_nouns for one in message.tokens)
    )


def _orders_politely(message: Message) -> bool:
    """`kalau mau gudeg 6 … bisa kak?` is a polite order."""
    return any(message.says_at(at + 1, "order") for at in message.where("conditional"))


def ends_with_no(message: Message) -> bool:
    """`dapet diskon ga kak`: an "or not" at the end of a message asks."""
    last = len(message) - 1
    while last > 0 and (message.says_at(last, "address") or message.kind(last) != "word"):
        last -= 1
    return message.says_at(last, "no_or")


def _or_not(message: Message) -> bool:
    """`diskon ga kalo beli 10 karak`: an "or not" behind what is asked."""
    return any(message.says_at(at + 1, "no_or") for at in message.where("rules", "other_matter"))


def asks_about(scene: Scene, wants: Sequence[Want], verb: int | None) -> bool:
    """Whether the message only asks about the goods; `verb` is the place of the ordering verb, if any."""
    message = scene.message
    counted = any(one.amounts for one in wants)
    if verb is None and any(ordered_already(message, at) for at in message.where("does_order")):
        return True
    known = any(one.amounts and one.mention.skus for one in wants)
    if verb is None and not known and ends_with_no(message):
        return True
    if not counted and verb is not None and _asks_whether_sent(message, verb):
        return True
    if verb is None and counted and _counts_behind_question(message, wants):
        return False
    if verb is None and _asks_weight(message):
        return True
    if message.has("tell") and (not counted or (verb is None and asks(message))):
        return True
    if verb is None and message.has("may_it") and (asks(message) or ends_with_no(message)):
        return True
    if verb is not None and not _asks_first(scene, wants, verb):
        return False
    if not counted and verb is None and any(token.text == "?" for token in message.tokens):
        return True
    if not counted:
        return message.has(*ASKING) and (
            asks(message) or message.has("price", "stock", "tell", "shipping", "rules", "tracking")
        )
    if message.has("total") and _orders_politely(message):
        return False
    if message.has("conditional") and (asks(message) or ends_with_no(message) or _or_not(message)):
        return True
    if message.has("total"):
        return False
    first = min(one.mention.start for one in wants)
    if len(wants) == 1 and verb is None and message.has("how_much") and _only_one(wants[0]):
        return True
    return _asked_for(message) or (asks(message) and message.has("how_much", end=first))


def _asks_first(scene: Scene, wants: Sequence[Want], verb: int) -> bool:
    """`berapa harga abon? mau 2` orders; `mau abon, harganya berapa?` asks only when nothing is counted."""
    message = scene.message
    counted = any(one.amounts for one in wants)
    if counted:
        return False
    price = message.has("price", "stock", "tell") and asks(message)
    return price and message.says_at(verb, "order") and message.plain(verb) in message.grammar.wishes


def _only_one(want: Want) -> bool:
    """`brp sebungkus`: the quantity is only the unit whose price is asked."""
    return all(one.with_unit and one.pieces in {1, None} for one in want.amounts)


def _asked_for(message: Message) -> bool:
    return message.has("price", "stock", "shipping", "tracking", "payment", "tell") and (
        asks(message) or message.has("tell") or (message.has("price") and not _states_prices(message))
    )


def _states_prices(message: Message) -> bool:
    """`geti 2 bungkus harga 22rb`: a price with its amount asks nothing."""
    return all(
        message.kind(at + 1) == "number" or message.says_at(at + 1, "money_before", "price")
        for at in message.where("price")
    )
