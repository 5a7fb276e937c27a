"""Finds the verb by which a message orders."""

from __future__ import annotations

from bot.understanding.annotate.message import Message

NOUNS = ("pesanan", "pesenan", "orderan")
OWNED = ("ku", "mu", "nya", "ne", "ipun")
TELLING = 3


def order_verb(message: Message) -> int | None:
    """The place of the verb that orders; a wish to know or to talk is none."""
    for at in message.where("order"):
        label = message.says_at(at, "wish_only", "order_label") or message.plain(at).startswith(NOUNS)
        if label and not _imperative(message, at):
            continue
        if message.plain(at) in {"mau", "mo", "mw"} and message.says_at(at + 1, "to"):
            continue  # "mau kirim ke Belanda"
        if message.says_at(at, "complaint") or message.plain(at - 1) in {"sesuai", "dari"}:
            continue
        if any(message.plain(near) == "padahal" for near in range(at - 3, at)):
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
    word = message.plain(at)
    if word.startswith(NOUNS) and word.endswith(OWNED):
        return False
    if word.startswith(NOUNS):
        return not message.says_at(at - 1, "self") and not message.says_at(at + 1, "self", "done")
    return word == "pesan" or (word == "order" and message.plain(at - 1) not in {"my", "our", "the", "your"})


def _in_condition(message: Message, at: int) -> bool:
    """Whether the verb is hypothetical: `kalau pesan 10 …` is, `kalau bisa mau 2` orders."""
    start = max(message.sentence_at(at).start, at - 4)
    supposed = [one for one in message.where("conditional") if start <= one < at]
    return any(not message.says_at(one + 1, "stock", "rules") for one in supposed)
