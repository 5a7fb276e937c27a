"""Sizes and colours that are not to be had: of goods that have others, and of goods that have none."""

from __future__ import annotations

from bot.understanding.annotate.message import Message
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.spot.options import goes_on, is_called_size, is_size, option_at
from bot.understanding.spot.products import Mention


def unoffered_at(message: Message, lexicon: Lexicon, one: Mention) -> int:
    """Where a size or colour that is not offered begins within the goods that it is said of; or their end."""
    words = message.vocabulary.options
    base = next((found for sku in one.skus if (found := lexicon.by_sku[sku].option_of)), "")
    labels = lexicon.options.get(base, {})
    for at in range(one.start + bool(one.words), one.end):
        option, called = option_at(message, labels, at), message.plain(at - 1) in words.labels
        unknown = called and option is None and message.kind(at) == "word" and not goes_on(message, at)
        if unknown or (option is not None and not option.sku):
            return max(at - called, one.start)
    return one.end


def not_offered(message: Message, behind: int) -> str:
    """The size or colour that stands behind goods which have none: `daster XL`, `sandal ukuran 40`; or ""."""
    words = message.vocabulary.options
    labels = words.labels
    if message.kind(behind) == "number" and is_called_size(message, behind + 2):
        return message.slice(behind + 2, behind + 3 + (message.kind(behind + 3) == "number"))
    at = next((at for at in range(behind, len(message)) if message.plain(at) not in labels), behind)
    if at >= len(message) or message.strong_break(at):
        return ""
    units, label = message.vocabulary.units, at > behind
    measured = message.kind(at) == "number" and message.plain(at + 1) in {*units.weights, *units.volumes}
    plain = is_size(message, message.plain(at)) and (
        len(message.plain(at)) > 1 or message.tokens[at].text.isupper()
    )
    named = label and message.kind(at) in ("word", "number") and not measured
    return message.slice(behind, at + 1) if named or plain else ""
