"""Finds the verb by which a message orders."""

from __future__ import annotations

from bot.understanding.annotate.message import Message

TELLING = 3


def order_verb(message: Message) -> int | None:
    """The place of the verb that orders; a wish to know or to talk is none."""
    for at in message.where("order"):
        label = message.says_at(at, "wish_only", "order_label") or _is_noun(message, at)
        if label and not _imperative(message, at):
            continue
        if message.plain(at) in message.grammar.want_to and message.says_at(at + 1, "to"):
            continue  # "mau kirim ke Belanda"
        if message.says_at(at, "complaint") or message.plain(at - 1) in message.grammar.as_ordered:
            continue
        if any(message.plain(near) in message.grammar.contrary for near in range(at - 3, at)):
            continue
        if message.says_at(at + 1, "payment", "show") or message.says_at(at + 2, "show"):
            continue  # "mau bayar", "minta foto"
        if ordered_already(message, at):
            continue
        behind = range(at + 1, min(at + 1 + TELLING, len(message)))
        if any(message.says_at(one, "tell", "handoff", "catalogue") for one in behind):
            continue
        if not _in_condition(message, at):
            return at
    return None


def ordered_already(message: Message, at: int) -> bool:
    """Whether the verb tells of an earlier order: `sudah order`, `udah aku pesen`, `kemarin saya pesan`."""
    before = at - 1
    while message.says_at(before, "self", "address"):
        before -= 1
    return message.says_at(at, "does_order") and message.says_at(before, "done", "before_today")


def _imperative(message: Message, at: int) -> bool:
    """`pesanan:` heads a list, `order` is a wish as well as a label."""
    affixes = message.vocabulary.affixes
    if _is_noun(message, at):
        if message.plain(at).endswith((*affixes.owners, *affixes.definite)):
            return False
        return not message.says_at(at - 1, "self") and not message.says_at(at + 1, "self", "done")
    orders = message.plain(at) in message.grammar.order_imperatives
    return orders and message.plain(at - 1) not in message.grammar.determiners


def _is_noun(message: Message, at: int) -> bool:
    """`pesanan`, `orderanku`: what was ordered."""
    return message.plain(at).startswith(tuple(message.grammar.order_nouns))


def _in_condition(message: Message, at: int) -> bool:
    """Whether the verb is hypothetical: `kalau pesan 10 …` is, `kalau bisa mau 2` orders."""
    start = max(message.sentence_at(at).start, at - 4)
    supposed = [one for one in message.where("conditional") if start <= one < at]
    return any(not message.says_at(one + 1, "stock", "rules") for one in supposed)
