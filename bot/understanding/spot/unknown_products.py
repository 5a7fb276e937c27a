"""Finds unknown goods: words in the place of goods that neither the language nor the catalogue has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import is_number_word, number_at
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.spot.products import Mention, meanings
from bot.understanding.spot.quantities import Amount

LONGEST = 4
OF_GOODS = frozenset({"goods", "describe", "weak", "complaint"})


def strange_runs(
    message: Message, lexicon: Lexicon, taken: Collection[int], named: Collection[int]
) -> list[Mention]:
    """The runs of unknown words and of words that only name goods together with others (`rendang ayam`).

    `named` are the tokens of known goods.
    """
    found, at = [], 0
    while at < len(message):
        end = at
        while end < len(message) and end not in taken and is_strange(message, lexicon, end):
            end += 1
        core = any(not message.says_at(inside, "weak", "describe") for inside in range(at, end)) or any(
            message.says_at(inside, "goods") for inside in range(at, end)
        )
        if core and end > at and end - at <= LONGEST and not _only_talk(message, at, end, named):
            found.append(Mention(at, end, (), whole=False))
        at = max(end, at + 1)
    return found


def _only_talk(message: Message, start: int, end: int, named: Collection[int]) -> bool:
    """Whether these are ordinary words that nothing counts, and that stand beside no goods."""
    ordinary = all(message.plain(at) in message.vocabulary.ordinary for at in range(start, end))
    goods = any(message.says_at(at, "goods") for at in range(start, end))
    beside = start - 1 in named or end in named
    counted = message.kind(start - 1) == "number" or any(number_at(message, at) for at in (end, end + 1))
    return ordinary and not goods and not beside and not counted


def is_strange(message: Message, lexicon: Lexicon, at: int) -> bool:
    """Whether a word is unknown to the language, or a word for goods."""
    if message.kind(at) != "word" or len(message.plain(at)) < 2:
        return False
    if message.says_at(at - 1, "pattern") or message.says_at(at - 2, "pattern"):
        return False  # "motif bunga jepang"
    word, units = message.plain(at), message.vocabulary.units
    if word in units.weights or word in units.volumes:
        return False  # "gram" is not `garam`
    if word in units.pieces and "weak" in message.vocabulary.word_says(
        _without(word, message.vocabulary.affixes.plural)
    ):
        return False
    if not message.says[at] and meanings(message, lexicon, at):
        return True
    if message.says[at]:
        return message.says[at] <= OF_GOODS or _goods_after_all(message, at)
    return not _known(message, message.plain(at))


def _goods_after_all(message: Message, at: int) -> bool:
    """`tahu` also means "know"; it is goods if it is counted or described."""
    counted = message.kind(at + 1) == "number"
    described = at + 1 < len(message) and bool(message.says[at + 1]) and message.says[at + 1] <= OF_GOODS
    return (
        message.says[at] <= OF_GOODS | {"talk", "tell"}
        and message.says_at(at, "goods")
        and (counted or described)
    )


def _known(message: Message, word: str) -> bool:
    words = message.vocabulary
    units = words.units
    if is_number_word(words, word) or word in units.pieces or word in units.weights:
        return True
    if word in units.unsure or word in units.volumes or word == "x" or word in words.affixes.apart:
        return True
    unit = _without(word, words.affixes.nouns)
    if unit in units.pieces or unit in units.weights:
        return True
    return any(words.word_says(root) for root in words.forms.roots(word))


def _without(word: str, endings: Collection[str]) -> str:
    return next((word.removesuffix(one) for one in endings if word.endswith(one)), word)


def compounds(
    message: Message, lexicon: Lexicon, mentions: Sequence[Mention], strange: Sequence[Mention]
) -> list[Mention]:
    """Joins mentions that are one: known goods beside unknown words are other goods (`keripik kentang`).

    A kind beside one of its own products is that product: `kerupuk rambak`.
    """
    found: list[Mention] = []
    for one in sorted([*mentions, *strange], key=lambda mention: mention.start):
        last = found[-1] if found else None
        if last is not None and last.sure and not one.skus and _described_behind(message, last, one):
            found[-1] = replace(last, end=one.end)
        elif last is not None and (either := _either(message, last, one)):
            found[-1] = either
        elif last is not None and last.end == one.start and (joined := _joined(message, lexicon, last, one)):
            found[-1] = joined
        else:
            found.append(one)
    return found


def _either(message: Message, first: Mention, second: Mention) -> Mention | None:
    """`abon sapi atau ayam 2`: one of the two, and it is unclear which."""
    between = second.start - first.end == 1 and (
        message.says_at(first.end, "range") or (message.plain(first.end) == "/" and second.skus)
    )
    counted = message.kind(first.start - 1) == "number" and message.kind(second.end) == "number"
    if not between or counted or not (first.skus and second.skus):
        return None
    return Mention(first.start, second.end, tuple(sorted({*first.skus, *second.skus})), whole=False)


def _described_behind(message: Message, known: Mention, stranger: Mention) -> bool:
    """`emping (raw) 2`, `emping nya yg mentah 2`: a description between a product and its quantity."""
    at = known.end
    while message.says_at(at, "talk") and message.plain(at) in message.vocabulary.affixes.apart:
        at += 1
    bracket = message.plain(at) == "(" and message.plain(stranger.end) == ")"
    describes = bracket or (message.says_at(at, "glue") and message.plain(at) not in message.grammar.of_units)
    return describes and stranger.start == at + 1 and not any(message.breaks(known.end, at))


def _joined(message: Message, lexicon: Lexicon, first: Mention, second: Mention) -> Mention | None:
    if first.skus and second.skus:
        kind = not first.sure and second.sure and set(second.skus) <= set(first.skus)
        if kind:
            return Mention(first.start, second.end, second.skus, True, second.words)
        return _both_known(message, lexicon, first, second)
    if _only_described(message, first, second):
        known = first if first.skus else second
        return replace(known, start=first.start, end=second.end)
    if not first.skus and not second.skus:
        return Mention(first.start, second.end, (), whole=False)
    if first.sure and len(first.words) > 1 and _is_incidental(message, second):
        return None
    if not first.skus and not any(message.says_at(at, "goods") for at in range(first.start, first.end)):
        return None
    return Mention(first.start, second.end, (), whole=False)


def _both_known(message: Message, lexicon: Lexicon, first: Mention, second: Mention) -> Mention | None:
    """Joins adjacent goods with one quantity: `bumbu rendang` is neither, `kopi jahe` may be either."""
    if (not first.whole and (second.whole or len(second.skus) == 1)) or (
        first.sure and not second.whole and len(second.skus) == 1
    ):
        return Mention(first.start, second.end, (), whole=False)
    if _names_its_kind(message, lexicon, first, second):
        return replace(second, start=first.start)
    short = first.sure and second.sure and len(first.words) == len(second.words) == 1
    counted = message.kind(second.end) == "number" and message.kind(first.start - 1) != "number"
    if first.skus == second.skus or not short or not counted or message.has("each"):
        return None
    return Mention(first.start, second.end, tuple(sorted({*first.skus, *second.skus})), whole=False)


def _names_its_kind(message: Message, lexicon: Lexicon, first: Mention, second: Mention) -> bool:
    """`jamu kunyit asam`: the first word is the kind of the longer name, though it is also a product."""
    if not (first.sure and second.sure and len(first.words) == 1 < len(second.words)):
        return False
    if message.kind(first.start - 1) == "number" or first.skus == second.skus:
        return False
    wares = [lexicon.by_sku[one.skus[0]] for one in (first, second)]
    return len({one.category for one in wares}) == 1 or len({one.umkm_code for one in wares}) == 1


def _is_incidental(message: Message, stranger: Mention) -> bool:
    """Whether an unknown word behind a long name can be ignored: no quantity follows it."""
    goods = any(message.says_at(at, "goods") for at in range(stranger.start, stranger.end))
    return not goods and message.kind(stranger.end) != "number"


def _only_described(message: Message, first: Mention, second: Mention) -> bool:
    """Whether an unknown word only describes a full name: `daster hijau`; not a kind: `teh hijau`."""
    stranger = first if not first.skus else second
    whole = first.whole or second.whole
    return whole and all(message.says_at(at, "describe") for at in range(stranger.start, stranger.end))


def wanted_strangers(
    message: Message, strange: Sequence[Mention], paired: Mapping[Mention, Amount | None]
) -> list[Mention]:
    """The unknown goods that the message orders: those with a quantity, or right behind the verb."""
    shared = any(amount.each for amount in paired.values() if amount)
    return [
        one
        for one in strange
        if _counted(message, one, paired.get(one))
        or _ordered(message, one)
        or (shared and any(message.says_at(at, "goods") for at in range(one.start, one.end)))
    ]


def _counted(message: Message, one: Mention, amount: Amount | None) -> bool:
    if amount is None:
        return False
    start, end = min(one.end, amount.end), max(one.start, amount.start)
    between = [at for at in range(start, end) if message.kind(at) == "word"]
    return len(between) <= 1 and not any(message.says_at(at, "order", "to", "self") for at in between)


def _ordered(message: Message, one: Mention) -> bool:
    before = one.start - 1
    while message.says_at(before, "talk", "address") and not message.says_at(before, "order"):
        before -= 1
    if message.says_at(before, "order") and not message.says_at(before, "wish_only"):
        return True
    goods = any(message.says_at(at, "goods") for at in range(one.start, one.end))
    goods = goods and not all(message.says_at(at, "describe") for at in range(one.start, one.end))
    listed = before >= 0 and message.soft_break(before)
    return goods and listed
